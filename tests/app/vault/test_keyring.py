"""Profiles and their wrapped keys."""

from __future__ import annotations

import json

import pytest

from app.vault import keyring, keys
from app.vault.errors import StorageError, WorkspaceNewer, WrongPassphrase

OPENED = keyring.Keys("p1", b"d" * 32, b"n" * 32)


def ring(passphrase: str | None = "open sesame", code: str | None = None) -> keyring.Keyring:
    """Return a keyring with one profile."""
    return keyring.Keyring(()).with_profile(OPENED, passphrase=passphrase, code=code, cost=keys.CHEAPEST)


def test_passphrase_and_code_open_the_same_keys():
    """Both secrets give data key and names key."""
    code = keys.new_code()
    locked = ring(code=code)
    assert locked.open("open sesame") == OPENED
    assert locked.open(code.lower()) == OPENED


def test_wrong_and_missing_passphrase_are_told_apart():
    """The lock page asks; it does not complain before anything was typed."""
    with pytest.raises(WrongPassphrase) as wrong:
        ring().open("open barley")
    with pytest.raises(WrongPassphrase) as missing:
        ring().open(None)
    assert (wrong.value.code, missing.value.code) == ("passphrase-wrong", "passphrase-missing")


def test_without_passphrase_it_opens_by_itself():
    """No passphrase means keys in clear; the keyring says that none is needed."""
    opened = ring(passphrase=None)
    assert not opened.needs_passphrase
    assert opened.open(None) == OPENED
    assert ring().needs_passphrase


def test_a_profile_without_names_opens_without_them():
    """An analyst's profile gets the data key alone."""
    analyst = keyring.Keys("p2", OPENED.data, None)
    both = ring().with_profile(analyst, passphrase="numbers", code=None, cost=keys.CHEAPEST)
    assert both.open("numbers") == analyst
    assert both.open("open sesame") == OPENED


def test_changing_the_passphrase_keeps_the_keys():
    """The old passphrase no longer opens, the keys are the same, the data need not be written again."""
    changed = ring().with_profile(OPENED, passphrase="new words", code=None, cost=keys.CHEAPEST)
    assert changed.open("new words") == OPENED
    with pytest.raises(WrongPassphrase):
        changed.open("open sesame")


def test_a_wrap_cannot_be_moved_to_another_profile():
    """Keys are bound to their profile's name: an exchanged line opens nothing."""
    written = json.loads(keyring.to_bytes(ring()))
    written["profiles"][0]["profile"] = "p9"
    with pytest.raises(WrongPassphrase):
        keyring.from_bytes(json.dumps(written).encode()).open("open sesame")


def test_written_and_read_back(tmp_path):
    """The file holds everything and no key in clear."""
    keyring.save(tmp_path, ring(code=keys.new_code()))
    assert keyring.load(tmp_path).open("open sesame") == OPENED
    assert b"ZGRkZGRk" not in (tmp_path / keyring.FILE_NAME).read_bytes()


@pytest.mark.parametrize(
    "damage", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "profiles": [{"profile": 1, "clear": {}}]}']
)
def test_a_damaged_file_is_said_to_be_damaged(tmp_path, damage):
    """Whatever stands in the file, the answer is one sentence."""
    (tmp_path / keyring.FILE_NAME).write_bytes(damage)
    with pytest.raises(StorageError) as error:
        keyring.load(tmp_path)
    assert error.value.code == "keys-broken"


@pytest.mark.parametrize("damage", [None, 7, "x", [], {}, True, 1.5, 10**12, -1, "A" * 50])
def test_damage_anywhere_in_the_file_is_said_to_be_damage(damage):
    """Every field in turn holds something else: never a failure of ours, never all the memory of the laptop."""

    def places(value, path=()):
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in items:
            yield (*path, key)
            yield from places(inner, (*path, key))

    codes = set()
    written = json.loads(keyring.to_bytes(ring(code=keys.new_code())))
    for path in list(places(written)):
        broken = json.loads(json.dumps(written))
        place = broken
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = damage
        try:
            keyring.from_bytes(json.dumps(broken).encode()).open("open sesame")
        except StorageError as error:
            codes.add(error.code)
    assert "keys-broken" in codes
    assert codes <= {"keys-broken", "passphrase-wrong", "passphrase-needed", "workspace-newer"}
    with pytest.raises(StorageError):
        keyring.from_bytes(b"[" * 100_000)


def test_a_newer_format_is_refused(tmp_path):
    """A keyring of a later Groundup is left as it is."""
    (tmp_path / keyring.FILE_NAME).write_bytes(b'{"format": 2, "profiles": []}')
    with pytest.raises(WorkspaceNewer):
        keyring.load(tmp_path)
