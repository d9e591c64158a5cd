"""The focus ring stands around what has the focus, outside it, and follows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from walk import settle

from app.kit.widgets.buttons import Button
from app.kit.widgets.focus_ring import GAP, QUIET, WIDTH, FocusRing
from app.kit.widgets.pages import ScrollPage


class Window(QWidget):
    """A window with buttons in a scrolling part."""

    def __init__(self) -> None:
        super().__init__()
        self.scroll = ScrollPage(name="Page")
        self.buttons = [Button(f"Button {number}") for number in range(30)]
        for button in self.buttons:
            self.scroll.body.addWidget(button)
        QVBoxLayout(self).addWidget(self.scroll)
        self.ring = FocusRing(self)


@pytest.fixture
def window(qtbot: QtBot, look: QApplication) -> Window:
    """Return the shown, active window."""
    made = Window()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def place(window: Window, widget: QWidget) -> QRect:
    """Return where a widget is in its window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_it_leaves_a_gap(look: QApplication, window: Window) -> None:
    """3 px of ring, 2 px of ground, on every side."""
    window.buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
    settle(look)
    margin = WIDTH + GAP
    assert window.ring.isVisible()
    assert window.ring.geometry() == place(window, window.buttons[1]).adjusted(-margin, -margin, margin, margin)


def test_it_scrolls_along_and_stays_inside(look: QApplication, window: Window) -> None:
    """Scrolled out of sight, no ring is left behind; back again, it is there."""
    window.buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
    settle(look)
    bar = window.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle(look)
    assert not window.ring.isVisible()
    bar.setValue(0)
    settle(look)
    assert window.ring.isVisible()


def test_it_takes_neither_mouse_nor_focus(window: Window) -> None:
    """What lies below is clicked through it."""
    assert window.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert window.ring.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_it_waits_for_the_first_key_where_the_program_put_the_focus(
    qtbot: QtBot, look: QApplication, window: Window
) -> None:
    """A quiet focus shows its ring once a key is used."""
    window.buttons[2].setProperty(QUIET, True)
    window.buttons[2].setFocus(Qt.FocusReason.OtherFocusReason)
    settle(look)
    assert not window.ring.isVisible()
    qtbot.keyClick(window.buttons[2], Qt.Key.Key_Shift)
    settle(look)
    assert window.ring.isVisible()


def test_a_widget_that_goes_takes_its_ring_along(look: QApplication, window: Window) -> None:
    """Nothing is painted around what is not there any more."""
    window.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    settle(look)
    window.buttons[0].deleteLater()
    settle(look)
    held = window.focusWidget()
    assert held is None or window.ring.geometry().contains(place(window, held)) or not window.ring.isVisible()
