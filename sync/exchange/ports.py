"""What any store of records offers: the laptop's workspace, the server's database, the in-memory twin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from sync.exchange.have import HaveList
from sync.exchange.results import Result
from sync.records.kinds.attachment import AttachmentName
from sync.records.record import Record
from sync.records.rights import Rights
from sync.records.standing import Standing

# Writer -> (first, last) numbers of its log, both included, in rising order; every branch of a fork is meant.
Wanted = Mapping[bytes, Sequence[tuple[int, int]]]


class RecordStore(Protocol):
    """Records of any number of assessments. Nothing here looks at who asks: callers ask `Rights.may_carry` first.

    An implementation runs `tests/helpers/store_contract.py`.
    """

    def assessments(self) -> tuple[bytes, ...]:
        """Return the ids of assessments whose root record is here."""
        ...

    def rights(self, assessment: bytes) -> Rights:
        """Return the folded rights of an assessment, of all rights records that are here.

        Raises:
            SyncError: `assessment_unknown`.
        """
        ...

    def have(self, assessment: bytes, space: bytes) -> HaveList:
        """Return what is here of a space, without logs of writers that nobody introduced (`Rights.introduced`)."""
        ...

    def read(self, assessment: bytes, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """Yield wanted records that are here by (writer, seq, id); what `have` leaves out is not given."""
        ...

    def ids(self, assessment: bytes, space: bytes, writer: bytes) -> tuple[tuple[int, bytes], ...]:
        """Return (seq, id) of every record of one log that is here, sorted."""
        ...

    def get(self, assessment: bytes, record: bytes) -> Record | None:
        """Return one record by id."""
        ...

    def lacks(self, assessment: bytes, space: bytes) -> tuple[bytes, ...]:
        """Return ids of records whose bodies are not here though they are not erased, sorted."""
        ...

    def take(self, assessment: bytes, space: bytes, records: Sequence[Record], *, link: str = "") -> list[Result]:
        """Store records and say of each, in order, what became of it; taking again changes nothing.

        A root record founds its assessment (`assessment` is its id). One bad record never keeps out another.

        Args:
            link: Where they come from (a token, a file), for the limit of unknown writers; "" for our own.
        """
        ...

    def standing(self, assessment: bytes, record: bytes) -> Standing:
        """Say whether a record counts, waits, or is set aside and why; by the set of records that is here alone."""
        ...


class AttachmentStore(Protocol):
    """Attachments of records, as they travel (encrypted ones stay encrypted)."""

    def missing(self, assessment: bytes, space: bytes) -> tuple[AttachmentName, ...]:
        """Return attachments named by live bodies of the space and not wholly here, small first."""
        ...

    def names(self, assessment: bytes, space: bytes, sha256: bytes) -> AttachmentName | None:
        """Return the attachment when a live body of that space names it."""
        ...

    def has(self, assessment: bytes, sha256: bytes) -> bool:
        """Tell whether all bytes are here and verified."""
        ...

    def offset(self, assessment: bytes, sha256: bytes) -> int:
        """Return how many bytes are here, from the start."""
        ...

    def open(self, assessment: bytes, sha256: bytes, offset: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a whole attachment from `offset` on. Raises SyncError: `attachment_missing`."""
        ...

    def append(self, assessment: bytes, sha256: bytes, offset: int, piece: bytes) -> int:
        """Add a piece and return the new offset; a piece that is already here is skipped.

        Raises:
            SyncError: `attachment_gap`, the piece begins beyond what is here; `attachment_unnamed`, no live body
                names it; `attachment_too_large`, it would pass the size its record names.
        """
        ...

    def finish(self, assessment: bytes, sha256: bytes) -> bool:
        """Verify the whole; False: it was not what its hash says and has been dropped."""
        ...
