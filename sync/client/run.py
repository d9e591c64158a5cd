"""A whole exchange of one assessment with a server: rights, plan, texts, then files, small ones first.

Nothing here is remembered between runs: have lists and offsets say where to go on, so a run that was cut is simply run
again. One refused item never stops the others; a failing link or refused credentials end the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sync.client.attachments import Pieces, Wanted, is_of_the_item
from sync.client.entry import INVITATION, PERSON, WRITER, SignIn, ask_identity, ask_nonce, found, sign_in
from sync.client.peer import HttpPeer
from sync.client.transport import Refused, Transport
from sync.errors import SyncError
from sync.exchange.ports import AttachmentStore, RecordStore
from sync.exchange.results import Result
from sync.exchange.run import check_known, exchange_space, own_writers
from sync.protocol.receipts import Receipt
from sync.records.header import MAX_SEQ
from sync.records.keys import invitation_seed, public_of
from sync.records.record import Record
from sync.records.rights import Rights

Progress = Callable[[int, int, str], None]  # bytes done, bytes of all as far as known, what is under way
Entered = Callable[[bytes, str], None]  # the server's public key, the token
SIGNING_IN, TEXTS, FILES, DONE = "signing_in", "texts", "files", "done"


class Store(RecordStore, AttachmentStore, Protocol):
    """Records and attachments of this device."""


class WaitingFile(Protocol):
    """An attachment of ours that no holder has confirmed."""

    @property
    def space(self) -> bytes:
        """Space of a record that names it."""
        ...

    @property
    def sha256(self) -> bytes:
        """Digest of what travels."""
        ...

    @property
    def size(self) -> int:
        """Number of those bytes."""
        ...


class Ledger(Protocol):
    """What this device remembers about holders; implemented beside the store."""

    def keep_receipt(self, assessment: bytes, signed: bytes, receipt: Receipt) -> None:
        """Keep a verified receipt: its signed bytes and what it names."""
        ...

    def unconfirmed_records(self, assessment: bytes) -> Sequence[bytes]:
        """Return ids of our own records no holder has confirmed yet."""
        ...

    def unconfirmed_attachments(self, assessment: bytes) -> Sequence[WaitingFile]:
        """Return attachments of our own records no holder has confirmed yet."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """Who exchanges, and what he knows of the server.

    Args:
        writer: Seed of this device's current writer.
        person: Seed of the person key, used where the server does not know this writer yet.
        invitation: Seed of the invitation this person joined with, None without one.
        token: Token of an earlier exchange, None without one.
        server: The server's public key as met before, None at the first contact.
    """

    writer: bytes
    person: bytes
    invitation: bytes | None = None
    token: str | None = None
    server: bytes | None = None


@dataclass(frozen=True, slots=True)
class Founding:
    """How an assessment is brought to a server that lacks it.

    Args:
        invite: Writes a `rights-invite` in role hub for one use and returns its code.
        code: The server's founding code, "" when none is known.
    """

    invite: Callable[[], str]
    code: str = ""


@dataclass(slots=True)
class Outcome:
    """What an exchange did.

    Args:
        server, token: To be remembered for the next exchange.
        equal: Both sides have the same records now.
        sent, received: Numbers of records.
        files_sent, files_received: Numbers of attachments.
        moved: Bytes of both directions, as they travelled.
        refused: Results of records that were not taken by either side.
        files_refused: (hash, error) of attachments that were refused.
        cancelled: It was stopped; otherwise it went to its end, whatever was refused.
    """

    server: bytes
    token: str = ""
    equal: bool = False
    sent: int = 0
    received: int = 0
    files_sent: int = 0
    files_received: int = 0
    moved: int = 0
    refused: list[Result] = field(default_factory=list)
    files_refused: list[tuple[bytes, SyncError]] = field(default_factory=list)
    cancelled: bool = False


def exchange(
    store: Store,
    transport: Transport,
    assessment: bytes,
    account: Account,
    ledger: Ledger,
    *,
    founding: Founding | None = None,
    expected: int = 0,
    progress: Progress = lambda _done, _total, _words: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    entered: Entered = lambda _server, _token: None,
) -> Outcome:
    """Make this device's and the server's sets of an assessment equal.

    Args:
        founding: How to bring the assessment there; None: this person cannot, and an unknown assessment is an error.
        expected: Bytes that wait here, for the total that is shown at first.
        progress: Called after every batch and piece.
        is_cancelled: Asked between batches and pieces; what was done stays done.
        entered: Told after every sign-in with the writer's own key, before anything moves: the place to remember the
            token, so that a run that is cut or not equal at its end does not sign in again.
    Raises:
        SyncError: no exchange was possible, or the link failed in the middle; nothing acknowledged is lost.
    """
    run = _Run(store, transport, assessment, account, ledger, expected, progress, is_cancelled, entered)
    return run.run(founding)


class _Run:
    """One exchange."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        assessment: bytes,
        account: Account,
        ledger: Ledger,
        expected: int,
        progress: Progress,
        is_cancelled: Callable[[], bool],
        entered: Entered,
    ) -> None:
        self._store = store
        self._transport = transport
        self._assessment = assessment
        self._account = account
        self._ledger = ledger
        self._total = expected
        self._progress = progress
        self._is_cancelled = is_cancelled
        self._entered = entered
        self._stage = SIGNING_IN
        self._code_needed = False
        self._outcome = Outcome(b"")

    def run(self, founding: Founding | None) -> Outcome:
        """Sign in, exchange texts, then files."""
        self._progress(0, self._total, self._stage)
        identity = ask_identity(self._transport, self._account.server)
        self._outcome.server = bytes(identity.server)
        self._code_needed = identity.founding_needs_code
        peer = HttpPeer(
            self._transport,
            assessment=self._assessment,
            server=self._outcome.server,
            renew=lambda: self._enter_anew(peer, founding),
            keep_receipt=lambda signed, receipt: self._ledger.keep_receipt(self._assessment, signed, receipt),
            moved=self._moved,
            is_cancelled=self._is_cancelled,
        )
        self._enter(peer, founding)
        self._stage = TEXTS
        self._exchange_records(peer)
        self._stage = FILES
        if not self._is_cancelled():
            self._exchange_files(peer)
        self._outcome.cancelled = self._is_cancelled()
        self._outcome.token = self._transport.token or ""
        self._progress(self._outcome.moved, max(self._outcome.moved, self._total), DONE)
        return self._outcome

    def _enter(self, peer: HttpPeer, founding: Founding | None) -> None:
        """Get a token, bringing the assessment, the admission or this writer to the server where it lacks them."""
        if self._account.token is not None and self._account.server is not None:
            self._transport.token = self._account.token
        else:
            self._enter_anew(peer, founding)

    def _enter_anew(self, peer: HttpPeer, founding: Founding | None) -> None:
        self._transport.token = None
        if not ask_nonce(self._transport, self._assessment).known:
            self._found(founding)
        try:
            self._sign_in(WRITER)
        except Refused as error:
            if error.code != "writer_unknown":
                raise
            self._introduce(peer)

    def _introduce(self, peer: HttpPeer) -> None:
        """Bring our admission, or our new writer, to a server that does not know this writer; then sign in with it."""
        if not any(self._is_let_in(kind) for kind in (PERSON, INVITATION)):
            raise SyncError("writer_unknown", host=self._transport.host)
        self._space(peer, self._rights().space)
        self._sign_in(WRITER)

    def _is_let_in(self, kind: str) -> bool:
        """Sign in with the person key or the invitation's; False when it opens nothing there."""
        if kind == INVITATION and self._account.invitation is None:
            return False
        try:
            self._sign_in(kind)
        except Refused as error:
            if error.http_status != 403:
                raise
            return False
        return True

    def _sign_in(self, kind: str) -> None:
        seeds = {WRITER: self._account.writer, PERSON: self._account.person, INVITATION: self._account.invitation}
        seed = seeds[kind]
        if seed is None:
            raise ValueError(f"no key to sign in as {kind}")
        token = sign_in(self._transport, self._outcome.server, self._assessment, SignIn(kind, seed))
        if kind == WRITER:
            self._entered(self._outcome.server, token.token)

    def _found(self, founding: Founding | None) -> None:
        if founding is None:
            raise SyncError("assessment_not_there", host=self._transport.host)
        if self._code_needed and not founding.code:  # said before an invitation is written in vain
            raise SyncError("founding_code_wrong")
        seed = invitation_seed(founding.invite())
        rights = self._rights()
        invitation = rights.invitation_with(public_of(seed))
        if invitation is None:
            raise SyncError("invitation_unusable")
        found(
            self._transport,
            self._outcome.server,
            assessment=self._assessment,
            rights_space=rights.space,
            rights=self._all_rights(rights),
            invitation=invitation.id,
            invitation_seed=seed,
            code=founding.code,
        )

    def _all_rights(self, rights: Rights) -> list[Record]:
        """Return every rights record, the root record first."""
        held = self._store.have(self._assessment, rights.space)
        everything = {writer: [(1, MAX_SEQ)] for writer in held.logs}
        records = list(self._store.read(self._assessment, rights.space, everything))
        return sorted(records, key=lambda record: record.id != self._assessment)

    def _rights(self) -> Rights:
        return self._store.rights(self._assessment)

    def _exchange_records(self, peer: HttpPeer) -> None:
        equal = self._space(peer, self._rights().space)
        rights = self._rights()
        check_known(rights)
        person = public_of(self._account.person)
        for space in rights.spaces_for(person):
            if space != rights.space and not self._is_cancelled():
                equal = self._space(peer, space) and equal
        self._outcome.equal = equal and not self._is_cancelled()
        if not self._is_cancelled():
            self._confirm_records(peer)

    def _space(self, peer: HttpPeer, space: bytes) -> bool:
        rights = self._rights()
        # Rights are read by all; a laptop that waits for the record that invited it sees itself in none yet.
        own = None if space == rights.space else own_writers(rights, public_of(self._account.person), space)
        report = exchange_space(self._store, peer, self._assessment, space, own=own, is_cancelled=self._is_cancelled)
        self._outcome.sent += report.sent
        self._outcome.received += report.taken
        self._outcome.refused += report.left
        return report.equal

    def _confirm_records(self, peer: HttpPeer) -> None:
        """Ask again for receipts that were lost: with headers alone, then in full where the server lacks the body."""
        for with_bodies in (False, True):
            by_space: dict[bytes, list[Record]] = {}
            for identity in self._ledger.unconfirmed_records(self._assessment):
                record = self._store.get(self._assessment, identity)
                if record is not None:
                    given = record if with_bodies else record.without_body()
                    by_space.setdefault(record.head.space, []).append(given)
            for space, records in sorted(by_space.items()):
                for _ in peer.send(space, iter(records)):
                    pass

    def _exchange_files(self, peer: HttpPeer) -> None:
        pieces = Pieces(self._store, peer, moved=self._moved, is_cancelled=self._is_cancelled)
        spaces = self._rights().spaces_for(public_of(self._account.person))
        up = _small_first([each for space in spaces for each in pieces.missing_there(space)])
        down = _small_first([each for space in spaces for each in pieces.missing_here(space)])
        self._total = self._outcome.moved + sum(each.size for each in (*up, *down))
        for wanted in up:
            self._outcome.files_sent += self._one(pieces.send, wanted)
        for wanted in down:
            self._outcome.files_received += self._one(pieces.fetch, wanted)
        for waiting in self._ledger.unconfirmed_attachments(self._assessment):
            if waiting.space in spaces:
                self._one(pieces.confirm, Wanted(waiting.space, waiting.sha256, waiting.size))

    def _one(self, move: Callable[[Wanted], bool], wanted: Wanted) -> bool:
        """Move one file; what is refused is written down and does not stop the others."""
        if self._is_cancelled():
            return False
        try:
            return move(wanted)
        except SyncError as error:
            if not is_of_the_item(error):
                raise
            self._outcome.files_refused.append((wanted.sha256, error))
            return False

    def _moved(self, count: int) -> None:
        self._outcome.moved += count
        self._progress(self._outcome.moved, max(self._outcome.moved, self._total), self._stage)


def _small_first(files: list[Wanted]) -> list[Wanted]:
    return sorted({each.sha256: each for each in files}.values(), key=lambda each: (each.size, each.sha256))
