"""The commands init, invite, backup and restore, as a person calls them."""

from __future__ import annotations

import json

import pytest

from app.commands import backup, init, invite, restore
from app.storage.workspace import Workspace
from app.vault import keys


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch):
    """Stretch passphrases as little as possible: what is tested is not how long that takes."""
    monkeypatch.setattr("app.vault.keys.calibrate", lambda: keys.CHEAPEST)
    monkeypatch.setenv("GROUNDUP_PASSPHRASE", "open sesame")


@pytest.fixture
def folder(tmp_path):
    """A workspace of Amina with one assessment."""
    folder = tmp_path / "workspace"
    assert init.main(["--workspace", str(folder), "--person", "Amina", "--assessment", "North"]) == 0
    return folder


def test_init_makes_a_workspace_and_says_its_code(tmp_path, capsys):
    """The recovery code it prints opens the workspace."""
    folder = tmp_path / "w"
    words = ["--person", "Amina", "--organisation", "Union", "--language", "ar", "--json", "--workspace", str(folder)]
    assert init.main(words) == 0
    told = json.loads(capsys.readouterr().out)
    with Workspace.open(folder, passphrase=told["recovery_code"]) as workspace:
        profile = workspace.profile
        assert (profile.person, profile.organisation, profile.language) == ("Amina", "Union", "ar")


def test_init_without_passphrase_says_what_that_means(tmp_path, capsys, monkeypatch):
    """Whoever has the folder can read it."""
    monkeypatch.delenv("GROUNDUP_PASSPHRASE")
    assert init.main(["--person", "Amina", "--workspace", str(tmp_path / "w")]) == 0
    assert "no passphrase" in capsys.readouterr().out
    assert not Workspace.needs_passphrase(tmp_path / "w")


def test_a_second_init_is_refused(folder, capsys):
    """With a sentence, and nothing changed."""
    assert init.main(["--person", "Bilal", "--workspace", str(folder)]) == 1
    assert "already keeps data" in capsys.readouterr().err


def test_the_passphrase_may_stand_in_a_file(tmp_path, monkeypatch):
    """Its first line, without line end."""
    monkeypatch.delenv("GROUNDUP_PASSPHRASE")
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    words = ["--person", "Amina", "--workspace", str(tmp_path / "w"), "--passphrase-file", str(tmp_path / "secret")]
    assert init.main(words) == 0
    Workspace.open(tmp_path / "w", passphrase="from a file").close()


def test_an_invitation_is_written_and_read_by_a_guest(folder, tmp_path, capsys):
    """The file joins; the printed words are those of the assessment."""
    out = tmp_path / "north.invitation"
    capsys.readouterr()
    assert invite.main(["--workspace", str(folder), "--role", "coordinator", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    guest = tmp_path / "guest"
    init.main(["--workspace", str(guest), "--person", "Bilal"])
    with Workspace.open(guest, passphrase="open sesame") as workspace:
        info = workspace.invitations.join(out.read_bytes())
        assert (info.name, info.role, info.words) == ("North", "coordinator", told["words"])
    assert invite.main(["--workspace", str(folder), "--out", str(out)]) == 1, "a file is never overwritten"


def test_backup_and_restore(folder, tmp_path, capsys):
    """Also while a window has the workspace open; the copy restores into a new folder."""
    with Workspace.open(folder, passphrase="open sesame"):
        assert backup.main(["--workspace", str(folder)]) == 0
    capsys.readouterr()
    assert backup.main(["--workspace", str(folder), "--to", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["complete"]
    assert restore.main([told["file"], "--workspace", str(tmp_path / "new")]) == 0
    with Workspace.open(tmp_path / "new", passphrase="open sesame") as workspace:
        assert [info.name for info in workspace.assessments.list()] == ["North"]
        assert len(workspace.backups.list()) == 0
    with Workspace.open(folder, passphrase="open sesame") as workspace:
        assert len(workspace.backups.list()) == 1
        assert workspace.backups.last_outside() == told["made"]


@pytest.mark.parametrize(
    ("secret", "sentence"), [("wrong", "does not open"), (None, "protected by a passphrase"), ("", "protected")]
)
def test_a_wrong_passphrase_is_one_sentence(folder, capsys, monkeypatch, secret, sentence):
    """No traceback, exit 1."""
    if secret is None:
        monkeypatch.delenv("GROUNDUP_PASSPHRASE")
    else:
        monkeypatch.setenv("GROUNDUP_PASSPHRASE", secret)
    assert invite.main(["--workspace", str(folder)]) == 1
    assert sentence in capsys.readouterr().err


def test_restore_of_something_else_is_one_sentence(folder, tmp_path, capsys):
    """The workspace stays as it is."""
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    assert restore.main([str(tmp_path / "photo.jpg"), "--workspace", str(folder)]) == 1
    assert "no complete backup" in capsys.readouterr().err
    Workspace.open(folder, passphrase="open sesame").close()
