"""Read XML that anyone may have written: no entities, no files, no network, bounded before the parser sees it."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

from forms.attributes import has_crowded_element
from forms.errors import FormRefused, Place

MOST_ELEMENTS = 1_000_000
MOST_DEPTH = 120  # elements inside each other; the deepest real form known has 20
Node = etree._Element

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.\-]+)["'][^>]*\?>""")
# Encodings in which markup has the same bytes as in ASCII, so that it can be looked at before parsing.
_PLAIN_ENCODINGS = re.compile(r"utf-?8|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d", re.IGNORECASE)


def parse_xml(data: bytes) -> Node:
    """Return the root element; comments and processing instructions are left out.

    Raises:
        FormRefused: `xml-document-type`, `xml-too-deep`, `xml-too-many`, `xml-damaged`, `xml-unreadable`.
    """
    data = _as_utf8(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FormRefused("xml-document-type")
    if data.count(b"<") > 2 * MOST_ELEMENTS:
        raise FormRefused("xml-too-many", most=MOST_ELEMENTS)
    if has_crowded_element(data):
        raise FormRefused("xml-too-many", most=MOST_ELEMENTS)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem).lower():
            raise FormRefused("xml-too-deep", limit=MOST_DEPTH) from problem
        raise FormRefused("xml-damaged", reason=(problem.msg or "")[:200], line=problem.lineno or 0) from problem
    except (ValueError, LookupError) as problem:
        raise FormRefused("xml-unreadable", reason=str(problem)[:200]) from problem
    if root is None:
        raise FormRefused("xml-unreadable", reason="no element")
    _check_depth(root)
    return root


def _check_depth(root: Node) -> None:
    """Refuse a tree that walks by recursion could not follow; the parser itself stops at 255.

    Raises:
        FormRefused: `xml-too-deep`.
    """
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            raise FormRefused("xml-too-deep", limit=MOST_DEPTH)


def _as_utf8(data: bytes) -> bytes:
    """Return the document in an encoding whose markup can be looked at.

    Raises:
        FormRefused: `xml-unreadable`, it is in an encoding that no form is in.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as problem:
            raise FormRefused("xml-unreadable", reason=str(problem)[:200]) from problem
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:1024])
    if declared and not _PLAIN_ENCODINGS.fullmatch(declared[1].decode("ascii")):
        raise FormRefused("xml-unreadable", reason=declared[1].decode("ascii"))
    return data


def local_name(node: Node) -> str:
    """Return an element's name without its namespace; "" for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(node: Node) -> str:
    """Return an element's namespace, "" for none."""
    tag = node.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


# Namespaces of all XForms, by the prefix under which forms keep what is in them.
PREFIXES = {
    "http://www.w3.org/1999/xhtml": "h",
    "http://www.w3.org/2001/xml-events": "ev",
    "http://www.w3.org/2001/XMLSchema": "xsd",
    "http://openrosa.org/javarosa": "jr",
    "http://openrosa.org/xforms": "orx",
    "http://www.opendatakit.org/xforms": "odk",
}


def prefixed(node: Node, key: str) -> str:
    """Return an attribute's name with the prefix of its namespace: "{http://...}x" -> "odk:x"."""
    uri, parted, local = key.rpartition("}")
    if not parted:
        return key
    known = uri.removeprefix("{")
    prefix = PREFIXES.get(known) or next((name for name, each in node.nsmap.items() if each == known and name), "")
    return f"{prefix}:{local}" if prefix else local


def place_of(node: Node, what: str = "") -> Place:
    """Return where an element stands: its line, and the path or attribute that is meant, as a column."""
    return Place(row=cast("int | None", node.sourceline), column=what or local_name(node))


def kids(node: Node, *names: str) -> list[Node]:
    """Return the child elements of those local names, all without names."""
    if not len(node):
        return []
    return [child for child in node if isinstance(child.tag, str) and (not names or local_name(child) in names)]


def kid(node: Node | None, name: str) -> Node | None:
    """Return the first child element of that local name."""
    if node is not None:
        end = f"}}{name}"
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and (tag == name or tag.endswith(end)):
                return child
    return None


def attributes(node: Node) -> dict[str, str]:
    """Return an element's attributes by local name."""
    if not node.keys():
        return {}
    return {str(key).rpartition("}")[2]: str(text) for key, text in node.attrib.items()}
