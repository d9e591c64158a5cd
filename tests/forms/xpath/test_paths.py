"""Paths, axes and predicates."""

from __future__ import annotations

import pytest
from expressions import Surroundings, World

from forms.errors import FormsError

PEOPLE = """<data id="d">
<hh><name>A</name><person n="1"><name>Ann</name><age>30</age></person>
<person n="2"><name>Bob</name><age>8</age></person></hh>
<hh><name>B</name><person n="3"><name>Cy</name><age>50</age></person></hh>
<wanted>Bob</wanted>
</data>"""


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("/data/hh/name", ["A", "B"]),
        ("/data/hh/person/name", ["Ann", "Bob", "Cy"]),
        ("//name", ["A", "Ann", "Bob", "B", "Cy"]),
        ("/data/hh[2]/person/name", ["Cy"]),
        ("/data/hh/person[1]/name", ["Ann", "Cy"]),
        ("(/data/hh/person)[2]/name", ["Bob"]),
        ("/data/hh/person[last()]/name", ["Bob", "Cy"]),
        ("/data/hh/person[position() = 2]/name", ["Bob"]),
        ("/data/hh/person[2 = position()]/name", ["Bob"]),
        ("/data/hh/person[position() > 1]/name", ["Bob"]),
        ("/data/hh/person[0]/name", []),
        ("/data/hh/person[1.5]/name", []),
        ("/data/hh/person[age > 10]/name", ["Ann", "Cy"]),
        ("/data/hh/person[10 < age]/name", ["Ann", "Cy"]),
        ("/data/hh/person[name = /data/wanted]/age", ["8"]),
        ("/data/hh/person[name != /data/wanted]/age", ["30", "50"]),
        ("/data/hh/person[name = 'Ann' or age = 50]/name", ["Ann", "Cy"]),
        ("/data/hh/person[age = 8 and name = 'Bob']/name", ["Bob"]),
        ("/data/hh/person[age >= 8 and position() = 2]/name", ["Bob"]),
        ("/data/hh/person[@n = 3]/name", ["Cy"]),
        ("/data/hh/person[age][name = 'Cy']/name", ["Cy"]),
        ("/data/hh/person[../name = 'B']/name", ["Cy"]),
        ("/data/hh/person[count(../person)]/name", ["Bob", "Cy"]),
        ("/data/hh/person/@n", ["1", "2", "3"]),
        ("/data/*/name", ["A", "B"]),
        ("/data/hh/person/..//age", ["30", "8", "50"]),
        ("/data/hh[1]/following-sibling::hh/name", ["B"]),
        ("/data/wanted/preceding-sibling::hh[1]/name", ["B"]),
        ("//age[. = 8]/ancestor::hh/name", ["A"]),
        ("//age[. = 8]/following::name", ["B", "Cy"]),
        ("//age[. = 8]/preceding::name", ["A", "Ann", "Bob"]),
        ("//age[. = 8]/preceding::name[1]", ["Bob"]),
        ("//person/self::person/name/text()", ["Ann", "Bob", "Cy"]),
        ("//name | //age | //name", ["A", "Ann", "30", "Bob", "8", "B", "Cy", "50"]),
        ("/none", []),
        ("/data/none/name", []),
        ("/data/hh/descendant::name[2]", ["Ann", "Cy"]),
        ("/data/./hh/./name", ["A", "B"]),
    ],
)
def test_selects(path: str, texts: list[str]) -> None:
    """Each path selects its nodes in document order."""
    assert World(PEOPLE).texts(path) == texts


@pytest.mark.parametrize(
    ("path", "text"),
    [("../name", "Bob"), ("../../name", "A"), (".", "8"), ("..//name", "Bob"), ("../../../../data/wanted", "Bob")],
)
def test_relative_paths(path: str, text: str) -> None:
    """Relative paths go from the context node, and beyond the root lead nowhere."""
    world = World(PEOPLE, at="//age[. = 8]")
    assert world.string(path) == text
    assert world.nodes("../../../../../..") == []


