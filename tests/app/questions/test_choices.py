"""Rows and lists of choices."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.questions.choice_list import ChoiceListAnswer
from app.questions.state import Kind


def test_digit_picks_one(ask):
    """A digit picks the choice of that number."""
    asked = ask(Kind.ONE, choices="Water Food Money")
    asked.type("2")
    assert asked.answers == ["food"]


def test_second_pick_replaces_the_first(ask):
    """One choice: a pick replaces."""
    asked = ask(Kind.ONE, choices="Water Food Money", value="water")
    asked.type("3")
    assert asked.answers == ["money"]


def test_backspace_takes_a_choice_away(ask):
    """One choice can be taken back."""
    asked = ask(Kind.ONE, choices="Water Food", value="water")
    asked.press(Qt.Key.Key_Backspace)
    assert asked.answers == [""]


def test_many_are_kept_in_the_order_of_the_list(ask):
    """Space toggles; the answer has the order of the choices."""
    asked = ask(Kind.MANY, choices="Water Food Money")
    asked.type("3")
    asked.type("1")
    asked.type("3")
    assert asked.answers == ["money", "water money", "water"]


def test_no_more_than_the_form_allows(ask):
    """With the most chosen, other rows say why they cannot be; taking one away frees them."""
    asked = ask(Kind.MANY, choices="Water Food Money", value="water food", most=2)
    asked.type("3")
    assert asked.answers == []
    assert asked.answer.rows[2].toolTip()
    asked.type("1")
    assert asked.answers == ["food"]
    assert asked.answer.rows[2].is_allowed


def test_rank_numbers_picks_in_their_order(ask):
    """Rank: the first pick is number 1; a second pick of it takes it away and moves the others up."""
    asked = ask(Kind.RANK, choices="Water Food Money")
    asked.type("3")
    asked.type("1")
    assert asked.answers[-1] == "money water"
    asked.type("3")
    assert asked.answers[-1] == "water"


def test_letter_jumps(ask):
    """A letter goes to the next choice that begins with it, round the list."""
    asked = ask(Kind.ONE, choices="Money Market Food")
    asked.type("m")
    assert QApplication.focusWidget().text() == "Market"
    asked.type("m")
    assert QApplication.focusWidget().text() == "Money"


def test_enter_is_left_to_the_page(ask):
    """Enter on a row chooses nothing."""
    asked = ask(Kind.ONE, choices="Water Food")
    asked.press(Qt.Key.Key_Return)
    assert asked.answers == []


def test_quick_goes_on_by_itself(ask):
    """Only when the form asks for it a pick goes on."""
    asked = ask(Kind.ONE, choices="Water Food", appearance=("quick",))
    asked.type("1")
    assert asked.entered == 1


def test_read_only_choices_cannot_be_changed(ask):
    """A read-only question keeps its answer."""
    asked = ask(Kind.ONE, choices="Water Food", value="water", readonly=True)
    asked.answer.rows[1].click()
    assert asked.answers == []


def test_search_appears_above_twelve_choices(ask):
    """Twelve choices have no search field, thirteen have one."""
    assert not ask(Kind.ONE, choices=12).answer.search.isVisible()
    assert ask(Kind.ONE, choices=13).answer.search.isVisible()


def test_search_leaves_what_fits(ask, qtbot):
    """Typing in the search field leaves rows that hold the letters; Enter on the only one picks it."""
    asked = ask(Kind.ONE, choices=20)
    asked.answer.search.setFocus()
    asked.type("village 17")
    assert [row.text() for row in asked.answer.rows if row.isVisible()] == ["Village 17"]
    asked.press(Qt.Key.Key_Return)
    assert asked.answers == ["c17"]


def test_long_list_paints_only_what_is_seen(ask):
    """Hundreds of choices make no row widgets."""
    asked = ask(Kind.ONE, choices=5000)
    assert isinstance(asked.answer, ChoiceListAnswer)


def test_long_list_by_keyboard(ask, qtbot):
    """Type letters, Down, Space."""
    asked = ask(Kind.ONE, choices=5000)
    asked.type("village 123")
    qtbot.waitUntil(lambda: asked.answer._model.rowCount() == 15)
    asked.press(Qt.Key.Key_Down)
    asked.press(Qt.Key.Key_Space)
    assert asked.answers == ["c123"]


def test_long_list_many(ask):
    """Many out of a long list keep the order of the list."""
    asked = ask(Kind.MANY, choices=100, value="c50")
    asked.answer._pick(2)
    assert asked.answers == ["c3 c50"]


def test_list_becomes_rows_when_choices_shrink(ask):
    """A cascade that leaves few choices shows rows."""
    asked = ask(Kind.ONE, choices=100)
    asked.show(choices=asked.state.choices[:5])
    assert len([row for row in asked.answer.rows if row.isVisible()]) == 5


def test_rows_are_reused_for_the_next_question(ask):
    """Rows of the question before show nothing of it."""
    asked = ask(Kind.ONE, choices="Water Food Money", value="food")
    asked.show(ref="/data/r", choices=asked.state.choices[:2], value="")
    assert [row.isChecked() for row in asked.answer.rows[:2]] == [False, False]
    assert not asked.answer.rows[2].isVisible()
