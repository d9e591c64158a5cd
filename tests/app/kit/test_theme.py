"""The colours of the four themes are far enough apart, computed; type grows with the setting and with the script."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from app.kit import theme
from app.kit.theme import THEMES, Theme, apply_theme, font, line_height, scaled

GROUNDS = ("canvas", "surface", "rail", "sunken")
SOFTS = ("accent_soft", "voice_soft", "warn_soft", "error_soft", "info_soft")
TEXT, SHAPE = 4.5, 3.0


def luminance(colour: str) -> float:
    """Return the relative luminance of "#RRGGBB" (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def worst(colours: Theme, token: str, grounds: tuple[str, ...]) -> float:
    """Return the least contrast of a token on the grounds it is used on."""
    return min(contrast(getattr(colours, token), getattr(colours, ground)) for ground in grounds)


def test_the_measure_knows_black_on_white() -> None:
    """Black on white is 21, a colour on itself 1."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#0B6B4F", "#0B6B4F") == pytest.approx(1)


@pytest.mark.parametrize("name", sorted(THEMES))
@pytest.mark.parametrize("token", ["text", "quiet"])
def test_text_can_be_read_on_every_ground(name: str, token: str) -> None:
    """Text and quiet text reach 4.5 on every ground and every soft."""
    assert worst(THEMES[name], token, GROUNDS + SOFTS) >= TEXT


@pytest.mark.parametrize("name", sorted(THEMES))
@pytest.mark.parametrize("token", ["accent", "voice", "warn", "error", "info"])
def test_coloured_words_can_be_read(name: str, token: str) -> None:
    """A coloured word reaches 4.5 on every ground and on its own soft."""
    assert worst(THEMES[name], token, (*GROUNDS, f"{token}_soft")) >= TEXT


@pytest.mark.parametrize("name", sorted(THEMES))
def test_words_on_the_filled_button_can_be_read(name: str) -> None:
    """The filled button's words reach 4.5 at rest, under the pointer and pressed."""
    assert worst(THEMES[name], "on_accent", ("accent", "accent_hover", "accent_pressed")) >= TEXT


@pytest.mark.parametrize("name", sorted(THEMES))
@pytest.mark.parametrize("token", ["line", "focus"])
def test_edges_and_the_focus_ring_are_seen(name: str, token: str) -> None:
    """Edges of controls and the focus ring reach 3 on every ground."""
    assert worst(THEMES[name], token, GROUNDS) >= SHAPE


@pytest.mark.parametrize("name", sorted(THEMES))
def test_the_undo_bar_can_be_read(name: str) -> None:
    """Canvas-coloured words on the text-coloured bar reach 4.5."""
    assert worst(THEMES[name], "canvas", ("text",)) >= TEXT


@pytest.mark.parametrize("name", sorted(THEMES))
def test_palette_and_style_sheet_have_the_same_colours(look: QApplication, name: str) -> None:
    """What the style sheet does not reach has the theme's colours too."""
    apply_theme(look, name, 1.0)
    colours = THEMES[name]
    palette = look.palette()
    assert palette.color(QPalette.ColorRole.Window).name().upper() == colours.canvas
    assert palette.color(QPalette.ColorRole.Text).name().upper() == colours.text
    assert colours.accent in look.styleSheet()
    assert "$" not in look.styleSheet()


def test_the_theme_in_force_is_what_painted_widgets_see(look: QApplication) -> None:
    """`current` follows `apply_theme`."""
    apply_theme(look, "dark", 1.0)
    assert theme.current() is THEMES["dark"]


@pytest.mark.parametrize(("asked", "given"), [(0.5, 1.0), (1.5, 1.5), (3.0, 2.0)])
def test_type_stays_between_100_and_200_percent(look: QApplication, asked: float, given: float) -> None:
    """The scale is kept within its limits."""
    apply_theme(look, "light", asked)
    assert theme.scale() == given
    assert scaled(10) == round(10 * given)


def test_type_grows_with_the_setting(look: QApplication) -> None:
    """A label in the body role is half as large again at 150 %."""
    label = QLabel("words")
    label.setProperty("role", "body")
    label.ensurePolished()
    small = label.font().pixelSize()
    apply_theme(look, "light", 1.5)
    label.ensurePolished()
    assert (small, label.font().pixelSize()) == (14, 21)


def test_arabic_is_drawn_larger_and_with_more_line(look: QApplication) -> None:
    """Arabic gets one px more and a taller line than Latin; Nastaliq the tallest."""
    assert font("body", "ar").pixelSize() == font("body", "en").pixelSize() + 1
    assert line_height("body", "en") < line_height("body", "ar") < line_height("body", "ur")


def test_no_role_is_under_twelve() -> None:
    """Nothing is smaller than 12 px at 100 %."""
    assert min(role.px for role in theme.ROLES.values()) >= 12
