"""The engine's figures: every row of the table as ours / theirs, measured in turn in one run, and how work grows."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import growth
import make_forms
from peers import HERE, ROOT, JavaRosa, PeerMissing, WebForms, ask, convert_with_pyxform, surroundings
from shared import SHARED

CACHE = ROOT / ".cache" / "bench"
SLOW = "forms_real/vendor_survey_slow_to_convert.xlsx"
WARM = {"L": 4, "M": 4, "R100": 4, "R1000": 0, "CI": 2, "CX": 2}
Path_ = tuple[str, ...]
LAST_ROUND_S = 270  # no round begins later, so that all of it ends within nine minutes on a busy machine too


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        ours, theirs: Series whose best values are compared; of several their sum.
        goal: Highest ratio; up to twice that is "close".
    """

    name: str
    ours: Path_
    theirs: Path_
    goal: float


ROWS = (
    Row("load L, no cache / JavaRosa cold", ("our L load",), ("jr L cold load",), 0.20),
    Row("load L, no cache / Web Forms engine", ("our L load",), ("wf L cold load",), 0.04),
    Row("second open of L / JavaRosa cold", ("our L second load",), ("jr L cold load",), 0.06),
    Row("XLSX to ready on L / pyxform convert", ("our L xlsx load",), ("pyxform L",), 0.15),
    Row("answer on L, median / JavaRosa warm", ("our L set median",), ("jr L warm set median",), 0.15),
    Row("answer on L, p95 / JavaRosa warm", ("our L set p95",), ("jr L warm set p95",), 0.15),
    Row("hub answer on L / JavaRosa warm", ("our L set:hub median",), ("jr L warm set:hub median",), 0.15),
    Row("60-deep chain / JavaRosa warm", ("our L set:deepchain median",), ("jr L warm set:deepchain median",), 0.50),
    Row("answer on M, median / JavaRosa warm", ("our M set median",), ("jr M warm set median",), 0.50),
    Row("R100, add one instance / JavaRosa warm", ("our R100 add median",), ("jr R100 warm add median",), 0.20),
    Row("R1000, all adds / JavaRosa cold", ("our R1000 add sum",), ("jr R1000 cold add sum",), 0.04),
    Row(
        "50,000 choices, equality / JavaRosa warm",
        ("our CI set:a3 median", "our CI choices:ch4 median"),
        ("jr CI warm set:a3 median", "jr CI warm choices:ch4 median"),
        0.02,
    ),
    Row(
        "50,000 choices, equality + comparison / JavaRosa warm",
        ("our CI choices:chbig median",),
        ("jr CI warm choices:chbig median",),
        0.005,
    ),
    Row("load CI / JavaRosa cold", ("our CI load",), ("jr CI cold load",), 0.30),
    Row("load CX / JavaRosa cold", ("our CX load",), ("jr CX cold load",), 0.30),
    Row(
        "K, 44 instances of 12 selects / Web Forms engine", ("our K set:count max",), ("wf K cold set:count max",), 0.01
    ),
    Row("worst answer on L / JavaRosa warm's worst", ("our L set max",), ("jr L warm set max",), 0.25),
    Row("groundup check of a slow form / pyxform on it", ("our check",), ("pyxform slow",), 0.02),
)


