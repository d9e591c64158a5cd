"""The lock page: shows nothing of the data; wrong tries slow down, nothing is ever erased."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kit.language import plural, text
from app.kit.languages import by_code
from app.kit.notices import announce
from app.kit.theme import interface_language, scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.fields import Field, PassphraseField, TextField
from app.kit.widgets.labels import Hair, IconLabel, IconLine, Label
from app.lock.actions import wait_after

WIDTH = 420
TARGET = 44  # px, least height of what is pressed here


class LockView(QWidget):
    """Passphrase, or the recovery code instead.

    Signals:
        unlock: the typed passphrase; recover: the typed recovery code.
    Args:
        tries: Wrong tries so far, when the page is made again in another language or type size.
    """

    unlock = Signal(str)
    recover = Signal(str)
    language_asked = Signal()
    larger_asked = Signal()

    def __init__(self, *, reason: str = "", tries: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tries = tries
        self._left = 0
        self._by_code = False
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._box())
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)
        column.addWidget(Hair())
        column.addLayout(self._foot(reason))

    def _box(self) -> QWidget:
        box = QWidget()
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        box.setFixedWidth(scaled(WIDTH))
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, scaled(12), 0, scaled(12))
        lines.setSpacing(scaled(6))
        head = QHBoxLayout()
        head.setSpacing(scaled(12))
        head.addWidget(IconLabel("mark", "accent", 26))
        head.addWidget(Label("Groundup", "section", wrap=False))
        head.addStretch(1)
        lines.addLayout(head)
        lines.addSpacing(scaled(18))
        lines.addWidget(Label(text("This laptop is locked"), "question"))
        lines.addWidget(Label(text("Everything is saved. Nothing is waiting."), "sentence", "quiet"))
        lines.addSpacing(scaled(14))
        self.passphrase = PassphraseField(text("Passphrase"))
        self.passphrase.entered.connect(self._try)
        self._passphrase_field = Field(text("Passphrase"), self.passphrase, role="strong")
        self.code = TextField(fit="field", left_to_right=True)
        self.code.returnPressed.connect(self._try)
        self._code_field = Field(text("Recovery code"), self.code, role="strong")
        self._code_field.hide()
        lines.addWidget(self._passphrase_field)
        lines.addWidget(self._code_field)
        self.button = Button(text("Unlock"), "filled", fit="field")
        self.button.clicked.connect(self._try)
        lines.addSpacing(scaled(4))
        lines.addWidget(self.button)
        links = QHBoxLayout()
        self._other = Button(text("Use the recovery code"), "text", fit="link")
        self._other.clicked.connect(self._switch)
        links.addWidget(self._other)
        links.addStretch(1)
        lines.addLayout(links)
        return box

    def _foot(self, reason: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(scaled(16), scaled(8), scaled(24), scaled(8))
        row.setSpacing(scaled(8))
        language = Button(by_code(interface_language()).endonym, "quiet", fit="bar", icon_name="languages")
        language.setAccessibleName(text("Language of the program"))
        language.clicked.connect(self.language_asked)
        larger = Button(text("Larger type"), "quiet", fit="bar", icon_name="a-large-small")
        larger.clicked.connect(self.larger_asked)
        for button in (language, larger):
            button.setMinimumHeight(scaled(TARGET))
            row.addWidget(button)
        row.addStretch(1)
        if reason:
            line = IconLine("lock", reason, "table")
            line.words.setWordWrap(False)
            row.addWidget(line)
        return row

    def focus_field(self) -> None:
        """Put the focus where the person types."""
        (self.code if self._by_code else self.passphrase.line).setFocus(Qt.FocusReason.TabFocusReason)

    def show_wrong(self) -> None:
        """Say that it was not right, and make the next try wait a little longer each time."""
        self.tries += 1
        self._left = wait_after(self.tries)
        self.show_busy(False)
        self.button.setEnabled(self._left == 0)
        if self._left:
            self._timer.start()
        self._say()
        announce(self, self._words(), urgent=True)
        self.focus_field()

    def show_busy(self, busy: bool) -> None:
        """Show that the passphrase is being tried."""
        self.button.set_busy(busy)

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self.button.setEnabled(True)
        self._say()

    def _words(self) -> str:
        if self._left > 0:
            return plural(
                "Not right. Try again in {n} second. Nothing is erased.",
                "Not right. Try again in {n} seconds. Nothing is erased.",
                self._left,
            )
        return text("Not right. Try again. Nothing is erased.")

    def _say(self) -> None:
        (self._code_field if self._by_code else self._passphrase_field).show_error(self._words())

    def _try(self) -> None:
        if self._left > 0 or not self.button.isEnabled():
            return
        if self._by_code and self.code.text().strip():
            self.recover.emit(self.code.text().strip())
        elif not self._by_code and self.passphrase.value():
            self.unlock.emit(self.passphrase.value())

    def _switch(self) -> None:
        self._by_code = not self._by_code
        self._passphrase_field.setVisible(not self._by_code)
        self._code_field.setVisible(self._by_code)
        self._other.set_words(text("Use the passphrase") if self._by_code else text("Use the recovery code"))
        self.focus_field()


def locked_reason(minutes: int, clock: str) -> str:
    """Return why the page is shown."""
    return plural(
        "Locked after {n} minute without work, {time}",
        "Locked after {n} minutes without work, {time}",
        minutes,
        time=clock,
    )
