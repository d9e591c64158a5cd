"""Benchmarks: `python tests/bench/run.py engine [--peers] [--json FILE] [--small]`.

Exit 1 when a goal is missed by more than twice or a check fails, 3 when a peer could not be measured, 2 for an unknown
word.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "tests" / "helpers"), str(HERE)]
NAMES = {"engine": "engine_bench"}  # word -> module beside this file


def main(arguments: list[str]) -> int:
    """Run a benchmark and print its table."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--peers", action="store_true", help="measure the other engines in the same run")
    parser.add_argument("--small", action="store_true", help="seconds: small forms, no peers, counted work only")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    options = parser.parse_args(arguments)
    bench = importlib.import_module(NAMES[options.name])
    report = bench.measure(peers=options.peers, small=options.small)
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return int(report["exit"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
