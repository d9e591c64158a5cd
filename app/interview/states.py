"""States of questions and sections as icon and word."""

from __future__ import annotations

from app.interview.sections import State
from app.kit.language import text

# State -> (icon, colour token).
ICONS = {
    State.DONE: ("circle-check", "accent"),
    State.MISSING: ("circle-dashed", "error"),
    State.TO_FIX: ("octagon-alert", "error"),
    State.NOT_REACHED: ("circle", "quiet"),
    State.OPEN: ("circle-dashed", "quiet"),
    State.LEFT_OUT: ("message-square-text", "warn"),
}


def state_words(state: State) -> str:
    """Return a state in words."""
    return {
        State.DONE: text("Done"),
        State.MISSING: text("Answer missing"),
        State.TO_FIX: text("To fix"),
        State.NOT_REACHED: text("Not reached"),
        State.OPEN: text("Not answered"),
        State.LEFT_OUT: text("Left out, with a reason"),
    }[state]
