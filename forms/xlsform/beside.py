"""The files that lie beside a form on the disk: CSVs and pictures it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

MOST_BYTES = 64 * 2**20  # bytes of one file beside a form


def files_beside(form: Path) -> Callable[[str], bytes | None]:
    """Return a function: bare name -> bytes of that file in the form's folder or its `<form>-media` folder.

    A name with a folder in it, a link that leads out of the form's folder, a file that is too big or one that cannot
    be read gives None.
    """
    folder = form.parent
    places = (folder, folder / f"{form.stem}-media", folder / "media")

    def read(name: str) -> bytes | None:
        if not name or name in (".", "..") or any(character in name for character in "/\\\0:"):
            return None
        for place in places:
            path = place / name
            try:
                if path.is_file() and path.stat().st_size <= MOST_BYTES and _is_inside(path, folder):
                    return path.read_bytes()
            except (OSError, ValueError):
                continue
        return None

    return read


def _is_inside(path: Path, folder: Path) -> bool:
    """Return whether a file really lies in a folder: a form that was unpacked may bring links to anywhere."""
    return path.resolve().is_relative_to(folder.resolve())
