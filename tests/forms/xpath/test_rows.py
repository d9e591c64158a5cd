"""Paths over column tables give what paths over elements give, by the index."""

from __future__ import annotations

import pytest
from expressions import ListRows, Surroundings, World
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import FormsError
from forms.xpath.tree import Element

COLUMNS = {
    "name": ["a", "b", "c", "d", "e"],
    "label": ["Aa", "Bb", "Cc", "Dd", "Ee"],
    "region": ["n", "s", "n", "s", "n"],
    "pop": ["10", "20", "30", "", "50"],
}
MAIN = "<data><r>n</r><p>25</p><empty/><two>a</two><two>c</two></data>"
PATHS = [
    "/label",
    "[region = /data/r]/label",
    "[region = 'n' and pop > 10]/label",
    "[pop > 10 and region = 'n']/label",
    "[pop > /data/p]/label",
    "[/data/p < pop]/label",
    "[pop = 20]/label",
    "[name = /data/two]/label",
    "[name != /data/two]/label",
    "[pop < /data/two]/label",
    "[region = /data/empty]/label",
    "[pop = '']/label",
    "[none = 'x']/label",
    "[2]/label",
    "[region = 's'][2]/label",
    "[position() = 2]/label",
    "[position() > 3]/label",
    "[last()]/label",
    "[9]/label",
    "[contains(label, 'b') or region = 'n']/label",
    "[region = 'n' and selected('a e', name)]/label",
    "[region = 'n' and not(pop = 30)]/label",
    "[selected('a c', name)]/none",
    "[name = 'b']",
    "[starts-with(name, 'b')]/..",
    "/label[. = 'Bb']",
    "[region = 's' or region = 'x']/label",
    "[region = 's' or name = 'a' and pop = 10]/label",
    "[string-length(label) = 2 and number(pop) >= 20]/label",
    "[. = 'x']/label",
    "[string() = 'x' or name = 'b']/label",
    "[count(name) = 1]/label",
    "[boolean(none)]/label",
    "[pop mod 20 = 10]/label",
    "[-pop = -20]/label",
    "[if(region = 'n', pop > 10, true())]/label",
    "[none]/label",
    "[pop]/label",
    "[instance('t')/root/item[name = 'zz']/label = name]/label",
    "[name = current()/two]/label",
]


def _worlds() -> tuple[World, World, ListRows]:
    rows = ListRows(COLUMNS)
    root = Element("root")
    for row in range(len(rows)):
        root.append(ListRows(COLUMNS).element(row))
    fast = World(MAIN, surroundings=Surroundings(tables={"t": rows}, instances={"t": root}))
    slow = World(MAIN, surroundings=Surroundings(instances={"t": root}))
    return fast, slow, rows


@pytest.mark.parametrize("path", PATHS)
def test_same_as_over_elements(path: str) -> None:
    """A table answers every kind of question as the tree it stands for does."""
    fast, slow, _ = _worlds()
    source = f"instance('t')/root/item{path}"
    if "/.." not in path:
        assert fast.texts(source) == slow.texts(source)
    assert fast.string(source) == slow.string(source)
    assert fast.number(f"count({source})") == slow.number(f"count({source})")
    assert fast.boolean(f"boolean({source})") is slow.boolean(f"boolean({source})")
    assert fast.string(f"join(',', {source})") == slow.string(f"join(',', {source})")
    assert fast.boolean(f"{source} = 'Bb'") is slow.boolean(f"{source} = 'Bb'")


@given(
    st.lists(st.sampled_from(["name", "region", "pop"]), min_size=1, max_size=3),
    st.lists(st.sampled_from(["=", "!=", "<", ">="]), min_size=3, max_size=3),
    st.lists(st.sampled_from(["'n'", "'a'", "20", "/data/p", "/data/two", "/data/empty"]), min_size=3, max_size=3),
    st.sampled_from(["and", "or"]),
)
def test_random_predicates(columns: list[str], signs: list[str], values: list[str], word: str) -> None:
    """Any joining of comparisons selects the same rows either way."""
    fast, slow, _ = _worlds()
    parts = [f"{c} {s} {v}" for c, s, v in zip(columns, signs, values, strict=False)]
    source = f"instance('t')/root/item[{f' {word} '.join(parts)}]/label"
    assert fast.texts(source) == slow.texts(source)


def test_equality_uses_the_index_and_makes_no_elements() -> None:
    """A lookup by equality asks the index once and reads the column."""
    fast, _, rows = _worlds()
    assert fast.string("instance('t')/root/item[name = 'c']/label") == "Cc"
    assert (rows.selections, rows.made) == (1, {})


def test_filters_on_columns_make_no_elements() -> None:
    """Conditions over columns are read from the columns."""
    fast, _, rows = _worlds()
    assert fast.string("join('', instance('t')/root/item[selected('a e', name) or pop = 20]/label)") == "AaBbEe"
    assert rows.made == {}


def test_pulldata() -> None:
    """`pulldata` finds the first row with the key."""
    fast, _, _ = _worlds()
    assert fast.string("pulldata('t', 'label', 'region', 's')") == "Bb"
    assert fast.string("pulldata('t.csv', 'label', 'name', 'zz')") == ""
    assert fast.string("pulldata('t', 'none', 'name', 'a')") == ""
    with pytest.raises(FormsError, match="xpath-instance-unknown"):
        fast.string("pulldata('u', 'label', 'name', 'a')")
