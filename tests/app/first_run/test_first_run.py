"""The first run: language first, four pages by keyboard, each can be skipped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walk import problems, settle

from app.first_run.actions import Answers, purpose_of
from app.first_run.language_page import LanguagePage
from app.first_run.pages import PassphrasePage
from app.first_run.view import FirstRun
from app.kit.language import install_language
from app.kit.theme import apply_theme


def shown(qtbot: QtBot, view: FirstRun) -> FirstRun:
    """Show a wizard in the smallest window."""
    qtbot.addWidget(view)
    view.resize(1024, 600)
    view.show()
    view.activateWindow()
    return view


def language_page(view: FirstRun) -> LanguagePage:
    """Return the first page."""
    assert isinstance(view.frame.middle, LanguagePage)
    return view.frame.middle


def test_every_language_can_be_picked(qtbot: QtBot, look: QApplication) -> None:
    """34 cards; a click says the code."""
    page = language_page(shown(qtbot, FirstRun(Answers(), "en")))
    assert len(page.cards) == 34
    with qtbot.waitSignal(page.picked) as got:
        qtbot.mouseClick(page.cards[1], Qt.MouseButton.LeftButton)
    assert got.args == ["ar"]


@pytest.mark.parametrize(("typed", "found"), [("franc", {"fr"}), ("bang", {"bn"}), ("العر", {"ar"}), ("zz", set())])
def test_a_language_is_found_by_any_of_its_names(qtbot: QtBot, look: QApplication, typed: str, found: set[str]) -> None:
    """By English name, own name, with or without accents."""
    page = language_page(shown(qtbot, FirstRun(Answers(), "en")))
    page.search.setText(typed)
    assert {card.language.code for card in page.cards if card.isVisible()} == found


def test_the_pages_by_keyboard(qtbot: QtBot, look: QApplication) -> None:
    """Name, passphrase twice, Enter each time: the answers are complete."""
    view = shown(qtbot, FirstRun(Answers(), "en"))
    view.frame.next.click()
    qtbot.keyClicks(view.frame.middle.person, "Amina")
    qtbot.keyClick(view.frame.middle.person, Qt.Key.Key_Return)
    page = view.frame.middle
    assert isinstance(page, PassphrasePage)
    qtbot.keyClicks(page.first.line, "four words I know")
    qtbot.keyClicks(page.second.line, "four words I know")
    qtbot.keyClick(page.second.line, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.finished) as got:
        view.frame.next.click()
    answers = got.args[0]
    assert (answers.person, answers.passphrase) == ("Amina", "four words I know")


def test_every_page_can_be_skipped(qtbot: QtBot, look: QApplication) -> None:
    """Skipping leaves no passphrase, no name, and still ends."""
    view = shown(qtbot, FirstRun(Answers(), "en"))
    view.frame.next.click()
    view.frame.skip.click()
    view.frame.skip.click()
    with qtbot.waitSignal(view.finished) as got:
        view.frame.skip.click()
    assert got.args[0].passphrase is None


def test_two_different_passphrases_do_not_pass(qtbot: QtBot, look: QApplication) -> None:
    """The page stays and says what is wrong above the field."""
    view = shown(qtbot, FirstRun(Answers(), "en", 3))
    page = view.frame.middle
    assert isinstance(page, PassphrasePage)
    page.first.line.setText("one")
    page.second.line.setText("two")
    view.frame.next.click()
    assert view.number == 3
    assert page._second_field.error.text()


def test_going_back_keeps_what_was_typed(qtbot: QtBot, look: QApplication) -> None:
    """The name is there again."""
    view = shown(qtbot, FirstRun(Answers(), "en", 2))
    view.frame.middle.person.setText("Amina")
    view.frame.next.click()
    view.frame.back.click()
    assert view.frame.middle.person.text() == "Amina"


@pytest.mark.parametrize(("page", "purpose"), [("interview", "ask"), ("ask", "design"), ("home", "both")])
def test_what_a_person_is_going_to_do(page: str, purpose: str) -> None:
    """Each choice has its purpose in the profile."""
    assert purpose_of(page) == purpose


@pytest.mark.parametrize("language", ["en", "ar", "bn", "ur"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_nothing_is_cut_in_the_smallest_window(qtbot: QtBot, look: QApplication, language: str, number: int) -> None:
    """At 1024 × 600 every control has a name, its size and its room."""
    install_language(look, language)
    apply_theme(look, "light", 1.0, language)
    view = shown(qtbot, FirstRun(Answers(language=language), language, number))
    settle(look)
    assert problems(view) == []
