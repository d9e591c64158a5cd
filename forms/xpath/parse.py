"""Read the text of an expression into its syntax tree: a Pratt parser."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, cast, get_args

from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import (
    ANY_DEPTH,
    LEVELS,
    NEGATION_LEVEL,
    PARENT,
    SELF,
    Axis,
    Call,
    Expr,
    Filter,
    KindTest,
    NameTest,
    Negation,
    NodeKind,
    Number,
    Operation,
    Path,
    Reference,
    Step,
    Text,
)
from forms.xpath.tokens import Token, tokenize

# Characters. A spreadsheet cell holds 32 767; XForms with long absolute paths reach five times that.
LONGEST: Final = 262_144
# Brackets and calls inside each other. Parsing and compiling use three frames of the interpreter's 1000 per level.
DEEPEST: Final = 180

# Characters of an expression whose tree is kept for the next that reads the same.
REPEATED: Final = 300

LAST_SAVED: Final = "last-saved#"
_AXES = frozenset(get_args(Axis))
_KINDS = frozenset(get_args(NodeKind))
_STEP_SYMBOLS = frozenset((".", "..", "@"))


def parse(source: str) -> Expr:
    """Return the syntax tree of an expression.

    Raises:
        XPathSyntaxError: it is empty, too long, nested too deep, or no expression; with the offset.
    """
    return _parse_again(source) if len(source) <= REPEATED else _parse(source)


def _parse(source: str) -> Expr:
    if len(source) > LONGEST:
        raise XPathSyntaxError("xpath-too-long", offset=LONGEST, length=len(source), limit=LONGEST)
    try:
        parser = _Parser(tokenize(source))
        if parser.token.kind == "end":
            raise XPathSyntaxError("xpath-empty", offset=0)
        result = parser.expression(0)
        if parser.token.kind != "end":
            raise parser.unexpected()
    except XPathSyntaxError as error:
        error.quote(source)
        raise
    return result


@lru_cache(maxsize=4096)
def _parse_again(source: str) -> Expr:
    """Return the tree, which nobody can change, of an expression that is likely to be read more than once."""
    return _parse(source)


class _Parser:
    """Reads tokens from left to right; `token` is the next one not yet used."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self.token = tokens[0]

    def advance(self) -> Token:
        """Use up the next token and return it."""
        used = self.token
        self._place += 1
        self.token = self._tokens[self._place]
        return used

    def unexpected(self) -> XPathSyntaxError:
        """Return the error for the next token."""
        if self.token.kind == "end":
            return XPathSyntaxError("xpath-incomplete", offset=self.token.offset)
        return XPathSyntaxError("xpath-unexpected", offset=self.token.offset, found=self.token.value)

    def expect(self, symbol: str) -> None:
        """Use up the symbol that must come next."""
        if self.token.kind != "symbol" or self.token.value != symbol:
            raise self.unexpected()
        self.advance()

    def at(self, symbol: str) -> bool:
        """Return whether the symbol comes next."""
        return self.token.kind == "symbol" and self.token.value == symbol

    def expression(self, floor: int) -> Expr:
        """Read an expression whose operators all bind stronger than `floor`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise XPathSyntaxError("xpath-too-deep", offset=self.token.offset, limit=DEEPEST)
        if self.token.kind == "operator" and self.token.value == "-":
            self.advance()
            result: Expr = Negation(self.expression(NEGATION_LEVEL - 1))
        else:
            result = self.path()
        while self.token.kind == "operator":
            level = LEVELS[self.token.value]
            if level <= floor:
                break
            operators: list[str] = []
            operands = [result]
            while self.token.kind == "operator" and LEVELS[self.token.value] == level:
                operators.append(self.advance().value)
                operands.append(self.expression(level))
            result = Operation(tuple(operators), tuple(operands))
        self._depth -= 1
        return result

    def path(self) -> Expr:
        """Read a path, or a primary expression with its predicates and the steps behind it."""
        token = self.token
        if token.kind == "symbol" and token.value in ("/", "//"):
            self.advance()
            if token.value == "//":
                return Path((ANY_DEPTH, self.step(), *self.more_steps()), absolute=True)
            return Path((self.step(), *self.more_steps()) if self.at_step() else (), absolute=True)
        if not self.at_primary():
            return Path((self.step(), *self.more_steps()))
        base = self.primary()
        predicates = self.predicates()
        if predicates:
            base = Filter(base, predicates)
        steps = self.more_steps()
        if not steps and not predicates:
            return base
        root = base.base if isinstance(base, Filter) else base
        if isinstance(root, Number | Text | Negation):
            raise XPathSyntaxError("xpath-not-nodes", offset=token.offset)
        return Path(steps, start=base) if steps else base

    def at_primary(self) -> bool:
        """Return whether a number, text, reference, bracket or function call comes next."""
        token = self.token
        if token.kind == "name":
            following = self._tokens[self._place + 1]
            return following.kind == "symbol" and following.value == "(" and token.value not in _KINDS
        return token.kind in ("number", "text", "reference") or self.at("(")

    def at_step(self) -> bool:
        """Return whether a step comes next."""
        token = self.token
        return token.kind == "name" or (token.kind == "symbol" and (token.value in _STEP_SYMBOLS or token.value == "*"))

    def primary(self) -> Expr:
        """Read a number, text, reference, bracketed expression or call."""
        token = self.advance()
        if token.kind == "number":
            return Number(float(token.value))
        if token.kind == "text":
            return Text(token.value)
        if token.kind == "reference":
            return _reference(token)
        if token.kind == "symbol":
            inner = self.expression(0)
            self.expect(")")
            return inner
        self.advance()
        arguments: list[Expr] = []
        if not self.at(")"):
            arguments.append(self.expression(0))
            while self.at(","):
                self.advance()
                arguments.append(self.expression(0))
        self.expect(")")
        return Call(token.value, tuple(arguments))

    def more_steps(self) -> tuple[Step, ...]:
        """Read the steps behind what was read, each with its slash."""
        steps: list[Step] = []
        while self.token.kind == "symbol" and self.token.value in ("/", "//"):
            if self.advance().value == "//":
                steps.append(ANY_DEPTH)
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        """Read one step with its predicates."""
        if self.at("."):
            self.advance()
            return SELF
        if self.at(".."):
            self.advance()
            return PARENT
        axis: Axis = "child"
        if self.at("@"):
            self.advance()
            axis = "attribute"
        elif self.token.kind == "name" and self._tokens[self._place + 1].value == "::":
            named = self.advance()
            if named.value not in _AXES:
                raise XPathSyntaxError("xpath-axis", offset=named.offset, name=named.value)
            axis = cast(Axis, named.value)
            self.advance()
        return Step(axis, self.node_test(), self.predicates())

    def node_test(self) -> NameTest | KindTest:
        """Read a name, `*`, `prefix:*` or a test of kind."""
        if self.at("*"):
            self.advance()
            return NameTest("*")
        if self.token.kind != "name":
            raise self.unexpected()
        name = self.advance().value
        if not self.at("("):
            prefix, _, local = name.rpartition(":")
            return NameTest(local, prefix)
        if name not in _KINDS:
            raise self.unexpected()
        self.advance()
        target = None
        if name == "processing-instruction" and self.token.kind == "text":
            target = self.advance().value
        self.expect(")")
        return KindTest(cast(NodeKind, name), target)

    def predicates(self) -> tuple[Expr, ...]:
        """Read the predicates that follow."""
        found: list[Expr] = []
        self._depth += 1  # a predicate takes more frames than a bracket
        while self.at("["):
            self.advance()
            found.append(self.expression(0))
            self.expect("]")
        self._depth -= 1
        return tuple(found)


def _reference(token: Token) -> Reference:
    name = token.value.strip()
    last_saved = name.startswith(LAST_SAVED)
    name = name.removeprefix(LAST_SAVED).strip()
    if not name:
        raise XPathSyntaxError("xpath-bad-reference", offset=token.offset, found=token.value)
    return Reference(name, last_saved)
