"""Icons are there, have their licence, take the theme's colour, and turn only where they point along the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.assets import ASSETS
from app.kit import icons
from app.kit.language import install_language
from app.kit.theme import apply_theme


def picture(name: str, token: str = "text") -> QImage:
    """Return an icon as a picture."""
    return icons.pixmap(name, token, 24, ratio=1.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def test_licences_lie_beside_what_they_cover() -> None:
    """Fonts and icons carry their licence texts."""
    assert "ISC License" in (ASSETS / "icons" / "LICENSE.txt").read_text(encoding="utf-8")
    assert "OPEN FONT LICENSE" in (ASSETS / "fonts" / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", sorted((ASSETS / "icons").glob("*.svg")), ids=lambda file: file.stem)
def test_every_icon_draws_something(look: QApplication, file: Path) -> None:
    """Each bundled drawing leaves marks on its picture."""
    image = picture(file.stem)
    assert any(image.pixelColor(x, y).alpha() for x in range(0, 24) for y in range(0, 24))


def test_the_colour_follows_the_theme(look: QApplication) -> None:
    """The same icon differs between light and dark."""
    light = picture("check")
    apply_theme(look, "dark", 1.0)
    assert picture("check") != light


@pytest.mark.parametrize(("name", "turns"), [("arrow-right", True), ("chevron-right", True), ("clock", False)])
def test_only_icons_along_the_line_turn(look: QApplication, name: str, turns: bool) -> None:
    """Arrows are mirrored right to left; clocks are not."""
    before = picture(name)
    install_language(look, "ar")
    assert (picture(name) != before) is turns
