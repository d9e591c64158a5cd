"""The last page: what is missing or to fix, each a way to its question; all sections with their state."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.interview.sections import Counted, Section, State
from app.interview.states import ICONS, state_words
from app.kit.language import isolate, number_text, plural, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card
from app.kit.widgets.labels import IconLabel, Label
from app.kit.widgets.pages import ScrollPage
from app.questions.markup import to_plain

WIDEST = 1060
COLUMNS, NARROW_COLUMNS = 4, 3
# More than this are counted, not listed: the first ones lead on.
LISTED = 30


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary: question, what is wrong, in which tone ("error", "warn")."""

    ref: str
    number: int
    label: str
    words: str
    tone: str


class FinishPage(ScrollPage):
    """Signals: opened (ref of a question), section_opened (ref of a section's first question)."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(most=WIDEST, spacing=8, parent=parent)
        self.title = Label("", "question")
        self.line = Label("", "sentence", "quiet")
        self.body.addWidget(self.title)
        self.body.addWidget(self.line)
        self.body.addSpacing(scaled(6))
        self._list = QFrame()
        self._list.setProperty("kind", "choice")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self.body.addWidget(self._list)
        self._sections_title = Label(text("All sections"), "table_strong", "quiet")
        self.body.addSpacing(scaled(12))
        self.body.addWidget(self._sections_title)
        self._grid = QGridLayout()
        self._grid.setSpacing(scaled(10))
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self.buttons: list[Button] = []

    def show_summary(
        self, problems: list[Problem], sections: tuple[Section, ...], counted: Counted, *, minutes: int | None
    ) -> None:
        """Show what keeps the interview from being finished and how far each section is."""
        self._clear()
        self.title.setText(_title(counted))
        parts = text(
            "{answered} of {relevant} questions are answered.",
            answered=number_text(counted.answered),
            relevant=number_text(counted.relevant),
        )
        took = plural("It took {n} minute.", "It took {n} minutes.", minutes) if minutes else ""
        self.line.setText(f"{parts} {took}".strip())
        for place, problem in enumerate(problems[:LISTED]):
            if place:
                line = QFrame()
                line.setProperty("kind", "hair")
                self._rows.addWidget(line)
            self._rows.addWidget(self._make_row(problem))
        more = len(problems) - LISTED
        if more > 0:
            words = plural("{n} more question, after these", "{n} more questions, after these", more)
            rest = Label(words, "body", "quiet")
            rest.setContentsMargins(scaled(18), scaled(10), scaled(14), scaled(10))
            self._rows.addWidget(rest)
        self._list.setVisible(bool(problems))
        columns = COLUMNS if self.width() >= scaled(1100) else NARROW_COLUMNS
        for place, section in enumerate(sections):
            self._grid.addWidget(self._make_section(section), place // columns, place % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._sections_title.setVisible(bool(sections))

    def focus_page(self) -> bool:
        """Put the keyboard on the first problem; False when there is none."""
        if not self.buttons:
            return False
        self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _clear(self) -> None:
        self.buttons = []
        for layout in (self._rows, self._grid):
            while layout.count():
                item = layout.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()

    def _make_row(self, problem: Problem) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(scaled(18), scaled(12), scaled(14), scaled(12))
        row.setSpacing(scaled(14))
        icon = "octagon-alert" if problem.tone == "error" else "message-square-text"
        row.addWidget(IconLabel(icon, problem.tone, 20))
        lines = QVBoxLayout()
        lines.setSpacing(scaled(2))
        lines.addWidget(
            Label(
                text(
                    "{number} {question}", number=number_text(problem.number), question=isolate(to_plain(problem.label))
                ),
                "answer",
                problem.tone,
            )
        )
        lines.addWidget(Label(to_plain(problem.words), "body", "quiet"))
        row.addLayout(lines, 1)
        button = Button(text("Answer") if problem.tone == "error" else text("Look again"), "outline", fit="field")
        button.setAccessibleName(text("Answer: {question}", question=to_plain(problem.label)))
        button.clicked.connect(lambda: self.opened.emit(problem.ref))
        row.addWidget(button)
        self.buttons.append(button)
        return holder

    def _make_section(self, section: Section) -> QWidget:
        card = Card(padding=8)
        row = QHBoxLayout()
        row.setSpacing(scaled(10))
        icon, tone = ICONS[section.state]
        row.addWidget(IconLabel(icon, tone, 20))
        name = to_plain(section.label) or text("Questions outside sections")
        link = SectionLink(name)
        link.setAccessibleName(text("{section}: {state}", section=name, state=state_words(section.state)))
        link.setToolTip(state_words(section.state))
        link.clicked.connect(lambda: self.opened.emit(_first(section)))
        row.addWidget(link, 1)
        row.addWidget(
            Label(
                text("{done} of {all}", done=number_text(section.answered), all=number_text(len(section.lines))),
                "table",
                "quiet",
                wrap=False,
            )
        )
        card.body.addLayout(row)
        return card


class SectionLink(QPushButton):
    """The name of a section as a flat button; its words wrap in a label inside."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setProperty("fit", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(2), scaled(4), scaled(2), scaled(4))
        label = Label(words, "sentence")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = row

    def hasHeightForWidth(self) -> bool:
        """Tell that the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words."""
        return max(self._row.heightForWidth(width), scaled(32))

    def sizeHint(self) -> QSize:
        """Return the size of the words on one line."""
        return self._row.sizeHint().expandedTo(QSize(0, scaled(32)))

    def minimumSizeHint(self) -> QSize:
        """Return one line's height."""
        return QSize(scaled(60), scaled(32))


def _first(section: Section) -> str:
    """Return the question to go to: the first with something to do, else the first."""
    for line in section.lines:
        if line.state in (State.TO_FIX, State.MISSING):
            return line.ref
    return section.lines[0].ref


def _title(counted: Counted) -> str:
    if counted.wrong and counted.missing:
        return plural(
            "{n} answer is missing, others need another look",
            "{n} answers are missing, others need another look",
            counted.missing,
        )
    if counted.missing:
        return plural("{n} answer is missing", "{n} answers are missing", counted.missing)
    if counted.wrong:
        return plural("{n} answer needs another look", "{n} answers need another look", counted.wrong)
    return text("Everything is ready to finish")
