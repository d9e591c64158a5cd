"""Set up `.venv` from uv.lock: exactly the locked versions, each file checked by hash.

    python3 build/environment.py app              # what the program needs
    python3 build/environment.py app server dev   # besides: server extras, developers' tools
    python3 build/environment.py app --wheelhouse DIR   # collect the files for a machine without a network

Needs only Python's standard library. uv installs (fast); where it cannot be had, pip does, with the same hashes.
A folder named in GROUNDUP_WHEELHOUSE, or `.cache/wheelhouse`, is used instead of an index when it exists.
A second call that finds everything as it was ends at once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
SUPPORTED = ((3, 11), (3, 13))
GROUPS = {"dev"}  # everything else named on the command line is an extra


def venv_python() -> Path:
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wheelhouse() -> Path | None:
    """Return the folder of wheels to install from, None when an index is to be asked."""
    folder = Path(os.environ.get("GROUNDUP_WHEELHOUSE", CACHE / "wheelhouse"))
    return folder if folder.is_dir() else None


def closure(lock: dict[str, Any], wanted: Iterable[str]) -> list[dict[str, Any]]:
    """Return the locked packages that this machine needs for the wanted extras and groups, sorted by name.

    Runs inside the environment, whose pip brings the reader of environment markers.
    """
    from pip._vendor.packaging.markers import Marker

    def applies(entry: dict[str, Any]) -> bool:
        return "marker" not in entry or Marker(entry["marker"]).evaluate({"extra": ""})

    packages: dict[str, list[dict[str, Any]]] = {}
    for package in lock["package"]:
        packages.setdefault(package["name"], []).append(package)

    def chosen(entry: dict[str, Any]) -> dict[str, Any]:
        candidates = packages[entry["name"]]
        if "version" in entry:
            candidates = [package for package in candidates if package["version"] == entry["version"]]
        return candidates[0]

    def needs(package: dict[str, Any], extras: Iterable[str]) -> Iterator[dict[str, Any]]:
        yield from package.get("dependencies", [])
        for extra in extras:
            yield from package.get("optional-dependencies", {}).get(extra, [])

    (project,) = packages["groundup"]
    queue = list(needs(project, [name for name in wanted if name not in GROUPS]))
    for group in GROUPS.intersection(wanted):
        queue += project["dev-dependencies"][group]
    found: dict[str, dict[str, Any]] = {}
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while queue:
        entry = queue.pop()
        key = (entry["name"], tuple(entry.get("extra", ())))
        if not applies(entry) or key in seen:
            continue
        seen.add(key)
        package = chosen(entry)
        if entry["name"] != "groundup":
            found[entry["name"]] = package
        queue += needs(package, entry.get("extra", ()))
    return [found[name] for name in sorted(found)]


def requirements(packages: Iterable[dict[str, Any]]) -> str:
    """Return the packages as a requirements file with hashes, the form that pip and uv both check."""
    lines = []
    for package in packages:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        hashes = " ".join(f"--hash={file['hash']}" for file in files)
        lines.append(f"{package['name']}=={package['version']} {hashes}")
    return "\n".join(lines) + "\n"


def child_environment() -> dict[str, str]:
    """Return the environment for uv, which does not read pip's settings."""
    environment = dict(os.environ)
    for theirs, ours in (("UV_DEFAULT_INDEX", "PIP_INDEX_URL"), ("SSL_CERT_FILE", "PIP_CERT")):
        if environment.get(ours):
            environment.setdefault(theirs, environment[ours])
    environment.update(UV_SYSTEM_CERTS="1", UV_NO_PROGRESS="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    environment.pop("PIP_CONSTRAINT", None)
    return environment


def run(*command: str | Path) -> bool:
    """Run a command and return whether it succeeded; its own messages are its report."""
    return subprocess.run([str(word) for word in command], env=child_environment(), check=False).returncode == 0


def source_options() -> list[str]:
    """Return the options that keep pip and uv to the wheelhouse, none when an index may be asked."""
    folder = wheelhouse()
    return ["--no-index", "--find-links", str(folder)] if folder else []


def install(file: Path, uv_file: Path) -> bool:
    """Install a requirements file with uv, or with pip where uv cannot be had."""
    python = venv_python()
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", *source_options()]
    if run(*pip, "-r", uv_file):
        uv = [python, "-m", "uv", "pip", "install", "--quiet", "--python", python, "--no-deps", "--require-hashes"]
        if run(*uv, *source_options(), "-r", file):
            return True
        print("uv could not install; pip tries.", file=sys.stderr)
    return run(*pip, "-r", file)


def write_entry_points() -> None:
    """Make `groundup` and the three packages known to the environment without building anything."""
    script = VENV / ("Scripts/groundup.cmd" if os.name == "nt" else "bin/groundup")
    if os.name == "nt":
        site = VENV / "Lib" / "site-packages"
        script.write_text(f'@"{venv_python()}" -m app %*\r\n', encoding="utf-8")
    else:
        (site,) = (VENV / "lib").glob("python3*/site-packages")
        script.write_text(f'#!/bin/sh\nexec "{venv_python()}" -m app "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    (site / "groundup.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def outer(arguments: list[str]) -> int:
    """Make the environment where it is missing, then go on inside it."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        print("Groundup needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0], file=sys.stderr)
        return 1
    if not venv_python().exists():
        print("Setting up: making .venv", file=sys.stderr)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    return subprocess.run([str(venv_python()), __file__, "--inside", *arguments], check=False).returncode


def stamp_of(wanted: Iterable[str]) -> str:
    """Return what must be unchanged for an earlier set-up to hold."""
    lock = (ROOT / "uv.lock").read_bytes()
    return hashlib.sha256(b"\n".join([lock, " ".join(sorted(wanted)).encode(), str(ROOT).encode()])).hexdigest()


def inside(wanted: list[str], collect: Path | None) -> int:
    """Install what is missing, or collect it into a wheelhouse."""
    packages = closure(tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8")), wanted)
    uv_only = [
        package
        for package in closure(tomllib.loads((ROOT / "uv.lock").read_text()), ["dev"])
        if package["name"] == "uv"
    ]
    CACHE.mkdir(exist_ok=True)
    file, uv_file = CACHE / "requirements.txt", CACHE / "requirements-uv.txt"
    file.write_text(requirements(packages), encoding="utf-8")
    uv_file.write_text(requirements(uv_only), encoding="utf-8")
    if collect is not None:
        pip = [venv_python(), "-m", "pip", "download", "--no-deps", "--require-hashes", "--dest", collect]
        return 0 if run(*pip, "-r", file) and run(*pip, "-r", uv_file) else 1
    print(f"Setting up: {len(packages)} packages", file=sys.stderr)
    if not install(file, uv_file):
        print("Set-up did not finish: see the messages above. Nothing else was changed.", file=sys.stderr)
        return 1
    write_entry_points()
    return 0


def main(arguments: list[str]) -> int:
    """Set up what the arguments name."""
    parser = argparse.ArgumentParser(description="Set up .venv from uv.lock.")
    parser.add_argument("wanted", nargs="+", metavar="EXTRA", help="app, server, spss or dev")
    parser.add_argument("--wheelhouse", type=Path, metavar="DIR", help="collect the files instead of installing")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        return inside(options.wanted, options.wheelhouse)
    stamp = VENV / "set-up"
    wanted = set(options.wanted)
    done = stamp.read_text(encoding="utf-8").splitlines() if stamp.exists() and venv_python().exists() else []
    if options.wheelhouse is None and done and done[0] == stamp_of(done[1].split()) and wanted <= set(done[1].split()):
        return 0
    if options.wheelhouse is None and done:
        options.wanted = sorted(wanted | set(done[1].split()))  # never take away what an earlier call brought
    status = outer([*options.wanted, *(["--wheelhouse", str(options.wheelhouse)] if options.wheelhouse else [])])
    if status == 0 and options.wheelhouse is None:
        stamp.write_text(f"{stamp_of(options.wanted)}\n{' '.join(options.wanted)}\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
