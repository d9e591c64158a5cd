"""`rights-steward`: the root key names a steward. Nobody else can."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-steward"


class StewardBody(msgspec.Struct, frozen=True, kw_only=True):
    """Names a steward and introduces a writer of that person.

    Args:
        person: Public person key.
        name: The person's name as typed.
        writer: Public writer key.
        box: X25519 key that space keys are sealed to.
        certificate: The person key's signature over this writer and box (`certificates.certify`).
    """

    person: Octets
    name: str
    writer: Octets
    box: Octets
    certificate: Octets
