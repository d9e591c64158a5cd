"""Every sentence this package can say, gathered: code -> what is wrong, and what to do about it."""

from __future__ import annotations

from typing import Final

from forms.locale.answers import ANSWERS
from forms.locale.dialects import DIALECTS
from forms.locale.expressions import EXPRESSIONS
from forms.locale.refused import REFUSED
from forms.locale.running import RUNNING
from forms.locale.saved import SAVED
from forms.locale.words import Words, say
from forms.locale.workbooks import WORKBOOKS
from forms.locale.written import WRITTEN

PLACES: Final = {
    "cell-column": say("Sheet {sheet}, cell {cell} ({column})"),
    "cell": say("Sheet {sheet}, cell {cell}"),
    "row": say("Sheet {sheet}, row {row}"),
    "sheet": say("Sheet {sheet}"),
    "line": say("Line {row}"),
    "line-column": say("Line {row} ({column})"),
}

# What `groundup check` says around the findings of a file.
REPORT: Final = {
    "repaired": say("mended: {what}"),
    "warning": say("look: {what}"),
    "error": say("to fix: {what}"),
    "fatal": say("refused: {what}"),
    "repaired-at": say("mended: {place}: {what}"),
    "warning-at": say("look: {place}: {what}"),
    "error-at": say("to fix: {place}: {what}"),
    "fatal-at": say("refused: {place}: {what}"),
    "file-refused": say("{file}: refused"),
    "file-opened": say("{file}: {title} (questions: {questions}, repeats: {repeats}, choices: {choices})"),
    "file-spoken": say(
        "{file}: {title} (questions: {questions}, repeats: {repeats}, choices: {choices}, languages: {languages})"
    ),
    "clean": say("nothing to fix"),
}

SENTENCES: Final[dict[str, Words]] = {
    **WORKBOOKS,
    **DIALECTS,
    **EXPRESSIONS,
    **REFUSED,
    **RUNNING,
    **ANSWERS,
    **SAVED,
    **WRITTEN,
}
