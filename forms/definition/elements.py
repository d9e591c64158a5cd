"""What a form is made of: questions, groups, repeats, choice lists. Frozen; edits return new objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from forms.definition.actions import Action, Attribute
from forms.definition.text import EMPTY_TEXT, Expression, Text
from forms.errors import NOWHERE, Place
from forms.values import DataType, Sensitivity


class Control(Enum):
    """How a question is asked; `NONE` is kept in the instance but never shown (calculate, hidden, metadata)."""

    INPUT = "input"
    SELECT_ONE = "select1"
    SELECT_MULTIPLE = "select"
    RANK = "rank"
    TRIGGER = "trigger"  # acknowledge
    NOTE = "note"  # read-only text
    UPLOAD = "upload"
    RANGE = "range"
    NONE = "none"


# Key of `Element.extras` under which the name as written is kept when it could not be an element's name.
WRITTEN_NAME = "written_name"
# Key of `Element.extras` of questions that no row of the workbook wrote (the count of a repeat, "specify other").
GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list.

    Args:
        name: What is stored.
        label: What is shown; empty where the list has none.
        columns: Every other column of the choices sheet that is filled, heading -> text (filters read these).
    """

    name: str
    label: Text = EMPTY_TEXT
    columns: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A named list of choices, shared by any number of questions."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChoiceSource:
    """Where a select takes its choices from. Exactly one of `list_name`, `file`, `repeat` is given.

    Args:
        list_name: Name in `Form.choice_lists`.
        file: File name of an external list (CSV, XML, GeoJSON) in `Form.external`.
        repeat: `${name}` of a question inside a repeat: its instances are the choices (`select_one ${name}`).
        filter: Expression evaluated per item, whose columns are child names.
        value: Column that is stored (default "name", GeoJSON "id").
        label: Column that is shown (default "label", GeoJSON "title").
        items: Path of the items in the list's secondary instance; an XForm may have another.
        or_other: "Other" is offered besides: the choice "other" is already in the list, the text question
            `<name>_other` already after this one.
        randomize: Shuffle the choices.
        seed: Expression that makes the shuffle repeatable.
    """

    list_name: str | None = None
    file: str | None = None
    repeat: str | None = None
    filter: Expression | None = None
    value: str = "name"
    label: str = "label"
    items: str = "root/item"
    or_other: bool = False
    randomize: bool = False
    seed: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What questions, groups and repeats have in common.

    Args:
        name: Node name in the instance.
        appearance: Words of the appearance column, in order.
        parameters: Words of the parameters column, `key=value`.
        extras: Columns we do not run but carry, heading -> text.
        attributes: Attributes of its element in the instance.
    """

    name: str
    label: Text = EMPTY_TEXT
    hint: Text = EMPTY_TEXT
    guidance: Text = EMPTY_TEXT
    relevant: Expression | None = None
    readonly: Expression | None = None
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)
    attributes: tuple[Attribute, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Element):
    """A leaf of the instance: asked, calculated, or filled by the program.

    Args:
        kind: The XLSForm type word in its normal form, a key of `forms.definition.kinds.KINDS`: "select_one",
            "integer", "dateTime", "image", "acknowledge", "calculate", "start", ...; "unknown" for any other.
        data_type: How the text is read.
        control: How it is asked.
        required: Expression; `true()` for "yes".
        default: Literal starting text; None where there is none.
        default_expression: Starting value to compute on first load or on a new repeat instance (dynamic default).
        calculation: Recomputed whenever what it reads changes; with `trigger`, only when a trigger changes.
        trigger: Names (or absolute paths) of the questions whose change fires the calculation; without a calculation
            the answer is cleared.
        preload: (kind, parameter) of jr:preload for metadata, e.g. ("timestamp", "start"), else None.
        media_type: For uploads, e.g. "image/*".
        no_app_message: Shown where the app that the appearance names is not there.
        save_to: Property of an entity that the answer fills: "name", or "list#name" where the form has several.
        actions: What events store in it, besides its starting value and triggered calculation.
    """

    kind: str
    data_type: DataType = DataType.STRING
    control: Control = Control.INPUT
    required: Expression | None = None
    required_message: Text = EMPTY_TEXT
    constraint: Expression | None = None
    constraint_message: Text = EMPTY_TEXT
    calculation: Expression | None = None
    default: str | None = None
    default_expression: Expression | None = None
    trigger: tuple[str, ...] = ()
    choices: ChoiceSource | None = None
    preload: tuple[str, str] | None = None
    media_type: str | None = None
    no_app_message: Text = EMPTY_TEXT
    save_to: str | None = None
    actions: tuple[Action, ...] = ()
    sensitivity: Sensitivity = Sensitivity.ORDINARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Element):
    """A group of elements; `field-list` in its appearance shows it as one page."""

    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """A group that may be answered several times.

    Args:
        count: Number of instances, recomputed; None where the person adds them.
        initial: Instances a new interview starts with where nothing counts them.
        group_label: Label of the wrapping group pyxform would write; same as `label`.
    """

    count: Expression | None = None
    initial: int = 1


Node = Question | Group | Repeat
