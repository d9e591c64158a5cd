"""Run conformance cases: `python tests/conformance/run.py xpath|scenarios|indicators FILE [--only TEXT]`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from cases import read_cases, report, tally  # noqa: E402

# Kind of cases -> module beside this file, with `judge(case)` returning None or why the case fails.
KINDS = {"xpath": "xpath_cases", "scenarios": "scenarios", "indicators": "indicators"}


def main(arguments: list[str]) -> int:
    """Run the cases of a file and print the report; 1 when a case that counts fails."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", default="", help="only cases whose id contains this")
    options = parser.parse_args(arguments)
    judge = importlib.import_module(KINDS[options.kind]).judge
    result = tally((case for case in read_cases(options.file) if options.only in case["id"]), judge)
    print(*report(result), sep="\n")
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
