"""Edges of the library and of the tree: bounds, codes of what is refused, order, names."""

from __future__ import annotations

import math
import random
import re
from math import isnan

import pytest
from expressions import ListRows, Surroundings, World
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import FormsError
from forms.xpath.compile import Static, compile_expression
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.functions.numbers import round_away
from forms.xpath.functions.strings import FEW, LONGEST_TEXT
from forms.xpath.markup import DEEPEST_DOCUMENT, parse_document, parse_xml
from forms.xpath.parse import parse
from forms.xpath.patterns import _Matcher, _Reader, hangs
from forms.xpath.tree import Document, Element, LeafText, TextNode

XML = '<data xmlns:x="urn:x"><a k="1">5</a><a>7</a><b>t</b><x:q x:k="2">z</x:q><x:b>u</x:b></data>'


def code_of(source: str, xml: str = XML) -> tuple[str, dict[str, str | int]]:
    """Return code and facts with which an expression is refused."""
    with pytest.raises(FormsError) as refused:
        World(xml).string(source)
    return refused.value.code, dict(refused.value.facts)


@pytest.mark.parametrize("many", [FEW, FEW + 1, 3 * FEW])
def test_many_short_pieces_are_joined(many):
    """However many pieces there are, only their length counts."""
    world = World(f"<data>{'<a>ab</a>' * many}</data>")
    assert world.string("concat(a, '')") == "ab" * many
    assert world.string("join(',', a)") == ",".join(["ab"] * many)


def test_a_text_may_be_as_long_as_the_limit_and_no_longer():
    """The last letter too many is refused, in one piece, in few, in many, and by separators alone."""
    piece = LONGEST_TEXT // (FEW + 1)
    rest = LONGEST_TEXT - piece * (FEW + 1)
    long = "<a>" + "y" * piece + "</a>"
    many = f"<data>{long * (FEW + 1)}<b>{'y' * rest}</b></data>"
    world = World(many)
    assert len(world.string("concat(a, b)")) == LONGEST_TEXT
    refused = ("xpath-text-too-long", {"limit": LONGEST_TEXT})
    assert code_of("concat(a, b, 'z')", many) == refused
    assert code_of("join('zz', a, b)", many) == refused
    half = f"<data><a>{'y' * (LONGEST_TEXT // 2)}</a></data>"
    assert len(World(half).string("concat(a, a)")) == LONGEST_TEXT
    assert code_of("concat(a, a, 'z')", half) == refused


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("substr('abcdef', 2)", "cdef"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substr('abcdef', 0, -1)", "abcde"),
        ("substr('abcdef', -9, 2)", "ab"),
        ("substr('abcdef', 3, 99)", "def"),
        ("substr('abcdef', 'x')", "abcdef"),
        ("substr('abcdef', 4, 2)", ""),
        ("string-length()", "5"),
        ("string-length('añ')", "2"),
        ("count(*)", "5"),
        ("count(b)", "2"),
        ("count(@*)", "0"),
        ("a/@k", "1"),
        ("count(a/@*)", "1"),
        ("base64-decode('aGVsbG8=')", "hello"),
        ("base64-decode('?')", ""),
        ("base64-decode('/w==')", "\ufffd"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1.005, 2)", "1"),
        ("round(1250, -2)", "1300"),
        ("round('x', 1)", ""),
        ("round(1.5, 'x')", ""),
        ("round(0.5)", "1"),
        ("round(-0.4)", "0"),
        ("int(-0.9)", "0"),
        ("int(2.9)", "2"),
        ("int(-2.9)", "-2"),
        ("floor(-0.5)", "-1"),
        ("ceiling(0.1)", "1"),
        ("pow(2, 10)", "1024"),
        ("pow(0, -1)", "Infinity"),
        ("2 - 1 - 1", "0"),
        ("8 div 4 div 2", "1"),
        ("8 div 2 * 4", "16"),
        ("7 mod 4 mod 2", "1"),
        ("2 + 3 * 4 - 1", "13"),
        ("-2 + 3", "1"),
        ("- - 2", "2"),
        ("-2 * -3", "6"),
        ("-(1 + 2)", "-3"),
        ("2 * 3 - -4", "10"),
        ("1 < 2 = true()", "true"),
        ("3 > 2 > 1", "false"),
        ("1 = 1 and 2 = 2 or 1 = 2", "true"),
        ("1 = 2 and 2 = 2 or 1 = 1", "true"),
        ("1 = 1 or 2 = 2 and 1 = 2", "true"),
        ("-a + 10", "5"),
    ],
)
def test_what_expressions_give(source, text):
    """Places in texts, rounding, signs, and operators that bind to the left."""
    assert World(XML).string(source) == text


