"""Keys: signing, codes that people type, boxes. Everything is PyNaCl; nothing here draws keys except `new_*`."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from nacl import bindings, exceptions
from nacl.pwhash import argon2id
from nacl.signing import SigningKey, VerifyKey

from sync.errors import KeyRefused
from sync.records.header import KEY_SIZE

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs; no I, O, 0, 1
INVITATION_LETTERS = 16  # 80 bits
OWNER_LETTERS = 24  # 120 bits
# argon2id of both codes; part of the format, never changed: passes and bytes of memory.
CODE_PASSES = 3
CODE_MEMORY = 64 * 1024 * 1024
_INVITATION_SALT = b"groundup-invite1"  # 16 bytes; codes are random, and the joiner knows nothing but the code
_OWNER_SALT = b"groundup-owner-1"
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
WORDS = 6


@dataclass(frozen=True, slots=True)
class BoxKey:
    """An X25519 key pair that things are sealed to."""

    public: bytes
    private: bytes


def new_seed() -> bytes:
    """Return the seed of a new Ed25519 key (person, writer, holder): 32 random bytes."""
    return secrets.token_bytes(KEY_SIZE)


def public_of(seed: bytes) -> bytes:
    """Return the public key of a seed."""
    return bytes(SigningKey(seed).verify_key)


def sign(seed: bytes, line: bytes, message: bytes) -> bytes:
    """Return the Ed25519 signature over `line` + `message`.

    Args:
        line: First line that says what is signed, with its line end: a signature serves no other purpose.
    """
    return SigningKey(seed).sign(line + message).signature


def signed_by(public: bytes, line: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the holder of `public` signed `line` + `message`."""
    try:
        VerifyKey(public).verify(line + message, signature)
    except (exceptions.BadSignatureError, exceptions.ValueError, exceptions.TypeError):
        return False
    return True


def new_invitation_code() -> str:
    """Return a fresh invitation code in groups of four."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(INVITATION_LETTERS)))


def new_owner_code() -> str:
    """Return a fresh owner code in groups of four."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(OWNER_LETTERS)))


def invitation_seed(code: str) -> bytes:
    """Return the signing seed an invitation code stands for. Raises KeyRefused: `code_shape`."""
    return _derive(normal_code(code, INVITATION_LETTERS), _INVITATION_SALT)


def owner_seed(code: str) -> bytes:
    """Return the root key's seed an owner code stands for. Raises KeyRefused: `code_shape`."""
    return _derive(normal_code(code, OWNER_LETTERS), _OWNER_SALT)


def normal_code(typed: str, letters: int) -> str:
    """Return what a person typed, in capitals without blanks and dashes.

    Raises:
        KeyRefused: `code_shape`, it has another number of letters or signs that no code has.
    """
    code = "".join(typed.split()).replace("-", "").replace("\u2011", "").upper()
    if len(code) != letters or set(code) - set(LETTERS):
        raise KeyRefused("code_shape", letters=letters)
    return code


def six_words(identity: bytes) -> str:
    """Return six words made from an id, to be compared by voice; the same in every language.

    Each word holds 16 bits as consonant, vowel, consonant, vowel, consonant (the known construction "proquint").
    """
    digest = hashlib.sha256(b"groundup-words-1\n" + identity).digest()
    words = []
    for index in range(WORDS):
        bits = int.from_bytes(digest[2 * index : 2 * index + 2], "big")
        words.append(
            _CONSONANTS[bits >> 12]
            + _VOWELS[bits >> 10 & 3]
            + _CONSONANTS[bits >> 6 & 15]
            + _VOWELS[bits >> 4 & 3]
            + _CONSONANTS[bits & 15]
        )
    return " ".join(words)


def new_box_key() -> BoxKey:
    """Return a new X25519 key pair (of a person's laptop, or of a space by epoch)."""
    return box_key(secrets.token_bytes(KEY_SIZE))


def box_key(private: bytes) -> BoxKey:
    """Return the pair of a private key (32 bytes)."""
    return BoxKey(bindings.crypto_scalarmult_base(private), private)


def seal_to(public: bytes, message: bytes) -> bytes:
    """Return `message` in a sealed box (48 bytes longer) that only the holder of `public` opens.

    Raises:
        KeyRefused: `bad_key`, no X25519 key.
    """
    if len(public) != KEY_SIZE:
        raise KeyRefused("bad_key")
    try:
        return bindings.crypto_box_seal(message, public)
    except exceptions.CryptoError as error:
        raise KeyRefused("bad_key") from error


def open_sealed(key: BoxKey, box: bytes) -> bytes:
    """Return what a sealed box holds. Raises KeyRefused: `box_closed`, it is for another key or damaged."""
    try:
        return bindings.crypto_box_seal_open(box, key.public, key.private)
    except (exceptions.CryptoError, exceptions.ValueError, exceptions.TypeError) as error:
        raise KeyRefused("box_closed") from error


def _derive(code: str, salt: bytes) -> bytes:
    return argon2id.kdf(KEY_SIZE, code.encode("ascii"), salt, opslimit=CODE_PASSES, memlimit=CODE_MEMORY)


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
