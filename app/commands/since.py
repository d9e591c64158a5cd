"""What became of the questions of an earlier version of a form, for `groundup check --against`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forms.definition.comparison import Comparison, Pair, compare
from forms.definition.form import Form
from forms.definition.identity import Identified, Version, identify
from forms.errors import FormRefused, Severity
from forms.locale.compared import COMPARED
from forms.messages import CATALOGUE
from forms.xlsform.guard import open_form_guarded

PARTS = ("renamed", "moved", "reworded", "retyped", "recoded")


def open_version(path: Path) -> Version:
    """Return a form file as a version, named by its bytes.

    Raises:
        FormRefused: it is no form.
        OSError: it cannot be read.
    """
    opened = open_form_guarded(path)
    if opened.form is None:
        fatal = next(finding for finding in opened.findings if finding.severity is Severity.FATAL)
        raise FormRefused(fatal.code, **fatal.facts)
    return Version(hashlib.sha256(path.read_bytes()).hexdigest(), opened.form)


def since(earlier: Version, path: Path, form: Form) -> dict[str, Any]:
    """Return what `--json` prints under "since": what is the same, changed, new, gone and proposed."""
    newer = Version(hashlib.sha256(path.read_bytes()).hexdigest() + " newer", form)
    older, now = identify([earlier, newer])
    return _as_json(compare(older, now), now)


def _as_json(seen: Comparison, now: Identified) -> dict[str, Any]:
    def pairs(some: tuple[Pair, ...]) -> list[dict[str, str]]:
        return [{"id": each.id, "older": each.older, "newer": each.newer} for each in some]

    return {
        "same": seen.same,
        **{part: pairs(getattr(seen, part)) for part in PARTS},
        "added": [{"id": now.ids[thing], "newer": thing} for thing in seen.added],
        "gone": [{"older": thing} for thing in seen.gone],
        "proposed": [
            {"id": each.id, "older": each.older, "newer": each.newer, "percent": round(100 * each.likeness)}
            for each in seen.proposals
        ],
        "clash": [{"newer": thing} for thing in now.clashes],
    }


def lines(file: str, report: dict[str, Any], language: str) -> Iterator[str]:
    """Yield the report for people, a line for each thing; choices as "list: name"."""
    yield CATALOGUE.text(COMPARED["same"], language, file=file, n=report["same"])
    for part in (*PARTS, "added", "gone", "proposed", "clash"):
        for each in report[part]:
            facts = {
                name: value.replace("\t", ": ") if isinstance(value, str) else value for name, value in each.items()
            }
            yield "  " + CATALOGUE.text(COMPARED[part], language, **facts)
