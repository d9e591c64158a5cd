"""Pictures of the form's labels and choices, scaled once; a picture that cannot be shown is left out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from app.kit.theme import scaled
from app.questions.upload_answer import scaled_image

WIDTH, HEIGHT = 320, 200


class Pictures:
    """Looks pictures up by file name."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._made: dict[str, QPixmap | None] = {}

    def __call__(self, name: str) -> QPixmap | None:
        """Return the picture of a file, None when there is none or it cannot be read."""
        if name not in self._made:
            data = self._files.get(name)
            image = scaled_image(data, QSize(scaled(WIDTH), scaled(HEIGHT))) if data else None
            self._made[name] = QPixmap.fromImage(image) if image is not None and not image.isNull() else None
        return self._made[name]
