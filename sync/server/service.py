"""What every request works with: the database, the records, the attachments, the server's identity and its clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from sync.protocol.receipts import sign_receipt
from sync.server.database import Database
from sync.server.identity import load_identity
from sync.server.media import MediaStore
from sync.server.queries import attachments as files
from sync.server.queries import records as rows
from sync.server.store import SqlStore


def system_clock() -> int:
    """Return UTC milliseconds."""
    return time.time_ns() // 1_000_000


class Service:
    """One server.

    Args:
        clock: Returns UTC milliseconds.
        founding_needs_code: Whoever brings an assessment must know the founding code.
    """

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        *,
        clock: Callable[[], int] = system_clock,
        founding_needs_code: bool = False,
    ) -> None:
        self.database = database
        self.media = media
        self.clock = clock
        self.founding_needs_code = founding_needs_code
        self.identity = load_identity(database)
        self.store = SqlStore(database, clock=clock)

    def receipt(self, assessment: bytes, ids: list[bytes]) -> bytes:
        """Return the signed receipt for those of `ids` that are here; b"" when none is.

        Times are those of the first arrival, so the same records always give the same receipt.
        """
        arrived = self.database.read(lambda connection: rows.arrivals_of(connection, assessment, ids))
        return sign_receipt(self.identity.seed, assessment=assessment, items=arrived.items()) if arrived else b""

    def attachment_receipt(self, assessment: bytes, sha256: bytes) -> bytes:
        """Return the signed receipt for a complete attachment; b"" when it is not complete."""
        here = self.database.read(lambda connection: files.complete(connection, assessment, [sha256]))
        if not here:
            return b""
        return sign_receipt(self.identity.seed, assessment=assessment, items=here.items(), attachments=True)
