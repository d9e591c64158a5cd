"""The body: a control for every question that is shown, in its groups and repeats."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.carried import carried
from forms.definition.elements import Control, Group, Question, Repeat
from forms.definition.text import Text
from forms.model.plan import ModelNode
from forms.values import DataType
from forms.xform.parameters import NONE, OF_CONTROL
from forms.xform.writing.actions import Triggers, repeat_actions
from forms.xform.writing.itemset import choices, geometries, query, ticks
from forms.xform.writing.itext import has_hint_id, has_label_id
from forms.xform.writing.markup import element
from forms.xform.writing.references import Spot
from forms.xform.writing.shared import Shared
from forms.xform.writing.texts import content

TAGS: Mapping[Control, str] = {
    Control.INPUT: "input",
    Control.NOTE: "input",
    Control.SELECT_ONE: "select1",
    Control.SELECT_MULTIPLE: "select",
    Control.RANK: "odk:rank",
    Control.TRIGGER: "trigger",
    Control.UPLOAD: "upload",
    Control.RANGE: "range",
}
RANGE_DEFAULTS = {"start": "1", "end": "10", "step": "1"}
APP_APPEARANCES = frozenset({(), ("annotate",)})  # with these an image may be taken by another app
PLACES = frozenset({DataType.GEOPOINT, DataType.GEOTRACE, DataType.GEOSHAPE})
UNSEEN = "background-geopoint"  # a place that is noted when an answer changes; one with a label is shown


class Controls:
    """Writes the body of one form."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._triggers = Triggers(shared)

    def written(self) -> str:
        """Return what stands in the body."""
        return "".join(map(self._node, self._shared.root.children))

    def _node(self, node: ModelNode) -> str:
        held = node.element
        if isinstance(held, Question):
            if held.kind == UNSEEN and held.label.by_language:
                return element(TAGS[Control.TRIGGER], {"ref": node.path}, self._texts(node))
            return "" if held.control is Control.NONE else self._question(node, held)
        if isinstance(held, Repeat):
            return self._repeat(node, held)
        if not isinstance(held, Group) or (node.name == "meta" and not held.label.by_language):
            return ""
        return self._group(node, held)

    def _group(self, node: ModelNode, held: Group) -> str:
        label = self._label(node) if held.label.by_language else ""
        inner = label + "".join(map(self._node, node.children))
        if not inner:
            return ""  # nothing of it is shown, and ODK Validate refuses an empty group
        return self._shared.element("group", {**self._attributes(node), "ref": node.path}, inner)

    def _repeat(self, node: ModelNode, held: Repeat) -> str:
        named = {"nodeset": node.path, **self._attributes(node)}
        count = self._shared.source(held.count, Spot(node))
        if count is not None:
            named["jr:count"] = count
        inner = [*map(self._node, node.children), *repeat_actions(node, self._shared)]
        repeat = self._shared.element("repeat", named, "".join(inner))
        return element("group", {"ref": node.path}, self._label(node) + repeat)

    def _question(self, node: ModelNode, held: Question) -> str:
        named = {"ref": node.path, **self._attributes(node)}
        tag = TAGS[held.control]
        inner = ""
        source = held.choices
        if held.kind == "select_one_external" and source is not None:
            tag = TAGS[Control.INPUT]
            asked = query(node, source, self._shared)
            if asked:
                named["query"] = asked
        else:
            inner = choices(node, held, self._shared)
        if held.media_type:
            named["mediatype"] = held.media_type
        if held.kind == "range" and held.parameters.get("tick_labelset"):
            inner += ticks(held.parameters["tick_labelset"], self._shared)
        if held.data_type in PLACES and "reference-geometry" in held.parameters:
            inner += geometries(held.parameters["reference-geometry"], node, self._shared)
        if held.kind == "osm":
            inner += self._tags(held)
        return self._shared.element(tag, named, self._texts(node) + inner + self._triggers.written(node))

    def _tags(self, held: Question) -> str:
        """Return what is to be told of a thing on the map."""
        tags = self._shared.form.osm.get(held.extras.get("osm", ""))
        return "".join(
            element("tag", {"key": tag.name}, element("label", {}, self._plain(tag.label, None)))
            for tag in (tags.choices if tags is not None else ())
        )

    def _texts(self, node: ModelNode) -> str:
        """Return label and hint; a hint never stands without a label."""
        held = node.element
        hinted = bool(held.hint.by_language or held.guidance.by_language)
        return self._label(node) + (self._hint(node) if hinted else "")

    def _label(self, node: ModelNode) -> str:
        label = node.element.label
        if isinstance(node.element, Question | Group) and has_label_id(node.element):
            return element("label", {"ref": f"jr:itext('{node.path}:label')"})
        return element("label", {}, self._plain(label, node))

    def _hint(self, node: ModelNode) -> str:
        if isinstance(node.element, Question | Group) and has_hint_id(node.element):
            return element("hint", {"ref": f"jr:itext('{node.path}:hint')"})
        return element("hint", {}, self._plain(node.element.hint, node))

    def _plain(self, text: Text, node: ModelNode | None) -> str:
        """Return a text that stands in place."""
        spot = None if node is None else Spot(node)
        return next((content(parts, self._shared, spot) for parts in text.by_language.values()), "")

    def _attributes(self, node: ModelNode) -> dict[str, str]:
        """Return what a control or section is told besides its node."""
        held, spot = node.element, Spot(node)
        found: dict[str, str] = {}
        if held.appearance:
            found["appearance"] = self._shared.text(" ".join(held.appearance), spot) or ""
        if isinstance(held, Question):
            if held.kind == "range":
                found |= {key: held.parameters.get(key, text) for key, text in RANGE_DEFAULTS.items()}
            for parameter, name in OF_CONTROL.get(held.kind, NONE).items():
                if parameter in held.parameters and (parameter != "app" or held.appearance in APP_APPEARANCES):
                    found[name] = "true" if parameter == "incremental" else held.parameters[parameter]
        elif held.extras.get("intent"):
            found["intent"] = self._shared.text(held.extras["intent"], spot) or ""
        for name, text in carried(held.extras, "control"):
            source = self._shared.text(text, spot)
            if source is not None:
                found[name] = source
        return found
