"""Whatever stands in the cells, opening never raises, and every finding can be said."""

from __future__ import annotations

import random
import string

from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from forms.definition.wire import decode, encode
from forms.messages import cure, place_words, what
from forms.xlsform.open import open_form

HEADINGS = ["type", "name", "label", "label::Français (fr)", "relevant", "constraint", "calculation", "required"]
HEADINGS += [
    "appearance",
    "default",
    "choice_filter",
    "repeat_count",
    "parameters",
    "trigger",
    "hint",
    "image",
    "bind::x",
]
WORDS = ["text", "integer", "select_one l", "select_multiple l or_other", "begin group", "end group", "begin repeat"]
WORDS += ["end repeat", "note", "calculate", "audit", "csv-external", "select_one ${a}", "select_one_from_file x.csv"]
WORDS += [
    "a",
    "b",
    "meta",
    "data",
    "1a",
    "${a}",
    "${",
    "}",
    "${a} + ${b}",
    "selected(${a}, 'x')",
    "'",
    '"',
    "‘a’",
    "(((",
]
WORDS += ["a[1]/b", "instance('l')/root/item[name=${a}]/label", "instance('", "table-list", "search('x'", "yes", "no"]
WORDS += [
    "start=1 end=2",
    "=",
    "\u0000",
    "\u202e",
    "é" * 300,
    "pulldata('x','y','z',${a})",
    "begin loop over l",
    "",
    "",
]
CELLS = st.sampled_from(WORDS) | st.text(max_size=8) | st.floats() | st.booleans() | st.integers(-(10**12), 10**12)


def check(data: bytes) -> None:
    """Open a file and say everything about it."""
    opened = open_form(data, file_name="f")
    assert decode(encode((opened.form, opened.findings))) == (opened.form, opened.findings)
    for finding in opened.findings:
        assert what(finding)
        assert what(finding) != finding.code
        cure(finding)
        place_words(finding.place)


def writable(value: object) -> object:
    """Return a value that a workbook can hold."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, str):
        return "".join(char for char in value if char == "\n" or (char >= " " and not 0xD800 <= ord(char) < 0xE000))
    return value


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=len(HEADINGS)), max_size=12), st.permutations(HEADINGS))
def test_any_survey_opens_or_is_refused(rows: list[list[object]], headings: list[str]) -> None:
    """Rows of words out of order, in columns out of order."""
    cells = [[writable(value) for value in row] for row in rows]
    choices = "| list_name | name | label | x |\n| l | a | A | 1 |\n| l | a | B | 2 |"
    check(workbook({"survey": [list(headings), *cells], "choices": choices}))  # type: ignore[dict-item]


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml version='1.0'?>"]),
)
def test_any_bytes_are_refused(data: bytes, start: bytes) -> None:
    """Noise behind the first bytes of every kind."""
    opened = open_form(start + data, file_name="f")
    assert opened.form is None


def test_damaged_workbooks_never_raise() -> None:
    """A workbook with bytes changed, cut and doubled opens or is refused."""
    source = random.Random(7)
    whole = workbook({"survey": "| type | name | label |\n| text | a | A |\n| note | b | ${a} |"})
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(source.randint(1, 6)):
            data[source.randrange(len(data))] = source.randrange(256)
        check(bytes(data[: source.randint(len(data) // 2, len(data))] if source.random() < 0.3 else data))


def test_damaged_xforms_never_raise() -> None:
    """The same for an XForm, cut into words and put together again."""
    source = random.Random(8)
    words = [
        "<h:html xmlns:h='h' xmlns='x'>",
        "<h:head>",
        "<model>",
        "<instance>",
        "<data id='a'>",
        "<a/>",
        "<b>",
        "</b>",
    ]
    words += ["</data>", "</instance>", "<bind nodeset='/data/a' type='int' relevant='((' />", "<bind/>", "</model>"]
    words += ["</h:head>", "<h:body>", "<input ref='/data/a'>", "<label ref=\"jr:itext('x')\"/>", "</input>", "<itext>"]
    words += [
        "<translation lang='e'>",
        "<text id='x'><value>v</value></text>",
        "</translation>",
        "</itext>",
        "</h:body>",
    ]
    words += ["<repeat nodeset='b'>", "</repeat>", "<select1 ref='..'><itemset nodeset=\"instance('q')[\"/></select1>"]
    words += [
        "</h:html>",
        "<instance id='l'><root><item><name>1</name></item></root></instance>",
        "<setvalue ref='a'/>",
    ]
    for _ in range(300):
        chosen = [word for word in words if source.random() < 0.85]
        if source.random() < 0.3:
            source.shuffle(chosen)
        check("".join(chosen).encode())
    for _ in range(50):
        check(("<" + "".join(source.choices(string.printable, k=80))).encode())