@pytest.mark.parametrize("month", range(1, 13))
def test_names_of_months_and_days(month):
    """Three letters of English, as the reference engines write them."""
    short = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * month - 3 : 3 * month]
    world = World()
    assert (
        world.string(f"format-date('2026-{month:02}-05', '%b %n %m %e %d %y %Y')")
        == f"{short} {month} {month:02} 5 05 26 2026"
    )
    days = [world.string(f"format-date('2026-11-{day:02}', '%a')") for day in range(1, 8)]
    assert days == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ("", 0),
        ("1 2", 0),
        ("1", 0),
        ("1 2 3 4 5", 0),
        ("91 0", 0),
        ("-91 0", 0),
        ("0 181", 0),
        ("0 -181", 0),
        ("a b", 0),
    ],
)
def test_an_area_of_no_line_is_nothing(points, code):
    """Fewer than three places, or something that is no place, have no area."""
    assert World().number(f"area('{points}')") == code


def test_places_on_the_edge_of_the_earth_are_places():
    """Ninety degrees north and a hundred and eighty east are still on it; a distance from no place is refused."""
    assert World().number("distance('90 180;-90 -180')") > 20_000_000
    assert World().number("distance('90 -180;90 180;')") == 0
    assert code_of("distance('91 0;0 0')") == ("xpath-value-refused", {"name": "distance", "value": "91 0;0 0"})
    assert code_of(f"distance('{'x' * 200}')")[1]["value"] == "x" * 100
    assert World().number("distance('0 0 5 3')") == 0


@pytest.mark.parametrize(
    ("point", "inside"),
    [("1 1", True), ("3 1", False), ("1 3", False), ("-1 1", False), ("1 -1", False), ("0.5 1.9", True)],
)  # fmt: skip
def test_a_fence_holds_what_is_inside(point, inside):
    """A square of two degrees; what is no place is outside."""
    world = World()
    assert world.boolean(f"geofence('{point}', '0 0;0 2;2 2;2 0;0 0')") is inside
    assert not world.boolean("geofence('here', '0 0;0 2;2 2')")
    assert not world.boolean("geofence('1 1', 'there')")


@given(st.floats(-1e6, 1e6), st.integers(-3, 6))
def test_rounding_is_symmetric_and_near(number, digits):
    """A number and its opposite round alike, to the nearest of that many decimals."""
    rounded = round_away(number, digits)
    assert rounded == -round_away(-number, digits)
    assert abs(rounded - number) <= 0.5 * 10.0**-digits * (1 + 1e-9)


def test_numbers_too_large_to_round_stay():
    """Beyond 2^53 there are no decimals to round; without a number of digits there is no number."""
    assert round_away(2.0**53, 0) == 2.0**53
    assert round_away(1e300, 5) == 1e300
    assert round_away(12.5, 400) == 12.5
    assert round_away(12.5, -400) == 0
    assert isnan(round_away(1.0, float("nan")))
    assert isnan(round_away(float("nan"), float("nan")))
    assert round_away(float("inf"), 1) == float("inf")


# trees


def test_nodes_are_taken_by_name():
    """Whatever is done to the children, the lists by name are what looking at all gives."""
    chance = random.Random(4)
    for _ in range(300):
        parent = Element("p")
        for _ in range(chance.randint(1, 12)):
            _change(parent, chance)
            if chance.random() < 0.6:
                wanted = [child for child in parent.children if isinstance(child, Element) and child.name == "a"]
                assert parent.named("a") == wanted
                assert parent.child("a") is (wanted[0] if wanted else None)


