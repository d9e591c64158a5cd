"""Turn a syntax tree into closures whose result types are decided once."""

from __future__ import annotations

from math import isnan

from forms.xpath.code import Compiled, Static, ValueKind, failing, number_code, string_code
from forms.xpath.context import Context, Environment, Rows
from forms.xpath.errors import XPathError, XPathSyntaxError
from forms.xpath.expr import Call, Expr, Filter, Negation, Number, Operation, Path, Reference, Text
from forms.xpath.functions import call_code
from forms.xpath.numbers import plain_number
from forms.xpath.operators import negation_code, operation_code
from forms.xpath.paths import filter_code, path_code
from forms.xpath.scope import Scope
from forms.xpath.single import HoleCode

__all__ = ["Compiled", "Context", "Environment", "Rows", "Static", "ValueKind", "compile_expression"]


def compile_expression(expr: Expr, static: Static) -> Compiled:
    """Return the expression ready to be evaluated any number of times.

    Unknown functions, unknown prefixes, unresolved references and wrong numbers of arguments fail when (and only if)
    they are reached; `problems` of `forms.xpath.check` finds them without evaluating.

    Raises:
        XPathSyntaxError: `xpath-too-deep`, the tree was made by hand and is deeper than `parse` allows.
    """

    def compile_part(part: Expr) -> Compiled:
        try:
            code = _code(part, scope)
        except XPathError as error:
            return failing(error)
        code.is_odk = static.is_odk
        return code

    scope = Scope(static, compile_part)
    try:
        return compile_part(expr)
    except RecursionError as error:
        raise XPathSyntaxError("xpath-too-deep", offset=0) from error


def _code(expr: Expr, scope: Scope) -> Compiled:
    match expr:
        case Text():
            return _text(expr.value)
        case Number():
            return _number(expr.value)
        case Path():
            return path_code(expr, scope)
        case Operation():
            return operation_code(expr.operators, tuple(scope.compile(operand) for operand in expr.operands))
        case Call():
            return call_code(expr, scope)
        case Negation():
            return negation_code(scope.compile(expr.operand))
        case Filter():
            return filter_code(expr, scope)
        case Reference():
            if scope.static.holes:
                return HoleCode(int(expr.name))
            raise XPathError("xpath-reference-unresolved", name=expr.name)


def _text(value: str) -> Compiled:
    code = string_code(lambda _: value, is_fixed=True)
    code.constant = value
    number = plain_number(value)
    if not isnan(number):
        code.number = lambda _: number
    return code


def _number(value: float) -> Compiled:
    code = number_code(lambda _: value, is_fixed=True)
    code.constant = value
    return code
