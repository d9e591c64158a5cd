"""Conditions in words: what an interviewer reads in the place of an expression."""

from __future__ import annotations

import pytest
from scenario import form_of

from forms.definition.text import Expression
from forms.paper.numbers import number
from forms.paper.speech import Speech
from forms.paper.telling import Telling
from forms.paper.texts import Texts

FORM = """
survey
| type | name | label | calculation |
| select_one yn | water | Is there water? | |
| select_multiple need | needs | What do you need? | |
| integer | people | How many people? | |
| text | why | Why? | |
| calculate | crowded | | if(${people} > 8, 1, 0) |
| calculate | score | | ${people} * 3 + string-length(${why}) + ${people} div 7 + count-selected(${needs}) * 12 + 5 |
| begin repeat | person | Person | |
| integer | age | Age | |
| calculate | place | | position(..) |
| text | asked | Asked about | |
| end repeat | | | |
| integer | total | Total | |
| text | last | Last | |
choices
| list_name | name | label |
| yn | yes | Yes |
| yn | no | No |
| yn | dk | Do not know |
| need | food | **Food** |
| need | fuel | Fuel, wood |
| need | none | Nothing |
"""

SAID = {
    "${water} = 'yes'": "Q1 = Yes",
    "'yes' = ${water}": "Q1 = Yes",
    "selected(${water}, 'yes')": "Q1 = Yes",
    "/data/water = 'yes'": "Q1 = Yes",
    "../water = 'yes'": "Q1 = Yes",
    "${water} != 'no'": "Q1 is not “No”",
    "not(${water} = 'no')": "Q1 is not “No”",
    "${water} = 'maybe'": "Q1 = maybe",
    "${water} = 'yes' or ${water} = 'dk'": "Q1 is one of: “Yes”, “Do not know”",
    "${water} != 'no' and ${water} != 'dk'": "Q1 is none of: “No”, “Do not know”",
    "not(${water} = 'no' or ${water} = 'dk')": "Q1 is none of: “No”, “Do not know”",
    "selected(${needs}, 'food')": "“Food” is ticked in Q2",
    "not(selected(${needs}, 'food'))": "“Food” is not ticked in Q2",
    "selected(${needs}, 'food') or selected(${needs}, 'fuel')": (
        "at least one of these is ticked in Q2: “Food”, “Fuel, wood”"
    ),
    "not(selected(${needs}, 'food') or selected(${needs}, 'fuel'))": (
        "none of these is ticked in Q2: “Food”, “Fuel, wood”"
    ),
    "count-selected(${needs}) >= 2": "the number of answers ticked in Q2 is 2 or more",
    "${people} > 5": "Q3 is more than 5",
    "5 < ${people}": "Q3 is more than 5",
    "${people} >= 5 and ${people} <= 17": "Q3 is from 5 to 17",
    "${people} + 1 < 5 * 2": "Q3 + 1 is less than 5 × 2",
    "number(${people}) = 4": "Q3 = 4",
    "${why} = ''": "Q4 has no answer",
    "${why} != ''": "Q4 has an answer",
    "string-length(${why}) > 0": "Q4 has an answer",
    "string-length(${why}) > 3": "the number of characters of Q4 is more than 3",
    "contains(${why}, 'war')": "Q4 has “war” in it",
    "${crowded} = 1": "Q3 is more than 8",
    "${crowded} = '0'": "it is not true that Q3 is more than 8",
    "${score} > 50": "“score” is more than 50",
    "count(${person}) > 2": "the number of rows filled in Table 1 is more than 2",
    "sum(${age}) > 90": "the sum of all Q5 is more than 90",
    "${water} = 'yes' and (${people} > 5 or ${why} != '')": "Q1 = Yes and (Q3 is more than 5 or Q4 has an answer)",
    "if(${water} = 'yes', ${people} > 5, true())": "Q1 is not “Yes” or Q3 is more than 5",
    "${water} = ${why}": "Q1 is the same as Q4",
    "${people} <= ${total}": "Q3 is Q7 or less",
    "${people} mod 2 = 1": "the remainder of Q3 ÷ 2 = 1",
    "${why} = null": "Q4 has no answer",
    "selected(${needs}, ${why})": "Q4 is ticked in Q2",
    "true() and ${people} > 1": "Q3 is more than 1",
}


def telling(language: str = "en") -> Telling:
    """Return what tells the conditions of the form above."""
    form = form_of(FORM)
    speech = Speech(language)
    return Telling(number(form, speech), speech, Texts(form, ""))


@pytest.mark.parametrize(("source", "words"), SAID.items())
def test_conditions_in_words(source: str, words: str) -> None:
    """Comparisons, choices, counts, blanks, chains and calculations have plain words."""
    told = telling()
    at = told.numbers.by_path["/data/last"]
    assert told.when(Expression(source), at) == f"Only if {words}"


