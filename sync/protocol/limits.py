"""How large messages and pieces may be, and how long what the server gives out is good."""

from __future__ import annotations

MESSAGE = 1_000_000  # bytes of any message
HAVE = 8_000_000  # bytes of a have list: 10,000 logs with some ranges
FOUND = 16_000_000  # bytes of a founding message: a whole rights space
BATCH = 1_500_000  # bytes of a batch: one record of the largest size that does not compress travels alone
PIECE_MIN = 16 * 1024  # bytes of an attachment's piece; grows while the link carries it
PIECE_MAX = 256 * 1024
NONCE_MS = 5 * 60 * 1000  # a nonce is good for five minutes
TOKEN_MS = 30 * 24 * 60 * 60 * 1000  # a token is good for thirty days
