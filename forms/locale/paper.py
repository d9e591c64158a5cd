"""What a printed questionnaire says by itself: skips and limits in words, and the words around the questions.

Its translations stand in files of their own (`paper.po`), since they are in the language of the form that is printed,
not in that of the person who prints it.
"""

from __future__ import annotations

from typing import Final

from forms.locale.words import say

# Conditions and values, made by `forms.paper.telling`.
TOLD: Final[dict[str, str]] = {
    "question": say("Q{number}"),
    "quoted": say("“{text}”"),
    "separator": say(", "),
    "only-if": say("Only if {condition}"),
    "only-if-written": say("Only if, as the form says: {condition}"),
    "never-asked": say("Never asked: the form's condition cannot come true"),
    "span": say("{first} to {last}"),
    "span-when": say("{span}: {when}"),
    "equal": say("{a} = {b}"),
    "one-of": say("{a} is one of: {labels}"),
    "unequal": say("{a} is not {b}"),
    "none-of": say("{a} is none of: {labels}"),
    "ticked": say("{b} is ticked in {a}"),
    "ticked-one-of": say("at least one of these is ticked in {a}: {labels}"),
    "not-ticked": say("{b} is not ticked in {a}"),
    "ticked-none-of": say("none of these is ticked in {a}: {labels}"),
    "self-ticked": say("{b} is ticked"),
    "self-ticked-one-of": say("at least one of these is ticked: {labels}"),
    "self-not-ticked": say("{b} is not ticked"),
    "self-ticked-none-of": say("none of these is ticked: {labels}"),
    "any-question": say("at least one of {questions} is {labels}"),
    "no-question": say("none of {questions} is {labels}"),
    "every-question": say("all of {questions} are {labels}"),
    "label-or": say("{a} or {b}"),
    "blank": say("{a} has no answer"),
    "answered": say("{a} has an answer"),
    "more-than": say("{a} is more than {b}"),
    "at-least": say("{a} is {b} or more"),
    "less-than": say("{a} is less than {b}"),
    "at-most": say("{a} is {b} or less"),
    "from-to": say("{a} is from {least} to {most}"),
    "same": say("{a} is the same as {b}"),
    "different": say("{a} is not the same as {b}"),
    "and": say("{a} and {b}"),
    "or": say("{a} or {b}"),
    "not": say("it is not true that {a}"),
    "always": say("always"),
    "never": say("never"),
    "contains": say("{a} has {b} in it"),
    "starts-with": say("{a} begins with {b}"),
    "ends-with": say("{a} ends with {b}"),
    "matches": say("{a} fits the pattern {b}"),
    "the-answer": say("the answer"),
    "ticked-count": say("the number of answers ticked in {a}"),
    "self-ticked-count": say("the number of answers ticked"),
    "row-count": say("the number of rows filled in {a}"),
    "sum": say("the sum of all {a}"),
    "smallest": say("the smallest {a}"),
    "largest": say("the largest {a}"),
    "length": say("the number of characters of {a}"),
    "remainder": say("the remainder of {a} ÷ {b}"),
    "row-number": say("the number of the row"),
    "in-row": say("{a} in row {b}"),
    "same-row": say("{a} in the same row"),
    "interview-day": say("the day of the interview"),
    "now": say("the time of the interview"),
    "fallback": say("{a}, or where it is blank {b}"),
}

# Limits of an answer.
LIMITS: Final[dict[str, str]] = {
    "between": say("{least} to {most}"),
    "least": say("{least} or more"),
    "most": say("{most} or less"),
    "above": say("more than {least}"),
    "below": say("less than {most}"),
    "exactly": say("exactly {least}"),
    "ticks-most": say("at most {most} answers"),
    "ticks-most-one": say("one answer only"),
    "ticks-least-one": say("at least one answer"),
    "ticks-least": say("at least {least} answers"),
    "digits-exact": say("{count} digits"),
    "digits-between": say("{least} to {most} digits"),
    "not-after-today": say("not after the day of the interview"),
    "not-before-today": say("not before the day of the interview"),
    "must": say("It must be so: {condition}"),
    "must-not": say("It cannot be so: {condition}"),
    "must-written": say("Rule, as the form says: {condition}"),
}

