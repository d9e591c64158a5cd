"""What every test of the window needs: bundled fonts, the light theme, English, left to right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import close_program, copy_of, make_example, open_program
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.kit import tasks
from app.kit.fonts import load_fonts
from app.kit.language import install_language
from app.kit.theme import apply_theme
from app.program import Program
from app.settings import Preferences


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


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a closed workspace with the example in it; open copies of it only."""
    return make_example(tmp_path_factory.mktemp("example") / "workspace")


@pytest.fixture
def program(look: QApplication, example: Path, tmp_path: Path) -> Iterator[Program]:
    """Return the program on a copy of the example, in English."""
    folder = copy_of(example, tmp_path / "workspace")
    opened = open_program(look, folder, tmp_path / "preferences.json", chosen=Preferences(language="en"))
    assert opened.rooms is not None
    yield opened
    close_program(look, opened)
