"""Qt's view of the sections and questions, filtered and searched, for the jump list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.interview.sections import QuestionLine, Section, State
from app.interview.states import state_words
from app.kit.language import left_to_right, text
from app.questions.choice_list import folded
from app.questions.markup import to_plain

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
FILTERS: dict[str, frozenset[State]] = {
    "all": frozenset(State),
    "missing": frozenset({State.MISSING, State.OPEN, State.NOT_REACHED}),
    "to_fix": frozenset({State.TO_FIX, State.LEFT_OUT}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a section's heading, or a question with its words ready to paint."""

    section: Section | None
    line: QuestionLine | None
    label: str
    answer: str
    state: State
    searched: str = ""


class QuestionsModel(QAbstractListModel):
    """Rows that fit the filter and the search; headings of sections without rows go."""

    def __init__(self, sections: tuple[Section, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[Row, list[Row]]] = []
        for section in sections:
            name = to_plain(section.label) or text("Questions outside sections")
            head = Row(section, None, name, "", section.state)
            lines = []
            for line in section.lines:
                label, answer = to_plain(line.label), _answer(line.answer)
                lines.append(Row(None, line, label, answer, line.state, folded(f"{label} {answer}")))
            self._all.append((head, lines))
        self._rows: list[Row] = []
        self.show_rows("all", "")

    def show_rows(self, kind: str, words: str) -> None:
        """Show rows of a filter ("all", "missing", "to_fix") that hold every searched word."""
        wanted, states = folded(words).split(), FILTERS[kind]
        self.beginResetModel()
        self._rows = []
        for head, lines in self._all:
            fits = [row for row in lines if row.state in states and all(word in row.searched for word in wanted)]
            if fits:
                self._rows += [head, *fits]
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return a row."""
        return self._rows[number]

    def first_question(self, start: int = 0, step: int = 1) -> int:
        """Return the next row from `start` on that is a question, -1 when there is none."""
        number = start
        while 0 <= number < len(self._rows):
            if self._rows[number].line is not None:
                return number
            number += step
        return -1

    def row_of(self, ref: str) -> int:
        """Return the row of a question, -1 when it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.line is not None and row.line.ref == ref), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row = self._rows[index.row()]
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if row.line else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the painter, or its words for screen readers."""
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (row.label, row.answer, state_words(row.state))
            return "\n".join(part for part in parts if part)
        return None


def _answer(words: str) -> str:
    """Return an answer on one line; numbers, times and coordinates stay left to right."""
    plain = to_plain(words)
    return plain if any(letter.isalpha() for letter in plain) or not plain else left_to_right(plain)
