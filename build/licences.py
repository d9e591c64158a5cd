"""Collect the licence text of every bundled Python package; fail when one has none.

    .venv/bin/python build/licences.py DIR

Writes DIR/NAME.txt for each package of the extra `app` that is locked for this system. Packages whose files carry no
text of their own are listed in `licence-texts/` beside this file, with where the text comes from.
"""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import environment

OWN = Path(__file__).parent / "licence-texts"
WORDS = ("licen", "copying", "notice", "copyright", "authors")


def texts_of(name: str) -> str:
    """Return all licence texts in a package's own files, "" when it carries none."""
    found = []
    distribution = metadata.distribution(name)
    for file in sorted(distribution.files or (), key=str):
        if ".dist-info" in str(file) and any(word in file.name.lower() for word in WORDS):
            path = Path(str(distribution.locate_file(file)))
            if path.is_file():
                found.append(f"--- {file.name}\n{path.read_text(encoding='utf-8', errors='replace')}")
    return "\n\n".join(found)


def main(arguments: list[str]) -> int:
    """Write the texts; exit 1 and name the packages that have none."""
    target = Path(arguments[0])
    target.mkdir(parents=True, exist_ok=True)
    lock = tomllib.loads((environment.ROOT / "uv.lock").read_text(encoding="utf-8"))
    without = []
    for package in environment.closure(lock, ["app"]):
        name = package["name"]
        own = OWN / f"{name}.txt"
        text = own.read_text(encoding="utf-8") if own.exists() else texts_of(name)
        if not text.strip():
            without.append(name)
            continue
        declared = metadata.metadata(name).get("License-Expression") or metadata.metadata(name).get("License") or ""
        head = f"{name} {metadata.version(name)}\n{declared.splitlines()[0] if declared else ''}\n\n"
        (target / f"{name}.txt").write_text(head + text, encoding="utf-8")
    python = Path(os.__file__).parent / "LICENSE.txt"
    if python.exists():
        shutil.copy(python, target / "python.txt")
    elif sys.platform.startswith("linux") and Path("/usr/share/doc/python3/copyright").exists():
        shutil.copy("/usr/share/doc/python3/copyright", target / "python.txt")
    else:
        without.append("python")
    if without:
        print("no licence text: " + ", ".join(without), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
