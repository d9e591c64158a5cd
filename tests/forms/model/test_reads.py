"""What an expression reads, found without evaluating it."""

from __future__ import annotations

import pytest
from scenario import form_of

from forms.model.names import Scope, resolve
from forms.model.outline import Names, outline
from forms.model.reads import reads, targets
from forms.xpath.parse import parse

FORM = """
| type | name | label |
| text | top | T |
| begin_group | g | G |
| text | one | O |
| text | two | T |
| end_group | | |
| begin_repeat | hh | H |
| text | name | N |
| text | age | A |
| begin_repeat | in | I |
| text | kind | K |
| end_repeat | | |
| end_repeat | | |
"""


def found(source: str, at: str) -> set[tuple[str, str, bool]]:
    """(what is read, shared ancestor, local) without the form's root."""
    nodes = outline(form_of(FORM))
    node = next(each for each in nodes if each.path == at)
    expr = resolve(parse(source), Scope(node, node.repeats), Names(nodes))
    short = {each: each.path.removeprefix("/data").removeprefix("/") for each in nodes}
    return {(short[read.node], short[read.pivot], read.is_local) for read in reads(expr, node, nodes[0])}


@pytest.mark.parametrize(
    ("source", "at", "wanted"),
    [
        ("${top} + 1", "/data/g/one", {("top", "", True)}),
        (". > 1", "/data/top", {("top", "top", True)}),
        ("${name}", "/data/hh/age", {("hh/name", "hh", True)}),
        ("sum(${age})", "/data/top", {("hh/age", "", False)}),
        ("join(' ', ${kind})", "/data/hh/age", {("hh/in/kind", "hh", False)}),
        ("count(${hh})", "/data/top", {("hh", "", False)}),
        ("position(..)", "/data/hh/age", {("hh", "hh", True)}),
        ("position(../..)", "/data/hh/in/kind", {("hh", "hh", True)}),
        ("/data/hh[name = 'a']/age", "/data/top", {("hh/age", "", False), ("hh", "", False), ("hh/name", "", False)}),
        ("instance('l')/root/item[name = current()/../name]/x", "/data/hh/age", {("hh/name", "hh", True)}),
        ("instance('l')/root/item[name = 'a']/x", "/data/top", set()),
        ("indexed-repeat(${age}, ${hh}, 1)", "/data/top", {("hh/age", "", False), ("hh", "", False)}),
        ("count(/data/g/*)", "/data/top", {("g/one", "", True), ("g/two", "", True)}),
        ("string(/data/g)", "/data/top", {("g", "", True), ("g/one", "", True), ("g/two", "", True)}),
        ("//kind", "/data/top", {("hh/in/kind", "", False)}),
        ("../preceding-sibling::hh/age", "/data/hh/name", {("hh/age", "", False)}),
        ("ancestor::hh/name", "/data/hh/in/kind", {("hh/name", "hh", True)}),
        ("following::kind", "/data/top", {("hh/in/kind", "", False)}),
        ("/other/x", "/data/top", set()),
        ("@id", "/data/top", set()),
        ("randomize(/data/hh, ${top})/age", "/data/top", {("hh/age", "", False), ("top", "", True)}),
        ("(${hh})[1]/name", "/data/top", {("hh/name", "", False), ("hh", "", False)}),
        ("current()/../top", "/data/g", {("top", "", True)}),
    ],
)  # fmt: skip
def test_reads(source, at, wanted):
    """Every node an expression can lead to, with the ancestor it shares."""
    assert found(source, at) == wanted


@pytest.mark.parametrize(
    ("source", "at", "wanted"),
    [
        ("current()/../name", "/data/hh/age", {("hh/name", "hh", True)}),
        ("current() > 1", "/data/hh/age", set()),
        ("(${name} | ${age})[1]", "/data/hh/age", {("hh/name", "hh", True), ("hh/age", "hh", True)}),
        ("(/data/hh)[2]/name", "/data/top", {("hh", "", False), ("hh/name", "", False)}),
        ("count(/data/hh[1])", "/data/top", {("hh", "", False)}),
        ("ancestor-or-self::*", "/data/top", {("top", "top", True), ("", "", True)}),
        ("self::top", "/data/top", {("top", "top", True)}),
        ("self::other", "/data/top", set()),
        ("self::node()", "/data/top", {("top", "top", True)}),
        ("text()", "/data/top", set()),
        ("descendant::one", "/data/g", {("g/one", "g", True)}),
        ("descendant-or-self::kind", "/data/hh/in/kind", {("hh/in/kind", "hh/in/kind", True)}),
        ("following-sibling::age", "/data/hh/name", {("hh/age", "hh", True)}),
        ("preceding::top", "/data/hh/name", {("top", "", True)}),
        ("namespace::x", "/data/top", set()),
        ("../../..", "/data/top", set()),
        ("/", "/data/top", {("", "", True)}),
        ("randomize(/data/hh, ${top})", "/data/g/one", {("hh", "", False), ("top", "", True)} | {
            (f"hh/{each}", "", False) for each in ("name", "age", "in/kind")}),
        ("not(/data/hh)", "/data/top", {("hh", "", False)}),
        ("boolean(/data/g)", "/data/top", {("g", "", True)}),
        ("indexed-repeat(${age}, ${hh}, ${top})", "/data/g/one",
         {("hh/age", "", False), ("hh", "", False), ("top", "", True)}),
        ("if(${one} = 1, ${two}, -${top})", "/data/top",
         {("g/one", "", True), ("g/two", "", True), ("top", "", True)}),
        ("${hh}/name", "/data/top", {("hh/name", "", False)}),
        ("../../in", "/data/hh/in/kind", {("hh/in", "hh", False), ("hh/in/kind", "hh", False)}),
        ("..", "/data/hh/in/kind", {("hh/in", "hh/in", True)}),
        ("concat(instance('l')/root/item[x = ${one}]/y, ${two})", "/data/top",
         {("g/one", "", True), ("g/two", "", True)}),
    ],
)  # fmt: skip
def test_reads_along_every_axis(source, at, wanted):
    """Axes, filters, `current()`, groups with what is in them, counts without it."""
    assert found(source, at) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [("/data/g/one", ["/data/g/one"]), ("/data/g/*", ["/data/g/one", "/data/g/two"]), ("1 + 1", []), ("/data/zz", []),
     ("(/data/g/one)[1]", ["/data/g/one"]), ("instance('l')/root/item", [])],
)  # fmt: skip
def test_where_a_path_leads(source, wanted):
    """A path leads to nodes of the form; what is no path, or starts elsewhere, leads to none."""
    nodes = outline(form_of(FORM))
    assert [node.path for node in targets(parse(source), nodes[1], nodes[0])] == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("/data[top = 1]/g/one", {("g/one", "", True), ("top", "", True)}),
        ("/data[1]/g[two = 1]/one", {("g/one", "", True), ("g/two", "", True)}),
        ("/data/hh[in/kind = 'a'][age > 1]", {
            ("hh", "", False), ("hh/in/kind", "", False), ("hh/age", "", False), ("hh/name", "", False)}),
    ],
)  # fmt: skip
def test_reads_of_conditions_on_the_way(source, wanted):
    """A condition on any step is read, on the root's too."""
    assert found(source, "/data/top") - {("hh/in", "", False)} == wanted
