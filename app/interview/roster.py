"""The people of a repeat as rows: name, some answers, how far each is. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.interview.sections import asked, count_questions, instance_name
from forms.definition.elements import Control
from forms.session.nodes import QuestionNode, RepeatInstance, RepeatRange
from forms.values import DataType

# Answers shown beside the name.
CELLS = 3
LONGEST = 24
_SHOWN = (Control.INPUT, Control.SELECT_ONE, Control.RANGE)


@dataclass(frozen=True, slots=True)
class Person:
    """One row.

    Args:
        ref: The instance.
        name: Its title, "" while it has none.
        cells: Some answers in words, "" where there is none yet.
        first: Its first question's page, "" when it has no question.
        missing, wrong, answered, relevant: Numbers of questions.
    """

    ref: str
    name: str
    cells: tuple[str, ...]
    first: str
    missing: int
    wrong: int
    answered: int
    relevant: int

    @property
    def is_new(self) -> bool:
        """Nothing but the name was asked."""
        return self.answered <= (1 if self.name else 0) and self.relevant > 1 and not self.wrong


@dataclass(frozen=True, slots=True)
class Roster:
    """A repeat that the person may change.

    Args:
        name_ref: Path below an instance of the question that names it, when that is a text; else "".
        name_label: Words of that question.
    """

    ref: str
    label: str
    people: tuple[Person, ...]
    can_add: bool
    can_remove: bool
    name_path: str
    name_label: str


def roster(range_: RepeatRange, reasons: Mapping[str, str]) -> Roster:
    """Return the rows of a repeat as it is now."""
    name_path = name_label = ""
    for instance in range_.instances[:1]:
        first = next(asked(instance), None)
        if first is not None and _names(first):
            name_path, name_label = first.ref.removeprefix(instance.ref), first.label or first.model_node.name
    return Roster(
        ref=range_.ref,
        label=range_.label,
        people=tuple(_person(instance, reasons) for instance in range_.instances),
        can_add=range_.can_add,
        can_remove=range_.can_remove,
        name_path=name_path,
        name_label=name_label,
    )


def name_question(instance: RepeatInstance) -> QuestionNode | None:
    """Return the question that names an instance, when the first one is a text; else None."""
    first = next(asked(instance), None)
    return first if first is not None and _names(first) else None


def _names(node: QuestionNode) -> bool:
    plain = node.question.control is Control.INPUT and node.question.data_type is DataType.STRING
    return plain and not node.readonly


def _person(instance: RepeatInstance, reasons: Mapping[str, str]) -> Person:
    counted = count_questions(instance, reasons)
    questions = list(asked(instance))
    title = instance_name(instance)
    cells: list[str] = []
    for node in questions:
        if node.question.control in _SHOWN and len(cells) < CELLS:
            words = node.display
            if len(words) <= LONGEST and words != title:
                cells.append(words)
    return Person(
        ref=instance.ref,
        name=title,
        cells=tuple(cells),
        first=questions[0].ref if questions else "",
        missing=counted.missing,
        wrong=counted.wrong,
        answered=counted.answered,
        relevant=counted.relevant,
    )
