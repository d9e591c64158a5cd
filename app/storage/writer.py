"""The one thread that writes: each piece of work is one transaction, durable before its Future is done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from app.storage.database import Database, explained
from app.storage.errors import DiskFull, StorageError, WorkspaceReadOnly, from_system
from app.storage.sqlcipher import Connection
from app.vault.files import keep_reserve, release_reserve

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    future: Future[Any]


class Writer:
    """Run every write in order on one thread.

    A piece of work is called with the arguments given, inside a transaction of the writing connection; it reaches the
    connection by `connection`. If it raises, nothing of it is kept and its Future raises. On a full disk the reserve
    file is given back and the work is run once more, so work must change nothing but the database.

    Args:
        database: Opened for writing, or the writer refuses everything.
        reserve: Path of the reserve file; None for none.
    """

    def __init__(self, database: Database, *, reserve: Path | None = None) -> None:
        self._database = database
        self._reserve = reserve
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._condition = threading.Condition()
        self._pending = 0
        self._closed = False
        self.disk_low = reserve is not None and database.write_connection is not None and not keep_reserve(reserve)
        self._thread = threading.Thread(target=self._loop, name="groundup-writer", daemon=True)
        self._thread.start()

    @property
    def connection(self) -> Connection:
        """The writing connection, for pieces of work; only on the writer's thread."""
        if threading.get_ident() != self._database.writing_thread or self._database.write_connection is None:
            raise RuntimeError("the writing connection belongs to the writer's thread")
        return self._database.write_connection

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a piece of work; it runs inside one transaction. Does not block; may be called from any thread."""
        future: Future[T] = Future()
        with self._condition:
            if self._closed:
                raise StorageError("closed")
            self._pending += 1
            self._jobs.put(_Job(lambda: work(*args, **kwargs), future))
        return future

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Queue a piece of work and wait until it is on the disk. Never on the interface thread.

        Called from inside another piece of work, it becomes part of that one's transaction.
        """
        if threading.get_ident() == self._database.writing_thread:
            return work(*args, **kwargs)
        self._database.check_thread()
        return self.submit(work, *args, **kwargs).result()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until everything queued so far is on the disk; False when `timeout` seconds passed first."""
        with self._condition:
            return self._condition.wait_for(lambda: self._pending == 0, timeout)

    @property
    def pending(self) -> int:
        """How many pieces of work are not on the disk yet; never blocks."""
        return self._pending

    def close(self) -> None:
        """Do what is queued, then end the thread."""
        with self._condition:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _loop(self) -> None:
        self._database.writing_thread = threading.get_ident()
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._do(job)
            with self._condition:
                self._pending -= 1
                self._condition.notify_all()
        self._database.writing_thread = None

    def _do(self, job: _Job) -> None:
        try:
            try:
                result = self._transaction(job.work)
            except DiskFull:
                if self._reserve is None or not release_reserve(self._reserve):
                    raise
                self.disk_low = True
                result = self._transaction(job.work)
        except BaseException as error:  # noqa: BLE001 every failure belongs to whoever waits for the Future
            job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _transaction(self, work: Callable[[], T]) -> T:
        connection = self._database.write_connection
        if connection is None:
            raise WorkspaceReadOnly(folder=str(self._database.folder))
        with explained(self._database.folder):
            connection.execute("begin immediate")
            try:
                result = work()
                connection.execute("commit")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("rollback")
                if isinstance(error, OSError):  # a file beside the database: a key, a medium
                    raise from_system(error, self._database.folder) from error
                raise
        return result
