"""Making an assessment: its name, the organisation that owns it, then the questions."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.kit.language import text
from app.kit.notices import Dialog
from app.kit.widgets.fields import Field, TextField


class NewAssessment(Dialog):
    """Two fields; the questions are brought in on the next page."""

    def __init__(self, owner: str, parent: QWidget | None = None) -> None:
        super().__init__(
            text("A new assessment"),
            text("An assessment holds its questions, interviews and results. You can change name and owner later."),
            parent=parent,
        )
        self.name = TextField()
        self.owner = TextField()
        self.owner.setText(owner)
        self._name_field = Field(
            text("Name of the assessment"),
            self.name,
            help_text=text("For example: Families in Nadipur after the flood"),
        )
        self.body.addWidget(self._name_field)
        self.body.addWidget(
            Field(
                text("Organisation that owns it"),
                self.owner,
                help_text=text("It stands on every export. Left empty, your name stands there."),
            )
        )
        leave = self.add_verb(text("Leave"), role="reject")
        leave.clicked.connect(self.reject)
        make = self.add_verb(text("Make it"), role="accept", kind="filled")
        make.setDefault(True)
        make.clicked.connect(self._make)
        self.name.setFocus()

    def _make(self) -> None:
        if not self.name.text().strip():
            self._name_field.show_error(text("Give the assessment a name."))
            self.name.setFocus()
            return
        self.accept()

    def answers(self) -> tuple[str, str]:
        """Return name and owner as typed."""
        return self.name.text().strip(), self.owner.text().strip()


def ask_new(owner: str, parent: QWidget) -> tuple[str, str] | None:
    """Ask for name and owner; None when the person left."""
    dialog = NewAssessment(owner, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    answers = dialog.answers()
    dialog.deleteLater()
    return answers if done else None
