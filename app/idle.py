"""Tells when nobody worked at the laptop for some minutes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

ACTIVE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class IdleWatch(QObject):
    """Counts the minutes from the last key or pointer, while it is started.

    Signals:
        idle: Nobody worked for that long.
    """

    idle = Signal()

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._minutes = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        app.focusWindowChanged.connect(self._watch)

    def start(self, minutes: int) -> None:
        """Count from now; 0 is never."""
        self._minutes = minutes
        if minutes:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Count no more."""
        self.start(0)

    def end(self) -> None:
        """Look at no window any more."""
        self.stop()
        self._app.focusWindowChanged.disconnect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        """Look at the keys and pointers of the window that has the focus.

        Never at those of the whole application: a filter there is called for widgets that are just being made, for
        which Python has no object yet, and the program crashes later.
        """
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count from the last key or pointer."""
        if event.type() in ACTIVE and self._minutes:
            self.start(self._minutes)
        return super().eventFilter(watched, event)
