"""Replace `${name}` by paths, and bind absolute paths to the repeat instance they stand in.

A name in the same repeat becomes a relative path, any other an absolute one, as pyxform does it; inside the predicate
of a secondary instance relative paths start at `current()`. Absolute paths that an author wrote bind to the instance
of the expression, as JavaRosa does it; in a predicate over what is repeated they bind to the instance that is tried, so
that `count(${person}[${age} > 17])` counts persons. The arguments of `indexed-repeat()` that name the repeated question
and its repeats stay absolute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from forms.errors import FormsError
from forms.model.outline import META, Names
from forms.model.plan import ModelNode
from forms.xpath.expr import (
    PARENT,
    SELF,
    Call,
    Expr,
    Filter,
    NameTest,
    Negation,
    Operation,
    Path,
    Reference,
    Step,
    Text,
    child,
)
from forms.xpath.printing import print_expression

LAST_SAVED = "__last-saved"
CURRENT = Call("current")
CHOICE_NAMES = frozenset({"jr:choice-name", "choice-name"})
# Arguments of indexed-repeat() that name something repeated; the others are numbers.
REPEATED_ARGUMENTS = frozenset({0, 1, 3, 5})
_IN_TEXT = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


class NameUnknown(FormsError):
    """An expression names a question that the form does not have; facts: name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    Args:
        at: The node it belongs to.
        repeats: Repeats whose instance it stands in, from outside in.
        in_list: Inside a predicate of a secondary instance, where the context node is an item.
        bare: Absolute paths are left as they are.
        items: Repeat whose instances are the items of a choice filter.
        tried: What a predicate of the main instance is asked of, somewhere in a repeat.
    """

    at: ModelNode
    repeats: tuple[ModelNode, ...]
    in_list: bool = False
    bare: bool = False
    items: ModelNode | None = None
    tried: ModelNode | None = None


def resolve(expr: Expr, scope: Scope, names: Names) -> Expr:
    """Return the expression without names.

    Raises:
        NameUnknown: it names what the form does not have.
    """
    return _Resolver(names).expression(expr, scope)


def instances_path(repeat: ModelNode, at: ModelNode, predicates: tuple[Expr, ...]) -> Path:
    """Return the path from a node to all instances of a repeat that share the outer repeats of both."""
    above = repeat.parent
    assert above is not None
    shared = _shared(at, above)
    if shared.repeats:
        steps = (PARENT,) * (at.depth - shared.depth) + _down(shared, repeat)
        absolute = False
    else:
        steps = _down(None, repeat)
        absolute = True
    return Path((*steps[:-1], replace(steps[-1], predicates=predicates)), absolute=absolute)


class _Resolver:
    def __init__(self, names: Names) -> None:
        self._names = names

    def expression(self, expr: Expr, scope: Scope) -> Expr:
        match expr:
            case Reference():
                return self._reference(expr, scope)
            case Call():
                return self._call(expr, scope)
            case Path():
                return self._path(expr, scope)
            case Filter():
                return self._filter(expr, scope)
            case Operation():
                return Operation(expr.operators, tuple(self.expression(part, scope) for part in expr.operands))
            case Negation():
                return Negation(self.expression(expr.operand, scope))
            case _:
                return expr

    def _filter(self, filtered: Filter, scope: Scope) -> Expr:
        inside = replace(scope, in_list=scope.in_list or _is_list(filtered.base), tried=None)
        if isinstance(filtered.base, Reference) and not filtered.base.last_saved:
            inside = replace(inside, tried=self._find(filtered.base.name, scope))
        base = self.expression(filtered.base, scope)
        predicates = tuple(self.expression(predicate, inside) for predicate in filtered.predicates)
        if isinstance(filtered.base, Reference) and isinstance(base, Path):
            # As if the path had been written: in `${person}[2]` the number counts within each group around a person.
            last = base.steps[-1]
            return replace(base, steps=(*base.steps[:-1], replace(last, predicates=(*last.predicates, *predicates))))
        return Filter(base, predicates)

    def _find(self, name: str, scope: Scope) -> ModelNode:
        node = self._names.find(name, scope.at)
        if node is None:
            raise NameUnknown("xpath-reference-unresolved", name=name)
        return node

    def _reference(self, reference: Reference, scope: Scope) -> Path:
        node = self._find(reference.name, scope)
        if reference.last_saved:
            return Path(_down(None, node), start=Call("instance", (Text(LAST_SAVED),)))
        if scope.items is not None and scope.items in node.repeats:
            return Path((SELF, *_down(scope.items, node)))
        if scope.bare or not _shares_repeat(scope, node):
            path = Path(_down(None, node), absolute=True)
            return (None if scope.bare else _bind_tried(path, scope)) or path
        # A repeat that the expression stands in is named from outside: all its instances are meant.
        above = _shared(scope.at, node.parent or node)
        steps = (PARENT,) * (scope.at.depth - above.depth) + _down(above, node)
        return _from_current(steps or (SELF,), scope)

    def _call(self, call: Call, scope: Scope) -> Call:
        if call.name == "indexed-repeat":
            return Call(call.name, _outer_first(self._repeated(call, scope)))
        arguments = tuple(self.expression(argument, scope) for argument in call.arguments)
        if call.name in CHOICE_NAMES and len(arguments) == 2 and isinstance(arguments[1], Text):
            arguments = (arguments[0], Text(self._path_in_text(arguments[1].value, scope)))
        return Call(call.name, arguments)

    def _repeated(self, call: Call, scope: Scope) -> tuple[Expr, ...]:
        bare = replace(scope, bare=True)
        return tuple(
            self.expression(argument, bare if place in REPEATED_ARGUMENTS else scope)
            for place, argument in enumerate(call.arguments)
        )

    def _path_in_text(self, text: str, scope: Scope) -> str:
        """Return the path that a quoted `${name}` means, as jr:choice-name() takes it."""
        match = _IN_TEXT.fullmatch(text.strip())
        if not match:
            return text.strip()
        return print_expression(self._reference(Reference(match[1]), replace(scope, in_list=False, bare=True)))

    def _path(self, path: Path, scope: Scope) -> Path:
        if path.absolute and not scope.bare:
            bound = _bind_tried(path, scope) or _bind(path, scope)
            if bound is not None:
                return self._path(bound, scope)
        start = None if path.start is None else self.expression(path.start, scope)
        inside = replace(scope, in_list=scope.in_list or (path.start is not None and _is_list(path.start)), tried=None)
        steps = tuple(
            self._step(step, replace(inside, tried=_tried(path, place, scope))) if step.predicates else step
            for place, step in enumerate(path.steps)
        )
        steps = _plain_meta(steps) if path.absolute or isinstance(path.start, Reference) else steps
        if isinstance(start, Path):
            return Path((*start.steps, *steps), absolute=start.absolute, start=start.start)
        return Path(steps, absolute=path.absolute, start=start)

    def _step(self, step: Step, inside: Scope) -> Step:
        return replace(step, predicates=tuple(self.expression(predicate, inside) for predicate in step.predicates))


def _outer_first(arguments: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Return the arguments of indexed-repeat() with its pairs of repeat and number from the outermost in."""
    pairs = list(zip(arguments[1::2], arguments[2::2], strict=False))
    if len(arguments) % 2 == 0 or not all(isinstance(repeat, Path) for repeat, _ in pairs):
        return arguments
    pairs.sort(key=lambda pair: len(pair[0].steps) if isinstance(pair[0], Path) else 0)
    return (*arguments[:1], *(part for pair in pairs for part in pair))


