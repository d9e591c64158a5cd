"""Patterns that keep a matcher busy without end are found; those of real forms are not."""

from __future__ import annotations

import time

import pytest

from forms.xpath.check import problems
from forms.xpath.code import Static
from forms.xpath.parse import parse
from forms.xpath.patterns import hangs

ENDLESS = (
    r"(a+)+$",
    r"^(a|a)*$",
    r"(a|aa)+$",
    r"^(\w+\s?)*$",
    r"(x+x+)+y",
    r"^([a-zA-Z0-9]+)*@x$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(.*)*x",
    r"(\s*\w*\s*)*;",
    r"^([A-Za-z]+[ '-]?)+$",
    r"(a?){30}a{30}",
    r"((ab)*)*c",
    r"(a{1,20}){1,20}b",
    r"^[\]a]+([\]a]+)*!$",
)
HARMLESS = (
    r"",
    r"^\d{4}$",
    r"^[A-Z][a-z]+( [A-Z][a-z]+)*$",
    r"^([a-zA-Z0-9_\-\.]+)@([a-zA-Z0-9_\-\.]+)\.([a-zA-Z]{2,5})$",
    r"^(\d{3}-)?\d{4}$",
    r"^.{0,40}$",
    r".*a.*b.*",
    r"^(07|\+962)\d{8}$",
    r"^([0-9]{1,3}\.){3}[0-9]{1,3}$",
    r"^[A-Za-z]+([ '-][A-Za-z]+)*$",
    r"^(0|[1-9][0-9]*)(\.[0-9]+)?$",
    r"(a++)++b",
    r"(?=a)(b+)+",
    r"(a)\1+",
    r"[",
    r"(",
    r"a)",
    r"*",
    r"a{1,2",
    r"\\",
    "(a+)+" * 200,
)


@pytest.mark.parametrize("pattern", ENDLESS)
def test_an_endless_pattern_is_found(pattern: str) -> None:
    """Repetitions inside repetitions, and alternatives that say the same."""
    assert hangs(pattern)


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_harmless_pattern_is_not(pattern: str) -> None:
    """Nor one that cannot be read or followed."""
    assert not hangs(pattern)


def test_looking_costs_little() -> None:
    """The worst pattern is told in a fraction of a second: steps are counted, not seconds."""
    before = time.process_time()
    assert hangs("(" * 100 + "a+" + ")+" * 100)
    assert time.process_time() - before < 1.5


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("regex(., '(a+)+')", "xpath-regex-hangs"),
        ("regex(., '[')", "xpath-regex-bad"),
        ("regex(., 'a+')", None),
        ("regex(., concat('(a', '+)+'))", None),
        ("contains(., '(a+)+')", None),
    ],
)
def test_patterns_written_out_in_a_rule_are_looked_at(source: str, code: str | None) -> None:
    """A pattern that is put together while running cannot be known before."""
    assert [found.code for found in problems(parse(source), Static())] == ([code] if code else [])
