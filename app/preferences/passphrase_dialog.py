"""Asks for a new passphrase, and shows the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from app.kit.language import left_to_right, text
from app.kit.notices import Dialog
from app.kit.widgets.fields import Field, PassphraseField
from app.kit.widgets.labels import Label


def ask_passphrase(parent: QWidget, *, protected: bool) -> str | None:
    """Return the new passphrase, "" to have none any more, None when the person left."""
    dialog = Dialog(
        text("Change the passphrase") if protected else text("Set a passphrase"),
        text("Four words that you remember and nobody guesses are good. Spaces are allowed."),
        parent=parent,
    )
    first, second = PassphraseField(text("New passphrase")), PassphraseField(text("The same passphrase again"))
    first_field, second_field = Field(text("New passphrase"), first), Field(text("The same passphrase again"), second)
    dialog.body.addWidget(first_field)
    dialog.body.addWidget(second_field)
    answer: list[str | None] = [None]

    def accept() -> None:
        first_field.show_error("" if first.value() else text("Type a passphrase."))
        same = first.value() == second.value()
        second_field.show_error("" if same else text("The two are not the same. Type them again."))
        if first.value() and same:
            answer[0] = first.value()
            dialog.accept()

    def none() -> None:
        answer[0] = ""
        dialog.accept()

    if protected:
        remove = dialog.add_verb(text("Have none any more"), role="destroy", kind="danger")
        remove.clicked.connect(none)
    leave = dialog.add_verb(text("Leave as it is"), role="reject")
    leave.clicked.connect(dialog.reject)
    change = dialog.add_verb(text("Use this passphrase"), role="accept", kind="filled")
    change.setDefault(True)
    change.clicked.connect(accept)
    first.line.setFocus()
    done = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return answer[0] if done else None


def show_recovery_code(parent: QWidget, code: str) -> None:
    """Show the recovery code to be written down."""
    dialog = Dialog(
        text("Write down the recovery code"),
        text("It opens this laptop when the passphrase is forgotten. Keep it on paper, away from the laptop."),
        parent=parent,
    )
    label = Label(left_to_right(code), "key")
    label.setProperty("mono", "true")
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setAccessibleName(text("Recovery code: {code}", code=" ".join(code)))
    dialog.body.addWidget(label)
    copy = dialog.add_verb(text("Copy the code"), role="action")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(code))
    close = dialog.add_verb(text("I have written it down"), role="accept", kind="filled")
    close.clicked.connect(dialog.accept)
    close.setFocus()
    dialog.exec()
    dialog.deleteLater()
