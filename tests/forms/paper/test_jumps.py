"""Where to go on after an answer."""

from __future__ import annotations

from scenario import form_of

from forms.paper.blocks import Choose, Item, Roster
from forms.paper.layout import Wish, lay_out

CHOICES = "choices\n| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |\n| yn | dk | Do not know |\n"


def go_to(rows: str) -> dict[str, dict[str, str]]:
    """Return question number -> choice -> where to go on, of questions that have such a choice."""
    form = form_of(f"survey\n| type | name | label | relevant |\n{rows}{CHOICES}")
    sheet = lay_out(form, Wish(""), {}.get)
    items = [block for block in sheet.blocks if isinstance(block, Item)]
    items += [
        item for block in sheet.blocks if isinstance(block, Roster) for item in block.items if hasattr(item, "answer")
    ]  # type: ignore[misc]
    found = {}
    for item in items:
        if isinstance(item.answer, Choose) and any(option.go_to for option in item.answer.options):
            found[item.number] = {option.code: option.go_to for option in item.answer.options if option.go_to}
    return found


def test_a_choice_that_skips_the_next_questions() -> None:
    """The arrow points to the first question that is asked whatever the answer is."""
    rows = (
        "| select_one yn | a | A | |\n| text | b | B | ${a} = 'yes' |\n| text | c | C | ${a} = 'yes' |\n"
        "| text | d | D | |\n"
    )
    assert go_to(rows) == {"Q1": {"no": "Q4", "dk": "Q4"}}


def test_what_depends_on_a_skipped_question_is_skipped_too() -> None:
    """A question that was not asked is blank for those after it."""
    rows = (
        "| select_one yn | a | A | |\n| select_one yn | b | B | ${a} = 'yes' |\n"
        "| text | c | C | selected(${b}, 'yes') |\n| text | d | D | |\n"
    )
    assert go_to(rows)["Q1"] == {"no": "Q4", "dk": "Q4"}


def test_groups_are_skipped_as_a_whole() -> None:
    """The condition of a group holds for what stands in it."""
    rows = (
        "| select_one yn | a | A | |\n| begin group | g | G | ${a} != 'no' |\n| text | b | B | |\n| text | c | C | |\n"
        "| end group | | | |\n| text | d | D | |\n"
    )
    assert go_to(rows) == {"Q1": {"no": "Q4"}}


def test_a_skip_to_the_end() -> None:
    """Where nothing is left, the arrow says so."""
    rows = "| select_one yn | a | A | |\n| text | b | B | ${a} = 'yes' or ${a} = 'dk' |\n"
    assert go_to(rows) == {"Q1": {"no": "the end"}}


def test_no_arrow_where_another_answer_decides() -> None:
    """A condition that reads a question not yet asked is no sure skip."""
    rows = (
        "| select_one yn | z | Z | |\n| select_one yn | a | A | |\n| text | b | B | ${a} = 'yes' or ${z} = 'yes' |\n"
        "| text | c | C | |\n"
    )
    assert go_to(rows) == {}


def test_no_arrows_for_a_single_specify_question() -> None:
    """Arrows at most choices only to pass one question say less than its "only if" line."""
    rows = "| select_one yn | a | A | |\n| text | b | Which? | ${a} = 'dk' |\n| text | c | C | |\n"
    assert go_to(rows) == {}


def test_an_arrow_never_leaves_a_table() -> None:
    """Inside a repeat only its own questions are skipped."""
    rows = (
        "| begin repeat | r | R | |\n| select_one yn | a | A | |\n| text | b | B | ${a} = 'yes' |\n"
        "| text | c | C | ${a} = 'yes' |\n| text | d | D | |\n| end repeat | | | |\n| text | e | E | |\n"
    )
    assert go_to(rows) == {"Q1": {"no": "Q4", "dk": "Q4"}}
    assert go_to(rows.replace("| text | d | D | |\n", "")) == {}
