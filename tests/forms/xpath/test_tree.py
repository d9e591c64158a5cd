"""The light tree, and reading XML into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import FormsError
from forms.xpath.axes import in_document_order
from forms.xpath.markup import DEEPEST_DOCUMENT, parse_document, parse_xml
from forms.xpath.tree import Attribute, Children, Document, Element, LeafText, TextNode, document_of


def test_leaf_keeps_its_text_in_value() -> None:
    """A leaf has no children; mixed content has text nodes."""
    root = parse_xml("<a>x<b>y</b>z</a>")
    assert root.text == "xyz"
    leaf = root.child("b")
    assert leaf is not None
    assert (leaf.value, list(leaf.children)) == ("y", [])


def test_not_relevant_reads_as_blank() -> None:
    """An element that is not relevant has no text, nor have those above it from it."""
    root = parse_xml("<a><b>y</b><c>z</c></a>")
    root.named("b")[0].relevant = False
    assert (root.named("b")[0].text, root.text) == ("", "z")


def test_detach_and_insert_keep_names() -> None:
    """The lists by name follow adding, inserting and removing."""
    root = Element("a")
    first, second, third = Element("b", "1"), Element("b", "2"), Element("b", "3")
    root.append(first)
    assert root.named("b") == [first]
    root.append(third)
    root.insert(1, second)
    assert root.named("b") == [first, second, third]
    second.detach()
    assert (root.named("b"), second.parent) == ([first, third], None)


ACTIONS = st.lists(st.tuples(st.sampled_from("aipsxcrel"), st.sampled_from("xy"), st.integers(0, 6)), max_size=30)


@given(ACTIONS)
def test_names_always_equal_a_fresh_list(actions: list[tuple[str, str, int]]) -> None:
    """Whatever is done to the children, the lists by name are those of a fresh scan."""
    children = Children()
    for action, name, place in actions:
        _act(children, action, Element(name), place)
        for each in ("x", "y"):
            assert children.named(each) == [child for child in children if getattr(child, "name", "") == each]


def _act(children: Children, action: str, element: Element, place: int) -> None:
    match action:
        case "a":
            children.append(element)
        case "i":
            children.insert(place, element)
        case "p" if children:
            children.pop(place % len(children))
        case "s" if children:
            children[place % len(children)] = element
        case "x" if children:
            children.remove(children[place % len(children)])
        case "c" if place == 0:
            children.clear()
        case "r":
            children.reverse()
        case "e":
            children += [element, TextNode("t")]
        case "l" if children:
            del children[place % len(children) :]
        case _:
            children.sort(key=lambda child: getattr(child, "name", ""))


def test_document_is_made_once() -> None:
    """An outermost element without a document is given one, and keeps it."""
    root = Element("data")
    document = document_of(root)
    assert isinstance(document, Document)
    assert document_of(root) is document
    assert root.parent is document


def test_attributes_and_leaf_texts_are_equal_by_place() -> None:
    """Nodes that are made when asked for are equal when they stand in the same place."""
    root = parse_xml('<a id="1" x="1">t</a>')
    assert Attribute(root, "id") == Attribute(root, "id")
    assert Attribute(root, "id") != Attribute(root, "x")
    assert len({LeafText(root), LeafText(root)}) == 1


def test_document_order() -> None:
    """Nodes come in document order, once each: elements, their attributes, their children."""
    root = parse_xml('<a p="1" q="2"><b>1</b><c><d/></c></a>')
    b, c = root.named("b")[0], root.named("c")[0]
    d = c.named("d")[0]
    p, q = Attribute(root, "p"), Attribute(root, "q")
    assert in_document_order([d, c, LeafText(b), b, q, p, root, d]) == [root, p, q, b, LeafText(b), c, d]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<a>", "xml-unreadable"),
        ("", "xml-unreadable"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml-declares-entities"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml-declares-entities"),
        ("<a>" * (DEEPEST_DOCUMENT + 2) + "</a>" * (DEEPEST_DOCUMENT + 2), "xml-too-deep"),
    ],
)
def test_refuses_bad_documents(source: str, code: str) -> None:
    """What is no document, declares entities or nests too deep is refused."""
    with pytest.raises(FormsError, match=code):
        parse_document(source)


def test_keeps_what_stands_beside_the_root() -> None:
    """Comments and instructions before and after the outermost element are kept."""
    document = parse_document("<!--one--><?two three?><a/><!--four-->")
    assert [child.text for child in document.children] == ["one", "three", "", "four"]
