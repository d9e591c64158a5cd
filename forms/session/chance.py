"""Fill an interview as people do: answer, change one's mind, clear, add and remove, until everything may stand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from forms.errors import AnswerRefused
from forms.model.plan import RuleKind
from forms.session.answers import normalise
from forms.session.guess import candidates, counting_nodes
from forms.session.interview import Interview
from forms.session.nodes import QuestionNode, RepeatRange
from forms.values import DataType

# Times the whole form is gone through again for questions that came into view meanwhile.
MOST_PASSES = 40
# Instances a random person adds to one repeat.
MOST_ADDED = 3
MOST_INSTANCES = 12
# Times a random person goes back to change, clear, add, remove or switch the language.
MOST_SECOND_THOUGHTS = 12
# Times answers that may no longer stand are given anew.
MOST_REPAIRS = 4


@dataclass(slots=True)
class Walk:
    """What a random interview did.

    Attributes:
        steps: Actions as an answer file holds them: {"op": "answer", "ref": …, "value": …} and so on.
        asked, answered: Questions that were relevant at the end and could be answered, and those that were.
        changed, cleared: Answers given anew, and taken back.
        added, removed: Repeat instances.
        stuck: References of questions for which no valid answer was found.
    """

    steps: list[dict[str, str | None]] = field(default_factory=list)
    asked: int = 0
    answered: int = 0
    changed: int = 0
    cleared: int = 0
    added: int = 0
    removed: int = 0
    stuck: list[str] = field(default_factory=list)


def fill_by_chance(interview: Interview, chance: random.Random, *, thinks_again: bool = True) -> Walk:
    """Answer every relevant question with a random valid answer; ends in a valid interview.

    One that thinks again also changes and clears answers, adds and removes instances, and switches the language; one
    that does not goes through the form once, so that somebody who types the answers in order gets the same.
    The same chance gives the same interview. Every step is one that a person could do: no answer is given that the
    question's constraint refuses at that moment.
    """
    return _Filler(interview, chance).fill(thinks_again=thinks_again)


class _Filler:
    def __init__(self, interview: Interview, chance: random.Random) -> None:
        self._interview = interview
        self._chance = chance
        self._walk = Walk()
        self._today = interview.now.date()
        self._counting = counting_nodes(interview.model)
        self._visited: set[int] = set()
        self._cleared: set[int] = set()
        self._numbers: list[str] = []  # answers given lately: sums and limits often compare with them

    def fill(self, *, thinks_again: bool) -> Walk:
        self._complete()
        for _ in range(self._chance.randint(0, MOST_SECOND_THOUGHTS) if thinks_again else 0):
            self._think_again()
            self._complete()
        self._fill_up()
        self._repair()
        for node in self._answerable():
            self._walk.asked += 1
            self._walk.answered += bool(node.value)
        return self._walk

    # going through

    def _complete(self) -> None:
        for _ in range(MOST_PASSES):
            if not self._pass():
                break

    def _pass(self) -> bool:
        """Go once through the form; tell whether anything new was met."""
        met = False
        for node in list(self._interview.root.walk()):
            if node.serial in self._visited or not node.relevant or node.is_gone:
                continue
            if isinstance(node, RepeatRange):
                self._visited.add(node.serial)
                met = self._change_number(node) or met
            elif isinstance(node, QuestionNode) and _can_answer(node):
                self._visited.add(node.serial)
                met = True
                self._answer(node)
        return met

    def _fill_up(self) -> None:
        """Answer what changes elsewhere have left blank, but not what was cleared on purpose."""
        for node in list(self._answerable()):
            if not node.value and node.relevant and node.serial not in self._cleared:
                self._answer(node)
        self._complete()

    def _repair(self) -> None:
        """Give answers that may not stand anew; each may make another one wrong."""
        for _ in range(MOST_REPAIRS):
            violations = self._interview.validate()
            if not violations:
                break
            self._walk.stuck.clear()
            for violation in violations:
                if not self._answer(self._interview.question(violation.ref)):
                    self._walk.stuck.append(violation.ref)
            self._complete()

    def _answerable(self) -> Iterator[QuestionNode]:
        return (node for node in self._interview.questions() if node.relevant and _can_answer(node))

    # second thoughts

    def _think_again(self) -> None:
        doings: list[Callable[[], bool]] = [self._turn, self._turn, self._change, self._change]
        doings += [self._clear, self._add_one, self._remove_one, self._speak]
        self._chance.shuffle(doings)
        for do in doings:
            if do():
                return

    def _pick(self, nodes: Iterator[QuestionNode]) -> QuestionNode | None:
        found = list(nodes)
        return self._chance.choice(found) if found else None

    def _turn(self) -> bool:
        """Answer anew what brings other questions into view or takes them out of it."""
        return self._change_one(node for node in self._answerable() if node.value and _leads(node))

    def _change(self) -> bool:
        return self._change_one(node for node in self._answerable() if node.value)

    def _change_one(self, nodes: Iterator[QuestionNode]) -> bool:
        node = self._pick(nodes)
        if node is not None:
            self._walk.changed += 1
            self._answer(node)
        return node is not None

    def _clear(self) -> bool:
        node = self._pick(node for node in self._answerable() if node.value and not node.required)
        if node is not None:
            self._walk.cleared += 1
            self._cleared.add(node.serial)
            self._do_answer(node, None)
        return node is not None

    def _add_one(self) -> bool:
        ranges = [range_ for range_ in self._ranges() if len(range_.instances) < MOST_INSTANCES]
        if ranges:
            self._add(self._chance.choice(ranges))
        return bool(ranges)

    def _remove_one(self) -> bool:
        ranges = [range_ for range_ in self._ranges() if range_.can_remove]
        if ranges:
            self._remove(self._chance.choice(ranges))
        return bool(ranges)

    def _speak(self) -> bool:
        others = [each for each in self._interview.languages if each != self._interview.language]
        if others:
            language = self._chance.choice(others)
            self._interview.set_language(language)
            self._walk.steps.append({"op": "set_language", "language": language})
        return bool(others)

    # repeats

    def _ranges(self) -> list[RepeatRange]:
        return [node for node in self._interview.root.walk() if isinstance(node, RepeatRange) and node.can_add]

    def _change_number(self, range_: RepeatRange) -> bool:
        if not range_.can_add or len(range_.instances) >= MOST_INSTANCES:
            return False
        number = self._chance.randint(0, MOST_ADDED)
        for _ in range(number):
            self._add(range_)
        if len(range_.instances) > 1 and self._chance.random() < 0.3:
            self._remove(range_)
        return number > 0

    def _add(self, range_: RepeatRange) -> None:
        self._interview.add_repeat(range_.ref)
        self._walk.steps.append({"op": "add_repeat", "ref": range_.ref})
        self._walk.added += 1

    def _remove(self, range_: RepeatRange) -> None:
        ref = self._chance.choice(range_.instances).ref
        self._interview.remove_repeat(ref)
        self._walk.steps.append({"op": "remove_repeat", "ref": ref})
        self._walk.removed += 1

    # answers

    def _answer(self, node: QuestionNode) -> bool:
        """Give a valid answer; leave the question blank when none is found or it cannot be answered any more."""
        if not _is_open(node):
            return False
        for candidate in candidates(node, self._chance, self._numbers, self._today, self._counting):
            try:
                text = normalise(node, candidate)
            except AnswerRefused:
                continue
            if not text or not _allows(node, text):
                continue
            self._do_answer(node, text)
            if node.validity.kind == "ok" and node.value:
                if node.question.data_type in (DataType.INTEGER, DataType.DECIMAL):
                    self._numbers = [*self._numbers[-20:], node.value]
                return True
            if not _is_open(node):
                return False  # the answer took the question itself out of view
        self._do_answer(node, None)
        return False

    def _do_answer(self, node: QuestionNode, text: str | None) -> None:
        ref = node.ref
        self._interview.answer(ref, text)
        self._walk.steps.append({"op": "answer", "ref": ref, "value": text})


def _is_open(node: QuestionNode) -> bool:
    """Tell whether the question is there for a person to change."""
    return not node.is_gone and node.relevant and not node.readonly


def _can_answer(node: QuestionNode) -> bool:
    """Tell whether the question can be answered now; a select without choices may have some later."""
    if not node.model_node.is_checked or node.readonly:
        return False
    return not node.model_node.is_select or bool(node.choices)


def _leads(node: QuestionNode) -> bool:
    """Tell whether other questions come and go with the answer, or the number of a repeat's instances."""
    wanted = (RuleKind.RELEVANT, RuleKind.COUNT, RuleKind.CHOICES)
    return any(dependent.rule.kind in wanted for dependent in node.model_node.value_dependents)


def _allows(node: QuestionNode, text: str) -> bool:
    """Tell whether the constraint would be met by an answer, as everything else stands now."""
    constraint = node.model_node.constraint
    if constraint is None:
        return True
    before = node.element.value
    node.element.value = text
    try:
        return node.host.flag(node, constraint, otherwise=True)
    finally:
        node.element.value = before
