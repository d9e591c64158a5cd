"""An interview goes the same way over a workbook and over the XForm that we write of it: nothing is lost on the way."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from equality_forms import FORMS
from scenario import environment_of
from shared import shared_path
from workbooks import form_workbook

from forms.definition.form import Form
from forms.model.build import build_model
from forms.session.chance import fill_by_chance
from forms.session.interview import Interview
from forms.session.replay import read_answers, replay
from forms.xform.itemsets import FILE, write_itemsets
from forms.xform.write import write_xform
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form

Files = Callable[[str], bytes | None]
REAL = [
    "all_question_types.xlsx",
    "consumers_or_other_nested_repeats.xlsx",
    "farm_survey_old_xls/farm_survey_old_xls.xls",
    "osm_buildings_last_saved_triggers.xls",
    "pulldata_fruits/pull_data.xlsx",
    "reach_msna_2024_draft_v11.xlsx",
    "slum_building_assessment.xlsx",
    "subdistrict_profiling_arabic_external_choices.xlsx",
    "unhcr_rms_cati_invalid_name.xlsx",
    "unicef_liberia_coverage/liberiaCoverage.xlsx",
]
# An attribute that names a question holds the name in a workbook and the path in an XForm: text in both.
NOT_SAME = frozenset({"carried_attributes"})


def nothing(_name: str) -> bytes | None:
    """There are no files."""
    return None


def steps_by_chance(form: Form, files: Files, seed: int) -> bytes:
    """Return a random interview as an answer file, without changes of language (an XForm drops unused ones)."""
    interview = Interview.start(build_model(form, files=files), environment=environment_of(seed=seed))
    walk = fill_by_chance(interview, random.Random(seed))
    return json.dumps({"steps": [step for step in walk.steps if step["op"] != "set_language"]}).encode()


def answers(form: Form, files: Files, steps: bytes, seed: int) -> list[tuple[str, str]]:
    """Return what an interview ends with, identities left out."""
    interview = Interview.start(build_model(form, files=files), environment=environment_of(seed=seed))
    interview = replay(interview, read_answers(steps).steps)
    return [(path, text) for path, text in interview.finish().answers if "/meta/" not in path]


def compare(data: bytes, name: str, files: Files, seed: int) -> None:
    """Assert that one random interview goes the same way over both."""
    form = open_form(data, file_name=name, files=files).form
    assert form is not None
    itemsets = write_itemsets(form)

    def beside(wanted: str) -> bytes | None:
        return itemsets if wanted == FILE else files(wanted)

    written = open_form(write_xform(form), file_name="f.xml", files=beside).form
    assert written is not None
    steps = steps_by_chance(form, files, seed)
    assert answers(written, beside, steps, seed) == answers(form, files, steps, seed)


@pytest.mark.parametrize("name", [name for name in FORMS if name not in NOT_SAME])
def test_small_forms_run_the_same_as_xforms(name: str) -> None:
    """The forms of the equality tests, one random interview each."""
    compare(form_workbook(FORMS[name]), f"{name}.xlsx", nothing, seed=1)


@pytest.mark.parametrize("name", REAL)
def test_real_forms_run_the_same_as_xforms(name: str) -> None:
    """Real forms, one random interview each."""
    path: Path = shared_path(f"forms_real/{name}")
    compare(path.read_bytes(), path.name, files_beside(path), seed=3)
