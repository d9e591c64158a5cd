"""`rights-writer`: a person's further writer (new laptop, restore, copy); signed by it, certified by the person key."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-writer"


class WriterBody(msgspec.Struct, frozen=True, kw_only=True):
    """A further writer.

    Args:
        person: Public person key.
        writer: Public writer key; it signs this record.
        box: X25519 key that space keys are sealed to.
        certificate: The person key's signature over this writer and box.
    """

    person: Octets
    writer: Octets
    box: Octets
    certificate: Octets
