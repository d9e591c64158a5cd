"""The child of the kill test: fills and finishes interviews and says what is on the disk, until it is killed.

Lines: `ack DRAFT NUMBER` an answer is safe; `finishing DRAFT INSTANCE NUMBER` about to finish with that last answer;
`finished DRAFT` the finish is safe.
"""

from __future__ import annotations

import os
import random
import sys
import uuid
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from app.storage.drafts import Event
from app.storage.workspace import Workspace
from forms.submission import Submission
from forms.values import Sensitivity

BACKLOG = 100  # pieces of work queued at most; a person never gets this far ahead of the disk


def say(*words: object) -> None:
    """Write a line at once; the system has it even if this program dies now."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def acknowledge(draft: str, number: int, future: Future[None]) -> None:
    """Say that an answer is safe, if it is."""
    if future.exception() is None:
        say("ack", draft, number)


def main(folder: str, mode: str) -> None:
    """Work until killed. In mode `control` it says "safe" when an answer was queued, not when it was on the disk."""
    chance = random.Random()
    workspace = Workspace.open(Path(folder), passphrase=None)
    assessment = workspace.assessments.list()[0].id
    version = workspace.forms.list(assessment)[0].id
    while True:
        draft = workspace.drafts.create(assessment, version).id
        count = chance.randint(20, 120)
        for number in range(1, count + 1):
            future = workspace.drafts.record(draft, Event("answer", "/data/n", str(number)))
            if mode == "control":
                say("ack", draft, number)
            else:
                future.add_done_callback(partial(acknowledge, draft, number))
            workspace.drafts.record(draft, Event("position", f"/data/q{number}"))
            if number % 25 == 0:
                workspace.drafts.snapshot(draft, f"state {number}".encode() * 200)
            if workspace.writer.pending > BACKLOG:
                workspace.writer.wait()
        if chance.random() < 0.3:
            workspace.backups.make()
        finish(workspace, draft, count)


def finish(workspace: Workspace, draft: str, count: int) -> None:
    """Finish an interview whose last answer is `count`; the name goes into its own record."""
    instance = f"uuid:{uuid.uuid4()}"
    say("finishing", draft, instance, count)
    answers = (("/data/n", str(count)), ("/data/who", f"person {count}"))
    workspace.submissions.finish(draft, Submission("kill", "", instance, answers), {"/data/who": Sensitivity.PERSONAL})
    say("finished", draft)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
