"""Which XLSForm word a question of an XForm has, and the parameters that stand in its control and bind."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.elements import ChoiceSource, Control
from forms.definition.kinds import KINDS
from forms.values import DataType
from forms.xform import parameters
from forms.xform.binds import Bind
from forms.xform.controls import Shown
from forms.xform.parameters import NONE, by_attribute
from forms.xform.safe import prefixed

TYPES: Mapping[str, DataType] = {
    **{kind.value.lower(): kind for kind in DataType},
    "integer": DataType.INTEGER,
    "select": DataType.SELECT_MULTIPLE,
    "select1": DataType.STRING,
    "rank": DataType.RANK,
    "double": DataType.DECIMAL,
    "float": DataType.DECIMAL,
    "datetime": DataType.DATE_TIME,
}
KIND_OF_TYPE: Mapping[DataType, str] = {
    DataType.INTEGER: "integer",
    DataType.DECIMAL: "decimal",
    DataType.DATE: "date",
    DataType.TIME: "time",
    DataType.DATE_TIME: "dateTime",
    DataType.GEOPOINT: "geopoint",
    DataType.GEOTRACE: "geotrace",
    DataType.GEOSHAPE: "geoshape",
    DataType.BARCODE: "barcode",
}
PLACES = frozenset({DataType.GEOPOINT, DataType.GEOTRACE, DataType.GEOSHAPE})
KIND_OF_MEDIA = {kind.media_type: name for name, kind in KINDS.items() if kind.media_type}
SELECTS = {
    Control.SELECT_ONE: "select_one",
    Control.SELECT_MULTIPLE: "select_multiple",
    Control.RANK: "rank",
    Control.TRIGGER: "acknowledge",
    Control.RANGE: "range",
}
OF_CONTROL = by_attribute(parameters.OF_CONTROL)
OF_BIND = by_attribute(parameters.OF_BIND)
# Attributes of a control that are said elsewhere.
OF_EVERY_CONTROL = frozenset({"ref", "nodeset", "bind", "appearance", "mediatype", "query", "count", "noAddRemove"})


def stored_as(control: Control, bind: Bind) -> DataType:
    """Return how an answer is read."""
    if control is Control.SELECT_MULTIPLE:
        return DataType.SELECT_MULTIPLE
    if control is Control.RANK:
        return DataType.RANK
    if control is Control.UPLOAD:
        return DataType.BINARY
    return TYPES.get(bind.get("type").rpartition(":")[2].lower(), DataType.STRING)


def kind_of(
    name: str, bind: Bind, control: Control, data_type: DataType, choices: ChoiceSource | None, media_type: str | None
) -> str:
    """Return the XLSForm word for a question."""
    if bind.get("preload") and bind.get("preloadParams") in KINDS:
        return bind.get("preloadParams")
    if control in SELECTS:
        kind = SELECTS[control]
        return f"{kind}_from_file" if choices and choices.file and kind in ("select_one", "select_multiple") else kind
    if control is Control.UPLOAD:
        return KIND_OF_MEDIA.get(media_type or "", "file")
    calculation = bind.expression("calculate")
    if control is Control.NONE:
        if name == "audit" and data_type is DataType.BINARY:
            return "audit"
        return "calculate" if calculation else "hidden"
    if choices is not None and data_type not in PLACES:
        return "select_one_external"
    if data_type is DataType.STRING and bind.get("readonly").strip() == "true()" and calculation is None:
        return "note"
    return KIND_OF_TYPE.get(data_type, "text")


def parameters_of(kind: str, shown: Shown | None, bind: Bind, choices: ChoiceSource | None) -> dict[str, str]:
    """Return what the parameters column of a workbook would say.

    Args:
        choices: List of a control that is no select: labels of a range's ticks, places shown on a map.
    """
    found: dict[str, str] = {}
    words = OF_CONTROL.get(kind)
    if words and shown is not None:
        for key, text in shown.element.attrib.items():
            word = words.get(str(key).rpartition("}")[2])
            if word is not None:
                found[word] = str(text)
    for name, word in OF_BIND.get(kind, NONE).items():
        if name in bind.values:
            found[word] = bind.get(name)
    if choices is not None and (kind == "range" or kind in ("geopoint", "geotrace", "geoshape")):
        found["tick_labelset" if kind == "range" else "reference-geometry"] = (
            choices.list_name or choices.file or choices.repeat or ""
        )
    return found


def control_extras(kind: str, shown: Shown | None) -> dict[str, str]:
    """Return what a control says besides what is kept elsewhere, as a workbook would head it: `control::x` -> text."""
    if shown is None or len(shown.element.keys()) < 2:
        return {}
    known = OF_CONTROL.get(kind, NONE)
    found = {}
    for key, text in shown.element.attrib.items():
        local = str(key).rpartition("}")[2]
        if local not in OF_EVERY_CONTROL and local not in known:
            found[f"control::{prefixed(shown.element, str(key))}"] = str(text)
    return found
