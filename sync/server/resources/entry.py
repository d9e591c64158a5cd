"""How a device gets in: identity, nonce, founding, lookup of an invitation, token."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from sync.protocol import limits
from sync.protocol.batch import decode_batch
from sync.protocol.messages import (
    LOOKUP_LINE,
    TOKEN_LINE,
    Found,
    Founded,
    Identity,
    Lookup,
    LookupAnswer,
    Nonce,
    NonceRequest,
    Token,
    TokenRequest,
    lookup_message,
    token_message,
)
from sync.protocol.paths import VERSIONS
from sync.records.canonical import Octets
from sync.records.certificates import admission
from sync.records.header import KEY_SIZE, SALT_SIZE
from sync.records.keys import public_of, signed_by
from sync.records.kinds.admit import KIND as ADMIT
from sync.records.record import LogHead, Parent, Record, make_record
from sync.records.rights import Rights
from sync.records.roles import Role
from sync.server.access import INVITATION, PERSON, WRITER, Principal, new_nonce, nonce_expiry
from sync.server.codes import Purpose, TryResult, try_code
from sync.server.identity import slot_seed
from sync.server.problems import Problem
from sync.server.queries.tokens import TokenHolder, keep_token, new_token, use_nonce
from sync.server.service import Service

NO_ASSESSMENT = b""
SHORT_TOKEN_MS = 24 * 60 * 60 * 1000  # an invitation or a person key is for joining, not for staying
WEST = timedelta(hours=12)  # a day ends last in the westernmost zone
ADMISSION_SLOT = 0


def identity(service: Service) -> Identity:
    """Say who answers."""
    return Identity(
        server=Octets(service.identity.public),
        versions=VERSIONS,
        founding_needs_code=service.founding_needs_code,
        now=service.clock(),
    )


def nonce(service: Service, request: NonceRequest) -> Nonce:
    """Give out a number that may be signed back once."""
    number, expires = new_nonce(service, request.assessment, limits.NONCE_MS)
    known = request.assessment in service.store.assessments()
    return Nonce(nonce=Octets(number), expires=expires, known=known)


def found(service: Service, request: Found, origin: str) -> Founded:
    """Take in an assessment and join it as a hub with the invitation it brings.

    Raises:
        Problem: 403 for a wrong code, 429 for too many, 400 when the rights do not invite this server.
        SyncError: `assessment_unknown`, its root record is not among the batches.
    """
    if service.founding_needs_code:
        result = try_code(service.database, Purpose.FOUND, request.code, origin=origin, clock=service.clock)
        if result is TryResult.TOO_MANY:
            raise Problem(429, "too_many_tries")
        if result is TryResult.WRONG:
            raise Problem(403, "founding_code_wrong")
    for data in request.batches:
        batch = decode_batch(data)
        if batch.assessment != request.assessment:
            raise Problem(400, "wrong_assessment")
        service.store.take(batch.assessment, batch.space, batch.records, link=f"founding from {origin}")
    rights = service.store.rights(request.assessment)
    if service.identity.public not in rights.people:
        _join(service, request, rights)
        rights = service.store.rights(request.assessment)
    return Founded(admission=Octets(_admission_id(service, rights)), server=Octets(service.identity.public))


def _join(service: Service, request: Found, rights: Rights) -> None:
    """Write the server's own admission, proved by the invitation's key."""
    invitation = rights.invitations.get(bytes(request.invitation))
    if (
        invitation is None
        or invitation.role is not Role.HUB
        or len(request.invitation_seed) != KEY_SIZE
        or public_of(request.invitation_seed) != invitation.key
        or not invitation.is_open(_last_day(service))
    ):
        raise Problem(400, "invitation_unusable")
    assessment = rights.assessment
    writer = slot_seed(service.database, assessment, ADMISSION_SLOT)
    body = admission(
        invitation_seed=request.invitation_seed,
        invitation=invitation.id,
        person_seed=service.identity.seed,
        person=service.identity.public,
        name="Groundup server",
        writer=public_of(writer),
        box=service.identity.box.public,
        assessment=assessment,
    )
    known = service.store.get(assessment, invitation.id)
    assert known is not None
    parent = Parent(known.id, known.head.tick)

    def make(head: LogHead | None) -> Record | None:
        if head is not None:  # another worker was faster
            return None
        return make_record(
            writer=writer,
            assessment=assessment,
            space=rights.space,
            kind=ADMIT,
            body=body,
            at=(service.clock(), 0),
            salt=secrets.token_bytes(SALT_SIZE),
            parents=[parent],
        )

    service.store.append(assessment, rights.space, public_of(writer), ADMISSION_SLOT, make)


def _admission_id(service: Service, rights: Rights) -> bytes:
    """Return the id of the record that admits this server.

    Raises:
        Problem: 400, the admission does not count (the invitation was used by others in the meantime).
    """
    person = rights.people.get(service.identity.public)
    if person is None:
        raise Problem(400, "invitation_unusable")
    log = service.store.ids(rights.assessment, rights.space, person.writers[0])
    return log[0][1]


def lookup(service: Service, request: Lookup) -> LookupAnswer:
    """Tell which assessment an invitation belongs to, to somebody who knows its code.

    Raises:
        Problem: 403, the signature is wrong or no open invitation has this key.
    """
    message = lookup_message(server=service.identity.public, key=request.key, nonce=request.nonce)
    _check_signed(service, NO_ASSESSMENT, request.key, LOOKUP_LINE, message, request.nonce, request.signature)
    for assessment in service.store.assessments():
        invitation = service.store.rights(assessment).invitation_with(request.key)
        if invitation is not None:
            return LookupAnswer(assessment=Octets(assessment), invitation=Octets(invitation.id))
    raise Problem(403, "invitation_unknown")


def token(service: Service, request: TokenRequest) -> Token:
    """Give a token to a writer that counts, or to somebody with an open invitation.

    Raises:
        Problem: 403, the key opens nothing here or the signature is wrong.
        SyncError: `assessment_unknown`.
    """
    assessment, key = bytes(request.assessment), bytes(request.key)
    rights = service.store.rights(assessment)
    lasts = limits.TOKEN_MS
    if request.kind == WRITER:
        if key not in rights.writers:
            raise Problem(403, "writer_unknown")
    elif request.kind == PERSON:  # to bring a new writer (new laptop, restore) that only the person vouches for
        if key not in rights.people:
            raise Problem(403, "writer_unknown")
        lasts = SHORT_TOKEN_MS
    elif request.kind == INVITATION:
        invitation = rights.invitation_with(key)
        if invitation is None:
            raise Problem(403, "invitation_unknown")
        if not invitation.is_open(_last_day(service)):
            raise Problem(403, "invitation_closed")
        lasts = SHORT_TOKEN_MS
    else:
        raise Problem(400, "bad_message")
    message = token_message(server=service.identity.public, assessment=assessment, key=key, nonce=request.nonce)
    _check_signed(service, assessment, key, TOKEN_LINE, message, request.nonce, request.signature)
    text, now = new_token(), service.clock()
    holder = TokenHolder(assessment, key, request.kind)
    service.database.write(lambda connection: keep_token(connection, text, holder, expires=now + lasts, now=now))
    spaces = Principal(holder, rights).spaces()
    return Token(token=text, expires=now + lasts, spaces=tuple(Octets(space) for space in spaces))


def _check_signed(
    service: Service, assessment: bytes, key: bytes, line: bytes, message: bytes, number: bytes, signature: bytes
) -> None:
    """Refuse unless `key` signed with a nonce of ours that was not used before."""
    expires = nonce_expiry(service, assessment, number)
    if expires is None:
        raise Problem(403, "nonce_over")
    if not signed_by(key, line, message, signature):
        raise Problem(403, "bad_signature")
    now = service.clock()
    fresh = service.database.write(
        lambda connection: use_nonce(connection, assessment, number, expires=expires, now=now)
    )
    if not fresh:
        raise Problem(403, "nonce_over")


def _last_day(service: Service) -> str:
    """Return the day it still is somewhere on earth, as invitations write it."""
    return (datetime.fromtimestamp(service.clock() / 1000, UTC) - WEST).date().isoformat()
