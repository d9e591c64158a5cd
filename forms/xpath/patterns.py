"""Find regular expressions that take endless time on some answers, by running them step by step on texts made to.

A pattern such as `(a+)+` can be matched in 2ⁿ ways, and a matcher that goes back tries them all. The pattern is read
into a small tree; for each repetition in it a text is made that repeats what it repeats and then ends wrongly; a
matcher that counts its steps tells whether their number explodes. Counting gives the same answer on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST = 500  # characters of a pattern that is looked at
MOST_STEPS = 60_000  # a harmless pattern of a real form takes a few hundred
MOST_TRIES = 24  # texts tried with one pattern
PUMPED = 40  # characters of the part that is repeated: a name or a sentence
UNBOUNDED = 10**6
_COUNT = re.compile(r"\{(\d{0,4})(,?)(\d{0,4})\}")
_ENDINGS = ("", "\x01", " !")
_SAMPLES = "a0A1zZ9 -_.@/,:+é'\"()ب\n\t#"


class _Unreadable(Exception):
    """The pattern uses something this module does not follow (look-around, back references)."""


class _TooManySteps(Exception):
    """The matcher gave up."""


@dataclass(slots=True)
class _Node:
    """A part of a pattern.

    Args:
        kind: "character" (`source` is its class), "all" (of the parts), "any" (one of the parts), "repeat" (of one).
    """

    kind: str
    source: str = ""
    parts: list[_Node] = field(default_factory=list)
    least: int = 1
    most: int = 1


@lru_cache(maxsize=512)
def hangs(pattern: str) -> bool:
    """Return whether some answer of a few dozen letters keeps a backtracking matcher busy without end.

    False also for patterns that cannot be read or followed.
    """
    if len(pattern) > LONGEST or not any(sign in pattern for sign in "*+{"):
        return False
    try:
        tree = _Reader(pattern).read()
    except (_Unreadable, RecursionError):
        return False
    return any(_explodes(tree, text) for text in _texts(tree))


def _explodes(tree: _Node, text: str) -> bool:
    try:
        _Matcher(text).match(tree)
    except _TooManySteps:
        return True
    except RecursionError:
        return False
    return False


class _Reader:
    """Reads a pattern into a tree."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0

    def read(self) -> _Node:
        """Return the whole pattern as a tree."""
        tree = self._alternatives()
        if self._place < len(self._pattern):
            raise _Unreadable
        return tree

    def _alternatives(self) -> _Node:
        branches = [_Node("all")]
        while self._place < len(self._pattern) and self._pattern[self._place] != ")":
            if self._take("|"):
                branches.append(_Node("all"))
                continue
            branches[-1].parts.append(self._counted(self._atom()))
        return branches[0] if len(branches) == 1 else _Node("any", parts=branches)

    def _take(self, sign: str) -> bool:
        if self._pattern.startswith(sign, self._place):
            self._place += len(sign)
            return True
        return False

    def _atom(self) -> _Node:
        if self._take("("):
            if self._take("?") and not self._take(":"):
                raise _Unreadable
            inside = self._alternatives()
            if not self._take(")"):
                raise _Unreadable
            return inside
        start = self._place
        sign = self._pattern[start]
        if sign in "^$":
            self._place += 1
            return _Node("all")
        if sign == "[":
            self._place = self._end_of_set(start)
        elif sign == "\\":
            self._place += 2
            return self._escaped(self._pattern[start : self._place])
        elif sign in "*+?{":
            raise _Unreadable
        else:
            self._place += 1
        return _Node("character", self._pattern[start : self._place])

    def _escaped(self, source: str) -> _Node:
        if source[1:] in tuple("bBAZGz"):
            return _Node("all")
        if not source[1:] or source[1] in "123456789gkpPxuUNKXR":
            raise _Unreadable
        return _Node("character", source)

    def _end_of_set(self, start: int) -> int:
        place = start + 1
        while place < len(self._pattern):
            sign = self._pattern[place]
            if sign == "\\":
                place += 1
            elif sign == "]" and place > start + 1 and self._pattern[start + 1 : place] != "^":
                return place + 1
            place += 1
        raise _Unreadable

    def _counted(self, atom: _Node) -> _Node:
        """Return the part with the number of times behind it."""
        counts = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}
        while self._place < len(self._pattern):
            sign = self._pattern[self._place]
            if sign in counts:
                self._place += 1
                least, most = counts[sign]
            elif sign == "{" and (found := _COUNT.match(self._pattern, self._place)):
                self._place = found.end()
                least = int(found[1] or 0)
                most = int(found[3]) if found[3] else (UNBOUNDED if found[2] else least)
            else:
                break
            if self._take("+"):
                raise _Unreadable  # possessive: never goes back
            self._take("?")
            atom = _Node("repeat", parts=[atom], least=least, most=most)
        return atom


