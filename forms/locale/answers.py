"""Sentences about answers: what was refused, what is missing, and answer files that cannot be followed."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

ANSWERS: Final[dict[str, Words]] = {
    "answer-not-a-choice": Words(
        say("“{value}” is not among the choices of “{name}”."), say("Choose one of those on offer.")
    ),
    "answer-not-boolean": Words(say("“{name}” takes yes or no, not “{value}”."), say("Answer true or false.")),
    "answer-not-date": Words(say("“{value}” is no date."), say("Write a real day as 2026-01-31.")),
    "answer-not-date-time": Words(
        say("“{value}” is no date with a time."), say("Write it as 2026-01-31T14:30:00, with a zone where it matters.")
    ),
    "answer-not-enough-points": Words(
        say("“{name}” needs at least {least} places."), say("Add places, separated by semicolons.")
    ),
    "answer-not-file-name": Words(say("“{value}” is no file name."), say("Give the name without a folder.")),
    "answer-not-integer": Words(say("“{value}” is no whole number."), say("Write digits only.")),
    "answer-not-number": Words(say("“{value}” is no number."), say("Write digits, with a point for decimals.")),
    "answer-not-place": Words(
        say("“{value}” is no place."), say("Write latitude and longitude in degrees, separated by a space.")
    ),
    "answer-not-time": Words(say("“{value}” is no time of day."), say("Write it as 14:30:00.")),
    "answer-out-of-range": Words(
        say("“{value}” is outside of what is possible."), say("Give a number from {least} to {most}.")
    ),
    "answers-unreadable": Words(
        say("The answer file cannot be read: {reason}."), say("It must be JSON with a list of steps.")
    ),
    "cycle": Words(
        say("These questions wait for each other, so none can be worked out: {names}."),
        say("Change one of them so that it no longer reads the others."),
    ),
    "instance-bad-name": Words(
        say("The answers hold “{name}”, which cannot name a question."), say("Ask whoever sent them.")
    ),
    "instance-too-large": Words(say("The answers are too large: {size} bytes."), say("Ask whoever sent them.")),
    "instance-unreadable": Words(
        say("The file holds no answers that can be read."), say("Ask for it once more, from where it was made.")
    ),
    "instance-without-form": Words(say("The answers do not say which form they belong to."), say("Ask who sent them.")),
    "moment-unreadable": Words(say("“{text}” is no moment."), say("Write it as 2026-01-31T14:30:00.")),
    "step-refused": Words(
        say("Step {number} ({op} {ref}) cannot be done: {reason}"), say("Correct the answer file, or the form.")
    ),
    "step-unknown": Words(say("There is no step “{op}”."), say("Correct the answer file.")),
    "violation-constraint": Words(
        say("{label} ({ref}): “{value}” is not allowed. {message}"), say("Change the answer.")
    ),
    "violation-required": Words(say("{label} ({ref}): the answer is missing. {message}"), say("Answer it.")),
    "zone-unknown": Words(say("There is no time zone “{zone}”."), say("Name it like Asia/Beirut.")),
}
