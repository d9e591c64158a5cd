"""Order of rules and the cycles in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.model.ranks import components, ranks


def test_a_rule_comes_after_what_it_reads():
    """Ranks rise along reading."""
    reads = [{1}, {2}, set(), {0, 2}]
    assert ranks(reads, components(reads)) == [2, 1, 0, 3]


def test_a_cycle_shares_one_rank():
    """Rules that read each other have one rank, between what they read and what reads them."""
    reads = [{1}, {2}, {1, 3}, set()]
    parts = components(reads)
    assert sorted(map(sorted, parts)) == [[0], [1, 2], [3]]
    assert ranks(reads, parts) == [2, 1, 1, 0]


def test_a_chain_as_long_as_a_big_form():
    """Depth is no problem."""
    reads = [{number + 1} for number in range(20_000)] + [set()]
    assert max(ranks(reads, components(reads))) == 20_000


@given(st.lists(st.sets(st.integers(0, 11)), min_size=12, max_size=12))
def test_ranks_hold_for_any_graph(reads):
    """Every rule ranks above what it reads, unless both are in one cycle."""
    parts = components(reads)
    found = ranks(reads, parts)
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    assert sorted(part_of) == list(range(12))
    for node, others in enumerate(reads):
        for other in others:
            assert found[node] > found[other] or part_of[node] == part_of[other]
