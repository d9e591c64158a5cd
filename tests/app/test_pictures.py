"""Pictures of every screen, when a folder for them is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import make_example
from pictures import Camera, folder, variants
from PySide6.QtWidgets import QApplication
from shared import SHARED

from app.settings import Preferences

FORM = SHARED / "forms_real" / "reach_msna_2024_draft_v11.xlsx"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "preferences"), variants(), ids=lambda part: getattr(part, "language", None) or "x".join(map(str, part))
)
def test_pictures_of_every_screen(
    look: QApplication, tmp_path: Path, size: tuple[int, int], preferences: Preferences
) -> None:
    """Every screen can be shown in this size and language."""
    target = folder()
    if target is None:
        pytest.skip("GROUNDUP_PICTURES names no folder for pictures")
    example = make_example(tmp_path / "example")
    camera = Camera(
        look,
        target,
        tmp_path,
        example=example,
        form=FORM if FORM.exists() else None,
        size=size,
        preferences=preferences,
    )
    assert camera.take_all() > 20
