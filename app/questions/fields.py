"""Lines to type in: fonts of the interview's script first, so that no letter sits high; words at the leading edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.kit import theme
from app.kit.language import text_direction
from app.kit.languages import by_code
from app.kit.widgets.fields import TextField
from app.kit.widgets.labels import repolish


def field_font(language: str) -> QFont:
    """Return the font of a field; its own script leads, since a field's height is that of its first font."""
    made = theme.font("field", language)
    families = by_code(language).families
    if by_code(language).script not in ("Latin", "Cyrillic"):
        made.setFamilies([families[1], families[0], *families[2:]])
    return made


class FormLine(TextField):
    """A line whose words keep to the leading edge of the page, whatever their own direction is."""

    _centred = False

    def __init__(self, *, name: str = "", left_to_right: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(fit="field", name=name, left_to_right=left_to_right, parent=parent)
        self._language = ""
        self.textChanged.connect(lambda _words: self._align())
        self._align()

    def set_language(self, language: str) -> None:
        """Dress in the fonts of a language."""
        if language != self._language:
            self._language = language
            self.setFont(field_font(language))
        self._align()

    def set_centred(self) -> None:
        """Keep the words in the middle, for short numbers."""
        self._centred = True
        self._align()

    def mark(self, *, wrong: bool) -> None:
        """Give the field the edge of an error, or take it away."""
        mark(self, wrong=wrong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter to this field: `returnPressed` says it, and the page must not hear it twice."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of the page."""
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.ParentChange):
            self._align()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the direction of the page."""
        self._align()
        super().showEvent(event)

    def _align(self) -> None:
        above = self.parentWidget()
        right = above is not None and above.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if self._centred:
            side = Qt.AlignmentFlag.AlignHCenter
        # A field that runs right to left turns leading and trailing over; absolute sides do not turn.
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class FormBox(QPlainTextEdit):
    """Several lines; direction and side follow what is written."""

    def __init__(self, *, lines: int, left_to_right: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._fixed, self._language = lines, left_to_right, ""
        self.setProperty("fit", "field")
        self.setTabChangesFocus(True)
        if left_to_right:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def set_language(self, language: str) -> None:
        """Dress in the fonts of a language and take the height of the lines."""
        if language != self._language:
            self._language = language
            self.setFont(field_font(language))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + theme.scaled(24))
        self.follow()

    def follow(self) -> None:
        """Take direction and side from the words, or from the page while there are none."""
        words = self.toPlainText()
        wanted = Qt.LayoutDirection.LeftToRight
        if not self._fixed:
            wanted = text_direction(words) if words else self.layoutDirection()
        side = Qt.AlignmentFlag.AlignRight if wanted == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.textDirection() != wanted or option.alignment() != side | Qt.AlignmentFlag.AlignAbsolute:
            option.setTextDirection(wanted)
            option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
            self.document().setDefaultTextOption(option)

    def mark(self, *, wrong: bool) -> None:
        """Give the field the edge of an error, or take it away."""
        mark(self, wrong=wrong)


def mark(field: QWidget, *, wrong: bool) -> None:
    """Give a field the edge of an error, or take it away."""
    state = "error" if wrong else ""
    if field.property("state") != state:
        field.setProperty("state", state)
        repolish(field)
