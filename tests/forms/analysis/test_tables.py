"""Flat tables of finished interviews."""

from __future__ import annotations

import pytest

from forms.analysis.tables import Entry, Layout, tables
from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Group, Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Text
from forms.submission import Submission
from forms.values import DataType, Sensitivity


def words(text: str, arabic: str = "") -> Text:
    return Text({"English": (text,), "Arabic": (arabic or text,)})


@pytest.fixture
def form() -> Form:
    """A household form with a roster, one personal question and two questions called `note`."""
    needs = ChoiceSource(list_name="needs")
    return Form(
        form_id="hh",
        languages=("English", "Arabic"),
        default_language="English",
        choice_lists={
            "needs": ChoiceList("needs", (Choice("w", words("Water", "ماء")), Choice("f", words("Food", "طعام"))))
        },
        children=(
            Question(name="who", kind="text", label=words("Name"), sensitivity=Sensitivity.PERSONAL),
            Question(
                name="needs",
                kind="select_multiple",
                label=words("Needs"),
                control=Control.SELECT_MULTIPLE,
                data_type=DataType.SELECT_MULTIPLE,
                choices=needs,
            ),
            Question(name="gps", kind="geopoint", label=words("Place"), data_type=DataType.GEOPOINT),
            Group(name="a", children=(Question(name="more", kind="text", label=words("More")),)),
            Group(name="b", children=(Question(name="more", kind="text", label=words("More")),)),
            Repeat(
                name="hh",
                children=(
                    Question(name="age", kind="integer", label=words("Age"), data_type=DataType.INTEGER),
                    Repeat(name="job", children=(Question(name="title", kind="text", label=words("Job")),)),
                ),
            ),
        ),
    )


def submission(*answers: tuple[str, str]) -> Submission:
    return Submission("hh", "", "uuid:1", answers)


FULL = submission(
    ("/data/who", "Amina"),
    ("/data/needs", "f w"),
    ("/data/gps", "23.5 90.25 0 5"),
    ("/data/a/more", "=1+1"),
    ("/data/hh:1/age", "34"),
    ("/data/hh:1/job:1/title", "tailor"),
    ("/data/hh:2/age", ""),
    ("/data/hh:2/job:r0a1b2c3d/title", "cook"),
)


def test_each_repeat_is_a_table_that_points_to_its_parent(form: Form) -> None:
    """Rows of a repeat name the table and the index of the instance around them."""
    people, jobs = tables(form, [Entry(submission()), Entry(FULL)])[1:]
    assert people.headings == ("_index", "_parent_table", "_parent_index", "age")
    assert people.rows == ((1, "data", 2, 34.0), (2, "data", 2, None))
    assert jobs.rows == ((1, "hh", 1, "tailor"), (2, "hh", 2, "cook"))


def test_personal_questions_are_left_out_unless_asked_for(form: Form) -> None:
    """A personal question has no column by default and one when nothing is hidden."""
    assert "who" not in tables(form, [Entry(FULL)])[0].headings
    shown = tables(form, [Entry(FULL)], Layout(hidden=frozenset()))[0]
    assert dict(zip(shown.headings, shown.rows[0], strict=True))["who"] == "Amina"


def test_many_choices_have_a_column_each(form: Form) -> None:
    """Chosen is 1, not chosen 0, and the joined answer stands before them."""
    table = tables(form, [Entry(FULL), Entry(submission(("/data/needs", "")))])[0]
    first, second = (dict(zip(table.headings, row, strict=True)) for row in table.rows)
    assert (first["needs"], first["needs/w"], first["needs/f"]) == ("f w", 1.0, 1.0)
    assert (second["needs"], second["needs/w"]) == (None, None)


def test_labels_are_in_the_language_asked_for(form: Form) -> None:
    """Choices and their columns read as the form words them in that language."""
    table = tables(form, [Entry(FULL)], Layout(labels=True, language="Arabic"))[0]
    row = dict(zip(table.headings, table.rows[0], strict=True))
    assert row["Needs"] == "طعام, ماء"
    assert row["Needs/ماء"] == 1.0


def test_a_place_is_also_given_as_numbers(form: Form) -> None:
    """Latitude, longitude, altitude and precision have their own columns."""
    table = tables(form, [Entry(FULL)])[0]
    row = dict(zip(table.headings, table.rows[0], strict=True))
    assert (row["gps_latitude"], row["gps_longitude"], row["gps_precision"]) == (23.5, 90.25, 5.0)


def test_equal_names_are_told_apart_by_their_group(form: Form) -> None:
    """Two questions of one name in different groups carry the group in the heading."""
    headings = tables(form, [Entry(FULL)])[0].headings
    assert "a/more" in headings
    assert "b/more" in headings


def test_facts_stand_before_the_answers(form: Form) -> None:
    """What is known about an interview comes first; an interview that lacks a fact has an empty cell."""
    table = tables(form, [Entry(FULL, {"who": "Rehana"}), Entry(FULL)])[0]
    assert table.headings[:2] == ("_index", "who")
    assert [row[1] for row in table.rows] == ["Rehana", ""]


def test_reasons_and_outcome_have_columns_where_some_interview_has_any(form: Form) -> None:
    """Every interview says then how it ended; reasons stand one after the other, repeats by number."""
    stopped = Entry(FULL, {"_instance": "uuid:1"}, {"/data/a/more": "no time", "/data/hh:2/age": "unknown"}, "stopped")
    top = tables(form, [stopped, Entry(FULL, {"_instance": "uuid:2"})])[0]
    assert top.headings[:4] == ("_index", "_instance", "_outcome", "_left_out")
    assert [row[2:4] for row in top.rows] == [("stopped", "a/more: no time; hh:2 age: unknown"), ("completed", "")]
    worded = tables(form, [stopped], Layout(labels=True, language="Arabic"))[0]
    assert worded.rows[0][3] == "More (a/more): no time; hh:2 Age: unknown"


def test_without_reasons_the_tables_are_as_they_were(form: Form) -> None:
    """No empty columns: outcome and reasons each come only when there is something to say."""
    assert tables(form, [Entry(FULL)])[0].headings[1] == "needs"
    only = tables(form, [Entry(FULL, {}, {"/data/a/more": "no time"})])[0]
    assert "_outcome" not in only.headings
    assert "_left_out" in only.headings


def test_a_reason_of_a_hidden_question_stays_out(form: Form) -> None:
    """Why a name is missing is as personal as the name, and marks may come later than the interview."""
    entry = Entry(FULL, {}, {"/data/who": "afraid of her brother"})
    assert "_left_out" not in tables(form, [entry])[0].headings
    shown = tables(form, [entry], Layout(hidden=()))[0]
    assert "who: afraid of her brother" in shown.rows[0]
