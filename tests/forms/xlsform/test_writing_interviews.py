"""An XForm and the workbook made of it ask the same: one interview, step by step, ends in the same answers."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from scenario import environment_of
from shared import shared_path

from forms.model.build import build_model
from forms.session.chance import fill_by_chance
from forms.session.interview import Interview
from forms.session.replay import Step, replay
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form
from forms.xlsform.writing.book import workbook_of
from forms.xlsform.writing.sheets import sheets_of


def started(data: bytes, path: Path, seed: int) -> Interview:
    """Return a new interview over a form, in surroundings that never differ."""
    form = open_form(data, file_name=path.name, files=files_beside(path)).form
    assert form is not None
    return Interview.start(build_model(form, files=files_beside(path)), environment=environment_of(seed=seed))


def values(interview: Interview) -> dict[str, str]:
    """Return reference -> value of every relevant question."""
    return {node.ref: node.value for node in interview.questions() if node.relevant}


@pytest.mark.parametrize("name", ["ifrc_site_assessment_xform.xml", "unicef_liberia_coverage/liberiaCoverage.xml"])
@pytest.mark.parametrize("seed", [1, 3])
def test_the_workbook_of_an_xform_asks_the_same(name: str, seed: int) -> None:
    """Random answers given to both make every question relevant, and computed, alike."""
    path = Path(shared_path(f"forms_real/{name}"))
    data = path.read_bytes()
    form = open_form(data, file_name=path.name).form
    assert form is not None
    first = started(data, path, seed)
    walk = fill_by_chance(first, random.Random(seed))
    second = started(workbook_of(sheets_of(form, with_names=True)), path, seed)
    second = replay(second, msgspec.convert(walk.steps, list[Step]))
    assert len(walk.steps) >= 10
    assert values(second) == values(first)
