"""The secondary instances of an XForm: choice lists, files outside, and anything else."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from forms.definition.elements import Choice, ChoiceList
from forms.definition.form import ExternalFile
from forms.xform.itext import Texts, bare_file
from forms.xform.safe import Node, kids, local_name, place_of

LAST_SAVED = "__last-saved"  # id by which expressions read the interview before


@dataclass(slots=True)
class Secondary:
    """Everything a model holds besides its main instance."""

    lists: dict[str, ChoiceList] = field(default_factory=dict)
    files: dict[str, ExternalFile] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)


def read_secondary(instances: list[Node], texts: Texts) -> Secondary:
    """Return the secondary instances by id."""
    result = Secondary()
    for instance in instances:
        name = instance.get("id") or ""
        source = instance.get("src") or ""
        if source:
            used_by = "csv-external" if "csv" in source.rsplit(":", maxsplit=1)[-1] else "xml-external"
            if source.endswith("last-saved"):
                _call_last_saved(instance, name)
            else:
                result.files[name] = ExternalFile(bare_file(source), name, used_by, place_of(instance))
            continue
        root = next(iter(kids(instance)), None)
        if not name or root is None:
            continue
        items = _items(root)
        if items is None:
            result.others[name] = _alone(root)
        else:
            result.lists[name] = ChoiceList(name, tuple(_choice(item, cells, texts) for item, cells in items))
    return result


def _call_last_saved(instance: Node, name: str) -> None:
    """Let every expression of the document call the interview before as expressions of workbooks do."""
    if name in ("", LAST_SAVED):
        return
    named = re.compile(rf"""instance\(\s*(['"]){re.escape(name)}\1\s*\)""")
    for node in instance.getroottree().iter():
        for key, text in node.attrib.items():
            if "instance(" in text:
                node.set(key, named.sub(f"instance('{LAST_SAVED}')", str(text)))


def _alone(root: Node) -> str:
    """Return an element as it would stand without its document, with no namespaces but those it uses."""
    own = deepcopy(root)
    etree.cleanup_namespaces(own)
    return etree.tostring(own, encoding="unicode", with_tail=False)


def _items(root: Node) -> list[tuple[Node, dict[str, str]]] | None:
    """Return the items of an instance that is a plain list `root/item/*`, and their cells; None for anything else."""
    if local_name(root) != "root":
        return None
    found = []
    names: dict[str, str] = {}  # tag -> local name: a long list has few tags
    for item in kids(root):
        if local_name(item) != "item" or item.keys():
            return None
        cells: dict[str, str] = {}
        for child in item:
            tag = child.tag
            name = names.get(tag) or names.setdefault(tag, local_name(child))
            if name in cells or len(child) or child.keys():
                return None
            cells[name] = (child.text or "").strip()
        if "name" not in cells:
            return None
        found.append((item, cells))
    return found


def _choice(item: Node, columns: dict[str, str], texts: Texts) -> Choice:
    name = columns.pop("name")
    label = texts.find(columns.pop("itextId", ""))
    words = columns.pop("label", "")
    if not label.by_language and not label.media and words:
        label = texts.message(words)
    return Choice(name, label, columns, place_of(item))
