"""Sentences about answers that are missing or wrong, and about instances that cannot be read."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

ANSWERS: Final[dict[str, Words]] = {
    "instance-bad-name": Words(
        say("The answers hold “{name}”, which cannot name a question."), say("Ask whoever sent them.")
    ),
    "instance-too-large": Words(say("The answers are too large: {size} bytes."), say("Ask whoever sent them.")),
    "instance-unreadable": Words(
        say("The file holds no answers that can be read."), say("Ask for it once more, from where it was made.")
    ),
    "instance-without-form": Words(say("The answers do not say which form they belong to."), say("Ask who sent them.")),
    "repeat-too-many": Words(
        say("“{name}” was to be asked more than {most} times."), say("Correct the number that says how often.")
    ),
    "violation-constraint": Words(
        say("“{value}” is not allowed as an answer to “{label}” ({ref})."), say("Change the answer.")
    ),
    "violation-constraint-said": Words(
        say("“{value}” is not allowed as an answer to “{label}” ({ref}). The form says: {message}"),
        say("Change the answer."),
    ),
    "violation-required": Words(say("The answer to “{label}” ({ref}) is missing."), say("Answer it.")),
    "violation-required-said": Words(
        say("The answer to “{label}” ({ref}) is missing. The form says: {message}"), say("Answer it.")
    ),
}
