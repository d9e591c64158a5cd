"""One personal answer, followed everywhere: its author and the leaders read it, and nobody and nothing else."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from processes import ROOT, Server
from workbooks import form_workbook

from app.commands.console import Console
from app.exchange.work import exchange, join_by_code
from app.storage.drafts import Event
from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.submission import Submission

sys.path.insert(0, str(ROOT / "tests" / "faults"))

import canary_fault

WORD, CORRECTED = "Zanab Kanari-7731", "Zanubia Kanari-9042"
PLAIN = "Openly-said-5588"  # an ordinary answer: the search must find this one, or it proves nothing
FORM = """
survey
| type | name | label | sensitivity | calculation | default | relevant |
| start | start | | | | | |
| text | note | Note | | | | |
| text | who | Name | personal | | | |
| note | hello | Good day, ${who} | | | | |
| calculate | copy | | | concat('Mr ', ${who}) | | |
| calculate | chain | | | substr(${copy}, 3) | | |
| text | again | Is this right? | | | ${last-saved#who} | |
| text | before | The one before | | | ${last-saved#who} | |
| image | face | Photo of the person | personal | | | |
| image | hut | Photo of the place | | | | |
| begin group | home | At home | personal | | | |
| text | street | Street | | | | |
| end group | | | | | | |
| begin repeat | child | Child | | | | |
| text | first | First name of ${who}'s child | personal | | | |
| calculate | full | | | concat(${first}, ' ', ${who}) | | |
| integer | years | Age | | | | |
| end repeat | | | | | | |
| select_one ${first} | eldest | Which is the eldest? | | | | |
| calculate | all | | | join(' ', ${first}) | | |
| calculate | long | | | string-length(${who}) | | |
settings
| form_id | title | instance_name |
| canary | Canary | concat('Home of ', ${who}) |
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own."""
    with Server(tmp_path / "server") as running:
        yield running


def environment(last: Submission | None) -> SessionEnvironment:
    """Return an environment that knows the interview before."""
    return SessionEnvironment(
        clock=lambda: datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
        zone=UTC,
        random=random.Random(7),
        properties={"username": WORD, "email": WORD, "phonenumber": WORD},
        last_saved=last,
    )


def ask(workspace: Workspace, assessment: str, version: str, last: Submission | None) -> Submission:
    """Fill, save on the way, and finish one interview in which every personal place holds the word."""
    interview = Interview.start(workspace.forms.model(version), environment=environment(last))
    draft = workspace.drafts.create(assessment, version).id
    photo = (WORD * 300).encode()
    interview.add_repeat("/data/child")
    answers = {
        "/data/note": PLAIN,
        "/data/who": WORD,
        "/data/home/street": WORD,
        "/data/child[1]/first": WORD,
        "/data/child[1]/years": "7",
        "/data/face": workspace.drafts.attach(draft, photo, file_name=f"{WORD}.jpg"),
        "/data/hut": workspace.drafts.attach(draft, b"a hut", file_name=f"hut of {WORD}.jpg"),
        "/data/eldest": WORD,
    }
    for ref, value in answers.items():
        interview.answer(ref, value)
        workspace.drafts.record(draft, Event("answer", ref, value)).result()
    workspace.drafts.snapshot(draft, interview.save(), title=interview.title).result()
    done = interview.finish()
    reread = dict(done.answers)
    assert WORD in reread["/data/copy"], "the form must repeat the word, or nothing is proved"
    assert WORD in reread["/data/meta/instanceName"]
    workspace.submissions.finish(draft, done, interview.sensitivity_of, title=interview.title)
    return done


def correct(workspace: Workspace, instance: str, version: str) -> None:
    """Correct the name and an ordinary answer in one go."""
    draft = workspace.drafts.correct(instance, reason=f"it was {CORRECTED}")
    base = workspace.drafts.load(draft.id).base
    assert base is not None
    interview = Interview.edit(workspace.forms.model(version), base, environment=environment(None))
    interview.answer("/data/who", CORRECTED)
    interview.answer("/data/note", f"{PLAIN} again")
    workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)


def everything_readable(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Yield what a workspace's database holds for whoever has opened it, table by table."""
    with workspace.records._core.database.read() as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in connection.execute(f'select * from "{table}"'):
                cells = (cell if isinstance(cell, bytes) else str(cell).encode() for cell in tuple(row))
                yield table, b"\n".join(cells)


def found(data: bytes, word: str) -> bool:
    """Tell whether the word stands in the bytes in any of its forms."""
    return any(form in data for form in canary_fault.forms(word))


def unzipped(data: bytes) -> bytes:
    """Return the files in a zip after each other."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_personal_answer_is_read_by_its_author_and_the_leaders_alone(tmp_path: Path, server: Server) -> None:
    """Records, rows, another interviewer's laptop, server, console, log, backups, files and their names."""
    opened = [
        Workspace.create(tmp_path / name, passphrase="river market", person=name, cost=CHEAPEST)
        for name in ("Rehana", "Tomal", "Bilal")
    ]
    leader, author, other = opened
    assessment = leader.assessments.create("Canaries").id
    version = leader.forms.add_version(assessment, form_workbook(FORM), "canary.xlsx").id
    leader.outbox.set_server(assessment, server.url)
    codes = [leader.invitations.create(assessment, role="interviewer").code for _ in (author, other)]
    exchange(leader, assessment)
    for workspace, code in zip((author, other), codes, strict=True):
        join_by_code(workspace, code, server.url)
    first = ask(author, assessment, version, None)
    second = ask(author, assessment, version, first)
    assert dict(second.answers)["/data/before"] == WORD
    correct(author, first.instance, version)
    for workspace in (author, leader, other):
        entry = exchange(workspace, assessment)
        assert entry.refused == ()

    # Who may read it reads it; the search works.
    mine = dict(leader.submissions.get(assessment, first.instance).submission.answers)
    assert (mine["/data/who"], mine["/data/note"]) == (CORRECTED, f"{PLAIN} again")
    seen = dict(other.submissions.get(assessment, first.instance).submission.answers)
    assert seen["/data/note"] == f"{PLAIN} again"
    assert seen["/data/long"] == str(len(WORD))
    assert any(found(row, PLAIN) for _, row in everything_readable(other))

    # Another interviewer, although the database is open to her.
    for word in (WORD, CORRECTED):
        assert {table for table, row in everything_readable(other) if found(row, word)} == set()
        hits = other.submissions.page(assessment)
        assert not any(found(repr(row).encode(), word) for row in hits)
        assert not any(
            found(repr(line).encode(), word) for line in other.submissions.history(assessment, first.instance)
        )

    # The author's own tables that hold the table of interviews and the records that travel.
    for table, row in everything_readable(author):
        if table in ("record", "submission_list", "submission_value", "attachment", "setting"):
            assert not found(row, WORD), table
            assert not found(row, CORRECTED), table

    # The console.
    with Console(server.url, server.console_code()) as console:
        (key,) = console.assessments()
        pages = [console.get("/console/assessments"), console.get(f"/console/{key}/arrivals")]
        pages += [console.get(f"/console/{key}/submissions/{each}") for each in console.submissions(key)]
        shown = [page.content for page in pages] + [console.xml(key, each) for each in console.submissions(key)]
        books = [unzipped(book) for values in ("codes", "labels") for book in console.workbooks(key, values)]
    assert len(shown) == 6
    assert any(PLAIN.encode() in page for page in shown)
    assert any(PLAIN.encode() in book for book in books)
    assert not any(found(page, word) for page in (*shown, *books) for word in (WORD, CORRECTED))

    # Everything on any disk: workspaces, backups, the server's database, media and log.
    for workspace in opened:
        workspace.backups.make()
        workspace.close()
    words = [WORD, CORRECTED]
    assert sorted(str(path) for path, _ in canary_fault.leaks(tmp_path, words)) == []
    server_files = list(canary_fault.leaks(tmp_path / "server", [PLAIN]))
    assert server_files, "an ordinary answer is readable by the server: the search must find it"
