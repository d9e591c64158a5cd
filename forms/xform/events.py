"""What an XForm does at events: its actions, given to the questions and attributes that they write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from forms.definition.actions import EVENTS, FIRST_LOAD, NEW_REPEAT, VALUE_CHANGED, Action, Attribute
from forms.definition.elements import Question
from forms.definition.findings import Findings
from forms.definition.text import Expression
from forms.xform.controls import SetValue
from forms.xform.safe import Node, attributes, kids, local_name

# Older names of events that other programs still know.
OLD_EVENTS: Mapping[str, str] = {"xforms-ready": FIRST_LOAD, "jr-insert": NEW_REPEAT}
STARTS = frozenset({FIRST_LOAD, NEW_REPEAT})
NOT_OURS = frozenset({"template", "id", "version"})  # attributes that tell what the element is


class HasValues(Protocol):
    """A bind of the model."""

    @property
    def values(self) -> Mapping[str, str]:
        """Its attributes, without their namespaces."""
        ...


def by_target(actions: Sequence[SetValue], binds: Mapping[str, str], findings: Findings) -> dict[str, list[SetValue]]:
    """Return the actions by the path they write; notes events that nobody knows.

    Args:
        binds: Id of a bind -> its path, for actions that name a bind instead of a path.
    """
    found: dict[str, list[SetValue]] = {}
    for action in actions:
        target = binds.get(action.target, action.target)
        events = tuple(OLD_EVENTS.get(event, event) for event in action.events)
        unknown = [event for event in events if event not in EVENTS]
        if unknown:
            findings.error("action-event-unknown", action.place, name=target, event=" ".join(unknown))
        if NEW_REPEAT in events and not action.within:
            findings.error("action-outside-repeat", action.place, name=target)
        found.setdefault(target, []).append(replace(action, target=target, events=events))
    return found


def with_actions(
    question: Question, actions: Sequence[SetValue], names: Mapping[str, int], *, in_repeat: bool
) -> Question:
    """Return the question with what writes it at events, in a workbook's words where it has them.

    Args:
        names: How often each name stands in the form; one that stands several times cannot be a trigger.
    """
    rest: list[Action] = []
    for action in _paired(actions) if in_repeat else actions:
        value = _value(action)
        source = action.source.rpartition("/")[2]
        if action.kind == "setgeopoint" and VALUE_CHANGED in action.events and action.source:
            question = replace(question, kind="background-geopoint", trigger=(source,))
        elif action.kind == "setgeopoint":
            question = replace(question, kind="start-geopoint")
        elif action.kind == "recordaudio":
            question = replace(question, kind="background-audio")
        elif _is_trigger(action, question, value) and names.get(source) == 1:
            triggers = tuple(dict.fromkeys((*question.trigger, source)))
            question = replace(question, calculation=value, trigger=triggers)
        elif value is not None and _is_default(action, question, in_repeat=in_repeat):
            question = replace(question, default_expression=value)
        else:
            rest.append(_action(action, value))
    return replace(question, actions=tuple(rest)) if rest else question


def _paired(actions: Sequence[SetValue]) -> Sequence[SetValue]:
    """Return the actions with one for both where a first load and a new repeat store the same, as pyxform writes it."""
    starts = {action.events: action for action in actions if action.kind == "setvalue"}
    first, later = starts.get((FIRST_LOAD,)), starts.get((NEW_REPEAT,))
    if first is None or later is None or (first.value, first.literal) != (later.value, later.literal):
        return actions
    both = replace(first, events=(FIRST_LOAD, NEW_REPEAT))
    return [both if action is first else action for action in actions if action is not later]


def _value(action: SetValue) -> Expression | None:
    """Return what an action writes; None clears."""
    if not action.value.strip():
        return None
    return Expression(_quoted(action.value) if action.literal else action.value.strip(), action.place)


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else f'"{text}"'


def _action(action: SetValue, value: Expression | None) -> Action:
    source = action.source if VALUE_CHANGED in action.events else ""
    return Action(action.events, value, source or action.within, action.kind)


def _is_trigger(action: SetValue, question: Question, value: Expression | None) -> bool:
    """Tell whether a workbook would say it by its columns trigger and calculation."""
    if action.events != (VALUE_CHANGED,) or not action.source:
        return False
    if question.trigger:
        return _source(question.calculation) == _source(value)
    return question.calculation is None


def _source(expression: Expression | None) -> str:
    return "" if expression is None else expression.source


def _is_default(action: SetValue, question: Question, *, in_repeat: bool) -> bool:
    """Tell whether a workbook would say it by its column default."""
    if question.default_expression is not None or not set(action.events) <= STARTS or FIRST_LOAD not in action.events:
        return False
    return in_repeat == (NEW_REPEAT in action.events)


def read_attributes(
    node: Node, path: str, binds: Mapping[str, HasValues], actions: Mapping[str, Sequence[SetValue]]
) -> tuple[Attribute, ...]:
    """Return the attributes of an element of the instance, besides those that tell what it is.

    Args:
        binds: Path -> its bind.
    """
    prefixes = {uri: prefix for prefix, uri in node.nsmap.items() if prefix}
    found = []
    for key, text in node.attrib.items():
        uri, _, local = str(key).rpartition("}")
        prefix = prefixes.get(uri.removeprefix("{"), "")
        name = f"{prefix}:{local}" if prefix else local
        own = f"{path}/@{name}"
        is_root = path.count("/") == 1
        if (local == "template" and uri) or (is_root and local in NOT_OURS and text and own not in binds):
            continue
        bind = binds[own].values if own in binds else {}
        calculation = bind.get("calculate", "").strip()
        found.append(
            Attribute(
                name=name,
                value=str(text),
                calculation=Expression(calculation) if calculation else None,
                actions=tuple(_action(action, _value(action)) for action in actions.get(own, ())),
                bind=tuple((word, said) for word, said in bind.items() if word not in ("calculate", "id")),
            )
        )
    return tuple(found)


def beginnings(root: Node, path: str, repeats: frozenset[str]) -> dict[str, str]:
    """Return what instances of repeats begin with in a form's own instance where it is not what all begin with.

    Args:
        repeats: Paths of repeats.
    Returns:
        Path with positions -> text; every instance listed also by itself with "".
    """
    found: dict[str, str] = {}
    _gather(root, path, path, repeats, found)
    return found


def _gather(parent: Node, path: str, plain: str, repeats: frozenset[str], found: dict[str, str]) -> None:
    groups: dict[str, list[Node]] = {}
    for child in kids(parent):
        groups.setdefault(local_name(child), []).append(child)
    for name, nodes in groups.items():
        inner = f"{plain}/{name}"
        if inner not in repeats:
            _gather(nodes[0], f"{path}/{name}", inner, repeats, found)
            continue
        instances = [node for node in nodes if "template" not in attributes(node)]
        template = next((node for node in nodes if "template" in attributes(node)), nodes[0])
        if any(_content(node) != _content(template) or not _is_even(node, inner, repeats) for node in instances):
            for place, node in enumerate(instances, start=1):
                _list(node, f"{path}/{name}[{place}]", inner, repeats, found)


def _is_even(node: Node, plain: str, repeats: frozenset[str]) -> bool:
    """Tell whether all instances of every repeat below an element begin alike."""
    groups: dict[str, list[Node]] = {}
    for child in kids(node):
        groups.setdefault(local_name(child), []).append(child)
    for name, nodes in groups.items():
        inner = f"{plain}/{name}"
        if inner in repeats and any(_content(each) != _content(nodes[0]) for each in nodes[1:]):
            return False
        if not all(_is_even(each, inner, repeats) for each in nodes):
            return False
    return True


def _content(node: Node) -> object:
    """Return what tells one instance from another: texts of its leaves, without templates inside."""
    children = [child for child in kids(node) if "template" not in attributes(child)]
    text = "" if children else (node.text or "")
    own = sorted((str(key), str(said)) for key, said in node.attrib.items() if not str(key).endswith("}template"))
    return local_name(node), own, text, [_content(child) for child in children]


def _list(node: Node, path: str, plain: str, repeats: frozenset[str], found: dict[str, str]) -> None:
    """List a node of an instance that differs, and all below it."""
    found[path] = "" if kids(node) else (node.text or "")
    places: dict[str, int] = {}
    for child in kids(node):
        name = local_name(child)
        inner = f"{plain}/{name}"
        if "template" in attributes(child):
            continue
        places[name] = places.get(name, 0) + 1
        step = f"{name}[{places[name]}]" if inner in repeats else name
        _list(child, f"{path}/{step}", inner, repeats, found)
