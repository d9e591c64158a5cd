"""Attachments: which are missing, how far one is here, a piece more of it, a piece back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.protocol.messages import AttachmentLine, MissingAnswer, PieceAnswer, SpaceRequest
from sync.records.canonical import Octets
from sync.server.access import Principal
from sync.server.problems import Problem
from sync.server.queries import attachments as files
from sync.server.service import Service


@dataclass(frozen=True, slots=True)
class State:
    """How far an attachment is here for the one who asks."""

    size: int
    offset: int
    complete: bool


def missing(service: Service, who: Principal, request: SpaceRequest) -> MissingAnswer:
    """List attachments of a space that are not complete here, small first. Raises Problem: 403."""
    only = who.writers(request.space)
    found = service.database.read(
        lambda connection: files.missing(connection, who.assessment, [request.space], writers=only)
    )
    lines = tuple(AttachmentLine(sha256=Octets(sha256), size=size) for sha256, size in found)
    return MissingAnswer(attachments=lines)


def state(service: Service, who: Principal, space: bytes, sha256: bytes) -> State:
    """Say how far an attachment is here.

    Raises:
        Problem: 403; 404 when no record of that space that he may fetch names it.
    """
    only = who.writers(space)

    def look(connection: Connection) -> tuple[int | None, bool]:
        size = files.size_for(connection, who.assessment, sha256, space, writers=only)
        return size, sha256 in files.complete(connection, who.assessment, [sha256])

    size, complete = service.database.read(look)
    if size is None:
        raise Problem(404, "attachment_unnamed")
    if complete:
        return State(size, size, True)
    return State(size, service.media.offset(who.assessment, sha256, who.holder.key), False)


def check_piece(service: Service, who: Principal, space: bytes, sha256: bytes, offset: int, length: int) -> State:
    """Return how far the attachment is here, after checking that a piece fits.

    Raises:
        Problem: as `state`; 409 when it begins beyond what is here; 413 when it passes the size its record names.
    """
    now = state(service, who, space, sha256)
    if offset > now.offset:
        raise Problem(409, "attachment_gap", offset=now.offset)
    if offset + length > now.size:
        raise Problem(413, "attachment_too_large", size=offset + length, limit=now.size)
    return now


def add(service: Service, who: Principal, space: bytes, sha256: bytes, offset: int, piece: bytes) -> PieceAnswer:
    """Write a piece; the last one completes the attachment when it is what its hash says.

    Raises:
        Problem: as `check_piece`; 422 when the whole is not what its hash says and was dropped.
    """
    now = check_piece(service, who, space, sha256, offset, len(piece))
    if not now.complete:
        here = service.media.write(who.assessment, sha256, who.holder.key, offset, piece)
        if here < now.size:
            return PieceAnswer(offset=here, complete=False)
        if not service.media.finish(who.assessment, sha256, who.holder.key, now.size):
            raise Problem(422, "attachment_differs")
        at = service.clock()
        service.database.write(lambda connection: files.note_complete(connection, who.assessment, sha256, now.size, at))
    receipt = service.attachment_receipt(who.assessment, sha256)
    return PieceAnswer(offset=now.size, complete=True, receipt=Octets(receipt))


def read(service: Service, who: Principal, space: bytes, sha256: bytes, offset: int) -> tuple[State, Iterator[bytes]]:
    """Return the bytes of a complete attachment from `offset` on.

    Raises:
        Problem: as `state`; 404 when it is not complete; 416 when `offset` is beyond its end.
    """
    now = state(service, who, space, sha256)
    if not now.complete:
        raise Problem(404, "attachment_missing")
    if offset > now.size:
        raise Problem(416, "attachment_gap", offset=now.size)
    try:
        return now, service.media.read(who.assessment, sha256, offset)
    except FileNotFoundError as error:
        raise Problem(404, "attachment_missing") from error
