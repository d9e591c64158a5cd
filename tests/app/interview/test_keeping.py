"""Nothing shown as saved is lost; what is not saved is said."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt

FORM = """
survey
| type        | name    | label      | required |
| text        | village | Village?   | yes      |
| begin_group | water   | Water      |          |
| integer     | minutes | How far?   |          |
| text        | who     | Who goes?  | yes      |
| end_group   |         |            |          |
"""


def test_every_answer_is_one_event(open_room):
    """An answer goes to the disk by itself, at once."""
    room = open_room(FORM)
    room.type("Char")
    room.press(Qt.Key.Key_Return)
    answers = [(event.ref, event.value) for event in room.workspace.drafts.events if event.kind == "answer"]
    assert answers == [("/data/village", "Char")]


def test_line_says_saving_until_it_is_on_the_disk(open_room, qtbot):
    """The line says Saved only after the commit returned."""
    room = open_room(FORM)
    room.workspace.drafts.held = []
    room.actions.answer("/data/village", "Char")
    qtbot.waitUntil(lambda: "Saving" in room.view.foot.saved.words.text())
    held: list[Future[None]] = room.workspace.drafts.held
    for future in held:
        future.set_result(None)
    qtbot.waitUntil(lambda: "14:05" in room.view.foot.saved.words.text())


def test_full_disk_is_said_and_made_up_for(open_room, qtbot):
    """A change that failed is said; the next one keeps the whole state."""
    room = open_room(FORM)
    room.workspace.drafts.full = True
    room.actions.answer("/data/village", "Char")
    qtbot.waitUntil(lambda: "Not saved" in room.view.foot.saved.words.text())
    assert room.view.notices.isVisible()
    room.workspace.drafts.full = False
    room.actions.answer("/data/water/minutes", "20")
    qtbot.waitUntil(lambda: "14:05" in room.view.foot.saved.words.text())
    assert b"Char" in room.workspace.drafts.saved


def test_reopens_at_the_same_question(open_room):
    """After the program was killed the draft opens where it was, with every answer."""
    room = open_room(FORM)
    room.type("Char")
    room.press(Qt.Key.Key_Return)
    room.type("20")
    room.press(Qt.Key.Key_Return)
    assert room.page() == "who"
    again = open_room(workspace=room.workspace)
    assert again.page() == "who"
    assert again.value("village") == "Char"
    assert again.value("water/minutes") == "20"


def test_instance_id_survives_reopening(open_room):
    """What was drawn once is not drawn again."""
    room = open_room(FORM)
    again = open_room(workspace=room.workspace)
    assert again.actions.interview.instance_id == room.actions.interview.instance_id


def test_reason_is_kept_with_the_draft(open_room):
    """A reason for a missing answer survives snapshot and reopening, and lets the interview finish."""
    room = open_room(FORM)
    room.actions.set_reason("/data/village", "They do not know")
    room.actions.snapshot()
    again = open_room(workspace=room.workspace)
    assert again.actions.reasons == {"/data/village": "They do not know"}
    assert [each.ref for each in again.actions.violations()] == ["/data/water/who"]


def test_answer_takes_the_reason_away(open_room):
    """An answer makes the reason for its absence void."""
    room = open_room(FORM)
    room.actions.set_reason("/data/village", "They do not know")
    room.actions.answer("/data/village", "Char")
    assert room.actions.reasons == {}


def test_leaving_keeps_what_is_being_typed(open_room, qtbot):
    """Leave sends the last letters and waits for the disk."""
    room = open_room(FORM)
    room.type("Cha")
    with qtbot.waitSignal(room.view.left):
        room.view.head.leave_button.click()
    assert b"Cha" in room.workspace.drafts.saved


def test_failed_finish_keeps_the_draft(open_room, qtbot):
    """When finishing fails, the interview stays open and says why."""
    room = open_room(FORM)
    room.actions.answer("/data/village", "Char")
    room.actions.answer("/data/water/who", "Rahima")
    room.workspace.submissions.full = True
    room.view.go_to("")
    room.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.view.notices.isVisible())
    assert room.view.foot.finish_button.isEnabled()


def test_stopped_interview_is_finished_with_reasons(open_room, qtbot, monkeypatch):
    """They stopped here: what is missing is left out with that reason, and the interview is finished."""
    room = open_room(FORM)
    room.actions.answer("/data/village", "Char")
    room.view.go_to("")
    monkeypatch.setattr("app.interview.ending.ask", lambda *_arguments: "finish")
    with qtbot.waitSignal(room.view.finished):
        room.view.foot.stopped_button.click()
    assert room.actions.reasons == {"/data/water/who": "The person stopped here."}
    (said,) = room.workspace.submissions.said
    assert said["left_out"] == {"/data/water/who": "The person stopped here."}
    assert said["outcome"] == "stopped"


def test_going_on_after_stopping_completes_the_interview(open_room):
    """Who answers more after all did not stop; a stop that was kept as a draft survives reopening until then."""
    room = open_room(FORM)
    room.actions.stop_here("The person stopped here.")
    again = open_room(workspace=room.workspace)
    assert again.actions.outcome == "stopped"
    again.actions.answer("/data/village", "Char")
    assert again.actions.outcome == ""
    assert open_room(workspace=room.workspace).actions.outcome == ""


def test_reasons_are_finished_by_path_of_the_submission(open_room):
    """Also those of questions that need no answer; a reason whose question was answered or hidden stays behind."""
    room = open_room(FORM)
    room.actions.set_reason("/data/village", "They do not know")
    room.actions.set_reason("/data/water/minutes", "No clock")
    room.actions.answer("/data/water/who", "Rahima")
    room.actions.finish(room.actions.submission())
    (said,) = room.workspace.submissions.said
    assert said["left_out"] == {"/data/village": "They do not know", "/data/water/minutes": "No clock"}
    assert said["outcome"] == ""


def test_full_disk_holds_nobody(open_room, qtbot, monkeypatch):
    """Leaving with unsaved answers asks; leaving without them is possible."""
    room = open_room(FORM)
    room.workspace.drafts.full = True
    asked = []
    monkeypatch.setattr("app.interview.ending.ask", lambda *words: asked.append(words[1]) or "leave")
    with qtbot.waitSignal(room.view.left):
        room.view.leave()
    assert asked
