"""Saving finished interviews as a file: kind, words or codes, personal answers only when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.kit.language import isolate, text
from app.kit.notices import Dialog
from app.kit.theme import interface_language
from app.kit.widgets.fields import CheckBox, Choice, Field
from app.storage.export import Choices
from app.storage.forms import FormVersionInfo
from app.storage.submissions import Filter


class SaveDialog(Dialog):
    """What to save and how."""

    def __init__(self, forms: Sequence[FormVersionInfo], matching: str, parent: QWidget | None = None) -> None:
        super().__init__(text("Save as a file"), matching, parent=parent)
        self._forms = {form.form_id: form for form in forms}
        self.kind = Choice(
            text("Kind of file"), [(text("Workbook for Excel (XLSX)"), "xlsx"), (text("Plain table (CSV)"), "csv")]
        )
        names: list[tuple[str, object]] = [(form.title, form.form_id) for form in forms]
        if len(forms) > 1:
            names.insert(0, (text("All forms"), None))
        self.form = Choice(text("Form"), names)
        self.answers_as = Choice(
            text("Answers as"), [(text("Words people read"), True), (text("Codes of the form"), False)]
        )
        self.language = Choice(text("Language of the words"), [])
        self._language_field = Field(text("Language of the words"), self.language)
        self.personal = CheckBox(text("Also answers that tell who a person is"))
        self.body.addWidget(Field(text("Kind of file"), self.kind))
        if len(forms) > 1:
            self.body.addWidget(Field(text("Form"), self.form))
        self.body.addWidget(Field(text("Answers as"), self.answers_as))
        self.body.addWidget(self._language_field)
        self.body.addWidget(self.personal)
        self.form.picked.connect(lambda _value: self._languages())
        self.answers_as.picked.connect(lambda labels: self._language_field.setEnabled(bool(labels)))
        self._languages()
        leave = self.add_verb(text("Leave"), role="reject")
        leave.clicked.connect(self.reject)
        save = self.add_verb(text("Choose where to save"), role="accept", kind="filled")
        save.setDefault(True)
        save.clicked.connect(self.accept)
        self.kind.setFocus()

    def choices(self, where: Filter) -> Choices:
        """Return what was chosen, for the interviews of a filter."""
        return Choices(
            kind=str(self.kind.currentData()),
            form_id=self.form.currentData(),
            labels=bool(self.answers_as.currentData()),
            language=str(self.language.currentData() or ""),
            personal=self.personal.isChecked(),
            where=replace(where),
            page_language=interface_language(),
        )

    def _languages(self) -> None:
        chosen = self.form.currentData()
        forms = [self._forms[chosen]] if chosen in self._forms else list(self._forms.values())
        names = list(dict.fromkeys(name for form in forms for name in form.languages))
        self.language.clear()
        for name in names:
            self.language.addItem(isolate(name) if name else text("As in the form"), name)
        self._language_field.setVisible(any(names))


def ask_target(parent: QWidget, name: str, kind: str) -> Path | None:
    """Ask where to save; None when the person left."""
    kinds = {"xlsx": text("Workbook (*.xlsx)"), "csv": text("Table (*.csv)")}[kind]
    chosen, _kind = QFileDialog.getSaveFileName(parent, text("Save as a file"), f"{name}.{kind}", kinds)
    return Path(chosen) if chosen else None


def ask_choices(forms: Sequence[FormVersionInfo], matching: str, where: Filter, parent: QWidget) -> Choices | None:
    """Ask what to save; None when the person left."""
    dialog = SaveDialog(forms, matching, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    choices = dialog.choices(where)
    dialog.deleteLater()
    return choices if done else None
