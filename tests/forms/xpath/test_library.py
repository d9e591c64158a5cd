"""The library as a whole: every function of the specification is there and takes what it says, no more, no less."""

from __future__ import annotations

import hashlib

import pytest
from expressions import ListRows, Surroundings, World

from forms.xpath.errors import XPathError
from forms.xpath.functions import CORE, ODK

# Name -> (fewest, most) arguments. Sources: XPath 1.0, section 4; ODK XForms specification, "XPath functions";
# where the specification lets a number open (coalesce, max), what its reference engines take.
XPATH = {
    "last": (0, 0), "position": (0, 0), "count": (1, 1), "id": (1, 1), "local-name": (0, 1), "namespace-uri": (0, 1),
    "name": (0, 1), "string": (0, 1), "concat": (2, None), "starts-with": (2, 2), "contains": (2, 2),
    "substring-before": (2, 2), "substring-after": (2, 2), "substring": (2, 3), "string-length": (0, 1),
    "normalize-space": (0, 1), "translate": (3, 3), "boolean": (1, 1), "not": (1, 1), "true": (0, 0), "false": (0, 0),
    "lang": (1, 1), "number": (0, 1), "sum": (1, 1), "floor": (1, 1), "ceiling": (1, 1), "round": (1, 1),
    "current": (0, 0),  # of XForms 1.1; expressions that stand nowhere take it too
}  # fmt: skip
SPECIFIED = {
    **XPATH, "position": (0, 1), "concat": (0, None), "round": (1, 2), "join": (1, None), "substr": (2, 3),
    "ends-with": (2, 2), "uuid": (0, 1), "digest": (2, 3), "pulldata": (4, 4), "if": (3, 3), "coalesce": (2, None),
    "once": (1, 1), "boolean-from-string": (1, 1), "regex": (2, 2), "checklist": (3, None),
    "weighted-checklist": (4, None), "random": (0, 0), "int": (1, 1), "max": (1, None), "min": (1, None),
    "pow": (2, 2), "log": (1, 1), "log10": (1, 1), "abs": (1, 1), "sin": (1, 1), "cos": (1, 1), "tan": (1, 1),
    "asin": (1, 1), "acos": (1, 1), "atan": (1, 1), "atan2": (2, 2), "sqrt": (1, 1), "exp": (1, 1), "exp10": (1, 1),
    "pi": (0, 0), "count-non-empty": (1, 1), "instance": (1, 1), "current": (0, 0), "randomize": (1, 2),
    "today": (0, 0), "now": (0, 0), "format-date": (2, 2), "format-date-time": (2, 2), "date": (1, 1),
    "date-time": (1, 1), "decimal-date-time": (1, 1), "decimal-time": (1, 1), "selected": (2, 2),
    "selected-at": (2, 2), "count-selected": (1, 1), "jr:choice-name": (2, 2), "jr:itext": (1, 1),
    "indexed-repeat": (3, None), "area": (1, 1), "distance": (1, None), "geofence": (2, 2), "base64-decode": (1, 1),
    "extract-signed": (2, 2), "property": (1, 1),
    # Only JavaRosa knows these.
    "version": (0, 0), "depend": (1, None), "is-selected": (2, 2), "enclosed-area": (1, 1),
}  # fmt: skip


@pytest.mark.parametrize(("library", "specified"), [(CORE, XPATH), (ODK, SPECIFIED)], ids=["xpath", "odk"])
def test_the_library_is_what_the_specification_lists(library, specified):
    """No function is missing, none is there that nobody specified, and each takes the right numbers of arguments."""
    assert {name: (each.least, each.most) for name, each in library.items()} == specified


