"""Signatures inside rights bodies: a person key certifies a writer, an invitation key proves an admission."""

from __future__ import annotations

from sync.records.canonical import Octets, encode
from sync.records.keys import sign, signed_by
from sync.records.kinds.admit import AdmitBody

WRITER_LINE = b"groundup-writer-1\n"
ADMISSION_LINE = b"groundup-admission-1\n"
EMPTY = Octets()


def certify(person_seed: bytes, *, assessment: bytes, writer: bytes, box: bytes) -> Octets:
    """Return the person key's signature that this writer and box are that person's, in this assessment.

    Args:
        person_seed: Seed of the person key (32 bytes).
        assessment: Id of the root record.
    """
    return Octets(sign(person_seed, WRITER_LINE, _writer_message(assessment, writer, box)))


def is_certified(person: bytes, certificate: bytes, *, assessment: bytes, writer: bytes, box: bytes) -> bool:
    """Tell whether the person key certified this writer and box for this assessment."""
    return signed_by(person, WRITER_LINE, _writer_message(assessment, writer, box), certificate)


def admission(
    *,
    invitation_seed: bytes,
    invitation: bytes,
    person_seed: bytes,
    person: bytes,
    name: str,
    writer: bytes,
    box: bytes,
    assessment: bytes,
) -> AdmitBody:
    """Return the body of a `rights-admit`, certified by the person key and proved by the invitation key.

    Args:
        invitation: Id of the `rights-invite` record.
        person, writer, box: Public keys.
    """
    body = AdmitBody(
        invitation=Octets(invitation),
        person=Octets(person),
        name=name,
        writer=Octets(writer),
        box=Octets(box),
        certificate=certify(person_seed, assessment=assessment, writer=writer, box=box),
        proof=EMPTY,
    )
    proof = Octets(sign(invitation_seed, ADMISSION_LINE, _admission_message(assessment, body)))
    return AdmitBody(
        invitation=body.invitation,
        person=body.person,
        name=body.name,
        writer=body.writer,
        box=body.box,
        certificate=body.certificate,
        proof=proof,
    )


def is_proved(body: AdmitBody, *, assessment: bytes, key: bytes) -> bool:
    """Tell whether the invitation's key signed this admission."""
    return signed_by(key, ADMISSION_LINE, _admission_message(assessment, body), body.proof)


def _writer_message(assessment: bytes, writer: bytes, box: bytes) -> bytes:
    return encode({"assessment": Octets(assessment), "box": Octets(box), "writer": Octets(writer)})


def _admission_message(assessment: bytes, body: AdmitBody) -> bytes:
    return encode(
        {
            "assessment": Octets(assessment),
            "box": body.box,
            "certificate": body.certificate,
            "invitation": body.invitation,
            "name": body.name,
            "person": body.person,
            "writer": body.writer,
        }
    )
