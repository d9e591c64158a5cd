"""Paints the cells of the interview table: room at the leading edge, the state as a pill."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.kit import icons, theme
from app.kit.sheet import CELL_MARGIN
from app.kit.theme import scaled
from app.review.table_model import COLUMNS, ROW_ROLE, state_words

Index = QModelIndex | QPersistentModelIndex
EDGE = "\u2003"  # an em of room before the first column, beside the padding of every cell
STATE = next(place for place, (key, _sort) in enumerate(COLUMNS) if key == "state")


class CellPainter(QStyledItemDelegate):
    """Draws the table's cells."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the words of the state to the pill."""
        super().initStyleOption(option, index)
        if index.column() == STATE:
            option.text = ""  # type: ignore[attr-defined]
        elif index.column() == 0:
            option.text = EDGE + option.text  # type: ignore[attr-defined]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the width that the words need, the pill's for a state."""
        size = super().sizeHint(option, index)
        if index.column() == STATE:
            words, _kind, _icon = state_words(index.data(ROW_ROLE))
            size.setWidth(QFontMetrics(theme.font("label")).horizontalAdvance(words) + scaled(60))
        return size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        if index.column() == STATE:
            self._pill(painter, QRectF(option.rect), index, right_to_left=right_to_left)  # type: ignore[attr-defined]

    def _pill(self, painter: QPainter, cell: QRectF, index: Index, *, right_to_left: bool) -> None:
        words, kind, icon_name = state_words(index.data(ROW_ROLE))
        tone = "quiet" if kind == "neutral" else kind
        colours = theme.current()
        font = theme.font("label")
        side = scaled(14)
        width = QFontMetrics(font).horizontalAdvance(words) + side + scaled(22)
        height = scaled(22)
        edge = scaled(10) + CELL_MARGIN
        left = cell.right() - edge - width if right_to_left else cell.left() + edge
        area = QRectF(left, cell.center().y() - height / 2, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("sunken" if kind == "neutral" else f"{kind}_soft"))
        painter.drawRoundedRect(area, scaled(6), scaled(6))
        icon_left = area.right() - scaled(7) - side if right_to_left else area.left() + scaled(7)
        icons.paint(painter, icon_name, QRectF(icon_left, area.center().y() - side / 2, side, side), tone)
        painter.setFont(font)
        painter.setPen(colours.colour(tone))
        inner = area.adjusted(
            scaled(8) if right_to_left else side + scaled(12),
            0,
            -(side + scaled(12)) if right_to_left else -scaled(8),
            0,
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
