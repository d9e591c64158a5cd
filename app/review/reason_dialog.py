"""Asks why a finished interview is opened again; the reason stays in its history."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.kit.language import text
from app.kit.notices import Dialog
from app.kit.widgets.fields import Field, TextField


def ask_reason(parent: QWidget) -> str | None:
    """Return the reason as typed; None when the person left."""
    dialog = Dialog(
        text("Correct this interview"),
        text("The first answers are kept. What you change is written down beside them, with your name and the reason."),
        parent=parent,
    )
    field = TextField()
    entry = Field(text("Why is it corrected?"), field)
    dialog.body.addWidget(entry)
    leave = dialog.add_verb(text("Leave as it is"), role="reject")
    leave.clicked.connect(dialog.reject)
    go_on = dialog.add_verb(text("Open it"), role="accept", kind="filled")
    go_on.setDefault(True)

    def accept() -> None:
        if field.text().strip():
            dialog.accept()
        else:
            entry.show_error(text("Write a few words, so that others understand the change."))

    go_on.clicked.connect(accept)
    field.setFocus()
    done = dialog.exec() == QDialog.DialogCode.Accepted
    reason = field.text().strip()
    dialog.deleteLater()
    return reason if done else None
