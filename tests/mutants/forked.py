"""Run chosen tests in a forked process, with one module of the snapshot changed or with their lines recorded.

The parent has imported pytest and the packages the engine stands on, never the engine: a fork begins in milliseconds
and imports the engine as it is then.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

MOST_MEMORY = 3 << 30  # bytes of address space of a child: a slip must not fill the machine
MOST_WAITING = 20  # times its seconds that a child may take by the clock: it may wait for others, or for ever
MOST_EXAMPLES = 20  # of a property, for one change
OPTIONS = ("-q", "-x", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--no-header")


def prepare(snapshot: Path) -> None:
    """Make this process ready to fork: third-party packages imported, nothing of the engine."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "")
    for name in (
        "lxml.etree",
        "msgspec",
        "python_calamine",
        "regex",
        "xlsxwriter",
        "zoneinfo",
        "hypothesis.strategies",
    ):
        importlib.import_module(name)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", database=None, derandomize=True, phases=phases, deadline=None)
    hypothesis.settings.load_profile("mutants")
    loaded = [name for name in sys.modules if name.partition(".")[0] == "forms"]
    if loaded:
        raise RuntimeError(f"the engine is loaded already: {loaded[:3]}")
    sys.path[:0] = [str(snapshot), str(snapshot / "tests" / "helpers")]
    os.chdir(snapshot)


@dataclass(frozen=True)
class Changed(importlib.abc.Loader):
    """Gives one module its changed code."""

    name: str
    path: Path
    tree: ast.Module

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, str(self.path), "exec", dont_inherit=True), module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, changed: Changed) -> None:
        self._changed = changed

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._changed.name:
            return None
        is_package = self._changed.path.name == "__init__.py"
        spec = importlib.util.spec_from_file_location(
            name,
            self._changed.path,
            loader=self._changed,
            submodule_search_locations=[str(self._changed.path.parent)] if is_package else None,
        )
        assert spec is not None
        return spec


class Chosen:
    """A pytest plugin that keeps the chosen tests, in their order, and tells what time of the processor each took."""

    def __init__(self, ids: Sequence[str] | None) -> None:
        self._places = None if ids is None else {name: place for place, name in enumerate(ids)}
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            _shorten(getattr(item, "obj", None))
        places = self._places
        if places is not None:
            items[:] = sorted((each for each in items if each.nodeid in places), key=lambda each: places[each.nodeid])

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        before = time.process_time()
        result = yield
        self.seconds[item.nodeid] = time.process_time() - before
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)


def _shorten(function: object) -> None:
    """Let a property try fewer examples: five hundred changes would take hours otherwise."""
    usual = getattr(function, "_hypothesis_internal_use_settings", None)
    if usual is not None and usual.max_examples > MOST_EXAMPLES:
        shorter = hypothesis.settings(usual, max_examples=MOST_EXAMPLES)
        function._hypothesis_internal_use_settings = shorter  # type: ignore[attr-defined]


def run_tests(arguments: Sequence[str], *plugins: object) -> int:
    """Run pytest here; its plain settings are those of `trial.ini` beside this file."""
    settings = str(Path(__file__).parent / "trial.ini")
    return int(pytest.main(["-c", settings, f"--rootdir={Path.cwd()}", *OPTIONS, *arguments], plugins=list(plugins)))


def in_fork(work: Callable[[], int], *, seconds: float, show: Path | None = None) -> int | None:
    """Do `work` in a fork and return its exit code; None when it took too long and was ended.

    Args:
        seconds: Of the processor's time, so that a busy machine ends nothing that works.
        show: File for what it prints; else it is thrown away.
    """
    child = os.fork()
    if child == 0:
        os.setsid()
        target = os.open(show or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, 1)
        os.dup2(target, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds)))
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    end = time.monotonic() + MOST_WAITING * seconds
    pause = 0.005
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code
        time.sleep(pause)
        pause = min(pause * 1.3, 0.1)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def trial(changed: Changed | None, ids: Sequence[str], seconds: float) -> int | None:
    """Run tests by their ids with a module changed; 0 when all passed, None when it took too long."""

    def work() -> int:
        if changed is not None:
            sys.meta_path.insert(0, _Finder(changed))
        return run_tests(list(dict.fromkeys(name.partition("::")[0] for name in ids)), Chosen(ids))

    return in_fork(work, seconds=seconds)


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write facts for the parent."""
    path.write_text(json.dumps(value))
