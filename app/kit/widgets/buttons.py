"""Buttons by kind: filled (one per screen), outline, text, danger; icon-only ones carry a name and a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.kit import icons, theme
from app.kit.theme import scaled
from app.kit.widgets.labels import repolish

GAP = 6  # px between icon and words, part of the icon since Qt has no setting for it
ICON_TOKENS = {"quiet": "quiet", "filled": "on_accent", "text": "accent", "danger": "error", "erase": "surface"}


class Button(QPushButton):
    """A push button.

    Args:
        kind: "filled", "outline", "text", "danger", "erase", "chip", "chip_add", "quiet", "plain".
        fit: "desk" (36 px), "bar" (32), "field" (44), "link".
        icon_name: A drawing of app/assets/icons, at the leading edge (`trailing_icon` puts it at the other).
    """

    def __init__(
        self,
        words: str,
        kind: str = "outline",
        *,
        fit: str = "desk",
        icon_name: str = "",
        trailing_icon: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setProperty("kind", kind)
        self.setProperty("fit", fit)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._kind, self._icon_name, self._busy = kind, icon_name, False
        if trailing_icon:
            self.setLayoutDirection(self._turned())
        self._draw()

    def set_words(self, words: str) -> None:
        """Change the label and the name for screen readers."""
        self.setText(words)
        self.setAccessibleName(words)
        self._draw()

    def set_kind(self, kind: str) -> None:
        """Change the look, such as from outline to filled."""
        self._kind = kind
        self.setProperty("kind", kind)
        repolish(self)
        self._draw()

    def set_icon(self, name: str) -> None:
        """Change the icon; "" takes it away."""
        self._icon_name = name
        self._draw()

    def set_busy(self, busy: bool) -> None:
        """Show a bar below the label while its work goes on; a busy button does not react."""
        self._busy = busy
        self.setEnabled(not busy)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again when colours, type size or state change."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.EnabledChange):
            self._draw()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, and the bar of a busy one."""
        super().paintEvent(event)
        if self._busy:
            painter = QPainter(self)
            bar = self.rect().adjusted(scaled(8), self.height() - scaled(4), -scaled(8), -scaled(2))
            painter.fillRect(bar, theme.current().colour("accent"))
            painter.end()

    def _draw(self) -> None:
        if not self._icon_name:
            self.setIcon(QIcon())
            return
        token = ICON_TOKENS.get(self._kind, "text") if self.isEnabled() else "quiet"
        gap = GAP if self.text() else 0
        self.setIconSize(QSize(scaled(18 + gap), scaled(18)))
        before = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setIcon(icons.icon(self._icon_name, token, 18, gap=gap, gap_before=before))

    def _turned(self) -> Qt.LayoutDirection:
        left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        return Qt.LayoutDirection.RightToLeft if left else Qt.LayoutDirection.LeftToRight


class IconButton(Button):
    """A button with an icon only; its words are the tooltip and the name for screen readers."""

    def __init__(self, icon_name: str, words: str, *, framed: bool = True, parent: QWidget | None = None) -> None:
        super().__init__("", "outline", fit="icon" if framed else "small_icon", icon_name=icon_name, parent=parent)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
