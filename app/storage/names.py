"""Personal answers: opened with the person's own keys, kept per row under the names key, sealed when written."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from app.storage.core import Core
from app.storage.profile import person_keys
from app.storage.record_rows import RECORD_COLUMNS, record_from
from app.storage.sqlcipher import Connection
from app.vault import keys
from sync.errors import KeyRefused, RecordRefused
from sync.records import sealing
from sync.records.canonical import Octets, decode, encode, shape
from sync.records.keys import BoxKey, box_key, open_sealed
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.sealed import SealedBody
from sync.records.record import Record
from sync.records.rights import Rights

ROW = b"groundup names row"


class Names:
    """Opens and seals what stands in `names` spaces, as far as this profile may."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._row_key = keys.derive(core.keys.names, "names rows") if core.keys.names is not None else None

    @property
    def readable(self) -> bool:
        """This profile has the names key."""
        return self._row_key is not None

    def box_keys(self, rights: Rights, space: bytes) -> tuple[BoxKey, ...]:
        """Return the person's own box key and every key of the space that was wrapped for it; () without names key."""
        person = person_keys(self._core)
        if person.box_private is None or not self.readable:
            return ()
        mine = box_key(person.box_private)
        found = [mine]
        for epoch in rights.keys.get(space, ()):
            wrap = epoch.wraps.get(mine.public)
            if wrap is None:
                continue
            try:
                found.append(box_key(open_sealed(mine, wrap)))
            except KeyRefused:
                continue  # wrapped badly by whoever wrote it: as if it were not for us
        return tuple(found)

    def open(self, record: Record, box_keys: Sequence[BoxKey]) -> Any | None:
        """Return the value sealed in a record, None when none of the keys opens it."""
        try:
            body = shape(record.value(), SealedBody)
            return sealing.open_body(body, position=sealing.position_of(record.head), keys=box_keys)
        except (KeyRefused, RecordRefused):
            return None

    def keep(self, connection: Connection, assessment: bytes, record: bytes, value: Any) -> None:
        """Keep an opened body under the names key."""
        if self._row_key is not None:
            connection.execute(
                "insert into names_part (assessment, record, box) values (?, ?, ?) on conflict do nothing",
                (assessment, record, keys.seal(self._row_key, encode(value), ROW + record)),
            )

    def kept(self, connection: Connection, assessment: bytes, record: bytes) -> Any | None:
        """Return an opened body that was kept, None when there is none or it is not for this profile."""
        row = connection.execute(
            "select box from names_part where assessment = ? and record = ?", (assessment, record)
        ).fetchone()
        if row is None or self._row_key is None:
            return None
        try:
            return decode(keys.unseal(self._row_key, row["box"], ROW + record))
        except keys.DoesNotOpen:
            return None

    def seal(
        self, body: Any, *, position: sealing.Position, space_key: bytes, files: Sequence[AttachmentName]
    ) -> SealedBody:
        """Return a body sealed to this person and the space, its files encrypted and stored beside it.

        Args:
            space_key: The space's public key of the newest epoch.
            files: The body's own attachments (digests of plain bytes, which are here).
        """
        record_key = secrets.token_bytes(sealing.KEY_SIZE)
        encrypted = []
        for file in files:
            pieces = self._core.media.pieces(file.sha256)
            kept = self._core.media.put(sealing.seal_file(pieces, position=position, record_key=record_key))
            encrypted.append(AttachmentName(sha256=Octets(kept.sha256), size=kept.size))
        return sealing.seal_body(
            body,
            position=position,
            record_key=record_key,
            nonce=secrets.token_bytes(sealing.NONCE_SIZE),
            author=person_keys(self._core).box_public,
            space=space_key,
            attachments=encrypted,
        )

    def file(
        self,
        connection: Connection,
        rights: Rights,
        record: bytes,
        sha256: bytes,
        attachments: Sequence[AttachmentName],
    ) -> Iterator[bytes] | None:
        """Return the plain bytes of a file of a sealed record, None when it is not here or not for this profile.

        Args:
            sha256: Digest of the plain bytes.
            attachments: The opened body's own attachments.
        """
        row = connection.execute(
            f"select {RECORD_COLUMNS} from record where assessment = ? and id = ?", (rights.assessment, record)
        ).fetchone()
        sealed = record_from(row)
        body = shape(sealed.value(), SealedBody)
        index = next((number for number, file in enumerate(attachments) if file.sha256 == sha256), None)
        if index is None or index >= len(body.attachments) or not self._core.media.has(body.attachments[index].sha256):
            return None
        try:
            key = sealing.record_key_of(body.box, self.box_keys(rights, sealed.head.space))
        except KeyRefused:
            return None
        pieces = self._core.media.pieces(body.attachments[index].sha256)
        return sealing.open_file(pieces, position=sealing.position_of(sealed.head), record_key=key)
