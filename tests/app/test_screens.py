"""Every screen of the desk with the example in it: names, sizes, nothing cut, in two sizes and directions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from desk import calm, close_program, copy_of, make_example, open_program, wait_for
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walk import focusables, problems, settle

from app.home.view import HomeView
from app.lock.trouble import TroublePage
from app.lock.view import LockView
from app.program import Program
from app.review.reading_page import ReadingPage
from app.review.view import InterviewsView
from app.rooms import Rooms
from app.settings import Preferences
from app.storage.workspace import Workspace

ROOMS = ("home", "ask", "interview", "finished", "exchange", "settings")
SIZES = ((1024, 560), (1366, 768))


def rooms(program: Program) -> Rooms:
    """Return the rooms of an opened program."""
    assert program.rooms is not None
    return program.rooms


def test_every_screen_in_every_size_and_direction(look: QApplication, program: Program) -> None:
    """Everything that takes the focus has a name and its size; nothing is cut."""
    found = []
    for language, scale in (("en", 1.0), ("ar", 1.0), ("en", 1.5)):
        program.change(replace(program.preferences, language=language, scale=scale))
        for width, height in SIZES if scale == 1.0 else SIZES[1:]:
            program.window.resize(width, height)
            for key in ROOMS:
                rooms(program).open_room(key)
                calm(look)
                settle(look)
                found += [f"{key} {language} {width} {scale}: {line}" for line in problems(program.window)]
    assert found == []


def test_focus_runs_along_the_reading_direction(look: QApplication, program: Program) -> None:
    """Tab visits every control of the settings page from the top down, rail first."""
    rooms(program).open_room("settings")
    calm(look)
    page = rooms(program).shell.room
    assert page is not None
    heights = [widget.mapTo(page, QPoint(0, 0)).y() for widget in focusables(page)]
    assert heights == sorted(heights)


def test_the_rail_is_narrow_in_a_narrow_window(look: QApplication, program: Program) -> None:
    """Below 1200 px the rail shows icons, with their names for screen readers; words in a wide one."""
    program.window.resize(1024, 600)
    settle(look)
    rail = rooms(program).shell.rail
    assert rail.width() == 64
    assert rail.items["exchange"].accessibleName() == "Send and receive"
    program.window.resize(1366, 768)
    settle(look)
    assert rail.width() == 208


def test_rooms_that_are_not_built_are_absent(program: Program) -> None:
    """Home, the two stations, and the two rooms below the line."""
    assert set(rooms(program).shell.rail.items) == {"home", "ask", "interview", "exchange", "settings"}


def test_a_language_turns_the_window_at_once(look: QApplication, program: Program) -> None:
    """Arabic puts the rail at the right, without a restart."""
    program.change(replace(program.preferences, language="ar"))
    calm(look)
    settle(look)
    rail = rooms(program).shell.rail
    assert program.window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert rail.mapTo(program.window, QPoint(0, 0)).x() > program.window.width() / 2


def test_larger_type_by_keyboard(qtbot: QtBot, look: QApplication, program: Program) -> None:
    """Ctrl + and Ctrl 0 act at once and are remembered."""
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    qtbot.keyClick(program.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert program.preferences.scale == 1.1
    calm(look)
    qtbot.keyClick(program.window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert program.preferences.scale == 1.0
    calm(look)


def test_finished_interviews_are_filtered_and_read(look: QApplication, program: Program) -> None:
    """The table shows all 30, a filter leaves some out and says so, one opens in reading order."""
    rooms(program).open_room("finished")
    calm(look)
    view = rooms(program).shell.room
    assert isinstance(view, InterviewsView)
    assert view.table_model.total == 30
    times = [datetime.fromisoformat(view.table_model.row_at(row).finished) for row in range(30)]
    assert times == sorted(times, reverse=True)
    assert view.filters is not None
    view.filters.search.setText("nothing has this text")
    calm(look)
    assert view.table_model.total == 0
    assert "30" in view._counts.text()
    view.filters.search.setText("")
    calm(look)
    view._open_row(view.table_model.index(0, 0))
    calm(look)
    reading = view._stack.currentWidget()
    assert isinstance(reading, ReadingPage)
    assert problems(program.window) == []


def test_the_example_is_removed_in_one_click(
    look: QApplication, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the question is answered, home asks for a first assessment."""
    monkeypatch.setattr("app.rooms.ask", lambda *_given: "remove")
    rooms(program)._remove_example()
    calm(look)
    assert rooms(program).shell.key == "home"
    assert rooms(program)._assessment() is None
    assert program.workspace is not None
    assert rooms(program).shell.rail.chooser is not None
    assert rooms(program).shell.rail.chooser.text() == "No assessment yet"


