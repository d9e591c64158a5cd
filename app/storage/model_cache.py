"""Models of forms that were built before, kept in the workspace; any of them may be dropped at any time."""

from __future__ import annotations

from app.storage.core import Core
from app.storage.errors import DiskFull, WorkspaceReadOnly

KEPT = 16  # models; a laptop works with few forms at a time


class ModelCache:
    """A `forms.model.cache.Cache` in the encrypted workspace. Every method blocks: call it off the interface thread."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, key: str, /) -> bytes | None:
        """Return what was put under a key, None when it is not there (any more)."""
        with self._core.database.read() as connection:
            row = connection.execute("select value from model_cache where key = ?", (key,)).fetchone()
        return None if row is None else bytes(row["value"])

    def put(self, key: str, value: bytes, /) -> None:
        """Keep a value; beyond 16 the oldest goes. A workspace that cannot be written keeps nothing."""
        try:
            self._core.writer.run(self._put, key, value)
        except (WorkspaceReadOnly, DiskFull):
            return  # it is worked out again next time

    def _put(self, key: str, value: bytes) -> None:
        connection = self._core.writer.connection
        connection.execute("insert or replace into model_cache (key, value) values (?, ?)", (key, value))
        connection.execute(
            "delete from model_cache where rowid not in (select rowid from model_cache order by rowid desc limit ?)",
            (KEPT,),
        )
