"""Makes answer widgets by kind and reuses them, so that turning a page builds nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.questions.answer_widget import AnswerWidget
from app.questions.choice_list import ChoiceListAnswer
from app.questions.choices_answer import SEARCH_FROM, AcknowledgeAnswer, ChoicesAnswer, PictureOf
from app.questions.date_answer import DateAnswer, DateTimeAnswer, TimeAnswer
from app.questions.note_answer import NoteAnswer
from app.questions.number_answer import NumberAnswer
from app.questions.place_answer import PlaceAnswer
from app.questions.points_answer import PointsAnswer
from app.questions.range_answer import RangeAnswer
from app.questions.state import Kind, QuestionState
from app.questions.text_answer import LongTextAnswer, TextAnswer
from app.questions.upload_answer import ChooseFile, UploadAnswer, choose_file

# More rows than this are a list that paints only what one sees.
ROWS_MOST = 40
LIST_WORDS = frozenset({"minimal", "autocomplete", "search", "autocomplete_chars"})

_KINDS: dict[Kind, type[AnswerWidget]] = {
    Kind.INTEGER: NumberAnswer,
    Kind.DECIMAL: NumberAnswer,
    Kind.DATE: DateAnswer,
    Kind.TIME: TimeAnswer,
    Kind.DATE_TIME: DateTimeAnswer,
    Kind.RANGE: RangeAnswer,
    Kind.NOTE: NoteAnswer,
    Kind.ACKNOWLEDGE: AcknowledgeAnswer,
    Kind.UPLOAD: UploadAnswer,
    Kind.PLACE: PlaceAnswer,
    Kind.POINTS: PointsAnswer,
    Kind.RANK: ChoicesAnswer,
}


def widget_for(state: QuestionState) -> type[AnswerWidget]:
    """Return which widget asks a question, by its kind, appearance and number of choices."""
    if state.kind in (Kind.ONE, Kind.MANY):
        if "label" in state.appearance and state.compact:
            return NoteAnswer  # the heading of a table of choices: its labels stand in each row here
        count = len(state.choices)
        listed = count >= SEARCH_FROM and not LIST_WORDS.isdisjoint(state.appearance)
        pictured = any(choice.picture for choice in state.choices)
        return ChoiceListAnswer if (count > ROWS_MOST or listed) and not pictured else ChoicesAnswer
    if state.kind is Kind.TEXT and "multiline" in state.appearance:
        return LongTextAnswer
    return _KINDS.get(state.kind, TextAnswer)


class Pool(QWidget):
    """Widgets at rest, by class; never shown. They are its children, so that they go when their screen goes."""

    def __init__(
        self, *, picture_of: PictureOf | None = None, choose: ChooseFile = choose_file, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._rest: dict[type[AnswerWidget], list[AnswerWidget]] = {}
        self._makers: dict[type[AnswerWidget], Callable[[], AnswerWidget]] = {
            ChoicesAnswer: lambda: ChoicesAnswer(picture_of),
            UploadAnswer: lambda: UploadAnswer(choose),
        }

    def take(self, kind: type[AnswerWidget]) -> AnswerWidget:
        """Return a widget of a class, at rest before or new."""
        rest = self._rest.get(kind)
        if rest:
            return rest.pop()
        return self._makers.get(kind, kind)()

    def give_back(self, widget: AnswerWidget) -> None:
        """Put a widget to rest; whoever took it has cut its signals."""
        widget.reset()
        widget.hide()
        widget.setParent(self)
        self._rest.setdefault(type(widget), []).append(widget)
