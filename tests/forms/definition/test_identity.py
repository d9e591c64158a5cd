"""Ids of questions and choices over the versions of a form."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import form_of

from forms.definition.comparison import compare
from forms.definition.form import Form
from forms.definition.identity import NEW, Identified, Reason, Version, identify, with_ids

FIRST = """
survey
| type             | name   | label                       |
| begin_group      | home   | Your home                   |
| integer          | people | How many people live here?  |
| select_one water | source | Where do you get water?     |
| end_group        |        |                             |
| text             | words  | Anything else?              |

choices
| list_name | name  | label       |
| water     | piped | Piped water |
| water     | well  | Well        |
"""


def versions(*texts: str, decisions: dict[tuple[str, str], str] | None = None) -> tuple[Identified, ...]:
    """Identify forms in text tables, keys "v1", "v2"…"""
    return identify([Version(f"v{n}", form_of(text)) for n, text in enumerate(texts, 1)], decisions)


def test_every_question_group_and_choice_has_an_id_of_its_own():
    """Ids are given to all things, and none twice."""
    (first,) = versions(FIRST)
    assert list(first.ids) == [
        "/data/home",
        "/data/home/people",
        "/data/home/source",
        "/data/words",
        "water\tpiped",
        "water\twell",
    ]
    assert len(set(first.ids.values())) == 6


def test_the_same_file_gives_the_same_ids_on_every_laptop():
    """Nothing is drawn by chance."""
    assert versions(FIRST)[0].ids == versions(FIRST)[0].ids


def test_a_question_keeps_its_id_where_it_stands():
    """Same path, same id, though its label and rules change."""
    first, second = versions(FIRST, FIRST.replace("Anything else?", "What else?"))
    assert second.ids == first.ids
    assert compare(first, second).reworded[0].newer == "/data/words"


def test_a_question_keeps_its_id_when_it_moves_to_another_group():
    """A name that stands once in both versions is the same question."""
    moved = FIRST.replace("| integer          | people | How many people live here?  |\n", "").replace(
        "| text             | words",
        "| integer          | people | How many people live here?  |\n| text             | words",
    )
    first, second = versions(FIRST, moved)
    assert second.ids["/data/people"] == first.ids["/data/home/people"]
    assert second.reasons["/data/people"] is Reason.MOVED
    assert [pair.newer for pair in compare(first, second).moved] == ["/data/people"]


def test_a_question_that_left_its_repeat_is_new():
    """Asked once is not the same as asked once for each person, unless a person says so."""
    _, second = versions(
        "| type | name | label |\n| begin_repeat | hh | H |\n| integer | age | Age |\n| end_repeat | | |\n",
        "| type | name | label |\n| integer | age | Age |\n",
    )
    assert second.reasons["/data/age"] is Reason.NEW


def test_a_renamed_root_changes_no_id():
    """Where a thing stands is told without the root."""
    first, second = versions(FIRST, FIRST + "\nsettings\n| name |\n| other |\n")
    assert set(second.ids.values()) == set(first.ids.values())


def test_a_renamed_group_is_known_by_what_it_holds():
    """Its questions keep their ids by name, and it keeps its own by them."""
    first, second = versions(FIRST, FIRST.replace("home  ", "house "))
    assert second.ids["/data/house"] == first.ids["/data/home"]
    assert second.ids["/data/house/people"] == first.ids["/data/home/people"]


def test_a_renamed_question_is_proposed_not_decided():
    """A likeness is for a person to judge; until then the question is new."""
    first, second = versions(FIRST, FIRST.replace("words ", "remark"))
    assert second.reasons["/data/remark"] is Reason.NEW
    (proposal,) = compare(first, second).proposals
    assert (proposal.older, proposal.newer, proposal.id) == ("/data/words", "/data/remark", first.ids["/data/words"])


def test_a_decision_makes_two_questions_one_and_is_undone_by_taking_it_back():
    """The id follows the decision, and comes back without it."""
    renamed = FIRST.replace("words ", "remark")
    first, before = versions(FIRST, renamed)
    decided = {("v2", "/data/remark"): first.ids["/data/words"]}
    _, after = versions(FIRST, renamed, decisions=decided)
    assert after.ids["/data/remark"] == first.ids["/data/words"]
    assert compare(first, after).renamed[0].newer == "/data/remark"
    assert versions(FIRST, renamed)[1].ids == before.ids


def test_a_decision_that_a_question_is_new_takes_its_id_away():
    """The same path with another meaning gets another id, and the comparison says old and new."""
    first, second = versions(FIRST, FIRST, decisions={("v2", "/data/words"): NEW})
    assert second.ids["/data/words"] != first.ids["/data/words"]
    seen = compare(first, second)
    assert (seen.added, seen.gone, seen.proposals) == (("/data/words",), ("/data/words",), ())


def test_a_decision_naming_an_id_that_nothing_has_is_ignored():
    """Decisions come from other laptops and may speak of versions that are not here."""
    first, second = versions(FIRST, FIRST, decisions={("v2", "/data/words"): "nowhere"})
    assert second.ids == first.ids


def test_a_question_that_pauses_for_a_version_comes_back_as_itself():
    """Dropped in version 2, asked again in version 3: one question."""
    without = FIRST.replace("| text             | words  | Anything else?              |\n", "")
    first, second, third = versions(FIRST, without, FIRST)
    assert "/data/words" not in second.ids
    assert third.ids == first.ids


def test_another_kind_of_thing_at_the_same_place_is_new():
    """A group cannot be the question it replaced."""
    group = FIRST.replace(
        "| text             | words  | Anything else?              |",
        "| begin_group | words | More |\n| text | more | More? |\n| end_group | | |",
    )
    first, second = versions(FIRST, group)
    assert second.ids["/data/words"] != first.ids["/data/words"]


def test_choices_keep_their_ids_when_their_list_is_renamed():
    """The list that the same question had before is the same list."""
    first, second = versions(
        FIRST, FIRST.replace("| water     |", "| sources |").replace("select_one water", "select_one sources")
    )
    assert second.ids["sources\twell"] == first.ids["water\twell"]


def test_a_renamed_choice_is_proposed_by_its_label():
    """Codes change, words stay: proposed as the same."""
    first, second = versions(FIRST, FIRST.replace("| well  |", "| 2     |"))
    (proposal,) = compare(first, second).proposals
    assert (proposal.older, proposal.newer) == ("water\twell", "water\t2")


def test_ids_in_the_file_win_over_names():
    """Renamed, moved and swapped by hand in a spreadsheet that carries the ids: nothing is lost."""
    (first,) = versions(FIRST)
    carried = with_ids(first)
    swapped = form_of(
        f"""
