"""The binds of an XForm: by path of the instance, their rules and whatever else they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition.text import Expression
from forms.errors import NOWHERE, Place
from forms.xform.safe import Node, attributes, kids, place_of, prefixed

# Attributes that questions and sections keep in fields of their own, without their namespaces.
RULES = frozenset({"relevant", "readonly"})
QUESTION_RULES = RULES | {
    *("required", "requiredMsg", "constraint", "constraintMsg", "calculate", "preload", "preloadParams"),
    *("noAppErrorString", "saveto", "type", "sensitivity"),
}
NOT_SAID = frozenset({"nodeset", "ref", "id"})


@dataclass(frozen=True, slots=True)
class Bind:
    """The attributes of one bind, without their namespaces, and where it stands.

    Args:
        nodes: Its elements; a path may have several.
    """

    values: Mapping[str, str]
    line: Place = NOWHERE
    nodes: tuple[Node, ...] = ()

    def get(self, name: str) -> str:
        """Return an attribute, "" when it is missing."""
        return self.values.get(name, "")

    def expression(self, name: str) -> Expression | None:
        """Return an attribute as expression; what says the same as nothing gives None: blank, `readonly="false()"`."""
        source = self.get(name).strip()
        if not source or (source == "false()" and name != "relevant"):
            return None
        return Expression(source, Place(row=self.line.row, column=name))

    def extras(self, known: frozenset[str]) -> dict[str, str]:
        """Return what it says besides known attributes, as a workbook would head it: `bind::odk:x` -> text."""
        if self.values.keys() <= known:
            return {}
        return {
            f"bind::{prefixed(node, key)}": text
            for node in self.nodes
            for key, text in ((str(key), str(text)) for key, text in node.attrib.items())
            if (local := key.rpartition("}")[2]) not in known and local not in NOT_SAID
        }


NO_BIND = Bind({})


def read_binds(model: Node, root_path: str) -> dict[str, Bind]:
    """Return path -> bind."""
    binds: dict[str, Bind] = {}
    for node in kids(model, "bind"):
        path = node.get("nodeset") or node.get("ref") or ""
        if not path.startswith("/"):
            path = f"{root_path}/{path}"
        values = attributes(node)
        values.pop("nodeset", None)
        earlier = binds.get(path)
        if earlier is None:
            binds[path] = Bind(values, place_of(node), (node,))
        else:
            binds[path] = Bind({**earlier.values, **values}, earlier.line, (*earlier.nodes, node))
    return binds
