"""What waits to be sent, where to, and what holders have confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.storage.core import Core, raw_id
from app.storage.errors import StorageError


@dataclass(frozen=True, slots=True)
class Outbox:
    """What of one assessment no server or hub has confirmed yet.

    Args:
        records: Records of every kind.
        submissions: Finished interviews and corrections among them.
        attachments: Files.
        bytes: Of both together.
        last_sent: ISO 8601 time of the last exchange that went to its end, None when there was none.
    """

    records: int
    submissions: int
    attachments: int
    bytes: int
    last_sent: str | None


@dataclass(frozen=True, slots=True)
class Server:
    """Where an assessment is sent.

    Args:
        url: Address as typed, without a closing slash.
        token: Opaque bearer token, None before the first exchange.
        identity: The server's public key, 32 bytes, None before the first exchange.
        last_exchange: ISO 8601 time of the last exchange that went to its end.
    """

    assessment: str
    url: str
    token: str | None = None
    identity: bytes | None = None
    last_exchange: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A holder's signed word that it has a record or an attachment.

    Args:
        holder: Public key, 32 bytes.
        item: Record id or attachment SHA-256, 32 bytes.
        received: UTC milliseconds.
    """

    holder: bytes
    item: bytes
    received: int


MINE_WAITING = "record.mine = 1 and record.held = 0 and not assessment.example"


class Outgoing:
    """Read the outbox, remember servers and receipts. Every method blocks."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def summary(self, assessment: str | None = None) -> Outbox:
        """Return what waits, of one assessment or of all together (the example never counts)."""
        where, values = "", tuple[bytes, ...]()
        if assessment is not None:
            where, values = "and assessment.id = ?", (raw_id(assessment),)
        with self._core.database.read() as connection:
            records, submissions, size = connection.execute(
                f"""select count(*), coalesce(sum(record.kind in ('submission', 'correction')
                        and coalesce(space.kind, '') <> 'names'), 0),
                        coalesce(sum(length(header) + length(signature) + coalesce(length(salt) + length(body), 0)), 0)
                    from record join assessment on assessment.id = record.assessment
                    left join space on space.assessment = record.assessment and space.space = record.space
                    where {MINE_WAITING} {where}""",
                values,
            ).fetchone()
            files, file_bytes = connection.execute(
                f"""select count(*), coalesce(sum(size), 0) from (
                        select distinct attachment.sha256, attachment.size from attachment
                        join record on record.assessment = attachment.assessment and record.id = attachment.record
                        join assessment on assessment.id = record.assessment
                        where record.mine = 1 and attachment.held = 0 and not assessment.example {where})""",
                values,
            ).fetchone()
            last = connection.execute(
                f"select max(last_exchange) from assessment where not example {where}", values
            ).fetchone()[0]
        return Outbox(records, submissions, files, size + file_bytes, last)

    def server(self, assessment: str) -> Server | None:
        """Return the server of an assessment, None when it has none."""
        with self._core.database.read() as connection:
            row = connection.execute(
                "select server_url, server_token, server_identity, last_exchange from assessment where id = ?",
                (raw_id(assessment),),
            ).fetchone()
        return Server(assessment, *row) if row is not None and row["server_url"] else None

    def set_server(
        self, assessment: str, url: str, *, token: str | None = None, identity: bytes | None = None
    ) -> Server:
        """Remember the server; None leaves token and identity as they are while the address stays the same.

        Raises:
            StorageError: `assessment-unknown`.
        """
        return self._core.writer.run(self._set_server, assessment, url.strip().rstrip("/"), token, identity)

    def _set_server(self, assessment: str, url: str, token: str | None, identity: bytes | None) -> Server:
        done = self._core.writer.connection.execute(
            """update assessment set
                   server_token = coalesce(?, case when server_url = ? then server_token end),
                   server_identity = coalesce(?, case when server_url = ? then server_identity end),
                   server_url = ? where id = ?""",
            (token, url, identity, url, url, raw_id(assessment)),
        )
        found = self.server(assessment)
        if done.rowcount != 1 or found is None:
            raise StorageError("assessment-unknown", name=assessment)
        return found

    def forget_server(self, assessment: str) -> None:
        """Forget the server of an assessment."""
        self._core.writer.run(self._forget, assessment)

    def _forget(self, assessment: str) -> None:
        self._core.writer.connection.execute(
            "update assessment set server_url = null, server_token = null, server_identity = null where id = ?",
            (raw_id(assessment),),
        )

    def exchanged(self, assessment: str) -> None:
        """Note that an exchange went to its end now."""
        self._core.writer.run(self._exchanged, assessment, self._core.now())

    def _exchanged(self, assessment: str, now: str) -> None:
        self._core.writer.connection.execute(
            "update assessment set last_exchange = ? where id = ?", (now, raw_id(assessment))
        )

    def keep_receipt(self, assessment: str, signed: bytes, rows: Sequence[ReceiptRow], *, attachments: bool) -> None:
        """Keep a verified receipt: its signed bytes and what it names; what it names waits no longer."""
        if rows:
            self._core.writer.run(self._keep_receipt, raw_id(assessment), signed, tuple(rows), attachments)

    def _keep_receipt(self, assessment: bytes, signed: bytes, rows: tuple[ReceiptRow, ...], attachments: bool) -> None:
        connection = self._core.writer.connection
        connection.execute(
            "insert into receipt_signed (assessment, holder, signed) values (?, ?, ?)",
            (assessment, rows[0].holder, signed),
        )
        connection.executemany(
            """insert into receipt (holder, item, assessment, received, attachment) values (?, ?, ?, ?, ?)
               on conflict do nothing""",
            [(row.holder, row.item, assessment, row.received, int(attachments)) for row in rows],
        )
        items = [(assessment, row.item) for row in rows]
        if attachments:
            connection.executemany("update attachment set held = 1 where assessment = ? and sha256 = ?", items)
            return
        connection.executemany("update record set held = 1 where assessment = ? and id = ?", items)
        connection.executemany(
            """update submission_list set status = 'sent' where assessment = ? and status = 'finished' and instance in (
                   select instance from submission_record where assessment = ? and record = ?)
               and not exists (select 1 from submission_record, record where submission_record.assessment =
                   submission_list.assessment and submission_record.instance = submission_list.instance
                   and record.assessment = submission_list.assessment and record.id = submission_record.record
                   and record.mine = 1 and record.held = 0)""",
            [(assessment, *item) for item in items],
        )

    def name_of(self, assessment: str, record: bytes) -> str:
        """Return what tells a person which interview a record belongs to, "" when it belongs to none.

        Its ordinary name, else its form and when it was finished: what is said here may be kept in lists.
        """
        with self._core.database.read() as connection:
            row = connection.execute(
                """select title, form_title, finished from submission_list where assessment = ?1 and instance =
                   (select instance from submission_record where assessment = ?1 and record = ?2 limit 1)""",
                (raw_id(assessment), record),
            ).fetchone()
        if row is None:
            return ""
        return str(row["title"] or f"{row['form_title']}, {row['finished'][:16].replace('T', ' ')}")

    def holders(self, item: bytes) -> tuple[ReceiptRow, ...]:
        """Return who confirmed this record or attachment, earliest first."""
        with self._core.database.read() as connection:
            rows = connection.execute(
                "select holder, item, received from receipt where item = ? order by received, holder", (item,)
            )
            return tuple(ReceiptRow(*row) for row in rows)
