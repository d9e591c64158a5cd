"""The example that comes with the program is a model of what we ask of others."""

from __future__ import annotations

import json
from pathlib import Path

from app.storage.example import FOLDER, FORM, replay
from forms.model.build import build_model
from forms.xlsform.open import open_form


def test_the_example_form_has_nothing_to_fix() -> None:
    """No finding, in two languages, with a model that has none either."""
    opened = open_form((FOLDER / FORM).read_bytes(), file_name=FORM)
    assert opened.findings == ()
    assert opened.form is not None
    assert opened.form.languages == ("English (en)", "Arabic (ar)")
    assert build_model(opened.form).findings == ()


def test_every_made_up_interview_is_valid() -> None:
    """All 30 can be finished; one of them is a refusal."""
    opened = open_form((FOLDER / FORM).read_bytes(), file_name=FORM)
    assert opened.form is not None
    model = build_model(opened.form)
    stories = json.loads((Path(FOLDER) / "interviews.json").read_text(encoding="utf-8"))
    assert len(stories) == 30
    refused = 0
    for number, story in enumerate(stories, start=1):
        interview = replay(model, story, seed=number)
        assert interview.validate() == ()
        refused += interview.question("/data/opening/consent").value == "no"
    assert refused == 1
