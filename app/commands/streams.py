"""What a command prints is UTF-8, whatever the system thinks: forms and answers are in every script."""

from __future__ import annotations

import io
import sys


def speak_utf8() -> None:
    """Let standard output and standard error take every letter, also in a pipe on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")
