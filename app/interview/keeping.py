"""Which changes are on the disk and which are not yet; told from the writer's thread, asked from any."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What the autosave line says.

    Args:
        waiting: Changes that are not on the disk yet.
        at: When the last change reached the disk, None before the first.
        failure: Why the last change could not be kept; None when all is well.
    """

    waiting: int = 0
    at: datetime | None = None
    failure: BaseException | None = None


class Keeping:
    """Counts changes on their way to the disk."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._kept = Kept()
        self._lost = False
        self.listener: Callable[[Kept], None] | None = None

    @property
    def kept(self) -> Kept:
        """The state now."""
        with self._changed:
            return self._kept

    @property
    def has_gap(self) -> bool:
        """Whether a change failed and no snapshot made up for it yet."""
        with self._changed:
            return self._lost

    def watch(self, future: Future[None], *, whole: bool = False) -> None:
        """Follow one change; `whole` is a snapshot, which makes up for changes that failed before it."""
        with self._changed:
            self._kept = Kept(self._kept.waiting + 1, self._kept.at, self._kept.failure)
        self._tell()
        future.add_done_callback(lambda done: self._done(done, whole=whole))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is on its way; False after `timeout` seconds. Never on the interface thread."""
        with self._changed:
            return self._changed.wait_for(lambda: self._kept.waiting == 0, timeout)

    def _done(self, future: Future[None], *, whole: bool) -> None:
        failure = future.exception()
        with self._changed:
            waiting = self._kept.waiting - 1
            if failure is not None:
                self._lost = True
                self._kept = Kept(waiting, self._kept.at, failure)
            else:
                self._lost = self._lost and not whole
                self._kept = Kept(waiting, self._clock(), self._kept.failure if self._lost else None)
            self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        if self.listener is not None:
            self.listener(self.kept)
