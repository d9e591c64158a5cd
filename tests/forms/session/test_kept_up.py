"""Sums and counts that are kept up give what adding up anew gives, whatever the answers are."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import story

VALUES = ("", "1", "-3", "7", "2.5", "x", "9007199254740993", "9007199254740991", "-9007199254740991", "0", "-0.5")
# Each as it is kept up, and as nobody keeps it up: through a union with nothing.
PAIRS = (
    ("sum(/data/r/a)", "sum(/data/r/a | /data/none)"),
    ("count(/data/r)", "count(/data/r | /data/none)"),
    ("count(/data/r/a)", "count(/data/r/a | /data/none)"),
    ("count-non-empty(/data/r/a)", "count-non-empty(/data/r/a | /data/none)"),
    ("sum(/data/r[b = 'y']/a)", "sum(/data/r[b = 'y']/a | /data/none)"),
    ("count(/data/r[a > 1])", "count(/data/r[a > 1] | /data/none)"),
    ("count(/data/r[a != ''][b = 'y'])", "count(/data/r[a != ''][b = 'y'] | /data/none)"),
    ("sum(/data/r/g/c)", "sum(/data/r/g/c | /data/none)"),
    ("sum(/data/r/g/c) - sum(/data/r/a)", "sum(/data/r/g/c | /data/none) - sum(/data/r/a | /data/none)"),
)


def form() -> str:
    """Return a form with every pair as two calculations."""
    rows = ["| type | name | label | relevant | calculation |", "| begin_repeat | r | R | | |", "| text | b | B | | |"]
    rows += ["| text | a | A | ${b} != 'n' | |", "| begin_group | g | G | ${b} != 'h' | |", "| text | c | C | | |"]
    rows += ["| end_group | | | | |", "| end_repeat | | | | |"]
    for number, pair in enumerate(PAIRS):
        for letter, source in zip("pq", pair, strict=True):
            rows.append(f"| calculate | {letter}{number} | | | {source.replace('|', chr(92) + '|')} |")
    return "\n".join(rows)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_what_is_kept_up_is_what_adding_up_gives(seed):
    """Answers of every size, hidden and shown, added and removed: both ways give the same at every step."""
    chance = random.Random(seed)
    interview = story(form())
    for _ in range(30):
        instances = interview.range("r").instances
        draw = chance.random()
        if draw < 0.15 and len(instances) < 6:
            interview.add("r")
        elif draw < 0.25 and instances:
            interview.remove(chance.choice(instances).ref)
        elif instances:
            node = chance.choice([each for each in chance.choice(instances).questions() if each.relevant])
            interview.answer(node.ref, chance.choice("ynhx") if node.step == "b" else chance.choice(VALUES))
        for number, pair in enumerate(PAIRS):
            assert interview[f"p{number}"].value == interview[f"q{number}"].value, pair


def test_sums_beyond_what_can_be_exact_are_added_up_as_they_stand():
    """Numbers that together pass 2^53 are added in the order of the instances, as everybody adds them."""
    interview = story(
        "| type | name | label | calculation |\n| begin_repeat | r | R | |\n| text | a | A | |\n| end_repeat | | | |\n"
        "| calculate | s | | sum(/data/r/a) |\n| calculate | n | | count-non-empty(/data/r/a) |"
    )
    for value in ("9007199254740991", "2", "-9007199254740991"):
        interview.answer(f"r[{len(interview.range('r').instances)}]/a", value)
        interview.add("r")
    assert interview.values("s", "n") == ["1", "3"]
    interview.remove("r[1]")
    interview.remove("r[2]")
    assert interview.values("s", "n") == ["2", "1"]
    interview.answer("r[2]/a", "-7")
    assert interview.values("s", "n") == ["-5", "2"]
