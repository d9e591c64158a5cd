"""Shapes: what may share one, what fills the holes, and that nothing but the names differs."""

from __future__ import annotations

import pytest

from forms.xpath.expr import Reference
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression
from forms.xpath.shapes import shape_of
from forms.xpath.walk import transform


@pytest.mark.parametrize(
    ("source", "fillings"),
    [
        ("selected(${a}, 'yes')", ("a",)),
        ("${a} > 1 and ${b} < ${a}", ("a", "b")),
        ("selected( /data/g/a , '/x/y')", ("/data/g/a",)),
        ("${a}-/data/b", ("a", "/data/b")),
        ("'${a}' = ${b}", ("b",)),
    ],
)
def test_questions_fill_the_holes(source, fillings):
    """Names and plain absolute paths are holes, in the order in which they occur; texts are left alone."""
    found = shape_of(source)
    assert found is not None
    assert found[1] == fillings


@pytest.mark.parametrize(
    "source",
    [
        ". > ${a}",
        "1 + 1",
        "${a}/b = 1",
        "${a}[1] = 1",
        "instance('l')/root/item[name = ${a}]/label",
        "instance('l') /data/a",
        "count(${a})",
        "position(..) = ${a}",
        "${last-saved#a} = 1",
        "/data/a[b = 1] = 2",
        "/data/g/* = 1",
        "/data/child::a = 1",
        "a/b/c = ${a}",
        "../a/b = ${a}",
        "once(${a})",
        "jr:choice-name(${a}, '${a}')",
        "unheard-of(${a})",
        "if(${a})",
        "${a} ${b}",
        "${a} = ",
        "${0} = ${a} [",
    ],
)
def test_what_is_not_plain_has_no_shape(source):
    """Anything that looks at the place it stands at, at several nodes, or is wrong, is read on its own."""
    assert shape_of(source) is None


def test_the_shape_is_shared():
    """Two expressions that differ in their questions alone have one shape."""
    one, other = shape_of("${a} = 'x'"), shape_of("/data/g/b = 'x'")
    assert one is not None
    assert other is not None
    assert one[0] is other[0]


@pytest.mark.parametrize(
    "source",
    [
        "${a} * 2 + ${b}",
        "if(${a} > 1, 'p', concat(${b}, \"it's\"))",
        "not(${a} = ${a})",
        "-${a} div ${b}",
        "${a}div${b}",
    ],
)
def test_filled_holes_give_the_expression(source):
    """The shape with its holes filled is what reading the expression itself gives."""
    found = shape_of(source)
    assert found is not None
    shape, fillings = found
    filled = transform(
        shape.expr, lambda part: Reference(fillings[int(part.name)]) if isinstance(part, Reference) else part
    )
    assert print_expression(filled) == print_expression(parse(source))
