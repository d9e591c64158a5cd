"""Going through trees and changing them."""

from __future__ import annotations

from forms.xpath.expr import Expr, Path, Reference, Text, child
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression
from forms.xpath.walk import calls, paths, references, transform


def test_finds_references_everywhere() -> None:
    """References are found in arguments, predicates, starts and operands, in the order written."""
    tree = parse("f(${a}, -${b}) + x[${c} = 1]/y | ${d}[${e}]/z")
    assert [reference.name for reference in references(tree)] == ["a", "b", "c", "d", "e"]


def test_finds_paths_and_calls() -> None:
    """Paths inside predicates and calls inside calls are found."""
    tree = parse("count(/a/b[c = f()])")
    assert [print_expression(path) for path in paths(tree)] == ["/a/b[c = f()]", "c"]
    assert [call.name for call in calls(tree)] == ["count", "f"]


def _to_path(expr: Expr) -> Expr:
    return Path((child("data"), child(expr.name)), absolute=True) if isinstance(expr, Reference) else expr


def test_replaces_references_and_joins_paths() -> None:
    """A path in place of a reference joins the steps behind it."""
    tree = transform(parse("${hh}/name = ${hh}[1]/x and not(y[${a}])"), _to_path)
    assert print_expression(tree) == "/data/hh/name = (/data/hh)[1]/x and not(y[/data/a])"
    assert references(tree) == ()


def test_shares_what_does_not_change() -> None:
    """A change that changes nothing gives the same object."""
    tree = parse("-f(a[1]/b + 2, (c)[3])")
    assert transform(tree, lambda expr: expr) is tree


def test_changes_inner_parts_first() -> None:
    """Texts inside calls are changed before the call is seen."""
    tree = transform(parse("f('a')"), lambda expr: Text(expr.value.upper()) if isinstance(expr, Text) else expr)
    assert print_expression(tree) == 'f("A")'
