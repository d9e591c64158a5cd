"""The function library, family by family (dates apart)."""

from __future__ import annotations

from math import inf, isnan, nan

import pytest
from expressions import Surroundings, World

from forms.errors import FormsError
from forms.xpath.errors import XPathError

DATA = """<data xmlns:x="urn:x"><a>5</a><a>7</a><e/><t>yes</t><opts>water food  road</opts>
<g id="g1"><n id="n1">1</n><n>2</n></g>
<r><v>1</v><s><w>1.1</w></s><s><w>1.2</w></s></r><r><v>2</v><s><w>2.1</w></s></r><i>2</i><x:q x:k="1">z</x:q></data>"""


@pytest.mark.parametrize(
    ("source", "text"),
    [
        # logic
        ("true()", "true"),
        ("not(e = '')", "false"),
        ("boolean(e)", "true"),
        ("boolean('')", "false"),
        ("boolean-from-string('1')", "true"),
        ("boolean-from-string('true')", "true"),
        ("boolean-from-string('yes')", "false"),
        ("if(t = 'yes', a, 'none')", "5"),
        ("if(t = 'no', nonsense(), 'none')", "none"),
        ("if(t = 'yes', 1, 2) + 1", "2"),
        ("count(if(t = 'yes', a, e))", "2"),
        ("if(t = 'yes', today(), '')", "2026-03-15"),
        ("coalesce(e, a)", "5"),
        ("coalesce(t, a)", "yes"),
        ("coalesce(e, e, a)", "5"),
        ("coalesce(e, none)", ""),
        ("coalesce(1 div 'x', 'none')", "none"),
        ("checklist(1, 1, true(), false())", "true"),
        ("checklist(2, -1, true(), false())", "false"),
        ("checklist(-1, 1, a)", "false"),
        ("checklist(2, 2, a, e)", "true"),
        ("weighted-checklist(5, 9, true(), 2, true(), 4, false(), 8)", "true"),
        ("weighted-checklist(7, -1, true(), 2, true(), 4, false(), 8)", "false"),
        ("weighted-checklist(12, 12, a, a)", "true"),
        # node-sets
        ("count(a)", "2"),
        ("count-non-empty(a | e)", "2"),
        ("sum(a)", "12"),
        ("sum(a | e)", "12"),
        ("sum(a | t)", ""),
        ("sum(none)", "0"),
        ("position(g/n[2])", "2"),
        ("position(none)", ""),
        ("position(/)", "1"),
        ("name(*[local-name() = 'q'])", "x:q"),
        ("local-name(*[5])", "opts"),
        ("name(g/@id)", "id"),
        ("name()", "data"),
        ("local-name(none)", ""),
        ("namespace-uri(g)", ""),
        ("id('n1')", "1"),
        ("name(id('g1 n1'))", "g"),
        ("indexed-repeat(/data/r/v, /data/r, 2)", "2"),
        ("indexed-repeat(/data/r/v, /data/r, i)", "2"),
        ("indexed-repeat(/data/r/v, /data/r, e)", "1"),
        ("indexed-repeat(/data/r/v, /data/r, none)", ""),
        ("indexed-repeat(/data/r/v, /data/r, 3)", ""),
        ("indexed-repeat(/data/r/v, /data/r, 1.5)", ""),
        ("indexed-repeat(/data/r/s/w, /data/r, 1, /data/r/s, 2)", "1.2"),
        ("indexed-repeat(//w, /data/r, 2, ./r/s, 1)", "2.1"),
        # strings
        ("string(12.50)", "12.5"),
        ("concat(a, '-', t)", "57-yes"),
        ("concat()", ""),
        ("join(', ', a, 'x')", "5, 7, x"),
        ("join('-', 1, 'b')", "1-b"),
        ("starts-with(t, 'ye')", "true"),
        ("ends-with(t, 'es')", "true"),
        ("contains(t, 'E')", "false"),
        ("substring-before('a-b-c', '-')", "a"),
        ("substring-before('abc', '')", ""),
        ("substring-after('a-b-c', '-')", "b-c"),
        ("substring-after('abc', 'x')", ""),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 'x', 3)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        ("substring('12345', 1 div 0)", ""),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("substr('hello', 0, -1)", "hell"),
        ("substr('hello', 9)", ""),
        ("substr('hello', 'x')", "hello"),
        ("string-length('émoi')", "4"),
        ("normalize-space('  a \n b\tc ')", "a b c"),
        ("translate('hello', 'lo', 'L')", "heLL"),
        ("translate('aba', 'aa', 'xy')", "xbx"),
        ("regex('abc', '[a-c]+')", "true"),
        ("regex('abcd', '[a-c]+')", "false"),
        ("base64-decode('w6k=')", "é"),
        ("base64-decode('no base64')", ""),
        # numbers
        ("number('3.5') + 1", "4.5"),
        ("number(t)", ""),
        ("int(-3.7)", "-3"),
        ("int('x')", ""),
        ("floor(-3.2)", "-4"),
        ("ceiling(-3.7)", "-3"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1234.567, 2)", "1234.57"),
        ("round(1234.567, -2)", "1200"),
        ("round(1 div 0)", "Infinity"),
        ("round(5, 'x')", ""),
        ("round(12345678901234567890, 5)", "12345678901234567168"),
        ("abs(-2)", "2"),
        ("min(a)", "5"),
        ("max(a, 9, '11')", "11"),
        ("max(a, e)", ""),
        ("min(none)", ""),
        ("pow(2, 10)", "1024"),
        ("pow(-8, 0.5)", ""),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", ""),
        ("log10(1000)", "3"),
        ("log(-1)", ""),
        ("exp10(3)", "1000"),
        ("round(exp(1), 3)", "2.718"),
        ("round(pi(), 4)", "3.1416"),
        ("round(sin(pi() div 2), 6)", "1"),
        ("cos(0)", "1"),
        ("tan(0)", "0"),
        ("asin(2)", ""),
        ("acos(1)", "0"),
        ("atan(0)", "0"),
        ("round(atan2(1, 1), 3)", "0.785"),
        # selects
        ("selected(opts, 'food')", "true"),
        ("selected(opts, 'foo')", "false"),
        ("selected(opts, concat('ro', 'ad '))", "true"),
        ("selected(e, '')", "true"),
        ("selected-at(opts, 1)", "food"),
        ("selected-at(opts, 3)", ""),
        ("selected-at(opts, -1)", ""),
        ("selected-at(opts, 'x')", ""),
        ("count-selected(opts)", "3"),
        ("count-selected(e)", "0"),
        ("jr:choice-name('f', '/data/opts')", "f of /data/opts at data"),
        # geography
        ("distance('0 0; 0 1')", "111318.85"),
        ("distance('0 0 5 5', '0 1 5 5')", "111318.85"),
        ("distance(e)", ""),
        ("distance(e, e)", ""),
        ("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000)", "12391"),
        ("area('nowhere')", "0"),
        ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "true"),
        ("geofence('1.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "false"),
        ("geofence('', '')", "false"),
        # chance and surroundings
        ("random()", "0.25"),
        ("uuid()", "11111111-2222-4333-8444-555555555555"),
        ("uuid(3)", "Pfu"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('', 'SHA-1')", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        ("jr:itext('q1')", "text of q1"),
        ("property('deviceid')", "laptop-7"),
    ],
)
def test_gives(source: str, text: str) -> None:
    """Each function gives what ODK's specification says."""
    assert World(DATA).string(source) == text


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("nonsense()", "xpath-function-unknown"),
        ("itext('a')", "xpath-function-unknown"),
        ("true(1)", "xpath-arguments"),
        ("concat-nothing", None),
        ("if(1, 2)", "xpath-arguments"),
        ("count('a')", "xpath-nodes-needed"),
        ("indexed-repeat(a, a, 1, a)", "xpath-arguments"),
        ("distance('nowhere')", "xpath-value-refused"),
        ("distance('')", "xpath-value-refused"),
        ("distance(t)", "xpath-value-refused"),
        ("distance('95 0; 0 0')", "xpath-value-refused"),
        ("digest('a', 'CRC')", "xpath-value-refused"),
        ("uuid('x')", "xpath-value-refused"),
        ("regex('a', '[')", "xpath-regex-bad"),
    ],
)
def test_refuses(source: str, code: str | None) -> None:
    """Wrong calls fail with their code when they are evaluated."""
    world = World(DATA)
    if code is None:
        assert world.string(source) == ""
        return
    with pytest.raises(XPathError) as caught:
        world.string(source)
    assert caught.value.code == code


