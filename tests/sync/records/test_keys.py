"""Codes, signatures, boxes, words."""

from __future__ import annotations

import pytest

from sync.errors import KeyRefused
from sync.records.canonical import to_text
from sync.records.keys import (
    BoxKey,
    box_key,
    invitation_seed,
    new_box_key,
    new_invitation_code,
    new_owner_code,
    new_seed,
    normal_code,
    open_sealed,
    owner_seed,
    public_of,
    seal_to,
    sign,
    signed_by,
    six_words,
)


def test_an_invitation_code_gives_one_key_for_ever() -> None:
    """The derivation is part of the format: this code gave this key in the first version."""
    public = public_of(invitation_seed("ABCD-EFGH-JKLM-NPQR"))
    assert to_text(public) == "0gziJWXa2ItW3Or9qFGuBxjflDFM6Fqrt79ujGadWng"
    assert invitation_seed(" abcd efgh jklm-npqr\n") == invitation_seed("ABCDEFGHJKLMNPQR")


def test_an_owner_code_gives_one_key_for_ever() -> None:
    """As for invitations; the same letters in an invitation would give another key."""
    assert (
        to_text(public_of(owner_seed("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"))) == "-5_3WiouN7gqPnLlk2-I6EnrOQKXQ84Ezx3Yfv-t3DM"
    )


def test_new_codes_have_their_shape() -> None:
    """Groups of four letters that are not mistaken for each other; no two are the same."""
    invitation, owner = new_invitation_code(), new_owner_code()
    assert [len(part) for part in invitation.split("-")] == [4] * 4
    assert [len(part) for part in owner.split("-")] == [4] * 6
    assert normal_code(invitation, 16) == invitation.replace("-", "")
    assert new_invitation_code() != invitation


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKLM-NPQ0", "ABCD-EFGH-JKLM-NPQRS", "ABCD-EFGH-JKLM-NPQÄ"])
def test_other_texts_are_no_code(typed: str) -> None:
    """Too short, too long, signs that no code has: told before anything is computed."""
    with pytest.raises(KeyRefused) as error:
        invitation_seed(typed)
    assert error.value.code == "code_shape"


def test_six_words_tell_ids_apart() -> None:
    """The same id gives the same words on every laptop; they are short and can be read aloud."""
    words = six_words(b"a" * 32)
    assert words == "ribat rojad tuzap nopof romav zosuf"
    assert words != six_words(b"b" * 32)
    assert all(len(word) == 5 for word in words.split())


def test_a_signature_is_good_for_its_line_and_message_only() -> None:
    """Another line, message, key or signature is not taken."""
    seed = new_seed()
    signature = sign(seed, b"line\n", b"message")
    assert signed_by(public_of(seed), b"line\n", b"message", signature)
    assert not signed_by(public_of(seed), b"other\n", b"message", signature)
    assert not signed_by(public_of(seed), b"line\n", b"massage", signature)
    assert not signed_by(public_of(new_seed()), b"line\n", b"message", signature)
    assert not signed_by(public_of(seed), b"line\n", b"message", signature[:-1])
    assert not signed_by(b"short", b"line\n", b"message", signature)


def test_a_sealed_box_opens_for_its_key_only() -> None:
    """Another key, a changed byte or a cut box does not open."""
    key = new_box_key()
    box = seal_to(key.public, b"secret")
    assert open_sealed(key, box) == b"secret"
    broken = bytes([box[0] ^ 1]) + box[1:]
    for other, bad in ((new_box_key(), box), (key, broken), (key, box[:20]), (BoxKey(b"x", b"y"), box)):
        with pytest.raises(KeyRefused) as error:
            open_sealed(other, bad)
        assert error.value.code == "box_closed"


@pytest.mark.parametrize("public", [b"", b"x" * 31, bytes(32)])
def test_nothing_is_sealed_to_a_bad_key(public: bytes) -> None:
    """Keys of the wrong length, and the one that gives everybody the same secret."""
    with pytest.raises(KeyRefused) as error:
        seal_to(public, b"secret")
    assert error.value.code == "bad_key"


def test_a_box_key_comes_back_from_its_private_half() -> None:
    """Keeping the private half is enough."""
    key = new_box_key()
    assert box_key(key.private) == key
