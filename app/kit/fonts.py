"""Brings the bundled fonts into the program, so that no script depends on what the laptop has installed."""

from __future__ import annotations

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFontDatabase

from app.assets import ASSETS
from app.kit.line_metrics import LINES, with_line


def load_fonts() -> tuple[str, ...]:
    """Load every bundled font and return the families that are now available from them.

    Raises:
        FileNotFoundError: the fonts are not there at all; the installation is broken.
    """
    files = sorted((ASSETS / "fonts").glob("*.ttf"))
    if not files:
        raise FileNotFoundError(ASSETS / "fonts")
    # Qt walks the list of families for every script and warns for each that lacks it; the list is meant to be walked.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    families: set[str] = set()
    for file in files:
        line = LINES.get(file.stem.partition("-")[0])
        if line is None:
            number = QFontDatabase.addApplicationFont(str(file))
        else:
            number = QFontDatabase.addApplicationFontFromData(with_line(file.read_bytes(), *line))
        families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))
