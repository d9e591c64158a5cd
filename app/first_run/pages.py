"""Pages two to four and the recovery code: who works here, the passphrase, where safe copies go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.first_run.actions import Answers
from app.first_run.frame import FormPage
from app.kit.language import left_to_right, number_text, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card, Notice
from app.kit.widgets.fields import CheckBox, Field, PassphraseField, TextField
from app.kit.widgets.labels import Label
from app.kit.widgets.marks import bounded

FIELD_MOST = 480
EXAMPLE_INTERVIEWS = 30  # that the example assessment brings along
PASSPHRASE_GOOD = 12


class PersonPage(FormPage):
    """Name, organisation, and what the person is going to do."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(
            text("Who works at this laptop?"),
            text("Your name stands beside what you do, so that your team knows whom to ask."),
            parent,
        )
        self.person = TextField(fit="field")
        self.person.setText(answers.person)
        self.organisation = TextField(fit="field")
        self.organisation.setText(answers.organisation)
        for label, field, help_text in (
            (text("Your name"), self.person, ""),
            (
                text("Organisation (optional)"),
                self.organisation,
                text("It owns the assessments you make. You can change it for each of them."),
            ),
        ):
            entry = Field(label, field, help_text=help_text)
            self.body.addLayout(bounded(entry, FIELD_MOST))
        self.body.addWidget(Label(text("I am going to…"), "table_strong"))
        self._group = QButtonGroup(self)
        choices = QVBoxLayout()
        choices.setSpacing(scaled(8))
        self._purposes: dict[str, QRadioButton] = {}
        for key, words in (
            ("interview", text("ask people questions")),
            ("ask", text("prepare assessments")),
            ("home", text("both")),
        ):
            button = QRadioButton(words)
            button.setAccessibleName(words)
            button.setMinimumHeight(scaled(32))
            button.setChecked(answers.start_page == key)
            self._group.addButton(button)
            self._purposes[key] = button
            choices.addWidget(button)
        self.body.addLayout(choices)

    def start_page(self) -> str:
        """Return the chosen purpose's page."""
        return next((key for key, button in self._purposes.items() if button.isChecked()), "home")


class PassphrasePage(FormPage):
    """A passphrase for this laptop, in plain words, or none on purpose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            text("Choose a passphrase for this laptop"),
            text("It locks what people told you. If the laptop is lost or taken, nobody can read the answers."),
            parent,
        )
        self.first = PassphraseField(text("Passphrase"))
        self.second = PassphraseField(text("The same passphrase again"))
        self._first_field = Field(
            text("Passphrase"),
            self.first,
            help_text=text("Four words that you remember and nobody guesses are good. Spaces are allowed."),
        )
        self._second_field = Field(text("The same passphrase again"), self.second)
        for entry in (self._first_field, self._second_field):
            self.body.addLayout(bounded(entry, FIELD_MOST))
        self.body.addWidget(
            Notice(
                "info",
                text(
                    "We cannot open it for you. On the last page you get a recovery code to write down: "
                    "it opens the laptop when the passphrase is forgotten."
                ),
            )
        )
        self._none = Notice(
            "warn",
            text(
                "Anyone who holds this laptop can then read every answer. You can set a passphrase later in Settings."
            ),
            lead=text("Without a passphrase?"),
        )
        self.body.addWidget(self._none)

    def passphrase(self) -> str | None:
        """Return the passphrase when both fields agree; show what is wrong and return None otherwise."""
        first, second = self.first.value(), self.second.value()
        self._first_field.show_error("" if first else text("Type a passphrase, or press Skip to go on without one."))
        self._second_field.show_error("" if first == second else text("The two are not the same. Type them again."))
        if not first:
            self.first.line.setFocus()
            return None
        if first != second:
            self.second.line.setFocus()
            return None
        return first


class BackupPage(FormPage):
    """Where safe copies go besides this laptop, and whether to bring the example in."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(
            text("Where should safe copies go?"),
            text("Three safe copies are always kept on this laptop. One on a stick or another disk survives its loss."),
            parent,
        )
        self.folder = TextField(fit="field", left_to_right=True)
        self.folder.setText(answers.backup_folder)
        entry = Field(
            text("Folder for safe copies (optional)"),
            self.folder,
            help_text=text("Copies are locked like the laptop itself. Whoever finds the stick cannot read them."),
        )
        row = QHBoxLayout()
        row.addWidget(entry, 1)
        choose = Button(text("Choose a folder"), fit="field", icon_name="folder")
        choose.clicked.connect(self._choose)
        row.addWidget(choose, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.example = CheckBox(
            text("Show me an example assessment with {n} made-up interviews", n=number_text(EXAMPLE_INTERVIEWS))
        )
        self.example.setChecked(answers.example)
        self.body.addWidget(self.example)
        self.body.addWidget(Label(text("You can remove it with one click."), "small", "quiet"))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, text("Folder for safe copies"))
        if folder:
            self.folder.setText(folder)


class RecoveryPage(FormPage):
    """The recovery code, shown once, to be written down or printed."""

    saved = Signal()

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(
            text("Write down the recovery code"),
            text("It opens this laptop when the passphrase is forgotten. Keep it on paper, away from the laptop."),
            parent,
        )
        card = Card()
        self.code = Label(left_to_right(code), "key")
        self.code.setProperty("mono", "true")
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName(text("Recovery code: {code}", code=" ".join(code)))
        card.body.addWidget(self.code)
        self.body.addWidget(card)
        copy = Button(text("Copy the code"), icon_name="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(code))
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(
            Notice("warn", text("It is shown only now. Without passphrase and code nobody can open this laptop again."))
        )
