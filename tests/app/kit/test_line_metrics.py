"""The line of Arabic is what the look asks for, and the font stays whole."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from app.assets import ASSETS
from app.kit.languages import SCRIPTS
from app.kit.line_metrics import MAGIC, with_line

FILE = ASSETS / "fonts" / "NotoSansArabic-Regular.ttf"


def test_the_line_of_arabic_is_one_point_seven(look: QApplication) -> None:
    """Ascent and descent together are 1.7 times the size, up to rounding."""
    font = QFont(SCRIPTS["Arabic"].family)
    font.setPixelSize(100)
    assert QFontMetricsF(font).lineSpacing() == pytest.approx(170, abs=2)


def test_the_sums_over_the_font_fit() -> None:
    """The whole font adds up to the constant that loaders check."""
    data = with_line(FILE.read_bytes(), 1.12, 0.58)
    words = data + b"\0" * (-len(data) % 4)
    assert sum(struct.unpack(f">{len(words) // 4}I", words)) & 0xFFFFFFFF == MAGIC


def test_nothing_else_of_the_font_changes(qapp: QApplication) -> None:
    """Length and letters are those of the bundled file."""
    before, after = FILE.read_bytes(), with_line(FILE.read_bytes(), 1.12, 0.58)
    assert len(before) == len(after)
    assert QRawFont(after, 20).glyphIndexesForString("مرحبا") == QRawFont(before, 20).glyphIndexesForString("مرحبا")
