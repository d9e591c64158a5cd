"""The running window: the example chosen, messages kept, a full disk said, type size changed at any moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from desk import calm, close_program, copy_of, make_example, open_program, wait_for
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.first_run.pages import RecoveryPage
from app.first_run.view import FirstRun
from app.kit.notices import Message
from app.lock.view import LockView
from app.preferences.view import PreferencesView
from app.program import Program
from app.rooms import Rooms
from app.settings import Preferences, save


def rooms(program: Program) -> Rooms:
    """Return the rooms of an opened program."""
    assert program.rooms is not None
    return program.rooms


def test_the_example_is_chosen_when_asked_for(look: QApplication, example: Path, tmp_path: Path) -> None:
    """Another assessment was open last; `--example` opens the example."""
    folder, file = copy_of(example, tmp_path / "workspace"), tmp_path / "p.json"
    first = open_program(look, folder, file, chosen=Preferences(language="en"))
    assert first.workspace is not None
    with ThreadPoolExecutor(1) as elsewhere:
        made = elsewhere.submit(first.workspace.assessments.create, "Our own").result()
    rooms(first)._read(then=lambda: rooms(first).open_assessment(made.id))
    calm(look)
    assert rooms(first)._assessment().name == "Our own"  # type: ignore[union-attr]
    close_program(look, first)
    again = Program(look, folder, passphrase=None, preferences_file=file, example=True)
    again.start()
    calm(look)
    assert rooms(again)._assessment().example  # type: ignore[union-attr]
    close_program(look, again)


def test_messages_outlive_a_change_of_type_size(look: QApplication, program: Program) -> None:
    """What was said stays among the recent messages when everything is made again, undo bars too."""
    rooms(program).shell.notices.inform("Something was said.")
    rooms(program).shell.undo.offer("One row removed", lambda: None)
    program.change(replace(program.preferences, scale=1.25))
    calm(look)
    words = [message.words for message in rooms(program).shell.notices.recent]
    assert words[-2:] == ["Something was said.", "One row removed"]


def test_a_disk_nearly_full_is_said_once(look: QApplication, program: Program) -> None:
    """The writer used up its reserve: one notice, not one at every look."""
    assert program.workspace is not None
    program.workspace.writer.disk_low = True
    rooms(program)._look_at_disk()
    rooms(program)._look_at_disk()
    said: list[Message] = rooms(program).shell.notices.recent
    assert [message.lead for message in said].count("The disk of this laptop is nearly full.") == 1


def test_a_setting_keeps_the_keyboard_when_it_is_changed(look: QApplication, program: Program) -> None:
    """Everything is made again in the new size; the type size still has the focus and can go back to its default."""
    rooms(program).open_room("settings")
    calm(look)
    room = rooms(program).shell.room
    assert isinstance(room, PreferencesView)
    room.focus_setting(1)
    room._change(scale=1.25)
    calm(look)
    fresh = rooms(program).shell.room
    assert isinstance(fresh, PreferencesView)
    assert fresh is not room
    assert fresh.focused_setting == 1
    back = fresh._back("scale")
    assert back is not None
    back()
    assert program.preferences.scale == 1.0


def test_larger_type_keeps_the_recovery_code_and_what_is_typed(look: QApplication, tmp_path: Path) -> None:
    """Ctrl + in the first run loses neither a name that is being typed nor the code that is shown only once."""
    save(Preferences(language="en"), tmp_path / "p.json")
    program = Program(look, tmp_path / "fresh", passphrase=None, preferences_file=tmp_path / "p.json")
    program.start()
    shown = program.window.shown
    assert isinstance(shown, FirstRun)
    shown.show_page(2)
    shown.frame.middle.person.setText("Amina")  # type: ignore[attr-defined]
    program._scale(1)
    shown = program.window.shown
    assert isinstance(shown, FirstRun)
    assert shown.frame.middle.person.text() == "Amina"  # type: ignore[attr-defined]
    program._make(shown, replace(shown.answers, passphrase="four words I know", example=False))
    wait_for(look, lambda: isinstance(program.window.shown.frame.middle, RecoveryPage))  # type: ignore[union-attr]
    program._scale(1)
    shown = program.window.shown
    assert isinstance(shown, FirstRun)
    assert isinstance(shown.frame.middle, RecoveryPage)
    shown.frame.next.click()
    calm(look)
    assert rooms(program).shell.key == "home"
    close_program(look, program)


def test_the_focus_never_falls_on_a_whole_page(look: QApplication, program: Program) -> None:
    """A room that reads first has no control yet: the rail keeps the keyboard."""
    rooms(program).open_room("finished")
    calm(look)
    rooms(program).open_room("exchange")
    calm(look)
    focus = program.window.focusWidget()
    assert focus is not None
    assert focus is not rooms(program).shell.room
    assert focus.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_larger_type_does_not_forget_wrong_tries(look: QApplication, tmp_path: Path) -> None:
    """The lock page made again in another size goes on slowing down where it was."""
    locked = make_example(tmp_path / "locked", passphrase="four words I know")
    program = open_program(look, locked, tmp_path / "p.json", chosen=Preferences(language="en"))
    page = program.window.shown
    assert isinstance(page, LockView)
    page.show_wrong()
    page.show_wrong()
    program._scale(1)
    again = program.window.shown
    assert isinstance(again, LockView)
    assert again is not page
    assert again.tries == 2
    close_program(look, program)
