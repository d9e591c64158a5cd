"""Makes the small workspace of the current stage that later versions must be able to migrate.

Run once when a stage is closed: `python tests/data/make_workspace.py stage-a`. A fixture that left is never made anew.
"""

from __future__ import annotations

import random
import shutil
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

from workbooks import form_workbook  # noqa: E402

from app.storage.drafts import Event  # noqa: E402
from app.storage.workspace import Workspace  # noqa: E402
from app.vault.keys import CHEAPEST  # noqa: E402
from forms.session.environment import SessionEnvironment  # noqa: E402
from forms.session.interview import Interview  # noqa: E402

PASSPHRASE = "fixture"
FORM = """
survey
| type | name | label | sensitivity |
| text | who | Name | personal |
| integer | age | Age | |
| image | hut | Photo | |
settings
| form_id | title | version |
| fixture | Fixture | 1 |
"""
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=3)))


def main(stage: str) -> None:
    """Make the workspace, with one finished and corrected interview and one draft."""
    folder = Path(__file__).parent / "workspaces" / stage
    if folder.exists():
        sys.exit(f"{folder} is there already")
    with Workspace.create(
        folder, passphrase=PASSPHRASE, person="Amina", organisation="Union of Nahr", clock=lambda: NOW, cost=CHEAPEST
    ) as workspace:
        assessment = workspace.assessments.create("Fixture").id
        version = workspace.forms.add_version(assessment, form_workbook(FORM), "fixture.xlsx").id
        model = workspace.forms.model(version)
        environment = SessionEnvironment(clock=lambda: NOW, zone=NOW.tzinfo or UTC, random=random.Random(1))
        interview = Interview.start(model, environment=environment)
        draft = workspace.drafts.create(assessment, version)
        for name, value in (("who", "Zaynab"), ("age", "33")):
            interview.answer(f"/data/{name}", value)
        interview.answer("/data/hut", workspace.drafts.attach(draft.id, b"a hut", file_name="hut.jpg"))
        row = workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
        again = workspace.drafts.correct(row.instance, reason="asked again")
        base = workspace.drafts.load(again.id).base
        assert base is not None
        correction = Interview.edit(model, base, environment=environment)
        correction.answer("/data/age", "34")
        workspace.submissions.finish(again.id, correction.finish(), correction.sensitivity_of)
        left = workspace.drafts.create(assessment, version)
        open_interview = Interview.start(model, environment=environment)
        workspace.drafts.snapshot(left.id, open_interview.save(), title="open").result()
        workspace.drafts.record(left.id, Event("answer", "/data/age", "7")).result()
    for name in ("reserve", "workspace.lock"):
        (folder / name).unlink()
    shutil.rmtree(folder / "keys")
    shutil.rmtree(folder / "media" / "incoming")


if __name__ == "__main__":
    main(sys.argv[1])
