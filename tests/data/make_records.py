"""Write the golden files of record kinds that are new; one that is there is never touched.

python tests/data/make_records.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

from golden import FOLDER, golden_records, write_line  # noqa: E402


def main() -> int:
    """Write what is missing and say which."""
    FOLDER.mkdir(exist_ok=True)
    for name, record in golden_records().items():
        path = FOLDER / f"{name}.record"
        if not path.exists():
            path.write_bytes(write_line(record))
            sys.stdout.write(f"new: {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
