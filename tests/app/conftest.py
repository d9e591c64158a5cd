"""What every test of the window needs: bundled fonts, the light theme, English, left to right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.kit import tasks
from app.kit.fonts import load_fonts
from app.kit.language import install_language
from app.kit.theme import apply_theme


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> tuple[str, ...]:
    """Return the families that are bundled."""
    return load_fonts()


@pytest.fixture
def look(qapp: QApplication, fonts: tuple[str, ...]) -> Iterator[QApplication]:
    """Put English and the light theme in force, and again when the test is done."""
    install_language(qapp, "en")
    apply_theme(qapp, "light", 1.0, "en")
    yield qapp
    assert tasks.wait(), "work is still under way"
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    install_language(qapp, "en")
    apply_theme(qapp, "light", 1.0, "en")
