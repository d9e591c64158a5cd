"""The example assessment: our own form and 30 made-up interviews, made the way every interview is made."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.storage.assessments import AssessmentInfo
from app.storage.workspace import Workspace
from forms.model.model import Model
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview

FOLDER = Path(__file__).parents[1] / "assets" / "example"
FORM = "families_after_the_flood.xlsx"
NAME = "Displaced families in Nadipur district"
OWNER = "Shetu Jonokollan"
SECONDS = (12, 60)  # that a made-up person takes for one answer


def create_example(
    workspace: Workspace, *, progress: Callable[[int, int], None] | None = None, name: str = NAME
) -> AssessmentInfo:
    """Found the example assessment with its form and interviews; the one that is there is returned as it is.

    Args:
        progress: Told (interviews made, interviews in all).
    """
    for known in workspace.assessments.list():
        if known.example:
            return known
    assessment = workspace.assessments.create(name, OWNER, example=True)
    version = workspace.forms.add_version(assessment.id, (FOLDER / FORM).read_bytes(), FORM)
    model = workspace.forms.model(version.id)
    interviews = json.loads((FOLDER / "interviews.json").read_text(encoding="utf-8"))
    for number, story in enumerate(interviews, start=1):
        interview = replay(model, story, seed=number)
        workspace.submissions.save(
            assessment.id,
            version.id,
            interview.finish(),
            interview.sensitivity_of,
            title=interview.title,
            language=interview.language,
        )
        if progress is not None:
            progress(number, len(interviews))
    return workspace.assessments.get(assessment.id)


def replay(model: Model, story: Mapping[str, Any], *, seed: int) -> Interview:
    """Answer as an answer file tells: language, clock, steps of `answer` and `add_repeat`."""
    zone = ZoneInfo(story["zone"])
    begun = datetime.fromisoformat(story["now"]).astimezone(zone)
    chance = random.Random(seed)
    passed = [0]  # seconds since the interview began
    environment = SessionEnvironment(
        clock=lambda: begun + timedelta(seconds=passed[0]), zone=zone, random=chance, properties={}
    )
    interview = Interview.start(model, environment=environment, language=story["language"])
    for step in story["steps"]:
        passed[0] += chance.randint(*SECONDS)
        if step["op"] == "add_repeat":
            interview.add_repeat(step["ref"])
        else:
            interview.answer(step["ref"], step["value"])
    return interview
