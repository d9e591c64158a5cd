"""Functions that ask the form around the expression: texts, tables, properties of the device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.xpath.code import Compiled, string_code
from forms.xpath.context import Context, HasTextNodes
from forms.xpath.errors import XPathError
from forms.xpath.functions.signature import Function, Site
from forms.xpath.tree import Node

FORM_VERSION: Final = "form version"  # property by which version() is asked for; no device has one of that name


def _itext(site: Site) -> Compiled:
    string = site[0].string
    code = string_code(lambda c: c.environment.itext(string(c)), like=site.arguments)

    def nodes(c: Context) -> Sequence[Node]:
        if isinstance(c.environment, HasTextNodes):
            return c.environment.itext_nodes(string(c))
        raise XPathError("xpath-nodes-needed", name="jr:itext")

    code.raw = nodes
    return code


def _pulldata(site: Site) -> Compiled:
    """`pulldata(file, column, key column, key)`: the first row with that key; blank when there is none."""
    instance, column, key_column, key = (code.string for code in site.arguments)

    def closure(c: Context) -> str:
        name = instance(c)
        bare = name.removesuffix(".csv")
        rows = c.environment.rows(f"{bare}.csv")  # so called where a choice list has the file's name
        if rows is None:
            rows = c.environment.rows(bare)
        if rows is None:
            raise XPathError("xpath-instance-unknown", name=name)
        cells = rows.column(column(c))
        found = rows.select(key_column(c), key(c)) if cells is not None else ()
        return cells[found[0]] if cells is not None and found else ""

    return string_code(closure, like=site.arguments)


def _property(site: Site) -> Compiled:
    name = site[0].string
    return string_code(lambda c: c.environment.property(name(c)), like=site.arguments)


def _version(_: Site) -> Compiled:
    return string_code(lambda c: c.environment.property(FORM_VERSION), is_fixed=True)


FUNCTIONS: Final = {
    "version": Function(0, 0, _version),
    "jr:itext": Function(1, 1, _itext),
    "pulldata": Function(4, 4, _pulldata),
    "property": Function(1, 1, _property),
}
