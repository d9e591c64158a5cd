"""A runnable model as bytes and back: the form, and what building it found out.

Only the classes written here can come out of the bytes. Trees of expressions are kept as their text, or as the text of
their shape, and read again when they are first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final
from zlib import crc32

import msgspec

from forms.definition.elements import Choice
from forms.definition.form import Form
from forms.definition.packed import pack_form, unpack_form
from forms.errors import Finding, FormsError, Place
from forms.model.formula import Formula, ModelText
from forms.model.model import Model
from forms.model.outline import outline, singles, tally_places
from forms.model.plan import Dependent, ModelAction, ModelChoices, ModelNode, ModelSearch, Rule, RuleKind
from forms.model.tables import Labels, Table
from forms.values import Sensitivity
from forms.xpath.compile import Static
from forms.xpath.printing import print_expression
from forms.xpath.shapes import shape_by_text

LAYOUT: Final = 1
_CHECK: Final = 4  # bytes before the rest that tell whether it is damaged
NONE: Final = -1  # in the place of a formula's number
OWN: Final = ("relevant", "readonly", "required", "constraint", "calculation", "default_formula", "count")
WAKES: Final = (
    "value_dependents",
    "structure_dependents",
    "arrival_dependents",
    "positional_dependents",
    "birth_dependents",
)
_own = attrgetter(*OWN)


class _Row(msgspec.Struct, array_like=True):
    """Anything packed: fields by their place."""


class _Formula(_Row):
    text: str
    is_shape: bool
    holes: tuple[int, ...]
    place: Place
    volatile: bool
    speaks: bool


class _Text(_Row):
    by_language: dict[str, list[str | int]]  # a number is that of a formula
    media: dict[str, dict[str, str]]


class _Search(_Row):
    instance: str
    query: int
    columns: _Text


class _Choices(_Row):
    instance: str | None
    value: str
    label: str
    nodeset: int
    item: int
    seed: int
    randomize: bool
    is_missing: bool
    search: _Search | None
    outputs: list[int]


class _Action(_Row):
    events: list[str]
    formula: int
    watched: list[int]
    repeat: int


class _Node(_Row):
    own: list[int]
    texts: dict[str, _Text]
    choices: _Choices | None
    actions: list[_Action]
    wakes: list[list[tuple[int, int, tuple[int, ...], bool]]]
    sensitivity: Sensitivity


class _Rule(_Row):
    kind: int
    target: int
    formula: int
    rank: int
    in_cycle: bool
    is_of_instance: bool
    events: list[str]


class _Table(_Row):
    columns: dict[str, list[str]]
    labels: list[_Text]
    list_name: str  # of the form's list whose words are the labels, "" for none
    leaves_blanks_out: bool
    is_missing: bool
    is_guessed: bool


class _Model(_Row):
    layout: int
    form: bytes
    formulas: list[_Formula]
    nodes: list[_Node]
    rules: list[_Rule]  # by number
    order: list[int]  # by rising rank
    tables: dict[str, _Table]
    texts: dict[str, _Text]
    findings: list[Finding]


_DECODER: Final = msgspec.msgpack.Decoder(_Model)


def pack_model(model: Model) -> bytes | None:
    """Return the bytes of a model; None for one whose files are not tables alone (XML of another shape)."""
    return _Packer(model).packed()


class _Packer:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._formulas: list[_Formula] = []
        self._numbers: dict[int, int] = {}

    def packed(self) -> bytes | None:
        model = self._model
        if not all(table.is_rows for table in model.tables.values()):
            return None
        everything = _with_attributes(model)
        rules = sorted(model.rules, key=lambda rule: rule.index)
        parts = _Model(
            LAYOUT,
            pack_form(model.form),
            self._formulas,
            [self._node(node) for node in everything],
            [self._rule(rule) for rule in rules],
            [rule.index for rule in model.rules],
            {name: self._table(name, table) for name, table in model.tables.items()},
            {name: self._text(text) for name, text in model.texts.items()},
            list(model.findings),
        )
        data = msgspec.msgpack.encode(parts)
        return crc32(data).to_bytes(_CHECK, "big") + data

    def _formula(self, formula: Formula | None) -> int:
        if formula is None:
            return NONE
        known = self._numbers.get(id(formula))
        if known is not None:
            return known
        text = print_expression(formula.expr) if formula.shape is None else formula.shape.text
        row = _Formula(text, formula.shape is not None, formula.holes, formula.place, formula.volatile, formula.speaks)
        self._numbers[id(formula)] = len(self._formulas)
        self._formulas.append(row)
        return len(self._formulas) - 1

    def _text(self, text: ModelText) -> _Text:
        return _Text(
            {
                language: [part if isinstance(part, str) else self._formula(part) for part in parts]
                for language, parts in text.by_language.items()
            },
            {language: dict(kinds) for language, kinds in text.media.items()},
        )

    def _node(self, node: ModelNode) -> _Node:
        return _Node(
            [self._formula(formula) for formula in _own(node)],
            {name: self._text(text) for name, text in node.texts.items()},
            None if node.choices is None else self._choices(node.choices),
            [self._action(action) for action in node.actions],
            [
                [(each.rule.index, each.climb, each.descend, each.fans) for each in getattr(node, name)]
                for name in WAKES
            ],
            node.sensitivity,
        )

    def _choices(self, choices: ModelChoices) -> _Choices:
        search = choices.search
        return _Choices(
            choices.instance,
            choices.value,
            choices.label,
            self._formula(choices.nodeset),
            self._formula(choices.item),
            self._formula(choices.seed),
            choices.randomize,
            choices.is_missing,
            None if search is None else _Search(search.instance, search.query, self._text(search.columns)),
            [self._formula(formula) for formula in choices.outputs],
        )

    def _action(self, action: ModelAction) -> _Action:
        return _Action(
            sorted(action.events),
            self._formula(action.formula),
            [node.index for node in action.watched],
            NONE if action.repeat is None else action.repeat.index,
        )

    def _rule(self, rule: Rule) -> _Rule:
        return _Rule(
            rule.kind,
            rule.target.index,
            self._formula(rule.formula),
            rule.rank,
            rule.in_cycle,
            rule.is_of_instance,
            sorted(rule.events),
        )

    def _table(self, name: str, table: Table) -> _Table:
        choices = _list_of(self._model.form, name)
        plain = len(choices) == len(table.labels) and not any(True for text in table.labels for _ in text.formulas())
        return _Table(
            {heading: list(cells) for heading, cells in table.columns.items()},
            [] if plain else [self._text(text) for text in table.labels],
            name if plain and choices else "",
            table.leaves_blanks_out,
            table.is_missing,
            table.is_guessed,
        )


def _wake(dependent: Dependent) -> tuple[int, int, tuple[int, ...], bool]:
    return (dependent.rule.index, dependent.climb, dependent.descend, dependent.fans)


def _with_attributes(model: Model) -> list[ModelNode]:
    """Return every node of the plan by its index, attributes too."""
    found = list(model.nodes)
    for node in model.nodes:
        found += node.attributes
    found.sort(key=lambda node: node.index)
    return found


def _list_of(form: Form, instance: str) -> tuple[Choice, ...]:
    found = form.choice_lists.get(instance)
    return () if found is None else found.choices


def unpack_model(data: bytes) -> Model:
    """Return the model whose bytes these are.

    Raises:
        FormsError: `wire-unreadable`, they were not written by `pack_model` of this layout.
    """
    try:
        if crc32(data[_CHECK:]).to_bytes(_CHECK, "big") != data[:_CHECK]:
            raise FormsError("wire-unreadable", reason="damaged")
        packed = _DECODER.decode(data[_CHECK:])
        if packed.layout != LAYOUT:
            raise FormsError("wire-unreadable", reason="another layout")
        return _Unpacker(packed).model()
    except (msgspec.MsgspecError, TypeError, ValueError, LookupError, StopIteration, RecursionError) as problem:
        raise FormsError("wire-unreadable", reason=str(problem)[:200]) from problem


class _Unpacker:
    def __init__(self, packed: _Model) -> None:
        self._packed = packed
        self._form = unpack_form(packed.form)
        self._nodes = outline(self._form)
        ways = singles(self._nodes)
        static = Static(singles=ways, tallies=tally_places(self._nodes))
        by_index = {index: way for way, index in ways.items()}
        self._formulas: list[Formula] = [_formula(row, static, by_index) for row in packed.formulas]
        self._rules: list[Rule] = []

    def model(self) -> Model:
        packed, nodes = self._packed, self._nodes
        if len(packed.nodes) != len(nodes):
            raise ValueError("another form")
        self._rules = [self._rule(number, row) for number, row in enumerate(packed.rules)]
        for rule in self._rules:
            rule.target.rules.append(rule)
        for node, row in zip(nodes, packed.nodes, strict=True):
            self._fill(node, row)
        by_path: dict[str, ModelNode] = {}
        for node in nodes:
            by_path.setdefault(node.path, node)
        return Model(
            self._form,
            tuple(node for node in nodes if not node.is_attribute),
            by_path,
            tuple(self._rules[number] for number in packed.order),
            {name: self._table(row) for name, row in packed.tables.items()},
            tuple(packed.findings),
            {name: self._text(text) for name, text in packed.texts.items()},
        )

    def _maybe(self, number: int) -> Formula | None:
        return None if number == NONE else self._formulas[number]

    def _fill(self, node: ModelNode, row: _Node) -> None:
        formulas = self._formulas
        for name, number in zip(OWN, row.own, strict=True):
            if number != NONE:
                setattr(node, name, formulas[number])
        if row.texts:
            node.texts = {name: self._text(text) for name, text in row.texts.items()}
        if row.choices is not None:
            node.choices = self._choices(row.choices)
        if row.actions:
            node.actions = tuple(self._action(action) for action in row.actions)
        rules = self._rules
        for name, wakes in zip(WAKES, row.wakes, strict=True):
            if wakes:
                setattr(node, name, [Dependent(rules[rule], climb, way, fans) for rule, climb, way, fans in wakes])
        node.sensitivity = row.sensitivity

    def _text(self, text: _Text) -> ModelText:
        formulas = self._formulas
        words = {
            language: tuple(part if isinstance(part, str) else formulas[part] for part in parts)
            for language, parts in text.by_language.items()
        }
        return ModelText(words, text.media)

    def _choices(self, row: _Choices) -> ModelChoices:
        search = row.search
        return ModelChoices(
            instance=row.instance,
            nodeset=self._maybe(row.nodeset),
            item=self._maybe(row.item),
            value=row.value,
            label=row.label,
            randomize=row.randomize,
            seed=self._maybe(row.seed),
            is_missing=row.is_missing,
            search=None if search is None else ModelSearch(search.instance, search.query, self._text(search.columns)),
            outputs=tuple(self._formulas[number] for number in row.outputs),
        )

    def _action(self, row: _Action) -> ModelAction:
        return ModelAction(
            frozenset(row.events),
            self._maybe(row.formula),
            tuple(self._nodes[index] for index in row.watched),
            None if row.repeat == NONE else self._nodes[row.repeat],
        )

    def _rule(self, number: int, row: _Rule) -> Rule:
        rule = Rule(
            number, RuleKind(row.kind), self._nodes[row.target], self._maybe(row.formula), frozenset(row.events)
        )
        rule.rank = row.rank
        rule.in_cycle = row.in_cycle
        rule.is_of_instance = row.is_of_instance
        return rule

    def _table(self, row: _Table) -> Table:
        labels: Sequence[ModelText] = [self._text(text) for text in row.labels]
        return Table(
            row.columns,
            labels=Labels(_list_of(self._form, row.list_name)) if row.list_name else labels,
            leaves_blanks_out=row.leaves_blanks_out,
            is_missing=row.is_missing,
            is_guessed=row.is_guessed,
        )


def _formula(row: _Formula, static: Static, ways: Mapping[int, tuple[str, ...]]) -> Formula:
    if not row.is_shape:
        return Formula.written(row.text, static, place=row.place, volatile=row.volatile, speaks=row.speaks)
    shape = shape_by_text(row.text)
    if shape is None:
        raise ValueError(f"no shape: {row.text[:100]}")
    return Formula.of_shape(shape, row.holes, ways, place=row.place, volatile=row.volatile)
