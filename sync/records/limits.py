"""How large anything may be; whatever passes a limit is refused before it is built in memory (RECORDS section 10)."""

from __future__ import annotations

HEADER = 4 * 1024  # bytes
PARENTS = 64  # ids of one header
BODY = 1024 * 1024  # bytes
DEPTH = 16  # objects and arrays inside each other
ATTACHMENT = 2 * 1024**3  # bytes
ATTACHMENTS = 200  # of one record
INTEGER = 2**53 - 1  # greatest integer all JSON libraries agree on
RANGES = 1_000  # of one log in a have list
LOGS = 10_000  # in a have list
UNKNOWN_RECORDS = 200  # of unknown writers, per link
UNKNOWN_BYTES = 1_000_000  # of unknown writers, per link
BRANCH = 1_000  # records kept of each branch of a fork
BATCH_RECORDS = 2_000
BATCH_COMPRESSED = 64 * 1000  # bytes; one larger record travels alone
BATCH_UNPACKED = 4 * 1000 * 1000  # bytes
RECEIPT_ITEMS = 2_000  # ids in one receipt
STEPS = 100  # elements inside each other in a path; a deeper answer belongs to no form that is opened
KIND = 64  # characters of a kind's name
