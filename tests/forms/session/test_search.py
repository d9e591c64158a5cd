"""Choices that a search() in the appearance looks up in a CSV file, as ODK Collect does."""

from __future__ import annotations

import pytest
from scenario import Story, model_of, story

FRUITS = (
    b"code,en,fr,kind,place,pic,sortby\n"
    b"a1,Apple,Pomme,tree,north,apple.png,3\n"
    b"p1,Pear,Poire,tree,south,,2\n"
    b"s1,Strawberry,Fraise,bush,north,,1\n"
    b"a1,Apple,Pomme,tree,south,apple.png,9\n"
)
HEAD = "survey\n| type | name | label::English | label::French | appearance | calculation |\n| text | q | Q | Q | | |\n"
LIST = """
choices
| list_name | name | label::English | label::French | image |
| fruits | 0 | None | Aucun | |
| fruits | code | en, kind | fr | pic |
| fruits | 99 | Other | Autre | |
"""


def asked(appearance: str, kind: str = "select_one fruits") -> Story:
    """Return the story of a select with that appearance."""
    row = f"| {kind} | f | F | F | {appearance} | |\n| calculate | c | | | | jr:choice-name(${{f}}, '${{f}}') |\n"
    return story(HEAD + row + LIST, files={"fruits.csv": FRUITS}, language="English")


def test_all_rows_are_offered_once_in_their_order():
    """With a file alone all rows are choices, alike ones once, by the column sortby, between the form's own choices."""
    interview = asked("minimal search('fruits')")
    assert interview.names("f") == ["0", "s1", "p1", "a1", "99"]
    assert [item.label for item in interview["f"].choices][1:4] == ["Strawberry, bush", "Pear, tree", "Apple, tree"]
    assert interview["f"].choices[3].media == {"image": "apple.png"}


def test_labels_follow_the_language():
    """The label of the list names the columns that are shown, in each language its own."""
    interview = asked("search('fruits')")
    interview.interview.set_language("French")
    assert [item.label for item in interview["f"].choices] == ["Aucun", "Fraise", "Poire", "Pomme", "Autre"]


@pytest.mark.parametrize(
    ("search", "given", "found"),
    [
        ("'contains', 'en', ${q}", "E", ["p1", "a1", "s1"]),
        ("'contains', 'en', ${q}", "", ["p1", "a1", "s1"]),
        ("'startswith', 'en', ${q}", "p", ["p1"]),
        ("'endswith', 'en', ${q}", "EAR", ["p1"]),
        ("'matches', 'kind', ${q}", "bush", ["s1"]),
        ("'matches', 'kind', ${q}", "bus", []),
        ("'contains', 'en,fr', ${q}", "pom", ["a1"]),
        ("'contains', 'en', ${q}, 'place', 'south'", "e", ["p1", "a1"]),
        ("'nonsense', 'en', ${q}", "straw", ["s1"]),
    ],
)
def test_rows_are_found_by_what_was_answered(search, given, found):
    """Four and six arguments narrow the rows; capitals do not matter where a part is looked for."""
    interview = asked(f"search('fruits', {search})")
    interview.answer("q", given)
    assert sorted(interview.names("f")[1:-1]) == sorted(found)


def test_an_answer_that_is_found_no_longer_reads_blank():
    """The answer is one of those found; the form's own choices stay possible; labels are known by name."""
    interview = asked("search('fruits', 'contains', 'en', ${q})")
    interview.answer("f", "p1")
    assert interview.values("f", "c") == ["p1", "Pear, tree"]
    interview.answer("q", "apple")
    assert interview["f"].value == ""
    interview.answer("f", "99")
    assert interview.values("f", "c") == ["99", "Other"]
    interview.answer("q", "pear")
    assert interview["f"].value == "99"


def test_several_answers_may_be_found():
    """select_multiple takes what is found too, in the order shown."""
    interview = asked("search('fruits')", "select_multiple fruits")
    interview.answer("f", "99 a1 s1")
    assert interview["f"].value == "s1 a1 99"


