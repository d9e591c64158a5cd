"""Joining an assessment: open an invitation file, or type the code and the server's address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.exchange import actions
from app.exchange.work import join_by_code
from app.kit import tasks
from app.kit.desk import Desk
from app.kit.explain import EXPLAINERS
from app.kit.language import isolate, text
from app.kit.notices import Dialog, Verb, ask
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Notice
from app.kit.widgets.fields import Field, TextField
from app.kit.widgets.labels import Hair, Label
from app.storage.assessments import AssessmentInfo
from app.storage.invitations import Invitation

Joined = Callable[[AssessmentInfo], None]


class JoinDialog(Dialog):
    """Code and address, or a file."""

    def __init__(self, desk: Desk, on_joined: Joined, parent: QWidget) -> None:
        super().__init__(
            text("Join an assessment"),
            text("Ask the coordinator for an invitation: a file, or a code with the server's address."),
            parent=parent,
        )
        self._desk, self._on_joined = desk, on_joined
        self._problem = Notice("error", "")
        self._problem.hide()
        self.body.addWidget(self._problem)
        self.open_file = Button(text("Open an invitation file"), icon_name="folder")
        self.open_file.clicked.connect(self._choose)
        self.body.addWidget(self.open_file, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(Hair())
        self.body.addWidget(Label(text("Or with a code"), "table_strong"))
        self.code = TextField(left_to_right=True)
        self.address = TextField(left_to_right=True)
        self._code_field = Field(text("Code"), self.code)
        self._address_field = Field(text("Address of the server"), self.address)
        self.body.addWidget(self._code_field)
        self.body.addWidget(self._address_field)
        leave = self.add_verb(text("Leave"), role="reject")
        leave.clicked.connect(self.reject)
        self.join = Button(text("Join"), "filled")
        self.buttons.addButton(self.join, self.buttons.ButtonRole.ActionRole)
        self.join.setDefault(True)
        self.join.clicked.connect(self._with_code)
        self.open_file.setFocus()

    def take_file(self, path: Path) -> None:
        """Read an invitation file, show what it says, join when the person agrees."""
        self._busy(True)
        tasks.run(
            actions.read_invitation,
            self._desk.workspace,
            path,
            on_done=self._compare,
            on_error=self._failed,
            parent=self,
        )

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, text("Open an invitation file"))
        if name:
            self.take_file(Path(name))

    def _compare(self, invitation: Invitation) -> None:
        self._busy(False)
        answer = ask(
            self,
            text("Join {assessment}?", assessment=isolate(invitation.name)),
            text("Compare these words with the person who invited you: {words}", words=isolate(invitation.words)),
            [Verb("leave", text("Leave"), safe=True), Verb("join", text("The words are the same: join"))],
        )
        if answer == "join":
            self._busy(True)
            tasks.run(
                actions.join_by_file,
                self._desk.workspace,
                invitation,
                on_done=self._done,
                on_error=self._failed,
                parent=self,
            )

    def _with_code(self) -> None:
        code, address = self.code.text().strip(), actions.clean_address(self.address.text())
        self._code_field.show_error("" if code else text("Type the code."))
        self._address_field.show_error("" if address else text("Type the address as it was given to you."))
        if code and address:
            self._busy(True)
            tasks.run(
                join_by_code,
                self._desk.workspace,
                code,
                address,
                on_done=self._done,
                on_error=self._failed,
                parent=self,
            )

    def _done(self, info: AssessmentInfo) -> None:
        self._busy(False)
        self.accept()
        self._on_joined(info)

    def _failed(self, failure: Exception) -> None:
        self._busy(False)
        for explainer in EXPLAINERS:
            message = explainer(failure)
            if message is not None:
                self._problem.lead.setText(message.lead)
                self._problem.lead.setVisible(bool(message.lead))
                self._problem.words.setText(message.words)
                self._problem.words.setVisible(bool(message.words))
                self._problem.show()
                return
        self.reject()
        self._desk.notices.explain(failure)

    def _busy(self, busy: bool) -> None:
        self.join.set_busy(busy)
        self.open_file.setEnabled(not busy)


def ask_invitation(parent: QWidget, desk: Desk, on_joined: Joined) -> None:
    """Show the dialog."""
    dialog = JoinDialog(desk, on_joined, parent)
    dialog.exec()
    dialog.deleteLater()
