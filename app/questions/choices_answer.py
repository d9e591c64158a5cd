"""One choice, many, or a rank, as joined rows; digits pick, letters jump, Space toggles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kit.language import plural, text
from app.kit.theme import scaled
from app.kit.widgets.answer_row import AnswerRow, Box
from app.kit.widgets.labels import Label
from app.questions import digits
from app.questions.answer_widget import AnswerWidget
from app.questions.fields import FormLine
from app.questions.markup import to_plain
from app.questions.state import ChoiceState, Kind, QuestionState

# Above this a search field appears.
SEARCH_FROM = 13
KEYS = 9
BOXES = {Kind.ONE: Box.ONE, Kind.MANY: Box.MANY, Kind.RANK: Box.RANK}

PictureOf = Callable[[str], QPixmap | None]


class ChoicesAnswer(AnswerWidget):
    """Rows of choices. One: a pick replaces. Many: a pick toggles. Rank: picks are numbered in their order."""

    def __init__(self, picture_of: PictureOf | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture_of = picture_of
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(10))
        self.search = FormLine(name=text("Search in the answers"))
        self.search.setPlaceholderText(text("Search in the answers"))
        self.search.textChanged.connect(self._filter)
        self.search.hide()
        self._none = Label(text("No answer has these letters. Try fewer letters."), "sentence", "quiet")
        self._none.hide()
        self._rows_box = QWidget()
        self._column = QVBoxLayout(self._rows_box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self._rows_box)
        self.rows: list[AnswerRow] = []
        self._state: QuestionState | None = None
        self._shown: list[AnswerRow] = []
        self.search.installEventFilter(self)

    # in

    def show_state(self, state: QuestionState) -> None:
        """Show the choices and which are chosen; only what differs is touched."""
        old, self._state = self._state, state
        if old is None or _looks(old) != _looks(state):
            self._show_choices(state)
        self._show_chosen(state)

    def reset(self) -> None:
        """Forget the question."""
        self._state = None
        self.search.clear()

    def focus_answer(self) -> None:
        """Go to the chosen row, else to the first."""
        chosen = [row for row in self._shown if row.isChecked()]
        for row in chosen or self._shown[:1]:
            row.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.search.setFocus()

    @property
    def foot_words(self) -> str:
        """How many are chosen, of how many when the form says."""
        state = self._state
        if state is None or state.kind is Kind.ONE:
            return ""
        count = len(state.chosen)
        if state.kind is Kind.RANK:
            return text(
                "{count} of {all} numbered",
                count=digits.shown(str(count), state.language),
                all=digits.shown(str(len(state.choices)), state.language),
            )
        if state.most is not None:
            return text(
                "{count} of {most} chosen",
                count=digits.shown(str(count), state.language),
                most=digits.shown(str(state.most), state.language),
            )
        return plural("{n} chosen", "{n} chosen", count) if count else ""

    def _show_choices(self, state: QuestionState) -> None:
        while len(self.rows) < len(state.choices):
            row = AnswerRow("", "", parent=self._rows_box)
            row.picked.connect(self._pick)
            row.installEventFilter(self)
            self._column.addWidget(row)
            self.rows.append(row)
        for number, (row, choice) in enumerate(zip(self.rows, state.choices, strict=False), start=1):
            row.show_choice(
                to_plain(choice.label),
                choice.name,
                box=BOXES[state.kind],
                key=digits.shown(str(number), state.language) if number <= KEYS else "",
                language=state.language,
                picture=self._picture(choice),
            )
            row.setEnabled(not state.readonly)
        self.search.set_language(state.language)
        searched = len(state.choices) >= SEARCH_FROM
        if self.search.isVisibleTo(self) != searched:
            self.search.setVisible(searched)
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self._filter()

    def _picture(self, choice: ChoiceState) -> QPixmap | None:
        if not choice.picture or self._picture_of is None:
            return None
        return self._picture_of(choice.picture)

    def _show_chosen(self, state: QuestionState) -> None:
        chosen = state.chosen
        full = state.most is not None and len(chosen) >= state.most
        reason = ""
        if full:
            reason = plural(
                "{n} is chosen already. Take it away first.",
                "{n} are chosen already. Take one away first.",
                state.most or 0,
            )
        for row in self.rows[: len(state.choices)]:
            is_chosen = row.value in chosen
            rank = chosen.index(str(row.value)) + 1 if is_chosen and state.kind is Kind.RANK else 0
            row.set_chosen(is_chosen, rank)
            if row.is_allowed == full or not full:
                row.set_allowed(not full or is_chosen, reason)
        self._set_stop()

    def _filter(self) -> None:
        """Show the rows whose words hold what is searched."""
        state = self._state
        count = len(state.choices) if state is not None else 0
        wanted = self.search.text().strip().casefold() if self.search.isVisibleTo(self) else ""
        self._shown = []
        for place, row in enumerate(self.rows):
            fits = place < count and (not wanted or wanted in row.text().casefold())
            row.setVisible(fits)
            if fits:
                self._shown.append(row)
        for place, row in enumerate(self._shown):
            row.set_ends(first=place == 0, last=place == len(self._shown) - 1)
        self._none.setVisible(bool(wanted) and not self._shown)
        self._set_stop()

    def _set_stop(self) -> None:
        """Let Tab stop once in the rows: where the keyboard is, else at the chosen row, else at the first."""
        rows = self._shown
        stop = next((row for row in rows if row.hasFocus()), None)
        stop = stop or next((row for row in rows if row.isChecked()), rows[0] if rows else None)
        for row in rows:
            policy = Qt.FocusPolicy.StrongFocus if row is stop else Qt.FocusPolicy.ClickFocus
            if row.focusPolicy() != policy:
                row.setFocusPolicy(policy)

    # out

    def _pick(self, value: object) -> None:
        state = self._state
        if state is None or state.readonly:
            return
        name = str(value)
        chosen = list(state.chosen)
        if state.kind is Kind.ONE:
            chosen = [name]
        elif name in chosen:
            chosen.remove(name)
        elif state.most is not None and len(chosen) >= state.most:
            self._show_chosen(state)
            return
        else:
            chosen.append(name)
            if state.kind is Kind.MANY:
                order = [choice.name for choice in state.choices]
                chosen = [each for each in order if each in chosen]
        self.answered.emit(" ".join(chosen))
        if state.kind is Kind.ONE and "quick" in state.appearance:
            self.entered.emit()

    def clear_answer(self) -> None:
        """Take every choice away."""
        self.answered.emit("")

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits pick, letters jump, arrows walk, Enter goes on, Backspace takes a single choice away."""
        if event.type() == QEvent.Type.FocusIn and watched is not self.search:
            self._set_stop()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if watched is self.search:
            if key == Qt.Key.Key_Down and self._shown:
                self._shown[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._shown) == 1 and self.search.text():
                self._shown[0].setFocus(Qt.FocusReason.TabFocusReason)
                self._shown[0].click()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.search.text():
                self.entered.emit()
                return True
            return super().eventFilter(watched, event)
        return self._row_key(watched, event) or super().eventFilter(watched, event)

    def _row_key(self, row: QObject, event: QKeyEvent) -> bool:
        strange = (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        )
        if event.modifiers() & strange or row not in self._shown:
            return False
        place = self._shown.index(row)
        key, words = event.key(), event.text()
        steps = {
            Qt.Key.Key_Down: place + 1,
            Qt.Key.Key_Up: place - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._shown) - 1,
        }
        if key in steps:
            self._go(steps[Qt.Key(key)])
            return True
        digit = digits.typed(words)
        if digit.isdigit() and self.pick_number(int(digit)):
            return True
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._state is not None:
            if self._state.kind is Kind.ONE and not self._state.readonly:
                self.answered.emit("")
                return True
            return False
        if words.strip() and words.isprintable() and not digit.isdigit():
            return self._jump(words.casefold(), place)
        return False

    def pick_number(self, number: int) -> bool:
        """Pick the choice with that key; True when there is one."""
        state = self._state
        if state is None or not 1 <= number <= min(KEYS, len(state.choices)):
            return False
        row = self.rows[number - 1]
        if row not in self._shown:
            return False
        row.setFocus(Qt.FocusReason.TabFocusReason)
        if row.is_allowed or row.isChecked():
            self._pick(row.value)
        return True

    def _go(self, place: int) -> None:
        if place < 0 and self.search.isVisibleTo(self):
            self.search.setFocus(Qt.FocusReason.TabFocusReason)
        elif 0 <= place < len(self._shown):
            self._shown[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _jump(self, letter: str, place: int) -> bool:
        """Go to the next row, after this one and round, that begins with the letter."""
        order = [*self._shown[place + 1 :], *self._shown[: place + 1]]
        for row in order:
            if row.text().casefold().startswith(letter):
                row.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


def _looks(state: QuestionState) -> tuple[object, ...]:
    """Return what makes rows look different, their being chosen aside."""
    return (state.ref, state.choices, state.kind, state.language, state.readonly, state.compact)


class AcknowledgeAnswer(AnswerWidget):
    """One row to tick: read, understood, agreed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.row = AnswerRow(text("Yes, this is so"), "OK", box=Box.MANY)
        column.addWidget(self.row)
        self.setFocusProxy(self.row)
        self.row.clicked.connect(lambda: self.answered.emit("OK" if self.row.isChecked() else ""))

    def show_state(self, state: QuestionState) -> None:
        """Show whether it is ticked."""
        self.row.set_chosen(bool(state.value))
        self.row.setEnabled(not state.readonly)
        self.row.setAccessibleName(to_plain(state.label))

    def reset(self) -> None:
        """Nothing is kept."""
