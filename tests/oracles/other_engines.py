"""The other engines, processes that answer one JSON line with one: JavaRosa, and ODK Web Forms' engine in Node."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "peers"
PACKAGES = ("@getodk/xforms-engine@0.22.0", "jsdom@29")
# Seconds one interview may take in another engine before its process is given up.
MOST_SECONDS = 120
# JavaRosa looks for functions of these names itself, so that they cannot be replaced: their calls get other names.
_CALL = re.compile(r"(?<![\w.:-])(now|today|random|uuid)\(\s*\)")


class PeerMissing(Exception):
    """The peer cannot be had on this machine; the text says why."""


class PeerBroken(Exception):
    """The peer's process ended or did not answer in time."""


class Peer:
    """One engine; a process for each zone, since an engine may keep the zone it was started in."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = [*(["nice"] if shutil.which("nice") else []), *command]
        self._environment = {**os.environ, **environment}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the peer

    def ask(self, request: Mapping[str, object]) -> dict[str, object]:
        """Return the engine's answer to one request.

        Raises:
            PeerBroken: it ended, or took too long; the next request starts it again.
        """
        zone = str(request["zone"])
        process = self._processes.get(zone) or self._start(zone)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = self._line(process.stdout)
        except BrokenPipeError:
            line = b""
        if not line:
            self.close()
            self._log.seek(0)
            raise PeerBroken(self._log.read()[-600:].decode("utf-8", "replace"))
        answer: dict[str, object] = json.loads(line)
        return answer

    def _line(self, stream: IO[bytes]) -> bytes:
        ready, _, _ = select.select([stream], [], [], MOST_SECONDS)
        return stream.readline() if ready else b""

    def _start(self, zone: str) -> subprocess.Popen[bytes]:
        environment = {**self._environment, "TZ": zone}
        self._processes[zone] = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=environment
        )
        return self._processes[zone]

    def close(self) -> None:
        """End the processes."""
        for process in self._processes.values():
            process.kill()
            process.communicate()
        self._processes.clear()

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
        self._log.close()


def prepared(peer: str, xform: str) -> str:
    """Return an XForm as a peer is to be given it."""
    return _CALL.sub(r"fixed-\1()", xform) if peer == "javarosa" else xform


def javarosa() -> Peer:
    """Return JavaRosa, its classes taken from pyxform's wheel, our driver compiled when it has changed.

    Raises:
        PeerMissing: there is no Java compiler, or no pyxform.
    """
    java, javac = shutil.which("java"), shutil.which("javac")
    if java is None or javac is None:
        raise PeerMissing("no Java compiler (openjdk-17-jdk-headless)")
    found = find_spec("pyxform")
    if found is None or found.origin is None:
        raise PeerMissing("no pyxform, which brings JavaRosa")
    jar = Path(found.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    if not jar.exists():
        raise PeerMissing("pyxform came without ODK_Validate.jar")
    out = CACHE / "javarosa"
    sources = sorted((HERE / "javarosa").glob("*.java"))
    made = out / "Driver.class"
    if not made.exists() or made.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        out.mkdir(parents=True, exist_ok=True)
        command = [javac, "-encoding", "UTF-8", "-nowarn", "-cp", str(jar), "-d", str(out), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True)
    path = os.pathsep.join((str(jar), str(out)))
    words = ["-Xss8m", "-Xmx1500m", "-XX:+UseSerialGC", "-Duser.language=en", "-Duser.country=US", "-cp", path]
    return Peer("javarosa", [java, *words, "Driver"], {})


def web_forms(*, install: bool) -> Peer:
    """Return the engine of ODK Web Forms in Node; `install` fetches it where it is missing.

    Raises:
        PeerMissing: there is no Node, or the engine is not installed and may not be, or cannot be fetched.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        raise PeerMissing("no Node")
    home = CACHE / "web-forms"
    if not (home / "node_modules" / "@getodk" / "xforms-engine").exists():
        if not install or npm is None:
            raise PeerMissing("the engine of ODK Web Forms is not installed (--peers web-forms installs it)")
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"name": "peers", "private": true}\n', encoding="utf-8")
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES]
        done = subprocess.run(command, cwd=home, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeerMissing(f"npm install failed: {done.stderr[-300:]}")
    driver = HERE / "web_forms" / "driver.mjs"
    return Peer("web-forms", [node, "--max-old-space-size=3000", str(driver)], {"XFE_HOME": str(home)})
