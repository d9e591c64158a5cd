"""Make a question from its node, its control and its bind."""

from __future__ import annotations

from forms.definition.actions import Attribute
from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Question
from forms.definition.kinds import PERSONAL_KINDS
from forms.definition.text import EMPTY_TEXT
from forms.errors import Place
from forms.values import Sensitivity
from forms.xform.binds import QUESTION_RULES, Bind
from forms.xform.controls import Shown
from forms.xform.itext import Texts
from forms.xform.kinds import OF_BIND, SELECTS, control_extras, kind_of, parameters_of, stored_as
from forms.xform.safe import Node, kid, kids, local_name

SENSITIVITIES = {level.value: level for level in Sensitivity}
IMAGES = "jr://images/"
# The kinds of choices that are the answer; what other controls take from a list are labels or places.
CHOOSING = frozenset({Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK})


def read_question(
    node: Node,
    shown: Shown | None,
    bind: Bind,
    choices: ChoiceSource | None,
    texts: Texts,
    *,
    attributes: tuple[Attribute, ...],
    place: Place,
) -> Question:
    """Return the question of a leaf of the instance, without its actions.

    Args:
        shown: Its control; None where it has none.
        choices: What its control takes from a list.
    """
    control = shown.control if shown and shown.control else Control.NONE
    name = local_name(node)
    data_type = stored_as(control, bind)
    media_type = shown.element.get("mediatype") if shown else None
    kind = kind_of(name, bind, control, data_type, choices, media_type)
    own = choices if control in CHOOSING or kind == "select_one_external" else None
    preload = (bind.get("preload"), bind.get("preloadParams")) if bind.get("preload") else None
    return Question(
        kind=kind,
        name=name,
        data_type=data_type,
        control=_control(kind, control),
        label=shown.label if shown else EMPTY_TEXT,
        hint=shown.hint if shown else EMPTY_TEXT,
        guidance=shown.guidance if shown else EMPTY_TEXT,
        relevant=bind.expression("relevant"),
        readonly=bind.expression("readonly"),
        required=bind.expression("required"),
        required_message=texts.message(bind.get("requiredMsg")),
        constraint=bind.expression("constraint"),
        constraint_message=texts.message(bind.get("constraintMsg")),
        no_app_message=texts.message(bind.get("noAppErrorString")),
        calculation=bind.expression("calculate"),
        default=(node.text or "").removeprefix(IMAGES if kind == "image" else "") or None,
        appearance=shown.appearance if shown else (),
        preload=preload,
        media_type=media_type,
        save_to=bind.get("saveto") or None,
        parameters=parameters_of(kind, shown, bind, choices if own is None else None),
        choices=own,
        extras=_extras(kind, shown, bind, str(data_type.value)),
        attributes=attributes,
        place=place,
        sensitivity=_sensitivity(kind, bind),
    )


def _sensitivity(kind: str, bind: Bind) -> Sensitivity:
    """Return who may read the answer: as our own XForms say, else as its kind says."""
    written = bind.get("sensitivity")
    if written:
        return SENSITIVITIES.get(written, Sensitivity.PERSONAL)
    return Sensitivity.PERSONAL if kind in PERSONAL_KINDS else Sensitivity.ORDINARY


def _control(kind: str, control: Control) -> Control:
    if kind == "note":
        return Control.NOTE
    return Control.SELECT_ONE if kind == "select_one_external" else control


def _extras(kind: str, shown: Shown | None, bind: Bind, stored: str) -> dict[str, str]:
    """Return what control and bind say besides what is run."""
    of_bind = OF_BIND.get(kind)
    extras = bind.extras(QUESTION_RULES if of_bind is None else QUESTION_RULES | of_bind.keys())
    extras |= control_extras(kind, shown)
    written = bind.get("type")
    if written and written not in (stored, "string", "odk:rank", "rank") and kind not in _SELECT_KINDS:
        extras["bind::type"] = written
    return extras


_SELECT_KINDS = frozenset(SELECTS.values()) | {"select_one_from_file", "select_multiple_from_file"}


def read_tags(shown: Shown | None, name: str, texts: Texts) -> ChoiceList | None:
    """Return what is to be told of a thing on a map (`tag` elements of an upload), None without any."""
    found = kids(shown.element, "tag") if shown is not None and shown.control is Control.UPLOAD else []
    if not found:
        return None
    return ChoiceList(name, tuple(Choice(tag.get("key") or "", texts.of_element(kid(tag, "label"))) for tag in found))
