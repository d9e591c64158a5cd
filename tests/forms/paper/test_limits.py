"""What an answer must be, as a short note."""

from __future__ import annotations

import pytest
from scenario import form_of

from forms.paper.limits import limits
from forms.paper.numbers import number
from forms.paper.speech import Speech
from forms.paper.telling import Telling
from forms.paper.texts import Texts

NOTES = {
    ("integer", ". >= 0 and . <= 120"): "0 to 120",
    ("integer", ". > 0 and . < 10"): "1 to 9",
    ("integer", "0 <= . and 5 >= ."): "0 to 5",
    ("integer", ". >= 18"): "18 or more",
    ("integer", ". < 18"): "17 or less",
    ("integer", ". >= -3 and . <= '7'"): "-3 to 7",
    ("integer", ". >= 4 and . <= 4"): "exactly 4",
    ("integer", ". >= 2 and . >= 5 and . <= 9"): "5 to 9",
    ("integer", "${q} >= 0 and ${q} <= 5"): "0 to 5",
    ("decimal", ". > 0 and . < 2.5"): "more than 0 and less than 2.5",
    ("decimal", ". > 0.5"): "more than 0.5",
    ("integer", ". <= ${other}"): "It must be so: the answer is Q2 or less",
    ("integer", ". >= 0 and . <= ${other}"): "0 or more; It must be so: the answer is Q2 or less",
    ("date", ". <= today()"): "not after the day of the interview",
    ("date", "today() <= ."): "not before the day of the interview",
    ("text", "regex(., '^[0-9]{9}$')"): "9 digits",
    ("text", r"regex(., '^\d{6,8}$')"): "6 to 8 digits",
    ("text", "regex(., '[A-Z]+')"): "It must be so: the answer fits the pattern [A-Z]+",
    ("select_multiple l", "count-selected(.) <= 3"): "at most 3 answers",
    ("select_multiple l", "count-selected(.) < 3 and count-selected(.) >= 1"): "at most 2 answers; at least one answer",
    ("select_multiple l", "count-selected(.) <= 1"): "one answer only",
    ("select_multiple l", "not(selected(., 'none') and count-selected(.) > 1)"): (
        "It cannot be so: “Nothing” is ticked and the number of answers ticked is more than 1"
    ),
    ("integer", "pulldata('a', 'b', 'c', .) = 1"): 'Rule, as the form says: pulldata("a", "b", "c", .) = 1',
    ("integer", "true()"): "",
    ("integer", ". >= = 3"): "",
}


def note(kind: str, constraint: str, message: str = "") -> str:
    """Return the note of a question with this constraint."""
    form = form_of(
        "survey\n| type | name | label | constraint |\n"
        f"| {kind} | q | Question | {constraint} |\n| integer | other | Other | |\n"
        "choices\n| list_name | name | label |\n| l | none | Nothing |\n| l | food | Food |\n"
    )
    speech = Speech("en")
    numbers = number(form, speech)
    telling = Telling(numbers, speech, Texts(form, ""))
    return limits(numbers.by_path["/data/q"], telling, message)


@pytest.mark.parametrize(("given", "words"), NOTES.items())
def test_limits_in_words(given: tuple[str, str], words: str) -> None:
    """Ranges, days, digits and numbers of ticks are short; other rules are sentences."""
    assert note(*given) == words


def test_the_authors_message_stands_for_what_is_no_range() -> None:
    """The range is still told, since messages seldom name it."""
    assert note("integer", ". >= 0 and . <= ${other}", "Not more than before.") == "0 or more; Not more than before."
    assert note("integer", ". >= 0 and . <= 9", "Wrong.") == "0 to 9"
