"""Where a select takes its choices from: `itemset` over a list, a file or a repeat, or items in place."""

from __future__ import annotations

from forms.definition.elements import Choice, ChoiceSource, Question
from forms.model.plan import ModelNode
from forms.xform.writing.markup import element, escaped, quoted
from forms.xform.writing.references import Spot
from forms.xform.writing.secondary import instance_of_file
from forms.xform.writing.shared import Shared, is_searched, items_of
from forms.xform.writing.texts import content

ITEXT_LABEL = "jr:itext(itextId)"


def choices(node: ModelNode, held: Question, shared: Shared) -> str:
    """Return the choices of a select as they stand in its control."""
    source = held.choices
    if source is None:
        return ""
    if is_searched(held):
        return _items(source, held, shared)
    found = _nodeset(source, node, shared)
    if found is None:
        return ""
    nodeset, value, label = found
    if source.randomize:
        seed = shared.source(source.seed, Spot(node))
        nodeset = f"randomize({nodeset}, {seed.strip()})" if seed else f"randomize({nodeset})"
    return _itemset(nodeset, value, label)


def ticks(name: str, shared: Shared) -> str:
    """Return the labels at a range's ticks."""
    return _itemset(rows(name), "name", ITEXT_LABEL if name in shared.spoken_lists else "label")


def geometries(name: str, node: ModelNode, shared: Shared) -> str:
    """Return the places shown on the map of a question about a place: of a list, a file, or of a repeat's instances."""
    if "${" not in name:
        return ticks(name, shared)
    path = shared.text(name, Spot(node, of_instances=True))
    return "" if path is None else _itemset(f"{path.strip()}[./geometry != '']", "geometry", "geometry")


def rows(instance: str, items: str = "root/item") -> str:
    """Return the path to the items of a secondary instance."""
    return f"instance('{instance}')/{items}"


def query(node: ModelNode, source: ChoiceSource, shared: Shared) -> str:
    """Return the query of a select over external choices; "" where it has no filter."""
    condition = shared.source(source.filter, Spot(node, in_list=True))
    return f"{rows(source.list_name or '')}[{condition}]" if condition is not None else ""


def _itemset(nodeset: str, value: str, label: str) -> str:
    return f"<itemset nodeset={quoted(nodeset)}><value ref={quoted(value)}/><label ref={quoted(label)}/></itemset>"


def _nodeset(source: ChoiceSource, node: ModelNode, shared: Shared) -> tuple[str, str, str] | None:
    """Return (nodeset with its filter, what is stored, what is shown); None where a name leads nowhere."""
    if source.repeat is not None:
        return _from_repeat(source, node, shared)
    if source.file is not None:
        nodeset, label = rows(instance_of_file(shared.form, source.file), source.items), source.label
    else:
        spoken = source.list_name in shared.spoken_lists and source.label == "label"
        nodeset, label = rows(source.list_name or "", source.items), ITEXT_LABEL if spoken else source.label
    if source.filter is not None:
        condition = shared.source(source.filter, Spot(node, in_list=True))
        if condition is not None:
            nodeset = f"{nodeset}[{condition}]"
    return nodeset, source.value, label


def _from_repeat(source: ChoiceSource, node: ModelNode, shared: Shared) -> tuple[str, str, str] | None:
    path = shared.text(source.repeat or "", Spot(node, of_instances=True))
    if path is None:
        return None
    nodeset, _, name = path.strip().rpartition("/")
    condition = f"./{name} != ''"
    if source.filter is not None:
        written = shared.source(source.filter, Spot(node, in_list=True, of_instances=True))
        if written is not None:
            condition = written.replace(f"current()/{nodeset}", ".").replace(nodeset, ".")
    target = shared.references.named(name, node)
    shows_other = (
        source.value == name and target is not None and any(source.label in each.places for each in target.repeats[-1:])
    )
    label = source.label if shows_other else name
    return f"{nodeset}[{condition}]", name, label


def _items(source: ChoiceSource, held: Question, shared: Shared) -> str:
    """Return items in place, as programs that run search() need them."""
    found = items_of(shared, source.list_name)
    if found is None:
        return ""
    spoken = source.list_name in shared.spoken_lists
    pieces = []
    for number, choice in enumerate(found.choices):
        if spoken:
            label = element("label", {"ref": f"jr:itext('{found.name}-{number}')"})
        else:
            label = element("label", {}, _plain(choice, shared) if held.label.by_language else "")
        pieces.append(f"<item>{label}<value>{escaped(choice.name)}</value></item>")
    return "".join(pieces)


def _plain(choice: Choice, shared: Shared) -> str:
    return next((content(parts, shared, None) for parts in choice.label.by_language.values()), "")
