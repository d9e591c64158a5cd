"""Strings that were typed are nowhere in the workspace's files; a planted leak is found."""

from __future__ import annotations

import base64
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from workbooks import form_workbook

from app.storage.drafts import Event
from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST
from forms.submission import Submission
from forms.values import Sensitivity

COUNT = 20
CANARY = "Zanab-Kanari-7731"
FORM = """
survey
| type | name | label |
| text | who | Name |
| text | note | Note |
| image | photo | Photo |
settings
| form_id |
| canary |
"""


def run(count: int) -> dict[str, object]:
    """Type `count` canaries; return the figures."""
    scratch = Path(tempfile.mkdtemp(prefix="groundup-canary-"))
    try:
        words = [f"{CANARY}-{number}" for number in range(count)]
        fill(scratch / "workspace", words)
        hits = sorted(str(path) for path, word in leaks(scratch, words))
        (scratch / "workspace" / "planted.tmp").write_bytes(base64.b64encode(b"x" + words[0].encode("utf-16-le")))
        planted = len(list(leaks(scratch, words)))
        return {"typed": count, "hits": len(hits), "planted found": planted, "good": not hits and planted > 0}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def fill(folder: Path, words: list[str]) -> None:
    """Type every word as answer, name, file content, file name, title, setting; leave drafts and a log behind."""
    workspace = Workspace.create(folder, passphrase=words[0], person=words[0], organisation=words[0], cost=CHEAPEST)
    assessment = workspace.assessments.create(words[0], owner=words[0]).id
    version = workspace.forms.add_version(assessment, form_workbook(FORM), f"{words[0]}.xlsx").id
    for number, word in enumerate(words):
        workspace.settings.set(f"note {number}", word)
        draft = workspace.drafts.create(assessment, version).id
        workspace.drafts.record(draft, Event("answer", "/data/who", word)).result()
        workspace.drafts.snapshot(draft, word.encode(), title=word).result()
        photo = workspace.drafts.attach(draft, (word * 5000).encode(), file_name=f"{word}.jpg")
        if number % 2:
            answers = (("/data/who", word), ("/data/note", word), ("/data/photo", photo))
            done = Submission("canary", "", f"uuid:{uuid.uuid4()}", answers)
            workspace.submissions.finish(draft, done, {"/data/who": Sensitivity.PERSONAL})
    workspace.backups.make()
    workspace.backups.copy_to(folder.parent)
    with open(folder / "workspace.db-wal", "rb") as log:  # it is looked at while it is there
        (folder.parent / "log").write_bytes(log.read())
    workspace.close()


def leaks(folder: Path, words: list[str]) -> Iterator[tuple[Path, str]]:
    """Yield files in which a word stands: as UTF-8, UTF-16, base64 of either at any offset, also inside zips."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        for data in (path.read_bytes(), str(path).encode(), *_inside(path)):
            yield from ((path, word) for word in words if any(form in data for form in forms(word)))


def forms(word: str) -> list[bytes]:
    """Return the ways in which a word may stand in a file."""
    plain = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    return plain + [coded for each in plain for coded in _base64(each)] + [word.encode().hex().encode()]


def _base64(data: bytes) -> list[bytes]:
    """Return what base64 of `data` looks like whatever stands before and after it."""
    found = []
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + data).rstrip(b"=")
        start = (0, 2, 3)[before]
        end = len(coded) - (1 if (before + len(data)) % 3 else 0)
        found += [coded[start:end], coded[start:end].translate(bytes.maketrans(b"+/", b"-_"))]
    return found


def _inside(path: Path) -> Iterator[bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name)
