"""Bringing a form in through the window: findings, missing files, personal questions, and into use."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import calm
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from walk import problems
from workbooks import workbook

from app.design.actions import Import, grouped, list_text
from app.design.import_page import ImportPage
from app.design.view import AskView
from app.program import Program
from forms.errors import NOWHERE, Finding, Severity
from forms.xlsform.opened import Opened

GOOD = {
    "survey": """
        | type                | name    | label::English (en) | label::Arabic (ar) |
        | text                | fname   | Your full name      | اسمك               |
        | integer             | members | How many people?    | كم شخصًا؟          |
        | select_one water    | source  | Main water          | الماء              |
        | select_one_from_file places.csv | place | Which place?  | أي مكان؟     |
    """,
    "choices": """
        | list_name | name | label::English (en) | label::Arabic (ar) |
        | water     | well | A well              | بئر                |
        | water     | tap  | A tap               | حنفية              |
    """,
}
BROKEN = {
    "survey": """
        | type              | name | label | relevant       |
        | select_one nolist | a    | First |                |
        | integer           | b    | Second| ${nothere} = 1 |
    """,
}


@pytest.fixture
def ask(look: QApplication, program: Program) -> AskView:
    """Return the room Ask of the example."""
    assert program.rooms is not None
    program.rooms.open_room("ask")
    calm(look)
    view = program.rooms.shell.room
    assert isinstance(view, AskView)
    return view


def bring(look: QApplication, ask: AskView, path: Path) -> ImportPage:
    """Bring a file in and return the page of its findings."""
    ask.bring(path)
    calm(look)
    assert isinstance(ask.page, ImportPage)
    return ask.page


def written(folder: Path, name: str, sheets: dict[str, str]) -> Path:
    """Write a workbook and return its path."""
    path = folder / name
    path.write_bytes(workbook(sheets))
    return path


def test_a_typed_path_opens_by_enter(qtbot: QtBot, look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """No mouse: type where the file is, press Enter."""
    path = written(tmp_path, "good.xlsx", GOOD)
    qtbot.keyClicks(ask.drop.path, str(path))
    qtbot.keyClick(ask.drop.path, Qt.Key.Key_Return)
    calm(look)
    assert isinstance(ask.page, ImportPage)


def test_a_path_without_a_file_says_so(qtbot: QtBot, look: QApplication, ask: AskView) -> None:
    """The error stands above the field and the room stays."""
    ask.drop.path.setText("/nowhere/form.xlsx")
    qtbot.keyClick(ask.drop.path, Qt.Key.Key_Return)
    assert "no such file" in ask.drop._field.error.text()


def test_a_form_is_put_into_use(look: QApplication, program: Program, ask: AskView, tmp_path: Path) -> None:
    """The button says the version; afterwards the form stands in the list and can be asked."""
    page = bring(look, ask, written(tmp_path, "good.xlsx", GOOD))
    assert page.use is not None
    assert page.use.text() == "Put version 1 into use"
    assert problems(program.window) == []
    page.use.click()
    calm(look)
    assert program.workspace is not None
    assert ask.found is None
    messages = program.rooms.shell.notices.recent if program.rooms else []
    assert "is in use" in messages[-1].words


def test_a_missing_file_can_be_added(
    look: QApplication, ask: AskView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form names a list beside it; once added it is not missing any more."""
    page = bring(look, ask, written(tmp_path, "good.xlsx", GOOD))
    assert page._found.missing == ("places.csv",)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    csv = elsewhere / "places.csv"
    csv.write_text("name,label\nn,North\n", encoding="utf-8")
    monkeypatch.setattr("app.design.import_page.QFileDialog.getOpenFileNames", lambda *_given: ([str(csv)], ""))
    page._add()
    calm(look)
    assert isinstance(ask.page, ImportPage)
    assert ask.page._found.missing == ()
    assert ask.page._found.can_be_used


