"""The writer's key file is tied to machine and folder."""

from __future__ import annotations

import shutil

from app.vault import writer_key

DATA_KEY, SEED = b"d" * 32, b"s" * 32


def test_it_opens_where_it_was_made(tmp_path):
    """Same machine, same folder, same data key."""
    writer_key.save(tmp_path, DATA_KEY, SEED, machine="m1")
    assert writer_key.load(tmp_path, DATA_KEY, machine="m1") == SEED


def test_another_machine_or_key_does_not_open_it(tmp_path):
    """A disk moved into another machine gets a new writer."""
    writer_key.save(tmp_path, DATA_KEY, SEED, machine="m1")
    assert writer_key.load(tmp_path, DATA_KEY, machine="m2") is None
    assert writer_key.load(tmp_path, b"o" * 32, machine="m1") is None


def test_a_copied_folder_does_not_open_it(tmp_path):
    """Neither the copy, nor the copy put in the place of the original."""
    original = tmp_path / "original"
    original.mkdir()
    writer_key.save(original, DATA_KEY, SEED, machine="m1")
    shutil.copytree(original, tmp_path / "copy")
    assert writer_key.load(tmp_path / "copy", DATA_KEY, machine="m1") is None
    original.rename(tmp_path / "away")
    (tmp_path / "copy").rename(original)
    assert writer_key.load(original, DATA_KEY, machine="m1") is None


def test_forgetting_and_never_having_are_the_same(tmp_path):
    """No key means a new writer."""
    assert writer_key.load(tmp_path, DATA_KEY) is None
    writer_key.save(tmp_path, DATA_KEY, SEED)
    assert writer_key.load(tmp_path, DATA_KEY) == SEED
    writer_key.forget(tmp_path)
    assert writer_key.load(tmp_path, DATA_KEY) is None
