"""Functions about the choices of a select: names joined by spaces."""

from __future__ import annotations

from math import isnan
from typing import Final

from forms.xpath.code import Compiled, boolean_code, number_code, string_code
from forms.xpath.context import Context
from forms.xpath.functions.signature import Function, Site
from forms.xpath.tree import Element


def _selected(site: Site) -> Compiled:
    string, option = site[0].string, site[1].string
    if isinstance(site[1].constant, str) and (wanted := site[1].constant.strip()):
        return boolean_code(lambda c: wanted in string(c).split(), like=site.arguments)

    def closure(c: Context) -> bool:
        """A blank option is selected when nothing is."""
        chosen, name = string(c).split(), option(c).strip()
        return name in chosen if name else not chosen

    return boolean_code(closure, like=site.arguments)


def _selected_at(site: Site) -> Compiled:
    string, number = site[0].string, site[1].number

    def closure(c: Context) -> str:
        """Counted from 0; blank beyond the end."""
        chosen, place = string(c).split(), number(c)
        return chosen[int(place)] if not isnan(place) and 0 <= place < len(chosen) else ""

    return string_code(closure, like=site.arguments)


def _count_selected(site: Site) -> Compiled:
    string = site[0].string
    return number_code(lambda c: float(len(string(c).split())), like=site.arguments)


def _choice_name(site: Site) -> Compiled:
    value, path = site[0].string, site[1].string

    def closure(c: Context) -> str:
        """Asked from the node the expression stands at."""
        node = c.current
        while not isinstance(node, Element):
            assert node.parent is not None, "texts and attributes stand in an element"
            node = node.parent
        return c.environment.choice_name(value(c), path(c), node)

    return string_code(closure, like=site.arguments)


FUNCTIONS: Final = {
    "selected": Function(2, 2, _selected),
    "is-selected": Function(2, 2, _selected),  # its older name, which JavaRosa knows too
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, _count_selected),
    "jr:choice-name": Function(2, 2, _choice_name),
}
