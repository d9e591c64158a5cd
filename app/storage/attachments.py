"""Attachments of records as they travel: what `sync.exchange.ports.AttachmentStore` asks for, over the media vault."""

from __future__ import annotations

from collections.abc import Iterator

from app.storage.core import Core
from app.storage.folding import Folding
from app.storage.records import Records
from app.storage.sqlcipher import Connection, Row
from sync.errors import SyncError
from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName

NAMED = """
    from attachment join record on record.assessment = attachment.assessment and record.id = attachment.record
    where attachment.assessment = ? and record.body is not null
"""


class Attachments:
    """Attachments of all assessments. Every method blocks."""

    def __init__(self, core: Core, records: Records, folding: Folding) -> None:
        self._core = core
        self._records = records
        self._folding = folding

    def missing(self, assessment: bytes, space: bytes) -> tuple[AttachmentName, ...]:
        """Return attachments named by live bodies of the space and not wholly here, small first."""
        with self._core.database.read() as connection:
            introduced = self._records.rights(assessment).introduced
            rows = connection.execute(
                f"""select attachment.sha256, attachment.size, attachment.type, record.writer {NAMED}
                    and record.space = ? order by attachment.size, attachment.sha256""",
                (assessment, space),
            ).fetchall()
        found = {row["sha256"]: _name(row) for row in rows if row["writer"] in introduced}
        return tuple(name for digest, name in found.items() if not self._core.media.has(digest))

    def names(self, assessment: bytes, space: bytes, sha256: bytes) -> AttachmentName | None:
        """Return the attachment when a live body of that space names it."""
        with self._core.database.read() as connection:
            row = connection.execute(
                f"""select attachment.sha256, attachment.size, attachment.type {NAMED}
                    and record.space = ? and attachment.sha256 = ? limit 1""",
                (assessment, space, sha256),
            ).fetchone()
        return _name(row) if row is not None else None

    def has(self, assessment: bytes, sha256: bytes) -> bool:
        """Tell whether all bytes are here and verified."""
        with self._core.database.read() as connection:
            return self._size(connection, assessment, sha256) is not None and self._core.media.has(sha256)

    def offset(self, assessment: bytes, sha256: bytes) -> int:
        """Return how many bytes are here, from the start."""
        with self._core.database.read() as connection:
            size = self._size(connection, assessment, sha256)
        if size is None:
            return 0
        return size if self._core.media.has(sha256) else self._core.media.arrived(sha256)

    def open(self, assessment: bytes, sha256: bytes, offset: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a whole attachment from `offset` on. Raises SyncError: `attachment_missing`."""
        if not self.has(assessment, sha256):
            raise SyncError("attachment_missing")
        return _from(self._core.media.pieces(sha256), offset)

    def append(self, assessment: bytes, sha256: bytes, offset: int, piece: bytes) -> int:
        """Add a piece, durable when this returns, and return the new offset; what is already here is skipped.

        Raises:
            SyncError: `attachment_gap`, `attachment_unnamed`, `attachment_too_large`.
        """
        with self._core.database.read() as connection:
            size = self._size(connection, assessment, sha256)
        if size is None:
            raise SyncError("attachment_unnamed")
        if self._core.media.has(sha256):
            return size
        here = self._core.media.arrived(sha256)
        if offset > here:
            raise SyncError("attachment_gap", offset=here)
        if offset + len(piece) > size:
            raise SyncError("attachment_too_large", size=offset + len(piece), limit=size)
        return self._core.media.append(sha256, here, piece[here - offset :])

    def finish(self, assessment: bytes, sha256: bytes) -> bool:
        """Verify the whole; False: it was not what its hash says and has been dropped."""
        with self._core.database.read() as connection:
            size = self._size(connection, assessment, sha256)
        if size is None or not self._core.media.finish(sha256, size):
            return False
        self._core.writer.run(self._fold, assessment, sha256)
        return True

    def _fold(self, assessment: bytes, sha256: bytes) -> None:
        """Fold anew what waited for this file."""
        connection, rights = self._core.writer.connection, self._records.rights(assessment)
        self._folding.form_arrived(connection, rights, sha256)
        rows = connection.execute(
            """select distinct instance from submission_record join attachment
               on attachment.assessment = submission_record.assessment and attachment.record = submission_record.record
               where attachment.assessment = ? and attachment.sha256 = ?""",
            (assessment, sha256),
        ).fetchall()
        self._folding.fold_submissions(connection, rights, [row["instance"] for row in rows])

    def _size(self, connection: Connection, assessment: bytes, sha256: bytes) -> int | None:
        row = connection.execute(
            f"select attachment.size {NAMED} and attachment.sha256 = ? limit 1", (assessment, sha256)
        ).fetchone()
        return int(row["size"]) if row is not None else None

    def sweep(self, *, older_than: float) -> int:
        """Remove media that no draft and no record names and that are older than so many seconds; return how many."""
        with self._core.database.read() as connection:
            rows = connection.execute("select sha256 from attachment union select sha256 from draft_media")
            named = {row["sha256"] for row in rows}
        return self._core.media.sweep(named, older_than=older_than)


def _name(row: Row) -> AttachmentName:
    return AttachmentName(sha256=Octets(row["sha256"]), size=row["size"], type=row["type"])


def _from(pieces: Iterator[bytes], offset: int) -> Iterator[bytes]:
    for piece in pieces:
        if offset < len(piece):
            yield piece[offset:]
        offset = max(0, offset - len(piece))
