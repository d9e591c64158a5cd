"""A server as the peer of an exchange: what `sync.exchange.run.Peer` asks for, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from sync.client.entry import read_message
from sync.client.transport import Answer, NotOurs, Refused, Transport
from sync.errors import ProtocolRefused, RecordRefused
from sync.exchange.have import HaveList, have_from_value
from sync.exchange.ports import Wanted
from sync.exchange.results import SETTLED, Result, Status
from sync.protocol import limits, paths
from sync.protocol.batch import Batch, decode_batch, encode_batches
from sync.protocol.messages import (
    BatchAnswer,
    HaveAnswer,
    IdsAnswer,
    IdsRequest,
    ReadRequest,
    ResultLine,
    SpaceRequest,
    encode_message,
)
from sync.protocol.receipts import Receipt, read_receipt
from sync.records.canonical import Octets
from sync.records.record import Record

Message = TypeVar("Message", bound=msgspec.Struct)
IDS_AT_ONCE = 1_000


class HttpPeer:
    """One assessment on one server.

    Args:
        server: The server's public key; receipts of anybody else are not believed.
        renew: Signs in again when the token is over.
        keep_receipt: Gets every verified receipt: its signed bytes and what it says.
        moved: Told how many bytes of records went up or came down.
        is_cancelled: Asked before every batch.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        assessment: bytes,
        server: bytes,
        renew: Callable[[], None],
        keep_receipt: Callable[[bytes, Receipt], None],
        moved: Callable[[int], None] = lambda _: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self.transport = transport
        self.assessment = assessment
        self.server = server
        self._renew = renew
        self._keep_receipt = keep_receipt
        self._moved = moved
        self._is_cancelled = is_cancelled

    def have(self, space: bytes, digest: bytes) -> HaveList | None:
        """Return what the server has of a space; None when its list has this digest."""
        request = SpaceRequest(space=Octets(space), digest=Octets(digest))
        answer = self.post(paths.HAVE, request, HaveAnswer)
        if answer.logs is None:
            if answer.digest != digest:
                raise self._not_ours()
            return None
        try:
            held = have_from_value(answer.logs)
        except RecordRefused as error:
            raise self._not_ours() from error
        if held.digest != answer.digest:
            raise self._not_ours()
        return held

    def ids(self, space: bytes, writer: bytes) -> Sequence[tuple[int, bytes]]:
        """Return (seq, id) of every record of one log the server has."""
        answer = self.post(paths.IDS, IdsRequest(space=Octets(space), writer=Octets(writer)), IdsAnswer)
        return [(seq, bytes(identity)) for seq, identity in answer.ids]

    def read(self, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """Yield wanted records; what was received is not asked for again."""
        left = dict(wanted)
        before: tuple[bytes, int] = (b"", 0)
        while left and not self._is_cancelled():
            lines = tuple((Octets(writer), tuple(spans)) for writer, spans in sorted(left.items()))
            records = self._read(ReadRequest(space=Octets(space), wanted=lines))
            yield from records
            # They come by writer and number: everything before the last one is here, or is not there.
            last = (records[-1].head.writer, records[-1].head.seq) if records else before
            if last <= before:
                return
            before = last
            left = _after(left, *last)

    def read_ids(self, space: bytes, ids: Sequence[bytes]) -> Iterator[Record]:
        """Yield records by id."""
        left = list(ids)
        while left and not self._is_cancelled():
            group = left[:IDS_AT_ONCE]
            records = self._read(ReadRequest(space=Octets(space), ids=tuple(Octets(each) for each in group)))
            yield from records
            came = {record.id for record in records} & set(group)
            done = came or set(group)  # nothing of it is there
            left = [identity for identity in left if identity not in done]

    def send(self, space: bytes, records: Iterator[Record]) -> Iterator[Result]:
        """Give the server records and yield what became of each, in order; keep the receipts."""
        for batch, data in encode_batches(self.assessment, space, records):
            if self._is_cancelled():
                return
            answer = self.post(paths.BATCH, data, BatchAnswer, kind=paths.BATCH_TYPE)
            results = self._results(batch, answer)
            self._moved(len(data))
            if answer.receipt:
                self.take_receipt(answer.receipt, {result.id for result in results if result.status in SETTLED})
            yield from results

    def take_receipt(self, signed: bytes, expected: set[bytes], *, attachments: bool = False) -> None:
        """Check a receipt and keep it.

        Raises:
            NotOurs: it is signed by somebody else, for something else, or wrong.
        """
        try:
            receipt = read_receipt(signed, attachments=attachments)
        except ProtocolRefused as error:
            raise self._not_ours() from error
        named = {item for item, _ in receipt.items}
        if receipt.holder != self.server or receipt.assessment != self.assessment or not named <= expected:
            raise self._not_ours()
        self._keep_receipt(signed, receipt)

    def post(
        self,
        pattern: str,
        message: msgspec.Struct | bytes,
        kind_of_answer: type[Message],
        *,
        kind: str = paths.MESSAGE_TYPE,
    ) -> Message:
        """Send a message about the assessment and return the answer; sign in again once when the token is over."""
        body = message if isinstance(message, bytes) else encode_message(message)
        path = paths.path_of(pattern, assessment=self.assessment)
        answer = self.ask("POST", path, body=body, kind=kind)
        return read_message(self.transport, answer.body, kind_of_answer)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        kind: str = paths.MESSAGE_TYPE,
        answer_kind: str = paths.MESSAGE_TYPE,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return an answer; sign in again once when the token is over."""

        def once() -> Answer:
            return self.transport.ask(
                method, path, body=body, kind=kind, answer_kind=answer_kind, headers=headers, limit=limits.HAVE
            )

        try:
            return once()
        except Refused as error:
            if error.http_status != 401:
                raise
        self._renew()
        return once()

    def _read(self, request: ReadRequest) -> tuple[Record, ...]:
        path = paths.path_of(paths.READ, assessment=self.assessment)
        data = self.ask("POST", path, body=encode_message(request), answer_kind=paths.BATCH_TYPE).body
        try:
            batch = decode_batch(data)
        except ProtocolRefused as error:
            raise self._not_ours() from error
        if batch.assessment != self.assessment or batch.space != request.space:
            raise self._not_ours()
        self._moved(len(data))
        return batch.records

    def _results(self, batch: Batch, answer: BatchAnswer) -> list[Result]:
        if [bytes(line.id) for line in answer.results] != [record.id for record in batch.records]:
            raise self._not_ours()
        try:
            return [_result(line) for line in answer.results]
        except ValueError as error:
            raise self._not_ours() from error

    def _not_ours(self) -> NotOurs:
        return NotOurs("not_a_server", host=self.transport.host, status=200)


def _after(wanted: Wanted, writer: bytes, seq: int) -> dict[bytes, Sequence[tuple[int, int]]]:
    """Return what of `wanted` comes after a record, by writer and number."""
    left: dict[bytes, Sequence[tuple[int, int]]] = {}
    for each, spans in wanted.items():
        if each < writer:
            continue
        start = seq + 1 if each == writer else 1
        rest = [(max(first, start), last) for first, last in spans if last >= start]
        if rest:
            left[each] = rest
    return left


def _result(line: ResultLine) -> Result:
    return Result(bytes(line.id), Status(line.status), line.why)