@lru_cache(maxsize=2048)
def _class(source: str) -> Callable[[str], object]:
    try:
        return re.compile(source, re.DOTALL).fullmatch
    except (re.error, FutureWarning):
        pass  # only the other module knows it, which takes a tenth of the time of opening a form to load
    import regex

    try:
        return regex.compile(source, regex.DOTALL).fullmatch  # type: ignore[no-any-return]
    except regex.error as error:
        raise _Unreadable from error


class _Matcher:
    """Matches as most engines do, by going back, and counts its steps."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps = 0

    def match(self, tree: _Node) -> bool:
        """Return whether the whole text matches.

        Raises:
            _TooManySteps: it cannot be told in MOST_STEPS.
        """
        return any(end == len(self._text) for end in self._ends(tree, 0))

    def _ends(self, node: _Node, start: int) -> Iterator[int]:
        """Yield every place where a match of the part that begins at `start` may end, greedy ones first."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooManySteps
        if node.kind == "character":
            if start < len(self._text) and _class(node.source)(self._text[start]):
                yield start + 1
        elif node.kind == "any":
            for part in node.parts:
                yield from self._ends(part, start)
        elif node.kind == "all":
            yield from self._in_turn(node.parts, 0, start)
        else:
            yield from self._again(node, start, 0)

    def _in_turn(self, parts: list[_Node], number: int, start: int) -> Iterator[int]:
        if number == len(parts):
            yield start
            return
        for end in self._ends(parts[number], start):
            yield from self._in_turn(parts, number + 1, end)

    def _again(self, node: _Node, start: int, times: int) -> Iterator[int]:
        if times < node.most:
            for end in self._ends(node.parts[0], start):
                if end > start or times < node.least:
                    yield from self._again(node, end, times + 1)
        if times >= node.least:
            yield start


def _texts(tree: _Node) -> Iterator[str]:
    """Yield texts that repeat what a repetition repeats, and end as the pattern does not expect."""
    tried = 0
    for before, repeated in _repetitions(tree, ""):
        for pump in dict.fromkeys(_shortest(repeated, variant) for variant in range(2)):
            if not pump:
                continue
            for ending in _ENDINGS:
                tried += 1
                if tried > MOST_TRIES:
                    return
                yield before + pump * (PUMPED // len(pump) + 1) + ending


def _repetitions(node: _Node, before: str) -> Iterator[tuple[str, _Node]]:
    """Yield (a text that leads to it, what is repeated) of every repetition that may go on for long."""
    if node.kind == "all":
        for part in node.parts:
            yield from _repetitions(part, before)
            before += _shortest(part, 0)
    elif node.kind == "any":
        for part in node.parts:
            yield from _repetitions(part, before)
    elif node.kind == "repeat":
        if node.most > PUMPED // 4:
            yield before, node.parts[0]
        yield from _repetitions(node.parts[0], before)


def _shortest(node: _Node, variant: int) -> str:
    """Return a short text that the part matches; another one for another variant where there is a choice."""
    if node.kind == "character":
        fitting = [sign for sign in (*_SAMPLES, *node.source) if _class(node.source)(sign)]
        return fitting[variant % len(fitting)] if fitting else ""
    if node.kind == "any":
        return _shortest(node.parts[variant % len(node.parts)], variant)
    if node.kind == "all":
        return "".join(_shortest(part, variant) for part in node.parts)
    return _shortest(node.parts[0], variant) * max(node.least, 1 if variant == 0 and node.most else 0)
