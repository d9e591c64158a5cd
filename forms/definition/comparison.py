"""What is the same, moved, renamed, new or gone between two versions of a form, and what a person should decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from forms.definition.elements import Choice, Node, Question
from forms.definition.identity import Identified, Reason, choices_of, elements_of, family_of, is_choice
from forms.definition.text import Text

LIKELY: Final = 0.6  # likeness from which two things are proposed as the same, 0..1
_LONGEST: Final = 200  # characters of a label that are compared
_MOST: Final = 400  # things on either side that are compared with each other
_LABEL, _NAME, _PLACE = 0.7, 0.15, 0.15  # what each counts for; they sum to 1


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing in both versions; `older` and `newer` are its things there."""

    id: str
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new thing that may be one that is gone under another name; a person decides.

    Args:
        id: Of the older thing.
        likeness: 0..1, of labels, names, kind and place.
    """

    id: str
    older: str
    newer: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions beside each other, each part in the order of its version.

    Args:
        renamed: Same thing under another name.
        moved: Same thing and name in another group (or list).
        reworded: Same thing with another label in some language that both have.
        retyped: Same question asked in another way, so that its answers cannot simply share a column.
        recoded: Same choice (a person or the file says so, or only some languages changed), whose words another choice
            of its list had before.
        added, gone: Things of the newer, of the older version only.
        proposals: The likeliest first; each thing stands in one of them at most.
    """

    same: int
    renamed: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    reworded: tuple[Pair, ...]
    retyped: tuple[Pair, ...]
    recoded: tuple[Pair, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    proposals: tuple[Proposal, ...]


def compare(older: Identified, newer: Identified) -> Comparison:
    """Return what became of every thing of a version in a later one."""
    here, there = newer.things, older.things
    pairs = [Pair(id_, there[id_], here[id_]) for id_ in here if id_ in there]
    was, now = _nodes(older), _nodes(newer)
    renamed = [pair for pair in pairs if _name(pair.older) != _name(pair.newer)]
    kept = [pair for pair in pairs if _name(pair.older) == _name(pair.newer)]
    added = tuple(thing for thing, id_ in newer.ids.items() if id_ not in there)
    gone = tuple(thing for thing, id_ in older.ids.items() if id_ not in here)
    return Comparison(
        same=len(pairs),
        renamed=tuple(renamed),
        moved=tuple(pair for pair in kept if _around(older, pair.older) != _around(newer, pair.newer)),
        reworded=tuple(pair for pair in pairs if _is_reworded(was[pair.older], now[pair.newer])),
        retyped=tuple(pair for pair in pairs if _is_retyped(was[pair.older], now[pair.newer])),
        recoded=tuple(_recoded(pairs, was, now)),
        added=added,
        gone=gone,
        proposals=_proposals(older, newer, gone, added),
    )


def _nodes(version: Identified) -> Mapping[str, Node | Choice]:
    return {**elements_of(version.form), **choices_of(version.form)}


def _name(thing: str) -> str:
    return thing.rpartition("\t" if is_choice(thing) else "/")[2]


def _around(version: Identified, thing: str) -> str:
    """Return what a thing stands in: its list, or the id of its group ("" for the root)."""
    if is_choice(thing):
        return thing.partition("\t")[0]
    return version.ids.get(thing.rpartition("/")[0], "")


def _recoded(
    pairs: Iterable[Pair], was: Mapping[str, Node | Choice], now: Mapping[str, Node | Choice]
) -> Iterator[Pair]:
    """Yield the choices whose words, in some language, are those that another choice of the older list had."""
    lists: dict[str, dict[tuple[str, str], str]] = {}  # list -> (language, words) -> thing
    for thing, choice in was.items():
        if is_choice(thing):
            said = lists.setdefault(thing.partition("\t")[0], {})
            for language, parts in choice.label.by_language.items():
                said.setdefault((language, _words(parts)), thing)
    for pair in pairs:
        if is_choice(pair.older) and _is_reworded(was[pair.older], now[pair.newer]):
            said = lists[pair.older.partition("\t")[0]]
            labels = now[pair.newer].label.by_language.items()
            if any(said.get((language, _words(parts)), pair.older) != pair.older for language, parts in labels):
                yield pair


def _is_reworded(older: Node | Choice, newer: Node | Choice) -> bool:
    was, now = older.label.by_language, newer.label.by_language
    return any(_words(was[language]) != _words(now[language]) for language in was.keys() & now.keys())


def _is_retyped(older: Node | Choice, newer: Node | Choice) -> bool:
    if isinstance(older, Question) and isinstance(newer, Question):
        return family_of(older) != family_of(newer)
    return type(older) is not type(newer)


def _words(parts: Iterable[object]) -> str:
    return " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split())


def _proposals(
    older: Identified, newer: Identified, gone: tuple[str, ...], added: tuple[str, ...]
) -> tuple[Proposal, ...]:
    """Pair what is gone with what is new where they are alike; what a person already called new stays new."""
    was, now = _nodes(older), _nodes(newer)
    free = [thing for thing in added if newer.reasons[thing] is Reason.NEW][:_MOST]
    likely = [
        Proposal(older.ids[left], left, right, likeness)
        for left in gone[:_MOST]
        for right in free
        if (likeness := _likeness(older, was[left], left, newer, now[right], right)) >= LIKELY
    ]
    likely.sort(key=lambda each: -each.likeness)
    result: list[Proposal] = []
    for each in likely:
        if all(each.older != one.older and each.newer != one.newer for one in result):
            result.append(each)
    return tuple(result)


def _likeness(
    older: Identified, was: Node | Choice, left: str, newer: Identified, now: Node | Choice, right: str
) -> float:
    """Return how alike a thing that is gone and a new one are, 0..1.

    Labels count for most; where neither has one (calculations), the name takes their part.
    """
    if is_choice(left) != is_choice(right) or _is_retyped(was, now):
        return 0.0
    label = _label_likeness(was.label, now.label)
    if label is not None and _LABEL * label + _NAME + _PLACE < LIKELY:
        return 0.0
    name = SequenceMatcher(None, _name(left), _name(right)).ratio()
    place = 1.0 if _around(older, left) == _around(newer, right) else 0.0
    if is_choice(left) and not place:
        return 0.0
    if label is None:
        return (_LABEL + _NAME) * name + _PLACE * place
    return _LABEL * label + _NAME * name + _PLACE * place


def _label_likeness(was: Text, now: Text) -> float | None:
    """Return the best likeness over languages that both have, None where there is none to compare."""
    shared = [
        (
            _words(was.by_language[language])[:_LONGEST].casefold(),
            _words(now.by_language[language])[:_LONGEST].casefold(),
        )
        for language in was.by_language.keys() & now.by_language.keys()
    ]
    ratios = [_ratio(one, other) for one, other in shared if one and other]
    return max(ratios) if ratios else None


def _ratio(one: str, other: str) -> float:
    """Return how alike two texts are, 0..1; 0 for those that cannot be alike enough, which costs little to see."""
    needed = (LIKELY - _NAME - _PLACE) / _LABEL
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < needed or matcher.quick_ratio() < needed:
        return 0.0
    return matcher.ratio()
