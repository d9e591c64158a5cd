"""The main instance: elements with the texts they start with, and a template of every repeat."""

from __future__ import annotations

from forms.definition.elements import Question, Repeat
from forms.model.plan import ModelNode
from forms.xform.writing.markup import ADDRESS, element, escaped
from forms.xform.writing.references import Spot
from forms.xform.writing.shared import Shared, is_written
from forms.xform.writing.texts import address


class Instance:
    """Writes the instance of one form."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._beginnings = shared.form.beginnings
        self._counts = _counts(self._beginnings)

    def written(self) -> str:
        """Return the root element."""
        root = self._shared.root
        form = self._shared.form
        named = self._attributes(root)
        named["id"] = form.form_id
        settings = {"xmlns": "instance_xmlns", "odk:prefix": "prefix", "odk:delimiter": "delimiter"}
        named |= {name: form.settings[key] for name, key in settings.items() if form.settings.get(key)}
        if not ADDRESS.fullmatch(named.get("xmlns", "")):
            named.pop("xmlns", None)
        if form.version:
            named["version"] = form.version
        return element(root.name, named, self._children(root, root.path, templates=True))

    def _children(self, parent: ModelNode, ref: str, *, templates: bool) -> str:
        """Return what stands below an element.

        Args:
            ref: Path of the element with positions.
            templates: Repeats have their template beside their instances; inside an instance they have none, since
                one template serves all.
        """
        pieces = []
        for child in parent.children:
            if not is_written(child):
                continue
            if isinstance(child.element, Repeat):
                if templates:
                    pieces.append(self._template(child))
                for number in range(1, self._count(child, child.element, ref) + 1):
                    place = f"{ref}/{child.name}[{number}]"
                    pieces.append(self._element(child, place, templates=False))
            else:
                pieces.append(self._element(child, f"{ref}/{child.name}", templates=templates))
        return "".join(pieces)

    def _count(self, repeat: ModelNode, held: Repeat, ref: str) -> int:
        if self._beginnings:
            counted = self._counts.get(f"{ref}/{repeat.name}")
            if counted is not None:
                return counted
        return held.initial

    def _element(self, node: ModelNode, ref: str, *, templates: bool) -> str:
        named = self._attributes(node)
        if node.is_group:
            return element(node.name, named, self._children(node, ref, templates=templates))
        return element(node.name, named, self._text(node, ref))

    def _template(self, repeat: ModelNode) -> str:
        pieces = []
        for child in repeat.children:
            if isinstance(child.element, Repeat):
                pieces.append(self._template(child))
                if child.element.initial > 1:  # one is what everybody starts with
                    pieces += [self._element(child, "", templates=False)] * child.element.initial
            elif is_written(child):
                # A repeat in a group of the template has its own template there, and an instance.
                pieces.append(self._element(child, "", templates=True))
        return element(repeat.name, {"jr:template": "", **self._attributes(repeat)}, "".join(pieces))

    def _text(self, node: ModelNode, ref: str) -> str:
        held = node.element
        text = self._beginnings.get(ref) if self._beginnings else None
        if text is None:
            text = held.default if isinstance(held, Question) else None
        if not text:
            return ""
        if isinstance(held, Question) and held.kind == "image" and not text.startswith("jr://"):
            text = address("image", text)
        return escaped(text)

    def _attributes(self, node: ModelNode) -> dict[str, str]:
        found = {}
        for attribute in node.element.attributes:
            value = self._shared.text(attribute.value, Spot(node))
            if value is not None and self._shared.is_attribute(attribute.name):
                found[attribute.name] = value
        return found


def _counts(beginnings: object) -> dict[str, int]:
    """Return path of a repeat with the positions around it -> number of its instances."""
    counts: dict[str, int] = {}
    for ref in beginnings if isinstance(beginnings, dict) else ():
        while ref.endswith("]") or "[" in ref:
            head, _, position = ref.rpartition("[")
            number = position.partition("]")[0]
            if number.isdecimal():
                counts[head] = max(counts.get(head, 0), int(number))
            ref = head
    return counts
