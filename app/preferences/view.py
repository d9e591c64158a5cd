"""Settings: one searchable list in groups; every change acts at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.kit import icons, tasks
from app.kit.desk import Desk
from app.kit.language import isolate, left_to_right, number_text, plural, text
from app.kit.languages import LANGUAGES, by_code
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card
from app.kit.widgets.fields import Choice, TextField
from app.kit.widgets.labels import Hair, Label
from app.kit.widgets.pages import Page, ScrollPage
from app.preferences import actions
from app.preferences.passphrase_dialog import ask_passphrase, show_recovery_code
from app.settings import LOCK_CHOICES, Preferences
from app.storage.backups import BackupInfo

FIELD_WIDTH = 300
PAGE_MOST = 860


class SettingRow(QWidget):
    """One setting: words at the leading side, its control at the trailing side.

    Args:
        back: Puts the default in force; given when the setting differs from it.
    """

    def __init__(
        self,
        title: str,
        help_text: str,
        control: QWidget,
        *,
        back: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.words = f"{title} {help_text}"
        self.control = control
        row = QHBoxLayout(self)
        row.setContentsMargins(0, scaled(8), 0, scaled(8))
        row.setSpacing(scaled(16))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        label = Label(title, "name")
        label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(title)
        lines.addWidget(label)
        if help_text:
            lines.addWidget(Label(help_text, "small", "quiet"))
            control.setAccessibleDescription(help_text)
        row.addLayout(lines, 1)
        if isinstance(control, Choice | TextField):
            control.setFixedWidth(scaled(FIELD_WIDTH))
        if back is not None:
            default = Button(text("Back to default"), "text", fit="bar")
            default.setAccessibleName(text("Back to default: {setting}", setting=title))
            default.clicked.connect(back)
            row.addWidget(default, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)


class PreferencesView(Page):
    """The list.

    Signals:
        changed: new preferences, to be put in force at once.
        person_changed: the profile was changed.
    """

    changed = Signal(object)
    person_changed = Signal()

    def __init__(self, desk: Desk, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(text("Settings"), text("Every change acts at once."), parent)
        self._desk, self.preferences = desk, preferences
        self.search = TextField(name=text("Find a setting"))
        self.search.setPlaceholderText(text("Find a setting"))
        self.search.addAction(icons.icon("search"), TextField.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(scaled(200))
        self.search.textChanged.connect(self._find)
        self.header.add_action(self.search)
        self._scroll = scroll = ScrollPage(most=PAGE_MOST, name=text("Settings"))
        self.set_middle(scroll)
        self.settings: list[SettingRow] = []
        self._groups: list[tuple[Card, list[tuple[SettingRow, Hair]]]] = []
        self._add(scroll, text("Language and display"), self._display())
        self._add(scroll, text("This laptop"), self._laptop())
        self._add(scroll, text("Privacy"), self._privacy())
        self._add(scroll, text("Safe copies"), self._backups())
        scroll.body.addStretch(1)

    def _add(self, scroll: ScrollPage, title: str, rows: list[SettingRow]) -> None:
        card = Card(title, padding=14)
        card.body.addSpacing(scaled(4))
        card.body.setSpacing(0)
        pairs = []
        self.settings += rows
        for row in rows:
            hair = Hair()
            card.body.addWidget(hair)
            card.body.addWidget(row)
            pairs.append((row, hair))
        self._groups.append((card, pairs))
        scroll.body.addWidget(card)

    def _find(self, wanted: str) -> None:
        for card, pairs in self._groups:
            found = False
            for row, hair in pairs:
                fits = actions.fits(row.words, wanted)
                row.setVisible(fits)
                hair.setVisible(fits)
                found = found or fits
            card.setVisible(found)

    def _change(self, **changes: object) -> None:
        self.preferences = replace(self.preferences, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.preferences)

    def _back(self, name: str) -> Callable[[], None] | None:
        """Return what puts a setting back to its default, None when it has that already."""
        default = getattr(Preferences(), name)
        return None if getattr(self.preferences, name) == default else lambda: self._change(**{name: default})

    @property
    def focused_setting(self) -> int:
        """Return the place of the setting that has the keyboard, -1 for none."""
        focus = self.focusWidget()
        rows = (place for place, row in enumerate(self.settings) if focus is not None and row.isAncestorOf(focus))
        return next(rows, -1)

    def focus_setting(self, place: int) -> None:
        """Put the keyboard on a setting and scroll to it."""
        if 0 <= place < len(self.settings):
            control = self.settings[place].control
            control.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.show_widget(control)

    def _display(self) -> list[SettingRow]:
        now = self.preferences
        language = Choice(text("Language"), [(f"{entry.endonym} ({entry.name})", entry.code) for entry in LANGUAGES])
        language.select(by_code(now.language).code)
        language.picked.connect(lambda code: self._change(language=code))
        theme = Choice(
            text("Colours"),
            [
                (text("As the system"), "system"),
                (text("Light"), "light"),
                (text("Dark"), "dark"),
                (text("High contrast"), "contrast"),
                (text("High contrast, dark"), "contrast_dark"),
            ],
        )
        theme.select(now.theme)
        theme.picked.connect(lambda name: self._change(theme=name))
        sizes: list[tuple[str, object]] = [
            (text("{percent} %", percent=number_text(step)), step) for step in actions.SCALE_STEPS
        ]
        size = Choice(text("Type size"), sizes)
        size.select(round(now.scale * 100))
        size.picked.connect(lambda percent: self._change(scale=int(percent) / 100))
        digits = Choice(text("Digits"), [(text("Of the language"), "language"), (text("0 1 2 3 everywhere"), "latin")])
        digits.select(now.digits)
        digits.picked.connect(lambda name: self._change(digits=name))
        return [
            SettingRow(text("Language"), text("Of the program. Interviews have their own language."), language),
            SettingRow(text("Type size"), text("Also with Ctrl + and Ctrl −"), size, back=self._back("scale")),
            SettingRow(text("Colours"), "", theme, back=self._back("theme")),
            SettingRow(text("Digits"), text("How numbers and dates are written"), digits, back=self._back("digits")),
        ]

    def _laptop(self) -> list[SettingRow]:
        profile = self._desk.workspace.profile
        self.person = TextField()
        self.person.setText(profile.person)
        self.organisation = TextField()
        self.organisation.setText(profile.organisation)
        for field in (self.person, self.organisation):
            field.editingFinished.connect(self._save_person)
        folder = TextField(left_to_right=True)
        folder.setText(str(self._desk.workspace.folder))
        folder.setCursorPosition(0)
        folder.setToolTip(folder.text())
        folder.setReadOnly(True)
        return [
            SettingRow(text("Your name"), text("Stands beside what you do"), self.person),
            SettingRow(text("Organisation"), text("Owns the assessments you make from now on"), self.organisation),
            SettingRow(text("Where everything is kept"), text("One folder, locked"), folder),
        ]

    def _privacy(self) -> list[SettingRow]:
        minutes: list[tuple[str, object]] = [
            (plural("after {n} minute", "after {n} minutes", step) if step else text("never by itself"), step)
            for step in LOCK_CHOICES
        ]
        lock = Choice(text("Lock without work"), minutes)
        lock.select(self.preferences.lock_minutes)
        lock.picked.connect(lambda step: self._change(lock_minutes=int(step)))
        protected = self._desk.workspace.profile.protected
        verb = text("Change the passphrase") if protected else text("Set a passphrase")
        change = Button(verb, icon_name="key-round")
        change.clicked.connect(self._change_passphrase)
        rows = [
            SettingRow(
                text("Lock without work"),
                text("Or at once with Ctrl Shift L"),
                lock,
                back=self._back("lock_minutes"),
            ),
            SettingRow(
                text("Passphrase"),
                text("It locks what people told you.")
                if protected
                else text("Anyone at this laptop can read the answers."),
                change,
            ),
        ]
        if protected:
            code = Button(text("Show the recovery code"), icon_name="eye")
            code.clicked.connect(self._show_code)
            rows.append(
                SettingRow(text("Recovery code"), text("Opens this laptop when the passphrase is forgotten"), code)
            )
        return rows

    def _backups(self) -> list[SettingRow]:
        choose = Button(self.preferences.backup_folder or text("Choose a folder"), icon_name="folder")
        choose.clicked.connect(self._choose_folder)
        self.copy = Button(text("Make one now"), icon_name="hard-drive")
        self.copy.clicked.connect(self._back_up)
        return [
            SettingRow(
                text("Folder for safe copies"),
                text("On a stick or another disk; copies are locked"),
                choose,
                back=self._back("backup_folder"),
            ),
            SettingRow(text("Safe copy"), text("Three are always kept on this laptop"), self.copy),
        ]

    def _save_person(self) -> None:
        person, organisation = self.person.text().strip(), self.organisation.text().strip()
        profile = self._desk.workspace.profile
        if person and (person, organisation) != (profile.person, profile.organisation):
            self._run(actions.set_person, person, organisation, on_done=lambda _profile: self.person_changed.emit())

    def _change_passphrase(self) -> None:
        chosen = ask_passphrase(self, protected=self._desk.workspace.profile.protected)
        if chosen is not None:
            self._run(actions.set_passphrase, chosen or None, on_done=self._passphrase_changed)

    def _passphrase_changed(self, code: str | None) -> None:
        if code:
            show_recovery_code(self, code)
            self._desk.notices.inform(text("The passphrase is changed."))
        else:
            self._desk.notices.warn(
                text("This laptop has no passphrase now. Anyone who holds it can read the answers.")
            )
        self.person_changed.emit()

    def _show_code(self) -> None:
        tasks.run(
            self._desk.workspace.recovery_code,
            on_done=lambda code: show_recovery_code(self, code) if code else None,
            on_error=self._desk.notices.explain,
            parent=self,
        )

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, text("Folder for safe copies"))
        if folder:
            self._change(backup_folder=folder)

    def _back_up(self) -> None:
        self.copy.set_busy(True)
        self._run(actions.back_up, self.preferences.backup_folder, on_done=self._backed_up)

    def _backed_up(self, made: BackupInfo) -> None:
        self.copy.set_busy(False)
        self._desk.notices.inform(text("A safe copy was made: {file}", file=left_to_right(isolate(made.path.name))))

    def _run(self, fn: Callable[..., object], *arguments: object, on_done: Callable[..., None]) -> None:
        def failed(failure: Exception) -> None:
            self.copy.set_busy(False)
            self._desk.notices.explain(failure)

        tasks.run(
            fn,
            self._desk.workspace,
            *arguments,
            on_done=on_done,
            on_error=failed,
            parent=self,
        )
