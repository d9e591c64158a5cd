"""Tools beside the page: the list of all questions, the language of the questions, help."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.interview.actions import InterviewActions
from app.interview.jump_dialog import JumpDialog
from app.interview.words import Words
from app.kit.language import text
from app.kit.notices import Message, Notices
from app.kit.widgets.buttons import Button
from app.questions.form_language import shown_name


class Tools(QObject):
    """Signals: question_chosen (reference), language_chosen (name)."""

    question_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, room: InterviewActions, words: Words, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._words, self._notices, self._window = room, words, notices, parent

    def open_jump_list(self, current: str) -> None:
        """Open the list of all questions on the current one."""
        dialog = JumpDialog(self._words.sections(), current, self._words.language.code, self._window)
        right = self._words.language.right_to_left
        dialog.list.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
        dialog.chosen.connect(self.question_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_language(self, button: Button) -> None:
        """Change to the other language, or offer all when there are more than two."""
        names = self._room.interview.languages
        now = self._room.interview.language
        if len(names) == 2:
            self.language_chosen.emit(names[1] if names[0] == now else names[0])
        elif len(names) > 2:
            menu = QMenu(self._window)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for name in names:
                action = menu.addAction(shown_name(name))
                action.setCheckable(True)
                action.setChecked(name == now)
                action.triggered.connect(lambda _on=False, name=name: self.language_chosen.emit(name))
                if name == now:
                    menu.setActiveAction(action)
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def show_keys(self) -> None:
        """Say what the keys do here."""
        self._notices.show_message(
            Message(
                "info",
                text(
                    "1 to 9 pick an answer, Space ticks, Enter goes on, Alt and the arrows go back and on, "
                    "Ctrl G lists all questions, Ctrl L changes the language."
                ),
                text("Keys:"),
            )
        )
