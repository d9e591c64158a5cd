"""The people of a repeat: a table to add to, open, and remove from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.interview.roster import Person, Roster
from app.kit.language import plural, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button, IconButton
from app.kit.widgets.labels import Label
from app.kit.widgets.marks import Pill
from app.kit.widgets.pages import ScrollPage
from app.questions import digits
from app.questions.fields import FormLine
from app.questions.markup import to_plain
from app.questions.words import FormWords

WIDEST = 1060
ROW = 56


class RosterPage(ScrollPage):
    """Signals: added, opened (ref of a person's first question), removed (ref of the person), named (ref, name)."""

    added = Signal()
    opened = Signal(str)
    removed = Signal(str)
    named = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(most=WIDEST, spacing=8, parent=parent)
        self.around = FormWords("section", "quiet")
        self.title = FormWords("question")
        self.hint = FormWords("sentence", "quiet")
        for words in (self.around, self.title, self.hint):
            self.body.addWidget(words)
        self._box = QFrame()
        self._box.setProperty("kind", "choice")
        self._grid = QGridLayout(self._box)
        self._grid.setContentsMargins(scaled(18), 0, scaled(12), 0)
        self._grid.setHorizontalSpacing(scaled(16))
        self._grid.setVerticalSpacing(0)
        self.body.addSpacing(scaled(6))
        self.body.addWidget(self._box)
        foot = QHBoxLayout()
        foot.setSpacing(scaled(12))
        self.add_button = Button("", "outline", fit="field", icon_name="plus")
        self.add_button.clicked.connect(self.added)
        self._count = Label("", "body", "quiet")
        foot.addWidget(self.add_button)
        foot.addWidget(self._count, 1)
        self.body.addLayout(foot)
        self.body.addStretch(1)
        self._roster: Roster | None = None
        self._language = "en"
        self.buttons: list[Button] = []
        self.name_field: FormLine | None = None

    def show_roster(self, roster: Roster, *, around: str, hint: str, language: str, naming: str = "") -> None:
        """Show the table; `naming` is the person whose name is asked now."""
        self._roster, self._language = roster, language
        self.around.show_words(around, language)
        self.title.show_words(roster.label, language)
        self.hint.show_words(hint, language)
        self._clear()
        for place, person in enumerate(roster.people):
            self._add_row(place, person, naming=person.ref == naming)
        self._box.setVisible(bool(roster.people))
        for column, share in ((1, 3), (2, 2), (3, 2), (4, 1), (5, 3)):
            self._grid.setColumnStretch(column, share)
        count = len(roster.people)
        self._count.setText(
            plural("{n} in the list.", "{n} in the list.", count)
            if count
            else text("Nobody is in the list yet. Start with a name only.")
        )
        self.add_button.set_words(text("Add one more") if count else text("Add the first"))
        self.add_button.setVisible(roster.can_add)

    def focus_page(self) -> None:
        """Put the keyboard on the first person with something to ask, else on Add."""
        if self.name_field is not None:
            self.name_field.setFocus(Qt.FocusReason.TabFocusReason)
            return
        people = self._roster.people if self._roster is not None else ()
        for person, button in zip(people, self.buttons, strict=False):
            if person.is_new or person.missing or person.wrong:
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _clear(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
        self.buttons, self.name_field = [], None

    def _add_row(self, place: int, person: Person, *, naming: bool) -> None:
        row = 2 * place
        if place:
            line = QFrame()
            line.setProperty("kind", "hair")
            self._grid.addWidget(line, row - 1, 0, 1, 8)
        self._grid.setRowMinimumHeight(row, scaled(ROW))
        number = Label(digits.shown(str(place + 1), self._language), "sentence", "quiet", wrap=False)
        self._grid.addWidget(number, row, 0)
        if naming:
            self._grid.addWidget(self._make_field(person), row, 1, 1, 4)
        else:
            name = Label(to_plain(person.name), "answer_chosen")
            if not person.name:
                name = Label(text("No name yet"), "sentence", "quiet")
            self._grid.addWidget(name, row, 1)
            for step, words in enumerate(person.cells):
                cell = Label(digits.shown(to_plain(words), self._language), "sentence", "quiet")
                self._grid.addWidget(cell, row, 2 + step)
        self._grid.addWidget(self._pill(person), row, 5, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._make_open(person), row, 6)
        if self._roster is not None and self._roster.can_remove:
            self._grid.addWidget(self._make_more(person), row, 7)

    def _make_field(self, person: Person) -> FormLine:
        roster = self._roster
        assert roster is not None
        field = FormLine(name=to_plain(roster.name_label))
        field.setPlaceholderText(to_plain(roster.name_label))
        field.setText(person.name)
        field.set_language(self._language)
        field.returnPressed.connect(lambda: self.named.emit(person.ref + roster.name_path, field.text()))
        self.name_field = field
        return field

    def _make_open(self, person: Person) -> Button:
        verb = text("Change")
        if person.is_new:
            verb = text("Ask")
        elif person.missing or person.wrong:
            verb = text("Continue")
        button = Button(verb, "outline", fit="field")
        button.setAccessibleName(text("{verb}: {name}", verb=verb, name=to_plain(person.name)))
        button.setMinimumWidth(scaled(104))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._open(person))
        self.buttons.append(button)
        return button

    def _open(self, person: Person) -> None:
        if person.first:
            self.opened.emit(person.first)

    def _make_more(self, person: Person) -> IconButton:
        more = IconButton(
            "ellipsis-vertical",
            text("More for {name}", name=to_plain(person.name) or text("this person")),
            framed=False,
        )
        menu = QMenu(more)
        remove = menu.addAction(text("Remove from the list"))
        remove.triggered.connect(lambda: self.removed.emit(person.ref))
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(more.rect().bottomLeft())))
        more.setProperty("remove_action", remove)
        return more

    def _pill(self, person: Person) -> Pill:
        if person.wrong:
            return Pill(plural("{n} to fix", "{n} to fix", person.wrong), "error", "octagon-alert")
        if person.is_new:
            return Pill(text("Not asked yet"), "neutral", "circle")
        if person.missing:
            return Pill(plural("{n} answer missing", "{n} answers missing", person.missing), "warn", "circle-dashed")
        return Pill(text("Complete"), "accent", "check")
