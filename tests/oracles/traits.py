"""What every value of a form is worked out with, also through others: by it, a rule explains a difference narrowly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from forms.definition.elements import Question
from forms.model.model import Model
from forms.model.plan import ModelNode, Rule, RuleKind
from forms.model.reads import reads
from forms.values import DataType
from forms.xpath.expr import Call, Expr, Operation, Path
from forms.xpath.walk import walk

REPEAT_ITSELF = "a repeat itself"
TIME = "the answer to a time question"

# Besides the names of functions.
TRUTH_OF_NODES = "a path whose truth is asked for"
TRIGGERED = "set when another value changes"
ABSOLUTE = "an absolute path into the repeat that the expression stands in"
COUNTED = "in a counted repeat"
PROPOSED = "a calculation that a person may write over"
EXTERNAL = "select_one_external"
DECIMAL = "the answer to a decimal question"
REPEATED = "in a repeat"

_KINDS = {DataType.DECIMAL: DECIMAL, DataType.TIME: TIME}
_BIND = "{http://www.w3.org/2002/xforms}bind"
_INPUT = "{http://www.w3.org/2002/xforms}input"
_TRUTHS = frozenset({"boolean", "not", "if", "checklist", "weighted-checklist"})
Found = defaultdict[str, set[str]]


def traits(model: Model, xform: str) -> dict[str, frozenset[str]]:
    """Return plain path -> functions and traits that its value, or whether it is asked, depends on."""
    found: Found = defaultdict(set)
    readers = _readers(model)
    _of_xform(model, xform, found)
    for rule in model.rules:
        if rule.formula is None:
            continue
        names = _of_rule(rule, rule.formula.expr)
        passes_on = rule.kind in (RuleKind.RELEVANT, RuleKind.COUNT)
        for target in (rule.target, *(_below(rule.target) if passes_on else ())):
            found[target.path] |= names
    for node in model.nodes:
        if node.repeats:
            found[node.path].add(REPEATED)
        if node.is_repeat:
            found[f"{node.path}/@"].add(REPEAT_ITSELF)
        if isinstance(node.element, Question) and node.element.data_type in _KINDS:
            found[node.path].add(_KINDS[node.element.data_type])
    _pass_on(found, readers)
    return {path: frozenset(names) for path, names in found.items()}


def sources(model: Model) -> dict[str, frozenset[str]]:
    """Return plain path -> every path that its value, or whether it is asked, is worked out from."""
    readers = _readers(model)
    found: Found = defaultdict(set)
    for path in tuple(readers):
        for reader in readers[path]:
            found[reader].add(path)
    _pass_on(found, readers)
    return {path: frozenset(names) for path, names in found.items()}


def _readers(model: Model) -> Found:
    readers: Found = defaultdict(set)
    for rule in model.rules:
        if rule.formula is None:
            continue
        passes_on = rule.kind in (RuleKind.RELEVANT, RuleKind.COUNT)
        for target in (rule.target, *(_below(rule.target) if passes_on else ())):
            for read in reads(rule.formula.expr, rule.target, model.root):
                readers[read.node.path].add(target.path)
    return readers


def _of_xform(model: Model, xform: str, found: Found) -> None:
    root = etree.fromstring(xform.encode())
    repeats = [f"{node.path}/" for node in model.nodes if node.is_repeat]
    for bind in root.iter(_BIND):
        path = bind.get("nodeset", "")
        expressions = [value for key, value in bind.items() if key != "nodeset"]
        around = [repeat for repeat in repeats if path.startswith(repeat)]
        if any(repeat in expression for repeat in around for expression in expressions):
            for node in (model.by_path[path], *_below(model.by_path[path])) if path in model.by_path else ():
                found[node.path].add(ABSOLUTE)
    for control in root.iter(_INPUT):
        if control.get("query") is not None:
            found[control.get("ref", "")].add(EXTERNAL)


def _of_rule(rule: Rule, expr: Expr) -> set[str]:
    names = {part.name for part in walk(expr) if isinstance(part, Call)}
    if (rule.kind is RuleKind.RELEVANT and isinstance(expr, Path)) or any(map(_asks_truth, walk(expr))):
        names.add(TRUTH_OF_NODES)
    if rule.kind is RuleKind.ACTION:
        names.add(TRIGGERED)
    if rule.kind is RuleKind.COUNT:
        names.add(COUNTED)
    if rule.kind is RuleKind.CALCULATE and rule.target.is_asked:
        names.add(PROPOSED)
    return names


def _asks_truth(part: Expr) -> bool:
    if isinstance(part, Call) and part.name in _TRUTHS:
        return any(isinstance(argument, Path) for argument in part.arguments[: 1 if part.name == "if" else None])
    joins = isinstance(part, Operation) and bool({"and", "or"} & set(part.operators))
    return joins and any(isinstance(each, Path) for each in part.operands)


def _pass_on(found: Found, readers: Found) -> None:
    todo = list(found)
    while todo:
        path = todo.pop()
        for reader in readers.get(path, ()):
            if not found[path] <= found[reader]:
                found[reader] |= found[path]
                todo.append(reader)


def _below(node: ModelNode) -> Iterator[ModelNode]:
    for child in node.children:
        yield child
        yield from _below(child)
