"""What in the form fails while it is filled is said once, and a view that goes hears no more."""

from __future__ import annotations

from app.interview.sections import instance_name

FAILING = """
survey
| type      | name  | label    | calculation            |
| text      | who   | Who?     |                        |
| calculate | bad   |          | no-such-function(${who}) |
| text      | note  | Anything |                        |
"""
PLAIN = """
survey
| type | name | label |
| text | who  | Who?  |
"""
KEYED = """
survey
| type         | name | label  | calculation                            |
| begin_repeat | hh   | People |                                        |
| calculate    | id   |        | 'a2b1c3d4-0000-4000-8000-123456789abc' |
| text         | name | Name?  |                                        |
| end_repeat   |      |        |                                        |
"""


def test_a_rule_that_fails_is_said_once(open_room, qtbot):
    """A plain notice with the question's name; the details name the place; the next answer does not repeat it."""
    room = open_room(FAILING)
    room.actions.answer("/data/who", "Amina")
    (said,) = [message for message in room.view.notices.recent if message.kind == "warn"]
    assert "does not work" in said.lead
    assert "bad" in said.lead
    assert said.details.startswith("/data/bad: ")
    assert "Traceback" not in said.details
    room.actions.answer("/data/note", "x")
    assert len([message for message in room.view.notices.recent if message.kind == "warn"]) == 1


def test_a_view_that_is_let_go_hears_no_more(open_room):
    """Neither the disk nor the session tells a view that is about to be dropped."""
    room = open_room(PLAIN)
    room.view.let_go()
    assert room.actions.keeping.listener is None
    told = []
    room.view.questions.refresh = lambda *refs: told.append(refs)
    room.actions.answer("/data/who", "Amina")
    assert told == []


def test_a_key_names_nobody(open_room):
    """A calculated key does not stand as the name of a person."""
    room = open_room(KEYED)
    instance = room.actions.interview.node("/data/hh[1]")
    assert instance_name(instance) == ""
    room.actions.answer("/data/hh[1]/name", "Amina")
    assert instance_name(instance) == "Amina"
