"""How work grows: rules evaluated, nodes visited and time while rows, instances, choices and languages grow by 16.

Nothing in the engine counts: here a counting slot is put in the place of `Element.relevant`, which whatever looks at a
node reads, and counting columns in the place of the texts of a table. Writing all names of a household as one text is
left out: that text itself grows with every name.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import log
from typing import Any

import drive
import make_forms
from make_forms import BenchForm

from forms.model.build import build_model
from forms.model.tables import Table
from forms.pause import collector_paused
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.settle import Settler
from forms.xlsform.open import open_form
from forms.xpath.tree import Element

MOST_COUNTED, MOST_TIME = 1.05, 1.15  # exponents
FACTOR = 16


@dataclass
class Work:
    """What one run did; `seconds` of another run in which nothing was counted."""

    rules: int = 0
    visits: int = 0
    seconds: float = 0.0
    failed: tuple[str, ...] = ()


def with_languages(count: int) -> BenchForm:
    """Return a form of 200 questions whose labels are in so many languages."""
    survey = []
    for number in range(200):
        row = {"type": "integer", "name": f"q{number}"}
        for language in range(count):
            row[f"label::L{language}"] = f"Question {number} in language {language}"
            row[f"hint::L{language}"] = f"After ${{q{number - 1}}}" if number % 10 == 1 else f"Hint {number}"
        if number:
            row["relevant"] = f"${{q{number - 1}}} != ''"
        survey.append(row)
    script = [make_forms.to_set(f"/data/q{number}", str(number), "answer") for number in range(200)]
    return BenchForm(survey, [], {"languages": script})


def _chapters(scale: int) -> BenchForm:
    return make_forms.form_l(chapters=scale)


def _members(scale: int) -> BenchForm:
    return make_forms.form_r(counts=(40 * scale,), with_names=False)


def _places(scale: int) -> BenchForm:
    return make_forms.form_c(is_external=True, counts=(10, 100, 500, 2500 * scale))


GROWING: dict[str, Callable[[int], BenchForm]] = {
    "rows": _chapters,
    "instances": _members,
    "choices": _places,
    "languages": with_languages,
}


def small() -> list[dict[str, Any]]:
    """Count while everything grows by 4, and run every kind of script on small forms."""
    return [_grown(name, make, (1, 4), timed=False) for name, make in GROWING.items()] + [
        _run_once("M", make_forms.form_m(sections=2)),
        _run_once("CI", make_forms.form_c(is_external=False, counts=(3, 9, 27, 270))),
        _run_once("K", make_forms.form_k(instances=5, selects=3, choices=8)),
    ]


def full() -> list[dict[str, Any]]:
    """Count and time while everything grows by 16."""
    return [_grown(name, make, (1, 4, FACTOR), timed=True) for name, make in GROWING.items()]


def report(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Print the rows and return them with the exit status."""
    for row in rows:
        works = "  ".join(
            f"x{scale}: {work['rules']} rules, {work['visits']} visits, {work['seconds'] * 1000:.0f} ms"
            for scale, work in row["works"].items()
        )
        exponents = ", ".join(f"{name} {value:.2f}" for name, value in row["exponents"].items())
        print(
            f"{row['name']:<10} {'good' if row['good'] else 'MISSED':<7} {exponents}  {works} {row['failed']}".rstrip()
        )
    return {"rows": rows, "exit": 0 if all(row["good"] for row in rows) else 1}


def _grown(name: str, make: Callable[[int], BenchForm], scales: Sequence[int], *, timed: bool) -> dict[str, Any]:
    works = {scale: measure(make(scale), timed=timed) for scale in scales}
    first, last = works[scales[0]], works[scales[-1]]
    factor = scales[-1] / scales[0]
    exponents = {
        "rules": _exponent(first.rules, last.rules, factor),
        "visits": _exponent(first.visits, last.visits, factor),
    }
    good = all(value <= MOST_COUNTED for value in exponents.values())
    if timed:
        exponents["time"] = _exponent(first.seconds, last.seconds, factor)
        good = good and exponents["time"] <= MOST_TIME
    failed = [line for work in works.values() for line in work.failed]
    return {
        "name": name,
        "exponents": exponents,
        "works": {scale: vars(work) for scale, work in works.items()},
        "failed": failed[:3] or "",
        "good": good and not failed,
    }


def _run_once(name: str, form: BenchForm) -> dict[str, Any]:
    work = measure(form, timed=False)
    return {
        "name": name,
        "exponents": {},
        "works": {1: vars(work)},
        "failed": work.failed[:3] or "",
        "good": not work.failed and work.rules > 0 and work.visits > 0,
    }


def _exponent(first: float, last: float, factor: float) -> float:
    return log(max(last, 1e-9) / max(first, 1e-9)) / log(factor)


def measure(form: BenchForm, *, timed: bool) -> Work:
    """Open a form and play all its scripts, once counted and, if `timed`, also on the clock (best of three)."""
    workbook = make_forms.workbook_of(form, "growth")
    files = {name: make_forms.csv_of(rows).encode() for name, rows in form.files.items()}
    work = Work()
    with _counting(work):
        work.failed = tuple(line for actions in form.scripts.values() for line in _play(workbook, files, actions))
    if timed:
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            for actions in form.scripts.values():
                _play(workbook, files, actions)
            times.append(time.perf_counter() - begun)
        work.seconds = min(times)
    return work


def _play(workbook: bytes, files: dict[str, bytes], actions: list[dict[str, Any]]) -> list[str]:
    with collector_paused():
        opened = open_form(workbook, file_name="growth.xlsx", files=files)
        assert opened.form is not None, opened.findings
        model = build_model(opened.form, files=files)
        interview = Interview.start(model, environment=SessionEnvironment())
        gc.freeze()
    try:
        failed = drive.play(interview, actions)["checks_failed"]
    finally:
        gc.unfreeze()
    assert isinstance(failed, list)
    return failed


@contextmanager
def _counting(work: Work) -> Iterator[None]:
    """Count rules and visits while the body runs."""
    slot, select, run = vars(Element)["relevant"], Table.column, Settler._run

    def look(element: Element) -> bool:
        work.visits += 1
        return bool(slot.__get__(element))

    class Column(list[str]):
        """A column that counts the cells taken from it."""

        def __getitem__(self, place: Any) -> Any:
            work.visits += 1
            return super().__getitem__(place)

    def column(table: Table, name: str) -> Sequence[str] | None:
        cells = select(table, name)
        return None if cells is None else Column(cells)

    def turn(settler: Settler, *arguments: Any) -> None:
        work.rules += 1
        run(settler, *arguments)

    replaced: list[tuple[type, str, Any, Any]] = [
        (Element, "relevant", slot, property(look, slot.__set__)),
        (Table, "column", select, column),
        (Settler, "_run", run, turn),
    ]
    for owner, name, _, counting in replaced:
        setattr(owner, name, counting)
    try:
        yield
    finally:
        for owner, name, plain, _ in replaced:
            setattr(owner, name, plain)
