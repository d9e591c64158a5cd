"""`form-same`: what of a form version is the same as something of an earlier version, as a person decided."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "form-same"


class FormSameBody(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions about one form version.

    Args:
        version: Id of the form version's record.
        changes: (thing, id). A thing is a path (`/data/hh/age`), or a choice as list, tabulator, name. The id is of
            what it is the same as; "": it is new; null takes a decision back.
    """

    version: Octets
    changes: tuple[tuple[str, str | None], ...]