# How to answer, and what stands in the place of an answer.
ANSWERING: Final[dict[str, str]] = {
    "answer-of": say("[answer to {a}]"),
    "tick-one": say("Tick one"),
    "tick-many": say("Tick all that apply"),
    "rank": say("Write 1 for the first, 2 for the second, and so on"),
    "circle": say("Circle one number"),
    "photo": say("Photo: number"),
    "audio": say("Sound recording: number"),
    "video": say("Video: number"),
    "file": say("Paper or file: number"),
    "signature": say("Signature"),
    "drawing": say("Drawing"),
    "barcode": say("Number under the barcode"),
    "acknowledged": say("Read and understood"),
    "person-row": say("Write the row number from {a}"),
    "from-annex": say("See {a} at the end"),
    "from-file": say("Choose from the list in the file “{file}”"),
    "offered-place": say("Offer only what belongs to the answer to {a}"),
    "offered-where": say("Offer a choice only where {a}"),
    "offered-written": say("Choices are offered by this rule of the form: {a}"),
    "no-choices": say("The form has no choices here; write the answer"),
    "kind-unknown": say("The form calls this “{kind}”; write the answer in words"),
    "write-number": say("Write the number of the choice"),
    "write-numbers": say("Write the numbers of all that apply"),
    "write-order": say("Write the numbers in order, first to last"),
}

# Parts that are asked several times.
TIMES: Final[dict[str, str]] = {
    "table": say("Table {number}"),
    "times-count": say("Fill it {count} times"),
    "times-answer": say("Fill it as many times as {a} says"),
    "times-told": say("How often: {a}"),
    "upright-more": say("One row for each. More than {rows}: use another sheet with the same paper number"),
    "columns-more": say("One column for each. More than {rows}: use another sheet with the same paper number"),
    "belongs": say("Belongs to row of {a}"),
}

# Long lists at the end.
LISTS: Final[dict[str, str]] = {
    "list": say("List {number}"),
    "used-by": say("For {questions}"),
    "left-out": say("The list has {count} entries; {shown} are printed, the others are in the form “{file}”."),
    "left-out-file": say("The list has {count} entries; {shown} are printed, the others are in the file “{file}”."),
    "others": say("Others"),
}

# Values that the program works out and skips ask for.
WORKED: Final[dict[str, str]] = {
    "worked-title": say("Values to work out by hand"),
    "worked-below": say("The program works these out by itself. On paper write them here where a skip asks for them."),
}

# Words around the questions; keys are what `Sheet.words` holds.
AROUND: Final[dict[str, str]] = {
    "paper-number": say("Paper no."),
    "interviewer": say("Interviewer"),
    "place": say("Place"),
    "date": say("Date"),
    "begin": say("Begin"),
    "end": say("End"),
    "checked": say("Checked by"),
    "typed": say("Typed in by"),
    "sheets": say("Sheets"),
    "consent": say("Consent"),
    "consent-asked": say("I explained who we are, what the answers are for, and that the person may stop at any time."),
    "consent-yes": say("The person agrees"),
    "consent-no": say("The person does not agree: thank them and stop here"),
    "how-to": say("How to use this paper"),
    "name": say("Name"),
    "code": say("Code"),
    "day": say("day"),
    "month": say("month"),
    "year": say("year"),
    "hour": say("hour"),
    "minute": say("min."),
    "latitude": say("Latitude"),
    "longitude": say("Longitude"),
    "go-to": say("go to {number}"),
    "the-end": say("the end"),
    "page": say("Page {page} of {pages}"),
    "version": say("Version {version}"),
    "no": say("No."),
    "picture": say("picture on the screen: {file}"),
    "one": say("No. {number}"),
}

# How to use the paper, on its first page.
INTRODUCTION: Final[dict[str, str]] = {
    "use-read": say("Read each question aloud as it is written. What is printed small below a question is for you."),
    "use-number": say("Write the paper number at the top of every page before you begin."),
    "use-tick": say("Tick one box only, unless the paper says: tick all that apply."),
    "use-digits": say("One digit in each box, written to the end of the boxes. A blank box means nothing was asked."),
    "use-skip": say(
        "A grey line “Only if …” says when to ask. Where it is not so, leave the question blank and go on."
    ),
    "use-go": say("An arrow behind an answer says with which question to go on."),
    "use-star": say("* must be answered. Where the person does not want to answer, write the reason beside it."),
    "use-list": say("Long lists are at the end: write the name and its code."),
    "use-table": say("In tables write the number of the choice into the cell."),
    "use-codes": say("The small words behind an answer are its code, for the person who types it in."),
    "use-wrong": say("A mistake: cross it out with one line, write the right answer beside it, and put your initials."),
}

PAPER: Final[dict[str, str]] = {**TOLD, **LIMITS, **ANSWERING, **TIMES, **LISTS, **WORKED, **AROUND, **INTRODUCTION}
