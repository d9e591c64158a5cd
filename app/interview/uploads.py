"""Files of answers: kept encrypted and previewed as tasks, never on the interface thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from app.interview.actions import InterviewActions
from app.kit import tasks
from app.questions.upload_answer import scaled_image


class Uploads(QObject):
    """Signals: kept (ref, file name), previewed (ref, file name, image)."""

    kept = Signal(str, str)
    previewed = Signal(str, str, QImage)

    def __init__(self, actions: InterviewActions, explain: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._explain = actions, explain

    def keep(self, ref: str, path: str) -> None:
        """Keep a file; `kept` says under which name."""
        tasks.run(
            self._actions.attach,
            Path(path),
            on_done=lambda name: self.kept.emit(ref, name),
            on_error=self._explain,
            parent=self,
        )

    def preview(self, ref: str, name: str, size: QSize) -> None:
        """Make a small picture of a kept file."""
        room = QSize(size)  # what a signal carries does not outlive it

        def make() -> QImage:
            return scaled_image(self._actions.media(name), room)

        tasks.run(
            make,
            on_done=lambda image: self.previewed.emit(ref, name, image),
            on_error=self._explain,
            parent=self,
        )
