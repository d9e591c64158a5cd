"""Let what is calculated from personal answers be as personal as they are."""

from __future__ import annotations

from collections.abc import Iterator

from forms.model.plan import ModelNode
from forms.model.reads import reads
from forms.values import Sensitivity
from forms.xpath.expr import Call, Expr, Filter, Negation, Operation, Path

ORDER = {Sensitivity.ORDINARY: 0, Sensitivity.PERSONAL: 1, Sensitivity.SEVERE: 2}
# Functions whose results are truths and counts: they repeat nothing of what they read.
COUNTS = frozenset(
    {
        "boolean", "boolean-from-string", "checklist", "contains", "count", "count-non-empty", "count-selected",
        "ends-with", "false", "not", "position", "regex", "selected", "starts-with", "string-length", "true",
        "weighted-checklist",
    }
)  # fmt: skip
COMPARISONS = frozenset({"or", "and", "=", "!=", "<", "<=", ">", ">="})


def spread_sensitivity(nodes: tuple[ModelNode, ...], root: ModelNode) -> None:
    """Raise the sensitivity of calculated questions, over chains of them, to that of the words they may repeat."""
    if all(node.sensitivity is Sensitivity.ORDINARY for node in nodes):
        return
    sources = {node.index: _sources(node, root) for node in nodes}
    changed = True
    while changed:
        changed = False
        for node in nodes:
            for source in sources[node.index]:
                if ORDER[source.sensitivity] > ORDER[node.sensitivity]:
                    node.sensitivity = source.sensitivity
                    changed = True


def repeated_parts(expr: Expr) -> Iterator[Expr]:
    """Yield the parts of an expression whose words may stand in its result."""
    match expr:
        case Call():
            if expr.name not in COUNTS:
                arguments = expr.arguments[1:] if expr.name == "if" else expr.arguments
                for argument in arguments:
                    yield from repeated_parts(argument)
        case Operation():
            if expr.operators[0] not in COMPARISONS:
                for operand in expr.operands:
                    yield from repeated_parts(operand)
        case Negation():
            yield from repeated_parts(expr.operand)
        case Path() | Filter():
            yield expr


def _sources(node: ModelNode, root: ModelNode) -> tuple[ModelNode, ...]:
    """Return the questions whose words the node's calculations may repeat."""
    formulas = [formula for formula in (node.calculation, node.default_formula) if formula is not None]
    found: list[ModelNode] = []
    for formula in formulas:
        for part in repeated_parts(formula.expr):
            found += [read.node for read in reads(part, node, root)]
    return tuple(found)
