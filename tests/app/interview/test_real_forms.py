"""Real forms from the field, walked from the first page to the last with answers on every page."""

from __future__ import annotations

from contextlib import suppress

import pytest
from fake_workspace import workspace_of
from shared import shared_path

from app.interview.actions import InterviewActions
from app.interview.view import InterviewView
from app.questions.state import Kind, kind_of
from forms.errors import AnswerRefused

FORMS = (
    "all_question_types.xlsx",
    "bangladesh_admin_cascade_5588_choices.xlsx",
    "cht_pregnancy_visit_7_languages.xlsx",
    "consumers_or_other_nested_repeats.xlsx",
    "farm_survey_old_xls",
    "ghana_community_rank_regex.xlsx",
    "household_1312_rows_68_repeats.xlsx",
    "pulldata_fruits",
    "reach_msna_2024_draft_v11.xlsx",
    "slum_building_assessment.xlsx",
    "subdistrict_profiling_arabic_external_choices.xlsx",
    "unhcr_rms_capi_4_languages.xlsx",
    "unicef_liberia_village",
    "whova_verbal_autopsy.xlsx",
)
MOST_PAGES = 250
PLAIN = {
    Kind.TEXT: "Amina",
    Kind.INTEGER: "3",
    Kind.DECIMAL: "3.5",
    Kind.DATE: "2026-07-14",
    Kind.TIME: "14:05:00.000+00:00",
    Kind.DATE_TIME: "2026-07-14T14:05:00.000+00:00",
    Kind.ACKNOWLEDGE: "OK",
    Kind.PLACE: "23.8 90.4 0 0",
    Kind.POINTS: "23.8 90.4 0 0;23.9 90.4 0 0;23.9 90.5 0 0",
}


def give(actions, node):
    """Give a plausible answer; some rules refuse it, which is theirs to say."""
    value = PLAIN.get(kind_of(node), "")
    if node.choices:
        value = node.choices[0].name
    elif kind_of(node) is Kind.RANGE:
        value = node.question.parameters.get("start", "1")
    if value:
        with suppress(AnswerRefused):
            actions.answer(node.ref, value)


def go_on(view, actions):
    """Go to the next page; what keeps this one is left out."""
    before = view.page
    view.go_on()
    if view.page != before or before.kind == "finish":
        return
    for ref in before.refs:
        node = actions.interview.question(ref)
        if node.validity.kind == "constraint":
            actions.answer(ref, "")
        if node.validity.kind == "required":
            actions.set_reason(ref, "left out")
    view.go_on()
    assert view.page != before, view.words.error(before.refs[0])


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_real_form_from_first_to_last_page(name, qtbot, dressed):
    """Every page shows, every widget takes its answer, the end is reached."""
    path = shared_path(f"forms_real/{name}")
    files = {}
    if path.is_dir():
        files = {each.name: each.read_bytes() for each in path.iterdir()}
        path = next(each for each in path.iterdir() if each.suffix in (".xlsx", ".xls"))
    actions = InterviewActions.begin(workspace_of(path.read_bytes(), name=path.name, files=files), "a", "v")
    view = InterviewView(actions)
    qtbot.addWidget(view)
    view.resize(1024, 600)
    view.show()
    for _ in range(MOST_PAGES):
        if view.page.kind == "finish":
            break
        if view.page.kind == "repeat" and len(actions.interview.node(view.page.ref).instances) < 2:
            actions.add(view.page.ref)
        for ref in view.page.refs:
            node = actions.interview.question(ref)
            if node.relevant and not node.value and not node.readonly:
                give(actions, node)
        go_on(view, actions)
    view.go_to("")
    assert view.stack.currentWidget() is view.finish
    assert view.finish.title.text()
