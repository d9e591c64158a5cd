"""Judge one XPath case: evaluate its expression and compare with what is expected."""

from __future__ import annotations

import math
import random
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases import Case, Verdict

from forms.errors import FormsError
from forms.xpath.axes import child_nodes, is_text
from forms.xpath.compile import Compiled, Context, Static, compile_expression
from forms.xpath.markup import parse_document
from forms.xpath.parse import parse
from forms.xpath.tree import Attribute, Comment, Document, Element, Instruction, NamespaceNode, Node

SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}
RECORDED_IN = "America/Phoenix"
_QUALIFIED = re.compile(r"(.*)/@\*\[local-name\(\)='([^']*)' and namespace-uri\(\)='([^']*)'\]")
_STEP = re.compile(r"(@?)([^\[\]()]+)(?:\((?:'([^']*)')?\))?(?:\[(\d+)\])?")


class CaseEnvironment:
    """What the expressions of a case may ask; texts and secondary instances stand in its document."""

    def __init__(self, case: Case, document: Document) -> None:
        self._case = case
        self._document = document
        self._chance = random.Random(case["id"])
        self.zone = ZoneInfo(case.get("timezone") or RECORDED_IN)

    def now(self) -> datetime:
        """Return the clock of the case."""
        text = self._case.get("now")
        return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else datetime.now(UTC)

    def random(self) -> float:
        """Return a number from 0 to below 1."""
        return self._chance.random()

    def uuid(self) -> str:
        """Return a random identifier."""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def rows(self, _instance: str) -> None:
        """Say that there are no tables."""

    def instance(self, instance: str) -> Element | None:
        """Return the outermost element of a secondary instance of the document."""
        for element in _elements(self._document):
            if element.name == "instance" and element.attributes.get("id") == instance:
                return next((child for child in element.children if isinstance(child, Element)), None)
        return None

    def itext_nodes(self, text_id: str) -> list[Element]:
        """Return the value elements of a text."""
        translations = [element for element in _elements(self._document) if element.name == "translation"]
        language = self._case.get("language")
        chosen = [each for each in translations if language and each.attributes.get("lang") == language]
        chosen = chosen or [each for each in translations if "default" in each.attributes] or translations[:1]
        return [
            value
            for translation in chosen
            for text in translation.named("text")
            if text.attributes.get("id") == text_id
            for value in text.named("value")
        ]

    def itext(self, text_id: str) -> str:
        """Return a text."""
        values = self.itext_nodes(text_id)
        return values[0].text if values else ""

    def choice_name(self, _value: str, _path: str, _node: Element) -> str:
        """Say that there are no selects."""
        return ""

    def property(self, _name: str) -> str:
        """Say that nothing is known."""
        return ""


def _elements(element: Element) -> list[Element]:
    found = [element]
    for child in element.children:
        if isinstance(child, Element):
            found.extend(_elements(child))
    return found


def locate(document: Document, path: str) -> Node:
    """Return the node at a path of the case file, such as `/*[1]/text()[2]` or `/*[1]/@id`."""
    qualified = _QUALIFIED.fullmatch(path)
    if qualified:
        element = locate(document, qualified[1])
        assert isinstance(element, Element)
        return Attribute(element, f"{{{qualified[3]}}}{qualified[2]}")
    node: Node = document
    for step in path.strip("/").split("/") if path.strip("/") else []:
        match = _STEP.fullmatch(step)
        assert match, step
        if match[1]:
            assert isinstance(node, Element)
            return Attribute(node, match[2])
        kind = match[2]
        found = [child for child in child_nodes(node) if _is_kind(child, kind)]
        node = found[int(match[4] or 1) - 1]
    return node


def _is_kind(node: Node, kind: str) -> bool:
    match kind:
        case "*":
            return isinstance(node, Element)
        case "text":
            return is_text(node)
        case "comment":
            return isinstance(node, Comment)
        case "processing-instruction":
            return isinstance(node, Instruction)
        case _:
            return isinstance(node, Element) and node.name == kind


def judge(case: Case) -> Verdict:
    """Return None when the case is met, else what came instead."""
    document = parse_document(case["xml"])
    try:
        expr = parse(case["expression"])
        static = Static(functions=case["functions"], namespaces=case["namespaces"])
        compiled = compile_expression(expr, static)
        root = locate(document, case["root"])
        assert isinstance(root, Element)
        node = locate(document, case["context"])
        context = Context(node, CaseEnvironment(case, document), root=root)
        return _compare(case["expect"], compiled, context, document)
    except FormsError as error:
        return None if case["expect"]["type"] == "error" else f"refused: {error.code} {dict(error.facts)}"


def _compare(expect: dict[str, Any], compiled: Compiled, context: Context, document: Document) -> Verdict:
    match expect["type"]:
        case "error":
            return f"no error, but {compiled.string(context)!r}"
        case "boolean":
            found = compiled.boolean(context)
            return None if found is expect["value"] else f"got {found}"
        case "number":
            return _compare_number(expect, compiled.number(context))
        case "string":
            return _compare_string(expect, compiled.string(context))
        case _:
            return _compare_nodes(expect, compiled.nodes(context), document)


def _compare_number(expect: dict[str, Any], found: float) -> Verdict:
    wanted = expect["value"]
    wanted = SPECIAL[wanted] if isinstance(wanted, str) else float(wanted)
    if math.isnan(wanted):
        return None if math.isnan(found) else f"got {found!r}"
    if "round_factor" in expect and math.isfinite(found):
        found = math.floor(found * expect["round_factor"] + 0.5) / expect["round_factor"]
    if "tolerance" in expect:
        return None if abs(found - wanted) <= expect["tolerance"] else f"got {found!r}"
    same = found == wanted and (wanted != 0 or expect["value"] != "-0" or math.copysign(1, found) < 0)
    return None if same else f"got {found!r}"


def _compare_string(expect: dict[str, Any], found: str) -> Verdict:
    if "pattern" in expect:
        flags = re.IGNORECASE if "i" in expect.get("flags", "") else re.NOFLAG
        return None if re.search(expect["pattern"], found, flags) else f"got {found!r}"
    if "length" in expect:
        return None if len(found) == expect["length"] else f"got {len(found)} characters"
    return None if found == expect["value"] else f"got {found!r}"


def _compare_nodes(expect: dict[str, Any], found: Sequence[Node], document: Document) -> Verdict:
    wanted = [_target(document, each) for each in expect["value"]]
    got: list[Any] = [_identity(node) for node in found]
    if expect.get("first_only"):
        got = got[:1]
    same = got == wanted if expect.get("ordered") else _sorted(got) == _sorted(wanted)
    return None if same else f"got {[str(node) for node in found]}"


def _target(document: Document, each: dict[str, Any]) -> Any:
    path, axis, prefix = each["path"].partition("/namespace::")
    if axis:
        element = locate(document, path)
        assert isinstance(element, Element)
        return _identity(NamespaceNode(element, prefix, each["text"]))
    return _identity(locate(document, each["path"]))


def _identity(node: Node) -> Any:
    return (hash(node), type(node).__name__)


def _sorted(identities: list[Any]) -> list[str]:
    return sorted(map(repr, identities))
