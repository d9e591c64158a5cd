"""Whatever comes in, only this package's own errors come out."""

from __future__ import annotations

import contextlib

from expressions import ListRows, Surroundings, World
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import FormsError
from forms.xpath.code import Static
from forms.xpath.compile import compile_expression
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Expr
from forms.xpath.functions import ODK
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression

WORDS = (
    "1 0 -1 1e5 'a' \" '2026-02-30' a .. . / // @ [ ] ( ) , * div and or = < ! | :: ancestor child node() ${a} ${ $ é"
)
PIECES = st.sampled_from([*WORDS.split(), " ", "instance('t')"])
VALUES = (
    "0 1 -1 0.5 99999999999999999999 '' 'a' '2026-02-29' '12:00' '1,2' '%Y%' a b none .. /data/a @x //b today() true()"
)
ATOMS = st.sampled_from(
    [*VALUES.split(), "(1 div 0)", "(0 div 0)", "'1 1;2 2;3 3'", "instance('t')/root/item", "instance('t')/root/item/a"]
)
SIGNS = ["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "|"]
NAMES = st.sampled_from(sorted(ODK))


def _call(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    call = st.tuples(NAMES, st.lists(inner, max_size=4)).map(lambda pair: f"{pair[0]}({', '.join(pair[1])})")
    joined = st.tuples(inner, st.sampled_from(SIGNS), inner).map(" ".join)
    filtered = st.tuples(st.sampled_from(["a", "//b", "instance('t')/root/item"]), inner).map(
        lambda p: f"{p[0]}[{p[1]}]"
    )
    return st.one_of(call, joined.map(lambda text: f"({text})"), filtered)


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=400)
def test_any_text_is_read_or_refused(source: str) -> None:
    """Reading gives a tree that prints and reads again, or an error with a place."""
    tree, offset = _read(source)
    assert offset is None or 0 <= offset <= len(source)
    assert tree is None or parse(print_expression(tree)) == tree


def _read(source: str) -> tuple[Expr | None, int | None]:
    try:
        return parse(source), None
    except XPathSyntaxError as error:
        return None, error.offset


@given(st.recursive(ATOMS, _call, max_leaves=8))
@settings(max_examples=600, deadline=None)
def test_any_expression_gives_a_result_or_is_refused(source: str) -> None:
    """Evaluating, in every type, gives a result or one of this package's errors."""
    rows = ListRows({"a": ["1", "2", ""], "b": ["x", "y", "z"]})
    world = World(
        '<data x="7"><a>1</a><a>2</a><b/><b>2026-01-01</b></data>', surroundings=Surroundings(tables={"t": rows})
    )
    code = compile_expression(parse(source), Static())
    for name in ("string", "number", "boolean", "nodes", "texts", "count", "value", "moment"):
        with contextlib.suppress(FormsError):
            getattr(code, name)(world.context())
