"""Generated inputs: mutated workbooks, XForms, expressions, files beside a form, answers. None may do any harm.

For each: no uncaught error, under 2 s of processor time and 200 MB above idle, every finding with its place and with
sentences in every language. The control takes the protections off: the same inputs must then fail.
"""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

COUNT = 2_000
SEED = 1
BATCH = 1_000  # inputs of one child; a new one starts with clean memory
CONTROL = 150  # inputs that are tried without protection, at most
PATIENCE = 40.0  # seconds of the clock after which a child that says nothing is ended
CHILD = Path(__file__).with_name("fuzz_child.py")


@dataclass(slots=True)
class Tally:
    """What happened so far.

    Args:
        failed: What went wrong, each with its seed and number, so that it can be made again.
        tried: Number of inputs by kind.
        slowest: Seconds of processor time of the slowest input.
        largest: Bytes above idle of the largest.
    """

    failed: list[dict[str, object]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: int = 0
    seconds: float = 0.0


def run(count: int, seed: int = SEED) -> dict[str, object]:
    """Try `count` inputs after the control; return the figures."""
    control = Tally()
    for _ in _tries(seed, 0, min(count, CONTROL), control, unprotected=True):
        if len(control.failed) >= 3:
            break
    start = time.monotonic()
    tally = Tally()
    for _ in _tries(seed, 0, count, tally):
        pass
    return {
        "tried": sum(tally.tried.values()),
        **{f"of {kind}": number for kind, number in sorted(tally.tried.items())},
        "failed": len(tally.failed),
        "slowest_s": round(tally.slowest, 2),
        "largest_mb": round(tally.largest / 2**20),
        "ms_each": round(1000 * tally.seconds / max(1, sum(tally.tried.values())), 1),
        "minutes": round((time.monotonic() - start) / 60, 2),
        "failed without protection": len(control.failed),
        "failures": [f"{each['kind']} {each['number']}: {each['why']}: {each['what']}" for each in tally.failed[:100]],
        "good": not tally.failed and bool(control.failed),
    }


def _tries(seed: int, first: int, count: int, tally: Tally, *, unprotected: bool = False) -> Iterator[None]:
    """Try inputs in children, one after another; yields after each."""
    number, end = first, first + count
    while number < end:
        command = [sys.executable, str(CHILD), str(seed), str(number), str(min(BATCH, end - number))]
        child = _Child([*command, *(["--unprotected"] if unprotected else [])])
        at, kind = number, "start"
        with child:
            for line in child.lines(PATIENCE):
                if "at" in line:
                    at, kind = int(str(line["at"])), str(line["kind"])
                elif "took" in line:
                    _note(tally, kind, line)
                    number = at + 1
                    yield
                elif "failed" in line:
                    _fail(tally, seed, {**line, "number": at}, quiet=unprotected)
        if number < min(end, at + 1):  # it ended, or was ended, while it was at work
            tally.tried[kind] += 1
            failed = {"number": at, "kind": kind, "why": "died", "what": child.ended}
            _fail(tally, seed, failed, quiet=unprotected)
            number = at + 1
            yield


def _fail(tally: Tally, seed: int, failed: dict[str, object], *, quiet: bool) -> None:
    """Note a failure and say it at once: a long run is watched."""
    tally.failed.append(failed)
    if not quiet:
        sys.stderr.write(f"seed {seed} {failed['kind']} {failed['number']}: {failed['why']}: {failed['what']}\n")


def _note(tally: Tally, kind: str, line: dict[str, object]) -> None:
    tally.tried[kind] += 1
    took = float(str(line["took"]))
    tally.seconds += took
    tally.slowest = max(tally.slowest, took)
    tally.largest = max(tally.largest, int(str(line["peak"])))


class _Child:
    """A child process whose lines are read with patience that ends."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.ended = ""

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *problem: object) -> None:
        self.process.kill()
        status = self.process.wait()
        self.ended = self.ended or f"status {status}"
        if self.process.stdout is not None:
            self.process.stdout.close()

    def lines(self, patience: float) -> Iterator[dict[str, object]]:
        """Yield what the child says until it ends or says nothing for too long."""
        stream = self.process.stdout
        if stream is None:
            return
        kept = b""
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while True:
                if not selector.select(patience):
                    self.ended = f"nothing for {patience:.0f} s"
                    return
                piece = stream.read1(65_536)  # type: ignore[attr-defined]
                if not piece:
                    return
                *whole, kept = (kept + piece).split(b"\n")
                for line in whole:
                    yield json.loads(line)
