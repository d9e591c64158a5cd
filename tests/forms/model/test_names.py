"""What `${name}` and absolute paths mean at a place in the form."""

from __future__ import annotations

import pytest
from scenario import form_of

from forms.model.names import NameUnknown, Scope, resolve
from forms.model.outline import Names, outline
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
