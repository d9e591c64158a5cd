"""Sentences about forms that are written in another way."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

WRITTEN: Final[dict[str, Words]] = {
    "convert-onto-itself": Words(
        say("“{file}” is the form itself; it would be overwritten."), say("Choose another name for the new file.")
    ),
    "file-ending": Words(
        say("The name “{file}” does not end as that of such a file does."), say("End it with {endings}.")
    ),
    "file-unwritable": Words(
        say("“{file}” cannot be written."),
        say("See whether its folder exists, whether you may write in it, and whether it has room."),
    ),
    "language-none": Words(
        say("The form names no languages, so it has none called “{language}”."), say("Leave the language out.")
    ),
    "language-not-in-form": Words(
        say("The form has no language called “{language}”; it has: {known}."),
        say("Write the language as the form does."),
    ),
    "paper-ending": Words(
        say("A questionnaire on paper is a PDF or a DOCX, and “{file}” is neither."),
        say("End the name of the new file with .pdf or .docx."),
    ),
}
