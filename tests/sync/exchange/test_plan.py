"""What to send and what to ask for, from two have lists."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.exchange.have import HaveList, Range
from sync.exchange.plan import covered, plan_log, plan_space, unequal_logs, without

A, B = b"a" * 32, b"b" * 32
X, Y, Z = b"xxxxxxxx", b"yyyyyyyy", b"zzzzzzzz"


def have(**logs: list[Range]) -> HaveList:
    return HaveList({name.encode() * 32: tuple(sorted(ranges)) for name, ranges in logs.items()})


def test_equal_lists_need_nothing() -> None:
    """Nothing is sent, asked for or compared."""
    assert plan_space(have(a=[Range(1, 5, X)]), have(a=[Range(1, 5, X)])).is_empty
    assert unequal_logs(have(a=[Range(1, 5, X)]), have(a=[Range(1, 5, X)])) == ()


def test_a_log_one_side_lacks_is_given_whole() -> None:
    """In both directions."""
    plan = plan_space(have(a=[Range(1, 5, X)]), have(b=[Range(1, 2, Y), Range(4, 4, Z)]))
    assert (plan.send, plan.ask, plan.compare) == ({A: ((1, 5),)}, {B: ((1, 2), (4, 4))}, ())
    assert not plan.is_empty


def test_the_rest_of_a_log_is_given() -> None:
    """Only what lies beyond or between."""
    plan = plan_space(have(a=[Range(1, 9, X)]), have(a=[Range(1, 3, Y), Range(6, 7, Z)]))
    assert (plan.send, plan.ask) == ({A: ((4, 5), (8, 9))}, {})
    plan = plan_space(have(a=[Range(1, 3, X)]), have(a=[Range(5, 9, Y)]))
    assert (plan.send, plan.ask) == ({A: ((1, 3),)}, {A: ((5, 9),)})


def test_logs_that_differ_at_one_number_are_compared() -> None:
    """Their heads of equal number have different ids: a fork nobody has seen yet."""
    assert plan_space(have(a=[Range(1, 5, X)]), have(a=[Range(1, 5, Y)])).compare == (A,)


def test_forked_logs_are_compared() -> None:
    """Numbers alone do not tell which branch is missing."""
    plan = plan_space(have(a=[Range(1, 5, X)]), have(a=[Range(1, 5, X), Range(1, 3, Y)]))
    assert (plan.send, plan.ask, plan.compare) == ({}, {}, (A,))


def test_logs_with_the_same_numbers_in_other_ranges_are_compared() -> None:
    """All numbers are there on both sides, but one list does not hang together."""
    plan = plan_space(have(a=[Range(1, 5, X)]), have(a=[Range(1, 2, Y), Range(3, 5, X)]))
    assert plan.compare == (A,)


def test_ids_tell_exactly_what_is_missing() -> None:
    """On each side, in order of number."""
    send, ask = plan_log([(1, X), (2, Y), (2, Z)], [(1, X), (2, Z), (3, A)])
    assert (send, ask) == ([Y], [A])


def test_unequal_logs_are_named() -> None:
    """Those that one side lacks too."""
    assert unequal_logs(have(a=[Range(1, 1, X)]), have(b=[Range(1, 1, X)])) == (A, B)


NUMBERS = st.sets(st.integers(1, 40))


def spans(numbers: set[int]) -> list[Range]:
    return [Range(number, number, X) for number in sorted(numbers)]


def unfold(parts: tuple[tuple[int, int], ...]) -> set[int]:
    return {number for first, last in parts for number in range(first, last + 1)}


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_spans_hold_the_difference_of_sets(ours: set[int], others: set[int]) -> None:
    """`covered` and `without` are the sets of numbers, in few rising spans apart from each other."""
    mine, theirs = covered(spans(ours)), covered(spans(others))
    assert unfold(mine) == ours
    assert unfold(without(mine, theirs)) == ours - others
    assert all(before[1] + 1 < after[0] for before, after in pairwise(mine))
