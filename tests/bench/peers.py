"""The other engines: installed into `.cache/peers`, run as processes of their own, asked for one JSON line each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HOME = ROOT / ".cache" / "peers"
PACKAGES = ("@getodk/xforms-engine", "jsdom")
LONGEST_S = 120  # one run of one engine


class PeerMissing(Exception):
    """A peer cannot be measured; says why."""


def ask(command: Sequence[str | Path], **environment: str) -> dict[str, Any]:
    """Run a driver and return the JSON line it prints.

    Raises:
        PeerMissing: it cannot be run.
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=True,
            env={**surroundings(), **environment},
        )
        answer = json.loads(done.stdout.strip().splitlines()[-1])
    except subprocess.CalledProcessError as error:
        raise PeerMissing(f"{command[0]}: {error.stderr.strip()[-300:]}") from error
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError) as error:
        raise PeerMissing(f"{command[0]}: {error}") from error
    assert isinstance(answer, dict)
    return answer


def surroundings() -> dict[str, str]:
    """Return the environment of every process measured: compiled modules are kept, as where a program is installed."""
    kept = ROOT / ".cache" / "bench" / "bytecode"
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(kept)}


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise PeerMissing(f"{name} is not installed")
    return found


def _install(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise PeerMissing(f"{command[0]}: {done.stderr.strip()[-300:]}")


class JavaRosa:
    """The engine of ODK Collect, as pyxform's wheel brings it."""

    def __init__(self) -> None:
        import pyxform

        self._jar = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
        self._classes = HOME / "classes"

    def prepare(self) -> str:
        """Compile the driver; return what is measured."""
        if not self._jar.is_file():
            raise PeerMissing(f"{self._jar.name} is not in pyxform's wheel")
        self._classes.mkdir(parents=True, exist_ok=True)
        _install([_tool("javac"), "-cp", self._jar, "-d", self._classes, HERE / "PeerJavaRosa.java"], HOME)
        return f"JavaRosa of pyxform {_version('pyxform')}"

    def run(self, script: Path, warm: int) -> dict[str, Any]:
        """Return the figures of the first and the last of `warm` + 1 runs."""
        paths = f"{self._jar}{os.pathsep}{self._classes}"
        return ask([_tool("java"), "-cp", paths, "PeerJavaRosa", script, str(warm)])


class WebForms:
    """The engine of ODK Web Forms, in Node with jsdom."""

    def prepare(self) -> str:
        """Install what is missing; return what is measured."""
        package = HOME / "node_modules" / PACKAGES[0] / "package.json"
        if not package.is_file():
            HOME.mkdir(parents=True, exist_ok=True)
            (HOME / "package.json").write_text('{"private": true}\n', encoding="utf-8")
            words = ["install", "--ignore-scripts", "--no-audit", "--no-fund"]
            _install([_tool("npm"), *words, *PACKAGES], HOME)
        _tool("node")
        return f"{PACKAGES[0]} {json.loads(package.read_text(encoding='utf-8'))['version']}"

    def run(self, script: Path, warm: int) -> dict[str, Any]:
        """Return the figures of the first and the last of `warm` + 1 runs."""
        command = [_tool("node"), "--max-old-space-size=8000", HERE / "peer_web_forms.mjs", script, str(warm)]
        return ask(command, XFE_HOME=str(HOME))


def convert_with_pyxform(workbook: Path) -> dict[str, Any]:
    """Return {"convert_ms", "whole_ms"}: pyxform's conversion alone, and with starting Python and importing it."""
    return ask([sys.executable, HERE / "peer_pyxform.py", workbook])


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
