"""Run a script on our own engine and print one JSON line: `python drive.py FOLDER/L.json [--xlsx|--second]`.

Times are in ms. `load_ms` goes from the bytes of the form to the first settled instance, as with the other drivers;
importing Python modules is told apart (`import_ms`), as the start of their machines is.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STARTED = time.perf_counter()
sys.path[:0] = [str(ROOT)]

from forms.errors import FormsError  # noqa: E402
from forms.model.build import build_model  # noqa: E402
from forms.model.model import Model  # noqa: E402
from forms.model.packed import pack_model, unpack_model  # noqa: E402
from forms.pause import collector_paused  # noqa: E402
from forms.session.environment import SessionEnvironment  # noqa: E402
from forms.session.interview import Interview  # noqa: E402
from forms.session.nodes import QuestionNode, RepeatRange  # noqa: E402
from forms.xlsform.open import open_form  # noqa: E402

IMPORT_MS = (time.perf_counter() - STARTED) * 1000
CHECKS = ("get", "relevant", "ensure")  # operations whose time is not told


def main(arguments: Sequence[str]) -> int:
    """Run the script that is named and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("script", type=Path)
    parser.add_argument("--xlsx", action="store_true", help="open the workbook instead of the XForm")
    parser.add_argument("--second", action="store_true", help="open the form as one that was opened before")
    options = parser.parse_args(arguments)
    script = json.loads(options.script.read_text(encoding="utf-8"))
    name = Path(script["form"]).stem + (".xlsx" if options.xlsx else ".xml")
    figures = run(script, options.script.parent / name, is_second=options.second)
    print(json.dumps({"cold": figures, "import_ms": IMPORT_MS}))
    return 0


def run(script: dict[str, Any], path: Path, *, is_second: bool = False) -> dict[str, Any]:
    """Open a form, run the actions and return the figures; checks that failed are listed."""
    data, files = path.read_bytes(), _beside(path.parent)
    kept = pack_model(_model(data, path, files)[0]) if is_second else None
    gc.collect()
    with collector_paused():
        begun = time.perf_counter()
        model, stages = (unpack_model(kept), {}) if kept is not None else _model(data, path, files)
        built = time.perf_counter()
        interview = Interview.start(model, environment=SessionEnvironment())
        started = time.perf_counter()
        gc.freeze()  # as the program does when an interview is opened
    return {
        "peer": "groundup",
        "id": script["id"],
        **stages,
        "start_ms": (started - built) * 1000,
        "load_ms": (started - begun) * 1000,
        **play(interview, script["actions"]),
    }


def _model(data: bytes, path: Path, files: Callable[[str], bytes | None]) -> tuple[Model, dict[str, float]]:
    """Return the model of a form and how long reading and building took."""
    begun = time.perf_counter()
    opened = open_form(data, file_name=path.name, files=files)
    assert opened.form is not None, opened.findings
    read = time.perf_counter()
    model = build_model(opened.form, files=files)
    return model, {"open_ms": (read - begun) * 1000, "build_ms": (time.perf_counter() - read) * 1000}


def _beside(folder: Path) -> Callable[[str], bytes | None]:
    return lambda name: (folder / name).read_bytes() if (folder / name).is_file() else None


def play(interview: Interview, actions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Run the actions and return {"checks_ok", "checks_failed", "ops"}: times by operation and by operation and tag."""
    times: dict[str, list[float]] = {}
    failed: list[str] = []
    checked = 0
    for action in actions:
        begun = time.perf_counter()
        try:
            wrong = act(interview, action)
        except FormsError as error:
            wrong = repr(error)
        spent = (time.perf_counter() - begun) * 1000
        if wrong is not None:
            failed.append(f"{action['op']} {action['ref']} {wrong}")
        elif action["op"] in ("get", "relevant", "choices"):
            checked += 1
        if action["op"] not in CHECKS:
            times.setdefault(action["op"], []).append(spent)
            if "tag" in action:
                times.setdefault(f"{action['op']}:{action['tag']}", []).append(spent)
    ops = {name: summary(spent) for name, spent in times.items()}
    return {"checks_ok": checked, "checks_failed": failed[:8], "ops": ops}


def act(interview: Interview, action: dict[str, Any]) -> str | None:
    """Do one action; return what is wrong when it checks something."""
    kind, ref = action["op"], action["ref"]
    if kind == "set":
        interview.answer(ref, action["value"])
    elif kind == "add":
        interview.add_repeat(ref)
    elif kind == "del":
        interview.remove_repeat(ref)
    elif kind == "ensure":
        range_ = interview.node(ref)
        assert isinstance(range_, RepeatRange)
        while len(range_.instances) < action["count"]:
            interview.add_repeat(ref)
    elif kind == "choices":
        count = len(interview.question(ref).choices)
        return None if count == action["count"] else f"{count} instead of {action['count']}"
    elif kind == "get":
        node = interview.node(ref)
        value = node.value if isinstance(node, QuestionNode) else ""
        return None if value == action["expect"] else f"{value!r} instead of {action['expect']!r}"
    elif kind == "relevant":
        return None if interview.node(ref).relevant is action["expect"] else "otherwise"
    return None


def summary(times: list[float]) -> dict[str, float]:
    """Return the number of times, their median, 95th percentile, maximum and sum."""
    times = sorted(times)
    last = len(times) - 1
    return {
        "n": len(times),
        "median": times[len(times) // 2],
        "p95": times[min(last, ceil(len(times) * 0.95) - 1)],
        "max": times[last],
        "sum": sum(times),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