@pytest.mark.parametrize("name", sorted(SPECIFIED))
def test_a_wrong_number_of_arguments_is_refused(name):
    """One argument too few or too many is an error, whatever the arguments are."""
    least, most = SPECIFIED[name]
    wrong = [least - 1] if least else []
    if most is not None:
        wrong.append(most + 1)
    for number in wrong:
        with pytest.raises(XPathError) as caught:
            World("<data/>").string(f"{name}({', '.join(['.'] * number)})")
        assert caught.value.code == "xpath-arguments"
        assert caught.value.facts["given"] == number


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"])
def test_every_digest(algorithm):
    """All algorithms of XForms 1.1, over the UTF-8 of the text."""
    expected = hashlib.new(algorithm.replace("-", "").lower(), "é".encode()).hexdigest()
    assert World("<data/>").string(f"digest('é', '{algorithm}', 'hex')") == expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("%Y", "2026"), ("%y", "26"), ("%m", "03"), ("%n", "3"), ("%b", "Mar"), ("%d", "05"), ("%e", "5"),
        ("%H", "04"), ("%h", "4"), ("%M", "07"), ("%S", "09"), ("%3", "012"), ("%a", "Thu"), ("%W", "10"), ("%%", "%"),
        ("%d.%m.%Y", "05.03.2026"), ("no sign", "no sign"), ("%q", "%q"), ("", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("function", ["format-date", "format-date-time"])
def test_every_letter_of_a_date_pattern(function, pattern, text):
    """Each letter of the specification, in the local zone; others stay as they are."""
    assert World("<data/>").string(f"{function}('2026-03-05T04:07:09.012Z', '{pattern}')") == text


def test_older_names_and_those_of_javarosa():
    """What JavaRosa alone knows is known too."""
    world = World("<data><a>x y</a></data>")
    assert world.string("is-selected(a, 'y')") == "true"
    assert world.string("depend(a, 1, 2)") == "x y"
    shape = "'0 0;0 1;1 1;1 0;0 0'"
    assert world.string(f"enclosed-area({shape})") == world.string(f"area({shape})")


def test_pulldata_takes_the_first_row_with_the_key():
    """A cell by column, key column and key; blank where the key or the column is not there."""
    world = World(
        "<data/>", surroundings=Surroundings(tables={"f": ListRows({"k": ["a", "b", "a"], "v": ["1", "2", "3"]})})
    )
    assert world.string("pulldata('f', 'v', 'k', 'a')") == "1"
    assert world.string("pulldata('f.csv', 'v', 'k', 'b')") == "2"
    assert world.string("pulldata('f', 'v', 'k', 'z')") == ""
    assert world.string("pulldata('f', 'none', 'k', 'a')") == ""
    with pytest.raises(XPathError) as caught:
        world.string("pulldata('g', 'v', 'k', 'a')")
    assert caught.value.code == "xpath-instance-unknown"


def test_current_is_where_the_expression_stands():
    """In a predicate `.` is the node tried, current() the node of the expression."""
    world = World("<data><w>b</w><x n='a'>1</x><x n='b'>2</x></data>")
    assert world.string("x[@n = current()/w]") == "2"
    assert world.string("count(x[current()/w = 'b'])") == "2"


@pytest.mark.parametrize(
    ("axis", "names"),
    [
        ("parent::*", "b"), ("ancestor::*", "data b"), ("ancestor-or-self::*", "data b c"), ("child::*", "d e"),
        ("descendant::*", "d f e"), ("descendant-or-self::*", "c d f e"), ("following-sibling::*", "g"),
        ("preceding-sibling::*", "a"), ("following::*", "g h"), ("preceding::*", "z a"), ("self::*", "c"),
        ("attribute::*", "k"),
    ],
)  # fmt: skip
def test_every_axis(axis, names):
    """All axes of XPath, in document order."""
    world = World("<data><z/><b><a/><c k='1'><d><f/></d><e/></c><g/></b><h/></data>")
    count = int(world.string(f"count(b/c/{axis})"))
    found = [world.string(f"name((b/c/{axis})[{place}])") for place in range(1, count + 1)]
    assert found == names.split()
