"""The one way a value becomes bytes: RFC 8785, restricted so that all libraries agree (RECORDS section 2)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, TypeVar

import msgspec

from sync.errors import RecordRefused
from sync.records import limits

Body = TypeVar("Body")
_KEY = re.compile("[a-z_]+")
_TEXT = re.compile(r"[A-Za-z0-9_-]*")


class Octets(bytes):
    """Bytes that stand in records as base64url text without padding: ids, keys, hashes, sealed boxes."""

    __slots__ = ()


def to_text(data: bytes) -> str:
    """Return base64url text without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_text(text: str, *, length: int | None = None) -> bytes:
    """Return the bytes behind base64url text.

    Args:
        length: Number of bytes it must be; None for any.
    Raises:
        RecordRefused: `bad_base64`, it is not the one text of these bytes, or has another length.
    """
    try:
        if not _TEXT.fullmatch(text):
            raise RecordRefused("bad_base64")
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise RecordRefused("bad_base64") from error
    if to_text(data) != text or (length is not None and len(data) != length):
        raise RecordRefused("bad_base64")
    return data


def encode(value: Any) -> bytes:
    """Return the bytes of a value made of objects, arrays, strings, integers, true, false, null, Structs and Octets.

    Raises:
        RecordRefused: it holds what no record may hold (`float`, `bad_key`, `bad_text`, `big_integer`, `too_deep`).
    """
    plain = msgspec.to_builtins(value, enc_hook=encode_octets)
    _check(plain)
    return _ENCODER.encode(plain)


def decode(data: bytes, *, limit: int = limits.BODY) -> Any:
    """Return the value in these bytes.

    Args:
        limit: Greatest number of bytes looked at.
    Raises:
        RecordRefused: `too_large`, `not_json`, `not_canonical` (another encoding of the same value), or as `encode`.
    """
    if len(data) > limit:
        raise RecordRefused("too_large", size=len(data), limit=limit)
    try:
        value = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordRefused("not_json") from error
    _check(value)
    if _ENCODER.encode(value) != data:
        raise RecordRefused("not_canonical")
    return value


def shape(value: Any, kind: type[Body]) -> Body:
    """Return a decoded value as a body class; fields it does not know are dropped from the result.

    Raises:
        RecordRefused: `bad_body`, a field is missing or of another type.
    """
    try:
        return msgspec.convert(value, kind, dec_hook=decode_octets)
    except msgspec.ValidationError as error:
        raise RecordRefused("bad_body", detail=str(error)) from error


def encode_octets(value: object) -> object:
    """Tell msgspec how Octets are written."""
    if isinstance(value, Octets):
        return to_text(value)
    raise NotImplementedError(f"{type(value).__name__} has no place in a record")


def decode_octets(kind: type, value: object) -> object:
    """Tell msgspec how Octets are read."""
    if kind is not Octets:
        raise NotImplementedError(f"{kind.__name__} has no place in a record")
    if not isinstance(value, str):
        raise ValueError("not base64url")
    try:
        return Octets(from_text(value))
    except RecordRefused as error:
        raise ValueError("not base64url") from error


def _check(value: Any) -> None:
    """Walk a value without recursion and refuse what no record may hold."""
    stack: list[tuple[Any, int]] = [(value, 1)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, (dict, list, tuple)):
            if depth > limits.DEPTH:
                raise RecordRefused("too_deep", limit=limits.DEPTH)
            if isinstance(item, dict):
                for key in item:
                    if not isinstance(key, str) or not _KEY.fullmatch(key):
                        raise RecordRefused("bad_key", key=str(key)[:40].encode("ascii", "replace").decode())
                stack.extend((inner, depth + 1) for inner in item.values())
            else:
                stack.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, float):
            raise RecordRefused("float")
        elif isinstance(item, int) and not isinstance(item, bool) and abs(item) > limits.INTEGER:
            raise RecordRefused("big_integer")


def _check_text(text: str) -> None:
    if "\0" in text:
        raise RecordRefused("bad_text")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise RecordRefused("bad_text") from error


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder()
