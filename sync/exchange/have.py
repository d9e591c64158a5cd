"""Have lists: what a store holds of one space, log by log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sync.errors import RecordRefused
from sync.records import limits
from sync.records.canonical import encode, from_text, to_text
from sync.records.header import KEY_SIZE, MAX_SEQ

TAIL = 8  # first bytes of an id that a range names
FIRST_LINE = b"groundup-have-1\n"


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Records `first` to `last` of a log, without gap, on the branch whose record `last` has an id starting `tail`."""

    first: int
    last: int
    tail: bytes


@dataclass(frozen=True)
class HaveList:
    """Ranges of every log of a space, sorted; a forked log has one range for each further branch end.

    Args:
        logs: Writer -> ranges.
    """

    logs: Mapping[bytes, tuple[Range, ...]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 that two equal lists share."""
        return hashlib.sha256(FIRST_LINE + encode(self.to_value())).digest()

    def to_value(self) -> list[Any]:
        """Return it as it travels: [[writer, [[first, last, tail], …]], …] by writer."""
        return [
            [to_text(writer), [[each.first, each.last, to_text(each.tail)] for each in ranges]]
            for writer, ranges in sorted(self.logs.items())
        ]


def have_from_value(value: Any) -> HaveList:
    """Return the list that travelled as `value`.

    Raises:
        RecordRefused: `bad_have`, or `have_too_long` when it is over the limits.
    """
    if not isinstance(value, list):
        raise RecordRefused("bad_have")
    if len(value) > limits.LOGS:
        raise RecordRefused("have_too_long", limit=limits.LOGS)
    logs: dict[bytes, tuple[Range, ...]] = {}
    for item in value:
        if not (isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and isinstance(item[1], list)):
            raise RecordRefused("bad_have")
        if len(item[1]) > limits.RANGES:
            raise RecordRefused("have_too_long", limit=limits.RANGES)
        logs[from_text(item[0], length=KEY_SIZE)] = tuple(sorted(_range(each) for each in item[1]))
    return HaveList(logs)


def _range(value: Any) -> Range:
    match value:
        case [int(first), int(last), str(tail)] if 1 <= first <= last <= MAX_SEQ:
            return Range(first, last, from_text(tail, length=TAIL))
    raise RecordRefused("bad_have")


def have_of(entries: Iterable[tuple[bytes, int, bytes, bytes]]) -> HaveList:
    """Return the have list of a set of records.

    Args:
        entries: (writer, seq, id, prev) of every record of the space, in any order.
    """
    logs: dict[bytes, list[tuple[int, bytes, bytes]]] = {}
    for writer, seq, identity, prev in entries:
        logs.setdefault(writer, []).append((seq, identity, prev))
    return HaveList({writer: ranges_of(log) for writer, log in logs.items()})


def ranges_of(log: Iterable[tuple[int, bytes, bytes]]) -> tuple[Range, ...]:
    """Return the ranges of one log: one for every record that nothing follows here, back to where it begins.

    Args:
        log: (seq, id, prev) of every record of the log, in any order.
    """
    entries = sorted(log)
    begins: dict[tuple[int, bytes], int] = {}
    followed = {(seq - 1, prev) for seq, _, prev in entries}
    for seq, identity, prev in entries:
        begins[seq, identity] = begins.get((seq - 1, prev), seq)
    return tuple(
        sorted(
            Range(begins[seq, identity], seq, identity[:TAIL])
            for seq, identity, _ in entries
            if (seq, identity) not in followed
        )
    )
