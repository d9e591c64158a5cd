"""Asks for the code that a server printed at its first start, when it sees an assessment for the first time."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.kit.language import text
from app.kit.notices import Dialog
from app.kit.widgets.fields import Field, TextField


def ask_founding_code(parent: QWidget) -> str:
    """Return the code as typed; "" when the person left."""
    dialog = Dialog(
        text("This server asks for a code"),
        text("It sees this assessment for the first time. The code was printed when the server was started."),
        parent=parent,
    )
    field = TextField(left_to_right=True)
    dialog.body.addWidget(Field(text("Code of the server"), field))
    leave = dialog.add_verb(text("Leave"), role="reject")
    leave.clicked.connect(dialog.reject)
    go_on = dialog.add_verb(text("Send and receive"), role="accept", kind="filled")
    go_on.setDefault(True)
    go_on.clicked.connect(dialog.accept)
    field.setFocus()
    done = dialog.exec() == QDialog.DialogCode.Accepted
    code = field.text().strip()
    dialog.deleteLater()
    return code if done else ""
