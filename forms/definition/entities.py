"""Entities: things that outlive an interview, made or changed when one is finished."""

from __future__ import annotations

from dataclasses import dataclass

from forms.definition.text import Expression
from forms.errors import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Entity:
    """One row of the entities sheet: what an interview adds to a list of entities, or changes in it.

    Questions name the property they fill in `Question.save_to`.

    Args:
        list_name: The list, in the XForm `dataset`.
        group: Path without positions of the root, group or repeat in whose `meta` it is declared; one for each instance
            of a repeat.
        label: How the entity is called.
        entity_id: Which entity is changed; None: a new one is made.
        create_if, update_if: Conditions; None: always, as far as `entity_id` says which is done.
    """

    list_name: str
    group: str
    label: Expression | None = None
    entity_id: Expression | None = None
    create_if: Expression | None = None
    update_if: Expression | None = None
    place: Place = NOWHERE

    @property
    def creates(self) -> bool:
        """Whether it may make a new entity."""
        return self.entity_id is None or self.create_if is not None

    @property
    def updates(self) -> bool:
        """Whether it may change one that is there."""
        return self.entity_id is not None
