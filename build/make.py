"""Build the ready-made programs and try each: one folder, one file, and on Debian a .deb.

    .venv/bin/python build/make.py                 # all that this system can make
    .venv/bin/python build/make.py folder          # one kind

Prints sizes, start times, the highest GLIBC symbol needed, and the self-test's last line of each. Exit status 1 when a
self-test fails, a bundled part has no licence text, or a Qt module under the GPL alone is inside. Results stand in
`.cache/dist`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import licences

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
DIST = CACHE / "dist"
SUFFIX = ".exe" if os.name == "nt" else ""
GPL_ONLY = ("Charts", "DataVisualization", "Graphs", "NetworkAuth", "VirtualKeyboard", "Quick3D", "Lottie")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def pyinstaller(kind: str) -> Path:
    """Build one kind ("folder" or "file") and return the program's path."""
    dist = DIST / kind
    shutil.rmtree(dist, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(dist), "--workpath", str(CACHE / "work" / kind)]
    command.append(str(ROOT / "build" / "groundup.spec"))
    subprocess.run(command, check=True, env={**os.environ, "GROUNDUP_BUILD": kind})
    return dist / f"groundup{SUFFIX}" if kind == "file" else dist / "groundup" / f"groundup{SUFFIX}"


def deb(folder: Path) -> Path:
    """Pack the one-folder program as a Debian package and return its path."""
    tree = CACHE / "work" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "opt" / "groundup", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "groundup").symlink_to("/opt/groundup/groundup")
    places = {
        ROOT / "build" / "groundup.desktop": "usr/share/applications/groundup.desktop",
        ROOT / "app" / "assets" / "mark" / "mark.svg": "usr/share/icons/hicolor/scalable/apps/groundup.svg",
    }
    for source, target in places.items():
        (tree / target).parent.mkdir(parents=True)
        shutil.copy(source, tree / target)
    licence = tree / "usr" / "share" / "doc" / "groundup"
    licence.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", licence / "copyright")
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    architecture = asked.stdout.strip()
    control = (ROOT / "build" / "control.in").read_text(encoding="utf-8")
    (tree / "DEBIAN").mkdir()
    glibc = highest_glibc(folder).removeprefix("GLIBC_")
    text = control.format(version=VERSION, architecture=architecture, size=size, glibc=glibc)
    (tree / "DEBIAN" / "control").write_text(text, encoding="utf-8")
    target = DIST / f"groundup_{VERSION}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def size_of(path: Path) -> float:
    """Return the size of a file, or of all files below a folder, in MB."""
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file() and not item.is_symlink()]
    return sum(item.stat().st_size for item in files) / 1e6


def highest_glibc(folder: Path) -> str:
    """Return the highest GLIBC version that any binary below the folder asks for."""
    highest = (0, 0)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) != b"\x7fELF":
                    continue
            for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes()):
                highest = max(highest, (int(major), int(minor)))
    return f"GLIBC_{highest[0]}.{highest[1]}"


def gpl_only(folder: Path) -> list[str]:
    """Return the files below the folder that belong to Qt modules under the GPL alone."""
    names = [f"Qt{mark}{name}" for name in GPL_ONLY for mark in ("", "6")]
    return [path.name for path in folder.rglob("*Qt*") if any(name in path.name for name in names)]


def try_out(program: Path) -> tuple[float, float, int, str]:
    """Return (first start s, second start s, exit status and last line of the self-test) of a program."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def run(*words: str) -> tuple[float, subprocess.CompletedProcess[str]]:
        with tempfile.TemporaryDirectory() as home:
            begun = time.monotonic()
            done = subprocess.run(
                [str(program), *words],
                env={**environment, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home},
                check=False,
                capture_output=True,
                text=True,
            )
            return time.monotonic() - begun, done

    starts = [run("--self-test", "--start-only")[0] for _ in range(2)]
    done = run("--self-test")[1]
    lines = (done.stdout + done.stderr).strip().splitlines()
    if done.returncode == 0:
        job = run("--main-job")[1]
        lines = [f"{lines[-1]}; main job with its own server: {'done' if job.returncode == 0 else 'FAILED'}"]
        if job.returncode:
            print(job.stdout + job.stderr)
            return starts[0], starts[1], job.returncode, lines[-1]
    if done.returncode:
        print("\n".join(lines[-40:]))
    return starts[0], starts[1], done.returncode, lines[-1] if lines else "(said nothing)"


def main(arguments: list[str]) -> int:
    """Build what is asked for, try it, print the figures."""
    parser = argparse.ArgumentParser(description="Build the ready-made programs.")
    parser.add_argument("kinds", nargs="*", choices=["folder", "file", "deb", []], help="folder, file, deb (all)")
    kinds = parser.parse_args(arguments).kinds or ["folder", "file", *(["deb"] if shutil.which("dpkg-deb") else [])]
    DIST.mkdir(parents=True, exist_ok=True)
    failed = licences.main([str(CACHE / "licences")]) != 0
    folder = pyinstaller("folder") if {"folder", "deb"} & set(kinds) else None
    for kind in kinds:
        if kind == "file":
            program = made = pyinstaller("file")
        elif kind == "deb" and folder is not None:
            made = deb(folder.parent)
            unpacked = CACHE / "work" / "unpacked"
            shutil.rmtree(unpacked, ignore_errors=True)
            subprocess.run(["dpkg-deb", "-x", str(made), str(unpacked)], check=True)
            program = unpacked / "opt" / "groundup" / "groundup"
        else:
            assert folder is not None
            program, made = folder, folder.parent
        first, second, status, line = try_out(program)
        print(f"{kind:<7}{size_of(made):8.1f} MB  first start {first:.2f} s, second {second:.2f} s  self-test: {line}")
        failed |= status != 0
    if folder is not None:
        if sys.platform == "linux":
            print(f"needs at most {highest_glibc(folder.parent)}")
        bad = gpl_only(folder.parent)
        print("Qt modules under the GPL alone: " + (", ".join(bad) or "none"))
        failed |= bool(bad)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
