"""The nodes of one interview, as a screen sees them: value, relevance, texts, choices, validity.

Faces that no rule reads (read-only, required, texts, choices, validity) are computed when asked for and kept until
something they read changes. Nodes know no screen; they are changed by the interview only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar, cast

from forms.definition.elements import Group, Question, Repeat
from forms.model.formula import Formula, ModelText
from forms.model.plan import ModelNode
from forms.xpath.tree import Element

Face = TypeVar("Face")


@dataclass(frozen=True, slots=True)
class ChoiceItem:
    """One choice on offer.

    Args:
        name: What is stored.
        label: What is shown, in the interview's language.
        media: Kind ("image", "audio", "video", "big-image") -> file name.
        columns: Every column of the choice, heading -> text.
    """

    name: str
    label: str
    media: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether an answer may stand; `message` is the form's own words, "" where it has none."""

    kind: Literal["ok", "required", "constraint"] = "ok"
    message: str = ""


OK = Validity()


class Host(Protocol):
    """What nodes ask of the interview they belong to."""

    generation: int  # grows whenever every face is to be computed anew (language)

    @property
    def turns(self) -> int:
        """Grows whenever a node became relevant or stopped being so, and with every instance added or removed."""

    def flag(self, node: SessionNode, formula: Formula, *, otherwise: bool) -> bool:
        """Return the expression's boolean at this node; `otherwise` when it cannot be evaluated."""

    def text(self, node: SessionNode, text: ModelText) -> str:
        """Return a text in the interview's language, its outputs filled."""

    def media(self, text: ModelText) -> Mapping[str, str]:
        """Return a text's media in the interview's language, kind -> file name."""

    def choices(self, node: QuestionNode) -> tuple[ChoiceItem, ...]:
        """Return the choices now on offer."""

    def place_of(self, node: QuestionNode, name: str) -> int | None:
        """Return where a choice stands in its list; None when it is not on offer."""

    def choice_label(self, node: QuestionNode, name: str) -> str:
        """Return the label of one of a select's choices; "" when it has none of that name."""


class SessionNode:
    """What questions, groups, ranges and repeat instances have in common.

    Attributes:
        parent: The group around it (of an attribute: its element); None for the root.
        attributes: The attributes of its element in the instance.
    """

    parent: SessionNode | None

    __slots__ = (
        "_faces",
        "_generation",
        "attributes",
        "element",
        "host",
        "model_node",
        "own_relevant",
        "parent",
        "relevant",
        "serial",
    )

    def __init__(
        self, host: Host, model_node: ModelNode, element: Element, parent: SessionNode | None, serial: int
    ) -> None:
        self.host = host
        self.model_node = model_node
        self.element = element
        self.parent = parent
        self.serial = serial
        self.attributes: tuple[AttributeNode, ...] = ()
        self.own_relevant = True  # what its own expression says
        self.relevant = True  # with all its ancestors
        self._faces: dict[str, object] = {}
        self._generation = -1

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.ref}>"

    @property
    def is_gone(self) -> bool:
        """Whether its repeat instance was removed."""
        return bool(self.model_node.repeats) and self.parent is not None and self.parent.is_gone

    @property
    def path(self) -> str:
        """Path without positions: `/data/hh/age`."""
        return self.model_node.path

    @property
    def ref(self) -> str:
        """Path with the 1-based position of every repeat instance: `/data/hh[2]/age`."""
        if not self.model_node.repeats:
            return self.model_node.path
        steps = []
        node: SessionNode | None = self
        while node is not None:
            steps.append(node.step)
            node = node.parent
        return "/" + "/".join(reversed(steps))

    @property
    def step(self) -> str:
        """The last step of the reference."""
        return self.model_node.name

    def forget(self) -> None:
        """Drop every kept face."""
        if self._faces:
            self._faces.clear()

    def _recall(self, name: str) -> object | None:
        if self._generation != self.host.generation:
            self._faces.clear()
            self._generation = self.host.generation
        return self._faces.get(name)

    def _text(self, name: str) -> str:
        known = self._recall(name)
        if known is None:
            text = self.model_node.texts.get(name)
            known = self._faces[name] = "" if text is None else self.host.text(self, text)
        return cast(str, known)

    def _flag(self, name: str, formula: Formula | None, *, default: bool) -> bool:
        if formula is None:
            return default
        known = self._recall(name)
        if known is None:
            known = self._faces[name] = self.host.flag(self, formula, otherwise=default)
        return cast(bool, known)

    @property
    def label(self) -> str:
        """The label in the interview's language, outputs filled; "" where there is none."""
        return self._text("label")

    @property
    def hint(self) -> str:
        """The hint, like the label."""
        return self._text("hint")

    @property
    def guidance(self) -> str:
        """Longer help for the interviewer, like the label."""
        return self._text("guidance")

    @property
    def media(self) -> Mapping[str, str]:
        """Media of the label: kind ("image", "audio", "video", "big-image") -> file name."""
        text = self.model_node.texts.get("label")
        return {} if text is None else self.host.media(text)

    @property
    def appearance(self) -> tuple[str, ...]:
        """Words of the appearance column; "search", the old word for "autocomplete", stands for both."""
        words = self.model_node.element.appearance
        return (*words, "autocomplete") if "search" in words and "autocomplete" not in words else words

    @property
    def readonly(self) -> bool:
        """Whether the person may not change it; inherited from groups."""
        node: SessionNode | None = self
        while node is not None:
            if node._flag("readonly", node.model_node.readonly, default=False):
                return True
            node = node.parent
        return False


