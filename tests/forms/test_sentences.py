"""Every code this package raises or finds has its sentence; codes are read from the source itself."""

from __future__ import annotations

import ast
from pathlib import Path

from forms.locale.sentences import SENTENCES

ROOT = Path(__file__).parents[2] / "forms"
RAISED = {"FormRefused", "FormsError", "AnswerRefused", "InstanceRefused", "Finding", "XPathError", "XPathSyntaxError"}
RAISED |= {"ExternalRefused", "ReplayRefused", "NameUnknown"}
NOTED = {"repaired", "warning", "error", "_refused", "_refuse", "_note"}
# Values of a variable called `code`, whichever is chosen.
CHOSEN = "code"


def constants(node: ast.AST) -> set[str]:
    """Return the texts an expression may have: a constant, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return set()


def codes() -> dict[str, str]:
    """Return code -> file for every code that stands in the source of this package."""
    found = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            texts: set[str] = set()
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in RAISED | NOTED:
                    texts = constants(node.args[0])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == CHOSEN:
                texts = constants(node.value)
            found.update(dict.fromkeys(texts, path.name))
    return found


def test_every_code_has_a_sentence() -> None:
    """A code without words would be shown as it is."""
    used = codes()
    assert len(used) > 100
    assert {code: file for code, file in used.items() if code not in SENTENCES} == {}


def test_no_sentence_is_without_a_cure() -> None:
    """Every finding and refusal says what to do."""
    assert [code for code, words in SENTENCES.items() if not words.what or not words.cure] == []