def test_any_namespace_is_meant_by_a_plain_name() -> None:
    """A name without prefix finds elements of a default namespace; a prefix means its namespace."""
    world = World('<data xmlns="urn:x" xmlns:orx="http://openrosa.org/xforms"><orx:meta>1</orx:meta></data>')
    assert world.string("/data/meta") == "1"
    assert world.string("/data/orx:meta") == "1"
    assert world.nodes("/data/jr:meta") == []
    assert world.nodes("/data", functions="xpath1") == []


def test_unknown_prefix_fails_only_when_reached() -> None:
    """A prefix nobody declared is an error of the evaluation."""
    with pytest.raises(FormsError, match="xpath-prefix-unknown"):
        World().string("/data/nobody:x")
    assert World().boolean("false() and nobody:x") is False


def test_current_stays_in_predicates() -> None:
    """`current()` is where the expression stands, at any depth."""
    world = World(PEOPLE, at="//age[. = 8]")
    assert world.string("/data/hh/person[name = current()/../name]/@n") == "2"
    assert world.string("/data/hh[person[age = current()]]/name") == "A"


HIDDEN = "<data><a>1</a><a>2</a><b>x</b></data>"


def test_hidden_nodes_read_as_blank() -> None:
    """A node that is not relevant is blank where one value is read, and left out where many are."""
    world = World(HIDDEN)
    world.document.root.named("a")[0].relevant = False  # type: ignore[union-attr]
    world.document.root.named("b")[0].relevant = False  # type: ignore[union-attr]
    assert world.string("/data/b") == ""
    assert world.boolean("/data/b = ''")
    assert not world.boolean("/data/b != ''")
    assert world.number("count(/data/a)") == 1
    assert world.number("sum(/data/a)") == 2
    assert world.string("join(',', /data/a)") == "2"
    assert not world.boolean("boolean(/data/b)")
    assert world.string("/data/a") == "2"
    assert world.string("/data/a[1]") == ""


def test_instance_goes_on_from_above_the_root() -> None:
    """`instance(id)` is followed by the name of the outermost element."""
    other = World("<root><item><name>n</name></item></root>").document.root
    assert other is not None
    world = World(surroundings=Surroundings(instances={"x": other}))
    assert world.string("instance('x')/root/item/name") == "n"
    with pytest.raises(FormsError, match="xpath-instance-unknown"):
        world.string("instance('y')/root")


def test_predicate_of_what_is_no_nodes_fails() -> None:
    """Predicates and steps need nodes."""
    with pytest.raises(FormsError, match="xpath-nodes-needed"):
        World().string("concat('a')[1]")
    with pytest.raises(FormsError, match="xpath-nodes-needed"):
        World().string("concat('a')/b")


def test_reference_must_be_resolved() -> None:
    """A reference that is still there when evaluated is an error."""
    with pytest.raises(FormsError, match="xpath-reference-unresolved"):
        World().string("${age}")


def test_namespace_axis() -> None:
    """The namespaces in scope are nodes of the namespace axis."""
    world = World('<data xmlns:a="urn:a"><b xmlns:c="urn:c"/></data>', at="/data/b")
    assert sorted(world.texts("namespace::*")) == ["http://www.w3.org/XML/1998/namespace", "urn:a", "urn:c"]
    assert world.texts("namespace::c") == ["urn:c"]


def test_kinds_of_nodes() -> None:
    """Comments and instructions are selected by their tests."""
    world = World("<data><!--c--><?p q?><?r s?>t</data>")
    assert world.texts("comment()") == ["c"]
    assert world.texts("processing-instruction()") == ["q", "s"]
    assert world.texts("processing-instruction('r')") == ["s"]
    assert world.texts("text()") == ["t"]
    assert world.number("count(node())") == 4
