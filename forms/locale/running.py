"""Sentences about forms at work: answers, drafts, and what the model finds when it is made."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

RUNNING: Final[dict[str, Words]] = {
    "answer-not-a-choice": Words(say("“{value}” is not among the choices."), say("Choose one that is offered.")),
    "answer-not-boolean": Words(say("“{value}” is neither yes nor no."), say("Answer yes or no.")),
    "answer-not-date": Words(say("“{value}” is no day of the calendar."), say("Write the day as 2026-01-31.")),
    "answer-not-date-time": Words(
        say("“{value}” is no day with a time."), say("Write the day and the time, as 2026-01-31 and 14:30.")
    ),
    "answer-not-enough-points": Words(
        say("There are too few points: at least {least} are needed."), say("Add more points.")
    ),
    "answer-not-file-name": Words(say("“{value}” is no name of a file."), say("Choose the file again.")),
    "answer-not-integer": Words(
        say("“{value}” is no whole number."), say("Write digits only, without a decimal point.")
    ),
    "answer-not-number": Words(say("“{value}” is no number."), say("Write digits, and a point before decimals.")),
    "answer-not-place": Words(
        say("“{value}” is no place."), say("Write latitude and longitude with a space between, as 31.95 35.91.")
    ),
    "answer-not-time": Words(say("“{value}” is no time of day."), say("Write the time as 14:30.")),
    "answer-out-of-range": Words(say("“{value}” is not possible here."), say("Write a number from {least} to {most}.")),
    "answers-unreadable": Words(
        say("The file of answers cannot be read ({reason})."), say("Correct the file and try again.")
    ),
    "cycle": Words(
        say("These questions wait for each other and cannot be worked out: {names}."),
        say("Change one of them so that it does not read the others."),
    ),
    "cycle-own": Words(
        say("“{name}” depends on itself, or on something inside it."),
        say("Change its rule so that it reads only other questions; else it may stay hidden or blank."),
    ),
    "external-unreadable": Words(
        say("The file “{file}” cannot be read as a list."),
        say("Save it again as CSV (UTF-8), under the same name beside the form."),
    ),
    "file-column-missing": Words(
        say("The file “{file}” has no column “{column}”; its columns are: {columns}."),
        say("Correct the heading in the file, or name the columns in parameters: value=… label=…"),
    ),
    "file-not-unicode": Words(
        say("The file “{file}” is not saved as UTF-8, so its letters had to be guessed."),
        say("Look whether its words are shown rightly; if not, save it again as CSV (UTF-8)."),
    ),
    "file-without-rows": Words(
        say("The file “{file}” has no rows, so the question offers no choices."),
        say("Put the file with its rows beside the form."),
    ),
    "file-too-large": Words(
        say("The file “{file}” is too large: its cells take more than {most} MB of memory."),
        say("Leave out the rows and columns the form does not need."),
    ),
    "instance_bad_name": Words(
        say("“{name}” is no possible name of an answer."), say("Ask the sender for the file again.")
    ),
    "instance_too_large": Words(
        say("The answers are too large to be read ({size} bytes)."), say("Ask the sender for the file again.")
    ),
    "instance_unreadable": Words(say("The answers cannot be read."), say("Ask the sender for the file again.")),
    "instance_without_form": Words(
        say("The answers do not say which form they belong to."), say("Ask the sender for the file again.")
    ),
    "moment-unreadable": Words(say("“{text}” is no moment in time."), say("Write it as 2026-01-31T14:30:00+03:00.")),
    "name-unknown": Words(
        say("“{name}” is named, but no row of the form has that name."), say("Correct the name, or add the question.")
    ),
    "step-refused": Words(
        say("Step {number} of the answers ({op} {ref}) cannot be done."), say("Correct the step and try again.")
    ),
    "step-unknown": Words(say("There is no step called “{op}”."), say("Correct the file of answers.")),
    "zone-unknown": Words(say("There is no time zone “{zone}”."), say("Write a zone such as Asia/Amman.")),
    "draft-newer": Words(
        say("The draft was saved by a newer version of this program."),
        say("Install the newer version to go on with it."),
    ),
    "draft-unreadable": Words(
        say("The saved draft cannot be read."), say("It was left as it is. Restore a backup, or start a new interview.")
    ),
    "instance-other-form": Words(
        say("These answers belong to the form “{form}”, not to “{wanted}”."), say("Open them with their own form.")
    ),
    "no-such-language": Words(say("The form is not written in “{language}”."), say("Choose one of its languages.")),
    "no-such-node": Words(say("The form has no question at {ref}."), say("Go on with another question.")),
    "not-a-question": Words(say("{ref} is no question."), say("Answer a question inside it.")),
    "not-a-repeat": Words(say("{ref} cannot be repeated."), say("Choose a part that can.")),
    "not-relevant": Words(say("“{name}” is not asked here."), say("Answer the question it depends on first.")),
    "path-unknown": Words(say("The form has no question at {path}."), say("Choose a question of this form version.")),
    "read-only": Words(say("“{name}” is worked out and cannot be typed."), say("Change what it is worked out from.")),
    "pulldata-column-missing": Words(
        say("pulldata() reads the column “{column}” of “{file}”, which has only: {columns}."),
        say("Correct the name of the column, in the expression or in the file."),
    ),
    "repeat-is-counted": Words(
        say("How often “{name}” is asked is worked out by the form."), say("Change the answer that gives the number.")
    ),
}