def _change(parent: Element, chance: random.Random) -> None:
    children = parent.children
    fresh = Element(chance.choice("aab")) if chance.random() < 0.8 else TextNode("t")
    draw = chance.randint(0, 10)
    if draw < 3:
        parent.append(fresh)
    elif draw < 5:
        parent.insert(chance.randint(0, len(children)), fresh)
    elif draw == 5 and children:
        children.remove(chance.choice(children))
    elif draw == 6 and children:
        last = children[-1]
        if isinstance(last, Element):
            last.detach()
            assert last.parent is None
    elif draw == 7:
        children.extend([Element("a"), Element("b")])
    elif draw == 8:
        children.reverse()
    elif draw == 9:
        children.sort(key=lambda _: chance.random())
    elif children:
        children[0] = Element(chance.choice("ab"))
        if chance.random() < 0.5:
            del children[-1]
        if chance.random() < 0.2:
            children.clear()


def test_an_element_without_parent_detaches_quietly():
    """Nothing happens."""
    Element("a").detach()
    assert Document().root is None
    assert Document(Element("a")).root is not None


def test_a_namespace_that_ends_is_told():
    """A default namespace taken back inside is no namespace again."""
    root = parse_xml('<a xmlns="urn:o"><b xmlns=""><c/></b></a>')
    [inner] = root.children
    assert isinstance(inner, Element)
    assert (root.namespace, inner.namespace) == ("urn:o", "")
    world = World('<a xmlns="urn:o"><b xmlns=""><c/></b></a>')
    assert world.string("namespace-uri(.)") == "urn:o"
    assert world.string("namespace-uri(b)") == ""


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<a", "xml-unreadable"),
        ("<a>" + "<b>" * DEEPEST_DOCUMENT + "</b>" * DEEPEST_DOCUMENT + "</a>", "xml-too-deep"),
        ('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "xml-declares-entities"),
        ("<a " + " ".join(f"k{number}='1'" for number in range(20_000)) + "/>", "xml-unreadable"),
    ],
)
def test_documents_that_are_refused(xml, code):
    """Each with the code of its reason."""
    with pytest.raises(FormsError) as refused:
        parse_document(xml)
    assert refused.value.code == code


def test_a_document_type_without_entities_is_read():
    """It declares nothing that could be followed; text around comments is kept in its parts."""
    root = parse_xml('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>x<!-- c -->y<?p q?>z<b/>w</a>')
    assert root.text == "xyzw"
    assert [type(child).__name__ for child in root.children] == [
        "TextNode", "Comment", "TextNode", "Instruction", "TextNode", "Element", "TextNode"
    ]  # fmt: skip


def test_nodes_of_two_trees_stand_one_after_the_other():
    """A union over lists and the form: each tree in its own order, each node once."""
    surroundings = Surroundings(instances={"l": parse_xml("<root><item>1</item><item>2</item></root>")})
    world = World("<data><a>x</a><a>y</a></data>", surroundings=surroundings)
    assert world.texts("instance('l')/root/item | a[2] | a[1] | a") in (["1", "2", "x", "y"], ["x", "y", "1", "2"])
    assert world.texts("a/text() | a | a[1]/text()") == ["x", "x", "y", "y"]


# patterns


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_the_step_by_step_matcher_matches_what_others_match(seed):
    """On random patterns and texts it says what the standard matcher says."""
    chance = random.Random(seed)
    pattern = _pattern(chance, 3)
    tree = _Reader(pattern).read()
    for _ in range(4):
        text = "".join(chance.choice("ab1 ") for _ in range(chance.randint(0, 6)))
        assert _Matcher(text).match(tree) == bool(re.fullmatch(pattern, text)), (pattern, text)


