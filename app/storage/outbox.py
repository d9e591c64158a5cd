"""What waits to be sent, where to, and what holders have confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outbox:
    """What of one assessment no server or hub has confirmed yet.

    Args:
        records: Records of every kind.
        submissions: Finished interviews and corrections among them.
        attachments: Files.
        bytes: Of both together.
        last_sent: ISO 8601 time of the last complete exchange, None when there was none.
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
        last_exchange: ISO 8601 time of the last complete exchange.
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


class Outgoing:
    """Read the outbox, remember servers and receipts. Every method blocks."""

    def summary(self, assessment: str | None = None) -> Outbox:
        """Return what waits, of one assessment or of all together (the example never counts)."""
        raise NotImplementedError

    def server(self, assessment: str) -> Server | None:
        """Return the server of an assessment, None when it has none."""
        raise NotImplementedError

    def set_server(
        self, assessment: str, url: str, *, token: str | None = None, identity: bytes | None = None
    ) -> Server:
        """Remember the server; None leaves token and identity as they are while the address stays the same."""
        raise NotImplementedError

    def forget_server(self, assessment: str) -> None:
        """Forget the server of an assessment."""
        raise NotImplementedError

    def exchanged(self, assessment: str) -> None:
        """Note that an exchange ended with equal have lists now."""
        raise NotImplementedError

    def keep_receipt(self, assessment: str, signed: bytes, rows: Sequence[ReceiptRow], *, attachments: bool) -> None:
        """Keep a verified receipt: its signed bytes and what it names."""
        raise NotImplementedError

    def holders(self, item: bytes) -> tuple[ReceiptRow, ...]:
        """Return who confirmed this record or attachment."""
        raise NotImplementedError
