"""Writing expressions, and that reading gives back what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.xpath.expr import (
    ANY_DEPTH,
    LEVELS,
    PARENT,
    SELF,
    Call,
    Expr,
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
)
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression

NAMES = st.sampled_from(["a", "b-c", "div", "or", "text", "é1", "x.y"])
TEXTS = st.text(st.sampled_from("ab '1/["), max_size=6)
LEAVES: st.SearchStrategy[Expr] = st.one_of(
    st.floats(min_value=0, allow_nan=False).map(Number),
    TEXTS.map(Text),
    st.builds(Reference, NAMES, st.booleans()),
    st.just(Path((), absolute=True)),
)
TESTS = st.one_of(
    st.builds(NameTest, st.one_of(NAMES, st.just("*")), st.sampled_from(["", "jr"])),
    st.builds(KindTest, st.sampled_from(["node", "text", "comment"])),
    st.builds(KindTest, st.just("processing-instruction"), st.one_of(st.none(), TEXTS)),
)
AXES = st.sampled_from(["child", "attribute", "ancestor", "self", "following-sibling", "descendant-or-self"])


def _operations(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    def of_level(level: int) -> st.SearchStrategy[Expr]:
        signs = st.sampled_from([sign for sign, each in LEVELS.items() if each == level])
        return st.lists(st.tuples(signs, inner), min_size=1, max_size=3).flatmap(
            lambda rest: inner.map(
                lambda first: Operation(tuple(s for s, _ in rest), (first, *(operand for _, operand in rest)))
            )
        )

    return st.sampled_from(sorted(set(LEVELS.values()))).flatmap(of_level)


def _composite(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    predicates = st.lists(inner, max_size=2).map(tuple)
    step = st.one_of(
        st.sampled_from([SELF, PARENT, ANY_DEPTH]), st.builds(Step, axis=AXES, test=TESTS, predicates=predicates)
    )
    steps = st.lists(step, min_size=1, max_size=4).map(tuple)
    nodes = inner.filter(lambda expr: not isinstance(expr, Number | Text | Negation))
    return st.one_of(
        st.builds(Negation, inner),
        st.builds(Call, st.sampled_from(["f", "jr:itext"]), st.lists(inner, max_size=3).map(tuple)),
        _operations(inner),
        st.builds(Path, steps, absolute=st.booleans()),
        st.builds(Path, steps, start=nodes),
        st.builds(Filter, nodes, st.lists(inner, min_size=1, max_size=2).map(tuple)),
    )


@given(st.recursive(LEAVES, _composite, max_leaves=12))
def test_reading_what_was_written_gives_the_same_tree(expr: Expr) -> None:
    """Printing and parsing is a round trip for every tree."""
    assert parse(print_expression(expr)) == expr


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("1.50", "1.5"),
        ("a  and(b)", "a and b"),
        ("(a or b) and c", "(a or b) and c"),
        ("a - (b - c)", "a - (b - c)"),
        ("child::a/attribute::b", "a/@b"),
        ("self::node()/parent::node()", "./.."),
        ("/descendant-or-self::node()/a", "//a"),
        ("'say \"x\"'", "'say \"x\"'"),
        ("${last-saved#a}", "${last-saved#a}"),
        ("0.0000001", "0.0000001"),
        ("(//a)[1]/b", "(//a)[1]/b"),
    ],
)
def test_writes_plainly(source: str, printed: str) -> None:
    """Abbreviations are used, brackets only where needed, no exponents."""
    assert print_expression(parse(source)) == printed


def test_text_with_both_quotes_is_joined() -> None:
    """A text that no literal can hold is written as a concat."""
    assert print_expression(Text("a\"b'c")) == 'concat("a", \'"\', "b\'c")'