def _pattern(chance: random.Random, depth: int) -> str:
    atoms = ["a", "b", ".", "[ab]", "[^a]", "\\d", "\\w", "\\s", "[a-b1]", "[]a]", "\\.", "[\\]a]", "1"]
    parts = []
    for _ in range(chance.randint(1, 3)):
        atom = f"({_pattern(chance, depth - 1)})" if depth and chance.random() < 0.3 else chance.choice(atoms)
        if atom.startswith("(") and chance.random() < 0.4:
            atom = "(?:" + atom[1:]
        parts.append(atom + chance.choice(["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "{1,}", "*?", "+?"]))
    whole = "".join(parts)
    return f"{whole}|{_pattern(chance, depth - 1)}" if depth and chance.random() < 0.2 else whole


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+" + "x" * 496, "(?=a)(b+)+", "(b+)+(?<=a)", "(a)\\1(b+)+", "(b+)+)", "((b+)+", "(b+)+[", "*(b+)+", "(b++)+",
     "(b+)+\\", "(b{2,}+)+", "\\p{L}(b+)+"],
)  # fmt: skip
def test_patterns_that_are_not_followed_do_not_count(pattern):
    """Longer than what is looked at, looking around, going back to a group, possessive, or not to be read."""
    assert not hangs(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["b|(a+)+c", "(b|(a+)+c)", "\\b(a+)+\\b", "^(a+)+$", "\\A(a+)+\\Z", "(?:a+)+", "x(a+)+", "(a+)+" + "y" * 495],
)
def test_patterns_that_hang_are_found_behind_anchors(pattern):
    """Anchors, groups without number, and what stands before do not hide a repetition."""
    assert hangs(pattern)


@pytest.mark.parametrize(
    ("source", "offset", "near"),
    [
        ("1 +", 3, "1 +"),
        ("a b", 2, "a b"),
        ("1 + + + " + "x" * 200, 4, None),
        ("x" * 200 + " ] " + "y" * 200, 201, None),
    ],
)
def test_what_cannot_be_read_is_shown_around_its_place(source, offset, near):
    """The piece around the place, with a mark on each side where there is more."""
    with pytest.raises(XPathSyntaxError) as refused:
        parse(source)
    refused.value.quote(source)
    shown = str(refused.value.facts["near"])
    assert refused.value.offset == offset
    if near is not None:
        assert shown == near
    assert shown.startswith("…") is (offset > 100)
    assert shown.endswith("…") is (len(source) > 100)
    assert len(shown) < 100


@pytest.mark.parametrize(
    ("condition", "some"),
    [("a = 'x'", True), ("a = 'z'", False), ("b > 1", True), ("b > 9", False), ("9", False), ("2", True)],
)  # fmt: skip
def test_whether_there_is_a_row(condition, some):
    """A path over a list is true when a row is left."""
    table = ListRows({"a": ["x", "y"], "b": ["1", "2"]})
    world = World(surroundings=Surroundings(tables={"l": table}))
    path = f"instance('l')/root/item[{condition}]"
    assert world.boolean(path) is some
    assert world.boolean(f"{path}/a") is some
    assert world.boolean(f"not({path})") is not some
    assert world.number(f"count({path})") == (1 if some else 0)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.5", "0"),
        ("-0.5", "0"),
        ("1.5", "1"),
        ("-1.5", "-1"),
        ("1", "1"),
        ("-1", "-1"),
        ("0.999", "0"),
        ("1.001", "1"),
    ],
)
def test_whole_parts_around_nought_and_one(number, text):
    """Cut towards nought."""
    assert World().string(f"int({number})") == text


def test_texts_of_leaves_are_the_same_of_the_same_leaf():
    """The text of a leaf is made anew each time, equal to itself and to no other."""
    one, other = Element("a", "x"), Element("a", "x")
    assert LeafText(one) == LeafText(one)
    assert LeafText(one) != LeafText(other)
    assert LeafText(one) != one
    assert len({LeafText(one), LeafText(one), LeafText(other)}) == 2


@pytest.mark.parametrize(
    ("source", "texts"),
    [("x:*", ["z", "u"]), ("x:q", ["z"]), ("x:b", ["u"]), ("x:none", []), ("*[. = 't']", ["t"]), ("x:q/@x:k", ["2"]),
     ("x:q/@k", []), ("x:q/@x:*", ["2"]), ("a/@x:*", []), ("a/@*", ["1"])],
)  # fmt: skip
def test_names_with_a_prefix_mean_its_namespace(source, texts):
    """Elements and attributes of another namespace, or of none, are not meant."""
    world = World(XML)
    code = compile_expression(parse(source), Static(namespaces={"x": "urn:x"}))
    assert [node.text for node in code.nodes(world.context())] == texts


