"""Inviting a colleague: a code to read aloud, a picture to scan, a file to carry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.exchange import actions
from app.kit import tasks
from app.kit.desk import Desk
from app.kit.language import date_text, isolate, left_to_right, plural, text
from app.kit.notices import Dialog
from app.kit.theme import scaled
from app.kit.widgets.fields import Choice, Field
from app.kit.widgets.labels import Label
from app.storage.invitations import Invitation

QR_SIDE = 168
QUIET_ZONE = 4  # modules of white around the code
DAYS = (7, 30, 90)
USES = (1, 5, 20, 100)


def role_words(role: str) -> str:
    """Return a role as people say it."""
    return {
        "steward": text("Data keeper: everything, and who may read what"),
        "coordinator": text("Coordinator: prepares, reads, invites"),
        "interviewer": text("Interviewer: asks people questions"),
        "observer": text("Observer: only reads"),
    }[role]


def ask_role(desk: Desk, parent: QWidget, on_error: Callable[[Exception], None]) -> None:
    """Ask for whom the invitation is, make it, show it."""
    dialog = Dialog(
        text("Invite a colleague"),
        text("They install Groundup, choose “Join one by invitation”, and type the code or open the file."),
        parent=parent,
    )
    role = Choice(text("They will be"), [(role_words(key), key) for key in actions.ROLES])
    uses = Choice(text("For how many people"), [(plural("{n} person", "{n} people", n), n) for n in USES])
    days = Choice(text("Good for"), [(plural("{n} day", "{n} days", n), n) for n in DAYS])
    days.select(30)
    for label, field in ((text("They will be"), role), (text("For how many people"), uses), (text("Good for"), days)):
        dialog.body.addWidget(Field(label, field))
    leave = dialog.add_verb(text("Leave"), role="reject")
    leave.clicked.connect(dialog.reject)
    make = dialog.add_verb(text("Make the invitation"), role="accept", kind="filled")
    make.setDefault(True)

    def go_on() -> None:
        dialog.accept()
        tasks.run(
            actions.invite,
            desk.workspace,
            desk.assessment_id,
            role.currentData(),
            uses.currentData(),
            days.currentData(),
            on_done=lambda invitation: show_invitation(invitation, desk, parent),
            on_error=on_error,
            parent=parent,
        )

    make.clicked.connect(go_on)
    role.setFocus()
    dialog.exec()
    dialog.deleteLater()


def qr_picture(words: str, side: int) -> QPixmap:
    """Return a QR code of words, dark on white with its quiet zone, `side` px wide."""
    rows = [bytes(row) for row in segno.make(words, error="m", micro=False).matrix_iter(border=QUIET_ZONE)]
    module = max(side // len(rows), 1)
    picture = QPixmap(module * len(rows), module * len(rows))
    picture.fill(QColor("#FFFFFF"))
    painter = QPainter(picture)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(x * module, y * module, module, module, QColor("#000000"))
    painter.end()
    return picture


def show_invitation(invitation: Invitation, desk: Desk, parent: QWidget) -> None:
    """Show code, picture and the way to save the file."""
    dialog = Dialog(
        text("The invitation"),
        text("Whoever has this code can join. Give it only to the person it is for."),
        width=560,
        parent=parent,
    )
    row = QHBoxLayout()
    row.setSpacing(scaled(20))
    picture = Label("", wrap=False)
    picture.setPixmap(qr_picture(invitation.code, scaled(QR_SIDE)))
    picture.setAccessibleName(text("The code as a picture to scan"))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    lines = QVBoxLayout()
    lines.setSpacing(scaled(6))
    code = Label(left_to_right(invitation.code), "key", wrap=False)
    code.setProperty("mono", "true")
    code.setAccessibleName(text("Code: {code}", code=" ".join(invitation.code)))
    code.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    lines.addWidget(code)
    lines.addWidget(Label(text("For {assessment}", assessment=isolate(invitation.name)), "table"))
    until = text("Good until {date}", date=date_text(date.fromisoformat(invitation.last_day)))
    lines.addWidget(Label(until, "table", "quiet", wrap=False))
    lines.addWidget(
        Label(text("Compare these words before joining: {words}", words=isolate(invitation.words)), "table", "quiet")
    )
    if not invitation.server:
        lines.addWidget(
            Label(text("No server is chosen yet, so give the file: the code alone needs a server."), "table", "warn")
        )
    lines.addStretch(1)
    row.addLayout(lines, 1)
    dialog.body.addLayout(row)
    copy = dialog.add_verb(text("Copy the code"), role="action")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(invitation.code))
    save = dialog.add_verb(text("Save the file"), role="action")
    save.clicked.connect(lambda: _save(invitation, desk, dialog))
    done = dialog.add_verb(text("Done"), role="accept", kind="filled")
    done.clicked.connect(dialog.accept)
    done.setFocus()
    dialog.exec()
    dialog.deleteLater()


def _save(invitation: Invitation, desk: Desk, parent: QWidget) -> None:
    name, _kind = QFileDialog.getSaveFileName(parent, text("Save the file"), f"{invitation.name}.groundup-invitation")
    if name:
        tasks.run(
            actions.write_invitation,
            invitation,
            Path(name),
            on_done=lambda path: desk.notices.inform(text("The invitation is saved: {file}", file=isolate(path.name))),
            on_error=desk.notices.explain,
            parent=parent.parent() or parent,
        )
