"""What a question looks like now, as its widget needs it; made from the session's node."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from forms.definition.elements import Control
from forms.session.nodes import QuestionNode
from forms.values import DataType


class Kind(Enum):
    """Which widget asks a question."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"
    ONE = "one"
    MANY = "many"
    RANK = "rank"
    RANGE = "range"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    UPLOAD = "upload"
    PLACE = "place"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """One choice on offer: what is stored, what is shown, file name of its picture or ""."""

    name: str
    label: str
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """One question.

    Args:
        value: Stored text, "" when blank.
        language: Code of the language the interview is asked in ("ar").
        optional: Worth a mark, since most other answers are required.
        most: Most choices the form allows, None where it does not say.
        error: Sentence above the answer, "" for none.
        reason: Why a required answer was left out, "" for none.
        compact: Shown with others on one page.
        picture: File name of the label's picture, "" for none.
    """

    ref: str
    kind: Kind
    label: str
    hint: str = ""
    guidance: str = ""
    value: str = ""
    choices: tuple[ChoiceState, ...] = ()
    required: bool = False
    optional: bool = False
    readonly: bool = False
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""
    language: str = "en"
    most: int | None = None
    error: str = ""
    reason: str = ""
    compact: bool = False
    picture: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the chosen choices, in their stored order."""
        if self.kind in (Kind.MANY, Kind.RANK):
            return tuple(self.value.split())
        return (self.value,) if self.value else ()


_BY_CONTROL = {
    Control.SELECT_ONE: Kind.ONE,
    Control.SELECT_MULTIPLE: Kind.MANY,
    Control.RANK: Kind.RANK,
    Control.TRIGGER: Kind.ACKNOWLEDGE,
    Control.NOTE: Kind.NOTE,
    Control.UPLOAD: Kind.UPLOAD,
    Control.RANGE: Kind.RANGE,
}
_BY_TYPE = {
    DataType.INTEGER: Kind.INTEGER,
    DataType.DECIMAL: Kind.DECIMAL,
    DataType.DATE: Kind.DATE,
    DataType.TIME: Kind.TIME,
    DataType.DATE_TIME: Kind.DATE_TIME,
    DataType.GEOPOINT: Kind.PLACE,
    DataType.GEOTRACE: Kind.POINTS,
    DataType.GEOSHAPE: Kind.POINTS,
    DataType.SELECT_MULTIPLE: Kind.MANY,
    DataType.RANK: Kind.RANK,
    DataType.BINARY: Kind.UPLOAD,
}
# Only a rule that says nothing else may keep a person from choosing more.
_MOST = re.compile(r"\s*count-selected\(\s*\.\s*\)\s*(<=|<)\s*(\d+)\s*")
PICTURES = ("image", "big-image")

ErrorOf = Callable[[QuestionNode], str]


def kind_of(node: QuestionNode) -> Kind:
    """Return which widget asks this question; a text is what is left."""
    question = node.question
    return _BY_CONTROL.get(question.control) or _BY_TYPE.get(question.data_type, Kind.TEXT)


def state_of(
    node: QuestionNode,
    *,
    language: str,
    error: str = "",
    reason: str = "",
    compact: bool = False,
    optional: bool = False,
) -> QuestionState:
    """Return the state of a question's node; asks the node for its texts and choices.

    Args:
        language: Code of the language the interview is asked in.
    """
    question = node.question
    media = node.media
    return QuestionState(
        ref=node.ref,
        kind=kind_of(node),
        label=node.label or node.model_node.name,
        hint=node.hint,
        guidance=node.guidance,
        value=node.value,
        choices=tuple(ChoiceState(item.name, item.label or item.name, _picture(item.media)) for item in node.choices)
        if node.model_node.is_select
        else (),
        required=node.required,
        optional=optional,
        readonly=node.readonly,
        appearance=node.appearance,
        parameters=question.parameters,
        media_type=question.media_type or "",
        language=language,
        most=_most(node),
        error=error,
        reason=reason,
        compact=compact,
        picture=_picture(media),
    )


def _picture(media: Mapping[str, str]) -> str:
    return next((media[kind] for kind in PICTURES if media.get(kind)), "")


def _most(node: QuestionNode) -> int | None:
    rule = node.question.constraint
    match = _MOST.fullmatch(rule.source) if rule is not None else None
    if match is None:
        return None
    return int(match[2]) - (1 if match[1] == "<" else 0)
