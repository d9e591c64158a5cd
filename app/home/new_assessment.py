"""Making an assessment, or changing what it is called: its name, and the organisation that owns it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.home.actions import Standing
from app.kit.language import isolate, text
from app.kit.notices import Dialog
from app.kit.widgets.fields import Field, TextField


class NameAndOwner(Dialog):
    """Two fields.

    Args:
        name: What it is called now; "" for a new one.
        owner: Who owns it now, or would.
        words: What stands under the title.
    """

    def __init__(
        self, title: str, words: str, verb: str, *, name: str, owner: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, words, parent=parent)
        self.name = TextField()
        self.name.setText(name)
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
        make = self.add_verb(verb, role="accept", kind="filled")
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


def new_assessment_dialog(owner: str, parent: QWidget) -> NameAndOwner:
    """Return the dialog that asks for a new one."""
    words = text("An assessment holds its questions, interviews and results. You can change name and owner later.")
    return NameAndOwner(text("A new assessment"), words, text("Make it"), name="", owner=owner, parent=parent)


def ask_new(owner: str, parent: QWidget) -> tuple[str, str] | None:
    """Ask for name and owner of a new assessment; None when the person left."""
    return _answers(new_assessment_dialog(owner, parent))


def ask_change(stands: Standing, parent: QWidget) -> tuple[str, str] | None:
    """Ask what the assessment is to be called and who owns it; None when the person left.

    Two values of one field, changed by two people at once, are both named: what is written here counts.
    """
    words = text("Everybody who takes part sees the change after the next exchange.")
    met = [isolate(value) for values in (stands.names, stands.owners) if len(values) > 1 for value in values]
    if met:
        words = text("Two changes met: {values}. What you write here counts.", values=", ".join(met))
    return _answers(
        NameAndOwner(
            text("Name and owner"),
            words,
            text("Change it"),
            name=stands.names[0],
            owner=stands.owners[0],
            parent=parent,
        )
    )


def _answers(dialog: NameAndOwner) -> tuple[str, str] | None:
    done = dialog.exec() == QDialog.DialogCode.Accepted
    answers = dialog.answers()
    dialog.deleteLater()
    return answers if done else None
