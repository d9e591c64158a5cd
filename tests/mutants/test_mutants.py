"""The changes that are made to the engine, and that their judge can be believed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.append(str(HERE))

from sites import changed, sites, spread  # noqa: E402

SLIPS = [
    ("x = a < b", "x = a <= b"),
    ("x = a < b", "x = a >= b"),
    ("x = a == b", "x = a != b"),
    ("x = a is b", "x = a is not b"),
    ("x = a in b", "x = a not in b"),
    ("x = a and b", "x = a or b"),
    ("x = not a", "x = not not a"),
    ("x = -a", "x = --a"),
    ("x = a + b", "x = a - b"),
    ("x = a // b", "x = a * b"),
    ("x = 1", "x = 2"),
    ("x = True", "x = False"),
    ("x = 'a'", "x = 'XXa'"),
    ("x += 1", "x -= 1"),
    ("f(a)", "pass"),
    ("x.y = a", "pass"),
    ("raise E", "pass"),
    ("def f(a=1): ...", "def f(a=2): ..."),
    ("def f(): return a", "def f(): return None"),
    ("x = a if b else c", "x = a if not b else c"),
    ("x = [a for a in b if c]", "x = [a for a in b if not c]"),
    ("if a: f()", "if not a: f()"),
    ("while a < 1: f()", "while a < 2: f()"),
    ("match a:\n    case b if c > d: f()", "match a:\n    case b if c >= d: f()"),
]


def variants(source: str) -> list[str]:
    """Return every changed text of a module."""
    return [ast.unparse(changed(source, site.number)) for site in sites(source)]


@pytest.mark.parametrize(("source", "slip"), SLIPS)
def test_every_kind_of_slip_is_made(source, slip):
    """Each kind of change turns the text into the expected one."""
    assert ast.unparse(ast.parse(slip)) in variants(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""Words."""',
        "def f() -> 'int':\n    'Words.'\n    ...",
        "def __repr__(self):\n    return 'x'",
        "x: int",
        "__slots__ = ('a',)",
        "assert a > 1",
        "if TYPE_CHECKING:\n    f()",
        "class A(Protocol):\n    x = 1",
        "Files = Mapping[str, bytes] | None",
        "x = cast('int', y)",
        "import a",
        "@dataclass(frozen=True)\nclass A: ...",
    ],
)
def test_what_runs_nothing_is_left_alone(source):
    """Words, types and what is only for a programmer's eyes are not changed."""
    assert variants(source) == []


def test_the_lines_of_a_change_are_those_that_run_it():
    """A default is run with the function, the head of a branch with its own line."""
    source = "def f(a=1):\n    x(a)\n    return a\nif (a and\n    b):\n    y()\n"
    found = {site.what: (site.line, site.lines) for site in sites(source)}
    assert found["1 becomes 2"] == (1, (2, 3))
    assert found["or in a and b"] == (4, (4, 5))


def test_parts_are_drawn_by_size():
    """Shares add up and follow the sizes."""
    assert spread([30, 10, 10], 10) == [6, 2, 2]
    assert sum(spread([7, 5, 3], 500)) == 500


def test_a_few_changes_are_judged():
    """The command runs its control (the unchanged passes, a ruin is noticed) and judges changes in forks."""
    tests = [f"tests/forms/xpath/test_{name}.py" for name in ("parse", "operators", "walk")]
    command = [sys.executable, str(HERE / "run.py"), "--count", "12", "--package", "forms.xpath", "--tests", *tests]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert "control:" not in done.stdout + done.stderr
    assert "of 12 changes noticed" in done.stdout, done.stderr
    assert done.returncode == int(float(re.findall(r"([\d.]+) %", done.stdout)[-1]) < 90)


def test_a_judge_that_notices_nothing_is_found_out():
    """The control: where the changed code is never run, the command says so and judges nothing."""
    tests = ["tests/forms/definition/test_identity.py"]
    command = [sys.executable, str(HERE / "run.py"), "--count", "2", "--package", "forms.xpath", "--tests", *tests]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 1
    assert "of 2 changes noticed" not in done.stdout
