"""The light tree that every instance is made of: elements with few slots, leaves without text nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, SupportsIndex

XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"
XMLNS: Final = "http://www.w3.org/2000/xmlns/"


class Node:
    """Anything a path can select; `relevant` False makes it and all below read as blank."""

    __slots__ = ("parent",)
    parent: Element | None
    relevant: bool
    children: Children
    value: str

    @property
    def text(self) -> str:
        """The node's string value, "" when it is not relevant."""
        raise NotImplementedError


class Children(list["Element | TextNode"]):
    """The children of an element; keeps lists of the elements by name, in order, as long as changes are simple."""

    names: dict[str, list[Element]] | None = None  # None: to be made anew

    def named(self, name: str) -> list[Element]:
        """Return the element children of that local name in document order; not to be changed."""
        names = self.names
        if names is None:
            names = self.by_name()
        return names.get(name) or []

    def by_name(self) -> dict[str, list[Element]]:
        """Make the lists by name anew and return them."""
        names: dict[str, list[Element]] = {}
        for child in self:
            if isinstance(child, Element):
                names.setdefault(child.name, []).append(child)
        self.names = names
        return names

    def append(self, child: Element | TextNode) -> None:
        """Add a child at the end."""
        super().append(child)
        if self.names is not None and isinstance(child, Element):
            self.names.setdefault(child.name, []).append(child)

    def insert(self, place: SupportsIndex, child: Element | TextNode) -> None:
        """Put a child before the one at `place`."""
        before = self[int(place) - 1] if 0 < int(place) <= len(self) else None
        super().insert(place, child)
        if self.names is None or not isinstance(child, Element):
            return
        same = self.names.get(child.name)
        if not same:
            self.names[child.name] = [child]
        elif same[-1] is before:
            same.append(child)
        else:
            self.names = None

    def remove(self, child: Element | TextNode) -> None:
        """Take a child out."""
        super().remove(child)
        self._forget(child)

    def pop(self, place: SupportsIndex = -1) -> Element | TextNode:
        """Take the child at `place` out and return it."""
        child = super().pop(place)
        self._forget(child)
        return child

    def _forget(self, child: Element | TextNode) -> None:
        if self.names is not None and isinstance(child, Element):
            self.names[child.name].remove(child)

    def _reset(self) -> None:
        self.names = None

    def extend(self, children: Iterable[Element | TextNode]) -> None:
        """Add children at the end."""
        super().extend(children)
        self._reset()

    def clear(self) -> None:
        """Take all children out."""
        super().clear()
        self._reset()

    def reverse(self) -> None:
        """Turn the order round."""
        super().reverse()
        self._reset()

    def sort(self, **options: object) -> None:
        """Put the children in another order."""
        super().sort(**options)  # type: ignore[call-overload]
        self._reset()

    def __setitem__(self, place: Any, value: Any) -> None:
        super().__setitem__(place, value)
        self._reset()

    def __delitem__(self, place: SupportsIndex | slice) -> None:
        super().__delitem__(place)
        self._reset()

    def __iadd__(self, children: Iterable[Element | TextNode]) -> Children:  # type: ignore[override, misc]
        self.extend(children)
        return self


