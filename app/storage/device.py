"""This laptop as a party of exchanges: one store of records and files, its keys, its memory of holders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.storage.attachments import Attachments
from app.storage.author import Author
from app.storage.core import Core, text_id
from app.storage.errors import StorageError
from app.storage.outbox import Outgoing, ReceiptRow
from app.storage.records import Records
from sync.exchange.have import HaveList
from sync.exchange.ports import Wanted
from sync.exchange.results import Result
from sync.protocol.receipts import Receipt
from sync.records.kinds.attachment import AttachmentName
from sync.records.record import Record
from sync.records.rights import Rights
from sync.records.standing import Standing


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """What a laptop signs with when it exchanges an assessment.

    Args:
        writer: Seed of the current writer, introduced in the assessment.
        person: Seed of the person key.
        invitation: Seed of the invitation this person joined with, None for the founder.
        token: Token of an earlier exchange, None without one.
        server: The server's public key as met before, None at the first contact.
    """

    writer: bytes
    person: bytes
    invitation: bytes | None
    token: str | None
    server: bytes | None


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """An attachment of ours that no holder has confirmed: the space that names it, its hash and size."""

    space: bytes
    sha256: bytes
    size: int


class Device:
    """A RecordStore, an AttachmentStore and a ledger of receipts in one. Every method blocks."""

    def __init__(
        self, core: Core, author: Author, records: Records, attachments: Attachments, outbox: Outgoing
    ) -> None:
        self._core = core
        self._author = author
        self._records = records
        self._files = attachments
        self._outbox = outbox

    # -- keys and memory ---------------------------------------------------------------------------------------------

    def keys(self, assessment: bytes) -> DeviceKeys:
        """Return the keys to exchange with; makes and introduces a new writer where one is needed.

        Raises:
            StorageError: `not-allowed`, this person is not in the assessment.
        """
        writer = self._core.writer.run(self._author.introduced, assessment)
        with self._core.database.read() as connection:
            row = connection.execute(
                "select invitation_seed, server_token, server_identity from assessment where id = ?", (assessment,)
            ).fetchone()
        if row is None:
            raise StorageError("assessment-unknown", name=text_id(assessment))
        person = self._author.person().seed
        return DeviceKeys(writer, person, row["invitation_seed"], row["server_token"], row["server_identity"])

    def keep_receipt(self, assessment: bytes, signed: bytes, receipt: Receipt) -> None:
        """Keep a verified receipt: its signed bytes and what it names."""
        rows = [ReceiptRow(receipt.holder, item, received) for item, received in receipt.items]
        self._outbox.keep_receipt(text_id(assessment), signed, rows, attachments=receipt.attachments)

    def unconfirmed_records(self, assessment: bytes) -> Sequence[bytes]:
        """Return ids of our own records no holder has confirmed yet."""
        with self._core.database.read() as connection:
            rows = connection.execute(
                "select id from record where assessment = ? and mine = 1 and held = 0 order by tick, id", (assessment,)
            )
            return [row["id"] for row in rows]

    def unconfirmed_attachments(self, assessment: bytes) -> Sequence[WaitingFile]:
        """Return attachments of our own records no holder has confirmed yet, small first."""
        with self._core.database.read() as connection:
            rows = connection.execute(
                """select distinct record.space, attachment.sha256, attachment.size
                   from attachment join record on record.assessment = attachment.assessment
                   and record.id = attachment.record
                   where attachment.assessment = ? and record.mine = 1 and attachment.held = 0
                   order by attachment.size, attachment.sha256""",
                (assessment,),
            )
            return [WaitingFile(row["space"], row["sha256"], row["size"]) for row in rows]

    def entered(self, assessment: bytes, *, token: str, server: bytes) -> None:
        """Remember the server and its token.

        The invitation's seed is kept: a server that comes back from an old backup may never have heard of us.
        """
        self._core.writer.run(self._entered, assessment, token, server)

    def _entered(self, assessment: bytes, token: str, server: bytes) -> None:
        self._core.writer.connection.execute(
            "update assessment set server_token = ?, server_identity = ? where id = ?",
            (token, server, assessment),
        )

    def exchanged(self, assessment: bytes) -> None:
        """Note that an exchange went to its end, whatever either side refused."""
        self._outbox.exchanged(text_id(assessment))

    # -- records -----------------------------------------------------------------------------------------------------

    def assessments(self) -> tuple[bytes, ...]:
        """See RecordStore."""
        return self._records.assessments()

    def rights(self, assessment: bytes) -> Rights:
        """See RecordStore."""
        return self._records.rights(assessment)

    def have(self, assessment: bytes, space: bytes) -> HaveList:
        """See RecordStore."""
        return self._records.have(assessment, space)

    def read(self, assessment: bytes, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """See RecordStore."""
        return self._records.read(assessment, space, wanted)

    def ids(self, assessment: bytes, space: bytes, writer: bytes) -> tuple[tuple[int, bytes], ...]:
        """See RecordStore."""
        return self._records.ids(assessment, space, writer)

    def get(self, assessment: bytes, record: bytes) -> Record | None:
        """See RecordStore."""
        return self._records.get(assessment, record)

    def lacks(self, assessment: bytes, space: bytes) -> tuple[bytes, ...]:
        """See RecordStore."""
        return self._records.lacks(assessment, space)

    def take(self, assessment: bytes, space: bytes, records: Sequence[Record], *, link: str = "") -> list[Result]:
        """See RecordStore."""
        return self._records.take(assessment, space, records, link=link)

    def standing(self, assessment: bytes, record: bytes) -> Standing:
        """See RecordStore."""
        return self._records.standing(assessment, record)

    # -- attachments -------------------------------------------------------------------------------------------------

    def missing(self, assessment: bytes, space: bytes) -> tuple[AttachmentName, ...]:
        """See AttachmentStore."""
        return self._files.missing(assessment, space)

    def names(self, assessment: bytes, space: bytes, sha256: bytes) -> AttachmentName | None:
        """See AttachmentStore."""
        return self._files.names(assessment, space, sha256)

    def has(self, assessment: bytes, sha256: bytes) -> bool:
        """See AttachmentStore."""
        return self._files.has(assessment, sha256)

    def offset(self, assessment: bytes, sha256: bytes) -> int:
        """See AttachmentStore."""
        return self._files.offset(assessment, sha256)

    def open(self, assessment: bytes, sha256: bytes, offset: int = 0) -> Iterator[bytes]:
        """See AttachmentStore."""
        return self._files.open(assessment, sha256, offset)

    def append(self, assessment: bytes, sha256: bytes, offset: int, piece: bytes) -> int:
        """See AttachmentStore."""
        return self._files.append(assessment, sha256, offset, piece)

    def finish(self, assessment: bytes, sha256: bytes) -> bool:
        """See AttachmentStore."""
        return self._files.finish(assessment, sha256)
