"""Forms without the places where their parts stand, so that two readings of one form can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from forms.errors import NOWHERE, Place


def placeless(value: Any) -> Any:
    """Return a form, or a part of one, with every place unknown."""
    if isinstance(value, Place):
        return NOWHERE
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: placeless(getattr(value, each.name)) for each in fields(value)})
    if isinstance(value, tuple):
        return tuple(placeless(each) for each in value)
    if isinstance(value, Mapping):
        return {key: placeless(each) for key, each in value.items()}
    return value
