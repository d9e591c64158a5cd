"""A walk through every screen of the real window, with an interview filled by keyboard in the middle."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from app.commands.offscreen import Driver
from app.commands.typist import Typed, Typist
from app.interview.view import InterviewView
from app.storage.submissions import SubmissionRow

ROOMS = ("home", "ask", "interview", "finished", "exchange", "settings")
PAGE_EVERY = 8  # a picture of each so many pages of the interview


@dataclass(frozen=True, slots=True)
class Filled:
    """An interview that was filled: what was typed, and the row of the finished interview."""

    typed: Typed
    row: SubmissionRow


def visit_rooms(driver: Driver, prefix: str = "") -> list[str]:
    """Open every room and take its picture; return their keys."""
    driver.until(lambda: driver.program.rooms is not None and driver.program.rooms.shell.room is not None, "the rooms")
    for number, key in enumerate(ROOMS, start=1):
        driver.open_room(key)
        driver.picture(f"{prefix}{number:02d}_{key}")
    return list(ROOMS)


def start_interview(driver: Driver, version: str) -> InterviewView:
    """Begin an interview of a form version and return its page."""
    rooms = driver.program.rooms
    assert rooms is not None
    rooms.start_interview(version)
    driver.until(lambda: isinstance(driver.window.shown, InterviewView), "the interview")
    driver.settle()
    return driver.interview()


def fill_interview(driver: Driver, *, seed: int, prefix: str = "", finish: bool = True) -> Filled | None:
    """Fill the open interview by keyboard, with pictures on the way, and finish it.

    Args:
        finish: False leaves it open on its last page and returns None.
    """
    typist = Typist(driver, seed=seed)
    shot = 0
    while driver.interview().page.kind != "finish":
        if shot % PAGE_EVERY == 0:
            driver.picture(f"{prefix}07_page_{shot // PAGE_EVERY:02d}")
        shot += 1
        typist.stop_after = typist.typed.pages + 1
        typist.fill()
    driver.settle()
    driver.picture(f"{prefix}08_finish")
    if not finish:
        return None
    view = driver.interview()
    rows: list[SubmissionRow] = []
    view.finished.connect(rows.append)
    driver.press(Qt.Key.Key_Return)
    driver.until(lambda: bool(rows), "the interview to be finished")
    driver.settle()
    return Filled(typist.typed, rows[0])
