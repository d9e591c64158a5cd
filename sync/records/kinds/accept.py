"""`rights-accept`: a steward lets records count that were set aside."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-accept"


class AcceptBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An acceptance.

    Args:
        ids: Records of any space of the assessment.
        why: In the steward's words.
    """

    ids: tuple[Octets, ...]
    why: str = ""
