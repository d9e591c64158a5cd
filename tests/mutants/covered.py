"""Which tests run which lines of the engine, how long each takes, and the share of lines and branches that are run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import coverage
import forked
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("forms.xpath", "forms.model", "forms.session")
TESTS = ("tests/forms/xpath", "tests/forms/model", "tests/forms/session")
CACHE = ROOT / ".cache" / "mutants"
MOST_SECONDS = 900.0  # for all tests once, their lines recorded


@dataclass(frozen=True)
class Covered:
    """What one run of all tests showed.

    Args:
        lines: File ("forms/xpath/parse.py") -> line -> ids of the tests that run it.
        seconds: Test -> time of the processor it took, its lines recorded.
        failed: Tests that fail without any change: they prove nothing.
    """

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]
    failed: frozenset[str]

    def tests_of(self, file: str, first: int, last: int, *, at_import: bool = False) -> list[str]:
        """Return the tests that run any of the lines, fastest first.

        Code that is run at import shows where others use it: it gets all tests of its package.
        """
        found = {test for line in range(first, last + 1) for test in self.lines.get(file, {}).get(line, ())}
        if at_import or not found:
            package = "/".join(file.split("/")[:2]) + "/"
            inside = (lines for name, lines in self.lines.items() if name.startswith(package))
            found = {test for lines in inside for tests in lines.values() for test in tests}
        return sorted(found - self.failed, key=lambda test: (self.seconds.get(test, 0.0), test))


@contextmanager
def snapshot(commit: str | None) -> Iterator[Path]:
    """Give a copy of the engine and its tests, so that nobody's edits disturb a run; of a commit, or as they stand."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        target = Path(folder)
        names = ["forms", "tests/forms", "tests/helpers", "tests/conformance", "tests/oracles", "tests/conftest.py"]
        if commit is not None:
            command = ["git", "-C", str(ROOT), "archive", commit, "--", *names]
            packed = subprocess.run(command, check=True, capture_output=True).stdout
            with tarfile.open(fileobj=BytesIO(packed)) as archive:
                archive.extractall(target, filter="data")
        else:
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            for name in names:
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, target / name, ignore=ignored)
                else:
                    shutil.copy(ROOT / name, target / name)
        yield target


class _Contexts:
    """A pytest plugin that tells coverage which test is running."""

    def __init__(self, recorder: coverage.Coverage) -> None:
        self._recorder = recorder

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._recorder.switch_context(item.nodeid)
        result = yield
        self._recorder.switch_context("")
        return result


def record(here: Path, tests: Sequence[str], *, branches: bool, contexts: bool) -> tuple[Path, dict[str, object]]:
    """Run tests once in a fork; return coverage's file and {"seconds", "failed", "code"}."""
    data, facts = here / "coverage.data", here / "facts.json"

    def work() -> int:
        sources = [str(here / package.replace(".", "/")) for package in PACKAGES]
        recorder = coverage.Coverage(data_file=str(data), branch=branches, source=sources, config_file=False)
        chosen = forked.Chosen(None)
        recorder.start()
        try:
            plugins = [chosen, _Contexts(recorder)] if contexts else [chosen]
            code = forked.run_tests(["--maxfail=1000000", *tests], *plugins)
        finally:
            recorder.stop()
            recorder.save()
        forked.write_json(facts, {"seconds": chosen.seconds, "failed": chosen.failed, "code": code})
        return 0

    log = here / "log.txt"
    if forked.in_fork(work, seconds=MOST_SECONDS, show=log) != 0:
        raise RuntimeError(f"the tests did not run: {log.read_text()[-2000:]}")
    return data, json.loads(facts.read_text())


def gather(here: Path, tests: Sequence[str] = TESTS) -> Covered:
    """Return which tests run which lines, from the last run if nothing changed since."""
    kept = CACHE / f"{_digest(here, tests)}.json"
    if not kept.exists():
        data, facts = record(here, tests, branches=False, contexts=True)
        found = coverage.CoverageData(str(data))
        found.read()
        lines: dict[str, dict[str, list[str]]] = {}
        for file in found.measured_files():
            by_line = {
                str(line): [test for test in tests if test] for line, tests in found.contexts_by_lineno(file).items()
            }
            lines[os.path.relpath(file, here)] = {line: names for line, names in by_line.items() if names}
        CACHE.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"lines": lines, **facts}))
    known = json.loads(kept.read_text())
    lines = {file: {int(line): tests for line, tests in found.items()} for file, found in known["lines"].items()}
    return Covered(lines, known["seconds"], frozenset(known["failed"]))


def _digest(here: Path, tests: Sequence[str]) -> str:
    digest = hashlib.sha256("\0".join([os.environ.get("GROUNDUP_SHARED", ""), *tests]).encode())
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.po"), *here.rglob("*.json")]):
        digest.update(str(path.relative_to(here)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]