class Element(Node):
    """An element.

    Attributes:
        name: Local name; "" for the document.
        namespace: URI, "" for none.
        prefix: As written, "" for none.
        children: Elements, texts, comments in document order; empty for a leaf, whose text is in `value`.
        attributes: "local" or "{uri}local" -> text.
        value: Text of a leaf; not read while there are children.
        relevant: Set by the session on every node, ancestors' included. False: it and all below read as blank.
        owner: Free for the session.
    """

    __slots__ = ("attributes", "children", "name", "namespace", "owner", "prefix", "relevant", "value")

    def __init__(
        self,
        name: str,
        value: str = "",
        *,
        namespace: str = "",
        prefix: str = "",
        parent: Element | None = None,
        attributes: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.value = value
        self.namespace = namespace
        self.prefix = prefix
        self.parent = parent
        self.children = Children()
        self.attributes: dict[str, str] = {} if attributes is None else attributes
        self.relevant = True
        self.owner: object = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} {self.value!r}>"

    @property
    def text(self) -> str:
        """The string value: the text of a leaf, else all texts below joined; "" when not relevant."""
        if not self.relevant:
            return ""
        if not self.children:
            return self.value
        return "".join(child.text for child in self.children if not isinstance(child, Comment | Instruction))

    def named(self, name: str) -> list[Element]:
        """Return the element children of that local name in document order; not to be changed."""
        return self.children.named(name)

    def child(self, name: str) -> Element | None:
        """Return the first child of that local name."""
        found = self.children.named(name)
        return found[0] if found else None

    def append(self, child: Element | TextNode) -> None:
        """Add a child at the end and become its parent."""
        child.parent = self
        self.children.append(child)

    def insert(self, place: int, child: Element | TextNode) -> None:
        """Put a child before the one at `place` and become its parent."""
        child.parent = self
        self.children.insert(place, child)

    def detach(self) -> None:
        """Leave the parent."""
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None


class Document(Element):
    """The root above the outermost element: where absolute paths start."""

    __slots__ = ()

    def __init__(self, root: Element | None = None) -> None:
        super().__init__("")
        if root is not None:
            self.append(root)

    @property
    def root(self) -> Element | None:
        """The outermost element."""
        return next((child for child in self.children if isinstance(child, Element)), None)


class TextNode(Node):
    """A run of text beside elements (a leaf's text is in its `value`)."""

    __slots__ = ("value",)
    children: Children = Children()  # of a text: none, ever

    def __init__(self, value: str, parent: Element | None = None) -> None:
        self.value = value
        self.parent = parent

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.value!r}>"

    @property
    def relevant(self) -> bool:  # type: ignore[override]
        """As its parent."""
        return self.parent is None or self.parent.relevant

    @property
    def text(self) -> str:
        """The text, "" when the parent is not relevant."""
        return self.value if self.relevant else ""


class Comment(TextNode):
    """A comment."""

    __slots__ = ()


class Instruction(TextNode):
    """A processing instruction."""

    __slots__ = ("target",)

    def __init__(self, target: str, value: str, parent: Element | None = None) -> None:
        super().__init__(value, parent)
        self.target = target


class LeafText(TextNode):
    """The text of a leaf seen as a node; made when asked for, equal to any other of the same leaf."""

    __slots__ = ()
    parent: Element

    def __init__(self, parent: Element) -> None:
        super().__init__(parent.value, parent)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LeafText) and other.parent is self.parent

    def __hash__(self) -> int:
        return hash((LeafText, id(self.parent)))


class Attribute(TextNode):
    """An attribute seen as a node; made when asked for, equal to any other of the same element and name.

    Attributes:
        expanded: Its key in the element's attributes, "local" or "{uri}local".
    """

    __slots__ = ("expanded",)
    parent: Element

    def __init__(self, parent: Element, expanded: str) -> None:
        super().__init__(parent.attributes[expanded], parent)
        self.expanded = expanded

    @property
    def name(self) -> str:
        """The local name."""
        return self.expanded.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """The URI, "" for none."""
        return self.expanded.rpartition("}")[0][1:]

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.parent is self.parent and other.expanded == self.expanded

    def __hash__(self) -> int:
        return hash((type(self), id(self.parent), self.expanded))


class NamespaceNode(Attribute):
    """A namespace in scope seen as a node; `expanded` is its prefix."""

    __slots__ = ()

    def __init__(self, parent: Element, prefix: str, uri: str) -> None:
        TextNode.__init__(self, uri, parent)
        self.expanded = prefix


def string_value(node: Node) -> str:
    """Return the string value of a node, "" when it is not relevant."""
    return node.text


def document_of(element: Element) -> Element:
    """Return the root of the tree an element stands in; an outermost element without one is given a document."""
    while element.parent is not None:
        element = element.parent
    return element if isinstance(element, Document) else Document(element)