def _is_list(expr: Expr) -> bool:
    """Tell whether an expression starts in a secondary instance."""
    match expr:
        case Call():
            return expr.name == "instance" or (expr.name == "randomize" and any(map(_is_list, expr.arguments[:1])))
        case Path():
            return expr.start is not None and _is_list(expr.start)
        case Filter():
            return _is_list(expr.base)
        case Reference():
            return expr.last_saved
        case _:
            return False


def _shares_repeat(scope: Scope, node: ModelNode) -> bool:
    around = node.repeats[:-1] if node.is_repeat else node.repeats
    return bool(scope.repeats) and bool(around) and scope.repeats[0] is around[0]


def _shared(one: ModelNode, other: ModelNode) -> ModelNode:
    """Return the lowest node that is above both (or one of them)."""
    ancestors = {node.index for node in one.chain()}
    return next(node for node in other.chain() if node.index in ancestors)


def _down(above: ModelNode | None, node: ModelNode) -> tuple[Step, ...]:
    names: list[str] = []
    for each in node.chain():
        if each is above:
            break
        names.append(each.name)
    return tuple(child(name) for name in reversed(names))


def _from_current(steps: tuple[Step, ...], scope: Scope) -> Path:
    return Path(steps, start=CURRENT if scope.in_list else None)


def _bind(path: Path, scope: Scope) -> Path | None:
    """Return an absolute path as one relative to the instance it goes through; None where it goes through none."""
    deepest = 0
    repeats = {repeat.path: repeat for repeat in scope.repeats}
    here = ""
    for place, step in enumerate(path.steps[:-1]):
        if step.axis != "child" or not isinstance(step.test, NameTest) or step.predicates:
            break
        here += f"/{step.test.local}"
        if here in repeats:
            deepest = place + 1
    if not deepest:
        return None
    above = "/" + "/".join(step.test.local for step in path.steps[:deepest] if isinstance(step.test, NameTest))
    repeat = repeats[above]
    steps = (PARENT,) * (scope.at.depth - repeat.depth) + path.steps[deepest:]
    return Path(steps, start=CURRENT if scope.in_list or scope.tried is not None else None)


def _tried(path: Path, place: int, scope: Scope) -> ModelNode | None:
    """Return what the predicates of a step of an absolute path are asked of; None where the path is another one."""
    if not path.absolute:
        return None
    *_, node = scope.at.chain()
    for number, step in enumerate(path.steps[: place + 1]):
        if step.axis != "child" or not isinstance(step.test, NameTest):
            return None
        if number == 0:
            found = node if step.test.local == node.name else None
        else:
            found = node.children[node.places[step.test.local]] if step.test.local in node.places else None
        if found is None:
            return None
        node = found
    return node


def _bind_tried(path: Path, scope: Scope) -> Path | None:
    """Return an absolute path as one relative to what a predicate is asked of; None where they share no repeat."""
    tried = scope.tried
    if tried is None or not tried.repeats:
        return None
    bound = _bind(path, Scope(tried, tried.repeats))
    return bound if bound is None or bound.steps[0] == PARENT else Path((SELF, *bound.steps))


def _plain_meta(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps with `orx:meta/orx:instanceID` as the instance names them, without prefix."""
    if not any(isinstance(step.test, NameTest) and step.test.local == META for step in steps):
        return steps
    return tuple(
        replace(step, test=NameTest(step.test.local))
        if isinstance(step.test, NameTest) and step.test.prefix == "orx"
        else step
        for step in steps
    )
