"""Forms that organisations have written: random interviews run through, and end valid where their files are there."""

from __future__ import annotations

import random

import pytest
from scenario import environment_of
from shared import shared_path

from forms.model.build import build_model
from forms.session.chance import fill_by_chance
from forms.session.interview import Interview
from forms.submission import from_xml, to_xml
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form

FORMS = [
    "all_question_types.xlsx",
    "bangladesh_admin_cascade_5588_choices.xlsx",
    "cht_pregnancy_visit_7_languages.xlsx",
    "consumers_or_other_nested_repeats.xlsx",
    "farm_survey_old_xls/farm_survey_old_xls.xls",
    "ghana_community_rank_regex.xlsx",
    "household_1312_rows_68_repeats.xlsx",
    "ifrc_site_assessment_wrong_extension.xlsx",
    "osm_buildings_last_saved_triggers.xls",
    "pulldata_fruits/pull_data.xlsx",
    "reach_msna_2024_draft_v11.xlsx",
    "slum_building_assessment.xlsx",
    "subdistrict_profiling_arabic_external_choices.xlsx",
    "unhcr_rms_capi_4_languages.xlsx",
    "unhcr_rms_cati_invalid_name.xlsx",
    "unicef_liberia_coverage/liberiaCoverage.xlsx",
    "unicef_liberia_village/liberiaCoverageVillageForm.xlsx",
    "whova_verbal_autopsy.xlsx",
]


@pytest.mark.parametrize("name", FORMS)
def test_random_interviews_of_a_real_form(name):
    """Eight interviews: nothing breaks, at least seven are valid, drafts and XML bring all of it back."""
    path = shared_path(f"forms_real/{name}")
    files = files_beside(path)
    form = open_form(path.read_bytes(), file_name=path.name, files=files).form
    assert form is not None
    model = build_model(form, files=files)
    repeats = [node.path for node in model.nodes if node.is_repeat]
    valid = 0
    for seed in range(8):
        interview = Interview.start(model, environment=environment_of(seed=seed))
        fill_by_chance(interview, random.Random(seed))
        submission = interview.finish()
        valid += not interview.validate()
        assert interview.reopened().finish() == submission
        assert set(from_xml(to_xml(submission), repeats=repeats).answers) == set(submission.answers)
    assert valid >= 7
