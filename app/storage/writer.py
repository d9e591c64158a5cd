"""The one thread that writes: each piece of work is one transaction, durable before its Future is done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """Run every write in order on one thread."""

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a piece of work; it runs inside one transaction. Does not block; may be called from any thread."""
        raise NotImplementedError

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Queue a piece of work and wait until it is on the disk. Never on the interface thread."""
        raise NotImplementedError

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until everything queued so far is on the disk; False when `timeout` seconds passed first."""
        raise NotImplementedError

    @property
    def pending(self) -> int:
        """How many pieces of work are not on the disk yet; never blocks."""
        raise NotImplementedError
