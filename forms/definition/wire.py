"""Definitions and findings as bytes and back, for a child process and for caches; no format to keep data in.

Only the classes listed here can come out of the bytes, so that decoding what a child wrote can run nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, Final

import msgspec

from forms.definition.actions import Action, Attribute
from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Group, Question, Repeat
from forms.definition.entities import Entity
from forms.definition.form import ExternalFile, Form
from forms.definition.packed import pack_form, unpack_form
from forms.definition.text import Expression, Text
from forms.errors import Finding, FormsError, Place, Severity
from forms.values import DataType, Sensitivity

_DATACLASSES: Final = (
    Form,
    ExternalFile,
    Question,
    Group,
    Repeat,
    Choice,
    ChoiceList,
    ChoiceSource,
    Text,
    Expression,
    Action,
    Attribute,
    Entity,
    Place,
    Finding,
)
_ENUMS: Final[tuple[type[Enum], ...]] = (DataType, Sensitivity, Control, Severity)
_BY_NAME: Final[Mapping[str, Any]] = {known.__name__: known for known in (*_DATACLASSES, *_ENUMS)}
_DEFAULTS: Final[Mapping[Any, list[tuple[str, Any]]]] = {
    known: [
        (field.name, field.default_factory() if field.default_factory is not MISSING else field.default)
        for field in fields(known)
    ]
    for known in _DATACLASSES
}
# Most of a form by far; msgspec reads and writes them by their own types. Sections, whose children may be of three
# classes, are beyond it.
_BY_TYPE: Final[Mapping[str, Any]] = {
    "Question": msgspec.msgpack.Decoder(Question),
    "ChoiceList": msgspec.msgpack.Decoder(ChoiceList),
}
UNREADABLE: Final = (
    msgspec.DecodeError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)
TAG: Final = "$"
MAP: Final = "="


def encode(value: Any) -> bytes:
    """Return the bytes of a value made of definitions, findings, tuples, mappings of strings and plain values."""
    return msgspec.msgpack.encode(_plain(value))


def decode(data: bytes) -> Any:
    """Return the value whose bytes these are; sequences come back as tuples.

    Raises:
        FormsError: `wire-unreadable`, these bytes were not written by `encode`.
    """
    try:
        return _rich(msgspec.msgpack.decode(data))
    except (
        msgspec.DecodeError,
        TypeError,
        ValueError,
        LookupError,
        AttributeError,
        StopIteration,
        RecursionError,
    ) as problem:
        raise FormsError("wire-unreadable", reason=str(problem)[:200]) from problem


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return {TAG: type(value).__name__, MAP: value.value}
    if isinstance(value, Form):
        return {TAG: "Form", MAP: pack_form(value)}
    if type(value) in (Question, ChoiceList):
        return {TAG: type(value).__name__, MAP: msgspec.msgpack.encode(value)}
    if is_dataclass(value):
        result: dict[str, Any] = {TAG: type(value).__name__}
        for name, default in _DEFAULTS[type(value)]:
            held = getattr(value, name)
            if held is default:
                continue
            if default is MISSING or held != default:
                result[name] = _plain(held)
        return result
    if isinstance(value, Mapping):
        return {MAP: {key: _plain(item) for key, item in value.items()}}
    raise TypeError(f"no wire form for {type(value).__name__}")


def _rich(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_rich(item) for item in value)
    if not isinstance(value, dict):
        return value
    if TAG not in value:
        return {key: _rich(item) for key, item in value[MAP].items()}
    if value[TAG] == "Form":
        return unpack_form(value[MAP])
    if value[TAG] in _BY_TYPE:
        return _BY_TYPE[value[TAG]].decode(value[MAP])
    known = _BY_NAME[value[TAG]]
    if issubclass(known, Enum):
        return known(value[MAP])
    return known(**{name: _rich(item) for name, item in value.items() if name != TAG})
