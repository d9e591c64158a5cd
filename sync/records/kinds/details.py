"""`assessment-details`: name, owner organisation and further facts of an assessment, as changeable fields."""

from __future__ import annotations

import msgspec

KIND = "assessment-details"
OBJECT = "assessment"
NAME = "name"
OWNER = "owner"


class DetailsBody(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the assessment's fields.

    Args:
        changes: (field, value); null clears a field. Fields of today: `name`, `owner`.
    """

    changes: tuple[tuple[str, str | None], ...]
