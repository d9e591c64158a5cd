"""Sections shown together, files of answers, pages that change while one answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

FORM = """
survey
| type          | name  | label         | appearance | relevant         | required |
| begin_group   | water | Water         | field-list |                  |          |
| select_one yn | far   | Is it far?    |            |                  | yes      |
| integer       | time  | How long?     |            | ${far} = 'yes'   | yes      |
| text          | who   | Who goes?     |            |                  |          |
| end_group     |       |               |            |                  |          |
| image         | photo | Photo?        |            |                  |          |
choices
| list_name | name | label |
| yn        | yes  | Yes   |
| yn        | no   | No    |
"""


def refs(room):
    """Return the questions on the page, from above."""
    return [block.state.ref.rpartition("/")[2] for block in room.view.questions.blocks]


def test_section_is_one_page(open_room):
    """All relevant questions of a section stand on one page under its heading."""
    room = open_room(FORM)
    assert refs(room) == ["far", "who"]
    assert room.view.questions.title.accessibleName() == "Water"


NOTED = """
survey
| type        | name  | label        | appearance |
| begin_group | first | First        | field-list |
| note        | hello | Good morning |            |
| text        | who   | Who are you? |            |
| end_group   |       |              |            |
| note        | bye   | Goodbye      |            |
"""


def test_keyboard_skips_notes(open_room):
    """In a section the first answer gets the keyboard; on a page with a note only, Next does."""
    room = open_room(NOTED)
    room.type("Rahima")
    room.view.questions.commit()
    assert room.value("first/who") == "Rahima"
    room.press(Qt.Key.Key_Return)
    assert room.page() == "bye"
    assert QApplication.focusWidget() is room.view.foot.next_button


def test_question_appears_in_its_place(open_room):
    """A question that becomes relevant comes between the others; their widgets stay."""
    room = open_room(FORM)
    before = list(room.view.questions.blocks)
    room.actions.answer("/data/water/far", "yes")
    assert refs(room) == ["far", "time", "who"]
    assert [room.view.questions.blocks[0], room.view.questions.blocks[2]] == before


def test_enter_walks_through_a_section(open_room):
    """Enter goes from answer to answer, from the last one to the next page."""
    room = open_room(FORM)
    room.press(Qt.Key.Key_1)
    room.press(Qt.Key.Key_Return)
    room.type("20")
    room.press(Qt.Key.Key_Return)
    room.type("Rahima")
    room.press(Qt.Key.Key_Return)
    assert room.page() == "photo"
    assert (room.value("water/far"), room.value("water/time"), room.value("water/who")) == ("yes", "20", "Rahima")


def test_tab_goes_from_question_to_question(open_room):
    """Rows of a question are one stop of the Tab key."""
    room = open_room(FORM)
    room.press(Qt.Key.Key_Tab)
    assert room.view.questions.block("/data/water/who").isAncestorOf(QApplication.focusWidget())


def test_hidden_question_leaves_the_page(open_room):
    """A question that is not asked any more goes."""
    room = open_room(FORM)
    room.actions.answer("/data/water/far", "yes")
    room.actions.answer("/data/water/far", "no")
    assert refs(room) == ["far", "who"]


def test_first_error_of_a_section_gets_the_keyboard(open_room):
    """Next goes to the first answer that is missing."""
    room = open_room(FORM)
    room.actions.answer("/data/water/far", "yes")
    room.view.go_on()
    block = room.view.questions.block("/data/water/time")
    assert block.error.isVisible()
    assert block.isAncestorOf(QApplication.focusWidget())


def test_left_out_with_a_reason_goes_on(open_room, monkeypatch):
    """A required answer may always be left out with a reason."""
    room = open_room(FORM)
    room.view.go_on()
    monkeypatch.setattr("app.interview.checks.ask_reason", lambda *_arguments: "Not asked")
    room.view.foot.left_out_button.click()
    assert room.page() == "photo"
    assert room.actions.reasons == {"/data/water/far": "Not asked"}


def test_photo_is_kept_and_shown(open_room, qtbot, tmp_path: Path):
    """A chosen file is kept by storage; its name is the answer; a small picture appears."""
    source = tmp_path / "IMG 1 of Rahima.png"
    image = QImage(1200, 800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(source))
    room = open_room(FORM)
    room.chosen_file = str(source)
    room.view.go_to("/data/photo")
    room.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.value("photo") == "file1.png")
    upload = room.view.questions.blocks[0].answer
    qtbot.waitUntil(lambda: upload._picture.isVisible())
    assert room.workspace.drafts.files["file1.png"] == source.read_bytes()


def test_broken_photo_does_no_harm(open_room, qtbot, tmp_path: Path):
    """A file that is no picture is kept and named, without a preview."""
    source = tmp_path / "broken.jpg"
    source.write_bytes(b"no picture at all")
    room = open_room(FORM)
    room.view.go_to("/data/photo")
    room.view._uploads.keep("/data/photo", str(source))
    qtbot.waitUntil(lambda: room.value("photo") == "file1.jpg")
    qtbot.wait(100)
    assert not room.view.questions.blocks[0].answer._picture.isVisible()


def test_every_focusable_widget_has_a_name(open_room):
    """Screen readers find a name on everything that takes the keyboard."""
    room = open_room(FORM)
    room.actions.answer("/data/water/far", "yes")
    from PySide6.QtWidgets import QWidget

    nameless = [
        widget
        for widget in room.view.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
    ]
    assert nameless == []


LONG = (
    "survey\n| type | name | label | appearance | relevant |\n| begin_group | g | All | field-list | |\n"
    + "".join(
        f"| text | q{number} | Question {number} | | {condition} |\n"
        for number in range(1, 31)
        for condition in ["${q1} = 'x'" if number in (2, 20) else ""]
    )
    + "| end_group | | | | |\n"
)


def test_long_section_is_built_while_one_reads(open_room, qtbot):
    """The first questions stand at once, the others follow by themselves, in order, hidden ones in their places."""
    room = open_room(LONG)
    qtbot.waitUntil(lambda: len(room.view.questions.blocks) == 28)
    room.actions.answer("/data/g/q1", "x")
    qtbot.waitUntil(lambda: len(room.view.questions.blocks) == 30)
    assert refs(room) == [f"q{number}" for number in range(1, 31)]


def test_jumping_into_a_long_section(open_room):
    """The answer that was jumped to has the keyboard, even when it was not built yet."""
    room = open_room(LONG)
    room.view.go_to("")
    room.view.go_to("/data/g/q29")
    assert room.view.questions.block("/data/g/q29").isAncestorOf(QApplication.focusWidget())
