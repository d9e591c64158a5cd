"""One laptop in memory that exchanges with a real server: keys, store, receipts, what it remembers of the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from people import Laptop, Team

from sync.client.attachments import Wanted
from sync.client.run import Account, Founding, Outcome, exchange
from sync.client.transport import Transport
from sync.exchange.memory import MemoryStore
from sync.protocol.receipts import Receipt
from sync.records.canonical import Octets
from sync.records.keys import invitation_seed, new_invitation_code, public_of
from sync.records.kinds import invite
from sync.records.record import Record


class Device:
    """One laptop: its keys, its store, its receipts, what it remembers of the server."""

    def __init__(self, laptop: Laptop, store: MemoryStore) -> None:
        self.laptop = laptop
        self.team: Team = laptop.team
        self.store = store
        self.token: str | None = None
        self.server: bytes | None = None
        self.invitation: bytes | None = None
        self.own: list[bytes] = []
        self.confirmed: dict[bytes, int] = {}
        self.receipts: list[bytes] = []

    def keep_receipt(self, assessment: bytes, signed: bytes, receipt: Receipt) -> None:
        self.receipts.append(signed)
        self.confirmed.update(receipt.items)

    def unconfirmed_records(self, assessment: bytes) -> Sequence[bytes]:
        return [identity for identity in self.own if identity not in self.confirmed]

    def unconfirmed_attachments(self, assessment: bytes) -> Sequence[Wanted]:
        return []

    def invite_server(self) -> str:
        """Write an invitation for the server and return its code."""
        code = new_invitation_code()
        body = invite.InviteBody(
            key=Octets(public_of(invitation_seed(code))), role="hub", uses=1, last_day="2099-12-31"
        )
        record = self.laptop.write(self.team.rights_space, invite.KIND, body, parents=[self.team.founded[-2]])
        self.store.take(self.team.id, self.team.rights_space, [record])
        return code

    def put(self, space: bytes, *records: Record) -> None:
        """Store own records."""
        self.store.take(self.team.id, space, list(records))
        self.own += [record.id for record in records]

    def exchange(
        self, url: str, *, can_found: bool = True, founding_code: str = "", timeout: float = 20.0, **options: Any
    ) -> Outcome:
        """Send and receive."""
        account = Account(
            writer=self.laptop.writer_seed,
            person=self.laptop.person_seed,
            invitation=self.invitation,
            token=self.token,
            server=self.server,
        )
        founding = Founding(self.invite_server, founding_code) if can_found else None
        with Transport(url, timeout=timeout, pauses=(0.05, 0.1)) as transport:
            outcome = exchange(self.store, transport, self.team.id, account, self, founding=founding, **options)
        self.token, self.server = outcome.token, outcome.server
        return outcome
