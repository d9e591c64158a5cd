"""The focus ring: 3 px with 2 px of ground between it and the control, painted over the window.

One per window. It follows the widget with the focus, also while it scrolls or grows, stays inside scrolling parts, and
is not shown on buttons that were reached with the mouse.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QScrollArea,
    QWidget,
)

from app.kit import theme
from app.kit.theme import scaled

WIDTH, GAP = 3, 2
QUIET = "quiet_focus"  # property: the program put the focus there, the ring waits for the first key


class FocusRing(QWidget):
    """An overlay that never takes the mouse or the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._by_mouse = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._place)
        self._shape = QRectF()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move along when anything on the way to the focus moves."""
        kind = event.type()
        if kind in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.KeyRelease,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.LayoutRequest,
            QEvent.Type.ChildAdded,
        ):
            self._timer.start()
        if kind == QEvent.Type.KeyRelease and watched is self._target and self._by_mouse:
            self._by_mouse = False
            self._timer.start()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = scaled(WIDTH)
        painter.setPen(QPen(theme.current().colour("focus"), width))
        radius = scaled(8 + GAP)
        painter.drawRoundedRect(self._shape.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius)
        painter.end()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            try:
                widget.removeEventFilter(self)
            except RuntimeError:  # the widget is gone already
                continue
        self._watched = []
        self._target = None
        if new is not None and new.window() is self.window():
            self._target = new
            self._by_mouse = bool(QApplication.mouseButtons()) and isinstance(new, QAbstractButton)
            if new.property(QUIET):
                new.setProperty(QUIET, False)
                self._by_mouse = True
            walk: QWidget | None = new
            while walk is not None and walk is not self.window():
                walk.installEventFilter(self)
                self._watched.append(walk)
                walk = walk.parentWidget()
        self._timer.start()

    def _place(self) -> None:
        target = self._target
        try:
            seen = target is not None and target.isVisible() and not self._by_mouse
        except RuntimeError:  # the widget is gone already
            self._target, seen = None, False
        if not seen or target is None or isinstance(target, QScrollArea):
            self.hide()
            return
        margin = scaled(WIDTH + GAP)
        area = self._mapped(target).adjusted(-margin, -margin, margin, margin)
        clip = self._clip(target)
        shown = area.intersected(clip)
        if shown.isEmpty():
            self.hide()
            return
        self.setGeometry(shown)
        self._shape = QRectF(area.translated(-shown.topLeft()))
        self.raise_()
        self.show()
        self.update()

    def _mapped(self, target: QWidget) -> QRect:
        """Return the target's place in the window: the current row of a list, else the whole widget."""
        inner, rect = target, target.rect()
        if isinstance(target, QAbstractItemView) and target.currentIndex().isValid():
            row = target.visualRect(target.currentIndex())
            if row.isValid() and row.intersects(target.viewport().rect()):
                inner, rect = target.viewport(), row
        return QRect(inner.mapTo(self.window(), rect.topLeft()), rect.size())

    def _clip(self, target: QWidget) -> QRect:
        clip = self.window().rect()
        walk = target.parentWidget()
        while walk is not None and walk is not self.window():
            above = walk.parentWidget()
            if isinstance(above, QAbstractScrollArea) and above.viewport() is walk:
                clip = clip.intersected(QRect(walk.mapTo(self.window(), walk.rect().topLeft()), walk.size()))
            walk = above
        return clip
