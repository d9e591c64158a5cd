"""Starts the window: options, fonts, preferences, then the program on its workspace."""

from __future__ import annotations

import argparse
import os
import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.commands.options import add_workspace, passphrase
from app.kit import icons
from app.kit.fonts import load_fonts
from app.program import Program
from app.settings import preferences_file


def parser() -> argparse.ArgumentParser:
    """Return the window's options."""
    options = argparse.ArgumentParser(prog="groundup", description="Open the program's window.")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Open the window and return its exit status when it is closed."""
    options = parser().parse_args(arguments)
    given = passphrase(options)
    os.environ.pop("GROUNDUP_PASSPHRASE", None)  # children of the window must not inherit it
    app = make_application()
    program = Program(app, options.workspace, passphrase=given, preferences_file=preferences_file())
    program.start()
    return app.exec()


def make_application() -> QApplication:
    """Return the application object with the bundled fonts loaded."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Groundup")
    app.setDesktopFileName("groundup")
    load_fonts()
    app.setWindowIcon(QIcon(icons.pixmap("mark", "accent", 64)))
    return app
