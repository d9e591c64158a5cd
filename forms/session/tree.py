"""Make and find the nodes of an instance: blank groups, repeat instances, references. Settles nothing."""

from __future__ import annotations

from collections.abc import Iterator

from forms.errors import AnswerRefused
from forms.model.plan import ModelNode
from forms.session.nodes import AttributeNode, GroupNode, Host, QuestionNode, RepeatInstance, RepeatRange, SessionNode
from forms.xpath.tree import Document, Element


class InstanceTree:
    """The nodes of one instance.

    Attributes:
        document: Root of the tree of elements, above the root element.
        root: The root group.
        instances: How many repeat instances there are.
        last_serial: Number of the youngest node; nodes are numbered in the order they are made.
        singles: Index in the plan -> the node, for what is in no repeat.
        leaves: Index in the plan -> the element of such a question.
    """

    def __init__(self, host: Host, plan: ModelNode) -> None:
        self._host = host
        self.last_serial = 0
        self.instances = 0
        self.singles: dict[int, SessionNode] = {}
        self.leaves: dict[int, Element] = {}
        element = Element(plan.name)
        self.document = Document(element)
        self.root = GroupNode(host, plan, element, None, self._next())
        element.owner = self.root
        self.singles[plan.index] = self.root
        self._add_attributes(self.root)
        self._fill(self.root)

    def _next(self) -> int:
        self.last_serial += 1
        return self.last_serial

    def _fill(self, group: GroupNode) -> None:
        """Make the blank nodes below a group; ranges begin without instances."""
        relevant, around, host = group.relevant, group.element, self._host
        elements: list[Element] = []
        for plan in group.model_node.children:
            element = Element(plan.name, parent=around)
            self.last_serial += 1
            node: QuestionNode | GroupNode | RepeatRange
            if plan.is_repeat:
                # The range's element is the place count expressions are read from; it is no part of the instance.
                node = RepeatRange(host, plan, element, group, self.last_serial)
            else:
                make = GroupNode if plan.is_group else QuestionNode
                node = make(host, plan, element, group, self.last_serial)
                elements.append(element)
            node.relevant = element.relevant = relevant
            element.owner = node
            if plan.attributes and not plan.is_repeat:
                self._add_attributes(node)
            group.children.append(node)
            if not plan.repeats:
                self.singles[plan.index] = node
                if not plan.is_group:
                    self.leaves[plan.index] = element
            if isinstance(node, GroupNode):
                self._fill(node)
        around.children.extend(elements)

    def _add_attributes(self, owner: SessionNode) -> None:
        """Make the attributes of an element, blank."""
        made = []
        for plan in owner.model_node.attributes:
            element = Element(plan.name, parent=owner.element)
            node = AttributeNode(self._host, plan, element, owner, self._next())
            node.relevant = element.relevant = owner.relevant
            element.owner = node
            owner.element.attributes[plan.key] = ""
            made.append(node)
            if not plan.repeats:
                self.singles[plan.index] = node
        owner.attributes = tuple(made)

    def add(self, range_: RepeatRange, *, name: str | None = None) -> RepeatInstance:
        """Make a blank instance at the end of a range."""
        parent = range_.parent
        assert parent is not None
        element = Element(range_.model_node.name, parent=parent.element)
        instance = RepeatInstance(self._host, range_.model_node, element, parent, self._next(), range_)
        instance.relevant = element.relevant = parent.relevant
        element.owner = instance
        parent.element.children.insert(_place(parent, range_), element)
        range_.instances.append(instance)
        instance.index = len(range_.instances)
        instance.name = name
        self.instances += 1
        self._add_attributes(instance)
        self._fill(instance)
        return instance

    def remove(self, instance: RepeatInstance) -> int:
        """Take an instance out and return the place (from 0) where it stood."""
        self.instances -= 1 + sum(isinstance(node, RepeatInstance) for node in instance.walk())
        siblings = instance.range.instances
        place = instance.index - 1
        del siblings[place]
        for index in range(place, len(siblings)):
            siblings[index].index = index + 1
        parent = instance.parent
        assert parent is not None
        parent.element.children.remove(instance.element)
        instance.is_removed = True
        return place

    def everything(self) -> Iterator[SessionNode]:
        """Yield every node, the attributes of elements behind them."""
        yield self.root
        yield from self.root.attributes
        for node in self.root.walk():
            yield node
            yield from node.attributes

    def find(self, ref: str) -> SessionNode:
        """Return the node at a reference.

        Raises:
            AnswerRefused: there is none.
        """
        steps = ref.split("/")
        if len(steps) < 2 or steps[0] or steps[1] != self.root.model_node.name:
            raise AnswerRefused("no-such-node", ref=ref)
        node: SessionNode | None = self.root
        for step in steps[2:]:
            if step.startswith("@") and node is not None:
                node = next((each for each in node.attributes if each.model_node.name == step), None)
            else:
                node = _child(node, step) if isinstance(node, GroupNode) else None
            if node is None:
                raise AnswerRefused("no-such-node", ref=ref)
        assert node is not None
        return node


def _child(group: GroupNode, step: str) -> SessionNode | None:
    name, bracket, position = step.removeprefix("orx:").partition("[")
    place = group.model_node.places.get(name)
    if place is None:
        return None
    child = group.children[place]
    if not bracket:
        return child
    number = position.removesuffix("]")
    if not (number.isascii() and number.isdecimal()):
        return None
    index = int(number)
    if not isinstance(child, RepeatRange):
        return child if index == 1 else None
    return child.instances[index - 1] if 1 <= index <= len(child.instances) else None


def _place(parent: GroupNode, range_: RepeatRange) -> int:
    """Return where the range's next instance stands among its parent's elements."""
    elements = parent.element.children
    if range_.instances:
        return elements.index(range_.instances[-1].element) + 1
    for sibling in reversed(parent.children[: range_.model_node.position]):
        if not isinstance(sibling, RepeatRange):
            return elements.index(sibling.element) + 1
        if sibling.instances:
            return elements.index(sibling.instances[-1].element) + 1
    return 0
