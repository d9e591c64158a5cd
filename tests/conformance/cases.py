"""What every kind of conformance case shares: reading the file, counting, the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Verdict = str | None  # None: passed; else why not


@dataclass(slots=True)
class Tally:
    """Results of a run.

    Attributes:
        groups: Group -> [passed, failed], of the cases that count.
        failures: (id, why) of the cases that count and fail.
        aside: Why a case does not count -> [met, not met].
    """

    groups: dict[str, list[int]] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    aside: dict[str, list[int]] = field(default_factory=dict)

    @property
    def passed(self) -> int:
        """Number of cases that count and pass."""
        return sum(passed for passed, _ in self.groups.values())

    @property
    def failed(self) -> int:
        """Number of cases that count and fail."""
        return len(self.failures)


def read_cases(path: Path) -> list[Case]:
    """Read a file of cases."""
    cases: list[Case] = json.loads(path.read_text(encoding="utf-8"))
    return cases


def aside(case: Case) -> str | None:
    """Return why a case does not count in the rate, None when it counts."""
    if case.get("known_failing"):
        return "known_failing"
    if case.get("peers_agree") is False:
        return "peers disagree"
    return None


def tally(cases: Iterable[Case], judge: Callable[[Case], Verdict]) -> Tally:
    """Judge every case and count."""
    result = Tally()
    for case in cases:
        verdict = judge(case)
        why = aside(case)
        if why is not None:
            result.aside.setdefault(why, [0, 0])[verdict is not None] += 1
            continue
        result.groups.setdefault(case["group"], [0, 0])[verdict is not None] += 1
        if verdict is not None:
            result.failures.append((case["id"], verdict))
    return result


def report(result: Tally) -> list[str]:
    """Return the lines of the report; the last one is `N passed, M failed`."""
    lines = [f"FAILED {name}: {why}" for name, why in result.failures]
    for group, (passed, failed) in sorted(result.groups.items()):
        lines.append(f"{passed:5} passed {failed:4} failed  {group}")
    for why, (met, unmet) in sorted(result.aside.items()):
        lines.append(f"{met:5} met    {unmet:4} not met  (not counted: {why})")
    lines.append(f"{result.passed} passed, {result.failed} failed")
    return lines
