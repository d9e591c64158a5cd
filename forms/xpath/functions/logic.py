"""Truth, choice between values, and counting what is true."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, nan
from typing import Any, Final

from forms.xpath.code import Compiled, ValueKind, boolean_code, string_code
from forms.xpath.context import Context
from forms.xpath.functions.signature import Function, Site
from forms.xpath.numbers import text_to_number
from forms.xpath.tree import Element


def _constant(*, value: bool) -> Callable[[Site], Compiled]:
    def build(_: Site) -> Compiled:
        code = boolean_code(lambda _: value, is_fixed=True)
        code.constant = value
        return code

    return build


def _boolean(site: Site) -> Compiled:
    return boolean_code(site[0].boolean, like=site.arguments)


def _not(site: Site) -> Compiled:
    boolean = site[0].boolean
    return boolean_code(lambda c: not boolean(c), like=site.arguments)


def _boolean_from_string(site: Site) -> Compiled:
    string = site[0].string
    return boolean_code(lambda c: string(c) in ("1", "true"), like=site.arguments)


class _Choice(Compiled):
    """Code of `if`: whatever is asked of it is asked of the branch taken, and only of that."""

    __slots__ = ("_condition", "_no", "_yes")

    def __init__(self, condition: Compiled, yes: Compiled, no: Compiled) -> None:
        kind = yes.kind if yes.kind is no.kind else ValueKind.STRING
        super().__init__(kind, is_fixed=condition.is_fixed and yes.is_fixed and no.is_fixed)
        self._condition, self._yes, self._no = condition, yes, no

    def _closure(self, name: str) -> Callable[[Context], Any]:
        condition, yes, no = self._condition.boolean, getattr(self._yes, name), getattr(self._no, name)
        return lambda c: yes(c) if condition(c) else no(c)

    def __getattr__(self, name: str) -> Any:
        """Make a closure when it is first asked for."""
        if name.startswith(("_", "make_")):
            raise AttributeError(name)
        closure = self.make_value() if name == "value" else self._closure(name)
        setattr(self, name, closure)
        return closure


def _if(site: Site) -> Compiled:
    return _Choice(*site.arguments)


def _coalesce(site: Site) -> Compiled:
    """The first that is not blank; ODK has two arguments, other dialects any number."""
    strings = [code.string for code in site.arguments]

    def string(c: Context) -> str:
        for each in strings:
            text = each(c)
            if text != "":
                return text
        return ""

    return string_code(string, like=site.arguments)


def _once(site: Site) -> Compiled:
    string = site[0].string

    def closure(c: Context) -> str:
        node = c.current
        # The answer kept, even while it is not relevant: it must not be drawn again.
        kept = node.value if isinstance(node, Element) and not node.children else node.text
        return kept if kept != "" else string(c)

    return string_code(closure, is_fixed=False)


def _checklist(site: Site) -> Compiled:
    least, most = site[0].number, site[1].number
    items = [_truths(code) for code in site.arguments[2:]]

    def closure(c: Context) -> bool:
        return _is_between(sum(sum(item(c)) for item in items), least(c), most(c))

    return boolean_code(closure, like=site.arguments)


def _weighted_checklist(site: Site) -> Compiled:
    least, most = site[0].number, site[1].number
    values = [_truths(code) for code in site.arguments[2::2]]
    weights = [_weights(code) for code in site.arguments[3::2]]

    def closure(c: Context) -> bool:
        if len(values) != len(weights):
            return False
        truths = [truth for value in values for truth in value(c)]
        factors = [factor for weight in weights for factor in weight(c)]
        total = sum(factor for truth, factor in zip(truths, factors, strict=False) if truth)
        return _is_between(nan if len(truths) != len(factors) else total, least(c), most(c))

    return boolean_code(closure, like=site.arguments)


def _truths(code: Compiled) -> Callable[[Context], list[bool]]:
    """Nodes count one by one: true where their text is not blank and no false number."""
    if code.kind is not ValueKind.NODES:
        boolean = code.boolean
        return lambda c: [boolean(c)]
    texts = code.texts
    return lambda c: [text != "" for text in texts(c)]


def _weights(code: Compiled) -> Callable[[Context], list[float]]:
    if code.kind is not ValueKind.NODES:
        number = code.number
        return lambda c: [number(c)]
    texts = code.texts
    return lambda c: [text_to_number(text, c.environment) for text in texts(c)]


def _is_between(total: float, least: float, most: float) -> bool:
    """A bound of -1 is no bound."""
    return not isnan(total) and (least == -1 or total >= least) and (most == -1 or total <= most)


def _depend(site: Site) -> Compiled:
    """The first argument; the others only make the expression wait for them (JavaRosa)."""
    return string_code(site[0].string, like=site.arguments)


FUNCTIONS: Final = {
    "depend": Function(1, None, _depend),
    "true": Function(0, 0, _constant(value=True)),
    "false": Function(0, 0, _constant(value=False)),
    "not": Function(1, 1, _not),
    "boolean": Function(1, 1, _boolean),
    "boolean-from-string": Function(1, 1, _boolean_from_string),
    "if": Function(3, 3, _if),
    "coalesce": Function(2, None, _coalesce),
    "once": Function(1, 1, _once),
    "checklist": Function(3, None, _checklist),
    "weighted-checklist": Function(4, None, _weighted_checklist),
}
CORE: Final = ("true", "false", "not", "boolean")
