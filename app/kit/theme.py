"""Colours, type and sizes of the window: one table of tokens feeds the palette, the style sheet and painted widgets."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.kit import sheet
from app.kit.languages import by_code

# Names under which the application object keeps what is in force; painted widgets ask for it at paint time.
THEME_PROPERTY = "groundup_theme"
SCALE_PROPERTY = "groundup_scale"
LANGUAGE_PROPERTY = "groundup_language"
SCALE_LEAST, SCALE_MOST = 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, `#RRGGBB` each; the meaning of every token is in the look's table."""

    name: str
    dark: bool
    high_contrast: bool
    canvas: str
    surface: str
    rail: str
    sunken: str
    hair: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    voice: str
    voice_soft: str
    warn: str
    warn_soft: str
    error: str
    error_soft: str
    info: str
    info_soft: str
    focus: str

    def colour(self, token: str) -> QColor:
        """Return the colour of a token.

        Raises:
            AttributeError: there is no such token.
        """
        return QColor(getattr(self, token))


LIGHT = Theme(
    name="light", dark=False, high_contrast=False,
    canvas="#F7F5F0", surface="#FFFFFF", rail="#EFECE4", sunken="#F1EEE7", hair="#DEDAD0", line="#7A857E",
    text="#17211B", quiet="#4B5A52", accent="#0B6B4F", accent_hover="#095A42", accent_pressed="#074834",
    on_accent="#FFFFFF", accent_soft="#E2EFE9", voice="#9A4516", voice_soft="#F8ECE3", warn="#7F4E00",
    warn_soft="#FBF0D9", error="#B3261E", error_soft="#FBE9E7", info="#1F5590", info_soft="#E7EEF7", focus="#1A4FD6",
)  # fmt: skip
DARK = Theme(
    name="dark", dark=True, high_contrast=False,
    canvas="#141A16", surface="#1B221E", rail="#101512", sunken="#232B26", hair="#344039", line="#7D8A83",
    text="#F0F4F1", quiet="#B4C0B9", accent="#5FD3AB", accent_hover="#7BDDBB", accent_pressed="#48BC95",
    on_accent="#0B2A20", accent_soft="#1F3A31", voice="#F0AC86", voice_soft="#38281F", warn="#F2C063",
    warn_soft="#362C17", error="#FFB4AB", error_soft="#3D2321", info="#A5C8F2", info_soft="#1F2D3D", focus="#FFC94A",
)  # fmt: skip
CONTRAST = Theme(
    name="contrast", dark=False, high_contrast=True,
    canvas="#FFFFFF", surface="#FFFFFF", rail="#FFFFFF", sunken="#F2F2F2", hair="#5A5A5A", line="#000000",
    text="#000000", quiet="#262626", accent="#00513A", accent_hover="#003D2B", accent_pressed="#00291D",
    on_accent="#FFFFFF", accent_soft="#E6F2ED", voice="#6E2B06", voice_soft="#FFF3EA", warn="#5A3600",
    warn_soft="#FFF6DE", error="#8C0F0A", error_soft="#FFEDEB", info="#0A3A70", info_soft="#EAF2FC", focus="#0033CC",
)  # fmt: skip
CONTRAST_DARK = Theme(
    name="contrast_dark", dark=True, high_contrast=True,
    canvas="#000000", surface="#000000", rail="#000000", sunken="#1A1A1A", hair="#9A9A9A", line="#FFFFFF",
    text="#FFFFFF", quiet="#E6E6E6", accent="#7CF0C6", accent_hover="#A3F5D8", accent_pressed="#55E0B0",
    on_accent="#000000", accent_soft="#0E2A20", voice="#FFC7A3", voice_soft="#2B1709", warn="#FFD978",
    warn_soft="#2B2000", error="#FFB9B1", error_soft="#330F0C", info="#B5D5FF", info_soft="#0A1C33", focus="#FFE14D",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST, CONTRAST_DARK)}


