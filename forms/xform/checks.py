"""Look whether what binds, controls, actions and texts of an XForm name is there."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definition.findings import Findings
from forms.definition.form import MOST_ELEMENTS
from forms.errors import FormRefused
from forms.xform.controls import CONTROLS, absolute
from forms.xform.itext import itext_id
from forms.xform.safe import Node, kid, kids, local_name, place_of
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.parse import parse

ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio"})


def check_document(document: Node, model: Node, root: Node, findings: Findings) -> None:
    """Note what leads nowhere, each with its line.

    Raises:
        FormRefused: `survey-too-long`.
    """
    paths = _paths(root)
    if len(paths) > MOST_ELEMENTS:
        raise FormRefused("survey-too-long", most=MOST_ELEMENTS)
    root_path = "/" + local_name(root)
    texts = _text_ids(model)
    for bind in kids(model, "bind"):
        path = bind.get("nodeset") or bind.get("ref") or ""
        _note("xform-bind-alone", bind, path if path.startswith("/") else f"{root_path}/{path}", paths, findings)
    for action in (child for child in kids(model) if local_name(child) in ACTIONS):
        _check_action(action, root_path, paths, findings)
    body = kid(document, "body")
    if body is not None:
        _check_body(body, root_path, paths, texts, findings)


def _paths(root: Node) -> frozenset[str]:
    """Return the paths of all elements of the instance, without positions."""
    found = set()
    stack = [(root, "/" + local_name(root))]
    while stack:
        node, path = stack.pop()
        found.add(path)
        stack += [(child, f"{path}/{local_name(child)}") for child in kids(node)]
    return frozenset(found)


def _text_ids(model: Node) -> frozenset[str]:
    block = kid(model, "itext")
    if block is None:
        return frozenset()
    return frozenset(text.get("id") or "" for language in kids(block, "translation") for text in kids(language, "text"))


def _note(code: str, node: Node, path: str, paths: frozenset[str], findings: Findings) -> None:
    """Note an element that names a path the instance does not have; attributes of elements are told elsewhere."""
    if path in paths or "/@" in path or not path:
        return
    near = findings.nearest(path, paths, cutoff=0.8)
    found = f"{code}-near" if near else code
    noted = findings.error if code == "xform-control-alone" else findings.warning
    noted(found, place_of(node), path=path[:200], near=near)


def _check_action(action: Node, context: str, paths: frozenset[str], findings: Findings) -> None:
    target = action.get("ref") or ""
    if target:
        _note("xform-action-alone", action, absolute(target, context), paths, findings)


def _check_body(body: Node, root_path: str, paths: frozenset[str], texts: frozenset[str], findings: Findings) -> None:
    for node, context in _below(body, root_path):
        name = local_name(node)
        written = node.get("ref") or node.get("nodeset") or ""
        if name in ACTIONS:
            _check_action(node, context, paths, findings)
        elif name in CONTROLS or name in ("group", "repeat"):
            if written:
                _note("xform-control-alone", node, absolute(written, context), paths, findings)
            elif name in CONTROLS and not node.get("bind"):
                findings.error("xform-control-without-ref", place_of(node), name=name)
        elif name == "itemset":
            _check_itemset(node, findings)
        elif name in ("label", "hint") and (text_id := itext_id(node.get("ref") or "")) and text_id not in texts:
            findings.warning("xform-text-missing", place_of(node), id=text_id[:100])


def _below(body: Node, root_path: str) -> Iterator[tuple[Node, str]]:
    """Yield (element, path of the element it stands in) of the whole body in document order."""
    stack = [(child, root_path) for child in reversed(kids(body))]
    while stack:
        node, context = stack.pop()
        yield node, context
        written = node.get("ref") or node.get("nodeset") or ""
        inner = absolute(written, context) if written and local_name(node) not in ("label", "hint") else context
        stack += [(child, inner) for child in reversed(kids(node))]


def _check_itemset(node: Node, findings: Findings) -> None:
    """Note a nodeset that cannot be read: its question offers no choices."""
    try:
        parse(node.get("nodeset") or "")
    except XPathSyntaxError as problem:
        findings.error(problem.code, place_of(node, "nodeset"), **problem.facts)