@pytest.mark.parametrize(
    ("source", "number"),
    [("log10(1000)", 3), ("log(1)", 0), ("exp10(2)", 100), ("exp(0)", 1), ("sqrt(9)", 3), ("abs(-2)", 2), ("sin(0)", 0),
     ("cos(0)", 1), ("tan(0)", 0), ("asin(0)", 0), ("acos(1)", 0), ("atan(0)", 0), ("atan2(0, 1)", 0),
     ("ceiling(1.2)", 2), ("floor(-1.2)", -2), ("min(3, 1, 2)", 1), ("max(3, 1, 2)", 3), ("round(2.345, 2)", 2.35)],
)  # fmt: skip
def test_functions_of_numbers_by_their_names(source, number):
    """Each is there under its name."""
    assert World().number(source) == number


@pytest.mark.parametrize(
    ("line", "metres"),
    [("10 20;10 21", 109_627), ("10 20;12 20", 222_637), ("-10 -20;10 20", 4_934_000), ("60 179;60 -179", 111_300)],
)
def test_distances_over_the_ball(line, metres):
    """To within half a percent of what the law of cosines gives."""
    start, end = ([math.radians(float(part)) for part in place.split()] for place in line.split(";"))
    cosine = math.sin(start[0]) * math.sin(end[0])
    cosine += math.cos(start[0]) * math.cos(end[0]) * math.cos(end[1] - start[1])
    found = World().number(f"distance('{line}')")
    assert found == pytest.approx(6_378_100 * math.acos(cosine), rel=1e-6)
    assert found == pytest.approx(metres, rel=0.005)


def test_a_default_namespace_taken_back_is_not_in_scope():
    """Only the xml namespace is left inside."""
    world = World('<a xmlns="urn:o"><b xmlns=""><c/></b></a>')
    assert world.number("count(namespace::*)", functions="xpath1") == 2
    assert world.number("count(b/namespace::*)", functions="xpath1") == 1
    assert world.number("count(b/c/namespace::*)", functions="xpath1") == 1


@pytest.mark.parametrize("text", ["XaX", "aXb", "X"])
def test_only_blanks_are_blanks(text):
    """Letters at the ends and between words stay; every kind of white space goes."""
    world = World(f"<data>&#9;{text}&#13;&#10; {text} </data>")
    assert world.string("normalize-space(.)") == f"{text} {text}"
    assert world.number("count-selected('XaX b')") == 2


def test_the_repeat_of_indexed_repeat_must_hold_the_question():
    """A question of another repeat is in none of its instances."""
    world = World("<data><r><a>1</a></r><r><a>2</a></r><s><a>3</a></s></data>")
    assert world.string("indexed-repeat(/data/r/a, /data/r, 2)") == "2"
    assert world.string("indexed-repeat(/data/r/a, /data/s, 1)") == ""
    assert world.string("indexed-repeat(//a, /data/s, 1)") == "3"


@pytest.mark.parametrize(
    ("prefix", "uri"),
    [
        ("ev", "http://www.w3.org/2001/xml-events"),
        ("h", "http://www.w3.org/1999/xhtml"),
        ("html", "http://www.w3.org/1999/xhtml"),
        ("xhtml", "http://www.w3.org/1999/xhtml"),
        ("jr", "http://openrosa.org/javarosa"),
        ("odk", "http://www.opendatakit.org/xforms"),
        ("orx", "http://openrosa.org/xforms"),
        ("xf", "http://www.w3.org/2002/xforms"),
        ("xforms", "http://www.w3.org/2002/xforms"),
        ("xsd", "http://www.w3.org/2001/XMLSchema"),
        ("entities", "http://www.opendatakit.org/xforms/entities"),
    ],
)
def test_well_known_prefixes_need_no_declaration(prefix, uri):
    """Each means its namespace and no other."""
    world = World(f'<data xmlns:z="{uri}" xmlns:y="urn:y"><z:a>1</z:a><y:a>2</y:a></data>')
    assert world.texts(f"{prefix}:a") == ["1"]


