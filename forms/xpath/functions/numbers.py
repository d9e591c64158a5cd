"""Functions about numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import copysign, inf, isinf, isnan, nan
from typing import Final

from forms.xpath.code import Compiled, NumberOf, ValueKind, number_code
from forms.xpath.context import Context
from forms.xpath.dates import DATE_LIKE, whole_days
from forms.xpath.functions.signature import Function, Site
from forms.xpath.numbers import number_text, plain_number, text_to_number


def _number(site: Site) -> Compiled:
    """`number()`; a date becomes days, shown as whole days."""
    if len(site) == 0:
        if not site.scope.is_odk:
            return number_code(lambda c: plain_number(c.node.text), is_fixed=False)
        return number_code(lambda c: text_to_number(c.node.text, c.environment), is_fixed=False)
    argument = site[0]
    code = number_code(argument.number, like=site.arguments)
    if site.scope.is_odk and argument.kind in (ValueKind.STRING, ValueKind.NODES):
        string = argument.string

        def shown(c: Context) -> str:
            text = string(c)
            days = whole_days(text, c.environment.zone) if DATE_LIKE.match(text) else None
            return number_text(text_to_number(text, c.environment)) if days is None else str(days)

        code.string = shown
    return code


def _of_one(compute: Callable[[float], float]) -> Callable[[Site], Compiled]:
    def build(site: Site) -> Compiled:
        number = site[0].number
        return number_code(lambda c: compute(number(c)), like=site.arguments)

    return build


def _of_two(compute: Callable[[float, float], float]) -> Callable[[Site], Compiled]:
    def build(site: Site) -> Compiled:
        a, b = site[0].number, site[1].number
        return number_code(lambda c: compute(a(c), b(c)), like=site.arguments)

    return build


def _whole(rounder: Callable[[float], int]) -> Callable[[float], float]:
    """Return a rounding that leaves NaN and the infinities, and keeps the sign of zero."""

    def compute(number: float) -> float:
        if isnan(number) or isinf(number):
            return number
        return copysign(float(rounder(number)), number) if abs(number) < 1 else float(rounder(number))

    return compute


def core_round(number: float) -> float:
    """Return the nearest whole number, halves upwards (XPath 1.0, section 4.4)."""
    if isnan(number) or isinf(number):
        return number
    result = float(math.floor(number + 0.5))
    return copysign(result, number) if result == 0 else result


def round_away(number: float, digits: float) -> float:
    """Return the number with so many decimals (negative: tens, hundreds), halves away from zero."""
    if isnan(number) or isinf(number) or isnan(digits):
        return number if not isnan(digits) else nan
    places = int(max(min(digits, 300), -300))
    scaled = abs(number) * 10.0**places if places >= 0 else abs(number) / 10.0**-places
    if isinf(scaled) or scaled >= 2**53:
        return number
    whole = float(math.floor(scaled + 0.5))
    return copysign(whole / 10.0**places if places >= 0 else whole * 10.0**-places, number)


def _round(site: Site) -> Compiled:
    number = site[0].number
    if len(site) == 1:
        return number_code(lambda c: round_away(number(c), 0), like=site.arguments)
    digits = site[1].number
    return number_code(lambda c: round_away(number(c), digits(c)), like=site.arguments)


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[Site], Compiled]:
    """Return min or max over all arguments; NaN when there is nothing, or something that is no number."""

    def build(site: Site) -> Compiled:
        parts = [_all_numbers(code) for code in site.arguments]

        def closure(c: Context) -> float:
            numbers = [number for part in parts for number in part(c)]
            if not numbers or any(isnan(number) for number in numbers):
                return nan
            return choose(numbers)

        return number_code(closure, like=site.arguments)

    return build


def _all_numbers(code: Compiled) -> Callable[[Context], list[float]]:
    if code.kind is ValueKind.NODES:
        texts = code.texts
        return lambda c: [text_to_number(text, c.environment) for text in texts(c)]
    number: NumberOf = code.number
    return lambda c: [number(c)]


def _defined(compute: Callable[[float], float]) -> Callable[[float], float]:
    """Return a function that is NaN where the mathematical one is not defined, infinite where it overflows."""

    def guarded(number: float) -> float:
        try:
            return compute(number)
        except ValueError:
            return nan
        except OverflowError:
            return inf

    return guarded


def _log(compute: Callable[[float], float]) -> Callable[[float], float]:
    return _defined(lambda number: -inf if number == 0 else compute(number))


def power(base: float, exponent: float) -> float:
    """Return base to the power of exponent, NaN where it is not real."""
    try:
        return math.pow(base, exponent)
    except ValueError:
        return inf if base == 0 else nan
    except OverflowError:
        return -inf if base < 0 and exponent % 2 == 1 else inf


def _pi(_: Site) -> Compiled:
    code = number_code(lambda _: math.pi, is_fixed=True)
    code.constant = math.pi
    return code


FUNCTIONS: Final = {
    "number": Function(0, 1, _number),
    "int": Function(1, 1, _of_one(_whole(math.trunc))),
    "floor": Function(1, 1, _of_one(_whole(math.floor))),
    "ceiling": Function(1, 1, _of_one(_whole(math.ceil))),
    "round": Function(1, 2, _round),
    "abs": Function(1, 1, _of_one(abs)),
    "min": Function(1, None, _extreme(min)),
    "max": Function(1, None, _extreme(max)),
    "pow": Function(2, 2, _of_two(power)),
    "sqrt": Function(1, 1, _of_one(_defined(math.sqrt))),
    "exp": Function(1, 1, _of_one(_defined(math.exp))),
    "exp10": Function(1, 1, _of_one(lambda number: power(10.0, number))),
    "log": Function(1, 1, _of_one(_log(math.log))),
    "log10": Function(1, 1, _of_one(_log(math.log10))),
    "sin": Function(1, 1, _of_one(_defined(math.sin))),
    "cos": Function(1, 1, _of_one(_defined(math.cos))),
    "tan": Function(1, 1, _of_one(_defined(math.tan))),
    "asin": Function(1, 1, _of_one(_defined(math.asin))),
    "acos": Function(1, 1, _of_one(_defined(math.acos))),
    "atan": Function(1, 1, _of_one(math.atan)),
    "atan2": Function(2, 2, _of_two(math.atan2)),
    "pi": Function(0, 0, _pi),
}
CORE: Final = ("number", "floor", "ceiling")
CORE_ONLY: Final = {"round": Function(1, 1, _of_one(core_round))}
