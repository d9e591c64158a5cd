"""Rare turns of paths, axes, comparisons and functions."""

from __future__ import annotations

from math import inf

import pytest
from expressions import ListRows, Surroundings, World

from forms.errors import FormsError
from forms.xpath.axes import in_document_order
from forms.xpath.context import Context
from forms.xpath.expr import Path
from forms.xpath.markup import LARGEST_DOCUMENT, parse_document
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression
from forms.xpath.tree import Attribute, Element, LeafText, Node, TextNode, string_value
from forms.xpath.walk import children

TREE = '<data lang="x" xmlns:q="urn:q" q:y="2"><a>1</a><b><c>2</c></b>tail</data>'


def test_axes_from_an_attribute() -> None:
    """What follows an attribute is what is in its element and after; before it stands what is before its element."""
    world = World(TREE)
    assert world.texts("@lang/following::c") == ["2"]
    assert world.texts("b/c/ancestor::data/@lang/preceding::a") == []
    assert world.texts("@lang/..") == ["12tail"]
    assert world.texts("@lang/following-sibling::node()") == []
    assert world.texts("@*") == ["x", "2"]
    assert world.texts("@lang | @none") == ["x"]


def test_attributes_by_namespace() -> None:
    """A prefix on an attribute means its namespace."""
    world = World('<data xmlns:jr="http://openrosa.org/javarosa" jr:template="t" template="u"/>')
    assert world.texts("@jr:template") == ["t"]
    assert world.texts("@template") == ["u"]
    assert world.texts("@jr:*") == ["t"]
    assert world.texts("jr:*") == []
    assert world.string("name(@jr:template)") == "jr:template"
    assert world.string("namespace-uri(@jr:template)") == "http://openrosa.org/javarosa"


def test_texts_have_no_axes_downwards() -> None:
    """A text has no children, attributes or namespaces."""
    world = World(TREE)
    assert world.texts("text()/node() | text()/@* | text()/namespace::*") == []
    assert world.string("local-name(text())") == ""
    assert world.string("name(processing-instruction())") == ""


def test_plain_relative_paths_leave_the_tree() -> None:
    """Going up beyond the root finds nothing, whatever follows."""
    world = World(TREE)
    for path in ("../../..", "../../../a", "../../../*", "../../../a[1]"):
        assert world.nodes(path) == []


def test_absolute_path_from_attribute_and_bare_element() -> None:
    """Absolute paths start at the root of the tree the expression stands in."""
    world = World(TREE, at="/data/@lang")
    assert world.string("/data/a") == "1"
    bare = Element("data")
    bare.append(Element("a", "7"))
    world.node = bare
    assert world.string("/data/a") == "7"
    assert [type(node).__name__ for node in world.nodes("/")] == ["Document"]


def test_contexts_at_other_nodes_share_the_rest() -> None:
    """A context at another node keeps surroundings, current node and root."""
    world = World(TREE)
    outer = world.context()
    inner = outer.at(world.nodes("a")[0], 2, 5)
    assert isinstance(inner, Context)
    assert (inner.position, inner.size, inner.current, inner.root) == (2, 5, outer.node, outer.root)


def test_order_of_several_trees() -> None:
    """Nodes of several trees come tree by tree; leaf texts after attributes."""
    first, second = Element("a", "t"), Element("b")
    first.attributes["x"] = "1"
    nodes: list[Node] = [LeafText(first), Attribute(first, "x"), second, first]
    found = in_document_order(nodes)
    assert len(found) == 4
    assert found.index(first) < found.index(Attribute(first, "x")) < found.index(LeafText(first))


def test_string_value_of_texts() -> None:
    """The text of a text node is blank when its element is not relevant."""
    element = Element("a", "t")
    text = LeafText(element)
    assert string_value(text) == "t"
    element.relevant = False
    assert string_value(text) == ""
    assert TextNode("free").relevant
    assert "free" in repr(TextNode("free"))
    assert "'a'" in repr(element)


def test_hash_of_namespaces_differs_from_attributes() -> None:
    """A namespace and an attribute of one name are two nodes."""
    world = World('<data xmlns:a="urn:a" a="1"/>')
    assert world.number("count(@a | namespace::a)") == 2


def test_comparisons_of_several_nodes_with_computed_texts() -> None:
    """Several nodes are compared one by one with a text that is computed."""
    world = World("<data><n>1</n><n>2</n></data>")
    assert world.boolean("n = concat('', '2')")
    assert world.boolean("concat('', '2') != n")
    assert not world.boolean("n > concat('', '2')")
    assert world.boolean("n >= concat('', '2')")
    assert not world.boolean("none < n")
    assert not world.boolean("none = 1")
    assert world.boolean("(1 = 1) != (1 = 2)")


