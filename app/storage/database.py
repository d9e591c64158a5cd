"""Connections to the workspace's database: one that writes, and readers, one per thread at a time."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from app.storage.errors import StorageError, from_database
from app.storage.sqlcipher import Connection, DatabaseError, Row, Tables, connect

FILE_NAME = "workspace.db"
BUSY_SECONDS = 10.0  # another process reads or folds the log; longer means something is wrong
# SQLITE_CONSTRAINT and SQLITE_ERROR are faults of ours, not of the disk: they pass through with their traceback.
OURS = ("SQLITE_CONSTRAINT", "SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_MISMATCH", "SQLITE_RANGE", "SQLITE_TOOBIG")


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn SQLite's complaints about disk and file into ours."""
    try:
        yield
    except DatabaseError as error:
        if str(getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR").startswith(OURS):
            raise
        raise from_database(error, folder) from error


def open_connection(path: Path, key: bytes, *, read_only: bool = False, immutable: bool = False) -> Connection:
    """Return a connection with the key and every pragma set.

    Args:
        key: Raw key, 32 bytes.
        read_only: Nothing can be written through it.
        immutable: For a file on a medium that cannot be written and beside which no log lies (a log is ignored!).
    Raises:
        StorageError: the file is broken, not ours, or cannot be opened.
    """
    uri = f"{path.resolve().as_uri()}?mode=rw" + ("&immutable=1" if immutable else "")
    if immutable:
        uri = uri.replace("mode=rw", "mode=ro")
    elif not read_only:
        uri = uri.replace("mode=rw", "mode=rwc")
    with explained(path.parent):
        connection = connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
        try:
            connection.row_factory = Row
            connection.execute("pragma cipher_log_level = none")  # it would write on the terminal
            connection.execute(f"""pragma key = "x'{key.hex()}'" """)
            _set_pragmas(connection, read_only=read_only or immutable)
            connection.execute("select count(*) from sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def _set_pragmas(connection: Connection, *, read_only: bool) -> None:
    """Set what RECORDS §9 asks for."""
    pragmas = ["foreign_keys = on", "secure_delete = on", "temp_store = memory", "trusted_schema = off"]
    pragmas += ["cell_size_check = on", "synchronous = full", f"busy_timeout = {int(BUSY_SECONDS * 1000)}"]
    if sys.platform == "darwin":
        pragmas += ["fullfsync = on", "checkpoint_fullfsync = on"]
    if read_only:
        pragmas.append("query_only = on")
    else:
        pragmas.insert(0, "journal_mode = wal")
    for pragma in pragmas:
        connection.execute(f"pragma {pragma}")


class Database:
    """The opened database.

    Args:
        path: The database file.
        key: Raw key, 32 bytes.
        read_only: No writing connection is made.
        immutable: See `open_connection`.
        interface_thread: Thread that must never wait for the disk; None when there is none (commands).
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        *,
        read_only: bool = False,
        immutable: bool = False,
        interface_thread: int | None = None,
    ) -> None:
        self.path = path
        self.folder = path.parent
        self._key = key
        self._immutable = immutable
        self.interface_thread = interface_thread
        self._local = threading.local()
        self._guard = threading.Lock()
        self._idle: list[Connection] = []
        self._closed = False
        self.writing_thread: int | None = None  # set by the writer's thread itself
        self.write_connection: Connection | None = None
        if not read_only:
            self.write_connection = open_connection(path, key)

    def check_thread(self) -> None:
        """Raise StorageError `interface-thread` on the thread that must never wait, `closed` after closing."""
        if self.interface_thread is not None and threading.get_ident() == self.interface_thread:
            raise StorageError("interface-thread")
        if self._closed:
            raise StorageError("closed")

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection with one unchanging view of the data until the block ends.

        Inside a piece of the writer's work it is the writer's connection, which sees what that work changed so far.
        """
        if threading.get_ident() == self.writing_thread and self.write_connection is not None:
            yield self.write_connection
            return
        self.check_thread()
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        connection = self._borrow()
        with explained(self.folder):
            try:
                connection.execute("begin")
                self._local.connection = connection
                yield connection
            finally:
                self._local.connection = None
                self._give_back(connection)

    def _borrow(self) -> Connection:
        with self._guard:
            if self._idle:
                return self._idle.pop()
        return open_connection(self.path, self._key, read_only=True, immutable=self._immutable)

    def _give_back(self, connection: Connection) -> None:
        if connection.in_transaction:
            connection.execute("rollback")
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def copy_to(self, target: Path) -> None:
        """Write a whole, encrypted copy of the database as it stands now to a new file; the writer is not stopped."""
        self.check_thread()
        connection = open_connection(self.path, self._key, immutable=self._immutable)
        with explained(target.parent):
            try:
                connection.execute("vacuum into ?", (str(target),))
            finally:
                connection.close()

    def close(self) -> None:
        """Fold the log into the database and close every connection."""
        self._closed = True
        with self._guard:
            for reader in self._idle:
                reader.close()
            self._idle.clear()
        if self.write_connection is not None:
            with contextlib.suppress(DatabaseError):  # a full disk: the log stays beside the file and is read again
                self.write_connection.execute("pragma wal_checkpoint(truncate)")
            self.write_connection.close()
            self.write_connection = None


def tables(connection: Connection) -> Tables:
    """Return sqlite-utils' view of a connection."""
    return Tables(connection, recursive_triggers=False, execute_plugins=False)
