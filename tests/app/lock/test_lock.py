"""The lock page: slow after wrong tries, says so, erases nothing; troubles have ways out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.lock.actions import WAIT_MOST, wait_after
from app.lock.trouble import TroublePage, ways_out
from app.lock.view import LockView


@pytest.fixture
def view(qtbot: QtBot, look: QApplication) -> LockView:
    """Return a shown lock page with the focus in its field."""
    page = LockView()
    qtbot.addWidget(page)
    page.resize(1024, 600)
    page.show()
    page.activateWindow()
    page.focus_field()
    qtbot.waitUntil(page.passphrase.line.hasFocus)
    return page


@pytest.mark.parametrize(("tries", "seconds"), [(1, 0), (2, 0), (3, 2), (4, 4), (7, 32), (8, 60), (50, WAIT_MOST)])
def test_tries_slow_down(tries: int, seconds: int) -> None:
    """Two tries are free, then the wait doubles up to a minute."""
    assert wait_after(tries) == seconds


def test_enter_unlocks(qtbot: QtBot, view: LockView) -> None:
    """What was typed is handed over by Enter alone."""
    qtbot.keyClicks(view.passphrase.line, "four words I know")
    with qtbot.waitSignal(view.unlock) as got:
        qtbot.keyClick(view.passphrase.line, Qt.Key.Key_Return)
    assert got.args == ["four words I know"]


def test_what_is_typed_is_hidden_until_asked(qtbot: QtBot, view: LockView) -> None:
    """The eye shows and hides."""
    line = view.passphrase.line
    assert line.echoMode() == line.EchoMode.Password
    qtbot.mouseClick(view.passphrase.eye, Qt.MouseButton.LeftButton)
    assert line.echoMode() == line.EchoMode.Normal


def test_a_wrong_try_says_so_above_the_field(view: LockView) -> None:
    """The sentence says that nothing is erased; the button waits after the third."""
    for _ in range(3):
        view.show_wrong()
    assert "Nothing is erased" in view._words()
    assert not view.button.isEnabled()


def test_no_try_while_waiting(qtbot: QtBot, view: LockView) -> None:
    """Enter does nothing until the time is over."""
    for _ in range(3):
        view.show_wrong()
    qtbot.keyClicks(view.passphrase.line, "again")
    with qtbot.assertNotEmitted(view.unlock):
        qtbot.keyClick(view.passphrase.line, Qt.Key.Key_Return)


def test_the_recovery_code_has_its_own_field(qtbot: QtBot, view: LockView) -> None:
    """A link shows the field for the code."""
    qtbot.mouseClick(view._other, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(view.code, "ABCDE-FGHIJ")
    with qtbot.waitSignal(view.recover) as got:
        qtbot.keyClick(view.code, Qt.Key.Key_Return)
    assert got.args == ["ABCDE-FGHIJ"]


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("workspace-broken", "restore"),
        ("keys-broken", "restore"),
        ("workspace-in-use", "again"),
        ("workspace-newer", "other"),
        ("workspace-read-only", "read_only"),
        ("disk-full", "again"),
    ],
)
def test_every_trouble_has_ways_out(look: QApplication, code: str, first: str) -> None:
    """The best way out comes first, closing is always there."""
    keys = [way.key for way in ways_out(code)]
    assert keys[0] == first
    assert "leave" in keys


def test_a_way_out_is_one_key_away(qtbot: QtBot, look: QApplication) -> None:
    """The first button has the focus; Space presses it."""
    page = TroublePage("workspace-in-use", "Another window has it open. Close it.", "/home/a")
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.buttons["again"].setFocus()
    with qtbot.waitSignal(page.chosen) as got:
        qtbot.keyClick(page.buttons["again"], Qt.Key.Key_Space)
    assert got.args == ["again"]
