"""Faults: `python tests/faults/run.py NAME [--count N] [--seed S] [--json FILE]`; each runs its control first.

A control is the same test with the protection off: it must fail, or the test proves nothing. Exit 1 when a goal is
missed, 2 for an unknown name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = ("kill", "disk", "canary", "fuzz")


def main(arguments: list[str]) -> int:
    """Run the named faults and print a line of figures each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--count", type=int, default=None, help="how often")
    parser.add_argument("--seed", type=int, help="other inputs of the same kind (fuzz)")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    options = parser.parse_args(arguments)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers"), str(Path(__file__).parent)]
    figures = {}
    for name in options.names:
        fault = importlib.import_module(f"{name}_fault")
        chosen = {} if options.seed is None else {"seed": options.seed}
        figures[name] = fault.run(options.count or fault.COUNT, **chosen)
        shown = {key: value for key, value in figures[name].items() if not isinstance(value, list)}
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in shown.items()))
        for failure in figures[name].get("failures", []):
            print(f"  {failure}")
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0 if all(figure["good"] for figure in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
