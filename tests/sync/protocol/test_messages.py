"""Messages: they read back, drop what they do not name, and refuse anything else."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sync.errors import ProtocolRefused
from sync.protocol import messages, paths
from sync.protocol.messages import decode_message, encode_message
from sync.records.canonical import Octets, to_text
from sync.records.keys import public_of, sign, signed_by

ID, KEY = Octets(b"i" * 32), Octets(b"k" * 32)
SPACE = Octets(b"s" * 16)
ALL: list[msgspec.Struct] = [
    messages.Identity(server=KEY, versions=(1, 2), founding_needs_code=True, now=1_760_000_000_000),
    messages.NonceRequest(assessment=ID),
    messages.Nonce(nonce=KEY, expires=5, known=False),
    messages.Found(assessment=ID, invitation=ID, invitation_seed=KEY, batches=(Octets(b"b"),), code="ABCDE"),
    messages.Founded(admission=ID, server=KEY),
    messages.Lookup(key=KEY, nonce=KEY, signature=Octets(b"s" * 64)),
    messages.LookupAnswer(assessment=ID, invitation=ID),
    messages.TokenRequest(assessment=ID, kind="writer", key=KEY, nonce=KEY, signature=Octets(b"s" * 64)),
    messages.Token(token="t", expires=5, spaces=(SPACE,)),
    messages.SpaceRequest(space=SPACE, digest=ID),
    messages.HaveAnswer(digest=ID, logs=[[to_text(KEY), [[1, 2, "AAAAAAAAAAA"]]]], own_only=True),
    messages.HaveAnswer(digest=ID),
    messages.IdsRequest(space=SPACE, writer=KEY),
    messages.IdsAnswer(ids=((1, ID), (2, KEY))),
    messages.ReadRequest(space=SPACE, wanted=((KEY, ((1, 2), (5, 9))),), ids=(ID,)),
    messages.BatchAnswer(results=(messages.ResultLine(id=ID, status="aside", why="forked"),), receipt=Octets(b"r")),
    messages.LacksAnswer(ids=(ID,)),
    messages.MissingAnswer(attachments=(messages.AttachmentLine(sha256=ID, size=7),)),
    messages.PieceAnswer(offset=7, complete=True, receipt=Octets(b"r")),
    messages.Trouble(code="cut", facts={"limit": 3, "host": "x"}),
]


@pytest.mark.parametrize("message", ALL, ids=lambda message: type(message).__name__)
def test_a_message_reads_back(message: msgspec.Struct) -> None:
    """As it was written; fields of a later version are dropped."""
    data = encode_message(message)
    assert decode_message(data, type(message)) == message
    more = msgspec.json.encode({**msgspec.json.decode(data), "later": {"a": [1.5]}})
    assert decode_message(more, type(message)) == message


def test_every_message_class_is_tried() -> None:
    """A new one must be added above."""
    classes = {
        each
        for each in vars(messages).values()
        if isinstance(each, type) and issubclass(each, msgspec.Struct) and each.__module__ == messages.__name__
    }
    assert classes - {type(message) for message in ALL} == {messages.ResultLine, messages.AttachmentLine}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"{}",
        b'{"nonce":1,"expires":5,"known":true}',
        b'{"nonce":"a","expires":5,"known":true}',
        b'{"nonce":"AA==","expires":5,"known":true}',
        b'{"nonce":"AA","expires":"5","known":true}',
        b'{"nonce":"AA","expires":5.5,"known":true}',
        b"[" * 50_000,
        b'{"nonce":"\xff","expires":5,"known":true}',
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    """A portal's page, missing fields, other types, nesting without end."""
    with pytest.raises(ProtocolRefused) as error:
        decode_message(data, messages.Nonce)
    assert error.value.code == "bad_message"


def test_size_is_limited_before_reading() -> None:
    """One byte over the limit is refused."""
    data = encode_message(messages.NonceRequest())
    assert decode_message(data, messages.NonceRequest, limit=len(data))
    with pytest.raises(ProtocolRefused) as error:
        decode_message(data, messages.NonceRequest, limit=len(data) - 1)
    assert error.value.code == "too_large"


def test_only_octets_stand_for_bytes() -> None:
    """Our own mistake is said at once."""

    class Odd(msgspec.Struct):
        key: Any

    with pytest.raises(NotImplementedError):
        encode_message(Odd(key=complex(1, 2)))


def test_a_signature_for_a_token_serves_nothing_else() -> None:
    """Another server, assessment, key, nonce or purpose needs another signature."""
    seed = b"k" * 32
    parts = {"server": b"a" * 32, "assessment": b"b" * 32, "key": public_of(seed), "nonce": b"c" * 32}
    signature = sign(seed, messages.TOKEN_LINE, messages.token_message(**parts))
    assert signed_by(public_of(seed), messages.TOKEN_LINE, messages.token_message(**parts), signature)
    for name in parts:
        other = messages.token_message(**{**parts, name: b"x" * 32})
        assert not signed_by(public_of(seed), messages.TOKEN_LINE, other, signature)
    lookup = messages.lookup_message(server=b"a" * 32, key=public_of(seed), nonce=b"c" * 32)
    assert not signed_by(public_of(seed), messages.LOOKUP_LINE, lookup, signature)


def test_paths_hold_ids_as_text() -> None:
    """Base64url fits into a path as it is."""
    path = paths.path_of(paths.ATTACHMENT, assessment=b"a" * 32, space=b"s" * 16, sha256=b"\xff" * 32)
    assert path == f"/groundup/1/{to_text(b'a' * 32)}/{to_text(b's' * 16)}/attachments/{to_text(bytes([255] * 32))}"


def test_the_newest_common_version_is_spoken() -> None:
    """Whatever else the other side speaks."""
    assert paths.common_version((1, 7)) == 1
    assert paths.check_version("1") == 1


@pytest.mark.parametrize("theirs", [(), (2,), (2, 3)])
def test_no_common_version_is_told(theirs: tuple[int, ...]) -> None:
    """Clearly, with the versions."""
    with pytest.raises(ProtocolRefused) as error:
        paths.common_version(theirs)
    assert error.value.code == "protocol_unknown"
    assert error.value.facts["version"] == (", ".join(map(str, theirs)) or "?")


@pytest.mark.parametrize("header", [None, "", "2", "one", "1.0", "-1", "١", "1" * 7])
def test_an_unknown_version_of_a_request_is_refused(header: str | None) -> None:
    """No version, an odd one, a later one."""
    with pytest.raises(ProtocolRefused) as error:
        paths.check_version(header)
    assert error.value.code == "protocol_unknown"
