"""Reading expressions."""

from __future__ import annotations

import pytest

from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import (
    ANY_DEPTH,
    PARENT,
    SELF,
    Call,
    Filter,
    KindTest,
    NameTest,
    Negation,
    Number,
    Operation,
    Path,
    Reference,
    Step,
    Text,
    child,
)
from forms.xpath.parse import DEEPEST, LONGEST, parse

ONE, TWO, THREE = Number(1), Number(2), Number(3)


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1", ONE),
        (".5", Number(0.5)),
        ("1.", ONE),
        ("'it''s'"[:4], Text("it")),
        ('"a\'b"', Text("a'b")),
        ("${age}", Reference("age")),
        ("${ age }", Reference("age")),
        ("${last-saved#age}", Reference("age", last_saved=True)),
        ("f()", Call("f")),
        ("jr:choice-name(1, 2)", Call("jr:choice-name", (ONE, TWO))),
        ("-1", Negation(ONE)),
        ("1 + 2 - 3", Operation(("+", "-"), (ONE, TWO, THREE))),
        ("1 + 2 * 3", Operation(("+",), (ONE, Operation(("*",), (TWO, THREE))))),
        ("(1 + 2) + 3", Operation(("+",), (Operation(("+",), (ONE, TWO)), THREE))),
        ("1 = 2 or 3", Operation(("or",), (Operation(("=",), (ONE, TWO)), THREE))),
        ("1and2", Operation(("and",), (ONE, TWO))),
        ("-1 * 2", Operation(("*",), (Negation(ONE), TWO))),
        ("a - b", Operation(("-",), (Path((child("a"),)), Path((child("b"),))))),
        ("a-b", Path((child("a-b"),))),
        ("div div div", Operation(("div",), (Path((child("div"),)), Path((child("div"),))))),
        ("/", Path((), absolute=True)),
        ("/data/hh", Path((child("data"), child("hh")), absolute=True)),
        ("//a", Path((ANY_DEPTH, child("a")), absolute=True)),
        ("../a", Path((PARENT, child("a")))),
        (".", Path((SELF,))),
        ("@id", Path((Step("attribute", NameTest("id")),))),
        ("h:*", Path((Step("child", NameTest("*", "h")),))),
        ("* * *", Operation(("*",), (Path((child("*"),)), Path((child("*"),))))),
        ("ancestor::node()", Path((Step("ancestor", KindTest("node")),))),
        ("processing-instruction('x')", Path((Step("child", KindTest("processing-instruction", "x")),))),
        ("a[1][2]", Path((Step("child", NameTest("a"), (ONE, TWO)),))),
        ("(a)[1]", Filter(Path((child("a"),)), (ONE,))),
        ("${p}[1]/name", Path((child("name"),), start=Filter(Reference("p"), (ONE,)))),
        ("instance('x')/root", Path((child("root"),), start=Call("instance", (Text("x"),)))),
    ],
)
def test_reads(source: str, tree: object) -> None:
    """Each form of expression gives its tree."""
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "code", "offset"),
    [
        ("", "xpath-empty", 0),
        ("  ", "xpath-empty", 0),
        ("1 +", "xpath-incomplete", 3),
        ("f(1", "xpath-incomplete", 3),
        ("1 And 1", "xpath-unexpected", 2),
        ("1 oranges", "xpath-unexpected", 2),
        ("a = 'b", "xpath-unfinished-text", 4),
        ("$a", "xpath-variable", 0),
        ("1 + ${a", "xpath-bad-reference", 4),
        ("${}", "xpath-bad-reference", 0),
        ("sideways::a", "xpath-axis", 0),
        ("1/a", "xpath-not-nodes", 0),
        ("'a'[1]", "xpath-not-nodes", 0),
        ("a b", "xpath-unexpected", 2),
        ("a[1", "xpath-incomplete", 3),
        ("a ? b", "xpath-unexpected", 2),
        ("a/f(1)", "xpath-unexpected", 3),
        ("1)", "xpath-unexpected", 1),
    ],
)
def test_refuses_with_the_place(source: str, code: str, offset: int) -> None:
    """What is no expression is refused, and the error says where."""
    with pytest.raises(XPathSyntaxError) as caught:
        parse(source)
    assert (caught.value.code, caught.value.offset) == (code, offset)


@pytest.mark.parametrize("opener", ["(", "f(", "a[", "-", "a/b[c/d["])
def test_refuses_ten_thousand_levels(opener: str) -> None:
    """Deep nesting is refused, not a RecursionError."""
    with pytest.raises(XPathSyntaxError, match="xpath-too-deep"):
        parse(opener * 10_000 + "1")


def test_refuses_a_megabyte() -> None:
    """An expression of one megabyte is refused before it is read."""
    with pytest.raises(XPathSyntaxError, match="xpath-too-long"):
        parse("1+" * 500_000 + "1")


def test_reads_long_chains() -> None:
    """A chain of operators is no nesting."""
    terms = (LONGEST - 1) // 2
    tree = parse("1+" * terms + "1")
    assert isinstance(tree, Operation)
    assert len(tree.operands) == terms + 1


def test_reads_the_deepest_nesting_allowed() -> None:
    """Nesting up to the limit is read."""
    assert parse("(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1)) == ONE
