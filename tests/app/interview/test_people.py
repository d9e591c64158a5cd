"""The people of a repeat: add, name, ask, remove, take back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

FORM = """
survey
| type          | name   | label                | required |
| begin_repeat  | person | Who lives here?      |          |
| text          | name   | What is the name?    | yes      |
| integer       | age    | How old is ${name}?  | yes      |
| begin_repeat  | work   | What work is done?   |          |
| text          | kind   | What work?           |          |
| end_repeat    |        |                      |          |
| end_repeat    |        |                      |          |
| text          | last   | Anything else?       |          |
"""
COUNTED = """
survey
| type          | name   | label              | repeat_count |
| integer       | many   | How many children? |              |
| begin_repeat  | child  | Child              | ${many}      |
| text          | name   | Name?              |              |
| end_repeat    |        |                    |              |
"""


def roster_of(room):
    """Go to the list of people."""
    room.view.go_to("/data/person")
    assert room.view.page.kind == "repeat"
    return room.view.roster


def people(room):
    """Return the names in the list."""
    node = room.actions.interview.node("/data/person")
    return [instance.title for instance in node.instances]


def empty(room):
    """Remove whoever stands in the list from the start."""
    for instance in list(room.actions.interview.node("/data/person").instances):
        room.actions.remove(instance.ref)
    room.view._show_page()


def add(room, name):
    """Add a person by keyboard."""
    room.view.roster.add_button.setFocus()
    room.press(Qt.Key.Key_Return)
    room.type(name)
    room.press(Qt.Key.Key_Return)


def test_adding_asks_the_name_only(open_room):
    """Add, name, Enter; the next Enter adds the next person."""
    room = open_room(FORM)
    roster_of(room)
    empty(room)
    add(room, "Rahima")
    assert QApplication.focusWidget() is room.view.roster.add_button
    add(room, "Amina")
    assert people(room) == ["Rahima", "Amina"]


def test_heading_names_the_person(open_room):
    """The pages of a person say who it is, and which of how many."""
    room = open_room(FORM)
    roster_of(room)
    empty(room)
    add(room, "Rahima")
    add(room, "Amina")
    room.view.roster.buttons[1].click()
    assert room.view.page.ref == "/data/person[2]/name"
    words = room.view.questions.around.accessibleName()
    assert "Amina" in words
    assert "2 of 2" in words


def test_removed_person_comes_back_to_its_place(open_room):
    """Undo at once brings everything back as it was."""
    room = open_room(FORM)
    roster_of(room)
    empty(room)
    add(room, "Rahima")
    add(room, "Amina")
    room.actions.answer("/data/person[1]/age", "38")
    room.view.people.remove("/data/person[1]")
    assert people(room) == ["Amina"]
    room.view.undo._button.click()
    assert people(room) == ["Rahima", "Amina"]
    assert room.value("person[1]/age") == "38"


def test_removed_person_comes_back_after_other_work(open_room):
    """Undo later brings the answers back at the end, nested people too, and keeps what was done since."""
    room = open_room(FORM)
    roster_of(room)
    empty(room)
    add(room, "Rahima")
    add(room, "Amina")
    room.actions.answer("/data/person[1]/age", "38")
    if not room.actions.interview.node("/data/person[1]/work").instances:
        room.actions.add("/data/person[1]/work")
    room.actions.answer("/data/person[1]/work[1]/kind", "fishing")
    removed = room.actions.remove("/data/person[1]")
    room.actions.answer("/data/last", "no")
    room.actions.take_back(removed)
    assert people(room) == ["Amina", "Rahima"]
    assert room.value("person[2]/age") == "38"
    assert room.value("person[2]/work[1]/kind") == "fishing"
    assert room.value("last") == "no"


def test_undone_removal_survives_reopening(open_room):
    """What Undo brought back is on the disk."""
    room = open_room(FORM)
    roster_of(room)
    empty(room)
    add(room, "Rahima")
    removed = room.actions.remove("/data/person[1]")
    room.actions.take_back(removed)
    again = open_room(workspace=room.workspace)
    assert people(again) == ["Rahima"]


def test_list_says_how_far_each_person_is(open_room):
    """Missing, new and complete people are told apart."""
    room = open_room(FORM)
    roster_of(room)
    empty(room)
    add(room, "Rahima")
    add(room, "Amina")
    room.actions.answer("/data/person[1]/age", "38")
    made = room.view.words.roster(room.actions.interview.node("/data/person"))
    assert [(person.is_new, person.missing) for person in made.people] == [(False, 0), (True, 1)]


def test_counted_people_follow_the_number(open_room):
    """repeat_count makes the people; their pages come without a list to change."""
    room = open_room(COUNTED)
    room.type("2")
    room.press(Qt.Key.Key_Return)
    assert room.view.page.ref == "/data/child[1]/name"
    room.type("Tuli")
    room.press(Qt.Key.Key_Return)
    assert room.view.page.ref == "/data/child[2]/name"
    room.press(Qt.Key.Key_Return)
    assert room.view.page.kind == "finish"


def test_reasons_stay_with_their_people(open_room):
    """Who stands behind a removed person moves up, and so do the reasons; the removed one's are gone, for good."""
    room = open_room(FORM)
    empty(room)
    for name in ("Amina", "Bilal", "Celine"):
        room.actions.answer(f"{room.actions.add('/data/person')}/name", name)
    room.actions.set_reason("/data/person[2]/age", "Bilal does not know")
    room.actions.set_reason("/data/person[3]/age", "Celine will not say")
    room.actions.remove("/data/person[2]")
    kept = {"/data/person[2]/age": "Celine will not say"}
    assert room.actions.reasons == kept
    assert open_room(workspace=room.workspace).actions.reasons == kept
    room.actions.finish(room.actions.submission())
    assert room.workspace.submissions.said[0]["left_out"] == {"/data/person:2/age": "Celine will not say"}
