"""Words of the form on the screen: rich text in the interview's language, its fonts and direction."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.kit import theme
from app.kit.theme import scaled
from app.kit.widgets.labels import repolish
from app.questions.markup import to_html, to_plain


class FormWords(QLabel):
    """A label, hint or message of the form; wraps, is never cut, keeps to the leading edge."""

    def __init__(self, role: str, tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._language, self._shown = role, "en", ("", "")
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setMinimumWidth(scaled(40))
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()

    def show_words(self, words: str, language: str) -> None:
        """Show words of the form in a language; hidden when there are none."""
        if self._shown == (words, language):
            return
        self._shown = (words, language)
        if language != self._language:
            self._language = language
            self._dress()
        self.setText(to_html(words))
        self.setAccessibleName(to_plain(words))
        self.setVisible(bool(words.strip()))

    def set_role(self, role: str) -> None:
        """Change the type role."""
        if role != self._role:
            self._role = role
            self._dress()

    def set_tone(self, tone: str) -> None:
        """Change the colour token."""
        self.setProperty("tone", tone)
        repolish(self)

    def minimumSizeHint(self) -> QSize:
        """Return one line: the height follows from the width, and no page scrolls for room it does not need."""
        return QSize(scaled(40), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """Dress anew when type size, theme or direction change."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        wanted = theme.font(self._role, self._language)
        if self.font() != wanted:
            self.setFont(wanted)
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
