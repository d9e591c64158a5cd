"""Sections and questions of an interview with their states, as the jump list and the last page show them. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from forms.definition.elements import Control
from forms.session.nodes import GroupNode, QuestionNode, RepeatInstance, RepeatRange, SessionNode
from forms.values import DataType

# A key that a form works out for itself names nobody.
_MACHINE_MADE = re.compile(r"(uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Parts of the names of calculated fields that name a person or a thing.
_NAME_WORDS = ("name", "nom", "label", "title")


class State(Enum):
    """How far a question or a section is."""

    DONE = "done"
    MISSING = "missing"
    TO_FIX = "to_fix"
    NOT_REACHED = "not_reached"
    OPEN = "open"  # seen, not answered, need not be
    LEFT_OUT = "left_out"  # required, missing, with a reason


@dataclass(frozen=True, slots=True)
class Counted:
    """Relevant questions that take an answer: how many, answered, required ones missing without a reason, wrong."""

    relevant: int = 0
    answered: int = 0
    missing: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question of the jump list; `number` counts relevant questions from 1."""

    ref: str
    number: int
    label: str
    answer: str
    state: State


@dataclass(frozen=True, slots=True)
class Section:
    """An outermost group or repeat (or the questions outside any) with its questions."""

    ref: str
    label: str
    lines: tuple[QuestionLine, ...]

    @property
    def answered(self) -> int:
        """Number of questions that are done."""
        return sum(line.state in (State.DONE, State.LEFT_OUT) for line in self.lines)

    @property
    def state(self) -> State:
        """The state of the whole section."""
        states = {line.state for line in self.lines}
        for worst in (State.TO_FIX, State.MISSING):
            if worst in states:
                return worst
        if states <= {State.NOT_REACHED}:
            return State.NOT_REACHED
        return State.DONE if states <= {State.DONE, State.LEFT_OUT} else State.OPEN


def is_answered(node: QuestionNode) -> bool:
    """Tell whether a person answers the question; notes and calculations are not answered."""
    return node.model_node.is_asked and node.question.control is not Control.NOTE


def asked(group: GroupNode) -> Iterator[QuestionNode]:
    """Yield the relevant questions below a group that a person answers (notes are not among them)."""
    for node in group.questions():
        if node.relevant and is_answered(node):
            yield node


def count_questions(group: GroupNode, reasons: Mapping[str, str]) -> Counted:
    """Count the questions below a group."""
    relevant = answered = missing = wrong = 0
    for node in asked(group):
        relevant += 1
        answered += node.value != ""
        validity = node.validity
        if validity.kind == "required":
            missing += node.ref not in reasons
        elif validity.kind == "constraint":
            wrong += 1
    return Counted(relevant, answered, missing, wrong)


def question_state(node: QuestionNode, reasons: Mapping[str, str], seen: AbstractSet[str]) -> State:
    """Return the state of one question."""
    validity = node.validity
    if validity.kind == "constraint":
        return State.TO_FIX
    if node.value != "":
        return State.DONE
    if node.ref in reasons:
        return State.LEFT_OUT
    was_seen = node.ref in seen
    if validity.kind == "required":
        return State.MISSING if was_seen else State.NOT_REACHED
    return State.OPEN if was_seen else State.NOT_REACHED


def sections(root: GroupNode, reasons: Mapping[str, str], seen: AbstractSet[str]) -> tuple[Section, ...]:
    """Return the sections in document order; questions outside any group form sections of their own."""
    found: list[tuple[str, str, list[QuestionLine]]] = []
    number = 0
    for child in root.children:
        if not child.relevant:
            continue
        inside = isinstance(child, GroupNode | RepeatRange)
        ref = child.ref if inside else ""
        lines: list[QuestionLine] = []
        for node in _questions(child):
            number += 1
            lines.append(
                QuestionLine(node.ref, number, node.label or node.model_node.name, _answer(node),
                             question_state(node, reasons, seen))
            )  # fmt: skip
        if not lines:
            continue
        if not inside and found and found[-1][0] == "":
            found[-1][2].extend(lines)
        else:
            found.append((ref, section_label(child) if inside else "", lines))
    return tuple(Section(ref, label, tuple(lines)) for ref, label, lines in found)


def section_label(node: SessionNode) -> str:
    """Return what a section is called: its label, else its name in plain words."""
    return node.label or node.model_node.name.replace("_", " ")


def instance_name(instance: RepeatInstance) -> str:
    """Return what tells an instance from the others: a text, a choice or a calculated name, whichever stands first."""
    for node in instance.questions():
        if not any(letter.isalpha() for letter in node.value) or _MACHINE_MADE.fullmatch(node.value):
            continue
        control = node.question.control
        if control is Control.INPUT and node.question.data_type is DataType.STRING:
            return node.value
        if control is Control.NONE and any(word in node.model_node.name.casefold() for word in _NAME_WORDS):
            return node.value
        if control is Control.SELECT_ONE and node.model_node.is_asked:
            return node.display
    return ""


def instance_names(node: SessionNode) -> Iterator[tuple[str, int, int]]:
    """Yield (name, place, how many) of every repeat instance around a node, outermost first."""
    around: list[RepeatInstance] = []
    walk: SessionNode | None = node
    while walk is not None:
        if isinstance(walk, RepeatInstance):
            around.append(walk)
        walk = walk.parent
    for instance in reversed(around):
        yield instance_name(instance), instance.index, len(instance.range.instances)


def _questions(node: SessionNode) -> Iterator[QuestionNode]:
    if isinstance(node, QuestionNode):
        if node.relevant and is_answered(node):
            yield node
    elif isinstance(node, RepeatRange):
        for instance in node.instances:
            yield from asked(instance)
    elif isinstance(node, GroupNode):
        yield from asked(node)


def _answer(node: QuestionNode) -> str:
    return node.display
