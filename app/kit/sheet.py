"""The one style sheet, made from the token table; widgets choose their look by `kind`, `role`, `tone`."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

# Tones a text may have, each a token of the theme.
TONES = ("text", "quiet", "accent", "voice", "warn", "error", "info", "on_accent", "canvas")
CELL_MARGIN = 3  # px that Fusion adds to the padding of a cell, and not to that of its heading
SOFTS = ("accent", "voice", "warn", "error", "info")


def style_sheet(
    colours: Mapping[str, str], roles: Mapping[str, tuple[int, int]], scale: float, *, high_contrast: bool
) -> str:
    """Return the style sheet.

    Args:
        colours: Token -> "#RRGGBB".
        roles: Type role -> (px already scaled, weight).
        scale: Type scale, by which sizes grow.
        high_contrast: Chosen things get a thicker edge.
    """
    sizes = {f"s{px}": str(max(1, round(px * scale))) for px in (1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28)}
    sizes |= {f"h{px}": str(round(px * scale)) for px in (22, 24, 30, 32, 34, 36, 44, 48)}
    sizes["radio"] = str(int(sizes["s18"]) // 2 + int(sizes["s2"]))
    sizes["head"] = str(int(sizes["s10"]) + CELL_MARGIN)
    chosen = str(max(1, round((3 if high_contrast else 1) * scale)))
    parts = [_TEMPLATE.substitute(colours, **sizes, chosen=chosen)]
    parts += [
        f'*[role="{name}"] {{ font-size: {px}px; font-weight: {weight}; }}' for name, (px, weight) in roles.items()
    ]
    parts += [f'QLabel[tone="{tone}"] {{ color: {colours[tone]}; }}' for tone in TONES]
    for soft in SOFTS:
        ground = colours[f"{soft}_soft"]
        parts.append(
            f'QFrame[notice="{soft}"] {{ background: {ground}; border: none; border-radius: {sizes["s8"]}px; }}'
        )
        parts.append(f'QFrame[pill="{soft}"] {{ background: {ground}; border-radius: {sizes["s6"]}px; }}')
    parts.append(f'QFrame[pill="neutral"] {{ background: {colours["sunken"]}; border-radius: {sizes["s6"]}px; }}')
    return "\n".join(parts)


_TEMPLATE = Template("""
* { outline: none; }
QMainWindow, QWidget[ground="canvas"] { background: $canvas; }
QDialog { background: $surface; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="rail"] { background: $rail; }
QWidget[ground="sunken"] { background: $sunken; }
QLabel { background: transparent; color: $text; }
QLabel[mono="true"], QLineEdit[mono="true"] { font-family: "Noto Sans Mono"; }
QToolTip { background: $text; color: $canvas; border: none; padding: ${s6}px ${s8}px; }

QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: ${s8}px; font-weight: 600;
  padding: 0px ${s14}px; min-height: ${h34}px; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $sunken; border-color: $accent; }
