"""A full disk: nothing that was said to be safe is lost, the sentence is clear, and with room again it goes on.

As root a small disk in memory is filled; other users get a limit on the size of files, which fails writes as well.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

COUNT = 200
CONTROLS = 3
ROOT = Path(__file__).parents[2]
DISK_BYTES = 7 * 1024 * 1024  # workspace, reserve, and a little
SPREAD = 1024 * 1024  # bytes of ballast that move the point at which the disk is full


@dataclass(frozen=True)
class Outcome:
    """Answers that were called safe and are not there, how many were called safe, and the code of the failure."""

    lost: int
    acknowledged: int
    error: str


def run(count: int) -> dict[str, object]:
    """Fill the disk at `count` points; return the figures."""
    outcomes = [fill("protected") for _ in range(count)]
    control = sum(fill("control").lost for _ in range(CONTROLS))
    lost = sum(outcome.lost for outcome in outcomes)
    unclear = sum(outcome.error not in ("disk-full", "disk-failed") for outcome in outcomes)
    return {
        "points": count,
        "acknowledged": sum(outcome.acknowledged for outcome in outcomes),
        "lost": lost,
        "unclear": unclear,
        "control lost": control,
        "good": lost == 0 and unclear == 0 and control > 0,
    }


def fill(mode: str) -> Outcome:
    """Let a child write until the disk is full, make room, and see what is there."""
    ballast = random.randrange(SPREAD)
    with small_disk() as disk:
        folder = (disk or Path(tempfile.mkdtemp(prefix="groundup-limited-"))) / "workspace"
        try:
            child(folder, "make")
            heavy = folder.parent / "ballast"
            heavy.write_bytes(os.urandom(ballast))
            limit = None if disk else limit_files((folder / "workspace.db").stat().st_size + ballast)
            said = child(folder, mode, limit)
            heavy.unlink()
            (folder / "reserve").unlink(missing_ok=True)
            shutil.rmtree(folder / "media" / "incoming", ignore_errors=True)
            kept = {line.split()[1] for line in child(folder, "show") if line.startswith("kept ")}
        finally:
            if disk is None:
                shutil.rmtree(folder.parent, ignore_errors=True)
    safe = {line.split()[1] for line in said if line.startswith("ack ")}
    errors = [line.split()[1] for line in said if line.startswith("error ")]
    return Outcome(len(safe - kept) + ("after" not in kept), len(safe), errors[0] if errors else "none")


def child(folder: Path, mode: str, before: Callable[[], None] | None = None) -> list[str]:
    """Run the child to its end and return its lines."""
    command = [sys.executable, str(Path(__file__).with_name("disk_child.py")), str(folder), mode]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "helpers")])}
    done = subprocess.run(
        command, env=environment, cwd=ROOT, preexec_fn=before, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{mode}: {done.stderr}")
    return done.stdout.splitlines()


def limit_files(size: int) -> Callable[[], None]:
    """Return what forbids a child files larger than `size` bytes."""
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextlib.contextmanager
def small_disk() -> Iterator[Path | None]:
    """Give a disk of a few MB in memory, None where this user may not mount one."""
    place = Path(tempfile.mkdtemp(prefix="groundup-small-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)]
    try:
        made = (
            shutil.which("mount") is not None
            and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        )
        yield place if made else None
    finally:
        if made:
            subprocess.run(["umount", str(place)], check=True)
        place.rmdir()
