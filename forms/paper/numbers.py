"""What of a form stands on paper, and under which number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forms.definition.elements import Control, Group, Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Expression
from forms.model.outline import META, Names, outline
from forms.model.plan import ModelNode
from forms.paper.speech import Speech
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, NameTest, Number, Path, Reference
from forms.xpath.parse import parse

MOST_TIMES: Final = 10_000
TRUE, FALSE = Call("true"), Call("false")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The printed elements of a form.

    Args:
        nodes: Every element of the form in document order.
        printed: Index of each node that stands on the paper.
        said: Index -> how the paper names it: "Q12", "Table 2".
    """

    nodes: tuple[ModelNode, ...]
    names: Names
    by_path: Mapping[str, ModelNode]
    printed: frozenset[int]
    said: Mapping[int, str]

    def children(self, node: ModelNode) -> Iterator[ModelNode]:
        """Yield the children that stand on the paper."""
        for child in node.children:
            if child.index in self.printed:
                yield child

    def target(self, expr: Expr, at: ModelNode) -> ModelNode | None:
        """Return the element an expression names (`${x}`, an absolute or relative path without conditions).

        Args:
            at: The element the expression belongs to.
        """
        if isinstance(expr, Reference):
            return None if expr.last_saved else self.names.find(expr.name.strip(), at)
        if not isinstance(expr, Path) or any(step.predicates for step in expr.steps):
            return None
        if expr.absolute:
            names = [step.test.local for step in expr.steps if isinstance(step.test, NameTest)]
            return self.by_path.get("/" + "/".join(names)) if len(names) == len(expr.steps) else None
        start = at if expr.start is None or expr.start == Call("current") else self.target(expr.start, at)
        return None if start is None else _walk(start, expr)


def fixed_count(node: ModelNode, names: Names) -> int:
    """Return how often a repeat is asked where that is always the same number, written or calculated; else 0."""
    repeat = node.element
    if not isinstance(repeat, Repeat) or repeat.count is None:
        return 0
    expr = _read(repeat.count)
    target = names.find(expr.name.strip(), node) if isinstance(expr, Reference) and not expr.last_saved else None
    if target is not None and isinstance(target.element, Question) and target.element.control is Control.NONE:
        expr = _read(target.element.calculation)
    if not isinstance(expr, Number) or not 1 <= expr.value <= MOST_TIMES:
        return 0
    return int(expr.value)


def is_table(node: ModelNode, names: Names) -> bool:
    """Tell whether a repeat is printed as a table: it may be asked more often than once."""
    return isinstance(node.element, Repeat) and fixed_count(node, names) != 1


def number(form: Form, speech: Speech) -> Numbers:
    """Return what is printed of a form: questions are numbered through, repeats have numbers of their own."""
    nodes = outline(form)
    by_path: dict[str, ModelNode] = {}
    for node in nodes:
        by_path.setdefault(node.path, node)
    printed: set[int] = set()
    _mark(nodes[0], printed)
    said: dict[int, str] = {}
    names = Names(nodes)
    questions = tables = 0
    for node in nodes[1:]:
        if node.index not in printed:
            continue
        if is_table(node, names):
            tables += 1
            said[node.index] = speech.say("table", number=tables)
        elif isinstance(node.element, Question) and is_asked(node.element):
            questions += 1
            said[node.index] = speech.say("question", number=questions)
    return Numbers(nodes, names, by_path, frozenset(printed), said)


def is_asked(question: Question) -> bool:
    """Tell whether the paper has room for an answer: neither a note nor the heading row of a grid."""
    return question.control is not Control.NOTE and not is_grid_head(question) and not _is_shown_only(question)


def is_grid_head(question: Question) -> bool:
    """Tell whether a question only writes the choices over those that follow (`label`)."""
    return question.choices is not None and "label" in question.appearance


def is_constant(expression: Expression | None, wanted: Expr) -> bool:
    """Tell whether an expression is `true()` or `false()` and nothing else."""
    return _read(expression) == wanted


def _read(expression: Expression | None) -> Expr | None:
    """Return the syntax tree of an expression, None where there is none that can be read."""
    if expression is None:
        return None
    try:
        return parse(expression.source)
    except XPathSyntaxError:
        return None


def _is_shown_only(question: Question) -> bool:
    return question.calculation is not None and not question.trigger and is_constant(question.readonly, TRUE)


def _mark(node: ModelNode, printed: set[int]) -> bool:
    """Put the node and what stands in it among the printed ones; tell whether anything is left to print."""
    element = node.element
    if (node.parent is not None and (node.depth == 1 and node.name == META)) or is_constant(element.relevant, FALSE):
        return False
    if isinstance(element, Group):
        keeps = [_mark(child, printed) for child in node.children]
        if not any(keeps) and not _has_words(element):
            return False
    elif isinstance(element, Question) and (
        element.control is Control.NONE or (_is_shown_only(element) and not _has_words(element))
    ):
        return False
    printed.add(node.index)
    return True


def _has_words(element: Question | Group) -> bool:
    return any(_letters(parts) for parts in element.label.by_language.values())


def _letters(parts: Iterable[str | Expression]) -> bool:
    return any(isinstance(part, Expression) or part.strip() for part in parts)


def _walk(start: ModelNode, path: Path) -> ModelNode | None:
    """Return where the steps of a path lead from a node; None for anything but children and parents."""
    here: ModelNode | None = start
    for step in path.steps:
        if here is None:
            return None
        if step.axis == "parent":
            here = here.parent
        elif step.axis == "child" and isinstance(step.test, NameTest):
            name = step.test.local
            here = next((child for child in here.children if child.name == name), None)
        elif step.axis != "self":
            return None
    return here