survey
| type    | name   | label | groundup_id                       |
| text    | people | Other | {first.ids["/data/words"]}        |
| integer | words  | Size  | {first.ids["/data/home/people"]}  |
"""
    )
    second = identify([Version("v1", carried), Version("v2", swapped)])[1]
    assert second.ids["/data/people"] == first.ids["/data/words"]
    assert second.ids["/data/words"] == first.ids["/data/home/people"]


def test_a_row_copied_with_its_id_gets_another_id():
    """The first keeps it; the copy is told as a clash."""
    (only,) = versions(
        """
survey
| type    | name | label | groundup_id |
| integer | a    | A     | same        |
| integer | b    | B     | same        |
"""
    )
    assert only.ids["/data/a"] == "same"
    assert only.ids["/data/b"] != "same"
    assert only.clashes == ("/data/b",)


def test_the_original_of_a_copied_row_keeps_its_id():
    """A copy put above its original is the new one: what was answered before stays with the original."""
    first = "survey\n| type | name | label | groundup_id |\n| integer | age | Age | same |\n"
    choices = "choices\n| list_name | name | label | groundup_id |\n"
    older, newer = versions(
        f"{first}{choices}| l | a | A | one |",
        first.replace("| integer | age |", "| integer | age_of_head | Age of head | same |\n| integer | age |")
        + f"{choices}| l | b | B | one |\n| l | a | A | one |",
    )
    assert newer.ids["/data/age"] == older.ids["/data/age"] == "same"
    assert newer.ids["l\ta"] == older.ids["l\ta"] == "one"
    assert newer.clashes == ("/data/age_of_head", "l\tb")
    assert newer.reasons["/data/age_of_head"] is Reason.NEW


def test_ids_that_are_none_are_not_taken_from_a_file():
    """Too long, or with signs that no id has."""
    text = "survey\n| type | name | label | groundup_id |\n| text | a | A | {} |\n"
    for odd in ("x" * 65, "<b>", "é"):
        assert versions(text.format(odd))[0].reasons["/data/a"] is Reason.NEW


@st.composite
def histories(draw: st.DrawFn) -> list[Form]:
    """Draw up to four versions of a form with questions that come, go and move."""
    made = []
    for _ in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1))
        inside = draw(st.integers(0, len(names)))
        rows = ["| begin_group | g | G |", *(f"| text | {name} | Label {name} |" for name in names[:inside])]
        rows += ["| end_group | | |", *(f"| integer | {name} | Label {name} |" for name in names[inside:])]
        made.append(form_of("survey\n| type | name | label |\n" + "\n".join(rows) + "\n"))
    return made


@settings(max_examples=40, deadline=None)
@given(histories())
def test_over_any_history_ids_are_unique_and_survive_being_written(forms: list[Form]):
    """Written into the files, the same ids come out whatever order of reasons gave them first."""
    first = identify([Version(str(n), form) for n, form in enumerate(forms)])
    for each in first:
        assert len(set(each.ids.values())) == len(each.ids)
    again = identify([Version(f"x{n}", with_ids(each)) for n, each in enumerate(first)])
    assert [each.ids for each in again] == [each.ids for each in first]


SWAPPED = FIRST.replace("Piped water", "X").replace("Well ", "Piped water").replace("| X ", "| Well ")


def test_codes_that_changed_their_meaning_are_other_choices():
    """1 was yes and is no now: never counted together by themselves; proposed by their words."""
    first, second = versions(FIRST, SWAPPED)
    assert {second.reasons[f"water\t{name}"] for name in ("piped", "well")} == {Reason.NEW}
    assert {(each.older, each.newer) for each in compare(first, second).proposals} == {
        ("water\tpiped", "water\twell"),
        ("water\twell", "water\tpiped"),
    }


def test_a_person_may_say_that_swapped_words_were_a_mistake():
    """The code is the same choice again."""
    first, second = versions(
        FIRST,
        SWAPPED,
        decisions={("v2", f"water\t{name}"): versions(FIRST)[0].ids[f"water\t{name}"] for name in ("piped", "well")},
    )
    assert second.ids == first.ids
    assert [pair.newer for pair in compare(first, second).recoded] == ["water\tpiped", "water\twell"]


def test_a_choice_in_other_words_stays_itself():
    """New words that no other choice had."""
    first, second = versions(FIRST, FIRST.replace("Piped water", "Water from a pipe"))
    assert second.ids == first.ids
    assert compare(first, second).recoded == ()
