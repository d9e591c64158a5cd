"""Versions of one form seen as one."""

from __future__ import annotations

from scenario import form_of

from forms.analysis.tables import NOT_ASKED, Entry, tables
from forms.analysis.versions import Merged, asked_table, merged
from forms.definition.identity import Identified, Version, identify
from forms.submission import Submission

OLD = """
survey
| type             | name   | label  |
| begin_group      | home   | Home   |
| integer          | people | People |
| select_one water | source | Water  |
| end_group        |        |        |
| begin_repeat     | hh     | Person |
| text             | name   | Name   |
| end_repeat       |        |        |

choices
| list_name | name  | label |
| water     | piped | Piped |
| water     | well  | Well  |
"""


def identified(*texts: str, **same: tuple[str, str]) -> tuple[Identified, ...]:
    """Identify forms in text tables, keys v1, v2…; `v2=(thing, older thing)` decides that these are the same."""
    versions = [Version(f"v{n}", form_of(text)) for n, text in enumerate(texts, 1)]
    first = identify(versions)[0]
    decisions = {(key, thing): first.ids[older] for key, (thing, older) in same.items()}
    return identify(versions, decisions)


def newest_first(*texts: str, **same: tuple[str, str]) -> Merged:
    """Merge them."""
    return merged(identified(*texts, **same)[::-1])


def answers(both: Merged, key: str, *pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return answers of a version as they stand in the merged form."""
    return both.submission(key, Submission("data", "", "uuid:1", pairs)).answers


def test_one_version_alone_stays_as_it_is() -> None:
    """Nothing is added to a single version."""
    (only,) = identified(OLD)
    assert merged([only]).form is only.form


def test_a_question_only_the_older_version_has_is_kept_in_its_group() -> None:
    """It stands at the end of the group it was in, and nobody was asked it in the newer one."""
    both = newest_first(OLD, OLD.replace("| integer          | people | People |", "| integer | size | Size |"))
    assert [path for path, _ in both.form.questions()][:3] == [
        "/data/home/size",
        "/data/home/source",
        "/data/home/people",
    ]
    assert "/data/home/people" not in both.asked["v2"]
    assert "/data/home/people" in both.asked["v1"]
    assert "/data/home/size" not in both.asked["v1"]


def test_choices_only_the_older_version_has_are_kept() -> None:
    """The newer list leads, the older one's other choices follow."""
    both = newest_first(OLD, OLD.replace("| water     | piped | Piped |", "| water | tank | Tank |"))
    assert [choice.name for choice in both.form.choice_lists["water"].choices] == ["tank", "well", "piped"]


def test_a_renamed_question_keeps_its_column() -> None:
    """Answers under the old name stand under the new one."""
    both = newest_first(OLD, OLD.replace("people", "residents"), v2=("/data/home/residents", "/data/home/people"))
    assert "/data/home/people" not in [path for path, _ in both.form.questions()]
    assert answers(both, "v1", ("/data/home/people", "4")) == (("/data/home/residents", "4"),)
    assert "/data/home/residents" in both.asked["v1"]


def test_a_renamed_choice_counts_as_one() -> None:
    """Its old code reads as the new one, also among several."""
    new = OLD.replace("| well  |", "| w     |").replace("select_one", "select_multiple")
    both = newest_first(OLD.replace("select_one", "select_multiple"), new, v2=("water\tw", "water\twell"))
    assert answers(both, "v1", ("/data/home/source", "piped well")) == (("/data/home/source", "piped w"),)
    assert answers(both, "v2", ("/data/home/source", "piped w")) == (("/data/home/source", "piped w"),)


def test_a_name_given_to_another_question_gets_its_own_column() -> None:
    """What only shares a name is not mixed."""
    texts = [OLD, OLD.replace("| People |", "| Rooms |")]
    versions = [Version(f"v{n}", form_of(text)) for n, text in enumerate(texts, 1)]
    both = merged(identify(versions, {("v2", "/data/home/people"): ""})[::-1])
    assert answers(both, "v1", ("/data/home/people", "4")) == (("/data/home/people_2", "4"),)
    assert answers(both, "v2", ("/data/home/people", "4")) == (("/data/home/people", "4"),)
    assert both.asked["v1"] & {"/data/home/people", "/data/home/people_2"} == {"/data/home/people_2"}


def test_a_renamed_repeat_carries_its_instances_over() -> None:
    """Names of instances stay."""
    both = newest_first(OLD, OLD.replace("| hh     |", "| person |"))
    assert answers(both, "v1", ("/data/hh:2/name", "Amal")) == (("/data/person:2/name", "Amal"),)


def test_a_question_that_left_its_repeat_is_not_mixed_with_what_it_became() -> None:
    """One answer for each person cannot stand in one cell."""
    out = OLD.replace(
        "| text             | name   | Name   |\n| end_repeat       |        |        |",
        "| text | nick | Nick |\n| end_repeat | | |\n| text | name | Name |",
    )
    both = newest_first(OLD, out)
    assert answers(both, "v1", ("/data/hh:1/name", "Amal")) == (("/data/hh:1/name", "Amal"),)
    assert {"/data/name", "/data/hh/name"} <= {path for path, _ in both.form.questions()}


def test_three_versions_share_the_places_of_what_is_gone() -> None:
    """A question of two older versions has one column."""
    gone = OLD.replace("| integer          | people | People |\n", "")
    both = newest_first(OLD, OLD, gone)
    assert [path for path, _ in both.form.questions()].count("/data/home/people") == 1
    assert both.paths["v1"]["/data/home/people"] == both.paths["v2"]["/data/home/people"]


def test_not_asked_in_this_version_differs_from_no_answer() -> None:
    """The cell of an interview says which of the two it was."""
    both = newest_first(OLD, OLD.replace("people", "size  "))
    entries = [
        Entry(both.submission(key, Submission("data", "", f"uuid:{key}", ())), asked=both.asked[key])
        for key in ("v1", "v2")
    ]
    (top, *_) = tables(both.form, entries)
    cells = [dict(zip(top.headings, row, strict=True)) for row in top.rows]
    assert (cells[0]["size"], cells[0]["people"]) == (NOT_ASKED, None)
    assert (cells[1]["size"], cells[1]["people"]) == (None, NOT_ASKED)


def test_a_page_says_which_version_asked_what() -> None:
    """Only questions that not all versions have are listed."""
    both = newest_first(OLD, OLD.replace("people", "size  "))
    table = asked_table(both, {"v1": "1", "v2": "2"}, title="t", headings=("Question", "Label"), yes="asked")
    assert table.headings == ("Question", "Label", "1", "2")
    assert table.rows == (("/data/home/size", "People", None, "asked"), ("/data/home/people", "People", "asked", None))
