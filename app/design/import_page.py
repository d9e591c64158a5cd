"""A form that was brought in: what is to fix, missing files, personal questions, and putting it into use."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.design.actions import Import, grouped, list_text
from app.design.finding_rows import FindingsCard, summary
from app.kit.language import left_to_right, listed, number_text, plural, text
from app.kit.notices import Notices
from app.kit.theme import interface_language, scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card, Notice
from app.kit.widgets.fields import CheckBox
from app.kit.widgets.labels import Label
from app.kit.widgets.pages import Page, ScrollPage


class ImportPage(Page):
    """The findings of one file.

    Signals:
        left: go back without using it.
        again_asked: read the same file again (it was mended meanwhile).
        files_added: paths of external files.
        used: put into use with {path: ticked} of the proposed personal questions.
    """

    left = Signal()
    again_asked = Signal()
    files_added = Signal(object)
    used = Signal(object)

    def __init__(self, found: Import, notices: Notices, parent: QWidget | None = None) -> None:
        form = found.opened.form
        name = (form.title or form.form_id) if form is not None else found.path.name
        super().__init__(name, "", parent)
        self._found, self._notices = found, notices
        self._boxes: dict[str, CheckBox] = {}
        self.header.show_title(name, self._line())
        back = Button(text("Back"), "text", icon_name="arrow-left")
        back.clicked.connect(self.left)
        again = Button(text("Read it again"), icon_name="refresh-cw")
        again.setToolTip(text("After you mended the file"))
        again.clicked.connect(self.again_asked)
        self.header.add_action(back)
        self.header.add_action(again)
        self.use: Button | None = None
        if found.opens:
            words = text("Put version {number} into use", number=number_text(found.number))
            self.use = Button(words, "filled")
            self.use.clicked.connect(lambda: self.used.emit(self.marks()))
            self.header.add_action(self.use)
        scroll = ScrollPage(name=text("To fix"))
        self.set_middle(scroll)
        self._body = scroll.body
        self._fill()
        self._body.addStretch(1)
        self._main = self.use or again

    def focus_main(self) -> None:
        """Put the focus on the button that goes on; for when the page is shown."""
        self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def marks(self) -> dict[str, bool]:
        """Return path -> ticked of the questions proposed as personal."""
        return {path: box.isChecked() for path, box in self._boxes.items()}

    def _line(self) -> str:
        found = self._found
        form = found.opened.form
        parts = [left_to_right(found.path.name)]
        if form is not None:
            parts.append(plural("{n} question", "{n} questions", found.questions))
            languages = [name for name in form.languages if name]
            if languages:
                parts.append(text("languages: {languages}", languages=listed(languages)))
        return " · ".join(parts)

    def _fill(self) -> None:
        found = self._found
        if not found.opens:
            self._body.addWidget(
                Notice(
                    "error",
                    text("Nothing was changed. Below is what is wrong and what helps."),
                    lead=text("This file cannot be opened as a form."),
                )
            )
        elif not found.can_be_used:
            words = text(
                "It opens and can be filled, but something in it does not work as written. Mend it first if you can."
            )
            self._body.addWidget(Notice("warn", words, lead=text("There is something to mend before use.")))
        if found.severe:
            self._body.addWidget(self._severe_notice())
        if found.missing:
            self._body.addWidget(self._missing_card())
        if found.personal:
            self._body.addWidget(self._personal_card())
        self._body.addLayout(self._fix_head())
        for severity, entries in grouped(found.opened.findings):
            self._body.addWidget(FindingsCard(severity, entries))

    def _fix_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Label(text("To fix"), "section", wrap=False))
        row.addWidget(Label(summary(self._found.opened.findings), "table", "quiet"), 1)
        if self._found.opened.findings:
            copy = Button(text("Copy the list"), "text", fit="bar", icon_name="copy")
            copy.clicked.connect(self._copy)
            row.addWidget(copy)
        return row

    def _severe_notice(self) -> Notice:
        words = text(
            "This version cannot keep such answers apart yet: an interview in which one of them is answered cannot be "
            "finished and stays a draft on this laptop. Take these questions out of the form first: {questions}",
            questions=listed(self._found.severe),
        )
        return Notice("warn", words, lead=text("This form asks for very sensitive answers."))

    def _missing_card(self) -> Card:
        card = Card(text("Files this form needs"))
        card.body.addWidget(
            Label(
                text("They were not beside the form. Without them some lists stay empty. You can add them now."),
                "table",
                "quiet",
            )
        )
        for name in self._found.missing:
            card.body.addWidget(Label(left_to_right(name), "name"))
        add = Button(text("Add files"), fit="bar", icon_name="plus")
        add.clicked.connect(self._add)
        card.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _personal_card(self) -> Card:
        card = Card(text("Answers that tell who a person is are locked apart"))
        card.body.addWidget(
            Label(
                text("Names, numbers and places of a person go to a part of their own; only those who may, read it."),
                "table",
                "quiet",
            )
        )
        for question in self._found.personal:
            box = CheckBox(question.words)
            box.setChecked(True)
            if question.written:
                box.setEnabled(False)
                box.setToolTip(text("The form itself says so."))
            else:
                self._boxes[question.path] = box
            card.body.addWidget(box)
        card.body.setSpacing(scaled(4))
        return card

    def _add(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, text("Add files"), str(self._found.path.parent))
        if names:
            self.files_added.emit([Path(name) for name in names])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(list_text(self._found, interface_language()))
        self._notices.inform(text("The list is copied. Paste it into a message to whoever made the form."))
