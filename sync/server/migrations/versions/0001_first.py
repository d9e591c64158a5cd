"""The first shape: records, attachments, tokens, console sign-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "assessments",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("rights_space", sa.LargeBinary(length=16), nullable=False),
        sa.Column("founded_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assessment"),
    )
    op.create_table(
        "attachment_names",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("space", sa.LargeBinary(length=16), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "sha256", "id"),
    )
    op.create_index("attachment_names_by_record", "attachment_names", ["assessment", "id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("arrived_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "sha256"),
    )
    op.create_table(
        "console_sessions",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "login_tries",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chance", sa.LargeBinary(length=16), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "purpose", "at_ms", "chance"),
    )
    op.create_table(
        "nonces",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "nonce"),
    )
    op.create_table(
        "records",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("space", sa.LargeBinary(length=16), nullable=False),
        sa.Column("writer", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("prev", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.Column("instance", sa.String(length=200), nullable=False),
        sa.Column("form", sa.LargeBinary(length=32), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.Column("arrived_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "space", "writer", "seq", "id"),
    )
    op.create_index("records_by_arrival", "records", ["assessment", "kind", "arrived_ms", "id"], unique=False)
    op.create_index("records_by_id", "records", ["assessment", "id"], unique=True)
    op.create_index("records_by_instance", "records", ["assessment", "instance"], unique=False)
    op.create_table(
        "server_facts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "tokens",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "hash"),
    )
    op.create_table(
        "writer_slots",
        sa.Column("assessment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "slot"),
    )