def test_core_library_knows_only_its_own() -> None:
    """Plain XPath has no functions of ODK, and its own rules of rounding and summing."""
    world = World(DATA)
    with pytest.raises(FormsError, match="xpath-function-unknown"):
        world.string("selected('a', 'a')", functions="xpath1")
    with pytest.raises(FormsError, match="xpath-arguments"):
        world.string("round(1, 2)", functions="xpath1")
    with pytest.raises(FormsError, match="xpath-arguments"):
        world.string("concat('a')", functions="xpath1")
    assert world.number("round(-2.5)", functions="xpath1") == -2
    assert isnan(world.number("sum(a | e)", functions="xpath1"))
    assert isnan(world.number("number('2026-01-01')", functions="xpath1"))


def test_once_keeps_the_answer() -> None:
    """`once` gives what the question holds, even while it is hidden, and evaluates only for a blank one."""
    assert World("<data><q>kept</q></data>", at="/data/q").string("once('new')") == "kept"
    assert World("<data><q/></data>", at="/data/q").string("once('new')") == "new"
    hidden = World("<data><q>kept</q></data>", at="/data/q")
    hidden.node.relevant = False
    assert hidden.string("once(random())") == "kept"


def test_position_and_last_in_predicates() -> None:
    """Without an argument they tell the place among those looked at."""
    world = World(DATA)
    assert world.texts("a[position() = last()]") == ["7"]
    assert world.number("last()") == 1


