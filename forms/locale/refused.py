"""Sentences about files that are not opened at all."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

_ASK = say("Ask the sender for the form as an Excel workbook (.xlsx).")
_ASK_AGAIN = say("Ask the sender for the file again, or copy it again.")
_UNTRUSTED = say("The file was not opened and nothing in this program has changed. Do not use files from this source.")

REFUSED: Final[dict[str, Words]] = {
    "file-damaged": Words(say("The file is damaged: part of it is missing or changed."), _ASK_AGAIN),
    "file-empty": Words(say("The file is empty."), _ASK_AGAIN),
    "file-hostile": Words(say("The file could not be read: the reader stopped while it was at work."), _UNTRUSTED),
    "file-too-big": Words(say("The file is too big for a form: {size} MB; at most {most} MB are read."), _ASK),
    "file-not-found": Words(
        say("There is no file “{file}” here."), say("See whether its name is written correctly and it is still there.")
    ),
    "file-unreadable": Words(
        say("The file “{file}” cannot be opened."),
        say("See whether it is a file that you may read, and whether another program holds it."),
    ),
    "no-survey": Words(
        say("The workbook has no sheet called survey, so it is no XLSForm. Its sheets: {sheets}."),
        say("Open another file, or rename the sheet that holds the questions to survey."),
    ),
    "not-a-form-page": Words(
        say("This is a web page, no form, whatever the name of the file says."),
        say("Open the page in a browser (you may have to log in) and download the form itself from there."),
    ),
    "not-a-form": Words(say("This is neither a workbook nor an XForm."), _ASK),
    "not-a-form-but": Words(say("This is a {kind} file, no form."), _ASK),
    "sheet-too-wide": Words(
        say("A sheet has cells far outside of its content: {rows} rows by {columns} columns."),
        say("Delete the far cells in a spreadsheet program, save, and open it again."),
    ),
    "sections-too-deep": Words(
        say("More than {most} groups and repeats are open inside each other in cell {cell}."),
        say("Close those that are finished with end_group or end_repeat, and open the form again."),
    ),
    "survey-empty": Words(
        say("The sheet “{sheet}” has no questions."), say("Write at least one, or open another file.")
    ),
    "survey-too-long": Words(
        say("The form has more than {most} questions and groups."),
        say("Split it into several forms."),
    ),
    "survey-without-type": Words(
        say("The sheet “{sheet}” has no column type in its first row."),
        say("An XLSForm has its headings in row 1: type, name, label. Move them there."),
    ),
    "too-many-cells": Words(say("The workbook has more than {most} filled cells."), _ASK),
    "too-many-parts": Words(say("The file holds {count} parts; at most {most} are read."), _UNTRUSTED),
    "took-too-long": Words(say("The file could not be read within {seconds} seconds."), _UNTRUSTED),
    "took-too-long-to-read": Words(say("Reading the file took far longer than any form does."), _UNTRUSTED),
    "took-too-much-memory": Words(say("Reading the file took far more memory than any form does."), _UNTRUSTED),
    "unpacked-too-big": Words(say("The file unpacks to {size} MB or more; at most {most} MB are read."), _UNTRUSTED),
    "wire-unreadable": Words(say("What the reader of the form answered cannot be understood."), _UNTRUSTED),
    "workbook-binary": Words(
        say("This is a binary workbook (.xlsb)."), say("Save it as an Excel workbook (.xlsx) and open that.")
    ),
    "workbook-damaged": Words(say("The workbook is damaged and cannot be read."), _ASK_AGAIN),
    "workbook-encrypted": Words(
        say("The workbook is locked with a password."),
        say("Open it in a spreadsheet program, save it without a password, and open that file."),
    ),
    "workbook-macros": Words(
        say("The workbook has macros (programs) in it, which a form does not need."),
        say("Save it as an Excel workbook without macros (.xlsx) and open that."),
    ),
    "xml-declares-entities": Words(
        say("The XML declares entities of its own, which can be used to attack the reader."), _UNTRUSTED
    ),
    "xml-too-large": Words(say("The XML is too large to be read."), say("Ask the sender for a smaller file.")),
    "xml-unreadable": Words(say("The XML cannot be read."), _ASK_AGAIN),
    "xml-damaged": Words(say("The XForm cannot be read beyond line {line}."), _ASK_AGAIN),
    "xml-document-type": Words(
        say("The XForm declares a document type or entities of its own, which can be used to attack the reader."),
        _UNTRUSTED,
    ),
    "xml-no-form": Words(say("This is XML, but no XForm: its outermost element is “{root}”."), _ASK),
    "xml-no-instance": Words(say("The XForm has no instance, so it asks nothing."), _ASK),
    "xml-too-deep": Words(say("The XForm has more than {limit} elements inside each other."), _UNTRUSTED),
    "xml-too-many": Words(say("The XForm has more than {most} elements."), _UNTRUSTED),
}
