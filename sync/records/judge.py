"""Say how a record stands, from everything that decides it: its log, what it builds on, rights, its own body."""

from __future__ import annotations

from sync.errors import RecordRefused
from sync.records.canonical import shape
from sync.records.header import Header
from sync.records.kinds import KINDS
from sync.records.kinds.attachment import AttachmentName, attachments_in
from sync.records.kinds.sealed import SealedBody
from sync.records.record import Record
from sync.records.rights import Rights
from sync.records.roles import SpaceType
from sync.records.standing import COUNTS, LinkOf, Standing, State, chain_standing


def judge(record: Record, *, rights: Rights, link_of: LinkOf, forked_at: int | None) -> Standing:
    """Say how a record stands in the set of records that is here.

    Args:
        record: With a good signature.
        rights: Folded from all rights records that are here.
        link_of: Id -> place of a record of this assessment, None when it is not here.
        forked_at: Lowest number that two different records of its log share; None without a fork.
    """
    header = record.head
    if header.space == rights.space:
        standing = rights.standings.get(record.id)
        if standing is not None:
            return standing
    chain = chain_standing(header, link_of=link_of, forked_at=forked_at)
    standing = rights.standing(header, record.id, chain)
    if standing != COUNTS:
        return standing
    where = rights.spaces[header.space]
    return body_standing(record, where.type)


def body_standing(record: Record, type_of_space: SpaceType) -> Standing:
    """Say whether a body can be folded; a kind we do not know is kept and counted as it is."""
    try:
        value = record.value()
        attachments_in(value)
        if type_of_space is SpaceType.NAMES:
            shape(value, SealedBody)
        elif record.head.kind in KINDS:
            shape(value, KINDS[record.head.kind])
    except RecordRefused as error:
        sealed = type_of_space is SpaceType.NAMES and error.code == "bad_body"
        return Standing(State.ASIDE, "not_sealed" if sealed else error.code)
    return COUNTS


def attachments_of(record: Record) -> tuple[AttachmentName, ...]:
    """Return the attachments that travel with a record; none when its body is not here or names them wrongly."""
    if record.body is None:
        return ()
    try:
        return attachments_in(record.value())
    except RecordRefused:
        return ()


def is_unknown(header: Header, rights: Rights) -> bool:
    """Tell whether nobody introduced a record's writer: it is kept within limits and not forwarded."""
    return header.writer not in rights.introduced