class QuestionNode(SessionNode):
    """A leaf of the instance.

    Attributes:
        answer: The text that is kept, also while the question is not relevant or its choice is not on offer.
    """

    __slots__ = ("answer",)

    def __init__(
        self, host: Host, model_node: ModelNode, element: Element, parent: SessionNode | None, serial: int
    ) -> None:
        # As the class above does it: most nodes are questions, and a call costs as much as all of this.
        self.host = host
        self.model_node = model_node
        self.element = element
        self.parent = parent
        self.serial = serial
        self.attributes = ()
        self.own_relevant = self.relevant = True
        self._faces = {}
        self._generation = -1
        self.answer = ""

    @property
    def question(self) -> Question:
        """The question's definition."""
        return cast(Question, self.model_node.element)

    @property
    def value(self) -> str:
        """The answer as stored text; "" while blank, not relevant, or no longer on offer."""
        return self.element.value if self.relevant else ""

    @property
    def required(self) -> bool:
        """Whether it must be answered."""
        return self._flag("required", self.model_node.required, default=False)

    @property
    def required_message(self) -> str:
        """The form's own words for a missing answer; "" where it has none."""
        return self._text("required_message")

    @property
    def constraint_message(self) -> str:
        """The form's own words for a wrong answer; "" where it has none."""
        return self._text("constraint_message")

    @property
    def choices(self) -> Sequence[ChoiceItem]:
        """Choices on offer now, in the order to show them."""
        known = self._recall("choices")
        if known is None:
            known = self._faces["choices"] = self.host.choices(self)
        return cast(tuple[ChoiceItem, ...], known)

    @property
    def selected(self) -> tuple[str, ...]:
        """Names of the chosen choices: at most one for select_one, in order for rank."""
        return chosen(self.question, self.value)

    @property
    def validity(self) -> Validity:
        """Whether the answer may stand; always ok while not relevant."""
        known = self._recall("validity")
        if known is None:
            known = self._faces["validity"] = self._check()
        return cast(Validity, known)

    def _check(self) -> Validity:
        if not self.relevant or not self.model_node.is_checked:
            return OK
        if self.value == "":
            return Validity("required", self.required_message) if self.required else OK
        if self._flag("constraint", self.model_node.constraint, default=True):
            return OK
        return Validity("constraint", self.constraint_message)

    @property
    def display(self) -> str:
        """The answer in words: labels of the chosen choices, else the stored text."""
        if not self.model_node.is_select:
            return self.value
        return ", ".join(self.host.choice_label(self, name) or name for name in self.selected)


