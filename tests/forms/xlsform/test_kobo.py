"""Scores, ranks and matrices of KoboToolbox are asked by the questions that Kobo makes of them."""

from __future__ import annotations

import pytest
from scenario import story
from workbooks import sheets_of, workbook

from forms.errors import AnswerRefused
from forms.xlsform.open import open_form

SCORE = """
survey
| type | name | label | required | relevant | kobo--score-choices |
| select_one yn | ask | Ask? | | | |
| begin_score | mood | How often? | true | ${ask} = 'y' | often |
| score__row | sad | Sad | | | |
| score__row | glad | Glad | | | |
| end_score | | | | | |
| text | after | After | | | |
choices
| list_name | name | label |
| yn | y | Yes |
| often | 1 | Never |
| often | 2 | Always |
"""
RANK = """
survey
| type | name | label | kobo--rank-items | kobo--rank-constraint-message |
| begin_rank | needs | Top needs? | need | Not twice |
| rank__level | first | 1st | | |
| rank__level | second | 2nd | | |
| rank__level | third | 3rd | | |
| end_rank | | | | |
choices
| list_name | name | label |
| need | food | Food |
| need | water | Water |
| need | shelter | Shelter |
"""
MATRIX = """
survey
| type | name | label::English | label::French | required | relevant | constraint | kobo--matrix_list | appearance |
| begin_kobomatrix | m1 | Items | Biens | | | | goods | |
| select_one yn | has | Has? | Avez ? | true | | | | w1 |
| integer | many | How many? | Combien ? | | ${has} = 'y' | . > 0 | | |
| end_kobomatrix | | | | | | | | |
choices
| list_name | name | label::English | label::French |
| goods | car | Car | Voiture |
| goods | bike | Bike | Vélo |
| yn | y | Yes | Oui |
| yn | n | No | Non |
"""


def codes(text: str) -> list[str]:
    """Return the codes of what is found in a form."""
    return [finding.code for finding in open_form(workbook(sheets_of(text)), file_name="f.xlsx").findings]


def test_a_score_is_a_table_of_questions():
    """Each row asks the list of the score; the first line shows the labels; rules of the score hold for all."""
    interview = story(SCORE)
    assert not interview["mood/sad"].relevant
    interview.answer("ask", "y")
    assert interview.group("mood").is_list
    assert interview["mood/mood_header"].appearance == ("label",)
    assert interview["mood/mood_header"].label == "How often?"
    assert interview["mood/mood_header"].readonly
    assert interview["mood/sad"].appearance == ("list-nolabel",)
    assert interview["mood/sad"].required
    interview.answer("mood/sad", "2")
    interview.answer("mood/glad", "1")
    answers = dict(interview.interview.finish().answers)
    assert answers["/data/mood/sad"] == "2"
    assert interview["after"].relevant


def test_a_rank_takes_no_answer_twice():
    """Each level is required and must differ from all before it, with the message of the rank."""
    interview = story(RANK)
    interview.answer("needs/first", "food")
    interview.answer("needs/second", "water")
    interview.answer("needs/third", "food")
    assert interview["needs/needs_label"].label == "Top needs?"
    assert interview["needs/second"].required
    assert interview["needs/second"].validity.kind == "ok"
    assert interview["needs/third"].validity.kind == "constraint"
    assert interview["needs/third"].validity.message == "Not twice"


def test_a_matrix_asks_every_column_for_every_item():
    """Groups and questions bear Kobo's names; labels say item and column in each language."""
    interview = story(MATRIX)
    assert list(interview.interview.root.model_node.places) == ["m1_header", "m1_car", "m1_bike", "meta"]
    assert interview["m1_header/m1_header_note"].label == "Items"
    assert interview["m1_header/m1_header_has"].label == "Has?"
    assert interview["m1_car/m1_car_note"].label == "Car"
    assert interview["m1_bike/m1_bike_many"].label == "Bike – How many?"
    interview.interview.set_language("French")
    assert interview["m1_bike/m1_bike_many"].label == "Vélo – Combien ?"
    assert interview.group("m1_car").appearance == ("w4",)


def test_rules_of_a_matrix_mean_the_same_item():
    """A name in a rule of a column is that column of the same item."""
    interview = story(MATRIX)
    interview.answer("m1_car/m1_car_has", "y")
    assert interview["m1_car/m1_car_many"].relevant
    assert not interview["m1_bike/m1_bike_many"].relevant
    interview.answer("m1_car/m1_car_many", "0")
    assert interview["m1_car/m1_car_many"].validity.kind == "constraint"
    with pytest.raises(AnswerRefused):
        interview.answer("m1_bike/m1_bike_many", "1")


def test_what_was_written_out_is_told():
    """The import says that the rows are asked as Kobo does, and nothing else is wrong with them."""
    assert codes(SCORE) == ["kobo-expanded"]
    assert codes(RANK) == ["kobo-expanded"]
    assert codes(MATRIX) == ["kobo-expanded"]


def test_rows_of_other_kinds_stay_in_a_score_and_a_rank():
    """What is neither a row nor a level is asked as it stands, in its place."""
    interview = story(SCORE.replace("| score__row | glad", "| text | why | Why | | | |\n| score__row | glad"))
    interview.answer("ask", "y")
    names = [child.model_node.name for child in interview.group("mood").children]
    assert names == ["mood_header", "sad", "why", "glad"]
    interview = story(RANK.replace("| rank__level | third", "| text | why | Why | | |\n| rank__level | third"))
    assert interview["needs/why"].relevant
    interview.answer("needs/first", "food")
    interview.answer("needs/third", "food")
    assert interview["needs/third"].validity.kind == "constraint"


def test_a_matrix_keeps_widths_and_misses_no_words():
    """Columns without a label or name do no harm; the items' own words are shown."""
    text = MATRIX.replace("| integer | many | How many? | Combien ? |", "| integer | many | | |")
    interview = story(text)
    assert interview["m1_car/m1_car_many"].label == "Car"
    assert interview["m1_car/m1_car_has"].appearance == ("w1",)
    assert interview["m1_car/m1_car_many"].appearance == ("w2",)


def test_a_matrix_that_would_make_too_many_rows_is_a_group():
    """A list of thousands of items is no matrix."""
    items = "\n".join(f"| goods | i{number} | I | I |" for number in range(7000))
    text = MATRIX.replace("| goods | car | Car | Voiture |", items)
    assert "kobo-matrix-list" in codes(text)


def test_a_matrix_without_a_list_is_a_group():
    """Its columns are asked once, and the import says what is missing."""
    text = MATRIX.replace("| goods | |", "| gods | |", 1)
    assert "kobo-matrix-list" in codes(text)
    assert story(text)["m1/has"].relevant


def test_a_question_without_a_name_has_the_one_kobo_gave_it():
    """Kobo keeps the names it makes in a column of its own."""
    text = "| type | name | label | $autoname |\n| text | | Your age | Your_age |\n| text | b | B | x |"
    assert list(story(text).interview.root.model_node.places) == ["Your_age", "b", "meta"]


def test_a_score_that_is_never_closed_ends_with_the_sheet():
    """No row is lost when the end is missing."""
    interview = story(SCORE.replace("| end_score | | | | | |\n", ""))
    interview.answer("ask", "y")
    assert interview["mood/after"].relevant
