"""Change the engine a little, many times, and see whether its tests notice.

`python tests/mutants/run.py [--count N] [--seed S] [--package forms.xpath|forms.model|forms.session|all] [--commit REV]
[--shared] [--json FILE] [--again FILE]` runs the tests that run the changed line, the fastest first, and prints every
change that none of them noticed. Exit 1 below 90 % noticed. The tests of `../shared` stay out unless `--shared`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forked
from covered import PACKAGES, TESTS, Covered, gather, snapshot
from sites import Site, changed, sites, spread

LEAST = 0.9
STAGES = (12, 60, 100_000)  # tests tried at once: most changes are noticed by the first few
MOST_SECONDS = 60.0
CONTROL = ("forms/xpath/parse.py", "return None")  # no test of expressions passes without it


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    file: str
    site: Site

    @property
    def package(self) -> str:
        """The package it is in."""
        return ".".join(self.file.split("/")[:2])

    @property
    def module(self) -> str:
        """The module's name."""
        return self.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: killed, timed out (noticed too), survived, or no test runs it (not noticed)."""

    file: str
    line: int
    what: str
    result: str
    tests: int


def mutants_of(here: Path, package: str) -> list[Mutant]:
    """Return every possible change of a package."""
    files = sorted((here / package.replace(".", "/")).rglob("*.py"))
    return [Mutant(str(file.relative_to(here)), site) for file in files for site in sites(file.read_text())]


def chosen(here: Path, packages: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Return `count` changes drawn by a seed, from each package by its size."""
    possible = [mutants_of(here, package) for package in packages]
    chance = random.Random(seed)
    shares = spread([len(each) for each in possible], count)
    return [mutant for each, share in zip(possible, shares, strict=True) for mutant in chance.sample(each, share)]


def judge(here: Path, mutant: Mutant, covered: Covered) -> Outcome:
    """Run the tests of one change."""
    path = here / mutant.file
    loader = forked.Changed(mutant.module, path, changed(path.read_text(), mutant.site.number))
    tests = covered.tests_of(mutant.file, *mutant.site.lines, at_import=mutant.site.at_import)
    result = "survived" if tests else "no test"
    for first, last in pairwise((0, *STAGES)):
        part = tests[first:last]
        if part and result == "survived":
            usual = sum(covered.seconds.get(test, 0.0) for test in part)
            code = forked.trial(loader, part, min(MOST_SECONDS, 8.0 + 4 * usual))
            result = "timed out" if code is None else "survived" if code == 0 else "killed"
    return Outcome(mutant.file, mutant.site.line, mutant.site.what, result, len(tests))


def again(here: Path, known: Sequence[Mapping[str, str]], covered: Covered) -> Iterator[Outcome]:
    """Yield the outcomes of a run, those of survivors judged anew where their code is still the same."""
    for each in known:
        before = Outcome(**each)  # type: ignore[arg-type]
        if before.result in ("killed", "timed out"):
            yield before
            continue
        possible = sites((here / before.file).read_text())
        same = [site for site in possible if site.what == before.what]
        nearest = min(same, key=lambda site: abs(site.line - before.line), default=None)
        yield _told(before if nearest is None else judge(here, Mutant(before.file, nearest), covered))


def control(here: Path, covered: Covered) -> str:
    """Return what is wrong with the judging: the unchanged must pass and a ruin be noticed; "" when nothing is."""
    file, what = CONTROL
    ruin = next(site for site in sites((here / file).read_text()) if site.what.startswith(what))
    tests = covered.tests_of(file, *ruin.lines)[:40]
    code = forked.trial(None, tests, MOST_SECONDS)
    if code != 0:
        return f"without any change {len(tests)} tests gave {code}"
    outcome = judge(here, Mutant(file, ruin), covered)
    return "" if outcome.result == "killed" else f"a ruined parser was not noticed: {outcome.result}"


def main(arguments: Sequence[str]) -> int:
    """Run as the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", choices=[*PACKAGES, "all"], default="all")
    parser.add_argument("--commit", help="judge a commit instead of the files as they stand")
    parser.add_argument("--shared", action="store_true", help="count the tests that need the reference data too")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="the tests to run, instead of the packages' own")
    parser.add_argument("--again", type=Path, help="judge anew what was not noticed in a run, from the file it wrote")
    parser.add_argument("--json", type=Path, help="write every outcome")
    options = parser.parse_args(arguments)
    if not options.shared:
        os.environ["GROUNDUP_SHARED"] = os.devnull
    packages = PACKAGES if options.package == "all" else (options.package,)
    started = time.monotonic()
    with snapshot(options.commit) as here:
        back = Path.cwd()
        forked.prepare(here)
        try:
            covered = gather(here, options.tests)
            for test in sorted(covered.failed):
                print(f"fails without any change, left out: {test}")
            wrong = control(here, covered)
            if wrong:
                print(f"control: {wrong}")
                return 1
            if options.again:
                outcomes = list(again(here, json.loads(options.again.read_text()), covered))
            else:
                drawn = chosen(here, packages, options.count, options.seed)
                outcomes = [_told(judge(here, each, covered)) for each in drawn]
        finally:
            os.chdir(back)
    if options.json:
        options.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes], indent=1))
    return report(outcomes, packages, time.monotonic() - started)


def _told(outcome: Outcome) -> Outcome:
    """Print a change that nothing noticed, at once."""
    if outcome.result in ("survived", "no test"):
        where = f"{outcome.file}:{outcome.line}"
        print(f"{where}: {outcome.result} ({outcome.tests} tests): {outcome.what}", flush=True)
    return outcome


def report(outcomes: Sequence[Outcome], packages: Sequence[str], seconds: float) -> int:
    """Print the share that was noticed; 1 when that is too little."""
    noticed_in_all = 0
    for package in packages:
        results = Counter(each.result for each in outcomes if each.file.startswith(package.replace(".", "/") + "/"))
        noticed = results["killed"] + results["timed out"]
        noticed_in_all += noticed
        total = results.total()
        if total:
            words = ", ".join(f"{results[name]} {name}" for name in ("killed", "timed out", "survived", "no test"))
            print(f"{package}: {noticed} of {total} noticed ({100 * noticed / total:.1f} %): {words}")
    share = noticed_in_all / max(1, len(outcomes))
    print(f"{noticed_in_all} of {len(outcomes)} changes noticed ({100 * share:.1f} %) in {seconds:.0f} s")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
