"""What each part may be without: the house's floors, tried in fresh interpreters."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = "import sys\nfor name in {blocked!r}: sys.modules[name] = None\n"
SERVER_LESS = ("sqlalchemy", "alembic", "starlette", "uvicorn")


def modules(package: str) -> list[str]:
    """Return every module of a package, by looking at files and importing none."""
    found = [package]
    for path in sorted((ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found.append(name.removesuffix(".__init__"))
    return [name for name in dict.fromkeys(found) if "migrations" not in name]


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )


@pytest.mark.parametrize(
    ("package", "blocked"),
    [
        ("forms", ("PySide6", "requests", "sqlalchemy", "sync", "app", "sqlcipher3", "sqlite_utils", "starlette")),
        ("sync", ("PySide6", "app", "sqlcipher3", "sqlite_utils")),
    ],
)
def test_a_package_imports_without_what_stands_above_it(package: str, blocked: tuple[str, ...]) -> None:
    """Every module of the package loads while the modules it must not need are missing."""
    names = modules(package)
    assert len(names) > 10
    code = BLOCK.format(blocked=blocked) + f"import importlib\nfor name in {names!r}: importlib.import_module(name)\n"
    done = run(code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("word", "blocked"),
    [
        ("serve", ("PySide6", "sqlcipher3", "sqlite_utils")),
        ("check", ("PySide6", "sqlalchemy", "pyxform", "requests")),
        ("fill", ("PySide6", "sqlalchemy", "pyxform", "requests")),
        ("convert", ("PySide6", "sqlalchemy", "pyxform", "requests")),
    ],
)
def test_a_command_runs_without_what_it_must_not_need(word: str, blocked: tuple[str, ...]) -> None:
    """`--help` of the command works while the modules it must not need are missing."""
    code = BLOCK.format(blocked=blocked) + "from app.__main__ import main\nimport sys\nsys.exit(main(sys.argv[1:]))"
    done = run(code, word, "--help")
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()


def test_the_blocking_itself_bites() -> None:
    """The control: with its own floor blocked, an import fails."""
    done = run(BLOCK.format(blocked=("forms",)) + "import forms.values")
    assert done.returncode != 0


def test_every_package_maps_its_files() -> None:
    """The docstring of each package names every module and folder beside it."""
    missing = []
    for init in sorted(path for room in ("app", "forms", "sync") for path in (ROOT / room).rglob("__init__.py")):
        text = init.read_text(encoding="utf-8")
        if "migrations" in init.parts:
            continue
        names = [module.name for module in pkgutil.iter_modules([str(init.parent)])]
        missing += [f"{init.parent.relative_to(ROOT)}: {name}" for name in names if name not in text]
    assert not missing, "\n".join(missing)


def test_output_that_nobody_reads_to_its_end_is_no_failure_of_ours() -> None:
    """A reader that goes away early, like `head`, leaves no traceback."""
    form = ROOT / "app" / "assets" / "example" / "families_after_the_flood.xlsx"
    command = f'"{sys.executable}" -m app check "{form}" --json | true'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
