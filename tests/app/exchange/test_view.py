"""The page Send and receive: progress by bytes, pause, failures with their reason, earlier exchanges."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from desk import calm
from PySide6.QtWidgets import QApplication
from walk import problems

from app.exchange import work
from app.exchange.actions import Entry, keep_entry, read_log
from app.exchange.view import ExchangeView
from app.program import Program
from sync.errors import SyncError

AT = "2026-08-02T13:00:00+00:00"


@pytest.fixture
def view(look: QApplication, program: Program) -> ExchangeView:
    """Return the page on an assessment of our own, with a server chosen."""
    assert program.rooms is not None
    assert program.workspace is not None
    with ThreadPoolExecutor(1) as elsewhere:
        info = elsewhere.submit(program.workspace.assessments.create, "Families", "Shetu").result()
        elsewhere.submit(program.workspace.outbox.set_server, info.id, "http://127.0.0.1:9").result()
    program.rooms.open_assessment(info.id)
    calm(look)
    program.rooms.open_room("exchange")
    calm(look)
    room = program.rooms.shell.room
    assert isinstance(room, ExchangeView)
    return room


def messages(program: Program) -> list[str]:
    """Return what the message bar said."""
    assert program.rooms is not None
    return [f"{entry.lead} {entry.words}" for entry in program.rooms.shell.notices.recent]


def test_nothing_is_cut(program: Program, view: ExchangeView) -> None:
    """The page of an own assessment, with everything on it."""
    assert problems(program.window) == []


def test_progress_is_told_in_bytes(look: QApplication, view: ExchangeView) -> None:
    """Bytes of bytes, and the bar never moves back."""
    view._clock.start()
    view._moved(work.Moved(7_400_000, 18_100_000))
    assert view.progress.words.text() == "7.4 MB of 18.1 MB"
    before = view.progress.bar.value()
    view._moved(work.Moved(7_400_000, 30_000_000))
    assert view.progress.bar.value() == before


def test_an_exchange_that_ends_well_is_listed(
    look: QApplication, program: Program, view: ExchangeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts in a message, a line in the list, the button has the focus again."""
    entry = Entry(AT, 3, 28, 12, 41_000)
    monkeypatch.setattr(work, "exchange", lambda *_given, **_named: entry)
    view.start()
    calm(look)
    assert "3 sent and confirmed, 28 received, 12 files" in messages(program)[-1]
    assert view._state is not None
    assert view._state.log == (entry,)


def test_a_failure_says_why_and_stays_in_the_list(
    look: QApplication, program: Program, view: ExchangeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence of the failure stands in the bar and in the list; nothing is lost."""

    def fail(*_given: object, **_named: object) -> Entry:
        raise SyncError("not_found")

    monkeypatch.setattr(work, "exchange", fail)
    view.start()
    calm(look)
    assert "nothing at this address" in messages(program)[-1]
    assert view._state is not None
    assert "nothing at this address" in view._state.log[0].failed


def test_one_refused_item_does_not_hide_the_others(
    look: QApplication, program: Program, view: ExchangeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how many; the list has the reason."""
    entry = Entry(AT, 2, 0, 0, 100, ("It was signed by somebody who left.",))
    monkeypatch.setattr(work, "exchange", lambda *_given, **_named: entry)
    view.start()
    calm(look)
    assert "1 item was refused, the others are in." in messages(program)[-1]


def test_pause_keeps_what_went(look: QApplication, view: ExchangeView, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pause stops after the piece under way; the button then says Go on."""
    stopped, moved = threading.Event(), threading.Event()

    def slow(
        *_given: object, progress: Callable[[object], None], is_cancelled: Callable[[], bool], founding_code: str
    ) -> Entry:
        assert founding_code == ""
        progress(work.Moved(5_000, 10_000))
        moved.set()
        while not is_cancelled():
            stopped.wait(0.01)
        return Entry(AT, 1, 0, 0, 5_000)

    monkeypatch.setattr(work, "exchange", slow)
    view.start()
    assert moved.wait(5)
    look.processEvents()
    assert view.pause.isVisibleTo(view)
    view.pause.click()
    calm(look)
    assert view.button.text() == "Go on"
    assert "5.0 kB of 10 kB" in view._headline.text()


def test_a_server_is_asked_for_first(look: QApplication, view: ExchangeView) -> None:
    """An address that cannot be one is refused above its field."""
    view.address.setText("two words")
    view._keep_address()
    assert "cannot be an address" in view._address_field.error.text()


def test_earlier_exchanges_are_kept_per_assessment(look: QApplication, program: Program, view: ExchangeView) -> None:
    """Newest first, at most thirty, each assessment its own."""
    assert program.workspace is not None
    for number in range(35):
        keep_entry(program.workspace, "a", Entry(AT, number, 0, 0, 0))
    keep_entry(program.workspace, "b", Entry(AT, 99, 0, 0, 0, ("why",)))
    log = read_log(program.workspace, "a")
    assert (len(log), log[0].sent) == (30, 34)
    assert read_log(program.workspace, "b")[0].refused == ("why",)
