"""The loop as a line: stations joined in order, the walked part solid, the rest dotted, and the way back to the top."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.kit import icons, theme
from app.kit.theme import scaled


class Step(Enum):
    """How far a station is: behind us, where we are, before us."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Station:
    """One station: key of its room, drawing, name, step."""

    key: str
    icon_name: str
    name: str
    step: Step


def paint_station(painter: QPainter, station: Station, centre: QPointF, diameter: float, icon_side: float) -> None:
    """Draw a station's node: accent edge when done, filled now, hair edge ahead."""
    colours = theme.current()
    area = QRectF(centre.x() - diameter / 2, centre.y() - diameter / 2, diameter, diameter)
    edge = {Step.DONE: "accent", Step.NOW: "accent", Step.AHEAD: "hair"}[station.step]
    ground = "accent" if station.step is Step.NOW else "surface"
    token = {Step.DONE: "accent", Step.NOW: "on_accent", Step.AHEAD: "quiet"}[station.step]
    painter.setPen(QPen(colours.colour(edge), 1.4))
    painter.setBrush(colours.colour(ground))
    painter.drawEllipse(area)
    inset = (diameter - icon_side) / 2
    icons.paint(painter, station.icon_name, area.adjusted(inset, inset, -inset, -inset), token)


def line_pen(*, walked: bool) -> QPen:
    """Return the pen of the line between stations."""
    colours = theme.current()
    pen = QPen(colours.colour("accent" if walked else "line"), 1.5)
    if not walked:
        pen.setDashPattern([1.4, 2.6])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class LyingLoop(QWidget):
    """The line on the home page: stations from the leading edge, words are laid out below by the page."""

    def __init__(self, stations: list[Station], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stations = stations
        self.setMinimumHeight(scaled(42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line and nodes, mirrored when the window runs right to left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        diameter = float(scaled(38))
        step = self.width() / max(len(self._stations), 1)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        centres = []
        for place in range(len(self._stations)):
            x = place * step + diameter / 2 + 1
            centres.append(QPointF(self.width() - x if mirrored else x, self.height() / 2))
        for place in range(len(centres) - 1):
            painter.setPen(line_pen(walked=self._stations[place].step is Step.DONE))
            painter.drawLine(centres[place], centres[place + 1])
        for station, centre in zip(self._stations, centres, strict=True):
            paint_station(painter, station, centre, diameter, float(scaled(18)))
        painter.end()
