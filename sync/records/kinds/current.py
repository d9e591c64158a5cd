"""`rights-current`: a steward's laptop says which rights records it has seen, so that others can say "as of"."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-current"


class CurrentBody(msgspec.Struct, frozen=True, kw_only=True):
    """Heads of the rights space.

    Args:
        heads: (writer, seq, id) of the last record of each log.
    """

    heads: tuple[tuple[Octets, int, Octets], ...]
