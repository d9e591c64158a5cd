"""A few kills of the kill test, and its control."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import kill_fault


def test_nothing_acknowledged_is_lost_when_killed():
    """Five children are killed at random moments."""
    results = kill_fault.kills(5, "protected")
    assert [(found.lost, found.twice) for found, _ in results] == [(0, 0)] * 5
    assert sum(sum(told.acknowledged.values()) for _, told in results) > 0


def test_the_control_loses():
    """A program that says "saved" before it is loses answers, and the test sees it."""
    assert sum(found.lost for found, _ in kill_fault.kills(4, "control")) > 0
