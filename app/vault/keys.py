"""Derive keys, seal bytes, stretch a passphrase, write and read a recovery code."""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from dataclasses import dataclass

from nacl import bindings
from nacl.exceptions import CryptoError

KEY_BYTES = 32
SALT_BYTES = bindings.crypto_pwhash_SALTBYTES  # 16
NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES  # 24
# Letters of a recovery code: none that is easily taken for another (Crockford's set).
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE_LETTERS = 24  # 120 random bits, and one letter that finds slips of the pen
MEMORY_BYTES = 64 * 1024 * 1024  # old laptops have 2 GB; 64 MiB is what libsodium calls interactive
LEAST_MEMORY = bindings.crypto_pwhash_argon2id_MEMLIMIT_MIN
MOST_OPERATIONS = 12
UNLOCK_SECONDS = 0.5  # what a person does not feel as waiting; the passphrase is stretched this long


class DoesNotOpen(Exception):
    """The key does not open this box, or the box was changed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work argon2id does: passes over `memory` bytes."""

    operations: int
    memory: int

    @property
    def is_sane(self) -> bool:
        """It is within what this program ever asks for: a damaged file must not ask for all the memory there is."""
        return 1 <= self.operations <= MOST_OPERATIONS and LEAST_MEMORY <= self.memory <= MEMORY_BYTES


CHEAPEST = Cost(bindings.crypto_pwhash_argon2id_OPSLIMIT_MIN, bindings.crypto_pwhash_argon2id_MEMLIMIT_MIN)


def random_key() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def derive(key: bytes, purpose: str) -> bytes:
    """Return a key of its own for one purpose, 32 bytes."""
    return hashlib.blake2b(purpose.encode(), key=key, digest_size=KEY_BYTES, person=b"groundup-key").digest()


def seal(key: bytes, plain: bytes, about: bytes = b"") -> bytes:
    """Return `plain` encrypted and bound to `about` (XChaCha20-Poly1305, random nonce in front)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, about, nonce, key)


def unseal(key: bytes, box: bytes, about: bytes = b"") -> bytes:
    """Return what `seal` was given.

    Raises:
        DoesNotOpen: another key, another `about`, or changed bytes.
    """
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(box[NONCE_BYTES:], about, box[:NONCE_BYTES], key)
    except (CryptoError, ValueError, TypeError) as error:
        raise DoesNotOpen from error


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key of a passphrase, 32 bytes (argon2id). The same letters typed in another way give the same key."""
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return bindings.crypto_pwhash_alg(
        KEY_BYTES, typed, salt, cost.operations, cost.memory, bindings.crypto_pwhash_ALG_ARGON2ID13
    )


def calibrate(seconds: float = UNLOCK_SECONDS) -> Cost:
    """Return the cost that takes about `seconds` on this machine: more passes on a fast one, never below two."""
    began = time.perf_counter()
    stretch("calibration", bytes(SALT_BYTES), Cost(1, MEMORY_BYTES))
    one_pass = max(time.perf_counter() - began, 0.001)
    return Cost(min(max(2, round(seconds / one_pass)), MOST_OPERATIONS), MEMORY_BYTES)


def new_code() -> str:
    """Return a recovery code: 24 random letters and a check letter, in five groups of five."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    whole = letters + _check_letter(letters)
    return "-".join(whole[start : start + 5] for start in range(0, len(whole), 5))


def read_code(typed: str) -> str | None:
    """Return the letters of a code however it was typed (case, blanks, O for 0); None when it is no code."""
    letters = "".join(letter for letter in typed.upper().translate(ALIKE) if letter.isalnum())
    if len(letters) != CODE_LETTERS + 1 or any(letter not in LETTERS for letter in letters):
        return None
    return letters if _check_letter(letters[:-1]) == letters[-1] else None


def code_key(letters: str) -> bytes:
    """Return the key of a recovery code's letters; 120 random bits need no stretching."""
    return hashlib.blake2b(letters.encode(), digest_size=KEY_BYTES, person=b"groundup-code").digest()


def _check_letter(letters: str) -> str:
    return LETTERS[hashlib.sha256(letters.encode()).digest()[0] % len(LETTERS)]