def test_filters_of_positions_that_vary() -> None:
    """A number that depends on the item is compared with its position."""
    world = World("<data><n>1</n><n>1</n><n>3</n><m/></data>")
    assert world.texts("n[number(.)]") == ["1", "3"]
    assert world.texts("m[last()]") == [""]
    assert world.texts("none[number(.)]") == []
    assert world.texts("none[. = 'x' or true()]") == []
    assert world.texts("none[1]") == []
    assert world.texts("none[a = 1][b = 2]") == []
    assert world.texts("n[true() = (position() = 2)]") == ["1"]


def test_tables_without_a_column() -> None:
    """A condition on a column the table lacks is never true; a column it lacks has no texts."""
    rows = ListRows({"name": ["a", "b"]})
    world = World(surroundings=Surroundings(tables={"t": rows}))
    for condition in ("none = 'a'", "none = 'a' or name = 'zz'", "none > 3", "none = name", "string-length(none) > 0"):
        assert world.texts(f"instance('t')/root/item[{condition}]/name") == []
    assert world.string("instance('t')/root/item/none") == ""
    assert world.string("join('', instance('t')/root/item/none)") == ""
    assert world.texts("instance('t')/root/item[string-length(none) = 0]/name") == ["a", "b"]
    assert world.texts("instance('t')/root/item[name = 'b'][1]/name") == ["b"]
    assert world.texts("instance('t')/root/item[name = 'a' or name = 'b'][name = 'b' or name = 'c']/name") == ["b"]
    assert world.texts("instance('t')/root/item[name = 'b' and (name = 'a' or name = 'b')]/name") == ["b"]


def test_errors_inside_table_conditions_come_out() -> None:
    """What is wrong in a condition over a table is said when it is reached."""
    world = World(surroundings=Surroundings(tables={"t": ListRows({"name": ["a"]})}))
    with pytest.raises(FormsError, match="xpath-function-unknown"):
        world.texts("instance('t')/root/item[nonsense(name)]/name")
    with pytest.raises(FormsError, match="xpath-nodes-needed"):
        world.texts("instance('t')/root/item[count('a') = 1]/name")


def test_choice_name_asked_from_an_attribute() -> None:
    """The element of an attribute is what the choice is seen from."""
    assert World(TREE, at="/data/@lang").string("jr:choice-name('v', '/p')") == "v of /p at data"


def test_points_that_cannot_be_read() -> None:
    """Too few, too many words, letters, and places beyond the poles are no points."""
    world = World()
    for text in ("1", "1 2 3 4 5", "a b", "91 0", "0 181", "0 0;1"):
        assert world.string(f"area('{text}')") == "0"
    assert world.number("area('0 0;0 1;1 1;')") > 0


def test_rounding_at_the_edges() -> None:
    """Infinities stay, small negatives keep their sign, huge digits do no harm."""
    world = World()
    assert world.number("round(-1 div 0, 2)") == -inf
    assert world.number("floor(1 div 0)") == inf
    assert world.string("1 div ceiling(-0.5)") == "-Infinity"
    assert world.number("round(1.5, 400)") == 1.5
    assert world.number("round(1.5, -400)") == 0
    assert world.number("round(1 div 0)", functions="xpath1") == inf
    assert world.string("1 div round(-0.2)", functions="xpath1") == "-Infinity"
    assert world.number("number() + 1", functions="xpath1") != 1


def test_number_without_argument() -> None:
    """It reads the context node."""
    assert World("<data>4</data>").number("number()") == 4
    assert World("<data>4</data>").number("number()", functions="xpath1") == 4
    assert World("<data>4</data>").string("string()") == "4"
    assert World("<data> a  b </data>").string("normalize-space()") == "a b"
    assert World("<data>abc</data>").number("string-length()") == 3


def test_document_too_large() -> None:
    """A document over the limit is refused unread."""
    with pytest.raises(FormsError, match="xml-too-large"):
        parse_document(b" " * (LARGEST_DOCUMENT + 1))


def test_default_namespace_can_be_taken_back() -> None:
    """`xmlns=""` inside a default namespace ends it."""
    document = parse_document('<a xmlns="urn:a"><b xmlns=""><c/></b></a>')
    assert document.root is not None
    inner = document.root.named("b")[0]
    assert (document.root.namespace, inner.namespace) == ("urn:a", "")
    assert World('<a xmlns="urn:a"><b xmlns=""/></a>', at="/a/b").texts("namespace::*") == [
        "http://www.w3.org/XML/1998/namespace"
    ]


def test_leaves_of_the_syntax_have_no_parts() -> None:
    """Numbers, texts and references contain nothing; the root path prints as a slash."""
    assert children(parse("1")) == ()
    assert print_expression(Path((), absolute=True)) == "/"
    assert print_expression(parse("processing-instruction()")) == "processing-instruction()"
