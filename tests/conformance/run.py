"""Run conformance cases: `python tests/conformance/run.py xpath|scenarios FILE [--only TEXT] [--json FILE]`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from cases import read_cases, report, tally  # noqa: E402

# Kind of cases -> module beside this file, with `judge(case)` returning None or why the case fails.
KINDS = {"xpath": "xpath_cases", "scenarios": "scenarios"}
# Share of the cases that count and must pass; each miss stands in CONTRIBUTING.md with its reason.
GOALS = {"xpath": 0.995, "scenarios": 0.98}


def main(arguments: list[str]) -> int:
    """Run the cases of a file and print the report; 1 when fewer pass than the goal, or none counts."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", default="", help="only cases whose id contains this")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    options = parser.parse_args(arguments)
    judge = importlib.import_module(KINDS[options.kind]).judge
    result = tally((case for case in read_cases(options.file) if options.only in case["id"]), judge)
    print(*report(result), sep="\n")
    if options.json is not None:
        figures = {
            "kind": options.kind,
            "passed": result.passed,
            "failed": result.failed,
            "goal": GOALS[options.kind],
            "aside": result.aside,
            "failures": result.failures,
        }
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    counted = result.passed + result.failed
    return 0 if counted and result.passed / counted >= GOALS[options.kind] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
