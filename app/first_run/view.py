"""The first run: four pages in a row, each can be skipped, and the recovery code when there is a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.first_run.actions import Answers
from app.first_run.frame import WizardFrame
from app.first_run.language_page import LanguagePage
from app.first_run.pages import BackupPage, PassphrasePage, PersonPage, RecoveryPage
from app.kit.language import isolate, text
from app.kit.languages import by_code


class FirstRun(QWidget):
    """The wizard; it is made again when the language changes, with what was typed so far.

    Signals:
        language_picked: a language code; the owner puts it in force and makes a new wizard.
        finished: the answers; the owner makes the workspace and calls `show_recovery` or leaves.
        left: the recovery code was read.
    """

    language_picked = Signal(str)
    finished = Signal(object)
    left = Signal()

    def __init__(self, answers: Answers, system_language: str, page: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = answers
        self._system = system_language
        self._stack = QStackedLayout(self)
        self.frame: WizardFrame
        self.is_busy = False
        self._gather: Callable[[], Answers] = lambda: self.answers
        self.number = page
        self.show_page(page)

    def show_page(self, number: int) -> None:
        """Show one of the four pages and put the focus on its first field."""
        self.number = number
        self._gather = lambda: self.answers
        {1: self._language, 2: self._person, 3: self._passphrase, 4: self._backups}[number]()

    def show_recovery(self, code: str) -> None:
        """Show the recovery code as the last page."""
        page = RecoveryPage(code)
        frame = WizardFrame(0, page, text("I have written it down"))
        frame.went_on.connect(self.left)
        self._show(frame)
        frame.next.setFocus(Qt.FocusReason.TabFocusReason)

    def answers_so_far(self) -> Answers:
        """Return the answers with what is typed on the open page."""
        return self._gather()

    def focus_chosen(self) -> None:
        """Put the focus on the language that is in force, on the first page."""
        if isinstance(self.frame.middle, LanguagePage):
            self.frame.middle.show_chosen()

    def show_busy(self, busy: bool) -> None:
        """Show that the workspace is being made."""
        self.is_busy = busy
        self.frame.next.set_busy(busy)

    def _language(self) -> None:
        page = LanguagePage(self.answers.language, self._system)
        page.picked.connect(self.language_picked)
        name = by_code(self.answers.language).endonym
        frame = WizardFrame(1, page, text("Continue in {language}", language=isolate(name)))
        frame.went_on.connect(lambda: self.show_page(2))
        self._show(frame)
        frame.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _person(self) -> None:
        page = PersonPage(self.answers)
        frame = WizardFrame(2, page, text("Continue"))

        def gather() -> Answers:
            return replace(
                self.answers,
                person=page.person.text().strip(),
                organisation=page.organisation.text().strip(),
                start_page=page.start_page(),
            )

        def go_on() -> None:
            self.answers = gather()
            self.show_page(3)

        self._gather = gather

        frame.went_on.connect(go_on)
        frame.skipped.connect(lambda: self.show_page(3))
        frame.went_back.connect(lambda: self.show_page(1))
        self._show(frame)
        page.person.returnPressed.connect(frame.next.click)
        page.organisation.returnPressed.connect(frame.next.click)
        page.person.setFocus(Qt.FocusReason.TabFocusReason)

    def _passphrase(self) -> None:
        page = PassphrasePage()
        frame = WizardFrame(3, page, text("Continue"))

        def go_on() -> None:
            chosen = page.passphrase()
            if chosen is not None:
                self.answers = replace(self.answers, passphrase=chosen)
                self.show_page(4)

        def skip() -> None:
            self.answers = replace(self.answers, passphrase=None)
            self.show_page(4)

        frame.went_on.connect(go_on)
        frame.skipped.connect(skip)
        frame.went_back.connect(lambda: self.show_page(2))
        self._show(frame)
        page.first.entered.connect(page.second.line.setFocus)
        page.second.entered.connect(frame.next.click)
        page.first.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _backups(self) -> None:
        page = BackupPage(self.answers)
        frame = WizardFrame(4, page, text("Start"))

        def gather() -> Answers:
            return replace(self.answers, backup_folder=page.folder.text().strip(), example=page.example.isChecked())

        def go_on(answers: Answers) -> None:
            self.answers = answers
            self.finished.emit(answers)

        self._gather = gather
        frame.went_on.connect(lambda: go_on(gather()))
        frame.skipped.connect(lambda: go_on(replace(gather(), backup_folder="")))
        frame.went_back.connect(lambda: self.show_page(3))
        self._show(frame)
        frame.next.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, frame: WizardFrame) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(frame)
        self._stack.setCurrentWidget(frame)
        self.frame = frame
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