@dataclass
class Samples:
    """Series of times in ms by name, what failed a check, and what could not be measured."""

    series: dict[str, list[float]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """Keep one time."""
        self.series.setdefault(name, []).append(value)

    def take(self, prefix: str, figures: Mapping[str, Any]) -> None:
        """Keep the figures of one run of one engine; a failed check is remembered with the run."""
        if figures["checks_failed"]:
            self.failed[prefix] = str(figures["checks_failed"][0])
        self.add(f"{prefix} load", figures["load_ms"])
        for operation, numbers in figures["ops"].items():
            for kind in ("median", "p95", "max", "sum"):
                self.add(f"{prefix} {operation} {kind}", numbers[kind])

    def why_not(self, names: Path_) -> str:
        """Return why these series cannot be used, "" when they can."""
        for prefix, reason in (*self.failed.items(), *self.missing.items()):
            if any(name.startswith(prefix) for name in names):
                return reason
        return "" if all(name in self.series for name in names) else "not asked for"


def measure(*, peers: bool, small: bool) -> dict[str, Any]:
    """Measure, print the table, and return every figure with the exit status."""
    if small:
        return growth.report(growth.small())
    folder = prepare()
    samples = Samples()
    _run(folder, samples, _engines(samples) if peers else {})
    rows = [_judged(row, samples) for row in ROWS]
    _print(rows, samples)
    grown = growth.report(growth.full())
    status = 1 if grown["exit"] or any(row["verdict"] in ("missed", "invalid") for row in rows) else 0
    if not status and peers and any(row["verdict"] == "not measured" for row in rows):
        status = 3
    return {"rows": rows, "series": samples.series, "failed": samples.failed, "growth": grown, "exit": status}


def prepare() -> Path:
    """Write the forms and their scripts once per version of their maker and of pyxform; return their folder."""
    made_by = (HERE / "make_forms.py").read_bytes() + version("pyxform").encode()
    folder = CACHE / hashlib.sha256(made_by).hexdigest()[:16]
    if not folder.is_dir():
        fresh = folder.with_name(f"{folder.name}.new")
        for name, make in make_forms.FORMS.items():
            make_forms.write_form(make(), name, fresh)
            ask([sys.executable, HERE / "peer_pyxform.py", fresh / f"{name}.xlsx", fresh / f"{name}.xml"])
        fresh.rename(folder)
    return folder


def _engines(samples: Samples) -> dict[str, Any]:
    """Return the other engines that are ready to run."""
    ready: dict[str, Any] = {}
    for prefix, make in (("jr", JavaRosa), ("wf", WebForms)):
        try:
            engine = make()
            print(f"measured against {engine.prepare()}", flush=True)
            ready[prefix] = engine
        except PeerMissing as error:
            samples.missing[f"{prefix} "] = str(error)
    ready["pyxform"] = convert_with_pyxform
    return ready


# runs


def _run(folder: Path, samples: Samples, engines: Mapping[str, Any]) -> None:
    """Run everything in turn, round by round: what a slow moment does, it does to both sides."""
    begun = time.monotonic()
    for turn in range(5):
        if time.monotonic() - begun > LAST_ROUND_S:
            print(f"stopped after {turn} of 5 rounds: the machine is busy", flush=True)
            break
        _attempt(samples, "our L", lambda: _ours(samples, "L", folder / "L.json"))
        _attempt(samples, "our L second", lambda: _ours(samples, "L second", folder / "L.json", "--second"))
        _attempt(samples, "our L xlsx", lambda: _ours(samples, "L xlsx", folder / "L.json", "--xlsx"))
        _attempt(samples, "our check", lambda: _check(samples))
        for name in ("L", "M", "R100"):
            if name != "L":
                _attempt(samples, f"our {name}", lambda name=name: _ours(samples, name, folder / f"{name}.json"))
            _theirs(samples, engines, "jr", name, folder)
        if turn < 3:
            for name in ("CI", "CX", "K"):
                _attempt(samples, f"our {name}", lambda name=name: _ours(samples, name, folder / f"{name}.json"))
                _theirs(samples, engines, "wf" if name == "K" else "jr", name, folder)
            _theirs(samples, engines, "wf", "L", folder)
            _pyxform(samples, engines, "pyxform L", folder / "L.xlsx", "convert_ms")
        if turn < 2:
            _attempt(samples, "our R1000", lambda: _ours(samples, "R1000", folder / "R1000.json"))
            _theirs(samples, engines, "jr", "R1000", folder)
            _pyxform(samples, engines, "pyxform slow", SHARED / SLOW, "")


def _attempt(samples: Samples, prefix: str, run: Callable[[], None]) -> None:
    try:
        run()
    except PeerMissing as error:
        samples.missing[prefix] = str(error)


def _ours(samples: Samples, name: str, script: Path, *words: str) -> None:
    answer = ask([sys.executable, HERE / "drive.py", script, *words])
    samples.take(f"our {name}", answer["cold"])


def _theirs(samples: Samples, engines: Mapping[str, Any], prefix: str, name: str, folder: Path) -> None:
    engine = engines.get(prefix)
    if engine is None:
        return

    def run() -> None:
        warm = WARM.get(name, 0) if prefix == "jr" else 0
        answer = engine.run(folder / f"{name}.json", warm)
        samples.take(f"{prefix} {name} cold", answer["cold"])
        if warm:
            samples.take(f"{prefix} {name} warm", answer["warm"])

    _attempt(samples, f"{prefix} {name}", run)


def _pyxform(samples: Samples, engines: Mapping[str, Any], name: str, workbook: Path, part: str) -> None:
    """Keep the time of the conversion alone, or of the whole process."""
    if "pyxform" not in engines:
        return
    if not workbook.is_file():
        samples.missing[name] = f"{workbook.name} is not at hand"
        return

    def run() -> None:
        begun = time.perf_counter()
        answer = engines["pyxform"](workbook)
        samples.add(name, answer[part] if part else (time.perf_counter() - begun) * 1000)

    _attempt(samples, name, run)


def _check(samples: Samples) -> None:
    """Time the whole process of `groundup check` on the slow form; it must open it."""
    form = SHARED / SLOW
    if not form.is_file():
        samples.missing["our check"] = f"{form.name} is not at hand"
        return
    command = [sys.executable, "-m", "app", "check", str(form)]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, env=surroundings())
    samples.add("our check", (time.perf_counter() - begun) * 1000)
    if done.returncode > 1:
        samples.failed["our check"] = f"exit {done.returncode}"