@pytest.mark.parametrize(
    ("south", "north", "west", "east"), [(10, 12, 20, 21), (-12, -10, 20, 21), (0, 1, 0, 1), (-1, 2, -3, 4)]
)
def test_areas_between_circles_of_latitude(south, north, west, east):
    """What lies between two circles and two meridians, as geometry has it; the way round does not matter."""
    corners = [f"{south} {west}", f"{south} {east}", f"{north} {east}", f"{north} {west}"]
    width = math.radians(east - west)
    exact = 6_378_100**2 * width * (math.sin(math.radians(north)) - math.sin(math.radians(south)))
    for line in (corners, corners[::-1], [*corners[1:], *corners[:2]]):
        assert World().number(f"area('{';'.join(line)}')") == pytest.approx(exact, rel=1e-9)


def test_the_document_has_no_name():
    """Neither do its siblings, since it has none."""
    world = World()
    assert world.string("name(/)") == ""
    assert world.string("name(/..)") == ""


@pytest.mark.parametrize("seed", ["0", "1", "-1", "'a'", "''", "2.5"])
def test_a_shuffle_by_a_seed_is_repeatable(seed):
    """Each seed, nought and texts too, gives one order of all the nodes; seeds differ."""
    world = World("<data>" + "".join(f"<a>{number}</a>" for number in range(9)) + "</data>")
    first = world.texts(f"randomize(a, {seed})")
    assert sorted(first) == [str(number) for number in range(9)]
    assert world.texts(f"randomize(a, {seed})") == first
    assert first != world.texts("randomize(a, 77)")


@pytest.mark.parametrize(("length", "found"), [("0", 0), ("5", 5), ("2.9", 2), ("-3", 0)])
def test_random_letters_of_a_length(length, found):
    """So many letters and digits; too many, or no number, is refused with the function's name."""
    text = World().string(f"uuid({length})")
    assert len(text) == found
    assert text.isalnum() or not text
    for wrong in ("'x'", "1000000000"):
        code, facts = code_of(f"uuid({wrong})")
        assert (code, facts["name"]) == ("xpath-value-refused", "uuid")


@pytest.mark.parametrize(
    ("source", "text"),
    [("sum(a | b)", ""), ("sum(a | c)", "12"), ("count-non-empty(a | c)", "2"), ("sum(c)", "0"), ("count(c)", "1"),
     ("max(a | c)", ""), ("min(c)", ""), ("join('-', a, c, a)", "5-7--5-7"), ("concat(c, a)", "57")],
)  # fmt: skip
def test_blanks_among_nodes(source, text):
    """A blank is a node, is not filled, and adds nothing; a word makes a sum no number."""
    assert World("<data><a>5</a><a>7</a><b>t</b><c/></data>").string(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1 <= 1 + 1", "true"), ("1 + 1 >= 2", "true"), ("1 < 1 + 1", "true"), ("3 > 1 + 1", "true"),
        ("2 = 1 + 1", "true"), ("2 != 1 + 1", "false"), ("1 + 2 * 3", "7"), ("6 - 4 div 2", "4"), ("7 - 5 mod 3", "5"),
        ("1 = 1 < 2", "true"), ("2 = 1 <= 1", "true"), ("true() = 2 > 1", "true"), ("0 != 2 >= 1", "true"),
        ("1 or 0 and 0", "true"), ("0 and 0 or 1", "true"), ("0 or 1 = 2", "false"), ("1 and 2 = 2", "true"),
        ("count(a | b) + 1", "5"), ("-a | b", "-5"), ("2 * -3 + 1", "-5"), ("- 2 * 3", "-6"), ("1 - -1", "2"),
    ],
)  # fmt: skip
def test_which_operator_binds_stronger(source, text):
    """Or, and, equality, order, sums, products, sign, union: from the weakest on."""
    assert World(XML).string(source) == text


