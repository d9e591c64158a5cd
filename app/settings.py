"""Preferences of the person at this laptop: language, theme, type size; known before the workspace is unlocked.

They live in a small file of the platform's configuration folder, never in shared data, and name no assessment and no
person. A file that cannot be read counts as absent.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

LEAST_SCALE, MOST_SCALE, SCALE_STEP = 1.0, 2.0, 0.1
THEME_CHOICES = ("system", "light", "dark", "contrast", "contrast_dark")
DIGIT_CHOICES = ("language", "latin")
LOCK_CHOICES = (5, 10, 20, 30, 60, 0)  # minutes without work; 0 never locks by itself


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person chose.

    Args:
        language: Language code; "" until it was chosen on the first page.
        theme: One of THEME_CHOICES; "system" is light or dark as the system says.
        scale: Type size, 1.0 to 2.0.
        digits: One of DIGIT_CHOICES.
        lock_minutes: One of LOCK_CHOICES.
        window: Last place of the window: x, y, width, height; empty when unknown.
        backup_folder: Where safe copies go besides the workspace; "" for nowhere else.
        start_page: "home", "interview" or "ask": what the person said they are going to do.
    """

    language: str = ""
    theme: str = "system"
    scale: float = 1.0
    digits: str = "language"
    lock_minutes: int = 10
    window: tuple[int, ...] = ()
    backup_folder: str = ""
    start_page: str = "home"

    def with_scale(self, scale: float) -> Preferences:
        """Return these preferences with another type size, kept within its limits and steps."""
        steps = round((min(max(scale, LEAST_SCALE), MOST_SCALE) - LEAST_SCALE) / SCALE_STEP)
        return replace(self, scale=round(LEAST_SCALE + steps * SCALE_STEP, 2))


def preferences_file() -> Path:
    """Return where the preferences of this user are kept, whether the file exists or not."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "Groundup"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Preferences" / "Groundup"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "groundup"
    return base / "preferences.json"


def load(file: Path) -> Preferences:
    """Return the stored preferences; what is missing or no longer known has its default."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(stored, dict):
        return Preferences()
    known = Preferences()
    for entry in fields(Preferences):
        value = stored.get(entry.name)
        if entry.name == "window" and isinstance(value, list) and all(isinstance(part, int) for part in value):
            known = replace(known, window=tuple(value) if len(value) == 4 else ())
        elif entry.name != "window" and isinstance(value, type(getattr(known, entry.name))):
            known = replace(known, **{entry.name: value})
    return _valid(known)


def save(preferences: Preferences, file: Path) -> None:
    """Write the preferences aside, then put them in place.

    Raises:
        OSError: the folder cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".new")
    aside.write_text(json.dumps(asdict(preferences), indent=1), encoding="utf-8")
    os.replace(aside, file)


def _valid(preferences: Preferences) -> Preferences:
    theme = preferences.theme if preferences.theme in THEME_CHOICES else "system"
    digits = preferences.digits if preferences.digits in DIGIT_CHOICES else "language"
    minutes = preferences.lock_minutes if preferences.lock_minutes in LOCK_CHOICES else 10
    return replace(preferences, theme=theme, digits=digits, lock_minutes=minutes).with_scale(preferences.scale)
