"""Files in pieces: small while the link is weak, larger while it carries them; resumed where they stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sync.client.entry import read_message
from sync.client.peer import HttpPeer
from sync.client.transport import LinkFailed, NotOurs, Refused
from sync.errors import SyncError
from sync.exchange.ports import AttachmentStore
from sync.protocol import limits, paths
from sync.protocol.messages import MissingAnswer, PieceAnswer, SpaceRequest
from sync.records.canonical import Octets

GOOD_PIECE = 2.0  # seconds; a piece that was faster makes the next one twice as large
SLOW_PIECE = 8.0  # seconds; a piece that was slower makes the next one half as large
STALLS = 4  # failures in a row without a single new byte until the rest waits for the next exchange


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attachment to be moved: in which space it is named, its hash and size."""

    space: bytes
    sha256: bytes
    size: int


class Pieces:
    """Moves attachments of one assessment.

    Args:
        moved: Told how many bytes went up or came down.
        is_cancelled: Asked before every piece.
        seconds: Returns seconds of a clock that never goes back.
    """

    def __init__(
        self,
        store: AttachmentStore,
        peer: HttpPeer,
        *,
        moved: Callable[[int], None],
        is_cancelled: Callable[[], bool],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._peer = peer
        self._moved = moved
        self._is_cancelled = is_cancelled
        self._seconds = seconds
        self._size = limits.PIECE_MIN

    def missing_there(self, space: bytes) -> list[Wanted]:
        """Return attachments of a space that the server lacks and we have, small first."""
        answer = self._peer.post(paths.MISSING, SpaceRequest(space=Octets(space)), MissingAnswer)
        assessment = self._peer.assessment
        return [
            Wanted(space, bytes(line.sha256), line.size)
            for line in answer.attachments
            if self._store.names(assessment, space, line.sha256) is not None
            and self._store.has(assessment, line.sha256)
        ]

    def missing_here(self, space: bytes) -> list[Wanted]:
        """Return attachments of a space that we lack, small first."""
        names = self._store.missing(self._peer.assessment, space)
        return [Wanted(space, bytes(name.sha256), name.size) for name in names]

    def send(self, wanted: Wanted) -> bool:
        """Send one attachment from where it stopped; False when it was stopped again.

        Raises:
            SyncError: the server refuses it, or the link fails for good.
        """
        stalls = 0
        while not self._is_cancelled():
            offset = 0
            try:
                offset = self._offset_there(wanted)
                for start, piece in self._pieces_from(wanted, offset):
                    answer = self._put(wanted, start, piece)
                    self._moved(len(piece))
                    stalls = 0
                    if answer.complete:
                        if answer.receipt:
                            self._peer.take_receipt(answer.receipt, {wanted.sha256}, attachments=True)
                        return True
                    if answer.offset != start + len(piece):
                        break  # the server says where to go on
                else:
                    return False
            except LinkFailed:
                stalls += 1
                if stalls >= STALLS:
                    raise
                self._size = limits.PIECE_MIN
            except Refused as error:
                if error.code != "attachment_gap":
                    raise
                stalls += 1
                if stalls >= STALLS:
                    raise
        return False

    def confirm(self, wanted: Wanted) -> bool:
        """Ask for the receipt of an attachment that the server may have; False when it does not have all of it."""
        if self._offset_there(wanted) < wanted.size:
            return False
        answer = self._put(wanted, wanted.size, b"")
        if answer.complete and answer.receipt:
            self._peer.take_receipt(answer.receipt, {wanted.sha256}, attachments=True)
        return answer.complete

    def fetch(self, wanted: Wanted) -> bool:
        """Fetch one attachment from where it stopped; False when it was stopped, is not there, or was wrong.

        Raises:
            SyncError: the server refuses it, or the link fails.
        """
        assessment = self._peer.assessment
        offset = self._store.offset(assessment, wanted.sha256)
        while offset < wanted.size:
            if self._is_cancelled():
                return False
            started = self._seconds()
            try:
                piece = self._get(wanted, offset)
            except Refused as error:
                if error.code == "attachment_missing":
                    return False
                raise
            if not piece or len(piece) > self._size or offset + len(piece) > wanted.size:
                raise NotOurs("not_a_server", host=self._peer.transport.host, status=200)
            self._adapt(self._seconds() - started)
            offset = self._store.append(assessment, wanted.sha256, offset, piece)
            self._moved(len(piece))
        return self._store.finish(assessment, wanted.sha256)

    def _pieces_from(self, wanted: Wanted, offset: int) -> Iterator[tuple[int, bytes]]:
        """Yield (offset, piece) of our copy; one empty piece at the end of an empty or wholly sent file."""
        if offset >= wanted.size:
            yield wanted.size, b""
            return
        buffer = bytearray()
        for part in self._store.open(self._peer.assessment, wanted.sha256, offset):
            buffer += part
            while len(buffer) >= self._size:
                if self._is_cancelled():
                    return
                piece = bytes(buffer[: self._size])
                del buffer[: len(piece)]
                yield offset, piece
                offset += len(piece)
        if buffer and not self._is_cancelled():
            yield offset, bytes(buffer)

    def _path(self, wanted: Wanted) -> str:
        return paths.path_of(
            paths.ATTACHMENT, assessment=self._peer.assessment, space=wanted.space, sha256=wanted.sha256
        )

    def _offset_there(self, wanted: Wanted) -> int:
        headers = self._peer.ask("HEAD", self._path(wanted)).headers
        text = headers.get(paths.OFFSET_HEADER, "")
        if not text.isdigit() or int(text) > wanted.size:
            raise NotOurs("not_a_server", host=self._peer.transport.host, status=200)
        return int(text)

    def _put(self, wanted: Wanted, offset: int, piece: bytes) -> PieceAnswer:
        started = self._seconds()
        headers = {paths.OFFSET_HEADER: str(offset)}
        answer = self._peer.ask("PATCH", self._path(wanted), body=piece, kind=paths.BYTES_TYPE, headers=headers)
        self._adapt(self._seconds() - started)
        return read_message(self._peer.transport, answer.body, PieceAnswer)

    def _get(self, wanted: Wanted, offset: int) -> bytes:
        path = f"{self._path(wanted)}?size={self._size}"
        headers = {paths.OFFSET_HEADER: str(offset)}
        return self._peer.ask("GET", path, headers=headers, answer_kind=paths.BYTES_TYPE).body

    def _adapt(self, took: float) -> None:
        """Let the next piece be larger after a fast one, smaller after a slow one."""
        if took < GOOD_PIECE:
            self._size = min(self._size * 2, limits.PIECE_MAX)
        elif took > SLOW_PIECE:
            self._size = max(self._size // 2, limits.PIECE_MIN)


def is_of_the_item(error: SyncError) -> bool:
    """Tell whether an error concerns one item alone, so that the next one can be tried."""
    return isinstance(error, Refused) and error.http_status not in (401, 429, 503, 507)