def test_what_is_found_may_be_shuffled():
    """A seed makes the order of the rows repeatable; answers are checked against them."""
    text = HEAD.replace("| calculation |", "| calculation | parameters |", 1)
    row = "| select_one fruits | f | F | F | search('fruits') | | randomize=true, seed=5 |\n"
    files = {"fruits.csv": FRUITS.replace(b"sortby", b"other")}
    interview = story(text + row + LIST, files=files, language="English")
    assert sorted(interview.names("f")[1:-1]) == ["a1", "p1", "s1"]
    assert interview.names("f") == story(text + row + LIST, files=files, language="English").names("f")
    interview.answer("f", "p1")
    assert interview["f"].value == "p1"
    assert interview["f"].display == "Pear, tree"


WRONG = ["'matches'", "'matches', 'en'", "'matches', 'en', 'x', 'kind', 'tree', 1"]


@pytest.mark.parametrize("search", WRONG)
def test_a_search_that_cannot_be_carried_out_offers_no_names_of_columns(search):
    """Of the sheet's choices those stay that are some; the import says so."""
    interview = asked(f"search('fruits', {search})")
    assert interview.names("f") == ["0", "99"]


def test_the_filter_of_a_search_that_cannot_be_carried_out_counts():
    """It goes on choosing among the choices that are left."""
    head = HEAD.replace("| calculation |", "| choice_filter |").replace("calculation", "choice_filter")
    row = "| select_one fruits | f | F | F | search('fruits', 'matches') | name != 0 |\n"
    interview = story(head + row + LIST, files={"fruits.csv": FRUITS}, language="English")
    assert interview.names("f") == ["99"]


def test_a_list_of_whole_numbers_names_no_column():
    """Without a row that names columns only the form's own choices are offered."""
    rows = HEAD + "| select_one fruits | f | F | F | search('fruits') | |\n"
    interview = story(rows + LIST.replace("| code |", "| 5 |"), files={"fruits.csv": FRUITS}, language="English")
    assert interview.names("f") == ["0", "5", "99"]


def test_rows_without_numbers_in_sortby_stand_last():
    """The column sortby orders by number; what is none comes after, by its words."""
    files = {"fruits.csv": b"code,en,kind,fr,pic,sortby\na,A,k,,,zz\nb,B,k,,,10\nc,C,k,,,9\nd,D,k,,,aa\n"}
    rows = HEAD + "| select_one fruits | f | F | F | search('fruits') | |\n"
    assert story(rows + LIST, files=files, language="English").names("f")[1:-1] == ["c", "b", "d", "a"]


def test_a_column_that_the_file_lacks_is_found():
    """A list that names a column which is not there is an error."""
    model = model_of(
        HEAD + "| select_one fruits | f | F | F | search('fruits') | |\n" + LIST.replace("code", "cod"),
        {"fruits.csv": FRUITS},
    )
    assert "file-column-missing" in [finding.code for finding in model.findings]


def test_pulldata_reads_the_file_though_a_list_has_its_name():
    """A choice list of the same name does not hide the file."""
    text = (
        "survey\n| type | name | label | calculation |\n| calculate | c | | pulldata('fruits', 'en', 'code', 'p1') |\n"
    )
    assert story(text + LIST, files={"fruits.csv": FRUITS})["c"].value == "Pear"


def test_of_several_answers_those_still_found_count():
    """When the search no longer finds a choice it reads as not chosen, and comes back when it is found again."""
    interview = asked("search('fruits', 'matches', 'kind', ${q})", kind="select_multiple fruits")
    interview.answer("q", "tree")
    interview.answer("f", "p1 a1 99")
    assert interview["f"].value == "p1 a1 99"
    interview.answer("q", "bush")
    assert (interview["f"].value, interview["f"].answer) == ("99", "p1 a1 99")
    interview.answer("f", "0 s1 99")
    interview.answer("q", "")
    assert interview["f"].value == "0 99"
    interview.answer("q", "bush")
    assert interview["f"].value == "0 s1 99"
