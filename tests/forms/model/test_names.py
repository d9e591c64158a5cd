"""What `${name}` and absolute paths mean at a place in the form."""

from __future__ import annotations

import pytest
from scenario import form_of

from forms.model.names import NameUnknown, Scope, instances_path, resolve
from forms.model.outline import Names, outline
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Number
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression

FORM = """
| type | name | label |
| text | top | T |
| begin_group | g | G |
| text | inside | I |
| end_group | | |
| begin_repeat | hh | H |
| text | name | N |
| begin_group | more | M |
| text | age | A |
| end_group | | |
| begin_repeat | animal | A |
| text | kind | K |
| end_repeat | | |
| end_repeat | | |
| begin_repeat | field | F |
| text | crop | C |
| end_repeat | | |
"""


def resolved(source: str, at: str, **scope: bool) -> str:
    nodes = outline(form_of(FORM))
    node = next(each for each in nodes if each.path == at)
    return print_expression(resolve(parse(source), Scope(node, node.repeats, **scope), Names(nodes)))


@pytest.mark.parametrize(
    ("source", "at", "becomes"),
    [
        ("count(${hh}[${age} > 17])", "/data/top", "count(/data/hh[./more/age > 17])"),
        ("count(/data/hh[/data/hh/more/age > 17])", "/data/top", "count(/data/hh[./more/age > 17])"),
        ("sum(${age}[${name} = ${top}])", "/data/top", "sum(/data/hh/more/age[../../name = /data/top])"),
        ("count(${animal}[${kind} = ${name}])", "/data/top", "count(/data/hh/animal[./kind = ../name])"),
        ("count(${animal}[${crop} = 'x'])", "/data/top", "count(/data/hh/animal[/data/field/crop = 'x'])"),
        ("count(/data/hh[/data/hh/name = 'a'])", "/data/hh/name", "count(/data/hh[./name = 'a'])"),
        ("count(/data/field[crop = /data/hh/name])", "/data/hh/name", "count(/data/field[crop = current()/../name])"),
        ("/data/hh[position() = /data/top]/name", "/data/top", "/data/hh[position() = /data/top]/name"),
        (
            "count(/data/hh[instance('l')/root/item[v = /data/hh/name]/w = 1])",
            "/data/top",
            "count(/data/hh[instance('l')/root/item[v = /data/hh/name]/w = 1])",
        ),
    ],
)
def test_in_a_predicate_a_path_means_the_instance_that_is_tried(source, at, becomes):
    """As JavaRosa binds them; in XPath alone they would mean every instance at once, which nobody asks for."""
    assert resolved(source, at) == print_expression(parse(becomes))


@pytest.mark.parametrize(
    ("source", "at", "becomes"),
    [
        ("${top}", "/data/g/inside", "/data/top"),
        ("${inside}", "/data/top", "/data/g/inside"),
        ("${name}", "/data/top", "/data/hh/name"),
        ("${name}", "/data/hh/more/age", "../../name"),
        ("${age}", "/data/hh/name", "../more/age"),
        ("${name}", "/data/hh/animal/kind", "../../name"),
        ("${kind}", "/data/hh/name", "../animal/kind"),
        ("${crop}", "/data/hh/name", "/data/field/crop"),
        ("${top}", "/data/hh/name", "/data/top"),
        ("${name}", "/data/hh/name", "../name"),
        ("count(${hh})", "/data/hh/name", "count(/data/hh)"),
        ("count(${animal})", "/data/hh/animal/kind", "count(../../animal)"),
        ("count(${animal})", "/data/hh/name", "count(../animal)"),
        ("${hh}[1]/name", "/data/top", "/data/hh[1]/name"),
        ("/data/hh/name", "/data/hh/more/age", "../../name"),
        ("/data/hh/name", "/data/top", "/data/hh/name"),
        ("count(/data/hh)", "/data/hh/name", "count(/data/hh)"),
        ("/data/hh[2]/name", "/data/hh/more/age", "/data/hh[2]/name"),
        ("instance('l')/root/item[v = ${name}]/label", "/data/hh/more/age", None),
        ("indexed-repeat(${age}, ${hh}, ${top})", "/data/hh/name", None),
        ("${last-saved#age}", "/data/hh/name", "instance('__last-saved')/data/hh/more/age"),
        ("jr:choice-name(${top}, '${top}')", "/data/hh/name", None),
    ],
)
def test_a_name_becomes_a_path(source, at, becomes):
    """Relative within the same repeat, absolute elsewhere."""
    special = {
        "instance('l')/root/item[v = ${name}]/label": "instance('l')/root/item[v = current()/../../name]/label",
        "indexed-repeat(${age}, ${hh}, ${top})": "indexed-repeat(/data/hh/more/age, /data/hh, /data/top)",
        "jr:choice-name(${top}, '${top}')": "jr:choice-name(/data/top, '/data/top')",
    }
    wanted = becomes or special[source]
    assert resolved(source, at) == print_expression(parse(wanted))


def test_inside_a_choice_filter_names_start_at_the_question():
    """In a choice filter the context is a choice, so a name in the same repeat starts at current()."""
    found = resolved("v = ${name} and w = ${top}", "/data/hh/more/age", in_list=True)
    assert found == print_expression(parse("v = current()/../../name and w = /data/top"))


def test_an_unknown_name_is_refused():
    """A name that no row has is said."""
    with pytest.raises(NameUnknown) as refused:
        resolved("${nobody}", "/data/top")
    assert refused.value.facts["name"] == "nobody"


