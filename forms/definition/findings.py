"""The list in which a loader notes what it finds, in order, without stopping."""

from __future__ import annotations

from forms.errors import NOWHERE, Finding, Place, Severity

# A workbook can repeat one mistake in each of 100 000 rows; beyond this many of one code only the number is kept.
MOST_OF_ONE_CODE = 200


class Findings:
    """Collects findings; the same mistake repeated very often is counted instead of listed."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: dict[str, int] = {}

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

    def result(self) -> tuple[Finding, ...]:
        """Return all findings in the order they were noted, then one line for each code that was cut short."""
        cut = [
            Finding("more-of-the-same", Severity.WARNING, NOWHERE, {"code": code, "count": count - MOST_OF_ONE_CODE})
            for code, count in self._counts.items()
            if count > MOST_OF_ONE_CODE
        ]
        return (*self._found, *cut)
