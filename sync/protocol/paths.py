"""Paths, headers and content types of the protocol, and which versions of it we speak."""

from __future__ import annotations

from collections.abc import Iterable

from sync.errors import ProtocolRefused
from sync.records.canonical import to_text

PROTOCOL = 1
VERSIONS = (1,)
# Stands in every request and every answer of ours, also in refusals: a portal's or proxy's page does not have it.
PROTOCOL_HEADER = "Groundup-Protocol"
MESSAGE_TYPE = "application/vnd.groundup.message+json"
BATCH_TYPE = "application/vnd.groundup.batch+zstd"
BYTES_TYPE = "application/octet-stream"
OFFSET_HEADER = "Upload-Offset"  # bytes here (HEAD's answer), where a piece begins (PATCH)
SIZE_HEADER = "Upload-Length"
COMPLETE_HEADER = "Upload-Complete"  # "1" or "0"

PREFIX = "/groundup/1"
IDENTITY = f"{PREFIX}/identity"
NONCE = f"{PREFIX}/nonce"
LOOKUP = f"{PREFIX}/lookup"
FOUND = f"{PREFIX}/found"
TOKEN = f"{PREFIX}/token"
# Behind a token; {assessment} and {sha256} are base64url text.
HAVE = f"{PREFIX}/{{assessment}}/have"
IDS = f"{PREFIX}/{{assessment}}/ids"
READ = f"{PREFIX}/{{assessment}}/read"
BATCH = f"{PREFIX}/{{assessment}}/batch"
LACKS = f"{PREFIX}/{{assessment}}/lacks"
MISSING = f"{PREFIX}/{{assessment}}/missing"
ATTACHMENT = f"{PREFIX}/{{assessment}}/{{space}}/attachments/{{sha256}}"


def path_of(pattern: str, **parts: bytes) -> str:
    """Return a path with its parts filled in as base64url text."""
    return pattern.format(**{name: to_text(data) for name, data in parts.items()})


def common_version(theirs: Iterable[int]) -> int:
    """Return the newest protocol version both sides speak. Raises ProtocolRefused: `protocol_unknown`."""
    common = set(VERSIONS) & set(theirs)
    if not common:
        raise ProtocolRefused("protocol_unknown", version=", ".join(str(each) for each in sorted(theirs)) or "?")
    return max(common)


def check_version(header: str | None) -> int:
    """Return the version a request or answer names. Raises ProtocolRefused: `protocol_unknown`."""
    if header is None or not header.isascii() or not header.isdigit() or len(header) > 6:
        raise ProtocolRefused("protocol_unknown", version=(header or "?")[:20])
    return common_version((int(header),))
