"""Print the branch coverage of the engine's three packages.

`python tests/mutants/branches.py [--commit REV] [--shared] [--missing]` runs their tests once. Exit 1 when less than
98 % of the branches, or of lines and branches together, of any package are run. `--missing` lists what is not.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import coverage
import forked
from covered import PACKAGES, TESTS, record, snapshot

LEAST = 98.0  # percent


@dataclass(frozen=True)
class Share:
    """How much of one file is run.

    Args:
        missing: What is not, as line numbers and `from->to`.
    """

    file: str
    lines: int
    lines_run: int
    branches: int
    branches_run: int
    missing: str


def shares(here: Path, data: Path) -> Iterator[Share]:
    """Yield the share of every file of the packages, those no test imports too."""
    found = coverage.Coverage(data_file=str(data), config_file=False)
    found.load()
    for package in PACKAGES:
        for file in sorted((here / package.replace(".", "/")).rglob("*.py")):
            analysis = found._analyze(str(file))
            numbers = analysis.numbers
            yield Share(
                str(file.relative_to(here)),
                numbers.n_statements,
                numbers.n_executed,
                numbers.n_branches,
                numbers.n_executed_branches,
                analysis.missing_formatted(branches=True),
            )


def main(arguments: Sequence[str]) -> int:
    """Run as the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commit", help="measure a commit instead of the files as they stand")
    parser.add_argument("--shared", action="store_true", help="count the tests that need the reference data too")
    parser.add_argument("--missing", action="store_true", help="list what no test runs")
    options = parser.parse_args(arguments)
    if not options.shared:
        os.environ["GROUNDUP_SHARED"] = os.devnull
    with snapshot(options.commit) as here:
        back = Path.cwd()
        forked.prepare(here)
        try:
            data, facts = record(here, TESTS, branches=True, contexts=False)
            found = list(shares(here, data))
        finally:
            os.chdir(back)
    for test in facts["failed"] if isinstance(facts["failed"], list) else ():
        print(f"fails: {test}")
    if options.missing:
        for share in found:
            if share.missing:
                print(f"{share.file}: {share.missing}")
    return report(found)


def report(found: Sequence[Share]) -> int:
    """Print the share of each package; 1 when one is too low."""
    missed = False
    for package in PACKAGES:
        inside = [share for share in found if share.file.startswith(package.replace(".", "/") + "/")]
        branches, run = sum(share.branches for share in inside), sum(share.branches_run for share in inside)
        lines, lines_run = sum(share.lines for share in inside), sum(share.lines_run for share in inside)
        of_branches = 100 * run / max(1, branches)
        of_all = 100 * (run + lines_run) / max(1, branches + lines)
        missed = missed or min(of_branches, of_all) < LEAST
        print(f"{package}: {run} of {branches} branches ({of_branches:.2f} %), with lines {of_all:.2f} %")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