QPushButton:disabled { background: $sunken; color: $quiet; border: 1px dashed $line; }
QPushButton[kind="filled"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[kind="filled"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="filled"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="filled"]:disabled { background: $sunken; color: $quiet; border: 1px dashed $line; }
QPushButton[kind="text"] { background: transparent; color: $accent; border: 1px solid transparent; }
QPushButton[kind="text"]:hover { background: $accent_soft; }
QPushButton[kind="text"]:disabled { color: $quiet; }
QPushButton[kind="danger"] { color: $error; border-color: $error; }
QPushButton[kind="danger"]:hover { background: $error_soft; }
QPushButton[kind="erase"] { background: $error; color: $surface; border: 1px solid $error; }
QPushButton[fit="bar"] { min-height: ${h30}px; padding: 0px ${s12}px; }
QPushButton[fit="field"] { min-height: ${h44}px; padding: 0px ${s20}px; font-size: ${s16}px; }
QPushButton[fit="icon"] { padding: 0px; min-height: ${h34}px; min-width: ${h34}px; }
QPushButton[fit="small_icon"] { padding: 0px; min-height: ${h30}px; min-width: ${h30}px; border-color: transparent;
  background: transparent; }
QPushButton[fit="small_icon"]:hover { background: $sunken; }
QPushButton[fit="link"] { padding: 0px; border: none; border-radius: 0px; min-height: ${h24}px; text-align: left; }
QPushButton[fit="link"]:hover { background: transparent; text-decoration: underline; }
QPushButton[kind="plain"] { background: transparent; color: $text; border: none; }
QPushButton[kind="quiet"] { background: transparent; color: $quiet; border: 1px solid transparent; font-weight: 400;
  padding: 0px ${s6}px; min-height: ${h24}px; }
QPushButton[kind="quiet"]:hover { background: $sunken; }
QPushButton[kind="chip"] { min-height: ${h30}px; padding: 0px ${s10}px; font-weight: 400; }
QPushButton[kind="chip"]:checked, QPushButton[kind="chip"][chosen="true"] { background: $accent_soft; color: $accent;
  border-color: $accent; font-weight: 600; }
QPushButton[kind="chip_add"] { min-height: ${h30}px; padding: 0px ${s10}px; border-style: dashed; font-weight: 600; }
QPushButton::menu-indicator { image: none; width: 0px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $line; border-radius: ${s8}px; padding: 0px ${s10}px;
  min-height: ${h34}px; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $quiet; }
QPlainTextEdit, QTextEdit { padding: ${s6}px ${s6}px; }
QLineEdit[fit="field"], QComboBox[fit="field"], QSpinBox[fit="field"], QDateEdit[fit="field"],
QTimeEdit[fit="field"] { min-height: ${h44}px; font-size: ${s16}px; padding: 0px ${s12}px; }
QLineEdit[fit="bar"] { min-height: ${h30}px; }
QPlainTextEdit[fit="field"] { font-size: ${s16}px; }
QLineEdit[state="error"], QPlainTextEdit[state="error"], QComboBox[state="error"] { border: 2px solid $error; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $sunken; border: 1px solid $sunken; }
QComboBox::drop-down { border: none; width: ${s28}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line; padding: ${s4}px;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${h32}px; padding: 0px ${s8}px; }

QFrame[kind="card"] { background: $surface; border: 1px solid $hair; border-radius: ${s10}px; }
QFrame[kind="voice_card"] { background: $surface; border: 1px solid $voice; border-radius: ${s10}px; }
QFrame[kind="next"] { background: $accent_soft; border: none; border-radius: ${s10}px; }
QFrame[kind="hair"] { background: $hair; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="vhair"] { background: $hair; border: none; max-width: 1px; min-width: 1px; }
QFrame[kind="voice_bar"] { background: $voice; border: none; max-width: ${s3}px; min-width: ${s3}px; }
QFrame[kind="undo"] { background: $text; border: none; border-radius: ${s8}px; }
QFrame[kind="undo"] QPushButton { background: transparent; color: $canvas; border: none; text-decoration: underline; }
QFrame[kind="undo"] QPushButton:hover { color: $surface; }
QFrame[kind="foot"] { background: $surface; border: none; border-top: 1px solid $hair; }
QFrame[kind="head"] { background: $canvas; border: none; border-bottom: 1px solid $hair; }
QFrame[kind="status"] { background: $canvas; border: none; border-top: 1px solid $hair; }
QFrame[kind="drop"] { background: $surface; border: 1px dashed $line; border-radius: ${s10}px; }
QFrame[kind="drop"][over="true"] { background: $accent_soft; border: 2px solid $accent; }

QProgressBar { background: $sunken; border: none; border-radius: ${s3}px; min-height: ${s6}px; max-height: ${s6}px; }
QProgressBar::chunk { background: $accent; border-radius: ${s3}px; }
QProgressBar[fit="head"] { min-height: ${s4}px; max-height: ${s4}px; border-radius: 0px; background: $hair; }
QProgressBar[fit="head"]::chunk { border-radius: 0px; }
QProgressBar[fit="transfer"] { min-height: ${s8}px; max-height: ${s8}px; border-radius: ${s4}px; }
QProgressBar[fit="transfer"]::chunk { border-radius: ${s4}px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[ground="clear"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: ${s12}px; margin: 0px; border: none; }
QScrollBar::handle:vertical { background: $line; border-radius: ${s3}px; min-height: ${h32}px; margin: ${s3}px; }
QScrollBar:horizontal { background: transparent; height: ${s12}px; margin: 0px; border: none; }
QScrollBar::handle:horizontal { background: $line; border-radius: ${s3}px; min-width: ${h32}px; margin: ${s3}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

QTableView, QTreeView, QListView { background: $surface; color: $text; border: none; gridline-color: $hair;
  selection-background-color: $accent_soft; selection-color: $text; alternate-background-color: $surface; }
QTableView::item, QListView::item { padding: 0px ${s10}px; border: none; border-bottom: 1px solid $hair; }
QTableView::item:hover, QListView::item:hover { background: $sunken; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $accent_soft;
  color: $text; }
QTreeView::item { min-height: ${h24}px; padding: ${s2}px ${s4}px; border-radius: ${s6}px; }
QTreeView::item:hover { background: $sunken; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section { background: $sunken; color: $quiet; border: none; border-bottom: 1px solid $hair;
  padding: ${s8}px ${head}px; font-weight: 600; font-size: ${s12}px; }
QTableCornerButton::section { background: $sunken; border: none; }

QMenu { background: $surface; color: $text; border: 1px solid $hair; padding: ${s6}px; }
QMenu::item { padding: ${s8}px ${s16}px; border-radius: ${s6}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::separator { background: $hair; height: 1px; margin: ${s6}px 0px; }

QCheckBox, QRadioButton { color: $text; spacing: ${s10}px; min-height: ${h24}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: ${s18}px; height: ${s18}px; background: $surface;
  border: ${s2}px solid $line; }
QCheckBox::indicator { border-radius: ${s4}px; }
QRadioButton::indicator { border-radius: ${radio}px; }
QCheckBox::indicator:checked { border-color: $accent; background: $accent; }
QRadioButton::indicator:checked { border-color: $accent;
  background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0 $accent,
  stop:0.5 $accent, stop:0.55 $surface, stop:1 $surface); }

QPushButton[kind="rail"] { background: transparent; border: 1px solid transparent; font-weight: 400; text-align: left;
  padding: 0px ${s10}px; }
QPushButton[kind="rail"]:hover { background: $sunken; }
QPushButton[kind="rail"]:checked { background: $surface; border-color: $hair; font-weight: 600; }
QPushButton[kind="chooser"] { background: $surface; border: 1px solid $hair; text-align: left; border-radius: ${s8}px; }
QPushButton[kind="row"] { background: transparent; border: none; text-align: left; border-radius: ${s8}px; }
QPushButton[kind="row"]:hover { background: $sunken; }
QFrame[kind="choice"] { background: $surface; border: 1px solid $line; border-radius: ${s10}px; }
QFrame[kind="choice"][chosen="true"] { background: $accent_soft; border: ${chosen}px solid $accent; }
""")
