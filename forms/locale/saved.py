"""Sentences about workbooks that are changed and saved, and about translations that are taken in."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

SAVED: Final[dict[str, Words]] = {
    "cell-too-long": Words(
        say("A text of {length} characters does not fit into a cell of sheet “{sheet}”; a cell holds {most}."),
        say("Shorten it."),
    ),
    "edit-impossible": Words(
        say("The change cannot be made: the sheet has no place “{what}”."), say("Open the workbook again.")
    ),
    "formula-lost": Words(
        say("A formula reads cells that are gone."), say("Correct the formula in a spreadsheet program.")
    ),
    "formula-replaced": Words(
        say("A text took the place of a formula."), say("Write the formula again if it is still wanted.")
    ),
    "formula-stale": Words(
        say("A formula reads a cell that was changed; it still shows what it showed before."),
        say("Open the file once in a spreadsheet program and save it: the formula is then worked out."),
    ),
    "name-impossible": Words(
        say("“{name}” cannot be the name of a question."),
        say("Begin with a letter; use letters, digits, “_”, “-” and “.” only."),
    ),
    "name-taken": Words(say("Another question is called “{name}”."), say("Choose another name.")),
    "not-in-workbook": Words(
        say("“{name}”: a workbook has no place for {what}."), say("It was left out; keep the file it came from.")
    ),
    "sheet-missing": Words(say("The workbook has no sheet called “{sheet}”."), say("Look whether it was renamed.")),
    "sheet-unusual": Words(
        say("The rows of sheet “{sheet}” stand in no order, so nothing can be changed in place."),
        say("Open the file once in a spreadsheet program and save it."),
    ),
    "translation-fewer-values": Words(
        say("The translation of {key} leaves out {wanted}, which the text itself shows."),
        say("It was taken. Add what belongs there."),
    ),
    "translation-other-values": Words(
        say("The translation of {key} shows other values than the text itself: {shown}."),
        say("It was not taken. Write {wanted} in it, as in the text."),
    ),
    "translation-outdated": Words(
        say("The text of {key} was changed since it was translated."),
        say("The translation was not taken. Make the file for the translators anew."),
    ),
    "translation-unknown": Words(
        say("The form has no text {key}."), say("Its translation was not taken. Look whether the question was renamed.")
    ),
    "translations-language": Words(
        say("The file “{file}” does not say of which language its texts are."), say("Name the language with it.")
    ),
    "translations-several": Words(
        say("The form is translated into {count} languages, and one such file holds one: {known}."),
        say("Name the language, or a .zip as the file to write."),
    ),
    "translations-source": Words(
        say("“{language}” is the language the form is written in; there is nothing to translate."),
        say("Choose another language."),
    ),
    "translations-unreadable": Words(
        say("Line {row} of “{file}” is not as files of translations are written."),
        say("Open it once with a program for translations and save it."),
    ),
}