def test_lang() -> None:
    """`lang` follows xml:lang upwards, with sublanguages."""
    world = World('<data xml:lang="en-GB"><a/><b xml:lang="fr"/></data>', at="/data/a")
    assert world.boolean("lang('EN')")
    assert not world.boolean("lang('e')")
    assert not world.boolean("/data/b[lang('en')]")
    assert not World("<data/>").boolean("lang('en')")


def test_randomize_with_a_seed_repeats() -> None:
    """The same seed gives the same order; a text or blank seed works too; every item stays."""
    world = World("<data>" + "".join(f"<n>{n}</n>" for n in range(9)) + "</data>")
    orders = {
        seed: tuple(world.texts(f"randomize(n, {seed})")) for seed in ("42", "43", "'a seed'", "''", "-7", "1e9"[:1])
    }
    assert len(set(orders.values())) == len(orders)
    assert all(sorted(order) == [str(n) for n in range(9)] for order in orders.values())
    assert tuple(world.texts("randomize(n, 42)")) == orders["42"]


def test_randomize_is_the_minimal_standard_generator() -> None:
    """Seed 1 draws 16807, 282475249, 1622650073 as Park and Miller published."""
    from forms.xpath.functions.shuffle import seeded

    draw = seeded("1", 1)
    assert [round(draw() * 2_147_483_646) + 1 for _ in range(3)] == [16807, 282475249, 1622650073]


def test_randomize_without_seed_asks_chance() -> None:
    """Without a seed the surroundings are asked."""
    assert World(DATA).texts("randomize(a)") == ["7", "5"]


class Listener(Surroundings):
    """Surroundings that keep what they are told."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[XPathError] = []

    def note(self, error: XPathError) -> None:
        self.notes.append(error)


def test_a_text_of_many_pieces_is_bounded() -> None:
    """A hundred pieces that are long together are refused before they are joined."""
    pieces = ", ".join(["string(a)"] * 100)
    document = f"<d><a>{'x' * 50_000}</a></d>"
    with pytest.raises(XPathError) as refused:
        World(document).string(f"concat({pieces})")
    assert refused.value.code == "xpath-text-too-long"


def test_regex_that_hangs_is_no_match() -> None:
    """A pattern that would take for ever counts as not matched, soon, and is told."""
    listener = Listener()
    source = "regex('" + "a" * 40 + "!', '(a|a)*')"
    assert World(surroundings=listener).boolean(source) is False
    assert [each.code for each in listener.notes] == ["xpath-regex-slow"]
    assert World().boolean(source) is False


def test_power_at_the_edges() -> None:
    """Overflow is infinite with its sign."""
    world = World()
    assert world.number("pow(10, 400)") == inf
    assert world.number("pow(-10, 401)") == -inf
    assert world.number("pow(0, -1)") == inf
    assert world.number("log(0)") == -inf
    assert world.number("exp(1000)") == inf
    assert nan != world.number("atan2(0, -1)")


def test_extract_signed() -> None:
    """A good signature gives the message, a bad one nothing."""
    import base64

    from nacl.signing import SigningKey

    key = SigningKey(bytes(32))
    signed = base64.b64encode(bytes(key.sign(b"hello"))).decode()
    public = base64.b64encode(bytes(key.verify_key)).decode()
    world = World()
    assert world.string(f"extract-signed('{signed}', '{public}')") == "hello"
    assert world.string(f"extract-signed('{signed[:-4]}AAAA', '{public}')") == ""
    assert world.string("extract-signed('', '')") == ""


def test_texts_need_a_tree_to_be_nodes() -> None:
    """`jr:itext` is text; as nodes only where texts stand in a tree."""
    with pytest.raises(FormsError, match="xpath-nodes-needed"):
        World().nodes("jr:itext('a')")
