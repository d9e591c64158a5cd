"""Order rules so that each comes after what it reads, and find the cycles where that is impossible."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence


def components(reads: Sequence[Collection[int]]) -> list[list[int]]:
    """Return the strongly connected components of a graph, each after every component it reads.

    Args:
        reads: For each node the numbers of the nodes it reads.
    Source: Tarjan 1972, written without recursion, because chains of rules are long.
    """
    order = [-1] * len(reads)  # number by first visit
    lowest = [0] * len(reads)
    on_stack = [False] * len(reads)
    stack: list[int] = []
    found: list[list[int]] = []
    visited = 0
    for start in range(len(reads)):
        if order[start] >= 0:
            continue
        work: list[tuple[int, Iterator[int]]] = [(start, iter(reads[start]))]
        order[start] = lowest[start] = visited
        visited += 1
        stack.append(start)
        on_stack[start] = True
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == order[node]:
                    found.append(_unwind(stack, on_stack, node))
            elif order[following] < 0:
                order[following] = lowest[following] = visited
                visited += 1
                stack.append(following)
                on_stack[following] = True
                work.append((following, iter(reads[following])))
            elif on_stack[following]:
                lowest[node] = min(lowest[node], order[following])
    return found


def way_round(reads: Sequence[Collection[int]], part: Collection[int]) -> list[int]:
    """Return a shortest way from the first node of a component through nodes that each reads, back to where it began.

    The first node stands at both ends.
    """
    start, inside = min(part), frozenset(part)
    came_from: dict[int, int] = {}
    wave = [start]
    while wave:
        following: list[int] = []
        for node in wave:
            for other in sorted(inside.intersection(reads[node])):
                if other == start:
                    way = [start, node]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return way[::-1]
                if other not in came_from:
                    came_from[other] = node
                    following.append(other)
        wave = following
    return [start]


def _unwind(stack: list[int], on_stack: list[bool], node: int) -> list[int]:
    component: list[int] = []
    while True:
        member = stack.pop()
        on_stack[member] = False
        component.append(member)
        if member == node:
            return component


def ranks(reads: Sequence[Collection[int]], parts: Sequence[Sequence[int]]) -> list[int]:
    """Return a rank per node: one more than the highest rank it reads; the same for all of a cycle.

    Args:
        parts: What `components` returned for the same graph.
    """
    result = [0] * len(reads)
    for part in parts:
        inside = set(part)
        rank = 1 + max((result[other] for node in part for other in reads[node] if other not in inside), default=-1)
        for node in part:
            result[node] = rank
    return result
