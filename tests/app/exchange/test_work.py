"""Workspaces on disk and a real server process: what is remembered, what is refused, what comes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import Server
from workbooks import form_workbook

from app.exchange.work import exchange, join_by_code
from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST
from forms.submission import Submission
from sync.errors import SyncError

FORM = "survey\n| type | name | label |\n| text | note | Note |\nsettings\n| form_id |\n| notes |"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server; each test brings its own assessment."""
    with Server(tmp_path_factory.mktemp("shared") / "server") as running:
        yield running


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[str], Workspace]]:
    """Makes workspaces, closes them at the end."""
    made: list[Workspace] = []

    def create(person: str) -> Workspace:
        made.append(Workspace.create(tmp_path / person, passphrase=None, person=person, cost=CHEAPEST))
        return made[-1]

    yield create
    for each in made:
        each.close()


def sign_ins(server: Server) -> int:
    """Return how many tokens the server gave out."""
    return server.log.read_text(encoding="utf-8").count("/token HTTP")


def save(workspace: Workspace, assessment: str, version: str, number: int) -> str:
    """Keep one finished interview."""
    answers = (("/data/note", f"note {number}"),)
    done = Submission("notes", "", f"uuid:{assessment[:12]}-{number}", answers)
    return workspace.submissions.save(assessment, version, done, {}).instance


def prepare(workspace: Workspace, server: Server) -> tuple[str, str]:
    """Return a new assessment that goes to the server, and its form version."""
    assessment = workspace.assessments.create("Notes").id
    version = workspace.forms.add_version(assessment, form_workbook(FORM), "notes.xlsx").id
    workspace.outbox.set_server(assessment, server.url)
    return assessment, version


def spoil(workspace: Workspace, instance: str) -> None:
    """Damage the signature of an interview's record in the database."""

    def work() -> None:
        workspace.writer.connection.execute(
            "update record set signature = zeroblob(64) where id in "
            "(select record from submission_record where instance = ?)",
            (instance,),
        )

    workspace.writer.run(work)


def test_a_refused_record_neither_blocks_the_others_nor_costs_the_token(
    make: Callable[[str], Workspace], server: Server
) -> None:
    """The others are confirmed, the exchange counts, the next one needs no new sign-in."""
    workspace = make("Rehana")
    assessment, version = prepare(workspace, server)
    instances = [save(workspace, assessment, version, number) for number in range(3)]
    spoil(workspace, instances[1])
    entry = exchange(workspace, assessment)
    assert len(entry.refused) == 1
    assert entry.refused[0].startswith("notes, 20"), "it says which interview"
    status = {row.instance: row.status for row in workspace.submissions.page(assessment)}
    assert [status[each] for each in instances] == ["sent", "finished", "sent"]
    remembered = workspace.outbox.server(assessment)
    assert remembered is not None
    assert remembered.token
    assert remembered.last_exchange is not None
    before = sign_ins(server)
    again = exchange(workspace, assessment)
    assert len(again.refused) == 1
    assert sign_ins(server) == before


def test_the_token_is_kept_when_the_link_fails_in_the_middle(
    make: Callable[[str], Workspace], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cut after the sign-in costs no second sign-in, and is no exchange that went to its end."""
    workspace = make("Rehana")
    assessment, version = prepare(workspace, server)
    save(workspace, assessment, version, 1)

    def cut(*_arguments: object, **_options: object) -> None:
        raise SyncError("answer_cut", host="here")

    with monkeypatch.context() as patch:
        patch.setattr("sync.client.run.exchange_space", cut)
        with pytest.raises(SyncError):
            exchange(workspace, assessment)
    remembered = workspace.outbox.server(assessment)
    assert remembered is not None
    assert remembered.token
    assert remembered.last_exchange is None
    before = sign_ins(server)
    assert exchange(workspace, assessment).sent
    assert sign_ins(server) == before


def test_a_second_exchange_moves_nothing(make: Callable[[str], Workspace], server: Server) -> None:
    """Also not after closing and opening, which is what the command does."""
    workspace = make("Rehana")
    assessment, version = prepare(workspace, server)
    save(workspace, assessment, version, 1)
    assert exchange(workspace, assessment).sent
    again = exchange(workspace, assessment)
    assert (again.sent, again.received, again.attachments, again.bytes, again.refused) == (0, 0, 0, 0, ())
    workspace.close()
    with Workspace.open(workspace.folder, passphrase=None) as reopened:
        last = exchange(reopened, assessment)
        assert (last.sent, last.received, last.attachments, last.bytes) == (0, 0, 0, 0)


def test_a_server_from_before_the_joining_gets_the_admission_again(
    make: Callable[[str], Workspace], tmp_path: Path
) -> None:
    """Brought back from a backup made before somebody joined, it lets them in again and misses nothing."""
    first, second = make("Rehana"), make("Tomal")
    with Server(tmp_path / "server") as server:
        assessment, version = prepare(first, server)
        code = first.invitations.create(assessment, role="interviewer").code
        exchange(first, assessment)
        server.stop()
        data = tmp_path / "server" / "data"
        backup = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
        server.start()
        join_by_code(second, code, server.url)
        save(second, assessment, version, 1)
        exchange(second, assessment)
        server.stop()
        for path in [path for path in data.rglob("*") if path.is_file()]:
            path.unlink()
        for path, content in backup.items():
            path.write_bytes(content)
        server.words = (*server.words, "--restored")
        server.start()
        entry = exchange(second, assessment)
        assert entry.refused == ()
        exchange(first, assessment)
        assert first.submissions.count(assessment) == 1
