"""The page of a workspace that does not open, and what each of its ways out does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.kit import tasks
from app.kit.explain import EXPLAINERS, storage_sentence
from app.kit.language import text
from app.lock.restore import restore_last
from app.lock.trouble import TroublePage
from app.main_window import MainWindow
from app.storage.errors import StorageError


class WaysOut(QObject):
    """Shows the page in the window.

    Signals:
        again: Start anew: folder, passphrase or None.
        read_only: Open to read only: passphrase or None.
        left: Close the program.
    """

    again = Signal(object, object)
    read_only = Signal(object)
    left = Signal()

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window

    def show(self, failure: Exception, folder: Path, passphrase: str | None) -> None:
        """Say what keeps the workspace from opening; a failure nobody explains is raised."""
        code = failure.code if isinstance(failure, StorageError) else "disk-failed"
        page = TroublePage(code, _sentence(failure), str(folder))
        page.chosen.connect(lambda key: self._take(key, folder, passphrase))
        self._window.show_widget(page)

    def _take(self, key: str, folder: Path, passphrase: str | None) -> None:
        if key == "again":
            self.again.emit(folder, passphrase)
        elif key == "read_only":
            self.read_only.emit(passphrase)
        elif key == "leave":
            self.left.emit()
        elif key == "other":
            other = QFileDialog.getExistingDirectory(self._window, text("Open another folder"))
            if other:
                self.again.emit(Path(other), None)
        elif key == "restore":
            tasks.run(
                restore_last,
                folder,
                on_done=lambda _path: self.again.emit(folder, passphrase),
                on_error=lambda failure: self.show(failure, folder, None),
                parent=self,
            )


def _sentence(failure: Exception) -> str:
    if isinstance(failure, StorageError):
        return storage_sentence(failure)
    for explainer in EXPLAINERS:
        message = explainer(failure)
        if message is not None:
            return f"{message.lead} {message.words}".strip()
    raise failure
