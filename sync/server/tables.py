"""The server's tables, as SQLAlchemy core knows them; the same shape on SQLite and PostgreSQL.

Every key and unique constraint starts with `assessment`, so that a distributed PostgreSQL can spread the rows; what
belongs to the server itself and not to an assessment (`server_facts`, console sign-ins) is small and could be copied
to every node. Nothing counts: the have list is read from the primary key of `records`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

# What the server knows about itself: its keys, hashes of its codes. `name` says which.
server_facts = Table(
    "server_facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("rights_space", LargeBinary(16), nullable=False),
    Column("founded_ms", BigInteger, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("space", LargeBinary(16), primary_key=True),
    Column("writer", LargeBinary(32), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", LargeBinary(32), primary_key=True),
    Column("prev", LargeBinary(32), nullable=False),  # empty for the first of a log
    Column("kind", String(64), nullable=False),
    Column("tick", BigInteger, nullable=False),
    Column("instance", String(200), nullable=False),  # the submission it is about, "" where it is about none
    Column("form", LargeBinary(32), nullable=False),  # the form version it was asked with, empty where there is none
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("salt", LargeBinary(16)),
    Column("body", LargeBinary),  # NULL: refused, dropped or erased; the header stays
    Column("why", String(100), nullable=False),  # why the body is not here, "" when it is
    Column("size", BigInteger, nullable=False),  # bytes of header, signature, salt and body
    Column("link", LargeBinary(32), nullable=False),  # hash of where it came from, for the limit of unknown writers
    Column("arrived_ms", BigInteger, nullable=False),
    Index("records_by_id", "assessment", "id", unique=True),
    Index("records_by_instance", "assessment", "instance"),
    Index("records_by_arrival", "assessment", "kind", "arrived_ms", "id"),
)

# Which record names which attachment: who may ask for it, and what is still on the way.
attachment_names = Table(
    "attachment_names",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("id", LargeBinary(32), primary_key=True),
    Column("space", LargeBinary(16), nullable=False),
    Column("size", BigInteger, nullable=False),
    Index("attachment_names_by_record", "assessment", "id"),
)

# Attachments whose bytes are complete, verified and durable.
attachments = Table(
    "attachments",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("arrived_ms", BigInteger, nullable=False),
)

# Opaque tokens, hashed. They give access; signatures give authorship.
tokens = Table(
    "tokens",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("hash", LargeBinary(32), primary_key=True),
    Column("key", LargeBinary(32), nullable=False),  # the writer's or the invitation's public key
    Column("kind", String(20), nullable=False),  # "writer" or "invitation"
    Column("expires_ms", BigInteger, nullable=False),
)

# Numbers once given out and signed back: each opens one session only.
nonces = Table(
    "nonces",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("nonce", LargeBinary(32), primary_key=True),
    Column("expires_ms", BigInteger, nullable=False),
)

# One row per try at a code; counted over the last minutes. `assessment` is empty for the console and for founding.
login_tries = Table(
    "login_tries",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("purpose", String(20), primary_key=True),
    Column("at_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("chance", LargeBinary(16), primary_key=True),  # tells tries of one millisecond apart
    Column("origin", String(64), nullable=False),
)

console_sessions = Table(
    "console_sessions",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("expires_ms", BigInteger, nullable=False),
)

# Writer keys of the server itself, one log each; a worker writes with a free one (RECORDS section 6).
writer_slots = Table(
    "writer_slots",
    metadata,
    Column("assessment", LargeBinary(32), primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("seed", LargeBinary(32), nullable=False),
)
