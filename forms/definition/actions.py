"""What events do to a form's values, and values that stand in attributes of the instance's elements."""

from __future__ import annotations

from dataclasses import dataclass

from forms.definition.text import Expression
from forms.errors import NOWHERE, Place

# Events that an action may name (ODK XForms specification, "Event types").
FIRST_LOAD = "odk-instance-first-load"  # an interview begins
LOAD = "odk-instance-load"  # an interview begins, or is opened again
NEW_REPEAT = "odk-new-repeat"  # an instance is added with which the form did not begin
VALUE_CHANGED = "xforms-value-changed"  # the source has another value
EVENTS = frozenset({FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED})


@dataclass(frozen=True, slots=True)
class Action:
    """Something done when an event happens, to the question or attribute that holds it.

    What a starting value or a triggered calculation says is no action: see `Question.default_expression` and
    `Question.trigger`.

    Args:
        events: Names as written; EVENTS are those that are run.
        value: What is stored; None stores a blank.
        source: Path without positions of what the event happens to: the question that changes, the repeat that grows;
            "" for the interview itself.
        kind: "setvalue", "setgeopoint" (the place where the device is), "recordaudio".
    """

    events: tuple[str, ...]
    value: Expression | None = None
    source: str = ""
    kind: str = "setvalue"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element of the instance, with its value and the rule that computes it.

    Args:
        name: As written, prefix included ("version", "odk:tag").
        value: Text it starts with; may hold `${name}` where a workbook wrote it.
        calculation: Recomputed like a question's.
        actions: What events store in it.
        bind: Every other attribute of its bind, name -> text ("type", "readonly", "relevant").
    """

    name: str
    value: str = ""
    calculation: Expression | None = None
    actions: tuple[Action, ...] = ()
    bind: tuple[tuple[str, str], ...] = ()
    place: Place = NOWHERE
