"""The list in which a loader notes what it finds, in order, without stopping."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from forms.errors import NOWHERE, Finding, Place, Severity

# A workbook can repeat one mistake in each of 100 000 rows; beyond this many of one code only the number is kept.
MOST_OF_ONE_CODE = 200
# Looking for the nearest of many words takes milliseconds; a file of mistakes must not take minutes.
MOST_LOOKED_UP = 300
LONGEST_WORD = 80
MOST_WORDS = 3_000


class Findings:
    """Collects findings; the same mistake repeated very often is counted instead of listed."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: dict[str, int] = {}
        self._looked_up = 0

    def repaired(self, code: str, place: Place = NOWHERE, **facts: str | int) -> None:
        """Note something that was wrong and has been mended in the form in memory."""
        self._add(code, Severity.REPAIRED, place, facts)

    def warning(self, code: str, place: Place = NOWHERE, **facts: str | int) -> None:
        """Note something that deserves a look and does not stop the form from working."""
        self._add(code, Severity.WARNING, place, facts)

    def error(self, code: str, place: Place = NOWHERE, **facts: str | int) -> None:
        """Note something that makes a part of the form not work."""
        self._add(code, Severity.ERROR, place, facts)

    def _add(self, code: str, severity: Severity, place: Place, facts: dict[str, str | int]) -> None:
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= MOST_OF_ONE_CODE:
            self._found.append(Finding(code, severity, place, facts))

    def nearest(self, word: str, words: Iterable[str], *, cutoff: float) -> str:
        """Return the word most like `word` (0 to 1, at least `cutoff`), "" when none is or too many were looked up."""
        self._looked_up += 1
        if self._looked_up > MOST_LOOKED_UP or len(word) > LONGEST_WORD:
            return ""
        known = list(words)
        if len(known) > MOST_WORDS:
            return ""
        near = difflib.get_close_matches(word, known, n=1, cutoff=cutoff)
        return near[0] if near else ""

    def result(self) -> tuple[Finding, ...]:
        """Return all findings in the order they were noted, then one line for each code that was cut short."""
        cut = [
            Finding("more-of-the-same", Severity.WARNING, NOWHERE, {"code": code, "count": count - MOST_OF_ONE_CODE})
            for code, count in self._counts.items()
            if count > MOST_OF_ONE_CODE
        ]
        return (*self._found, *cut)
