"""Every refusal of client and server has its sentence in the catalogue."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sync
from sync.client.transport import LINK_CODES
from sync.locale.sentences import SENTENCES

ROOT = Path(sync.__file__).parent
# What is raised, and which of its arguments is the code.
CODE_AT = {"Problem": 1, "LinkFailed": 0, "NotOurs": 0, "Refused": 0, "SyncError": 0, "_trouble": 1, "_message": 3}


def codes() -> Iterator[tuple[str, str]]:
    """Yield (code, file) of every refusal written in client and server."""
    for package in ("client", "server"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                place = CODE_AT.get(name)
                if place is None or len(node.args) <= place:
                    continue
                match node.args[place]:
                    case ast.Constant(value=str(code)):
                        yield code, path.name


def test_every_code_has_its_sentence() -> None:
    """A person never reads a bare code."""
    found = {*codes(), *((code, "transport.py") for _, code in LINK_CODES)}
    assert len(found) > 40
    assert sorted(each for each in found if each[0] not in SENTENCES) == []
