"""`rights-admit`: a person joins with an invitation; signed by the new writer, proved by invitation and person key."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets

KIND = "rights-admit"


class AdmitBody(msgspec.Struct, frozen=True, kw_only=True):
    """An admission.

    Args:
        invitation: Id of the `rights-invite` record.
        person: Public person key.
        name: The person's name as typed, or the server's.
        writer: Public key of the person's first writer; it signs this record.
        box: X25519 key that space keys are sealed to.
        certificate: The person key's signature over this writer and box.
        proof: The invitation key's signature over all of it (`certificates.prove`).
    """

    invitation: Octets
    person: Octets
    name: str
    writer: Octets
    box: Octets
    certificate: Octets
    proof: Octets
