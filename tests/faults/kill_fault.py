"""Killed at random moments, nothing that was said to be safe is lost, nothing is there twice, the database is sound."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from workbooks import form_workbook

from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST

COUNT = 1000
CONTROLS = 3
ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0  # a child that says nothing for so long is a failure of the test itself
FORM = """
survey
| type | name | label |
| integer | n | Number |
| text | who | Name |
settings
| form_id |
| kill |
"""


@dataclass
class Told:
    """What a child said was safe."""

    acknowledged: dict[str, int] = field(default_factory=dict)  # draft -> highest answer
    finishing: dict[str, tuple[str, int]] = field(default_factory=dict)  # draft -> (instance, last answer)
    finished: set[str] = field(default_factory=set)


@dataclass
class Found:
    """What the reopened workspace lacks of it (answers), and what is there twice (a draft and its interview)."""

    lost: int = 0
    twice: int = 0


def run(count: int) -> dict[str, object]:
    """Kill so many children; return the figures."""
    lost_in_control = sum(found.lost for found, _ in kills(CONTROLS, "control"))
    results = kills(count, "protected")
    lost, twice = sum(found.lost for found, _ in results), sum(found.twice for found, _ in results)
    answers = sum(sum(told.acknowledged.values()) for _, told in results)
    return {
        "killed": count,
        "acknowledged": answers,
        "lost": lost,
        "twice": twice,
        "control lost": lost_in_control,
        "good": lost == 0 and twice == 0 and lost_in_control > 0 and answers > 0,
    }


def kills(count: int, mode: str) -> list[tuple[Found, Told]]:
    """Kill `count` children that work in one workspace after another's death; return what each lost."""
    scratch = Path(tempfile.mkdtemp(prefix="groundup-kill-"))
    folder = scratch / "workspace"
    try:
        with Workspace.create(folder, passphrase=None, person="Amina", cost=CHEAPEST) as workspace:
            assessment = workspace.assessments.create("Kill").id
            workspace.forms.add_version(assessment, form_workbook(FORM), "kill.xlsx")
        results = []
        for _ in range(count):
            told = kill_one(folder, mode)
            results.append((look(folder, told), told))
        return results
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def kill_one(folder: Path, mode: str) -> Told:
    """Start a child, let it work for a random while, kill it, return what it had said."""
    command = [sys.executable, str(Path(__file__).with_name("kill_child.py")), str(folder), mode]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    lines: list[str] = []
    began = threading.Event()

    def read() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line)
            began.set()
        began.set()

    reader = threading.Thread(target=read)
    reader.start()
    with child:
        began.wait(START_SECONDS)
        time.sleep(random.uniform(0.0, 0.5))
        child.kill()
        child.wait()
        reader.join()
    if not lines:
        raise RuntimeError("the child died before it was killed")
    return read_lines(lines)


def read_lines(lines: list[str]) -> Told:
    """Return what whole lines say; the last one may be cut."""
    told = Told()
    for line in lines:
        if not line.endswith("\n"):
            continue
        match line.split():
            case ["ack", draft, number]:
                told.acknowledged[draft] = max(int(number), told.acknowledged.get(draft, 0))
            case ["finishing", draft, instance, number]:
                told.finishing[draft] = (instance, int(number))
            case ["finished", draft]:
                told.finished.add(draft)
    return told


def look(folder: Path, told: Told) -> Found:
    """Compare the reopened workspace with what was said to be safe; the database is checked as a whole."""
    found = Found()
    with Workspace.open(folder, passphrase=None) as workspace:
        workspace.check()
        assessment = workspace.assessments.list()[0].id
        drafts = {draft.id for draft in workspace.drafts.list()}
        instances = {row.instance for row in workspace.submissions.page(assessment, limit=1_000_000)}
        for draft, highest in told.acknowledged.items():
            instance, last = told.finishing.get(draft, ("", 0))
            if instance in instances:
                answers = dict(workspace.submissions.get(assessment, instance).submission.answers)
                found.lost += answers != {"/data/n": str(last), "/data/who": f"person {last}"}
                found.twice += draft in drafts
            elif draft in drafts and draft not in told.finished:
                found.lost += highest - answers_of(workspace, draft, highest)
            else:
                found.lost += highest
    return found


def answers_of(workspace: Workspace, draft: str, highest: int) -> int:
    """Return up to which acknowledged answer a draft is there without gap, from its snapshot and the events after."""
    state = workspace.drafts.load(draft)
    reached = int(state.saved[: len(state.saved) // 200].split()[1]) if state.saved else 0
    for event in state.events:
        if event.kind == "answer" and event.value == str(reached + 1):
            reached += 1
    return min(reached, highest)
