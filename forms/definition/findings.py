"""The list in which a loader notes what it finds, in order, without stopping."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import replace

from forms.errors import NOWHERE, Finding, Place, Severity

# A workbook can repeat one mistake in each of 100 000 rows; beyond this many of one code only the number is kept.
MOST_OF_ONE_CODE = 200
# Comparing two words takes 10 microseconds or more; a file of mistakes must not take minutes.
MOST_COMPARED = 60_000
LONGEST_WORD = 80


class Findings:
    """Collects findings; the same mistake repeated very often is counted instead of listed."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: dict[str, int] = {}
        self._cut: dict[str, Finding] = {}
        self._compared = 0

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
        elif code not in self._cut:
            self._cut[code] = Finding("more-of-the-same", Severity.WARNING, place)

    def nearest(self, word: str, words: Collection[str], *, cutoff: float) -> str:
        """Return the word most like `word` (0 to 1, at least `cutoff`), "" when none is or too many were compared."""
        if len(word) > LONGEST_WORD or self._compared + len(words) > MOST_COMPARED:
            return ""
        self._compared += len(words)
        near = difflib.get_close_matches(word, list(words), n=1, cutoff=cutoff)
        return near[0] if near else ""

    def result(self) -> tuple[Finding, ...]:
        """Return all findings in the order they were noted, then one for each code cut short, at the first left out."""
        cut = [
            replace(first, facts={"code": code, "count": self._counts[code] - MOST_OF_ONE_CODE})
            for code, first in self._cut.items()
        ]
        return (*self._found, *cut)
