"""The body of an XForm: which control asks for which node, in which group or repeat."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from forms.definition.elements import Control
from forms.definition.search import appearance_words
from forms.definition.text import EMPTY_TEXT, Text
from forms.errors import NOWHERE, Place
from forms.xform.itext import Texts
from forms.xform.safe import Node, attributes, kid, kids, local_name, place_of

CONTROLS = {
    "input": Control.INPUT,
    "secret": Control.INPUT,
    "select1": Control.SELECT_ONE,
    "select": Control.SELECT_MULTIPLE,
    "rank": Control.RANK,
    "upload": Control.UPLOAD,
    "trigger": Control.TRIGGER,
    "range": Control.RANGE,
}


_NAMES = re.compile(r"[^\W\d][\w.\-]*(?:/[^\W\d][\w.\-]*)*")


@dataclass(slots=True)
class Shown:
    """How the body shows one node of the instance.

    Args:
        element: The control, group or repeat element.
        control: None for groups and repeats.
        order: Place in the body, from 0.
        count: `jr:count` of a repeat.
    """

    element: Node
    order: int
    control: Control | None = None
    is_repeat: bool = False
    label: Text = EMPTY_TEXT
    hint: Text = EMPTY_TEXT
    guidance: Text = EMPTY_TEXT
    appearance: tuple[str, ...] = ()
    count: str = ""


@dataclass(slots=True)
class SetValue:
    """One setvalue action.

    Args:
        target: Path of the node it writes.
        events: Event names.
        value: Expression or literal; "" clears.
        literal: The value stood as text inside the element.
        source: Path of the control it stands in, "" for none.
        within: Path of the control or repeat it stands directly in, "" for the model.
        kind: "setvalue", or "setgeopoint", "recordaudio".
        place: Where it stands.
    """

    target: str
    events: tuple[str, ...]
    value: str
    literal: bool
    source: str = ""
    kind: str = "setvalue"
    within: str = ""
    place: Place = NOWHERE


@dataclass(slots=True)
class Body:
    """Everything the body says, by path of the instance."""

    shown: dict[str, Shown] = field(default_factory=dict)
    actions: list[SetValue] = field(default_factory=list)
    flattened: list[tuple[str, Place]] = field(default_factory=list)  # labels of groups that have no node


def absolute(path: str, context: str) -> str:
    """Return a path from the root, without predicates; `context` is the path of the element around it."""
    path = path.strip()
    if path.startswith("/"):
        return path
    parts = context.split("/") if context else [""]
    for step in path.removeprefix("current()/").split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def read_body(body: Node | None, texts: Texts, root_path: str) -> Body:
    """Return what the body shows."""
    result = Body()
    if body is not None:
        _read_kids(body, root_path, texts, result)
    return result


def read_actions(parent: Node, context: str, source: str, result: Body) -> None:
    """Note the actions directly inside an element."""
    for node in kids(parent, "setvalue", "setgeopoint", "recordaudio"):
        target = absolute(node.get("ref") or "", context) if node.get("ref") else (node.get("bind") or "")
        literal = node.get("value") is None
        value = (node.text or "").strip() if literal else node.get("value") or ""
        events = tuple(attributes(node).get("event", "").split())
        kind = local_name(node)
        within = "" if local_name(parent) == "model" else context
        result.actions.append(SetValue(target, events, value, literal, source, kind, within, place_of(node, target)))


def _read_kids(parent: Node, context: str, texts: Texts, result: Body) -> None:
    for node in kids(parent):
        name = local_name(node)
        if name in CONTROLS:
            path = absolute(node.get("ref") or node.get("nodeset") or "", context)
            _show(node, path, texts, result).control = CONTROLS[name]
            read_actions(node, path, path, result)
        elif name == "group":
            path = absolute(node.get("ref") or "", context) if node.get("ref") else ""
            repeats = kids(node, "repeat")
            if path:
                _show(node, path, texts, result)
            elif not repeats and (kid(node, "label") is not None or node.get("appearance")):
                result.flattened.append(("".join(texts_of_label(node)), place_of(node)))
            _read_kids(node, path or context, texts, result)
            if repeats and not path:
                path = absolute(repeats[0].get("nodeset") or repeats[0].get("ref") or "", context)
            if repeats and path in result.shown:
                _inherit(result.shown[path], node, texts)
        elif name == "repeat":
            path = absolute(node.get("nodeset") or node.get("ref") or "", context)
            shown = _show(node, path, texts, result)
            shown.is_repeat = True
            shown.count = _beside(attributes(node).get("count", ""))
            read_actions(node, path, "", result)
            _read_kids(node, path, texts, result)


def _beside(count: str) -> str:
    """Return how often a repeat is asked: a path that begins with a name begins beside the repeat, as in JavaRosa."""
    return f"../{count.strip()}" if _NAMES.fullmatch(count.strip()) else count


def texts_of_label(node: Node) -> list[str]:
    """Return the words of a group's label as they stand."""
    label = kid(node, "label")
    return [str(text) for text in label.itertext()] if label is not None else []


def _show(node: Node, path: str, texts: Texts, result: Body) -> Shown:
    earlier = result.shown.get(path)
    shown = Shown(
        node,
        len(result.shown) if earlier is None else earlier.order,
        label=texts.of_element(kid(node, "label")),
        hint=texts.of_element(kid(node, "hint")),
        guidance=texts.of_element(kid(node, "hint"), "guidance"),
        appearance=appearance_words(node.get("appearance") or ""),
    )
    if earlier is not None:
        shown.label = shown.label if shown.label is not EMPTY_TEXT else earlier.label
        shown.appearance = shown.appearance or earlier.appearance
    result.shown[path] = shown
    return shown


def _inherit(shown: Shown, group: Node, texts: Texts) -> None:
    """Give a repeat the label and appearance of the group around it."""
    if shown.label is EMPTY_TEXT:
        shown.label = texts.of_element(kid(group, "label"))
    if not shown.appearance:
        shown.appearance = tuple((group.get("appearance") or "").split())
