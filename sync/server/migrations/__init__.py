"""Ordered changes of the server's tables (alembic); a shipped one is never edited."""
