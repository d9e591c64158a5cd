"""Fills an interview in the real window by keyboard alone: walks the pages, types, picks, adds people, finishes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.offscreen import Driver, Stuck
from app.interview.roster import name_question
from app.interview.view import InterviewView
from app.kit.widgets.answer_row import AnswerRow
from app.questions.choice_list import ChoiceListAnswer, ChoiceListModel
from app.questions.choices_answer import KEYS, ChoicesAnswer
from app.questions.markup import to_plain
from app.questions.note_answer import NoteAnswer
from app.questions.state import Kind, QuestionState
from forms.errors import AnswerRefused
from forms.session.chance import fill_by_chance
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.nodes import RepeatInstance, RepeatRange

MOST_PAGES = 3000
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
        fill_by_chance(self.guide, random.Random(seed), thinks_again=False)

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

    def go_back(self) -> None:
        """Go to the page before with the keyboard."""
        view = self.driver.interview()
        mirrored = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.driver.press(Key.Key_Right if mirrored else Key.Key_Left, Qt.KeyboardModifier.AltModifier)

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
        here = view.page.ref
        wanted = self._guide_range(here)
        node = view.room.interview.node(view.page.ref)
        assert isinstance(node, RepeatRange)
        for _ in range(wanted):
            if not node.can_add or len(node.instances) >= wanted:
                break
            self.driver.tab_to(lambda focus: focus is view.roster.add_button)
            self.driver.press(Key.Key_Return)
            while view.page.ref != here and view.page.kind != "repeat":
                self.go_back()  # without a name to ask, the first question of the new one was opened
            name_field = view.roster.name_field
            if name_field is not None and QApplication.focusWidget() is name_field:
                self.driver.type(self._name_of(node.instances[-1]))
                self.driver.press(Key.Key_Return)
                self.typed.answers += 1

    def _name_of(self, instance: RepeatInstance) -> str:
        """Return the name the guide gave this person, else a made-up one."""
        question = name_question(instance)
        if question is not None:
            try:
                name = self.guide.question(question.ref).value
            except AnswerRefused:
                name = ""
            if name:
                return name
        return f"Person {instance.index}"

    def _guide_range(self, ref: str) -> int:
        try:
            node = self.guide.node(ref)
        except AnswerRefused:
            return 0  # the guide's chance went another way
        return len(node.instances) if isinstance(node, RepeatRange) else 0

    # one question

    def _question(self, view: InterviewView, ref: str) -> None:
        block = view.questions.block(ref)
        if block is None or block.state is None or block.state.readonly or block.state.kind is Kind.NOTE:
            return
        if isinstance(block.answer, NoteAnswer) or block.state.kind is Kind.UPLOAD:
            return  # the heading of a table of choices, or a file that no keyboard types
        value = self._value(view, ref)
        if not value or value == block.state.value:
            return
        if len(view.page.refs) > 1:
            self.driver.tab_to(block.isAncestorOf)
        block.focus_answer()
        self._type(block.answer, block.state, value)
        view.questions.commit()
        self.typed.answers += 1
        got = view.room.interview.question(ref).value
        if got != value and not self._alike(got, value, block.state):
            self.typed.differ.append(f"{ref}: {value!r} typed, {got!r} kept")

    def _alike(self, got: str, value: str, state: QuestionState) -> bool:
        """Tell whether the two are one answer as far as it was typed: no zone, no seconds, no day of a month."""
        if state.kind in (Kind.TIME, Kind.DATE_TIME):
            length = len("HH:MM") if state.kind is Kind.TIME else len("YYYY-MM-DDTHH:MM")
        elif "month-year" in state.appearance:
            length = len("YYYY-MM")
        elif "year" in state.appearance:
            length = len("YYYY")
        else:
            return False
        return got[:length] == value[:length] != ""

    def _value(self, view: InterviewView, ref: str) -> str:
        """Return what to type: the guide's answer where that may stand here, else one that is needed, else ""."""
        here = view.room.interview.question(ref)
        try:
            value = self.guide.question(ref).value
        except AnswerRefused:
            value = ""  # the guide's chance went another way
        if here.model_node.is_select:
            offered = [choice.name for choice in here.choices]
            if value and set(value.split()) <= set(offered):
                return value
            return offered[0] if here.required and offered else ""
        return value or ("1" if here.required else "")

    def _type(self, widget: object, state: QuestionState, value: str) -> None:
        if isinstance(widget, ChoiceListAnswer):
            self._from_list(widget, state, value)
        elif isinstance(widget, ChoicesAnswer):
            self._from_rows(widget, state, value)
        elif state.kind in (Kind.TEXT, Kind.INTEGER, Kind.DECIMAL):
            self.driver.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.driver.type(value)
        elif state.kind is Kind.DATE:
            self._date(value, state.appearance)
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

    def _date(self, value: str, appearance: tuple[str, ...] = ()) -> None:
        year, month, day = value[:10].split("-")
        if "year" in appearance:
            self.driver.type(year)
            return
        if "month-year" not in appearance:
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
            self.driver.pause(LIST_WAIT)
            self.driver.press(Key.Key_Down)
            model = widget.list.model()
            assert isinstance(model, ChoiceListModel)
            for _ in range(model.rowCount()):
                if model.choice(widget.list.currentIndex().row()).name == name:
                    break
                self.driver.press(Key.Key_Down)
            self.driver.press(Key.Key_Space)
