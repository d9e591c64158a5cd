"""Addresses as people type them."""

from __future__ import annotations

import pytest
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.exchange.actions import clean_address
from app.exchange.invite_dialog import qr_picture


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("data.example.org", "https://data.example.org"),
        (" https://data.example.org/ ", "https://data.example.org"),
        ("HTTP://10.0.0.2:8000", "http://10.0.0.2:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("", None),
        ("two words", None),
        ("ftp://data.example.org", None),
        ("https:///x", None),
    ],
)
def test_an_address_gets_what_people_leave_out(typed: str, address: str | None) -> None:
    """The scheme is added, a closing slash goes, what cannot be one is refused."""
    assert clean_address(typed) == address


def test_the_code_is_a_picture_to_scan(look: QApplication) -> None:
    """A camera reads the same code from it."""
    image = qr_picture("ABCD-EFGH-JKLM-NPQR", 300).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = bytes(image.constBits())[: image.height() * image.bytesPerLine()]
    picture = memoryview(rows).cast("B", (image.height(), image.bytesPerLine()))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["ABCD-EFGH-JKLM-NPQR"]
