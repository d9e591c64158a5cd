"""Open a file that a person brought, in a child process with limits: whatever it holds, the program stays well."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from forms.definition.wire import decode
from forms.errors import Finding, FormsError, Severity
from forms.pause import collector_paused
from forms.xlsform.limits import MOST_FILE
from forms.xlsform.opened import Opened

WALL_SECONDS = 60.0  # only for a machine that is very busy; the child's own limit is in processor time
MOST_RESIDENT = 220 * 2**20  # bytes of memory the child may really use; idle it uses 25 MB
LOOK_SECONDS = 0.03  # how often it is looked at
WORD = "_open"


def open_form_guarded(path: Path, *, seconds: float = WALL_SECONDS, with_trial: bool = False) -> Opened:
    """Return what `open_form` returns for a file on disk and the files beside it; never raises for a bad file.

    A child that dies, runs out of its memory or its time gives a fatal finding. Takes about 0.3 s more than opening
    the form in this process.

    Args:
        with_trial: Add what making the form ready to run finds (`forms.lint.trial`).
    Raises:
        OSError: the file cannot be read.
    """
    size = path.stat().st_size
    if size > MOST_FILE:
        facts = {"size": round(size / 2**20), "most": MOST_FILE // 2**20}
        return _refused("file-too-big", b"\0" * 32, facts)
    data = path.read_bytes()
    digest = sha256(data).digest()
    words = ["run"] if with_trial else []
    with TemporaryDirectory(prefix="groundup-", ignore_cleanup_errors=True) as folder:
        result = Path(folder) / "opened"
        ended = _run([*_command(), str(path.resolve()), str(result), *words], seconds)
        written = result.read_bytes() if result.exists() else b""
    if isinstance(ended, str):
        return _refused(ended, digest, {"seconds": round(seconds)})
    status, errors = ended
    if status != 0:
        return _refused(_reason(status, errors), digest, {"status": status})
    try:
        with collector_paused():
            form, findings, kind, seen = decode(written)
    except (FormsError, ValueError, TypeError):
        return _refused("file-hostile", digest, {"status": status})
    return Opened(form, findings, kind, seen)


def _run(command: list[str], seconds: float) -> tuple[int, bytes] | str:
    """Run the child; return (status, errors), or the code of the limit for which it was ended."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    deadline = monotonic() + seconds
    passed = ""
    with child:
        while not passed:
            try:
                _, errors = child.communicate(timeout=LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if monotonic() > deadline:
                    passed = "took-too-long"
                elif _resident(child.pid) > MOST_RESIDENT:
                    passed = "took-too-much-memory"
                continue
            return child.returncode, errors
        child.kill()
        child.communicate()
    return passed


def _resident(process: int) -> int:
    """Return the bytes of memory a process really uses; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def _command() -> list[str]:
    """Return how the child is started: a frozen program is its own child."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD]
    return [sys.executable, "-m", "forms.xlsform.child"]


def _environment() -> dict[str, str]:
    """Return the environment of the child, which must find this package wherever it is started."""
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        root = str(Path(__file__).resolve().parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return environment


def _reason(status: int, errors: bytes) -> str:
    """Return the code for a child that died: out of memory, out of processor time, or something else."""
    if b"MemoryError" in errors or b"memory allocation" in errors or b"bad_alloc" in errors:
        return "took-too-much-memory"
    if status in (-24, -9, 152, 137):  # SIGXCPU, then SIGKILL
        return "took-too-long-to-read"
    return "file-hostile"


def _refused(code: str, digest: bytes, facts: Mapping[str, str | int]) -> Opened:
    return Opened(None, (Finding(code, Severity.FATAL, facts=facts),), "unknown", digest)
