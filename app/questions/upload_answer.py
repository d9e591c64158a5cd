"""A photo, sound, film or file taken from this laptop; a photo is shown small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.kit.language import isolate, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card
from app.kit.widgets.labels import IconLabel, Label
from app.questions.answer_widget import AnswerWidget
from app.questions.markup import to_plain
from app.questions.state import QuestionState

PREVIEW_WIDTH, PREVIEW_HEIGHT = 420, 260
CAMERA, SOUND, FILM, PAPER = "camera", "mic", "video", "file-text"
_PATTERNS = {
    "image": "*.jpg *.jpeg *.png *.gif *.webp *.bmp *.heic",
    "audio": "*.mp3 *.wav *.ogg *.oga *.m4a *.aac *.amr *.flac *.opus",
    "video": "*.mp4 *.webm *.mov *.avi *.mkv *.3gp",
}
# First bytes -> reader. Readers are not left to guess: a broken file would be tried by all of them.
_STARTS = ((b"\xff\xd8\xff", b"jpeg"), (b"\x89PNG", b"png"), (b"GIF8", b"gif"), (b"RIFF", b"webp"), (b"BM", b"bmp"))

ChooseFile = Callable[[QWidget, str, str], str]


def choose_file(parent: QWidget, title: str, pattern: str) -> str:
    """Ask for a file with the system's own dialog; "" when the person changed their mind."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", pattern)
    return chosen


class UploadAnswer(AnswerWidget):
    """Choose a file, see it, change it, take it away. The file is kept by whoever hears `file_chosen`."""

    file_chosen = Signal(str)
    preview_wanted = Signal(str, QSize)

    def __init__(self, choose: ChooseFile = choose_file, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose = choose
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        self._card = Card(padding=12)
        self._picture = QLabel()
        self._picture.hide()
        line = QHBoxLayout()
        line.setSpacing(scaled(10))
        self._icon = IconLabel(PAPER, "quiet", 20)
        self._name = Label("", "answer")
        line.addWidget(self._icon)
        line.addWidget(self._name, 1)
        self._card.body.addWidget(self._picture)
        self._card.body.addLayout(line)
        column.addWidget(self._card)
        buttons = QHBoxLayout()
        buttons.setSpacing(scaled(12))
        self.choose_button = Button("", "outline", fit="field", icon_name="upload")
        self.remove_button = Button(text("Take it away"), "text", fit="field")
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.choose_button.clicked.connect(self._ask)
        self.remove_button.clicked.connect(lambda: self.answered.emit(""))
        self.setFocusProxy(self.choose_button)
        self._state: QuestionState | None = None
        self._previewed = ""

    def show_state(self, state: QuestionState) -> None:
        """Show the file's name; ask for its picture when it is a photo."""
        self._state = state
        kind = state.media_type.partition("/")[0]
        held = bool(state.value)
        self._card.setVisible(held)
        self._name.setText(isolate(state.value))
        self._icon.set_icon({"image": CAMERA, "audio": SOUND, "video": FILM}.get(kind, PAPER), "quiet")
        self.choose_button.set_words(self._verb(kind, again=held))
        self.choose_button.setAccessibleDescription(to_plain(state.label))
        self.choose_button.set_icon(CAMERA if kind == "image" else "upload")
        self.choose_button.setVisible(not state.readonly)
        self.remove_button.setVisible(held and not state.readonly)
        if not held or kind != "image":
            self._picture.hide()
            self._previewed = ""
        elif self._previewed != state.value:
            self._previewed = state.value
            self._picture.hide()
            self.preview_wanted.emit(state.value, QSize(scaled(PREVIEW_WIDTH), scaled(PREVIEW_HEIGHT)))

    def show_preview(self, name: str, image: QImage) -> None:
        """Show the picture of a file, scaled already; one that came too late is dropped."""
        if name != self._previewed or image.isNull():
            return
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._picture.setAccessibleName(text("The photo {name}", name=name))
        self._picture.show()

    def set_busy(self, busy: bool) -> None:
        """Show that the file is being kept."""
        self.choose_button.set_busy(busy)

    def reset(self) -> None:
        """Forget the file."""
        self._state, self._previewed = None, ""
        self._picture.clear()
        self._picture.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file that is dropped here, the twin of the button."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped file."""
        if self._state is not None and not self._state.readonly:
            self.file_chosen.emit(event.mimeData().urls()[0].toLocalFile())

    def _ask(self) -> None:
        if self._state is None:
            return
        kind = self._state.media_type.partition("/")[0]
        pattern = _PATTERNS.get(kind)
        found = self._choose(self, self._verb(kind, again=False), f"({pattern});;(*)" if pattern else "")
        if found and Path(found).is_file():
            self.file_chosen.emit(found)

    def _verb(self, kind: str, *, again: bool) -> str:
        if again:
            return text("Choose another file")
        if kind == "image":
            return text("Choose a photo")
        if kind == "audio":
            return text("Choose a sound recording")
        if kind == "video":
            return text("Choose a film")
        return text("Choose a file")


def scaled_image(data: bytes, box: QSize) -> QImage:
    """Return a photo upright and no larger than a box; a null image when the bytes are no picture. Any thread."""
    kind = next((kind for start, kind in _STARTS if data.startswith(start)), None)
    if kind is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > 2 * box.width() or size.height() > 2 * box.height()):
        turned = size.scaled(box * 2, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(turned)
    image = reader.read()
    if image.isNull() or (image.width() <= box.width() and image.height() <= box.height()):
        return image
    return image.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
