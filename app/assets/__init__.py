"""What the program shows but does not compute: fonts (OFL), icons (Lucide, ISC), the mark.

fonts/   Noto families of the languages in app.kit.languages, regular and semi-bold (medium where names need it)
icons/   the Lucide drawings used, tinted by app.kit.icons
mark/    our own mark: ground line, stem, two leaves
"""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parent
