"""Fills an interview in the real window by keyboard alone: walks the pages, types, picks, adds people, finishes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.offscreen import Driver, Stuck
from app.interview.view import InterviewView
from app.kit.widgets.answer_row import AnswerRow
from app.questions.choice_list import ChoiceListAnswer, ChoiceListModel
from app.questions.choices_answer import KEYS, ChoicesAnswer
from app.questions.markup import to_plain
from app.questions.state import Kind, QuestionState
from forms.session.chance import fill_by_chance
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.nodes import QuestionNode, RepeatRange

MOST_PAGES = 3000
MOST_TABS = 400
LIST_WAIT = 120  # ms until a long list has searched
Key = Qt.Key


@dataclass(slots=True)
class Typed:
    """What was done: pages turned, answers typed, references that did not take what was typed."""

    pages: int = 0
    answers: int = 0
    differ: list[str] = field(default_factory=list)


class Typist:
    """Types a random valid interview; a second session, filled by the same chance, says what to type.

    Args:
        seed: The same seed types the same interview.
        stop_after: Pages after which to stop without finishing; None goes to the end.
    """

    def __init__(self, driver: Driver, *, seed: int, stop_after: int | None = None) -> None:
        self.driver = driver
        self.stop_after = stop_after
        self.typed = Typed()
        view = driver.interview()
        environment = SessionEnvironment(random=random.Random(seed))
        self.guide = Interview.start(view.room.interview.model, environment=environment, language=None)
        fill_by_chance(self.guide, random.Random(seed))

    def fill(self) -> Typed:
        """Go from the page shown to the last one, or as far as `stop_after` says.

        Raises:
            Stuck: a page does not turn.
        """
        for _ in range(MOST_PAGES):
            view = self.driver.interview()
            if view.page.kind == "finish" or self.typed.pages == self.stop_after:
                return self.typed
            self._page(view)
        raise Stuck("the interview does not end")

    def go_on(self) -> None:
        """Turn the page with the keyboard."""
        view = self.driver.interview()
        mirrored = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.driver.press(Key.Key_Left if mirrored else Key.Key_Right, Qt.KeyboardModifier.AltModifier)

    def _page(self, view: InterviewView) -> None:
        page = view.page
        if page.kind == "repeat":
            self._roster(view)
        else:
            for ref in page.refs:
                self._question(view, ref)
        self.go_on()
        if view.page is page or (view.page == page and page.kind != "finish"):
            errors = [block.error.words.text() for block in view.questions.blocks if block.error.isVisible()]
            raise Stuck(f"the page {page.ref} does not turn: {errors}")
        self.typed.pages += 1

    def _roster(self, view: InterviewView) -> None:
        """Add as many people as the guide has."""
        wanted = self._guide_range(view.page.ref)
        node = view.room.interview.node(view.page.ref)
        assert isinstance(node, RepeatRange)
        for _ in range(wanted):
            if not node.can_add or len(node.instances) >= wanted:
                break
            self._tab_to(lambda focus: focus is view.roster.add_button)
            self.driver.press(Key.Key_Return)
            name_field = view.roster.name_field
            if name_field is not None and QApplication.focusWidget() is name_field:
                self.driver.type(f"Person {len(node.instances)}")
                self.driver.press(Key.Key_Return)
                self.typed.answers += 1

    def _guide_range(self, ref: str) -> int:
        try:
            node = self.guide.node(ref)
        except Exception as error:
            raise Stuck(f"the guide has no {ref}") from error
        return len(node.instances) if isinstance(node, RepeatRange) else 0

    def _tab_to(self, is_there: object) -> None:
        for _ in range(MOST_TABS):
            focus = QApplication.focusWidget()
            if focus is not None and callable(is_there) and is_there(focus):
                return
            self.driver.press(Key.Key_Tab)
        raise Stuck("the keyboard does not get there with Tab")

    # one question

    def _question(self, view: InterviewView, ref: str) -> None:
        block = view.questions.block(ref)
        if block is None or block.state is None or block.state.readonly or block.state.kind is Kind.NOTE:
            return
        value = self._value(view, ref)
        if not value or value == block.state.value:
            return
        if len(view.page.refs) > 1:
            self._tab_to(block.isAncestorOf)
        block.focus_answer()
        self._type(block.answer, block.state, value)
        view.questions.commit()
        self.typed.answers += 1
        got = view.room.interview.question(ref).value
        if got != value:
            self.typed.differ.append(f"{ref}: {value!r} typed, {got!r} kept")

    def _value(self, view: InterviewView, ref: str) -> str:
        """Return what to type: the guide's answer where that may stand here, "" to leave the question."""
        try:
            node = self.guide.node(ref)
        except Exception:  # noqa: BLE001  the guide's chance went another way: nothing is typed
            return ""
        if not isinstance(node, QuestionNode) or not node.relevant:
            return ""
        here = view.room.interview.question(ref)
        if here.model_node.is_select:
            offered = {choice.name for choice in here.choices}
            return node.value if set(node.value.split()) <= offered else ""
        return node.value

    def _type(self, widget: object, state: QuestionState, value: str) -> None:
        if isinstance(widget, ChoiceListAnswer):
            self._from_list(widget, state, value)
        elif isinstance(widget, ChoicesAnswer):
            self._from_rows(widget, state, value)
        elif state.kind in (Kind.TEXT, Kind.INTEGER, Kind.DECIMAL):
            self.driver.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.driver.type(value)
        elif state.kind is Kind.DATE:
            self._date(value)
        elif state.kind in (Kind.TIME, Kind.DATE_TIME):
            day, _, moment = value.rpartition("T")
            if day:
                self._date(day)
                self.driver.press(Key.Key_Tab)
            self.driver.type(moment[:2])
            self.driver.press(Key.Key_Tab)
            self.driver.type(moment[3:5])
        elif state.kind is Kind.PLACE:
            for number, part in enumerate(value.split()):
                if number:
                    self.driver.press(Key.Key_Tab)
                self.driver.type(part)
        elif state.kind is Kind.ACKNOWLEDGE:
            self.driver.press(Key.Key_Space)

    def _date(self, value: str) -> None:
        year, month, day = value[:10].split("-")
        self._part(day.lstrip("0"))
        for _ in range(int(month)):
            self.driver.press(Key.Key_Down)
        self.driver.press(Key.Key_Tab)
        self.driver.type(year)

    def _part(self, words: str) -> None:
        self.driver.type(words)
        self.driver.press(Key.Key_Tab)

    def _from_rows(self, widget: ChoicesAnswer, state: QuestionState, value: str) -> None:
        names = [choice.name for choice in state.choices]
        for name in value.split() if state.kind in (Kind.MANY, Kind.RANK) else [value]:
            place = names.index(name)
            if place < KEYS and not state.compact:
                self.driver.press(Qt.Key(int(Key.Key_1) + place))
                continue
            focus = QApplication.focusWidget()
            if not isinstance(focus, AnswerRow):
                widget.focus_answer()
            self._walk_to(name, len(names), names)
            self.driver.press(Key.Key_Space)

    def _walk_to(self, name: str, count: int, names: list[str]) -> None:
        for _ in range(2 * count):
            focus: QWidget | None = QApplication.focusWidget()
            if not isinstance(focus, AnswerRow):
                raise Stuck("the keyboard left the answers")
            if focus.value == name:
                return
            here = names.index(str(focus.value))
            self.driver.press(Key.Key_Down if here < names.index(name) else Key.Key_Up)
        raise Stuck(f"no arrow key gets to {name}")

    def _from_list(self, widget: ChoiceListAnswer, state: QuestionState, value: str) -> None:
        labels = {choice.name: to_plain(choice.label) for choice in state.choices}
        for name in value.split() if state.kind is Kind.MANY else [value]:
            widget.search.setFocus()
            self.driver.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.driver.type(labels[name][:24])
            self.driver.settle(LIST_WAIT)
            self.driver.press(Key.Key_Down)
            model = widget.list.model()
            assert isinstance(model, ChoiceListModel)
            for _ in range(model.rowCount()):
                if model.choice(widget.list.currentIndex().row()).name == name:
                    break
                self.driver.press(Key.Key_Down)
            self.driver.press(Key.Key_Space)
