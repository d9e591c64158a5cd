"""Conditions on their way to words: what can be merged with a neighbour ("Q5 is one of: …") before it is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forms.paper.speech import Speech

LEAST_ALIKE: Final = 3  # questions of which the same is said before it is said of all at once
FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_BOUNDS: Final = {"<": "less-than", "<=": "at-most", ">": "more-than", ">=": "at-least"}


@dataclass(frozen=True, slots=True)
class Plain:
    """A condition in words. `joint` is "and" or "or" where it is a chain of conditions, else ""."""

    text: str
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """Some choices of a question are, or are not, the answer.

    Args:
        subject: How the question is named; "" for the question that the condition belongs to.
        labels: Words of the choices.
        is_many: Several can be ticked.
        is_so: They are the answer; else none of them is.
    """

    subject: str
    labels: tuple[str, ...]
    is_many: bool
    is_so: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A value compared with another. `operator` is one of < <= > >=."""

    subject: str
    operator: str
    limit: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A condition that is always, or never, so."""

    is_so: bool


Told = Plain | Picked | Bound | Fixed


def spoken(told: Told, speech: Speech) -> str:
    """Return a condition in words."""
    match told:
        case Plain():
            return told.text
        case Fixed():
            return speech.say("always" if told.is_so else "never")
        case Bound():
            return speech.say(_BOUNDS[told.operator], a=told.subject, b=told.limit)
        case Picked():
            return _picked(told, speech)


def _picked(told: Picked, speech: Speech) -> str:
    if not told.is_many:
        subject = told.subject or speech.say("the-answer")
        if len(told.labels) == 1:
            if told.is_so:
                return speech.say("equal", a=subject, b=told.labels[0])
            return speech.say("unequal", a=subject, b=speech.quoted(told.labels[0]))
        return speech.say("one-of" if told.is_so else "none-of", a=subject, labels=_quoted(told.labels, speech))
    key = ("" if told.subject else "self-") + ("" if told.is_so or len(told.labels) > 1 else "not-")
    if len(told.labels) == 1:
        return speech.say(f"{key}ticked", a=told.subject, b=speech.quoted(told.labels[0]))
    which = "ticked-one-of" if told.is_so else "ticked-none-of"
    return speech.say(key + which, a=told.subject, labels=_quoted(told.labels, speech))


def _quoted(labels: Sequence[str], speech: Speech) -> str:
    return speech.say("separator").join(speech.quoted(label) for label in labels)


def joined(parts: Sequence[Told], joint: str, speech: Speech) -> Told:
    """Return conditions joined by "and" or "or", alike ones merged, chains of the other kind in brackets."""
    merged = _merged(parts, joint)
    decisive = joint == "or"
    if any(isinstance(part, Fixed) and part.is_so is decisive for part in merged):
        return Fixed(decisive)
    rest = _shared([part for part in merged if not isinstance(part, Fixed)], joint, speech)
    if not rest:
        return Fixed(not decisive)
    if len(rest) == 1:
        return rest[0]
    texts = _ranges(rest, speech) if joint == "and" else [_bracketed(part, joint, speech) for part in rest]
    return Plain(speech.listed(list(dict.fromkeys(texts)), joint), joint)


def negated(told: Told, speech: Speech) -> Told:
    """Return the opposite of a condition."""
    match told:
        case Picked():
            return replace(told, is_so=not told.is_so) if len(told.labels) == 1 or told.is_so else _not(told, speech)
        case Fixed():
            return Fixed(not told.is_so)
        case _:
            return _not(told, speech)


def _not(told: Told, speech: Speech) -> Plain:
    words = spoken(told, speech)
    return Plain(speech.say("not", a=f"({words})" if isinstance(told, Plain) and told.joint else words))


def _merged(parts: Sequence[Told], joint: str) -> list[Told]:
    """Join choices of the same question: "= a or = b" is one of two, "not a and not b" none of two."""
    result: list[Told] = []
    for part in parts:
        if isinstance(part, Picked) and (part.is_so if joint == "or" else not part.is_so):
            fits = _like(part)
            place = next((at for at, known in enumerate(result) if fits(known)), None)
            if place is not None:
                known = result[place]
                assert isinstance(known, Picked)
                result[place] = replace(known, labels=tuple(dict.fromkeys((*known.labels, *part.labels))))
                continue
        result.append(part)
    return result


def _shared(parts: Sequence[Told], joint: str, speech: Speech) -> list[Told]:
    """Say the same of several questions once: "at least one of Q4, Q5, Q6 is “Yes”"."""
    alike: dict[tuple[frozenset[str], bool], list[Picked]] = {}
    for part in parts:
        if isinstance(part, Picked) and part.subject and not part.is_many:
            alike.setdefault((frozenset(part.labels), part.is_so), []).append(part)
    result: list[Told] = []
    for part in parts:
        group = alike.get((frozenset(part.labels), part.is_so), []) if isinstance(part, Picked) else []
        if (
            not isinstance(part, Picked)
            or part.is_many
            or len(group) < LEAST_ALIKE
            or (joint == "or" and not part.is_so)
        ):
            result.append(part)
        elif part is group[0]:
            key = "any-question" if joint == "or" else "every-question" if part.is_so else "no-question"
            questions = speech.say("separator").join(each.subject for each in group)
            labels = speech.listed([speech.quoted(label) for label in part.labels], "label-or")
            result.append(Plain(speech.say(key, questions=questions, labels=labels)))
    return result


def _like(part: Picked) -> Callable[[Told], bool]:
    def fits(known: Told) -> bool:
        return isinstance(known, Picked) and replace(known, labels=()) == replace(part, labels=())

    return fits


def _ranges(parts: Sequence[Told], speech: Speech) -> list[str]:
    """Return the words of each part; a least and a most of the same value become one."""
    texts: list[str] = []
    used: set[int] = set()
    for place, part in enumerate(parts):
        if place in used:
            continue
        if isinstance(part, Bound):
            pair = next(
                (other for other in range(place + 1, len(parts)) if other not in used and _closes(part, parts[other])),
                None,
            )
            if pair is not None:
                used.add(pair)
                other = parts[pair]
                assert isinstance(other, Bound)
                least, most = (part, other) if part.operator == ">=" else (other, part)
                texts.append(speech.say("from-to", a=part.subject, least=least.limit, most=most.limit))
                continue
        texts.append(_bracketed(part, "and", speech))
    return texts


def _closes(one: Bound, other: Told) -> bool:
    return isinstance(other, Bound) and other.subject == one.subject and {one.operator, other.operator} == {">=", "<="}


def _bracketed(part: Told, joint: str, speech: Speech) -> str:
    words = spoken(part, speech)
    return f"({words})" if isinstance(part, Plain) and part.joint not in ("", joint) else words
