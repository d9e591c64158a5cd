"""What events do: starting values, triggered calculations, places and sounds recorded unseen."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definition.actions import FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED, Action
from forms.definition.elements import Question
from forms.model.plan import ModelNode
from forms.xform.writing.markup import element
from forms.xform.writing.references import Spot
from forms.xform.writing.shared import Shared

ELEMENTS = {"setvalue": "setvalue", "setgeopoint": "odk:setgeopoint", "recordaudio": "odk:recordaudio"}


def model_actions(node: ModelNode, shared: Shared) -> Iterator[str]:
    """Yield the actions of an element or attribute that stand in the model."""
    held = node.element
    if not isinstance(held, Question):
        return
    spot = Spot(node)
    if held.default_expression is not None:
        yield from _written("setvalue", node, (FIRST_LOAD,), shared.source(held.default_expression, spot))
    if held.kind == "start-geopoint":
        yield from _written("setgeopoint", node, (FIRST_LOAD,), "")
    if held.kind == "background-audio":
        quality = held.parameters.get("quality")
        named = {"odk:quality": quality} if quality else {}
        yield element("odk:recordaudio", {"ref": node.path, "event": LOAD, **named})
    for action in held.actions:
        if not action.source and set(action.events) != {NEW_REPEAT}:
            yield from _action(action, node, shared)


def repeat_actions(repeat: ModelNode, shared: Shared) -> Iterator[str]:
    """Yield the actions that stand in a repeat: what new instances start with."""
    for node in _inside(repeat):
        held = node.element
        if not isinstance(held, Question):
            continue
        if held.default_expression is not None:
            value = shared.source(held.default_expression, Spot(node))
            yield from _written("setvalue", node, (NEW_REPEAT,), value)
        for action in held.actions:
            if action.source == repeat.path or (not action.source and set(action.events) == {NEW_REPEAT}):
                yield from _action(action, node, shared)


def _inside(repeat: ModelNode) -> Iterator[ModelNode]:
    """Yield the elements and attributes below a repeat that are in no other inside it."""
    for node in (*repeat.attributes, *repeat.children):
        if not node.is_repeat:
            yield node
            yield from _inside(node)


class Triggers:
    """Who is written when the answer of a question changes."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._found: dict[int, list[tuple[ModelNode, Action]]] = {}
        by_path = {node.path: node for node in shared.nodes}
        for node in shared.nodes:
            held = node.element
            if not isinstance(held, Question):
                continue
            kind = "setgeopoint" if held.kind == "background-geopoint" else "setvalue"
            for name in held.trigger:
                trigger = shared.references.named(name, node)
                if trigger is not None:
                    action = Action((VALUE_CHANGED,), held.calculation, trigger.path, kind)
                    self._found.setdefault(trigger.index, []).append((node, action))
            for action in held.actions:
                source = by_path.get(action.source)
                if source is not None and not source.is_group:
                    self._found.setdefault(source.index, []).append((node, action))

    def written(self, trigger: ModelNode) -> str:
        """Return the actions that stand in a question's control; values are read from there."""
        pieces: list[str] = []
        found = sorted(self._found.get(trigger.index, ()), key=lambda entry: entry[1].kind == "setgeopoint")
        for node, action in found:
            value = self._shared.source(action.value, Spot(trigger))
            pieces += _written(action.kind, node, action.events, value or "")
        return "".join(pieces)


def _action(action: Action, node: ModelNode, shared: Shared) -> Iterator[str]:
    value = "" if action.value is None else shared.source(action.value, Spot(node))
    return _written(action.kind, node, action.events, value)


def _written(kind: str, node: ModelNode, events: tuple[str, ...], value: str | None) -> Iterator[str]:
    """Yield one action; none where its value names what is not there."""
    if value is None or kind not in ELEMENTS:
        return
    named = {"ref": node.path, "event": " ".join(events)}
    if kind == "setvalue" and value:
        named["value"] = value
    yield element(ELEMENTS[kind], named)
