"""Decide what two stores must give each other, from their have lists alone; pure (plan, then do)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from sync.exchange.have import HaveList, Range

Numbers = tuple[tuple[int, int], ...]  # (first, last), both included, rising, apart


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do for one space.

    Args:
        send: Writer -> numbers the other lacks.
        ask: Writer -> numbers we lack.
        compare: Writers whose logs must be compared id by id, because one side has a branch the other may not have.
    """

    send: Mapping[bytes, Numbers] = field(default_factory=dict)
    ask: Mapping[bytes, Numbers] = field(default_factory=dict)
    compare: tuple[bytes, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to do."""
        return not (self.send or self.ask or self.compare)


def plan_space(mine: HaveList, theirs: HaveList) -> Plan:
    """Return what to send and what to ask for, so that both have the same set.

    A log is settled by numbers when neither side knows a fork of it; the next look at have lists proves it, because
    every head commits to all before it. A log whose heads of equal number differ, or that is forked, is compared by
    ids.
    """
    send: dict[bytes, Numbers] = {}
    ask: dict[bytes, Numbers] = {}
    compare: list[bytes] = []
    for writer in sorted(mine.logs.keys() | theirs.logs.keys()):
        ours, others = mine.logs.get(writer, ()), theirs.logs.get(writer, ())
        if ours == others:
            continue
        if not ours:
            ask[writer] = covered(others)
        elif not others:
            send[writer] = covered(ours)
        elif _is_forked(ours) or _is_forked(others) or _clash(ours, others):
            compare.append(writer)
        else:
            _put(send, writer, without(covered(ours), covered(others)))
            _put(ask, writer, without(covered(others), covered(ours)))
            if writer not in send and writer not in ask:
                compare.append(writer)
    return Plan(send, ask, tuple(compare))


def unequal_logs(mine: HaveList, theirs: HaveList) -> tuple[bytes, ...]:
    """Return the writers whose logs still differ after an exchange: list the ids of each."""
    return tuple(
        writer
        for writer in sorted(mine.logs.keys() | theirs.logs.keys())
        if mine.logs.get(writer) != theirs.logs.get(writer)
    )


def plan_log(mine: Iterable[tuple[int, bytes]], theirs: Iterable[tuple[int, bytes]]) -> tuple[list[bytes], list[bytes]]:
    """Return the ids to send and the ids to ask for, of one log, from (seq, id) of all records on both sides."""
    ours, others = set(mine), set(theirs)
    return [identity for _, identity in sorted(ours - others)], [identity for _, identity in sorted(others - ours)]


def covered(ranges: Iterable[Range]) -> Numbers:
    """Return the numbers that ranges hold, as few spans as possible."""
    spans: list[tuple[int, int]] = []
    for each in sorted(ranges):
        if spans and each.first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], each.last))
        else:
            spans.append((each.first, each.last))
    return tuple(spans)


def without(numbers: Numbers, taken: Numbers) -> Numbers:
    """Return the numbers that are not among `taken`."""
    left: list[tuple[int, int]] = []
    for first, last in numbers:
        start = first
        for other_first, other_last in taken:
            if other_last < start or other_first > last:
                continue
            if other_first > start:
                left.append((start, other_first - 1))
            start = other_last + 1
        if start <= last:
            left.append((start, last))
    return tuple(left)


def _is_forked(ranges: tuple[Range, ...]) -> bool:
    """Tell whether two ranges share a number."""
    return any(before.last >= after.first for before, after in pairwise(ranges))


def _clash(ours: tuple[Range, ...], others: tuple[Range, ...]) -> bool:
    """Tell whether records of one number differ on both sides, as far as the ends of ranges show."""
    tails = {each.last: each.tail for each in ours}
    return any(tails.get(each.last, each.tail) != each.tail for each in others)


def _put(numbers: dict[bytes, Numbers], writer: bytes, spans: Numbers) -> None:
    if spans:
        numbers[writer] = spans
