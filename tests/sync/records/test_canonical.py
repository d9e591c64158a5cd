"""Bytes of values: equal to RFC 8785, and only one encoding of each is taken."""

from __future__ import annotations

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import RecordRefused
from sync.records import limits
from sync.records.canonical import Octets, decode, encode, from_text, shape, to_text

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
LEAVES = st.none() | st.booleans() | st.integers(-limits.INTEGER, limits.INTEGER) | TEXT
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@settings(deadline=None)
@given(VALUES)
def test_bytes_equal_rfc_8785(value: object) -> None:
    """Our encoder and the reference one give the same bytes, and they read back as the same value."""
    data = encode(value)
    assert data == rfc8785.dumps(value)
    assert decode(data) == value


@pytest.mark.parametrize("codepoint", [*range(1, 0x100), 0x2028, 0x2029, 0xFEFF, 0xFFFF, 0x1F600])
def test_every_sign_is_escaped_as_rfc_8785_says(codepoint: int) -> None:
    """Control signs, quotes, separators and signs outside the basic plane."""
    assert encode(chr(codepoint)) == rfc8785.dumps(chr(codepoint))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1.0}', "float"),
        (b'{"a":1e3}', "float"),
        (b"[9007199254740992]", "big_integer"),
        (b"[-9007199254740992]", "big_integer"),
        (b'{"A":1}', "bad_key"),
        (b'{"a1":1}', "bad_key"),
        (b'{"":1}', "bad_key"),
        (b'["\\u0000"]', "bad_text"),
        (b'["\\ud800"]', "not_json"),
        (b'["\xed\xa0\x80"]', "not_json"),
        (b'["\xff"]', "not_json"),
        (b'{"a":1,"a":2}', "not_canonical"),
        (b'{"b":1,"a":2}', "not_canonical"),
        (b'{"a": 1}', "not_canonical"),
        (b'["\\u00e9"]', "not_canonical"),
        (b'["\\/"]', "not_canonical"),
        (b"[-0]", "not_canonical"),
        (b" []", "not_canonical"),
        (b"[]x", "not_json"),
        (b"", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[NaN]", "not_json"),
    ],
)
def test_any_other_bytes_are_refused(data: bytes, code: str) -> None:
    """Floats, odd keys, half signs, doubled keys, blanks, other escapes, nesting: each for its own reason."""
    with pytest.raises(RecordRefused) as error:
        decode(data)
    assert error.value.code == code


@pytest.mark.parametrize("value", [1.5, {"A": 1}, {1: 2}, "a\0b", "\ud800", 2**53, [[float("nan")]]])
def test_values_no_record_may_hold_are_not_encoded(value: object) -> None:
    """The encoder refuses what the decoder would refuse."""
    with pytest.raises(RecordRefused):
        encode(value)


def test_depth_is_limited() -> None:
    """Sixteen levels are taken, seventeen are not."""
    value: object = "x"
    for _ in range(limits.DEPTH):
        value = [value]
    assert decode(encode(value)) == value
    with pytest.raises(RecordRefused) as error:
        encode([value])
    assert error.value.code == "too_deep"


def test_size_is_limited_before_anything_is_read() -> None:
    """One byte more than the limit is refused."""
    data = encode("x" * 98)
    assert decode(data, limit=100) == "x" * 98
    with pytest.raises(RecordRefused) as error:
        decode(data, limit=99)
    assert error.value.code == "too_large"


@settings(deadline=None)
@given(st.binary(max_size=70))
def test_base64url_reads_back(data: bytes) -> None:
    """Text of bytes has no padding and gives the bytes again."""
    assert from_text(to_text(data)) == data
    assert "=" not in to_text(data)


@pytest.mark.parametrize("text", ["a", "ab=", "ab==", "a+b/", "QQ ", "QR", "aé"])
def test_other_texts_of_bytes_are_refused(text: str) -> None:
    """Padding, the other alphabet, unused bits that are set: one text only for each bytes."""
    with pytest.raises(RecordRefused) as error:
        from_text(text)
    assert error.value.code == "bad_base64"


def test_length_of_bytes_is_checked() -> None:
    """An id of 31 bytes is none."""
    with pytest.raises(RecordRefused):
        from_text(to_text(bytes(31)), length=32)


class _Body(msgspec.Struct):
    key: Octets
    name: str = ""


class _Odd(msgspec.Struct):
    when: object


class _Set(msgspec.Struct):
    key: complex


def test_a_body_drops_fields_it_does_not_know() -> None:
    """A field of a later Groundup does not keep a body from being read."""
    assert shape({"key": "AAA", "later": [1]}, _Body) == _Body(Octets(b"\0\0"))


@pytest.mark.parametrize("value", [{}, {"key": 1}, {"key": "A"}, {"key": "AA", "name": None}, []])
def test_a_body_of_another_shape_is_refused(value: object) -> None:
    """Missing fields and other types are told."""
    with pytest.raises(RecordRefused) as error:
        shape(value, _Body)
    assert error.value.code == "bad_body"


def test_only_octets_stand_for_bytes() -> None:
    """Anything else that JSON does not know is our own mistake, and said so."""
    with pytest.raises(NotImplementedError):
        encode(_Odd(when=complex(1, 2)))
    with pytest.raises(NotImplementedError):
        shape({"key": [1]}, _Set)
