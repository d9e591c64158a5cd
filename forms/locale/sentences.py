"""Every sentence this package can say, gathered: code -> what is wrong, and what to do about it."""

from __future__ import annotations

from typing import Final

from forms.locale.answers import ANSWERS
from forms.locale.expressions import EXPRESSIONS
from forms.locale.refused import REFUSED
from forms.locale.running import RUNNING
from forms.locale.words import Words, say
from forms.locale.workbooks import WORKBOOKS

PLACES: Final = {
    "cell-column": say("Sheet {sheet}, cell {cell} ({column})"),
    "cell": say("Sheet {sheet}, cell {cell}"),
    "row": say("Sheet {sheet}, row {row}"),
    "sheet": say("Sheet {sheet}"),
}

SENTENCES: Final[dict[str, Words]] = {**WORKBOOKS, **EXPRESSIONS, **REFUSED, **RUNNING, **ANSWERS}
