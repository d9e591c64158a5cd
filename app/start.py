"""Starts the window: options, fonts, preferences, then the program on its workspace."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.commands.options import add_workspace, passphrase
from app.kit import icons
from app.kit.fonts import load_fonts
from app.program import Program
from app.settings import preferences_file

NO_SCREEN = (
    "There is no screen to open the window on. Start Groundup from a desktop, or use its commands "
    "(groundup --help); groundup --main-job does the main job without a screen."
)


def parser() -> argparse.ArgumentParser:
    """Return the window's options."""
    options = argparse.ArgumentParser(prog="groundup", description="Open the program's window.")
    add_workspace(options)
    options.add_argument("--example", action="store_true", help="open with the example assessment")
    return options


def main(arguments: list[str]) -> int:
    """Open the window and return its exit status when it is closed."""
    options = parser().parse_args(arguments)
    given = passphrase(options)
    os.environ.pop("GROUNDUP_PASSPHRASE", None)  # children of the window must not inherit it
    if not has_screen():
        sys.stderr.write(f"{NO_SCREEN}\n")
        return 1
    app = make_application()
    program = Program(
        app, options.workspace, passphrase=given, preferences_file=preferences_file(), example=options.example
    )
    program.start()
    return app.exec()


def has_screen(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a window can be shown; on Linux Qt ends the whole process when there is no screen to show it on."""
    named = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return named or not system.startswith("linux")


def make_application() -> QApplication:
    """Return the application object with the bundled fonts loaded."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Groundup")
    app.setDesktopFileName("groundup")
    load_fonts()
    app.setWindowIcon(QIcon(icons.pixmap("mark", "accent", 64)))
    return app
