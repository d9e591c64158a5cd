"""Entities as elements of the instance: `meta/entity` with its attributes, label and rules."""

from __future__ import annotations

from dataclasses import replace

from forms.definition.actions import FIRST_LOAD, NEW_REPEAT, Action, Attribute
from forms.definition.elements import Control, Group, Node, Question
from forms.definition.entities import Entity
from forms.definition.form import Form
from forms.definition.text import Expression

NAMESPACE = "http://www.opendatakit.org/xforms/entities"
ONE_VERSION, MANY_VERSION = "2024.1.0", "2025.1.0"
ALWAYS = Expression("true()")
_BIND = (("readonly", "true()"), ("type", "string"))


def entities_version(form: Form) -> str:
    """Return the version of the entities specification a form needs; "" without entities."""
    if not form.entities:
        return ""
    repeats = {path for path, _ in form.repeats()}
    inside = any(_in_repeat(entity.group, repeats) for entity in form.entities)
    return MANY_VERSION if len(form.entities) > 1 or inside else ONE_VERSION


def _in_repeat(group: str, repeats: set[str]) -> bool:
    return any(group == path or group.startswith(f"{path}/") for path in repeats)


def with_entities(form: Form, meta: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the form's elements with every meta group written out.

    Args:
        meta: What stands in the meta group of the root besides an entity.
    """
    repeats = {path for path, _ in form.repeats()}
    held = {
        entity.group or f"/{form.root}": _element(entity, in_repeat=_in_repeat(entity.group, repeats))
        for entity in form.entities
    }
    root = f"/{form.root}"
    children = tuple(_with(child, f"{root}/{child.name}", held) for child in form.children) if held else form.children
    first = (held[root],) if root in held else ()
    return (*children, Group(name="meta", children=(*first, *meta))) if first or meta else children


def _with(node: Node, path: str, held: dict[str, Group]) -> Node:
    if not isinstance(node, Group) or not any(group == path or group.startswith(f"{path}/") for group in held):
        return node
    children = tuple(_with(child, f"{path}/{child.name}", held) for child in node.children)
    if path in held:
        children = (*children, Group(name="meta", children=(held[path],)))
    return replace(node, children=children)


def _element(entity: Entity, *, in_repeat: bool) -> Group:
    """Return the entity as an element; its attributes in the order of the specification's examples."""
    found = [Attribute("dataset", entity.list_name)]
    if entity.creates:
        found.append(_marked("create", entity.create_if))
    if entity.entity_id is not None:
        found.append(_marked("update", entity.update_if))
        known = f"instance('{entity.list_name}')/root/item[name={entity.entity_id.source}]"
        for name in ("baseVersion", "trunkVersion", "branchId"):
            column = "__version" if name == "baseVersion" else f"__{name}"
            found.append(Attribute(name, "", Expression(f"{known}/{column}"), bind=_BIND))
        found.append(Attribute("id", "", entity.entity_id, bind=_BIND))
    else:
        events = (FIRST_LOAD, NEW_REPEAT) if in_repeat else (FIRST_LOAD,)
        drawn = tuple(Action((event,), Expression("uuid()")) for event in events)
        found.append(Attribute("id", "", actions=drawn, bind=_BIND))
    label: tuple[Node, ...] = ()
    if entity.label is not None:
        label = (
            Question(name="label", kind="calculate", control=Control.NONE, calculation=entity.label, readonly=ALWAYS),
        )
    return Group(name="entity", children=label, attributes=tuple(found))


def _marked(name: str, condition: Expression | None) -> Attribute:
    """Return `create` or `update`: "1", or worked out."""
    return Attribute(name, "1", condition, bind=_BIND if condition is not None else ())
