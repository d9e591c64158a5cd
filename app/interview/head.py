"""The head of an interview: leave, which interview, where in it, jump list, language; and the progress line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import Label

HEIGHT = 56
TARGET = 44  # px, least height of what is pressed in an interview
# Below this many px (at 100 % type) only the number of the question stays in the middle.
NARROW = 960


class OneLine(Label):
    """A line that ends in "…" when there is no room; the whole stands in its tooltip."""

    def __init__(self, role: str, tone: str = "text") -> None:
        super().__init__("", role, tone, wrap=False)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the room the whole words need."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._words) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(scaled(40), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words again."""
        self._fit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        super().paintEvent(event)

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(self.width(), scaled(40)))
        if shown != self.text():
            self.setText(shown)


class InterviewHead(QWidget):
    """Signals: left, questions_asked, language_asked."""

    left = Signal()
    questions_asked = Signal()
    language_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QFrame()
        bar.setMinimumHeight(scaled(HEIGHT))
        row = QHBoxLayout(bar)
        row.setContentsMargins(scaled(20), scaled(6), scaled(20), scaled(6))
        row.setSpacing(scaled(16))
        self.leave_button = Button(text("Leave"), "outline", fit="bar", icon_name="x")
        self.leave_button.clicked.connect(self.left)
        row.addWidget(self.leave_button)
        row.addLayout(self._names(), 1)
        row.addLayout(self._place(), 2)
        row.addLayout(self._buttons(), 1)
        for button in (self.leave_button, self.questions_button, self.language_button):
            button.setMinimumHeight(scaled(TARGET))
        column.addWidget(bar)
        self.progress = QProgressBar()
        self.progress.setProperty("fit", "head")
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(text("How far the interview is"))
        column.addWidget(self.progress)

    def _names(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        self.title = OneLine("section")
        self.line = OneLine("small", "quiet")
        lines.addWidget(self.title)
        lines.addWidget(self.line)
        lines.addStretch(1)
        return lines

    def _place(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addStretch(1)
        self.section = OneLine("body", "quiet")
        self._dot = Label("·", "body", "quiet", wrap=False)
        self.place = Label("", "strong", wrap=False)
        row.addWidget(self.section)
        row.addWidget(self._dot)
        row.addWidget(self.place)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addStretch(1)
        self.questions_button = Button(text("Questions"), "outline", fit="bar", icon_name="list-checks")
        self.questions_button.setToolTip(text("All questions, Ctrl G"))
        self.questions_button.clicked.connect(self.questions_asked)
        self.language_button = Button("", "outline", fit="bar", icon_name="languages")
        self.language_button.setToolTip(text("Ask in another language, Ctrl L"))
        self.language_button.clicked.connect(self.language_asked)
        row.addWidget(self.questions_button)
        row.addWidget(self.language_button)
        return row

    def show_names(self, title: str, line: str) -> None:
        """Show which interview this is and of which assessment."""
        self.title.show_words(title)
        self.line.show_words(line)

    def show_language(self, name: str) -> None:
        """Show the language asked in; "" hides the button of a form with one language."""
        self.language_button.setVisible(bool(name))
        if name:
            self.language_button.set_words(name)
            self.language_button.setAccessibleName(text("Language of the questions: {language}", language=name))

    def show_place(self, section: str, place: str, *, done: int, total: int) -> None:
        """Show the section, "Question 13 of about 42", and the line."""
        self.section.show_words(section)
        self.place.setText(place)
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.progress.setAccessibleDescription(place)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the section out when there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = bool(self.section.toolTip()) and self.width() >= scaled(NARROW)
        self.section.setVisible(shown)
        self._dot.setVisible(shown)