def test_a_file_beside_the_form_is_taken_along(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """Nothing is asked for what lies in the same folder."""
    (tmp_path / "places.csv").write_text("name,label\nn,North\n", encoding="utf-8")
    page = bring(look, ask, written(tmp_path, "good.xlsx", GOOD))
    assert page._found.missing == ()
    assert set(page._found.files) == {"places.csv"}


def test_names_are_proposed_as_personal_and_can_be_unticked(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """The full name is ticked; the number of people is not even asked about."""
    page = bring(look, ask, written(tmp_path, "good.xlsx", GOOD))
    path = next(path for path in page.marks() if path.endswith("/fname"))
    assert page.marks()[path] is True
    assert not any(other.endswith("/members") for other in page.marks())
    page._boxes[path].setChecked(False)
    assert page.marks()[path] is False


def test_errors_are_listed_with_place_and_cure(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """What stops the form from working comes first; the list can be copied."""
    page = bring(look, ask, written(tmp_path, "broken.xlsx", BROKEN))
    groups = grouped(page._found.opened.findings)
    assert groups[0][0] is Severity.ERROR
    assert not page._found.can_be_used
    page._copy()
    copied = QGuiApplication.clipboard().text()
    assert "broken.xlsx" in copied
    assert "nolist" in copied


def test_a_circle_is_listed_before_use(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """What only running the form would show, two calculations that wait for each other, stands in the list too."""
    survey = (
        "| type | name | label | calculation |\n| calculate | a | | ${b} + 1 |\n| calculate | b | | ${a} + 1 |\n"
        "| text | c | C | |"
    )
    page = bring(look, ask, written(tmp_path, "circle.xlsx", {"survey": survey}))
    codes = {finding.code for finding in page._found.opened.findings}
    assert any("cycle" in code for code in codes), codes


def test_what_is_no_form_is_refused_in_words(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """A picture named .xlsx: a sentence, no button to use it, the room goes on."""
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    page = bring(look, ask, path)
    assert page.use is None
    page.left.emit()
    calm(look)
    assert not isinstance(ask.page, ImportPage)


def test_a_mended_file_is_read_again(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """After the file was mended, one button brings its new state."""
    path = written(tmp_path, "form.xlsx", BROKEN)
    page = bring(look, ask, path)
    assert not page._found.can_be_used
    (tmp_path / "places.csv").write_text("name,label\nn,North\n", encoding="utf-8")
    path.write_bytes(workbook(GOOD))
    page.again_asked.emit()
    calm(look)
    assert isinstance(ask.page, ImportPage)
    assert ask.page._found.can_be_used


def test_the_list_as_text_has_a_line_for_each(tmp_path: Path) -> None:
    """Severity, place, problem and cure, worst first."""
    findings = (
        Finding("label_missing", Severity.WARNING, NOWHERE, {"name": "a"}),
        Finding("list_unknown", Severity.ERROR, NOWHERE, {"list": "b", "name": "a"}),
    )
    found = Import(path=tmp_path / "f.xlsx", data=b"", opened=Opened(None, findings, "xlsx", b"\0" * 32))
    assert [severity for severity, _entries in grouped(findings)] == [Severity.ERROR, Severity.WARNING]
    assert list_text(found, "en").splitlines()[0] == "f.xlsx"


def test_very_sensitive_questions_are_told_before_use(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """The page says which questions would keep an interview from being finished."""
    file = tmp_path / "severe.xlsx"
    severe = "| type | name | label | sensitivity |\n| text | hurt | Who hurt you? | severe |\n| text | b | Second | |"
    file.write_bytes(workbook({"survey": severe}))
    page = bring(look, ask, file)
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "very sensitive" in words
    assert "Who hurt you?" in words


def test_an_ordinary_form_has_no_such_notice(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """Nothing is said of very sensitive answers where there are none."""
    file = tmp_path / "good.xlsx"
    file.write_bytes(workbook(GOOD))
    page = bring(look, ask, file)
    assert "very sensitive" not in " ".join(label.text() for label in page.findChildren(QLabel))


def test_the_focus_is_on_the_main_button(look: QApplication, ask: AskView, tmp_path: Path) -> None:
    """Enter puts the form into use; Back is not what the keyboard finds first."""
    file = tmp_path / "good.xlsx"
    file.write_bytes(workbook(GOOD))
    page = bring(look, ask, file)
    assert page.window().focusWidget() is page.use
