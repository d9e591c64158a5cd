"""`rights-invite`: a steward or coordinator lets people join in a role."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-invite"


class InviteBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An invitation.

    Args:
        key: Public key; whoever knows the private one (from the code) may admit himself.
        role: Word of `roles.Role`; never `steward`.
        spaces: Team spaces that are not open to all and that the joiner becomes a member of.
        uses: How many people may join with it.
        last_day: "2026-12-31", the last day it is good, in the joiner's zone.
    """

    key: Octets
    role: str
    uses: int
    last_day: str
    spaces: tuple[Octets, ...] = ()
