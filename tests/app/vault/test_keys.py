"""Sealing, stretching, and recovery codes."""

from __future__ import annotations

import pytest

from app.vault import keys


def test_a_box_opens_with_its_key_and_purpose_only():
    """Another key, another purpose or a changed byte opens nothing."""
    key = keys.random_key()
    box = keys.seal(key, b"answers", b"about")
    assert keys.unseal(key, box, b"about") == b"answers"
    spoiled = box[:-1] + bytes([box[-1] ^ 1])
    for wrong in ((keys.random_key(), box, b"about"), (key, box, b"other"), (key, spoiled, b"about"), (key, b"", b"")):
        with pytest.raises(keys.DoesNotOpen):
            keys.unseal(*wrong)


def test_sealing_twice_gives_different_bytes():
    """Nonces are random, so equal data cannot be seen to be equal."""
    key = keys.random_key()
    assert keys.seal(key, b"x") != keys.seal(key, b"x")


def test_derived_keys_differ_by_purpose():
    """One data key serves many purposes without any of them opening another's boxes."""
    key = keys.random_key()
    assert keys.derive(key, "media") != keys.derive(key, "media names")
    assert keys.derive(key, "media") == keys.derive(key, "media")


def test_a_passphrase_typed_in_two_unicode_forms_is_one():
    """é as one sign or as e with an accent gives the same key."""
    salt = bytes(keys.SALT_BYTES)
    assert keys.stretch("caf\u00e9", salt, keys.CHEAPEST) == keys.stretch("cafe\u0301", salt, keys.CHEAPEST)
    assert keys.stretch("caf\u00e9", salt, keys.CHEAPEST) != keys.stretch("cafe", salt, keys.CHEAPEST)


def test_calibration_never_goes_below_the_floor():
    """However slow the machine, at least two passes over 64 MiB."""
    cost = keys.calibrate(seconds=0.0)
    assert cost == keys.Cost(2, keys.MEMORY_BYTES)


def test_a_code_is_read_however_it_is_typed():
    """Case, blanks and the letters O, I, L do not matter."""
    code = keys.new_code()
    letters = code.replace("-", "")
    assert keys.read_code(code) == letters
    assert keys.read_code(code.lower().replace("-", " ")) == letters
    assert keys.read_code(letters.replace("0", "O").replace("1", "l")) == letters


def test_a_slip_of_the_pen_is_found():
    """A changed letter makes it no code (31 of 32 times; tried over every place)."""
    letters = keys.new_code().replace("-", "")
    refused = 0
    for place in range(len(letters)):
        other = "7" if letters[place] != "7" else "8"
        refused += keys.read_code(letters[:place] + other + letters[place + 1 :]) is None
    assert refused >= 20
    assert keys.read_code(letters[:-1]) is None
    assert keys.read_code("correct horse battery staple") is None
