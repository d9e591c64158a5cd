"""Icons of the window: bundled line drawings, tinted by a token, mirrored where a drawing points along the line."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.assets import ASSETS
from app.kit import theme

MIRRORED = frozenset(
    ["chevron-right", "arrow-left", "arrow-right", "undo-2", "redo-2", "list-ordered", "corner-up-left"]
)
CHECKS = frozenset(["check"])
STROKE, STROKE_CHECK = "1.75", "2.2"


def icon(name: str, token: str = "quiet", size: int = 18, *, gap: int = 0, gap_before: bool = False) -> QIcon:
    """Return an icon in a token's colour; sharp at 100 % and at 200 % screens.

    Args:
        gap: Empty px beside the drawing: at its right, or at its left with `gap_before`.

    Raises:
        FileNotFoundError: the drawing is not bundled.
    """
    made = QIcon()
    for ratio in (1.0, 2.0):
        picture = pixmap(name, token, size, ratio=ratio, gap=gap, gap_before=gap_before)
        made.addPixmap(picture)
        made.addPixmap(picture, QIcon.Mode.Disabled)
    return made


def pixmap(
    name: str, token: str = "quiet", size: int = 18, *, ratio: float = 0.0, gap: int = 0, gap_before: bool = False
) -> QPixmap:
    """Return the drawing as a picture of `size` px at the type scale in force; `ratio` 0 means the screen's."""
    side = theme.scaled(size)
    screen = QApplication.primaryScreen()
    factor = ratio or (screen.devicePixelRatio() if screen else 1.0)
    extra = theme.scaled(gap) * factor
    picture = QPixmap(round(side * factor + extra), round(side * factor))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(extra if gap_before else 0, 0, picture.height(), picture.height()), token)
    painter.end()
    picture.setDevicePixelRatio(factor)
    return picture


def paint(painter: QPainter, name: str, area: QRectF, token: str = "quiet") -> None:
    """Draw an icon into an area with a painter, mirrored when the window runs right to left and the drawing asks it."""
    renderer = QSvgRenderer(QByteArray(_tinted(name, theme.current().colour(token).name())))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name in MIRRORED and QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        painter.translate(area.center().x() * 2, 0)
        painter.scale(-1, 1)
    renderer.render(painter, area)
    painter.restore()


@cache
def _source(name: str) -> str:
    folder = ASSETS / ("mark" if name == "mark" else "icons")
    return (folder / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _tinted(name: str, colour: str) -> bytes:
    source = _source(name).replace("currentColor", colour)
    if name != "mark":
        source = source.replace('stroke-width="2"', f'stroke-width="{STROKE_CHECK if name in CHECKS else STROKE}"')
    return source.encode()
