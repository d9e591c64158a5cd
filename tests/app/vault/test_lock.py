"""One window per workspace."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.vault.errors import WorkspaceInUse
from app.vault.lock import Lock

HOLD = """
import sys
from pathlib import Path
from app.vault.lock import Lock
Lock(Path(sys.argv[1])); print("held", flush=True); sys.stdin.read()
"""


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path):
    """Also within one program."""
    first = Lock(tmp_path / "lock")
    with pytest.raises(WorkspaceInUse):
        Lock(tmp_path / "lock")
    first.release()
    Lock(tmp_path / "lock").release()


def test_a_killed_program_leaves_no_lock(tmp_path):
    """The system gives the lock back, whatever the program's end."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout.readline() == "held\n"
        with pytest.raises(WorkspaceInUse):
            Lock(tmp_path / "lock")
        child.kill()
        child.wait()
    Lock(tmp_path / "lock").release()
