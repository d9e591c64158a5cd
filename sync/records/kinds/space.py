"""`rights-space`: a steward opens a space and says who reads it."""

from __future__ import annotations

from typing import Literal

import msgspec

from sync.records.canonical import Octets

KIND = "rights-space"


class SpaceBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Opens a space.

    Args:
        space: 16 random bytes.
        type: `plan` is read by all; `team` by its members, coordinators, stewards, hubs; `names` by those who have its
            key, and carried by all who read its team.
        name: What people call it; "" for the only one of its type.
        of: For `names`: the team space whose personal answers it holds.
        open: For `team`: every interviewer and observer is a member; False: only those whose invitation names it.
    """

    space: Octets
    type: Literal["plan", "team", "names"]
    name: str = ""
    of: Octets = Octets()
    open: bool = True
