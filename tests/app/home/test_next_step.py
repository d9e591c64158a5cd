"""The home page proposes what blocks others first, then what waits, then the work itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.home import crash
from app.home.actions import HomeState, Next, next_step
from app.storage.drafts import DraftInfo
from app.storage.forms import FormVersionInfo
from app.storage.outbox import Outbox

NOTHING = Outbox(0, 0, 0, 0, None)
FORM = FormVersionInfo("v", "a", "f", "", 1, "Form", ("",), 3, "f.xlsx", "2026-07-27T10:00:00+00:00", 0, 0, True)
DRAFT = DraftInfo("d", "a", "v", "Form", "", "R", "", "", 0, 0, 0, "", "", None, None)
EMPTY = HomeState((), (), 0, 0, NOTHING, False, (), None)
IN_USE = replace(EMPTY, forms=(FORM,))
NOW = datetime(2026, 7, 30, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (None, Next.FIRST_ASSESSMENT),
        (EMPTY, Next.FIRST_FORM),
        (IN_USE, Next.FIRST_INTERVIEW),
        (replace(IN_USE, drafts=(DRAFT,)), Next.GO_ON),
        (replace(IN_USE, drafts=(DRAFT,), to_look_at=1), Next.LOOK_AT_CONFLICTS),
        (replace(IN_USE, finished=2, outbox=replace(NOTHING, submissions=2), has_server=True), Next.SEND),
        (replace(IN_USE, finished=2, outbox=replace(NOTHING, submissions=2)), Next.CONNECT),
        (replace(IN_USE, finished=2), Next.NEXT_INTERVIEW),
    ],
)
def test_the_next_step(state: HomeState | None, step: Next) -> None:
    """One step for each state."""
    assert next_step(state) is step


def test_not_now_shows_the_one_after() -> None:
    """A step that was put off gives room to the next; when all are put off there is none."""
    state = replace(IN_USE, drafts=(DRAFT,))
    assert next_step(state, frozenset({Next.GO_ON})) is Next.FIRST_INTERVIEW
    assert next_step(state, frozenset(Next)) is None


def test_the_example_is_never_to_be_sent() -> None:
    """Its unsent interviews do not ask for a server."""
    state = replace(IN_USE, finished=30, outbox=replace(NOTHING, submissions=30))
    assert next_step(state, example=True) is Next.NEXT_INTERVIEW


def test_an_older_version_is_not_in_use() -> None:
    """Only the newest version of a form counts."""
    assert replace(EMPTY, forms=(replace(FORM, latest=False),)).in_use == ()


def test_a_proper_close_leaves_no_mark(tmp_path: Path) -> None:
    """Opened and closed: nothing to tell at the next start."""
    assert crash.begin(tmp_path, NOW) is None
    crash.end(tmp_path)
    assert crash.begin(tmp_path, NOW) is None


def test_a_crash_is_told_at_the_next_start(tmp_path: Path) -> None:
    """Opened and not closed: the time of the opening is known."""
    crash.begin(tmp_path, NOW)
    assert crash.begin(tmp_path, NOW + timedelta(hours=1)) == NOW


def test_a_mark_cut_while_it_was_written_counts_as_a_crash(tmp_path: Path) -> None:
    """Rubbish in the mark does not stop the start."""
    (tmp_path / crash.MARKER).write_text("2026-07", encoding="ascii")
    assert crash.begin(tmp_path, NOW) == NOW
