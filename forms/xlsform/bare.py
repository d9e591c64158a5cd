"""Find words in expressions that were meant as a question or as a text, but are read as neither."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from forms.definition.elements import Group, Node
from forms.definition.findings import Findings
from forms.definition.text import Expression
from forms.xpath.expr import Expr, Filter, NameTest, Path
from forms.xpath.walk import walk

# Rules whose words are columns of a list, not questions.
OF_LISTS = frozenset({"choice_filter", "seed"})
BLANK = "null"  # written by people who mean a blank, and read as one


def check_bare(tree: Expr, expression: Expression, node: Node, names: Collection[str], findings: Findings) -> None:
    """Note words such as `age` in `age > 5`: a question holds no others, so such a path never finds anything.

    Args:
        names: Names of all elements of the form.
    """
    inside = frozenset(child.name for child in node.children) if isinstance(node, Group) else frozenset()
    for name in dict.fromkeys(first_names(tree)):
        if name in inside or name == "*" or name.lower() == BLANK:
            continue
        if name in names:
            findings.error("bare-name", expression.place, name=name)
        else:
            findings.warning("bare-word", expression.place, name=name)


def first_names(tree: Expr) -> Iterator[str]:
    """Yield the names with which relative paths begin, outside of any square brackets."""
    bracketed: set[int] = set()
    for part in walk(tree):
        if isinstance(part, Filter):
            bracketed.update(id(inner) for predicate in part.predicates for inner in walk(predicate))
        if not isinstance(part, Path):
            continue
        for step in part.steps:
            bracketed.update(id(inner) for predicate in step.predicates for inner in walk(predicate))
        if id(part) in bracketed or part.absolute or part.start is not None or not part.steps:
            continue
        first = part.steps[0]
        if first.axis == "child" and isinstance(first.test, NameTest) and not first.test.prefix:
            yield first.test.local