def test_rooms_need_an_assessment(look: QApplication, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, Ask leads home with a sentence."""
    monkeypatch.setattr("app.rooms.ask", lambda *_given: "remove")
    rooms(program)._remove_example()
    calm(look)
    rooms(program).open_room("ask")
    calm(look)
    assert rooms(program).shell.key == "home"
    assert problems(program.window) == []


def test_no_stray_window_is_opened(look: QApplication, program: Program) -> None:
    """Making a room shows nothing outside the window: a widget is shown only once it has its place."""
    program.window.activateWindow()
    calm(look)
    strays: list[object] = []
    look.focusWindowChanged.connect(strays.append)
    for key in ROOMS:
        rooms(program).open_room(key)
        calm(look)
    rooms(program).rebuild(program.preferences)
    calm(look)
    look.focusWindowChanged.disconnect(strays.append)
    assert strays == []
    assert program.window.isActiveWindow()


def test_the_window_closes_from_the_first_run(look: QApplication, tmp_path: Path) -> None:
    """Nothing is open yet, so nothing has to be saved."""
    opened = open_program(look, tmp_path / "none", tmp_path / "p.json", chosen=Preferences(language="en"))
    close_program(look, opened)
    assert not (tmp_path / "none").exists()


def test_a_proper_close_is_not_told_as_a_crash(look: QApplication, example: Path, tmp_path: Path) -> None:
    """Closed and opened again: no notice. Marked as open: a notice with its draft."""
    folder = copy_of(example, tmp_path / "workspace")
    chosen = Preferences(language="en")
    close_program(look, open_program(look, folder, tmp_path / "p.json", chosen=chosen))
    again = open_program(look, folder, tmp_path / "p.json", chosen=chosen)
    assert rooms(again).shell.notices.recent == []
    close_program(look, again)
    (folder / "open-since").write_text("2026-08-02T13:00:00+00:00", encoding="ascii")
    after_crash = open_program(look, folder, tmp_path / "p.json", chosen=chosen)
    assert "closed unexpectedly" in rooms(after_crash).shell.notices.recent[0].lead
    close_program(look, after_crash)


def test_locking_hides_everything_and_opens_again(qtbot: QtBot, look: QApplication, tmp_path: Path) -> None:
    """Ctrl Shift L: only the lock page is left; a wrong passphrase says so; the right one opens home."""
    folder = make_example(tmp_path / "locked", passphrase="four words I know")
    opened = open_program(
        look, folder, tmp_path / "p.json", chosen=Preferences(language="en"), passphrase="four words I know"
    )
    opened.lock()
    calm(look)
    page = opened.window.shown
    assert isinstance(page, LockView)
    assert opened.workspace is None
    assert opened.window.findChildren(HomeView) == []
    page.unlock.emit("wrong")
    calm(look)
    assert "Nothing is erased" in page._words()
    page.unlock.emit("four words I know")
    calm(look)
    assert rooms(opened).shell.key == "home"
    close_program(look, opened)


def test_a_second_window_is_told_so(look: QApplication, program: Program, tmp_path: Path) -> None:
    """The workspace is open already: a page with ways out, and the first window goes on."""
    second = open_program(look, program.folder, tmp_path / "second.json", chosen=Preferences(language="en"))
    page = second.window.shown
    assert isinstance(page, TroublePage)
    assert next(iter(page.buttons)) == "again"
    close_program(look, second)
    assert program.workspace is not None


def test_the_last_good_copy_comes_back(look: QApplication, example: Path, tmp_path: Path) -> None:
    """A damaged workspace shows its page; one button brings the copy back and opens it."""
    folder = copy_of(example, tmp_path / "workspace")
    with Workspace.open(folder, passphrase=None) as workspace:
        workspace.backups.make()
    (folder / "workspace.db").write_bytes(b"\0" * 4096)
    opened = open_program(look, folder, tmp_path / "p.json", chosen=Preferences(language="en"))
    page = opened.window.shown
    assert isinstance(page, TroublePage)
    page.buttons["restore"].click()
    calm(look)
    assert rooms(opened).shell.key == "home"
    close_program(look, opened)


def test_the_days_copy_is_made_at_the_start(look: QApplication, example: Path, tmp_path: Path) -> None:
    """Opening makes the copy that is due, also in the folder that was chosen; opening again makes no second one."""
    folder, stick = copy_of(example, tmp_path / "workspace"), tmp_path / "stick"
    stick.mkdir()
    chosen = Preferences(language="en", backup_folder=str(stick))
    opened = open_program(look, folder, tmp_path / "p.json", chosen=chosen)
    wait_for(look, lambda: bool(list(stick.glob("*"))))
    assert rooms(opened).shell.notices.recent == []
    close_program(look, opened)
    assert len(list((folder / "backups").iterdir())) == 1
    assert len(list(stick.iterdir())) == 1
    close_program(look, open_program(look, folder, tmp_path / "p.json", chosen=chosen))
    assert len(list(stick.iterdir())) == 1
