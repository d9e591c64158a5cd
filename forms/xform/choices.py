"""Where the selects of an XForm take their choices from."""

from __future__ import annotations

from dataclasses import replace

from forms.definition.elements import Choice, ChoiceList, ChoiceSource
from forms.definition.text import Expression
from forms.errors import Place
from forms.xform.instances import Secondary
from forms.xform.itext import Texts, itext_path
from forms.xform.safe import Node, kid, kids, place_of
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, NameTest, Operation, Path, Text
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression


def read_choices(element: Node, name: str, secondary: Secondary, texts: Texts) -> ChoiceSource | None:
    """Return the source of a select's choices; items written in place become a list of their own."""
    itemset = kid(element, "itemset")
    if itemset is not None:
        return _itemset(itemset, secondary)
    if element.get("query"):
        return _from_nodeset(element, "query", ("name", "label"), secondary)
    items = kids(element, "item")
    if not items:
        return None
    choices = tuple(Choice(_value(item), texts.of_element(kid(item, "label")), place=place_of(item)) for item in items)
    free = next(
        free
        for number in range(len(secondary.lists) + 2)
        if (free := name if number == 0 else f"{name}_{number}") not in secondary.lists
    )
    secondary.lists[free] = ChoiceList(free, choices)
    return ChoiceSource(list_name=free)


def _value(item: Node) -> str:
    value = kid(item, "value")
    return ("".join(str(text) for text in value.itertext()) if value is not None else "").strip()


def _itemset(itemset: Node, secondary: Secondary) -> ChoiceSource | None:
    value, label = kid(itemset, "value"), kid(itemset, "label")
    value_ref = (value.get("ref") or "") if value is not None else "name"
    label_ref = (label.get("ref") or "") if label is not None else "label"
    label_column = "label" if itext_path(label_ref) == "itextId" else itext_path(label_ref) or label_ref
    return _from_nodeset(itemset, "nodeset", (value_ref, label_column), secondary)


def _from_nodeset(element: Node, attribute: str, columns: tuple[str, str], secondary: Secondary) -> ChoiceSource | None:
    """Return the source that the nodeset expression of an element means; None when it cannot be read.

    Args:
        columns: What is stored and what is shown.
    """
    value, label = columns
    try:
        tree = parse(element.get(attribute) or "")
    except XPathSyntaxError:
        return None
    source = ChoiceSource(value=value or "name", label=label or "label")
    at = place_of(element, attribute)
    if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
        seed = tree.arguments[1] if len(tree.arguments) > 1 else None
        source = replace(source, randomize=True, seed=Expression(print_expression(seed), at) if seed else None)
        tree = tree.arguments[0]
    if not isinstance(tree, Path):
        return None
    source = replace(source, filter=_filter(tree, at))
    start = tree.start
    if (
        isinstance(start, Call)
        and start.name == "instance"
        and start.arguments
        and isinstance(start.arguments[0], Text)
    ):
        wanted = start.arguments[0].value
        source = replace(source, items=_items(tree) or source.items)
        if wanted in secondary.files:
            return replace(source, file=secondary.files[wanted].name)
        return replace(source, list_name=wanted)
    last = tree.steps[-1].test if tree.steps else None
    if isinstance(last, NameTest):
        name = (value or last.local).rpartition("/")[2]
        if source.filter is not None and source.filter.source in (f"./{name} != ''", f'./{name} != ""'):
            source = replace(source, filter=None)  # blanks are never choices
        return replace(source, repeat=f"${{{name}}}")
    return None


def _items(tree: Path) -> str:
    """Return the names of a path's steps; "" where it has others."""
    names = [step.test.local if isinstance(step.test, NameTest) and step.axis == "child" else "" for step in tree.steps]
    return "/".join(names) if all(names) else ""


def _filter(tree: Path, at: Place) -> Expression | None:
    """Return the condition of all predicates of a path's last step."""
    predicates: tuple[Expr, ...] = tree.steps[-1].predicates if tree.steps else ()
    if not predicates:
        return None
    whole = predicates[0]
    for predicate in predicates[1:]:
        whole = Operation(("and",), (whole, predicate))
    return Expression(print_expression(whole), at)