TABLE = {"a": ["x", "y", "2", ""], "b": ["x", "z", "1", ""], "c": ["1", "2", "3", "4"]}


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("* = 'x'", ["1"]), ("a = b", ["1", "4"]), ("a != b", ["2", "3"]), ("b = a", ["1", "4"]),
        ("a = true()", ["1", "2", "3", "4"]),
        ("-count(preceding-sibling::item) = -1", ["2"]), ("-c = -3", ["3"]), ("-(c) < -2", ["3", "4"]),
        ("a", ["1", "2", "3", "4"]), ("not(a)", []), ("a = ''", ["4"]), ("c >= 2 and c < 4", ["2", "3"]),
        ("2 <= c and 4 > c", ["2", "3"]), ("c = 1 or c = 4", ["1", "4"]), ("'y' = a or b = 'x'", ["1", "2"]),
        ("c > a", ["3"]), ("position() = c", ["1", "2", "3", "4"]), ("last() = c", ["4"]),
        ("2", ["2"]), ("last()", ["4"]),
        ("count(a) = 1", ["1", "2", "3", "4"]), ("indexed-repeat(a, ., 1) = 'x'", ["1"]), ("@a = 'x'", []),
        ("string-length(a) = 0", ["4"]), ("selected('x y', a)", ["1", "2"]), ("c[. = 2]", ["2"]), ("nope = 'x'", []),
        ("not(nope = 'x')", ["1", "2", "3", "4"]), ("a = /data/a", []), ("c = /data/a or c = /data/n", ["2"]),
    ],
)  # fmt: skip
def test_conditions_on_the_rows_of_a_list(condition, rows):
    """Each way of asking finds these rows, over the columns and over elements alike."""
    table = ListRows(TABLE)
    root = Element("root")
    for row in range(4):
        root.append(table.element(row))
    xml = "<data><a>q</a><n>2</n></data>"
    for surroundings in (Surroundings(tables={"l": table}, instances={"l": root}), Surroundings(instances={"l": root})):
        assert World(xml, surroundings=surroundings).texts(f"instance('l')/root/item[{condition}]/c") == rows


@pytest.mark.parametrize(
    ("source", "texts"),
    [("//b[1]", ["1", "3"]), ("//b", ["1", "2", "3"]), ("(//b)[1]", ["1"]), ("//b[2]", ["2"]),
     (".//a/b[last()]", ["2", "3"]),
     ("//@k", ["9"]), ("//a/@k", ["9"]), ("a//b", ["1", "2", "3"]), ("//self::b", ["1", "2", "3"]),
     ("a/self::a/b", ["1", "2", "3"]),
     ("//b/..//b", ["1", "2", "3"]), ("//b/ancestor::a/@k", ["9"]), ("a/b/self::b[. = 3]", ["3"])],
)  # fmt: skip
def test_any_depth_and_then_a_place(source, texts):
    """A number behind `//b` counts within each parent; brackets around count over all."""
    assert World("<data><a k='9'><b>1</b><b>2</b></a><a><b>3</b></a></data>").texts(source) == texts


@pytest.mark.parametrize(
    ("text", "shown"), [("10:00:00.5Z", "500"), ("10:00:00.123456789Z", "123"), ("10:00:00Z", "000")]
)
def test_parts_of_a_second(text, shown):
    """Six places count at most; fewer are filled up."""
    assert World().string(f"format-date-time('2026-01-02T{text}', '%3')") == shown


def test_attributes_of_other_namespaces_are_kept_apart():
    """The declarations themselves are no attributes."""
    world = World('<data xmlns:x="urn:x" x:k="1" k="2"><a xmlns:y="urn:y" y:k="3"/></data>')
    assert world.texts("@*") == ["1", "2"]
    assert world.texts("a/@*") == ["3"]
    assert world.number("count(namespace::*)", functions="xpath1") == 2
    assert world.number("count(a/namespace::*)", functions="xpath1") == 3
    assert sorted(world.texts("a/namespace::y | namespace::x", functions="xpath1")) == ["urn:x", "urn:y"]
