"""Entities of an XForm: `meta/entity` elements that say what a row of the entities sheet says."""

from __future__ import annotations

from forms.definition.actions import Attribute
from forms.definition.elements import Group, Node, Question
from forms.definition.entities import Entity
from forms.definition.text import Expression

MADE_BY_US = frozenset({"dataset", "create", "update", "id", "baseVersion", "trunkVersion", "branchId"})


def entity_of(node: Node, group: str) -> Entity | None:
    """Return the entity that an element declares; None where it is anything else, or says more than a row can.

    Args:
        group: Path of the group or repeat around its meta group.
    """
    if node.name != "entity" or not isinstance(node, Group | Question):
        return None
    said = {attribute.name: attribute for attribute in node.attributes}
    inner = node.children if isinstance(node, Group) else ()
    if "dataset" not in said or not said.keys() <= MADE_BY_US or not all(map(_is_label, inner)) or len(inner) > 1:
        return None
    entity = Entity(
        list_name=said["dataset"].value,
        group=group,
        label=next((child.calculation for child in inner if isinstance(child, Question)), None),
        entity_id=_calculation(said, "id"),
        create_if=_calculation(said, "create"),
        update_if=_calculation(said, "update"),
        place=node.place,
    )
    declared = ("create" in said, "update" in said)
    return entity if declared == (entity.creates, entity.updates) else None


def _calculation(said: dict[str, Attribute], name: str) -> Expression | None:
    return said[name].calculation if name in said else None


def _is_label(node: Node) -> bool:
    return node.name == "label" and isinstance(node, Question)


def without_entities(children: tuple[Node, ...], group: str, found: list[Entity]) -> tuple[Node, ...]:
    """Return the elements of a section without a meta group that only declares an entity, which is noted."""
    rest: list[Node] = []
    for child in children:
        if child.name == "meta" and isinstance(child, Group) and len(child.children) == 1:
            entity = entity_of(child.children[0], group)
            if entity is not None:
                found.append(entity)
                continue
        rest.append(child)
    return tuple(rest)
