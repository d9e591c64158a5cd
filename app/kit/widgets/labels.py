"""Words on the screen: a label by type role and tone, a hairline, an icon beside words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.kit import icons, theme
from app.kit.theme import scaled


class Label(QLabel):
    """Plain text in a role of the type table; wraps, never cut."""

    def __init__(
        self,
        words: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            self.setMinimumWidth(scaled(40))
        self._role = role
        self._align()
        self._room()

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the leading edge of the window, whatever script the words are in."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
        elif event.type() == QEvent.Type.StyleChange:
            self._room()
        super().changeEvent(event)

    def _room(self) -> None:
        """Give a line the height that the script of the window asks for."""
        self.setMinimumHeight(theme.line_height(self._role))

    def _align(self) -> None:
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def set_tone(self, tone: str) -> None:
        """Change the colour token of the text."""
        if tone == self.property("tone"):
            return
        self.setProperty("tone", tone)
        repolish(self)


class IconLabel(QLabel):
    """An icon beside words; decoration for screen readers, since the words say the same."""

    def __init__(self, name: str, token: str = "quiet", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()

    def set_icon(self, name: str, token: str) -> None:
        """Show another drawing or colour."""
        if (name, token) == (self._name, self._token):
            return
        self._name, self._token = name, token
        self._draw()

    def sizeHint(self) -> QSize:
        """Return the icon's own size."""
        return QSize(scaled(self._size), scaled(self._size))

    def changeEvent(self, event: QEvent) -> None:
        """Draw again when the colours or the type size change."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self.setPixmap(icons.pixmap(self._name, self._token, self._size))


class Hair(QFrame):
    """A hairline between rows, or upright between columns."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "vhair" if upright else "hair")
        self.setFrameShape(QFrame.Shape.NoFrame)


class IconLine(QWidget):
    """An icon and a line of words, as in status lines and hints."""

    def __init__(
        self, name: str, words: str, role: str = "small", tone: str = "quiet", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        self.icon = IconLabel(name, tone, 15)
        self.words = Label(words, role, tone)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)

    def show_line(self, name: str, words: str, tone: str = "quiet") -> None:
        """Show another icon and sentence."""
        self.icon.set_icon(name, tone)
        self.words.setText(words)
        self.words.set_tone(tone)


def repolish(widget: QWidget) -> None:
    """Make the style sheet look at a widget's changed properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