@pytest.mark.parametrize(
    ("source", "at", "becomes"),
    [
        ("-${name}", "/data/hh/more/age", "-../../name"),
        ("(${name} | ${age})[1]", "/data/hh/name", "(../name | ../more/age)[1]"),
        ("${hh}[2]", "/data/top", "/data/hh[2]"),
        ("${name}[. != '']", "/data/top", "/data/hh/name[. != '']"),
        ("${last-saved#age}[1]", "/data/top", "instance('__last-saved')/data/hh/more/age[1]"),
        ("jr:choice-name(., ' /data/top ')", "/data/top", "jr:choice-name(., '/data/top')"),
        ("jr:choice-name(., '${ name }')", "/data/hh/name", "jr:choice-name(., '/data/hh/name')"),
        ("jr:choice-name(., ${top})", "/data/hh/name", "jr:choice-name(., /data/top)"),
        ("indexed-repeat(${kind}, ${animal}, 1, ${hh}, 2)", "/data/top",
         "indexed-repeat(/data/hh/animal/kind, /data/hh, 2, /data/hh/animal, 1)"),
        ("indexed-repeat(${kind}, ${animal})", "/data/top", "indexed-repeat(/data/hh/animal/kind, /data/hh/animal)"),
        ("indexed-repeat(${kind}, 'x', 1)", "/data/top", "indexed-repeat(/data/hh/animal/kind, 'x', 1)"),
        ("randomize(instance('l')/root/item)[a = ${name}]", "/data/hh/name",
         "randomize(instance('l')/root/item)[a = current()/../name]"),
        ("(instance('l')/root/item)[a = ${name}]/b", "/data/hh/name",
         "(instance('l')/root/item)[a = current()/../name]/b"),
        ("once(.)[a = ${name}]", "/data/hh/name", "once(.)[a = ../name]"),
        ("/data/orx:meta/orx:instanceID", "/data/top", "/data/meta/instanceID"),
        ("/data/meta/instanceID", "/data/hh/name", "/data/meta/instanceID"),
        ("/data/orx:other", "/data/top", "/data/orx:other"),
        ("//hh/name", "/data/hh/name", "//hh/name"),
        ("/data/hh/@x", "/data/hh/name", "../@x"),
        ("/data/*/name", "/data/hh/name", "/data/*/name"),
        ("/other/hh/name", "/data/hh/name", "/other/hh/name"),
        ("current()/../name", "/data/hh/more/age", "current()/../name"),
        ("${hh}/name", "/data/top", "/data/hh/name"),
        ("../${name}", "/data/hh/more/age", None),
    ],
)  # fmt: skip
def test_names_inside_other_expressions(source, at, becomes):
    """Signs, filters, quoted paths, pairs of indexed-repeat, the meta group, and paths that are left as they are."""
    if becomes is None:
        with pytest.raises(XPathSyntaxError):
            resolved(source, at)
        return
    assert resolved(source, at) == print_expression(parse(becomes))


def test_of_two_of_a_name_the_nearer_is_meant():
    """The one that shares most of what is around; of equals the first."""
    nodes = outline(
        form_of(
            """
            | type | name | label |
            | begin_group | g | G |
            | text | a | A |
            | text | x | X |
            | end_group | | |
            | begin_group | h | H |
            | text | a | A |
            | begin_group | i | I |
            | text | y | Y |
            | end_group | | |
            | end_group | | |
            | text | z | Z |
            """
        )
    )
    names = Names(nodes)
    by_path = {node.path: node for node in nodes}
    found = {place: names.find("a", by_path[place]) for place in ("/data/g/x", "/data/h/i/y", "/data/z")}
    assert {place: node and node.path for place, node in found.items()} == {
        "/data/g/x": "/data/g/a",
        "/data/h/i/y": "/data/h/a",
        "/data/z": "/data/g/a",
    }
    assert names.find("b", nodes[0]) is None


def test_a_predicate_behind_current_stands_in_the_form():
    """Names inside it start where the rule stands, as elsewhere in the form, not at an item of a list."""
    found = resolved("current()/../../name[. = ${top}]", "/data/hh/more/age")
    assert found == print_expression(parse("current()/../../name[. = /data/top]"))
    assert "current()/../../animal" not in resolved("../../animal[kind = ${name}]", "/data/hh/more/age")


def test_the_facts_of_an_unknown_name():
    """The code and the name."""
    with pytest.raises(NameUnknown) as refused:
        resolved("${nobody} + 1", "/data/top")
    assert (refused.value.code, dict(refused.value.facts)) == ("xpath-reference-unresolved", {"name": "nobody"})


@pytest.mark.parametrize(
    ("repeat", "at", "path"),
    [
        ("/data/hh", "/data/top", "/data/hh[1]"),
        ("/data/hh", "/data/hh/name", "/data/hh[1]"),
        ("/data/hh/animal", "/data/top", "/data/hh/animal[1]"),
        ("/data/hh/animal", "/data/hh/name", "../animal[1]"),
        ("/data/hh/animal", "/data/hh/more/age", "../../animal[1]"),
        ("/data/hh/animal", "/data/hh/animal/kind", "../../animal[1]"),
    ],
)
def test_all_instances_of_a_repeat_from_somewhere(repeat, at, path):
    """Those that share the outer instances; the condition stands on the repeat itself."""
    nodes = {node.path: node for node in outline(form_of(FORM))}
    found = instances_path(nodes[repeat], nodes[at], (Number(1),))
    assert print_expression(found) == print_expression(parse(path))
