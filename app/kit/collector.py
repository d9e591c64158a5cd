"""Collects Python's garbage on the interface thread only.

Python collects on whichever thread happens to allocate. A worker that meets dead widgets would run their destructors
there, and Qt's widgets must die on the interface thread: the program then crashes later, somewhere else. So the
automatic collection is off while a window is open, and a timer does the same work at the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY = 250  # ms


class Collector(QObject):
    """Takes the collection over for as long as it lives; `end` gives it back."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start(LOOK_EVERY)

    def end(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


def collect_what_is_due() -> None:
    """Collect the oldest generation whose count passed its threshold, as Python itself would."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation] > 0:
            gc.collect(generation)
            return
