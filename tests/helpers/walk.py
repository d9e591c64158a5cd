"""Looks over a screen: what can take the focus has a name and is large enough, and nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

LEAST = 24  # px, WCAG 2.5.8


def focusables(root: QWidget) -> list[QWidget]:
    """Return the visible widgets below `root` that Tab or a click can focus."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollArea | QScrollBar)
        and not _part_of_another(widget)
    ]


def name_of(widget: QWidget) -> str:
    """Return the name a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def problems(root: QWidget) -> list[str]:
    """Return what is wrong with a screen, a line each."""
    found = []
    for widget in focusables(root):
        if not name_of(widget).strip():
            found.append(f"without a name: {_words(widget)}")
        if min(widget.width(), widget.height()) < LEAST:
            found.append(f"too small, {widget.width()}x{widget.height()}: {_words(widget)}")
    found += cut(root)
    return found


def cut(root: QWidget) -> list[str]:
    """Return widgets that stick out of the window or of a part that does not scroll, and labels without room."""
    found = []
    for widget in root.findChildren(QWidget):
        if (
            not widget.isVisible()
            or _part_of_another(widget)
            or not isinstance(widget, QAbstractButton | QLabel | QAbstractItemView)
        ):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap() and widget.height() < widget.heightForWidth(widget.width()):
            found.append(f"words cut: {_words(widget)}")
        if isinstance(widget, QAbstractButton) and widget.width() < widget.minimumSizeHint().width():
            found.append(f"button cut: {_words(widget)}")
        place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
        if _scrolls(widget, root):
            area = root.rect().adjusted(0, -100_000, 0, 100_000)
        else:
            area = root.rect()
        if not area.contains(place):
            found.append(f"outside the window: {_words(widget)} at {place.getRect()}")
    return found


def _scrolls(widget: QWidget, root: QWidget) -> bool:
    walk = widget.parentWidget()
    while walk is not None and walk is not root:
        if isinstance(walk, QAbstractScrollArea):
            return True
        walk = walk.parentWidget()
    return False


def _part_of_another(widget: QWidget) -> bool:
    """Tell whether a widget is an inner part of a control, such as the line edit of a spin box."""
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(parent, QLineEdit)
        or (isinstance(parent, QAbstractItemView) and parent.viewport() is widget)
    )


def _words(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or words!r}"


def settle(app: QApplication) -> None:
    """Let layouts and deferred deletions finish."""
    for _ in range(6):
        app.sendPostedEvents()
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
