"""The program's entry: a first word names a command, no word opens the window.

Commands are loaded by name, so that each word imports only what it needs (`serve` runs without Qt and SQLCipher).
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "init": "workspace and its first person",
    "invite": "an invitation for a colleague",
    "join": "join an assessment by invitation",
    "backup": "copy the workspace",
    "restore": "bring a copy back",
    "check": "problems of form files",
    "fill": "an interview without a window",
    "convert": "a form as workbook, XForm, questionnaire",
    "export": "finished interviews as a file",
    "exchange": "send and receive",
    "serve": "the server",
}
# Words that only the program itself uses: children that open files a person brought, and the window's own forms.
INNER = {
    "window": "app.start",
    "--self-test": "app.commands.self_test",
    "--main-job": "app.commands.main_job",
    "_open": "forms.xlsform.child",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command named by the first word and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in ("-h", "--help"):
        print(usage())
        return 0
    if not words or (words[0].startswith("-") and words[0] not in INNER):
        words.insert(0, "window")
    word, rest = words[0], words[1:]
    if word in COMMANDS:
        module = f"app.commands.{word}"
    elif word in INNER:
        module = INNER[word]
    else:
        print(f"groundup: there is no command '{word}'.\n{usage()}", file=sys.stderr)
        return 2
    return int(importlib.import_module(module).main(rest))


def usage() -> str:
    """Return the list of commands, a line each."""
    lines = [f"  {word:<10}{meaning}" for word, meaning in COMMANDS.items()]
    return "\n".join(["groundup [--workspace DIR]   opens the window", "groundup COMMAND --help", *lines])


def run() -> int:
    """Run the command; whoever reads our output may stop early (`check FORM | head`) without a traceback."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more is written at exit
        return 1
    return status


if __name__ == "__main__":
    sys.exit(run())
