"""Make uv.lock anew: newest allowed versions with their hashes, and no address of any package index.

The addresses are left out so that set-up asks whichever index the machine is told to use; what is fetched is checked
by hash (`build/environment.py`).

    .venv/bin/python build/lock.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INDEX = "https://index.invalid/simple"
FILES = "https://files.invalid/"


def without_addresses(lock: str) -> str:
    """Return the text of a lock with every index and file address replaced by names that cannot resolve."""
    lock = re.sub(r'registry = "https?://[^"]*"', f'registry = "{INDEX}"', lock)
    lock = re.sub(r'url = "https?://[^/"]*/(?:[^"]*/)?([^"/]*)"', rf'url = "{FILES}\1"', lock)
    return re.sub(r', upload-time = "[^"]*"', "", lock)


def main() -> int:
    """Lock again and write the result without addresses."""
    lock = ROOT / "uv.lock"
    lock.unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "uv", "lock", "--project", str(ROOT)], check=True)
    lock.write_text(without_addresses(lock.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
