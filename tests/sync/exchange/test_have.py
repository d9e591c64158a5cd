"""Have lists: ranges, digests, limits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import RecordRefused
from sync.exchange.have import HaveList, Range, have_from_value, have_of, ranges_of
from sync.records import limits
from sync.records.canonical import decode, encode, to_text

W = b"w" * 32
T = b"12345678"


def identity(name: str) -> bytes:
    return name.encode().ljust(32, b".")


def test_a_log_is_one_range() -> None:
    """From the first to the last record, named by the last one's id."""
    log = [(1, identity("a"), b""), (2, identity("b"), identity("a")), (3, identity("c"), identity("b"))]
    assert ranges_of(log) == (Range(1, 3, identity("c")[:8]),)
    assert ranges_of(reversed(log)) == ranges_of(log)


def test_a_gap_parts_a_log() -> None:
    """What is missing shows."""
    log = [(1, identity("a"), b""), (3, identity("c"), identity("b"))]
    assert ranges_of(log) == (Range(1, 1, identity("a")[:8]), Range(3, 3, identity("c")[:8]))


def test_a_fork_adds_every_branch_end() -> None:
    """Each end has its own range, back to where its branch begins."""
    log = [
        (1, identity("a"), b""),
        (2, identity("b"), identity("a")),
        (2, identity("x"), identity("a")),
        (3, identity("c"), identity("b")),
    ]
    assert ranges_of(log) == (Range(1, 2, identity("x")[:8]), Range(1, 3, identity("c")[:8]))


def test_a_false_link_does_not_join_ranges() -> None:
    """A record that names one of another number as the one before stands alone."""
    log = [(1, identity("a"), b""), (3, identity("c"), identity("a"))]
    assert ranges_of(log) == (Range(1, 1, identity("a")[:8]), Range(3, 3, identity("c")[:8]))


def test_equal_sets_have_equal_digests() -> None:
    """In whatever order their records were listed; one more record gives another digest."""
    entries = [(W, 1, identity("a"), b""), (W, 2, identity("b"), identity("a")), (b"v" * 32, 1, identity("z"), b"")]
    assert have_of(entries).digest == have_of(reversed(entries)).digest
    assert have_of(entries).digest != have_of(entries[:2]).digest
    assert len(HaveList().digest) == 32


RANGES = st.builds(
    lambda first, more, tail: Range(first, first + more, tail),
    st.integers(1, 1000),
    st.integers(0, 1000),
    st.binary(min_size=8, max_size=8),
)


@settings(deadline=None)
@given(st.dictionaries(st.binary(min_size=32, max_size=32), st.lists(RANGES, min_size=1, max_size=3), max_size=4))
def test_a_list_travels(logs: dict[bytes, list[Range]]) -> None:
    """What comes out is what went in, through canonical bytes."""
    have = HaveList({writer: tuple(sorted(ranges)) for writer, ranges in logs.items()})
    assert have_from_value(decode(encode(have.to_value()))).logs == have.logs


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [1],
        [["x"]],
        [[1, []]],
        [[to_text(W), {}]],
        [[to_text(b"w"), []]],
        [[to_text(W), [[1, 2]]]],
        [[to_text(W), [[0, 2, to_text(T)]]]],
        [[to_text(W), [[3, 2, to_text(T)]]]],
        [[to_text(W), [[1, 2**53, to_text(T)]]]],
        [[to_text(W), [["1", 2, to_text(T)]]]],
        [[to_text(W), [[1, 2, "x"]]]],
        [[to_text(W), [[1, 2, to_text(b"short")]]]],
    ],
)
def test_odd_lists_are_refused(value: Any) -> None:
    """Whatever a peer sends."""
    with pytest.raises(RecordRefused):
        have_from_value(value)


def test_a_list_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs and ranges of each: the limit is taken, one more is not."""
    monkeypatch.setattr(limits, "LOGS", 2)
    monkeypatch.setattr(limits, "RANGES", 2)
    ranges = [[number, number, to_text(T)] for number in (1, 3, 5)]
    logs = [[to_text(bytes([number]) * 32), ranges[:2]] for number in range(3)]
    assert len(have_from_value(logs[:2]).logs) == 2
    for value in (logs, [[to_text(W), ranges]]):
        with pytest.raises(RecordRefused) as error:
            have_from_value(value)
        assert error.value.code == "have_too_long"
