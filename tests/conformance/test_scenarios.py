"""The shared form scenarios: how many of those that count are met."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from shared import shared_path

# Share met when this was written; only XForm parts that are not read yet are missing, see the failures it prints.
SHARE = 0.92


@pytest.mark.slow
def test_scenarios_are_met():
    """The command prints its counts, and the share has not fallen."""
    file = shared_path("conformance/scenarios.json")
    command = [sys.executable, str(Path(__file__).with_name("run.py")), "scenarios", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    passed, failed = (int(part.split()[0]) for part in done.stdout.splitlines()[-1].split(", "))
    assert passed / (passed + failed) >= SHARE, done.stdout
