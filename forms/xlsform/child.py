"""The child process that opens a file under limits and writes what came of it to another.

Started by `forms.xlsform.guard`: `python -m forms.xlsform.child FILE RESULT`, or the frozen program with the word
`_open`. The result is a file because a program without a console has no standard output on Windows.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from forms.definition.wire import encode
from forms.lint.trial import found_when_run
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form

CPU_SECONDS = 20  # a form of 100 000 choices needs 3 s on a slow laptop
# Bytes of address space above what the interpreter has. The reader of .xls reserves 700 MB for a small real form
# without touching them; what is really used is bounded by the parent.
MORE_MEMORY = 1024 * 2**20
RUN = "run"


def main(arguments: Sequence[str]) -> int:
    """Open the first file and write the encoded result to the second; return 0 even when the form was refused.

    With the word `run` behind them, what making the form ready to run would find is found too.
    """
    path, result = Path(arguments[0]), Path(arguments[1])
    _limit()
    gc.disable()  # nothing becomes garbage before this process ends; looking for it takes half the time
    opened = open_form(path.read_bytes(), file_name=path.name, files=files_beside(path))
    findings = opened.findings
    if RUN in arguments[2:] and opened.form is not None:
        findings += found_when_run(opened.form, findings, files=files_beside(path))
    result.write_bytes(encode((opened.form, findings, opened.kind, opened.sha256)))
    return 0


def _limit() -> None:
    """Bound this process where the system can; elsewhere only the parent's clock does."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = _address_space()
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + MORE_MEMORY, used + MORE_MEMORY))


def _address_space() -> int:
    """Return the bytes of address space in use; 0 where the system does not tell (macOS)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    import resource

    return pages * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
