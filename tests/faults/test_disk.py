"""A full disk, at a few points, and the control."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import disk_fault

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has neither small disks nor limits on files")


def test_what_was_called_safe_is_there_after_the_disk_was_full():
    """The failure is told, and with room again the next answer is kept."""
    outcomes = [disk_fault.fill("protected") for _ in range(3)]
    assert [outcome.lost for outcome in outcomes] == [0, 0, 0]
    assert all(outcome.error in ("disk-full", "disk-failed") for outcome in outcomes)
    assert all(outcome.acknowledged > 0 for outcome in outcomes)


def test_the_control_loses():
    """A program that calls answers safe when they are queued loses some, and the test sees it."""
    assert sum(disk_fault.fill("control").lost for _ in range(2)) > 0


def test_a_workspace_opens_on_a_disk_without_a_free_byte():
    """The reserve makes room for the log; what is there can be read and something can still be kept."""
    with disk_fault.small_disk() as disk:
        if disk is None:
            pytest.skip("this user may not mount a small disk")
        disk_fault.child(disk / "workspace", "make")
        with open(disk / "ballast", "wb", buffering=0) as ballast, contextlib.suppress(OSError):
            while ballast.write(os.urandom(4096)):
                pass
        said = disk_fault.child(disk / "workspace", "show")
    assert said == ["kept after"]
