"""How bodies of every kind name attachments: by the hash and size of what travels, never by a path or file name."""

from __future__ import annotations

from typing import Any

import msgspec

from sync.errors import RecordRefused
from sync.records import limits
from sync.records.canonical import Octets, shape
from sync.records.header import HASH_SIZE


class AttachmentName(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attachment.

    Args:
        sha256: Digest of the bytes as they travel (encrypted ones in `names`); in the record `digest`, keys have no
            digits.
        size: Number of those bytes.
        type: MIME type; "" where the bytes are encrypted.
    """

    sha256: Octets = msgspec.field(name="digest")
    size: int
    type: str = ""


class _Named(msgspec.Struct, frozen=True):
    attachments: tuple[AttachmentName, ...] = ()


def attachments_in(value: Any) -> tuple[AttachmentName, ...]:
    """Return the attachments a body of any kind names, also of a kind we do not know.

    Raises:
        RecordRefused: `bad_body`, or `too_many_attachments`, `attachment_too_large`.
    """
    names = shape(value, _Named).attachments
    if len(names) > limits.ATTACHMENTS:
        raise RecordRefused("too_many_attachments", count=len(names), limit=limits.ATTACHMENTS)
    for name in names:
        if len(name.sha256) != HASH_SIZE or name.size < 0:
            raise RecordRefused("bad_body", detail="attachments")
        if name.size > limits.ATTACHMENT:
            raise RecordRefused("attachment_too_large", size=name.size, limit=limits.ATTACHMENT)
    return names
