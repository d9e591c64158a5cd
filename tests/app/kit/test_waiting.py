"""What waits to be sent, in words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.kit.waiting import waiting_words
from app.storage.outbox import Outbox


@pytest.mark.parametrize(
    ("submissions", "attachments", "words"),
    [
        (3, 12, "3 interviews and 12 files wait (18 MB)"),
        (1, 0, "1 interview waits (18 MB)"),
        (0, 1, "1 file waits (18 MB)"),
        (0, 0, "7 changes wait (18 MB)"),
    ],
)
def test_what_there_is_none_of_is_left_out(look: QApplication, submissions: int, attachments: int, words: str) -> None:
    """No line says that nothing of a kind waits."""
    outbox = Outbox(7, submissions, attachments, 18_000_000, None)
    assert waiting_words(outbox).replace("18.0", "18") == words


def test_nothing_waits_without_words(look: QApplication) -> None:
    """An empty outbox has no line."""
    assert waiting_words(Outbox(0, 0, 0, 0, None)) == ""