# judging


def _judged(row: Row, samples: Samples) -> dict[str, Any]:
    """Return a row with its figures: ratio of the best times, verdict, spread of each side."""
    ours, theirs = samples.why_not(row.ours), samples.why_not(row.theirs)
    judged: dict[str, Any] = {"name": row.name, "goal": row.goal, "why": ours or theirs}
    if not ours:
        judged["ours"] = _best(row.ours, samples)
    if not theirs:
        judged["theirs"] = _best(row.theirs, samples)
    if ours or theirs:
        is_wrong = any(name.startswith(prefix) for prefix in samples.failed for name in (*row.ours, *row.theirs))
        return {**judged, "verdict": "invalid" if is_wrong else "not measured"}
    ratio = judged["ours"]["best"] / judged["theirs"]["best"]
    verdict = "reached" if ratio <= row.goal else "close" if ratio <= 2 * row.goal else "missed"
    return {**judged, "ratio": ratio, "verdict": verdict}


def _best(names: Path_, samples: Samples) -> dict[str, float]:
    series = [samples.series[name] for name in names]
    return {
        "best": sum(min(each) for each in series),
        "worst": sum(max(each) for each in series),
        "runs": min(len(each) for each in series),
    }


def _print(rows: list[dict[str, Any]], samples: Samples) -> None:
    sides = "ours ms (spread, runs)      theirs ms (spread, runs)"
    print(f"{'measure':<53} {'goal':>6} {'ratio':>7}  {'verdict':<12} {sides}")
    for row in rows:
        ratio = f"{row['ratio']:.4f}" if "ratio" in row else "-"
        sides = "  ".join(f"{_side(row.get(side)):<26}" for side in ("ours", "theirs"))
        print(f"{row['name']:<53} {row['goal']:>6} {ratio:>7}  {row['verdict']:<12} {sides} {row['why']}".rstrip())
    for prefix, reason in samples.failed.items():
        print(f"check failed: {prefix}: {reason}")


def _side(figures: dict[str, float] | None) -> str:
    if figures is None:
        return "-"
    digits = 1 if figures["best"] >= 10 else 3
    return f"{figures['best']:.{digits}f} (..{figures['worst']:.{digits}f}, {figures['runs']:.0f})"
