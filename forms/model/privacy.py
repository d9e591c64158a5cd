"""Let what is calculated from personal answers be as personal as they are."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definition.elements import GENERATED
from forms.model.names import LAST_SAVED
from forms.model.plan import ModelNode
from forms.model.reads import reads, targets
from forms.values import Sensitivity
from forms.xpath.expr import Call, Expr, Filter, Negation, Operation, Path, Text
from forms.xpath.walk import transform

ORDER = {Sensitivity.ORDINARY: 0, Sensitivity.PERSONAL: 1, Sensitivity.SEVERE: 2}
# Functions whose results are truths, counts and names of questions: they repeat no answer that they read.
COUNTS = frozenset(
    {
        "boolean", "boolean-from-string", "checklist", "contains", "count", "count-non-empty", "count-selected",
        "ends-with", "false", "local-name", "name", "not", "position", "regex", "selected", "starts-with",
        "string-length", "true", "weighted-checklist",
    }
)  # fmt: skip
COMPARISONS = frozenset({"or", "and", "=", "!=", "<", "<=", ">", ">="})


def spread_sensitivity(nodes: tuple[ModelNode, ...], root: ModelNode) -> None:
    """Raise the sensitivity of questions, over chains of them, to that of the answers whose words they may repeat.

    Words are repeated by calculations and defaults (also of the interview before: `last-saved`), by choices that come
    from answers in a repeat, and by "Specify other", which asks for the same as its select.
    """
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
                for argument in _repeated_arguments(expr):
                    yield from repeated_parts(argument)
        case Operation():
            if expr.operators[0] not in COMPARISONS:
                for operand in expr.operands:
                    yield from repeated_parts(operand)
        case Negation():
            yield from repeated_parts(expr.operand)
        case Path() | Filter():
            yield expr


def _repeated_arguments(call: Call) -> tuple[Expr, ...]:
    """Return the arguments whose words may stand in a call's result: conditions and numbers only choose."""
    if call.name == "if":
        return call.arguments[1:]
    return call.arguments[:1] if call.name == "indexed-repeat" else call.arguments


def _sources(node: ModelNode, root: ModelNode) -> tuple[ModelNode, ...]:
    """Return the questions whose words an answer of the node may repeat."""
    found: list[ModelNode] = []
    for formula in (node.calculation, *(action.formula for action in node.actions)):
        if formula is not None:
            for part in repeated_parts(transform(formula.expr, _as_of_now)):
                found += _of_part(part, node, root)
    if node.choices is not None and node.choices.instance is None and node.choices.nodeset is not None:
        rows = (read.node for read in reads(node.choices.nodeset.expr, node, root))
        found += [child for row in rows for child in row.children if child.name == node.choices.value]
    if node.element.extras.get(GENERATED) == "or_other" and node.parent is not None:
        found.append(node.parent.children[node.position - 1])
    return tuple(found)


def _of_part(part: Expr, node: ModelNode, root: ModelNode) -> list[ModelNode]:
    """Return the questions a path leads to; of a look-up in a list, those that say what to look up.

    Conditions of a path into the interview itself only choose among answers that bear their own mark.
    """
    led = [leaf for target in targets(part, node, root) for leaf in target.walk()]
    return led or [read.node for read in reads(part, node, root)]


def _as_of_now(expr: Expr) -> Expr:
    """Return a path into the interview before as the same path into this one."""
    if isinstance(expr, Path) and expr.start == Call("instance", (Text(LAST_SAVED),)):
        return Path(expr.steps, absolute=True)
    return expr
