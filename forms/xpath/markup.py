"""Read XML documents into the light tree, safely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from forms.attributes import has_crowded_element
from forms.errors import FormsError
from forms.xpath.tree import XMLNS, Comment, Document, Element, Instruction, TextNode

# Bytes and levels of an XML document that is read into a tree.
LARGEST_DOCUMENT: Final = 64 * 1024 * 1024
DEEPEST_DOCUMENT: Final = 500


def parse_xml(source: bytes | str) -> Element:
    """Read an XML document and return its outermost element; raises as `parse_document`."""
    root = parse_document(source).root
    assert root is not None, "a well-formed document has an element"
    return root


def parse_document(source: bytes | str) -> Document:
    """Read an XML document into a tree.

    Entities other than the five of XML, and anything outside the document, are never followed.

    Raises:
        FormsError: `xml-unreadable` (fact why), `xml-too-large`, `xml-too-deep`, `xml-declares-entities`.
    """
    data = source.encode() if isinstance(source, str) else source
    if len(data) > LARGEST_DOCUMENT:
        raise FormsError("xml-too-large", size=len(data), limit=LARGEST_DOCUMENT)
    if has_crowded_element(data):
        raise FormsError("xml-unreadable", why="attributes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, strip_cdata=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FormsError("xml-unreadable", why=error.msg or "") from error
    declarations: Any = root.getroottree().docinfo.internalDTD
    if declarations is not None and any(True for _ in declarations.iterentities()):
        raise FormsError("xml-declares-entities")
    document = Document()
    for before in reversed(list(root.itersiblings(preceding=True))):
        _add(document, before)
    _build(document, root)
    for after in root.itersiblings():
        _add(document, after)
    return document


def _build(document: Document, root: etree._Element) -> None:
    """Copy an element with all below, without recursion."""
    first = _element(root)
    document.append(first)
    stack = [(first, iter(root))]
    while stack:
        element, rest = stack[-1]
        source: Any = next(rest, None)
        if source is None:
            stack.pop()
            _make_leaf(element)
            continue
        if isinstance(source.tag, str):
            child = _element(source)
            element.append(child)
            stack.append((child, iter(source)))
            if len(stack) > DEEPEST_DOCUMENT:
                raise FormsError("xml-too-deep", limit=DEEPEST_DOCUMENT)
        else:
            _add(element, source)
        if source.tail:
            _add_text(element, source.tail)


def _element(source: etree._Element) -> Element:
    name = etree.QName(source)
    attributes = {str(key): str(value) for key, value in source.attrib.items()}
    element = Element(
        name.localname, namespace=name.namespace or "", prefix=str(source.prefix or ""), attributes=attributes
    )
    declared = source.nsmap if source.getparent() is None else _new_namespaces(source)
    for prefix, uri in declared.items():
        attributes[f"{{{XMLNS}}}{prefix or ''}"] = str(uri)
    if source.text:
        element.append(TextNode(str(source.text)))
    return element


def _new_namespaces(source: etree._Element) -> Mapping[str | None, str]:
    parent = source.getparent()
    outer = {} if parent is None else parent.nsmap
    if outer == source.nsmap:
        return {}
    return {prefix: uri for prefix, uri in source.nsmap.items() if outer.get(prefix) != uri}


def _add(element: Element, source: Any) -> None:
    text = str(source.text or "")
    if source.tag is etree.Comment:
        element.append(Comment(text))
    elif source.tag is etree.ProcessingInstruction:
        element.append(Instruction(str(source.target), text))


def _add_text(element: Element, text: str) -> None:
    last = element.children[-1] if element.children else None
    if type(last) is TextNode:
        last.value += text
    else:
        element.append(TextNode(text))


def _make_leaf(element: Element) -> None:
    """Keep the only text of an element in its `value`."""
    if len(element.children) == 1 and type(element.children[0]) is TextNode:
        element.value = element.children[0].value
        element.children.clear()
