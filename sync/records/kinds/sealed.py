"""The body of every record in a `names` space: only what a carrier needs is readable."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """An encrypted body.

    Args:
        author: The record's own key, sealed to the author's box key.
        space: The record's own key, sealed to the space's public key.
        key: That public key: which epoch's.
        sealed: Nonce (24 bytes), then the body encrypted with XChaCha20-Poly1305.
    """

    author: Octets
    space: Octets
    key: Octets
    sealed: Octets


class SealedBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A body that carriers forward without reading.

    Args:
        box: Holds the canonical bytes of the kind's own body.
        attachments: Digest and size of the encrypted files, in the order of the kind's own `attachments`.
    """

    box: Box
    attachments: tuple[AttachmentName, ...] = ()
