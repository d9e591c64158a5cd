"""Random walks over an interview, as lists of actions that can be done again and shrunk."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from random_rules import Part
from scenario import Story
from settled import unsettled

from forms.errors import AnswerRefused
from forms.session.nodes import QuestionNode, RepeatRange

MOST_OF_ONE = 5  # instances a walk adds to one repeat
VALUES = {
    "integer": ("0", "1", "2", "3", "4", "7", ""),
    "decimal": ("0.5", "2", "3.25", "-1", ""),
    "text": ("a", "b", "n", "long text", ""),
    "date": ("2026-01-31", "2025-12-01", ""),
    "acknowledge": ("OK", ""),
}


@dataclass(frozen=True)
class Action:
    """One thing a person does: answer, add, remove, speak or reopen."""

    op: str
    ref: str = ""
    value: str = ""


def next_action(interview: Story, chance: random.Random) -> Action:
    """Return something a person could do now."""
    draw = chance.random()
    nodes = [node for node in interview.interview.root.walk() if node.relevant]
    ranges = [node for node in nodes if isinstance(node, RepeatRange) and node.can_add]
    if draw < 0.03:
        return Action("reopen")
    if draw < 0.08:
        return Action("speak", value=chance.choice(interview.interview.languages))
    if draw < 0.3 and ranges:
        range_ = chance.choice(ranges)
        if range_.instances and (len(range_.instances) >= MOST_OF_ONE or chance.random() < 0.4):
            return Action("remove", chance.choice(range_.instances).ref)
        return Action("add", range_.ref)
    asked = [node for node in nodes if isinstance(node, QuestionNode) and node.model_node.is_checked]
    if not asked:
        return Action("speak", value=chance.choice(interview.interview.languages))
    node = chance.choice(asked)
    return Action("answer", node.ref, value_for(node, chance))


def value_for(node: QuestionNode, chance: random.Random) -> str:
    """Return an answer to try; selects mostly get what is on offer."""
    if not node.model_node.is_select:
        return chance.choice(VALUES.get(node.question.kind, ("a", "1", "")))
    names = [item.name for item in node.choices]
    if not names or chance.random() < 0.1:
        return chance.choice(["", "n1"])
    if node.question.kind == "select_multiple":
        return " ".join(chance.sample(names, chance.randint(0, min(3, len(names)))))
    return chance.choice(names)


def act(interview: Story, action: Action) -> Story:
    """Do it and return the interview that goes on; what is refused changes nothing."""
    try:
        if action.op == "answer":
            interview.answer(action.ref, action.value)
        elif action.op == "add":
            interview.add(action.ref)
        elif action.op == "remove":
            interview.remove(action.ref)
        elif action.op == "speak":
            interview.interview.set_language(action.value)
        else:
            return interview.reopened()
    except AnswerRefused:
        pass
    return interview


Check = Callable[[Story], list[str]]


def settled(interview: Story) -> list[str]:
    """Return what in the interview is not as its rules want it."""
    return unsettled(interview.interview)


def walk(interview: Story, chance: random.Random, steps: int, check: Check = settled) -> tuple[list[Action], list[str]]:
    """Take a random walk; return its actions and what was wrong after the last, [] where all was well."""
    actions: list[Action] = []
    wrong = check(interview)
    while not wrong and len(actions) < steps:
        actions.append(next_action(interview, chance))
        interview = act(interview, actions[-1])
        wrong = check(interview)
    return actions, wrong


def again(interview: Story, actions: list[Action], check: Check = settled) -> list[str]:
    """Do the actions and return what was first wrong."""
    wrong = check(interview)
    for action in actions:
        if wrong:
            break
        interview = act(interview, action)
        wrong = check(interview)
    return wrong


def shrink(
    parts: list[Part], actions: list[Action], still_fails: Callable[[list[Part], list[Action]], bool]
) -> tuple[list[Part], list[Action]]:
    """Return a smaller form and shorter walk that still fail: rows, rules and actions are left out one by one."""

    def fails(parts: list[Part], actions: list[Action]) -> bool:
        try:
            return still_fails(parts, actions)
        except AssertionError:  # no form is left
            return False

    smaller = True
    while smaller:
        smaller = False
        for place in reversed(range(len(actions))):
            fewer = actions[:place] + actions[place + 1 :]
            if fails(parts, fewer):
                actions, smaller = fewer, True
        for holder in _lists(parts):
            for place in reversed(range(len(holder))):
                part = holder.pop(place)
                if fails(parts, actions):
                    smaller = True
                else:
                    holder.insert(place, part)
        for part in _all(parts):
            for name in list(part.columns):
                if name == "label::en":
                    continue
                rule = part.columns.pop(name)
                if fails(parts, actions):
                    smaller = True
                else:
                    part.columns[name] = rule
    return parts, actions


def _all(parts: list[Part]) -> list[Part]:
    return [each for part in parts for each in (part, *_all(part.children))]


def _lists(parts: list[Part]) -> list[list[Part]]:
    return [parts, *(part.children for part in _all(parts) if part.children)]
