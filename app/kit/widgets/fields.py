"""Fields: a label above, the error above the field, help below; texts take their direction from their content."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from app.kit import icons
from app.kit.language import text, text_direction
from app.kit.theme import scaled
from app.kit.widgets.buttons import IconButton
from app.kit.widgets.labels import IconLabel, Label, repolish


class TextField(QLineEdit):
    """A line of text whose direction follows what is typed; codes and addresses stay `left_to_right`."""

    def __init__(
        self, *, fit: str = "desk", name: str = "", left_to_right: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("fit", fit)
        self.setAccessibleName(name)
        if left_to_right:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        else:
            self.textChanged.connect(self._follow)

    def _follow(self, words: str) -> None:
        self.setLayoutDirection(text_direction(words))


class PassphraseField(QWidget):
    """A hidden text with an eye that shows it; paste is allowed."""

    changed = Signal(str)
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = TextField(fit="field", name=name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.entered)
        self.eye = IconButton("eye", text("Show what I type"), framed=False)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        row.addWidget(self.line, 1)
        self.eye.setParent(self)
        self.eye.adjustSize()
        self.setFocusProxy(self.line)
        self.setTabOrder(self.line, self.eye)

    def value(self) -> str:
        """Return what is typed."""
        return self.line.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye inside the field, at its trailing end."""
        super().resizeEvent(event)
        side = self.eye.sizeHint().width()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = scaled(6) if mirrored else self.width() - side - scaled(6)
        self.eye.setGeometry(left, (self.height() - side) // 2, side, side)
        room = side + scaled(4)
        self.line.setTextMargins(room if mirrored else 0, 0, 0 if mirrored else room, 0)
        self.eye.raise_()

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off" if shown else "eye")
        words = text("Hide what I type") if shown else text("Show what I type")
        self.eye.setToolTip(words)
        self.eye.setAccessibleName(words)


class Choice(QComboBox):
    """A list that opens: values with words; its chevron is painted, so that it follows the theme."""

    picked = Signal(object)

    def __init__(
        self, name: str, values: Sequence[tuple[str, object]], *, fit: str = "desk", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("fit", fit)
        self.setAccessibleName(name)
        for words, value in values:
            self.addItem(words, value)
        self.activated.connect(lambda _row: self.picked.emit(self.currentData()))

    def select(self, value: object) -> None:
        """Choose a value without signalling; an unknown one changes nothing."""
        row = self.findData(value)
        if row >= 0:
            self.setCurrentIndex(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and its chevron at the trailing end."""
        super().paintEvent(event)
        side = scaled(15)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = scaled(9) if right_to_left else self.width() - scaled(9) - side
        painter = QPainter(self)
        icons.paint(painter, "chevron-down", QRectF(left, (self.height() - side) / 2, side, side))
        painter.end()


class CheckBox(QCheckBox):
    """A box to tick with its words; the tick is painted, so that it follows the theme."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and, when chosen, the tick."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            area = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
            inset = scaled(3)
            painter = QPainter(self)
            icons.paint(painter, "check", area.adjusted(inset, inset, -inset, -inset), "on_accent")
            painter.end()


class Field(QWidget):
    """A label with its field: buddy set, error above the field, help below."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        help_text: str = "",
        role: str = "table_strong",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(5))
        self.label = Label(label, role)
        self.field = field
        target = field.line if isinstance(field, PassphraseField) else field
        self._target = target
        self.label.setBuddy(target)
        if not target.accessibleName():
            target.setAccessibleName(label)
        column.addWidget(self.label)
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(IconLabel("octagon-alert", "error", 17), 0, Qt.AlignmentFlag.AlignTop)
        self.error = Label("", "body", "error")
        row.addWidget(self.error, 1)
        self._error_row.hide()
        column.addWidget(self._error_row)
        column.addWidget(field)
        self.help = Label(help_text, "small", "quiet")
        if not help_text:
            self.help.hide()  # showing a widget that has no parent yet would open a window
        column.addWidget(self.help)

    def show_error(self, words: str) -> None:
        """Show an error above the field; "" takes it away."""
        self.error.setText(words)
        self._error_row.setVisible(bool(words))
        self._target.setProperty("state", "error" if words else "")
        self._target.setAccessibleDescription(words or self.help.text())
        repolish(self._target)
