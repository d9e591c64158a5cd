"""The child process of the fuzz: makes and tries inputs one after another and says how each went.

`python tests/faults/fuzz_child.py SEED FIRST COUNT [--unprotected]` prints a JSON line for each try that went wrong and
`{"at": n}` before each; `--show KIND NUMBER --seed S` writes one input to the standard output.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers"), str(Path(__file__).parent)]

import fuzz_unprotected  # noqa: E402
from fuzz_corpus import corpus  # noqa: E402
from fuzz_tries import KINDS, Wrong, kind_of, made  # noqa: E402

SECONDS = 2.0  # of processor time
MEGABYTES = 200  # above idle
HARD_LIMIT = 3 * 2**30  # bytes of address space above idle: a runaway must not take the machine with it


def main(arguments: list[str]) -> int:
    """Try the inputs FIRST to FIRST + COUNT - 1 of a seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("first", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--unprotected", action="store_true")
    parser.add_argument("--show", action="store_true", help="write the input FIRST to the standard output")
    options = parser.parse_args(arguments)
    if options.show:
        _, input_ = made(kind_of(options.first, options.seed), options.seed, options.first, corpus())
        data = input_[1] if isinstance(input_, tuple) else input_
        sys.stdout.buffer.write(data if isinstance(data, bytes) else str(data).encode("utf-8", "surrogatepass"))
        return 0
    if options.unprotected:
        fuzz_unprotected.take_off()
    corpus()
    _limit()
    for number in range(options.first, options.first + options.count):
        kind = kind_of(number, options.seed)
        _say({"at": number, "kind": kind})
        failed = one(kind, options.seed, number)
        if failed:
            _say({"failed": number, "kind": kind, **failed})
    _say({"done": options.count})
    return 0


def one(kind: str, seed: int, number: int) -> dict[str, object]:
    """Return what went wrong with one input; empty when nothing did."""
    idle = memory("VmRSS")
    chance, input_ = made(kind, seed, number, corpus())
    _forget_peak()
    before = time.process_time()
    wrong: dict[str, object] = {}
    try:
        KINDS[kind][1](chance, corpus(), input_)
    except Wrong as problem:
        wrong = {"why": "wrong", "what": str(problem)}
    except MemoryError:
        wrong = {"why": "memory", "what": "MemoryError"}
    except Exception as problem:  # noqa: BLE001 - finding these is what this is for
        where = traceback.extract_tb(problem.__traceback__)[-1]
        what = f"{type(problem).__name__} at {Path(where.filename).name}:{where.lineno}: {str(problem)[:200]}"
        wrong = {"why": "uncaught", "what": what}
    seconds, peak = time.process_time() - before, memory("VmHWM") - idle
    if not wrong and seconds > SECONDS:
        wrong = {"why": "slow", "what": f"{seconds:.1f} s"}
    if not wrong and peak > MEGABYTES * 2**20:
        wrong = {"why": "memory", "what": f"{peak // 2**20} MB"}
    if wrong or seconds > 0.5 or number % 50 == 0:
        gc.collect()
    _say({"took": round(seconds, 4), "peak": peak})
    return wrong


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _forget_peak() -> None:
    """Start measuring the largest memory anew (Linux; elsewhere the peak only grows)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def memory(what: str) -> int:
    """Return the memory in bytes, now (VmRSS) or at most since `_forget_peak` (VmHWM); 0 where it is unknown."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return 0
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if sys.platform == "linux" else 0
    if pages:
        most = pages * resource.getpagesize() + HARD_LIMIT
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
