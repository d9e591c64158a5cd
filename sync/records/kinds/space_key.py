"""`rights-key`: the key of a `names` space, its private half sealed to each of its readers, by epoch."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-key"


class KeyBody(msgspec.Struct, frozen=True, kw_only=True):
    """A space key; several records may wrap the same key for more readers.

    Args:
        space: The `names` space.
        epoch: 1, 2, 3…; writers seal to the key of the highest.
        public: X25519 public key of the space in this epoch.
        wraps: (reader's box key, private key sealed to it).
    """

    space: Octets
    epoch: int
    public: Octets
    wraps: tuple[tuple[Octets, Octets], ...]
