"""The child of the full-disk test: writes answers and files until the disk is full, and says what was safe.

Lines: `ack NUMBER` an answer is safe; `kept NUMBER` (mode `show`) an answer is there; `error CODE` the end.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from workbooks import form_workbook

from app.storage.drafts import Event
from app.storage.errors import StorageError
from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST

FORM = """
survey
| type | name | label |
| text | n | Number |
settings
| form_id |
| disk |
"""
MOST = 5000  # answers; a disk that takes them all was not full
LONG = "a long text " * 250  # 3 kB
FILE_EVERY = 20  # answers


def say(*words: object) -> None:
    """Write a line at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def make(folder: Path) -> None:
    """Make the workspace with one draft."""
    with Workspace.create(folder, passphrase=None, person="Amina", cost=CHEAPEST) as workspace:
        assessment = workspace.assessments.create("Disk").id
        version = workspace.forms.add_version(assessment, form_workbook(FORM), "disk.xlsx").id
        workspace.drafts.create(assessment, version)


def write(folder: Path, *, protected: bool) -> None:
    """Write until something fails. Unprotected, an answer is called safe when it was queued."""
    workspace = Workspace.open(folder, passphrase=None)
    draft = workspace.drafts.list()[0].id
    try:
        for number in range(MOST):
            future = workspace.drafts.record(draft, Event("answer", "/data/n", f"{number} {LONG}"))
            if protected:
                future.result()
            say("ack", number)
            if protected and number % FILE_EVERY == 0:
                workspace.drafts.attach(draft, os.urandom(8000), file_name="photo.jpg")
            elif not protected and future.done() and future.exception() is not None:
                return
    except StorageError as error:
        say("error", error.code)
    finally:
        workspace.close()


def show(folder: Path) -> None:
    """Say which answers are there, and that one more can be written now that there is room."""
    with Workspace.open(folder, passphrase=None) as workspace:
        workspace.check()
        draft = workspace.drafts.list()[0].id
        workspace.drafts.record(draft, Event("answer", "/data/n", "after")).result()
        for event in workspace.drafts.load(draft).events:
            say("kept", (event.value or "").split()[0])


if __name__ == "__main__":
    work = {"make": make, "show": show, "protected": lambda folder: write(folder, protected=True)}
    work["control"] = lambda folder: write(folder, protected=False)
    work[sys.argv[2]](Path(sys.argv[1]))
