"""Arithmetic, logic and comparisons."""

from __future__ import annotations

from math import inf, isnan, nan

import pytest
from expressions import World
from hypothesis import given
from hypothesis import strategies as st

NODES = "<data><n>1</n><n>5</n><s>a</s><s>b</s><e/><d>2026-01-02</d></data>"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("1 + 2 * 3", 7),
        ("10 - 2 - 3", 5),
        ("7 mod 3", 1),
        ("-7 mod 3", -1),
        ("7 mod -3", 1),
        ("1 div 0", inf),
        ("-1 div 0", -inf),
        ("0 div 0", nan),
        ("5 mod 0", nan),
        ("1 div (0 * -1)", -inf),
        ("--3", 3),
        ("'4' * '2'", 8),
        ("true() + 1", 2),
        ("'' + 1", nan),
        ("1 + 2 - 3 * 4 div 6", 1),
        ("2 - 1 + 'x'", nan),
    ],
)
def test_arithmetic(source: str, result: float) -> None:
    """Numbers as IEEE 754 and XPath say."""
    found = World().number(source)
    assert found == result or (isnan(found) and isnan(result))


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("n = 5", True),
        ("n = '5'", True),
        ("n != 5", True),
        ("n = 2", False),
        ("n > 4", True),
        ("4 < n", True),
        ("n > 5", False),
        ("n >= 5", True),
        ("n < 1", False),
        ("n <= 1", True),
        ("s = 'b'", True),
        ("s != 'a'", True),
        ("s = 'c'", False),
        ("e = ''", True),
        ("e != ''", False),
        ("none = ''", False),
        ("none != ''", False),
        ("none = none", False),
        ("not(none)", True),
        ("n = s", False),
        ("n != s", True),
        ("n = n", True),
        ("e != e", False),
        ("n < n", True),
        ("s < n", False),
        ("e = false()", False),
        ("none = false()", True),
        ("n != false()", True),
        ("true() = 'x'", True),
        ("true() != 1", False),
        ("1 = '1.0'", True),
        ("'1' = '1.0'", False),
        ("'2' < '10'", True),
        ("'a' < 'b'", False),
        ("1 < 2 < 3", True),
        ("3 > 2 = 1", True),
        ("d > '2026-01-01'", True),
        ("d = date('2026-01-02')", True),
        ("n = concat('', 5)", True),
        ("s != concat('', 'a')", True),
        ("e != concat('', '')", False),
        ("none = concat('', '')", False),
        ("none != concat('', '')", False),
    ],
)
def test_comparisons(source: str, result: bool) -> None:
    """Node-sets compare when some node does, other types as XPath converts them."""
    assert World(NODES).boolean(source) is result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("true() and false()", False),
        ("true() and true() and 0", False),
        ("true() and true() and 1", True),
        ("false() or 0 or ''", False),
        ("false() or 0 or 'x'", True),
        ("false() and nonsense()", False),
        ("true() or nonsense()", True),
        ("true() or true() or nonsense()", True),
        ("false() and true() and nonsense()", False),
    ],
)
def test_logic_stops_early(source: str, result: bool) -> None:
    """`and` and `or` look no further than needed."""
    assert World().boolean(source) is result


NUMBERS = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).map(lambda number: round(number, 3))


@given(NUMBERS, NUMBERS)
def test_node_comparison_equals_number_comparison(a: float, b: float) -> None:
    """Comparing single nodes is comparing their numbers."""
    world = World(f"<data><a>{a:.3f}</a><b>{b:.3f}</b></data>")
    for sign, wanted in (("<", a < b), ("<=", a <= b), (">", a > b), (">=", a >= b)):
        assert world.boolean(f"a {sign} b") is wanted
        assert world.boolean(f"number(a) {sign} number(b)") is wanted
        assert world.boolean(f"a {sign} number(b)") is wanted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1", "1"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1 div 3", "0.3333333333333333"),
        ("1000000 * 1000000 * 1000000 * 100", "100000000000000000000"),
        ("1 div 10000000", "0.0000001"),
        ("-0.0", "0"),
        ("1 div 0", "Infinity"),
        ("0 div 0", ""),
        ("true()", "true"),
        ("-5.0", "-5"),
    ],
)
def test_numbers_as_text(source: str, text: str) -> None:
    """No exponents; NaN is blank, as answers are."""
    assert World().string(source) == text


def test_not_a_number_is_named_in_plain_xpath() -> None:
    """The core library writes NaN."""
    assert World().string("0 div 0", functions="xpath1") == "NaN"


@pytest.mark.parametrize("text", ["1e5", "+1", "Infinity", "0x10", "1 2", "１", "1_000", "--1", "."])
def test_texts_that_are_no_numbers(text: str) -> None:
    """Only XPath's own way of writing numbers is read."""
    assert isnan(World().number(f"number('{text}')"))


@pytest.mark.parametrize(("text", "number"), [(" 7 ", 7), ("-.5", -0.5), ("5.", 5), ("007", 7)])
def test_texts_that_are_numbers(text: str, number: float) -> None:
    """White space around is allowed."""
    assert World().number(f"number('{text}')") == number
