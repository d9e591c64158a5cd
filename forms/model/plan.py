"""The plan of an instance: one node per element of the form, with its formulas and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from forms.definition.elements import Control, Element, Group, Question, Repeat
from forms.model.formula import Formula, ModelText
from forms.values import DataType, Sensitivity


class RuleKind(IntEnum):
    """What a rule settles; FACES only makes the screen look again."""

    COUNT = 0
    RELEVANT = 1
    DEFAULT = 2  # value written at an event of the interview: a starting value
    CALCULATE = 3
    ACTION = 4  # value written when another one changes
    CHOICES = 5  # what is on offer, and so whether the answer still counts
    FACES = 6


class Rule:
    """One thing to settle at every instance of a node.

    Attributes:
        events: Of a DEFAULT, when it is given: names of `forms.definition.actions`.
        rank: Rules are settled by rising rank; what a rule reads has a lower rank, save in a cycle.
        in_cycle: It reads, through others, what it writes.
        is_of_instance: It shows or hides a repeat by what is in an instance or by its place: it says nothing of others.
        is_single: It stands at one node of every instance: its target is in no repeat.
    """

    __slots__ = ("events", "formula", "in_cycle", "index", "is_of_instance", "is_single", "kind", "rank", "target")

    def __init__(
        self,
        index: int,
        kind: RuleKind,
        target: ModelNode,
        formula: Formula | None,
        events: frozenset[str] = frozenset(),
    ) -> None:
        self.index = index
        self.events = events
        self.kind = kind
        self.target = target
        self.formula = formula
        self.rank = 0
        self.in_cycle = False
        self.is_single = not target.repeats
        self.is_of_instance = False

    def __repr__(self) -> str:
        return f"<Rule {self.kind.name} {self.target.path} rank {self.rank}>"


@dataclass(frozen=True, slots=True)
class Dependent:
    """A rule that reads a node, and the way from an instance of that node to the instances of the rule.

    Args:
        climb: Levels to go up from the node that changed (a repeat instance is one level) to the shared ancestor.
        descend: Places among the children, from there down to the rule's target; every instance of a repeat is taken.
        fans: The way down goes through a repeat, so that it may lead to many nodes.
    """

    rule: Rule
    climb: int
    descend: tuple[int, ...]
    fans: bool = False


@dataclass(frozen=True, slots=True)
class ModelSearch:
    """What a search() offers besides the rows of its file.

    Args:
        instance: Id of the form's own list.
        query: Row of that list that names the columns; the rows before and after it are offered as they are.
        columns: Its label: columns that are shown, by language; its media: columns that name files.
    """

    instance: str
    query: int
    columns: ModelText


@dataclass(frozen=True, slots=True)
class ModelChoices:
    """Where a select's choices come from, resolved.

    Args:
        instance: Id of the secondary instance; None when a repeat of the form gives the choices.
        nodeset: Evaluates to the items on offer; None: every row of the instance.
        item: The filter alone, evaluated at one item; None when every item is on offer or the filter counts positions.
        value: Child or column that is stored.
        label: Child or column that is shown.
        seed: For a shuffle that can be repeated.
        is_missing: The file of the list was not supplied.
        search: For choices that a search() looks up; then `instance` is the file.
        outputs: What the labels of its list show of the answers.
    """

    instance: str | None
    nodeset: Formula | None
    item: Formula | None
    value: str
    label: str
    randomize: bool = False
    seed: Formula | None = None
    is_missing: bool = False
    search: ModelSearch | None = None
    outputs: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelAction:
    """One value to write at some events.

    Args:
        events: Names of `forms.definition.actions`.
        formula: What to write; None clears.
        watched: The questions whose change fires it.
        repeat: The repeat whose new instances fire it although it writes outside of them; None for any other.
    """

    events: frozenset[str]
    formula: Formula | None
    watched: tuple[ModelNode, ...] = ()
    repeat: ModelNode | None = None


@dataclass(slots=True, eq=False)
class ModelNode:
    """One element of the form in the plan; made once by `build_model`, never changed afterwards.

    Args:
        index: Place in document order over the whole plan.
        position: Place among its parent's children.
        path: Instance path without positions, `/data/hh/age`.
        depth: Number of ancestors.
        repeats: Enclosing repeats from outside in, itself included when it is one.
        attributes: Its attributes, each a node named "@name" whose position is -1, -2, ...
        key: Of an attribute, how its element keeps it: "local" or "{uri}local"; "" for an element.
    """

    index: int
    name: str
    path: str
    element: Element
    parent: ModelNode | None
    position: int
    depth: int
    children: tuple[ModelNode, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)  # name of a child -> its place
    repeats: tuple[ModelNode, ...] = ()
    relevant: Formula | None = None
    readonly: Formula | None = None
    required: Formula | None = None
    constraint: Formula | None = None
    calculation: Formula | None = None
    default_formula: Formula | None = None
    actions: tuple[ModelAction, ...] = ()
    count: Formula | None = None
    choices: ModelChoices | None = None
    texts: Mapping[str, ModelText] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    value_dependents: list[Dependent] = field(default_factory=list)
    # Of a group or repeat, seen from the group around it: rules that read how many there are, or (arrival) what is in
    # them from outside. Positional ones, seen from an instance, read only its place among its siblings.
    structure_dependents: list[Dependent] = field(default_factory=list)
    arrival_dependents: list[Dependent] = field(default_factory=list)
    positional_dependents: list[Dependent] = field(default_factory=list)
    # Of a repeat, seen from the group around it: rules outside it that a new instance fires.
    birth_dependents: list[Dependent] = field(default_factory=list)
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    attributes: tuple[ModelNode, ...] = ()
    key: str = ""
    is_repeat: bool = field(init=False)
    is_group: bool = field(init=False)  # root, group or repeat: it has children

    def __post_init__(self) -> None:
        self.is_repeat = isinstance(self.element, Repeat)
        self.is_group = isinstance(self.element, Group)

    @property
    def is_attribute(self) -> bool:
        """Whether it is an attribute of its parent."""
        return self.key != ""

    @property
    def is_asked(self) -> bool:
        """Whether it is a question that a person sees (notes too)."""
        return isinstance(self.element, Question) and self.element.control is not Control.NONE

    @property
    def is_checked(self) -> bool:
        """Whether required and constraint count for it: asked, and not a note."""
        return self.is_asked and isinstance(self.element, Question) and self.element.control is not Control.NOTE

    @property
    def is_select(self) -> bool:
        """Whether it is answered by choices."""
        return self.choices is not None

    @property
    def is_attachment(self) -> bool:
        """Whether its answer is the name of a file."""
        return isinstance(self.element, Question) and self.element.data_type is DataType.BINARY

    @property
    def data_type(self) -> DataType:
        """How the text of its answer is read; string for groups."""
        return self.element.data_type if isinstance(self.element, Question) else DataType.STRING

    def named(self, name: str) -> tuple[ModelNode, ...]:
        """Return the children of that name, in order."""
        place = self.places.get(name)
        if place is None:
            return ()
        if len(self.places) == len(self.children):
            return (self.children[place],)
        return tuple(child for child in self.children if child.name == name)

    def chain(self) -> Iterator[ModelNode]:
        """Yield itself and its ancestors, the root last."""
        node: ModelNode | None = self
        while node is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator[ModelNode]:
        """Yield itself and everything below in document order."""
        yield self
        for child in self.children:
            yield from child.walk()
