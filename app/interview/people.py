"""What a person does in the list of people: add with a name only, name, remove, take back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from app.interview.actions import InterviewActions, Removed
from app.interview.roster_page import RosterPage
from app.interview.words import Words
from app.kit.language import text
from app.kit.widgets.pages import UndoBar
from app.questions.markup import to_plain
from forms.session.nodes import RepeatRange
from forms.session.pages import Page


class People(QObject):
    """Keeps the list of people in step with the session.

    Signals:
        page_asked: A page to turn to.
        shown_again: The list is to be shown anew (page, with focus).
        answered: ref, value of a name that was typed.
    """

    page_asked = Signal(object)
    shown_again = Signal(object, bool)
    answered = Signal(str, str)

    def __init__(
        self, room: InterviewActions, words: Words, page: RosterPage, undo: UndoBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._room, self._words, self._page, self._undo = room, words, page, undo
        self._shown: Page | None = None
        self.naming = ""  # the person whose name is asked now
        page.added.connect(self.add)
        page.removed.connect(self.remove)
        page.named.connect(self.name)

    def show_page(self, page: Page) -> None:
        """Show the list of a repeat."""
        if self._shown is None or self._shown.ref != page.ref:
            self.naming = ""
        self._shown = page
        node = self._room.interview.node(page.ref)
        assert isinstance(node, RepeatRange)
        self._page.show_roster(
            self._words.roster(node),
            around=self._words.around(page),
            hint=node.hint,
            language=self._words.language.code,
            naming=self.naming,
        )

    def add(self) -> None:
        """Add a person; ask the name in the list when the first question is a name, else open the person."""
        if self._shown is None:
            return
        self.take_typed()
        ref = self._room.add(self._shown.ref)
        if self._words.name_ref(ref):
            self.naming = ref
            self.shown_again.emit(self._shown, True)
            return
        page = self._room.pages.page_of(ref)
        if page is not None:
            self.page_asked.emit(page)

    def take_typed(self) -> None:
        """Keep a name that was typed and not entered."""
        field = self._page.name_field
        ref = self._words.name_ref(self.naming) if self.naming else ""
        self.naming = ""
        if ref and field is not None and field.text().strip():
            self.answered.emit(ref, field.text().strip())

    def name(self, ref: str, name: str) -> None:
        """Keep the name of a person; the next Enter adds the next one."""
        self.naming = ""
        if ref and name.strip():
            self.answered.emit(ref, name.strip())
        self.shown_again.emit(self._shown, False)
        self._page.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def remove(self, ref: str) -> None:
        """Remove a person and offer to take it back."""
        self.take_typed()
        removed = self._room.remove(ref)
        self.shown_again.emit(self._shown, True)
        name = to_plain(removed.title)
        words = text("{name} removed from the list", name=name) if name else text("One row removed from the list")
        self._undo.offer(words, lambda: self._take_back(removed))

    def _take_back(self, removed: Removed) -> None:
        self._room.take_back(removed)
        page = self._room.pages.page_of(removed.range_ref)
        if page is not None:
            self.shown_again.emit(page, True)