@dataclass(frozen=True, slots=True)
class Role:
    """A use of type: size in px at 100 % and weight 400, 500 or 600."""

    px: int
    weight: int


ROLES = {
    "question": Role(24, 600),
    "answer": Role(16, 400),
    "answer_chosen": Role(16, 600),
    "field": Role(16, 400),
    "title": Role(20, 600),
    "key": Role(17, 600),
    "section": Role(15, 600),
    "sentence": Role(15, 400),
    "body": Role(14, 400),
    "name": Role(14, 500),
    "strong": Role(14, 600),
    "table": Role(13, 400),
    "table_name": Role(13, 500),
    "table_strong": Role(13, 600),
    "label": Role(12, 600),
    "small": Role(12, 400),
    "figure": Role(24, 600),
    "mono": Role(12, 400),
}


def current() -> Theme:
    """Return the theme in force; light before the first `apply_theme`."""
    app = QApplication.instance()
    return THEMES.get(str(app.property(THEME_PROPERTY)) if app else "", LIGHT)


def scale() -> float:
    """Return the type scale in force, 1.0 to 2.0."""
    app = QApplication.instance()
    value = app.property(SCALE_PROPERTY) if app else None
    return float(value) if value else 1.0


def scaled(px: float) -> int:
    """Return a size of the look in px at the type scale in force."""
    return round(px * scale())


def interface_language() -> str:
    """Return the language code of the interface; "en" before one was set."""
    app = QApplication.instance()
    return str((app.property(LANGUAGE_PROPERTY) if app else None) or "en")


def families(language: str) -> list[str]:
    """Return the font families of a language in order: its own script beside Latin, then every other script."""
    return list(by_code(language).families)


def font(role: str, language: str | None = None) -> QFont:
    """Return the font of a role for a language (default: the interface's), at the type scale in force."""
    code = language or interface_language()
    entry = by_code(code)
    found = ROLES[role]
    made = QFont()
    made.setFamilies(["Noto Sans Mono", *entry.families] if role == "mono" else list(entry.families))
    made.setPixelSize(scaled(found.px + entry.larger))
    made.setWeight(QFont.Weight(found.weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    if role == "title" and entry.script == "Latin":
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2 * scale())
    return made


def line_height(role: str, language: str | None = None) -> int:
    """Return the line height in px of a role for a language's script, at the type scale in force."""
    entry = by_code(language or interface_language())
    heading = ROLES[role].weight == 600 and ROLES[role].px >= 15
    return scaled((ROLES[role].px + entry.larger) * (entry.line_heading if heading else entry.line_body))


def apply_theme(app: QApplication, theme_name: str, type_scale: float, language: str = "en") -> None:
    """Put a theme, a type scale and the fonts of a language in force for every widget of the program."""
    theme = THEMES.get(theme_name, LIGHT)
    app.setProperty(THEME_PROPERTY, theme.name)
    app.setProperty(SCALE_PROPERTY, min(max(type_scale, SCALE_LEAST), SCALE_MOST))
    app.setProperty(LANGUAGE_PROPERTY, language)
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette(theme))
    app.setFont(font("body", language))
    colours = {entry.name: str(getattr(theme, entry.name)) for entry in fields(theme)}
    roles = {name: (scaled(role.px + by_code(language).larger), role.weight) for name, role in ROLES.items()}
    app.setStyleSheet(sheet.style_sheet(colours, roles, scale(), high_contrast=theme.high_contrast))


def palette(theme: Theme) -> QPalette:
    """Return the Qt palette of a theme, so that parts that no style sheet reaches have the same colours."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.canvas,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.sunken,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.quiet,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.on_accent,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.text,
        QPalette.ColorRole.ToolTipText: theme.canvas,
        QPalette.ColorRole.Light: theme.surface,
        QPalette.ColorRole.Midlight: theme.sunken,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.line,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(disabled, role, QColor(theme.quiet))
    return made