class AttributeNode(QuestionNode):
    """An attribute of an element of the instance: a text that rules write and nobody is asked for.

    Its own element, named "@name", hangs below that of its owner without being among its children, so that paths of its
    rules begin at the attribute.
    """

    __slots__ = ()

    def show(self) -> None:
        """Let the owner's element carry the value."""
        owner = self.element.parent
        if owner is not None:
            owner.attributes[self.model_node.key] = self.element.value


class GroupNode(SessionNode):
    """A group, the root, or (as RepeatInstance) one instance of a repeat."""

    __slots__ = ("children",)

    def __init__(
        self, host: Host, model_node: ModelNode, element: Element, parent: GroupNode | None, serial: int
    ) -> None:
        super().__init__(host, model_node, element, parent, serial)
        self.children: list[QuestionNode | GroupNode | RepeatRange] = []  # same order as the model node's children

    @property
    def group(self) -> Group:
        """The group's definition."""
        return cast(Group, self.model_node.element)

    @property
    def is_list(self) -> bool:
        """Whether all its questions are shown on one page."""
        return "field-list" in self.appearance

    def walk(self) -> Iterator[SessionNode]:
        """Yield every node below in document order: groups, ranges and instances before their content."""
        for child in self.children:
            yield child
            if isinstance(child, RepeatRange):
                for instance in child.instances:
                    yield instance
                    yield from instance.walk()
            elif isinstance(child, GroupNode):
                yield from child.walk()

    def questions(self) -> Iterator[QuestionNode]:
        """Yield every question below in document order, relevant or not."""
        for node in self.walk():
            if isinstance(node, QuestionNode):
                yield node


class RepeatRange(SessionNode):
    """All instances of one repeat at one place; its reference is the repeat's without a position."""

    parent: GroupNode | None
    __slots__ = ("instances", "wanted")

    def __init__(
        self, host: Host, model_node: ModelNode, element: Element, parent: GroupNode | None, serial: int
    ) -> None:
        super().__init__(host, model_node, element, parent, serial)
        self.instances: list[RepeatInstance] = []
        self.wanted: int | None = None  # number the count expression asks for

    @property
    def repeat(self) -> Repeat:
        """The repeat's definition."""
        return cast(Repeat, self.model_node.element)

    @property
    def is_counted(self) -> bool:
        """Whether an expression sets the number of instances."""
        return self.model_node.count is not None

    @property
    def can_add(self) -> bool:
        """Whether the person may add an instance."""
        fixed = self.repeat.extras.get("jr:noAddRemove", "").strip() == "true()"
        return self.relevant and not self.is_counted and not self.readonly and not fixed

    @property
    def can_remove(self) -> bool:
        """Whether the person may remove an instance."""
        return self.can_add and bool(self.instances)


class RepeatInstance(GroupNode):
    """One instance of a repeat; its parent is the group around the range.

    Attributes:
        range: The range it stands in.
        index: 1-based position.
        name: Stable name in submissions ("1", "2", "r1a2b3c4d"); None until the first submission names it.
        is_removed: It was removed; nodes below say `is_gone`.
    """

    __slots__ = ("index", "is_removed", "name", "range")

    def __init__(
        self,
        host: Host,
        model_node: ModelNode,
        element: Element,
        parent: GroupNode | None,
        serial: int,
        range_: RepeatRange,
    ) -> None:
        super().__init__(host, model_node, element, parent, serial)
        self.range = range_
        self.index = 0
        self.name: str | None = None
        self.is_removed = False

    @property
    def is_gone(self) -> bool:
        """Whether it or an instance around it was removed."""
        return self.is_removed or super().is_gone

    @property
    def step(self) -> str:
        """The repeat's name with the instance's position."""
        return f"{self.model_node.name}[{self.index}]"

    @property
    def title(self) -> str:
        """Words that tell this instance from the others: its first answered text, else ""."""
        for node in self.questions():
            if node.value and node.model_node.is_asked:
                return node.display
        return ""


def chosen(question: Question, value: str) -> tuple[str, ...]:
    """Return the names in a stored select answer."""
    if question.data_type.value in ("odk:select", "odk:rank"):
        return tuple(value.split())
    return (value,) if value else ()
