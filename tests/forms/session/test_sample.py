"""Random texts for regular expressions, and random answers for constraints."""

from __future__ import annotations

import random
import re

import pytest
from scenario import story

from forms.session.chance import fill_by_chance
from forms.session.sample import sample


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[0-9]{9}$",
        r"\d{3}-\d{2,4}",
        r"(07|08)[0-9]{8}",
        r"[A-Z][a-z]+ ?[A-Z]?",
        r"(?:ab|cd)+x*",
        r"[^0-9]{2}\.[\w\-]{1,3}",
        r"a.c",
        r"\b[0-9]{1,}\b",
        r"[a\]b]{2}",
    ],
)
def test_a_sample_matches_its_pattern(pattern):
    """Classes, groups, alternatives and counts are followed."""
    chance = random.Random(1)
    for _ in range(20):
        assert re.fullmatch(pattern, sample(pattern, chance)), pattern


@pytest.mark.parametrize("pattern", ["[", "(", "{", "a{", "a{x}", "\\", "[z-a]", "(?", "*", "a{999999999}"])
def test_a_broken_pattern_gives_some_text(pattern):
    """Whatever is written, a short text comes back."""
    assert len(sample(pattern, random.Random(1))) <= 200


@pytest.mark.parametrize(
    ("kind", "constraint"),
    [
        ("integer", ". > 1990 and . <= 2026"),
        ("integer", "string-length(.) = 9"),
        ("decimal", ". >= 0.5 and . <= 3"),
        ("date", ". <= today() and . >= date('2025-01-01')"),
        ("text", "regex(., '^[0-9]{10}$')"),
        ("text", "string-length(.) = 12"),
        ("time", "true()"),
        ("dateTime", ". <= now()"),
        ("geopoint", "true()"),
        ("geotrace", "true()"),
        ("geoshape", "true()"),
        ("image", "true()"),
        ("acknowledge", "true()"),
        ("range", ". >= 3"),
        ("barcode", "true()"),
    ],
)
def test_a_constraint_is_met_by_trying(kind, constraint):
    """Usual constraints are met within the tries there are."""
    interview = story(f"| type | name | label | required | constraint |\n| {kind} | a | A | yes | {constraint} |")
    walk = fill_by_chance(interview.interview, random.Random(4))
    assert (walk.asked, walk.answered, walk.stuck) == (1, 1, [])
    assert interview.interview.validate() == ()


def test_what_cannot_be_met_is_left_blank_and_named():
    """An impossible constraint leaves the question blank; as it is required, it is named."""
    interview = story("| type | name | label | required | constraint |\n| text | a | A | yes | . = 'x' and . = 'y' |")
    walk = fill_by_chance(interview.interview, random.Random(4))
    assert walk.stuck == ["/data/a"]
    assert interview["a"].value == ""
