"""`groundup serve` and `exchange` before wrong options: one sentence, no traceback, no password on the screen."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.commands import exchange, serve
from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST
from sync.server.database import open_database


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgres:/u:secretpw@h", "no address of a database"),
        ("nonsense", "no address of a database"),
        ("oddbase://u:secretpw@h/x", "no address of a database"),
        ("mysql://u:secretpw@h/x", "is not installed"),
        ("postgresql://u:secretpw@127.0.0.1:1/x?connect_timeout=2", "cannot be opened"),
    ],
)
def test_a_wrong_database_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, words: str
) -> None:
    """Its password is not repeated."""
    assert serve.main(["--port", "0", "--workspace", str(tmp_path), "--db", url]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "secretpw" not in said
    assert len(said.strip().splitlines()) == 1


def test_a_database_of_a_newer_server_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its tables have a step this version does not know."""
    path = tmp_path / "server.db"
    open_database(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999_later'")
    before = path.read_bytes()
    assert serve.main(["--port", "0", "--workspace", str(tmp_path), "--db", f"sqlite:///{path}"]) == 2
    assert "newer Groundup" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_slip_in_the_address_does_not_replace_the_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no address is said and not remembered."""
    with Workspace.create(tmp_path / "w", passphrase=None, person="Rehana", cost=CHEAPEST) as workspace:
        info = workspace.assessments.create("A")
        workspace.outbox.set_server(info.id, "https://data.example.org", token="t", identity=b"k" * 32)
    assert exchange.main(["--workspace", str(tmp_path / "w"), "--server", "htps:/data.example.org"]) == 1
    assert "looks like" in capsys.readouterr().err
    with Workspace.open(tmp_path / "w", passphrase=None) as workspace:
        server = workspace.outbox.server(info.id)
    assert server is not None
    assert (server.url, server.token) == ("https://data.example.org", "t")


@pytest.mark.parametrize("option", ["--passphrase-file", "--founding-code-file"])
def test_a_file_that_is_no_text_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    """A picture named by mistake."""
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\xff\xfe")
    assert exchange.main(["--workspace", str(tmp_path / "w"), option, str(file)]) == 1
    assert "holds no text" in capsys.readouterr().err


def test_the_mark_that_an_editor_puts_before_a_passphrase_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows writes a byte order mark at the beginning of text files."""
    Workspace.create(tmp_path / "w", passphrase="river market", person="Rehana", cost=CHEAPEST).close()
    (tmp_path / "secret.txt").write_bytes(b"\xef\xbb\xbfriver market\r\n")
    arguments = ["--workspace", str(tmp_path / "w"), "--passphrase-file", str(tmp_path / "secret.txt")]
    assert exchange.main(arguments) == 1
    assert "No assessment here has a server yet" in capsys.readouterr().err
