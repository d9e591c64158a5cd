"""Runs the program's commands and its server as real processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

ROOT = Path(__file__).parents[2]


def groundup(
    *words: str, workspace: Path | None = None, passphrase: str | None = None, expect: int = 0, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and check its exit status."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("GROUNDUP_PASSPHRASE", None)
    if passphrase is not None:
        environment["GROUNDUP_PASSPHRASE"] = passphrase
    command = [sys.executable, "-m", "app", *words, *(["--workspace", str(workspace)] if workspace else [])]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == expect, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """`groundup serve` on loopback with its own folder; what it says is kept in `log`."""

    def __init__(self, folder: Path, *, port: int | None = None, words: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.words = words
        self.log = folder / "said.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start and wait until it answers."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "XDG_DATA_HOME": str(self.folder / "data")}
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.port), *self.words]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                requests.get(self.url, timeout=2, allow_redirects=False)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start:\n" + self.log.read_text(encoding="utf-8"))

    def stop(self, *, kill: bool = False) -> None:
        """Stop the process, politely unless it is to be killed."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        self._process.wait(timeout=20)
        self._process = None

    def console_code(self) -> str:
        """Return the console code as printed at the first start."""
        found = re.search(r"Console code[^:]*: (\S+)", self.log.read_text(encoding="utf-8"))
        assert found is not None, self.log.read_text(encoding="utf-8")
        return found.group(1)
