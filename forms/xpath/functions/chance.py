"""Functions of chance and of cryptography."""

from __future__ import annotations

import base64
import binascii
import hashlib
from math import isnan
from typing import Final

from forms.xpath.code import Compiled, number_code, string_code
from forms.xpath.context import Context
from forms.xpath.errors import XPathError
from forms.xpath.functions.signature import Function, Site

_ALGORITHMS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
LONGEST_IDENTIFIER: Final = 10_000  # letters of uuid(n)
_SIGNATURE: Final = 64  # bytes of an Ed25519 signature, in front of the message


def _random(_: Site) -> Compiled:
    return number_code(lambda c: c.environment.random(), is_fixed=False)


def _uuid(site: Site) -> Compiled:
    """`uuid()`, or `uuid(n)`: n random letters and digits."""
    if len(site) == 0:
        return string_code(lambda c: c.environment.uuid(), is_fixed=False)
    length = site[0].number

    def closure(c: Context) -> str:
        count = length(c)
        if isnan(count) or count > LONGEST_IDENTIFIER:
            raise XPathError("xpath-value-refused", name="uuid", value=str(count))
        random = c.environment.random
        return "".join(_LETTERS[int(random() * len(_LETTERS))] for _ in range(int(count)))

    return string_code(closure, is_fixed=False)


def _digest(site: Site) -> Compiled:
    string, algorithm = site[0].string, site[1].string
    encoding = site[2].string if len(site) == 3 else lambda _: "base64"

    def closure(c: Context) -> str:
        name, form = algorithm(c), encoding(c)
        if name not in _ALGORITHMS or form not in ("base64", "hex"):
            raise XPathError("xpath-value-refused", name="digest", value=f"{name} {form}")
        digest = hashlib.new(_ALGORITHMS[name], string(c).encode(), usedforsecurity=False).digest()
        return digest.hex() if form == "hex" else base64.b64encode(digest).decode()

    return string_code(closure, like=site.arguments)


def _extract_signed(site: Site) -> Compiled:
    """`extract-signed(text, key)`: the message of an Ed25519-signed text, blank when the signature is not good."""
    content, public_key = site[0].string, site[1].string
    return string_code(lambda c: signed_message(content(c), public_key(c)), like=site.arguments)


def signed_message(content: str, public_key: str) -> str:
    """Return the message behind a signature.

    Args:
        content: Base64 of signature (64 bytes) and message.
        public_key: Base64 of the Ed25519 key (32 bytes).
    """
    from nacl.exceptions import BadSignatureError  # here, because few forms are signed
    from nacl.signing import VerifyKey

    try:
        data = base64.b64decode(content, validate=True)
        key = VerifyKey(base64.b64decode(public_key, validate=True))
        return key.verify(data[_SIGNATURE:], data[:_SIGNATURE]).decode()
    except (binascii.Error, ValueError, BadSignatureError):
        return ""


FUNCTIONS: Final = {
    "random": Function(0, 0, _random),
    "uuid": Function(0, 1, _uuid),
    "digest": Function(2, 3, _digest),
    "extract-signed": Function(2, 2, _extract_signed),
}