def test_conditions_inside_a_repeat_name_the_row() -> None:
    """The position of an instance is the number of its row."""
    told = telling()
    at = told.numbers.by_path["/data/person/asked"]
    assert told.when(Expression("${place} > 1 and ${age} >= 5"), at) == (
        "Only if the number of the row is more than 1 and Q5 is 5 or more"
    )


def test_what_is_always_so_is_not_said() -> None:
    """A condition that always holds prints nothing."""
    told = telling()
    at = told.numbers.by_path["/data/last"]
    assert told.when(Expression("true()"), at) == ""
    assert told.when(None, at) == ""


@pytest.mark.parametrize(
    ("source", "words"),
    {
        "pulldata('a', 'b', 'c', ${why}) = 'x'": 'pulldata("a", "b", "c", Q4) = "x"',
        "checklist(1, 2, ${water} = 'yes')": 'checklist(1, 2, Q1 = "yes")',
        "${water} = = 'yes'": "${water} = = 'yes'",
        "${nobody} = 1": "nobody = 1",
        "": "",
    }.items(),
)
def test_what_has_no_plain_words_is_printed_as_written(source: str, words: str) -> None:
    """An expression that cannot be told stands there with the numbers of its questions."""
    told = telling()
    at = told.numbers.by_path["/data/last"]
    assert told.when(Expression(source), at) == f"Only if, as the form says: {words}"


def test_the_same_of_several_questions_is_said_once() -> None:
    """Three questions that must have the same answer are named together."""
    rows = "".join(f"| select_one yn | a{n} | Question {n} |\n" for n in range(1, 5))
    form = form_of(
        f"survey\n| type | name | label |\n{rows}| text | t | T |\n"
        "choices\n| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |\n"
    )
    speech = Speech("en")
    told = Telling(number(form, speech), speech, Texts(form, ""))
    at = told.numbers.by_path["/data/t"]
    either = " or ".join(f"${{a{n}}} = 'yes'" for n in range(1, 5))
    assert told.when(Expression(either), at) == "Only if at least one of Q1, Q2, Q3, Q4 is “Yes”"
    neither = " and ".join(f"${{a{n}}} != 'yes'" for n in range(1, 5))
    assert told.when(Expression(neither), at) == "Only if none of Q1, Q2, Q3, Q4 is “Yes”"
    every = " and ".join(f"${{a{n}}} = 'yes'" for n in range(1, 5))
    assert told.when(Expression(every), at) == "Only if all of Q1, Q2, Q3, Q4 are “Yes”"


@pytest.mark.parametrize(("language", "words"), [("fr", "Seulement si Q1 = Yes"), ("ar", "فقط إذا: س1 = Yes")])
def test_the_language_of_the_paper(language: str, words: str) -> None:
    """What the program says is in the language of the paper."""
    told = telling(language)
    at = told.numbers.by_path["/data/last"]
    assert told.when(Expression("${water} = 'yes'"), at) == words


def test_calculations_that_wait_for_each_other_are_named() -> None:
    """A circle of calculations ends in a name instead of going round."""
    form = form_of(
        "| type | name | label | calculation | relevant |\n"
        "| calculate | a | | ${b} + 1 | |\n"
        "| calculate | b | | ${a} + 1 | |\n"
        "| text | t | T | | ${a} > 2 |\n"
    )
    speech = Speech("en")
    told = Telling(number(form, speech), speech, Texts(form, ""))
    assert told.when(Expression("${a} > 2"), told.numbers.by_path["/data/t"]) == "Only if “a” is more than 2"


def test_a_condition_that_cannot_come_true() -> None:
    """It is said plainly instead of being printed as an expression."""
    told = telling()
    at = told.numbers.by_path["/data/last"]
    assert told.when(Expression("if(${water} = 'yes', 1, 3) = 2"), at).startswith("Never asked")


@pytest.mark.parametrize("shape", ["condition", "calculation", "chain"])
def test_conditions_inside_each_other_take_no_time(shape: str) -> None:
    """Forty `if` inside each other would double forty times; they are printed as written instead."""
    source = "${people} = 1"
    for _ in range(40):
        source = f"if({source}, ${{people}} = 2, ${{people}} = 3)"
    if shape == "calculation":
        source = f"({source}) = true()"
    elif shape == "chain":
        source = " or ".join(f"${{people}} = {number}" for number in range(3000))
    told = telling()
    at = told.numbers.by_path["/data/last"]
    assert told.when(Expression(source), at).startswith("Only if, as the form says: ")
    assert len(told.when(Expression(source), at)) < 800
