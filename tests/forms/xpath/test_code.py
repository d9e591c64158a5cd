"""What compiling makes: types known beforehand, every conversion, problems found without evaluating."""

from __future__ import annotations

import pytest
from expressions import World, compiled

from forms.errors import FormsError
from forms.xpath.check import problems
from forms.xpath.code import Static, ValueKind
from forms.xpath.compile import compile_expression
from forms.xpath.expr import Call, Expr, Negation, Number
from forms.xpath.parse import DEEPEST, parse


@pytest.mark.parametrize(
    ("source", "kind", "value"),
    [
        ("'a'", ValueKind.STRING, "a"),
        ("1 + 1", ValueKind.NUMBER, 2.0),
        ("1 = 1", ValueKind.BOOLEAN, True),
        ("today()", ValueKind.DATE, "2026-03-15"),
        ("none", ValueKind.NODES, []),
        ("if(1, 2, 3)", ValueKind.NUMBER, 2.0),
        ("if(1, 2, 'a')", ValueKind.STRING, "2"),
        ("if(1, /data, /data)/none", ValueKind.NODES, []),
    ],
)
def test_kind_and_value(source: str, kind: ValueKind, value: object) -> None:
    """The type is known before evaluating, and the value has it."""
    code = compiled(source)
    assert code.kind is kind
    assert code.value(World().context()) == value


def test_only_known_closures() -> None:
    """Code has no other closures."""
    with pytest.raises(AttributeError):
        _ = compiled("1").colour
    with pytest.raises(AttributeError):
        _ = compiled("if(1, 2, 3)")._colour


def test_nodes_of_other_types_fail() -> None:
    """Only nodes can be asked for as nodes."""
    with pytest.raises(FormsError, match="xpath-nodes-needed"):
        World().nodes("1 + 1")


def test_problems_without_evaluating() -> None:
    """Unknown functions, wrong arguments and unknown prefixes are found wherever they stand."""
    tree = parse("if(true(), x[nonsense(1)], jr:itext()) + odk:thing + nobody:thing")
    found = problems(tree, Static())
    assert [(each.code, next(iter(each.facts.values()))) for each in found] == [
        ("xpath-function-unknown", "nonsense"),
        ("xpath-arguments", "jr:itext"),
        ("xpath-prefix-unknown", "nobody"),
    ]
    assert problems(parse("concat(1, 2)"), Static()) == ()


def test_trees_made_by_hand_may_be_too_deep() -> None:
    """A tree deeper than any that can be read is refused, not a RecursionError."""
    tree: Expr = Number(1)
    for _ in range(5000):
        tree = Negation(tree)
    with pytest.raises(FormsError, match="xpath-too-deep"):
        compile_expression(tree, Static())


def test_deepest_nesting_runs() -> None:
    """The deepest nesting that can be read can be compiled and evaluated."""
    depth = DEEPEST - 3
    assert World().string("if(1 = 2, 1, " * depth + "'end'" + ")" * depth) == "end"


def test_own_namespaces() -> None:
    """Prefixes of the form's own are known when given."""
    code = compile_expression(parse("x:a"), Static(namespaces={"x": "urn:x"}))
    assert code.string(World('<data xmlns:q="urn:x"><q:a>1</q:a></data>').context()) == "1"


def test_call_trees_are_hashable() -> None:
    """Trees can be keys."""
    assert len({parse("f(1)"), Call("f", (Number(1),))}) == 1
