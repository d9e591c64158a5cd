"""The rules of every element: bind elements, and beside each the actions of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.definition.actions import Attribute
from forms.definition.carried import carried
from forms.definition.elements import Question
from forms.definition.text import Text
from forms.model.plan import ModelNode
from forms.values import DataType
from forms.xform.parameters import NONE, OF_BIND
from forms.xform.writing.actions import model_actions
from forms.xform.writing.itext import asked_for, is_translated, messages
from forms.xform.writing.markup import element
from forms.xform.writing.references import Spot
from forms.xform.writing.shared import OWN_PREFIX, Shared, usual_sensitivity

# How the document calls a type where it is not called as in an instance.
TYPE_WORDS: Mapping[DataType, str] = {DataType.SELECT_MULTIPLE: "string"}
SAVE_TO = "entities:saveto"
SENSITIVITY = f"{OWN_PREFIX}:sensitivity"


def binds(shared: Shared) -> str:
    """Return the binds of all elements and their attributes, with the actions of the model."""
    return "".join(piece for node in shared.written for piece in _of_element(node, shared))


def _of_element(node: ModelNode, shared: Shared) -> Iterator[str]:
    found = _rules(node, shared)
    if found:
        yield shared.element("bind", {"nodeset": node.path, **found})
    yield from model_actions(node, shared)
    for attribute, held in zip(node.attributes, node.element.attributes, strict=True):
        found = _attribute_rules(attribute, held, shared)
        if found:
            yield element("bind", {"nodeset": attribute.path, **found})
        yield from model_actions(attribute, shared)


def _attribute_rules(node: ModelNode, held: Attribute, shared: Shared) -> dict[str, str]:
    found = dict(held.bind)
    calculation = shared.source(held.calculation, Spot(node))
    if calculation is not None:
        found["calculate"] = calculation
    return found


def _rules(node: ModelNode, shared: Shared) -> dict[str, str]:
    held, spot = node.element, Spot(node)
    found: dict[str, str] = {}
    rules = {"relevant": held.relevant, "readonly": held.readonly}
    if isinstance(held, Question):
        found["type"] = TYPE_WORDS.get(held.data_type, held.data_type.value)
        rules |= {"required": held.required, "constraint": held.constraint}
        if not held.trigger:
            rules["calculate"] = held.calculation
        if held.preload is not None:
            kind, parameter = held.preload
            found["jr:preload"] = kind
            if parameter:
                found["jr:preloadParams"] = parameter
        if held.sensitivity is not usual_sensitivity(held):
            found[SENSITIVITY] = held.sensitivity.value
        if held.save_to:
            found[SAVE_TO] = held.save_to.rpartition("#")[2]
        for name, message in messages(held):
            if message.by_language:
                found[name] = _message(message, f"{node.path}:{name}")
        for parameter, name in OF_BIND.get(held.kind, NONE).items():
            if parameter in held.parameters:
                found[name] = held.parameters[parameter]
    for name, rule in rules.items():
        source = shared.source(rule, spot)
        if source is not None:
            found[name] = source
    for name, text in carried(held.extras, "bind"):
        source = shared.text(text, spot)
        if source is not None:
            found[name] = source
    return found


def _message(message: Text, text_id: str) -> str:
    if is_translated(message):
        return f"jr:itext('{text_id}')"
    return asked_for(message) or "".join(
        part for parts in message.by_language.values() for part in parts if isinstance(part, str)
    )
