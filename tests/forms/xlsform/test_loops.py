"""Loops over choice lists ask the same questions in a group for each choice."""

from __future__ import annotations

from scenario import story
from workbooks import sheets_of, workbook

from forms.xlsform.open import open_form

LOOP = """
survey
| type | name | label::English | label::French | relevant |
| begin loop over water | sources | Sources | Sources | |
| select_one yn | uses | Do you use %(label)s? | Utilisez-vous %(label)s ? | |
| integer | litres | Litres from %(label)s (%(name)s) | Litres | ../uses = 'y' |
| end loop | | | | |
choices
| list_name | name | label::English | label::French |
| water | well | the well | le puits |
| water | tap | the tap | le robinet |
| water | none | nothing | rien |
| yn | y | Yes | Oui |
"""


def test_a_loop_asks_for_each_choice():
    """Each choice but "none" is a group with its label and the questions, the choice's words in their labels."""
    interview = story(LOOP)
    assert [child.model_node.name for child in interview.group("sources").children] == ["well", "tap"]
    assert interview.group("sources/well").label == "the well"
    assert interview["sources/tap/uses"].label == "Do you use the tap?"
    assert interview["sources/tap/litres"].label == "Litres from the tap (tap)"
    interview.interview.set_language("French")
    assert interview["sources/tap/uses"].label == "Utilisez-vous le robinet ?"


def test_rules_of_a_loop_hold_in_each_group():
    """A relative path leads to the question of the same choice."""
    interview = story(LOOP)
    interview.answer("sources/tap/uses", "y")
    assert interview["sources/tap/litres"].relevant
    assert not interview["sources/well/litres"].relevant


def test_loops_inside_each_other():
    """A loop in a loop asks for each pair."""
    text = """
survey
| type | name | label |
| begin loop over a | outer | Outer |
| begin loop over b | inner | %(label)s |
| text | q | %(label)s? |
| end loop | | |
| end loop | | |
| text | after | After |
choices
| list_name | name | label |
| a | a1 | A1 |
| a | a2 | A2 |
| b | b1 | B1 |
"""
    interview = story(text)
    assert interview.group("outer/a1/inner").label == "A1"
    assert interview["outer/a2/inner/b1/q"].label == "A2?"
    assert interview["after"].relevant


def test_a_loop_over_no_list_is_a_group():
    """Its questions are asked once, and the import says so."""
    opened = open_form(workbook(sheets_of(LOOP.replace("over water", "over fire"))), file_name="f.xlsx")
    assert "section-not-run" in [finding.code for finding in opened.findings]


def test_an_endless_loop_is_refused():
    """Loops that would make too many questions are asked once."""
    rows = "\n".join(f"| begin loop over l | g{number} | G |" for number in range(5))
    ends = "\n".join("| end loop | | |" for _ in range(5))
    items = "\n".join(f"| l | c{number} | C |" for number in range(30))
    text = f"survey\n| type | name | label |\n{rows}\n| text | a | A |\n{ends}\n"
    text += f"choices\n| list_name | name | label |\n{items}"
    opened = open_form(workbook(sheets_of(text)), file_name="f.xlsx")
    assert "loop-too-long" in [finding.code for finding in opened.findings]
    assert opened.form is not None
    assert sum(1 for _ in opened.form.walk()) < 50_000
