"""Dialogs: their size follows their words."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from app.kit.notices import Dialog
from app.kit.widgets.labels import Label


def test_a_dialog_is_as_high_as_its_words(qtbot: QtBot, look: QApplication) -> None:
    """Wrapped words make no gap: the dialog has the height they need at its width."""
    dialog = Dialog("A title", "Words that go on for so long that they have to be wrapped into a second line at least.")
    qtbot.addWidget(dialog)
    dialog.body.addWidget(Label("More words that are wrapped as well, because they are longer than one line is wide."))
    dialog.add_verb("Leave", role="reject")
    dialog.show()
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() <= layout.totalHeightForWidth(dialog.width())


def test_a_dialog_with_a_size_of_its_own_gives_it_to_its_body(qtbot: QtBot, look: QApplication) -> None:
    """The list of a large dialog takes the room that is left."""
    dialog = Dialog("A title")
    qtbot.addWidget(dialog)
    box = QListWidget()
    dialog.body.addWidget(box)
    dialog.resize(600, 600)
    dialog.show()
    assert box.height() > 400
