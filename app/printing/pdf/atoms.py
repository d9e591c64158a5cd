"""The smallest pieces of a page: lines of text and rows of boxes, each with its height and the way to paint it.

Positions count from the leading edge: in a language that runs from right to left the pen mirrors them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from app.printing.pdf.units import INK, POINT, QUIET, THIN, Style
from app.printing.runs import Run, is_right_to_left, text_of


class Pen:
    """Paints on one page; x from the leading edge of the printed area, y from its top."""

    def __init__(self, painter: QPainter, width: float, *, right_to_left: bool) -> None:
        self.painter = painter
        self.width = width
        self.right_to_left = right_to_left

    def left(self, x: float, width: float) -> float:
        """Return the left edge of something that begins at x."""
        return self.width - x - width if self.right_to_left else x

    def box(self, x: float, y: float, width: float, height: float, *, line: float = THIN, colour: str = INK) -> None:
        """Draw an empty rectangle."""
        self.painter.setPen(QPen(QColor(colour), line))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(QRectF(self.left(x, width), y, width, height))

    def fill(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QBrush(QColor(colour)))
        self.painter.drawRoundedRect(QRectF(self.left(x, width), y, width, height), radius, radius)

    def circle(self, x: float, y: float, size: float, *, line: float = THIN) -> None:
        """Draw an empty circle."""
        self.painter.setPen(QPen(QColor(INK), line))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(QRectF(self.left(x, size), y, size, size))

    def rule(self, x: float, y: float, width: float, *, line: float = THIN, colour: str = INK) -> None:
        """Draw a horizontal line."""
        self.painter.setPen(QPen(QColor(colour), line))
        left = self.left(x, width)
        self.painter.drawLine(QPointF(left, y), QPointF(left + width, y))

    def arrow(self, x: float, y: float, length: float) -> None:
        """Draw an arrow that points along the line of reading."""
        self.rule(x, y, length)
        tip = self.left(x + length, 0)
        back = length * (0.3 if self.right_to_left else -0.3)
        self.painter.drawLine(QPointF(tip, y), QPointF(tip + back, y - length * 0.22))
        self.painter.drawLine(QPointF(tip, y), QPointF(tip + back, y + length * 0.22))

    def post(self, x: float, y: float, height: float, *, line: float = THIN, colour: str = INK) -> None:
        """Draw a vertical line."""
        self.painter.setPen(QPen(QColor(colour), line))
        left = self.left(x, 0)
        self.painter.drawLine(QPointF(left, y), QPointF(left, y + height))


Paint = Callable[[Pen, float, float], None]  # pen, x, y


@dataclass(frozen=True, slots=True)
class Atom:
    """Something of a page that is never cut in two."""

    height: float
    paint: Paint


def space(height: float) -> Atom:
    """Return an empty piece."""
    return Atom(height, _nothing)


def _nothing(_pen: Pen, _x: float, _y: float) -> None:
    """Paint nothing."""


class Setter:
    """Sets text in the fonts of a language.

    Args:
        families: Font families in order of preference.
        larger: Points added to every size, for scripts that are small.
    """

    def __init__(self, families: Sequence[str], *, right_to_left: bool, larger: float = 0.0) -> None:
        self.right_to_left = right_to_left
        self._families = list(families)
        self._larger = larger
        self._fonts: dict[Style, QFont] = {}

    def font(self, style: Style) -> QFont:
        """Return the font of a style."""
        if style not in self._fonts:
            font = QFont()
            font.setFamilies(self._families)
            font.setPixelSize(round((style.size + self._larger) * POINT))
            font.setWeight(QFont.Weight(style.weight))
            font.setItalic(style.italic)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[style] = font
        return self._fonts[style]

    def lines(self, lines: Sequence[Sequence[Run]], style: Style, width: float, *, centred: bool = False) -> list[Atom]:
        """Return a text broken into lines of that width."""
        atoms: list[Atom] = []
        for runs in lines:
            atoms += self._paragraph(runs, style, width, centred=centred)
        return atoms

    def words(self, words: str, style: Style, width: float, *, centred: bool = False) -> list[Atom]:
        """Return plain words broken into lines."""
        return self.lines([[Run(line)] for line in words.splitlines()], style, width, centred=centred)

    def width(self, runs: Sequence[Run], style: Style) -> float:
        """Return how wide a text is on one line."""
        _, lines = self._laid(runs, style, 1_000_000.0, centred=False)
        return sum(line.naturalTextWidth() for line in lines[:1])

    def _paragraph(self, runs: Sequence[Run], style: Style, width: float, *, centred: bool) -> list[Atom]:
        layout, lines = self._laid(runs, style, width, centred=centred)
        return [Atom(line.height(), _painter(layout, line, width)) for line in lines]

    def _laid(
        self, runs: Sequence[Run], style: Style, width: float, *, centred: bool
    ) -> tuple[QTextLayout, list[QTextLine]]:
        text = text_of(runs)
        layout = QTextLayout(text, self.font(style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        runs_left = is_right_to_left(text, self.right_to_left)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if runs_left else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if self.right_to_left else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if centred else side | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.setFormats(self._formats(runs, style))
        layout.beginLayout()
        lines = []
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height()
            lines.append(line)
        layout.endLayout()
        return layout, lines

    def _formats(self, runs: Sequence[Run], style: Style) -> list[QTextLayout.FormatRange]:
        formats = []
        start = 0
        for run in runs:
            length = len(run.text.encode("utf-16-le")) // 2
            found: Any = QTextLayout.FormatRange()  # its fields are missing in Qt's stubs
            found.start, found.length = start, length
            found.format = self._format(run, style)
            formats.append(found)
            start += length
        return formats

    def _format(self, run: Run, style: Style) -> QTextCharFormat:
        format_ = QTextCharFormat()
        font = QFont(self.font(style))
        if run.bold:
            font.setWeight(QFont.Weight(600))
        if run.italic:
            font.setItalic(True)
        if run.underlined:
            font.setUnderline(True)
        if run.quiet or run.lowered or run.raised:
            font.setPixelSize(round(font.pixelSize() * 0.78))
        if run.quiet:
            font.setWeight(QFont.Weight(400))
        format_.setFont(font)
        if run.lowered or run.raised:
            alignment = QTextCharFormat.VerticalAlignment
            format_.setVerticalAlignment(alignment.AlignSubScript if run.lowered else alignment.AlignSuperScript)
        format_.setForeground(QBrush(QColor(QUIET if run.quiet else style.colour)))
        return format_


def _painter(layout: QTextLayout, line: QTextLine, width: float) -> Paint:
    def paint(pen: Pen, x: float, y: float) -> None:
        assert layout is not None  # keeps the layout alive as long as its lines
        line.draw(pen.painter, QPointF(pen.left(x, width), y - line.y()))

    return paint


def beside(parts: Sequence[tuple[float, Sequence[Atom]]]) -> Atom:
    """Return columns as one piece. Each part is (x from the piece's start, atoms from the top down)."""
    height = max((sum(atom.height for atom in atoms) for _, atoms in parts), default=0.0)

    def paint(pen: Pen, x: float, y: float) -> None:
        for at, atoms in parts:
            down = y
            for atom in atoms:
                atom.paint(pen, x + at, down)
                down += atom.height

    return Atom(height, paint)


def stacked(atoms: Sequence[Atom]) -> Atom:
    """Return pieces, one below the other, as one piece."""
    return beside([(0.0, atoms)])
