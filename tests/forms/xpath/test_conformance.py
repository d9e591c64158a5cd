"""The shared conformance cases, where they are at hand, and the runner itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from shared import shared_path

RUN = Path(__file__).parents[2] / "conformance" / "run.py"
CASE = {
    "id": "own-1",
    "source": "own",
    "group": "own > arithmetic",
    "functions": "odk",
    "uses": [],
    "xml": "<data><a>1</a></data>",
    "root": "/",
    "context": "/*[1]",
    "namespaces": {},
    "expression": "a + 1",
    "expect": {"type": "number", "value": 2},
    "known_failing": False,
}


def _run(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(RUN), "xpath", str(file)], capture_output=True, text=True, timeout=100, check=False
    )


def test_runner_counts_and_tells(tmp_path: Path) -> None:
    """Failing ids are printed; what is not counted stands apart; the exit code tells."""
    wrong = {**CASE, "id": "own-2", "expect": {"type": "number", "value": 3}}
    known = {**wrong, "id": "own-3", "known_failing": True}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([CASE, wrong, known]), encoding="utf-8")
    done = _run(file)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("FAILED own-2:")
    assert lines[-1] == "1 passed, 1 failed"
    assert "not counted: known_failing" in done.stdout


def test_runner_is_content_when_all_pass(tmp_path: Path) -> None:
    """All passing exits 0."""
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([CASE]), encoding="utf-8")
    done = _run(file)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 passed, 0 failed")


def test_shared_cases() -> None:
    """At least 99.5 % of the shared cases that count are met."""
    done = _run(shared_path("conformance/xpath_cases.json"))
    passed, failed = (int(word) for word in done.stdout.splitlines()[-1].replace(",", "").split() if word.isdigit())
    assert passed / (passed + failed) >= 0.995, done.stdout
