"""Repeats: adding, removing, counting, and reading across their instances."""

from __future__ import annotations

import pytest
from scenario import story

from forms.errors import AnswerRefused
from forms.session.nodes import RepeatInstance

ROSTER = r"""
| type | name | label | calculation | repeat_count |
| begin_repeat | hh | Person | | |
| text | name | Name | | |
| integer | age | Age | | |
| calculate | place | | position(..) | |
| calculate | older | | ${age} + 1 | |
| end_repeat | | | | |
| calculate | people | | count(${hh}) | |
| calculate | years | | sum(${age}) | |
| calculate | second | | indexed-repeat(${name}, ${hh}, 2) | |
| calculate | all_names | | join(', ', ${name}) | |
"""


def test_a_repeat_starts_with_one_instance():
    """XLSForm repeats begin with one blank instance."""
    interview = story(ROSTER)
    assert len(interview.range("hh").instances) == 1
    assert interview["people"].value == "1"


def test_a_name_in_the_same_repeat_means_the_same_instance():
    """A reference inside a repeat reads its own instance."""
    interview = story(ROSTER)
    assert interview.add("hh") == "/data/hh[2]"
    interview.answer("hh[1]/age", "10")
    interview.answer("hh[2]/age", "20")
    assert interview.values("hh[1]/older", "hh[2]/older") == ["11", "21"]


def test_rules_outside_read_all_instances():
    """Sums, counts and joins follow adding, answering and removing."""
    interview = story(ROSTER)
    interview.add("hh")
    for place, (name, age) in enumerate([("Amina", "10"), ("Bilal", "20")], start=1):
        interview.answer(f"hh[{place}]/name", name)
        interview.answer(f"hh[{place}]/age", age)
    assert interview.values("people", "years", "second", "all_names") == ["2", "30", "Bilal", "Amina, Bilal"]
    interview.remove("hh[1]")
    assert interview.values("people", "years", "second", "all_names") == ["1", "20", "", "Bilal"]


def test_positions_follow_removal():
    """What reads its own place is settled again when an instance before it goes."""
    interview = story(ROSTER)
    interview.add("hh")
    interview.add("hh")
    assert interview.values("hh[1]/place", "hh[2]/place", "hh[3]/place") == ["1", "2", "3"]
    interview.remove("hh[1]")
    assert interview.values("hh[1]/place", "hh[2]/place") == ["1", "2"]


def test_adding_behind_settles_no_earlier_instance():
    """The cost of adding one instance does not grow with the instances there are."""
    interview = story(
        """
        | type | name | label | calculation |
        | begin_repeat | hh | Person | |
        | integer | age | Age | |
        | calculate | place | | position(..) |
        | end_repeat | | | |
        """
    )
    settler = interview.interview._core.settler
    costs = []
    for _ in range(50):
        before = settler.rounds
        interview.add("hh")
        costs.append(settler.rounds - before)
    assert set(costs) == {1}


def test_the_listener_hears_of_instances():
    """A change of instances names the range."""
    interview = story(ROSTER)
    interview.add("hh")
    assert interview.last.repeats == ("/data/hh",)
    assert ("/data/people", "2") in interview.last.values


COUNTED = r"""
| type | name | label | calculation | repeat_count |
| integer | n | How many? | | |
| begin_repeat | hh | Person | | ${n} |
| text | name | Name | | |
| end_repeat | | | | |
| calculate | people | | count(${hh}) | |
"""


def test_a_count_raises_and_lowers():
    """A counted repeat follows its number; what was dropped does not come back."""
    interview = story(COUNTED)
    assert len(interview.range("hh").instances) == 0
    interview.answer("n", "3")
    interview.answer("hh[3]/name", "Zahra")
    interview.answer("n", "2")
    assert interview["people"].value == "2"
    interview.answer("n", "3")
    assert interview["hh[3]/name"].value == ""
    interview.answer("n", "-1")
    assert interview["people"].value == "0"


def test_a_counted_repeat_refuses_the_person():
    """The person cannot add to or remove from a counted repeat."""
    interview = story(COUNTED)
    interview.answer("n", "1")
    assert not interview.range("hh").can_add
    with pytest.raises(AnswerRefused) as refused:
        interview.add("hh")
    assert refused.value.code == "repeat-is-counted"
    with pytest.raises(AnswerRefused):
        interview.remove("hh[1]")


def test_an_enormous_count_is_bounded():
    """A typing error in a number does not fill the memory."""
    interview = story(COUNTED)
    interview.answer("n", "2000000000")
    assert len(interview.range("hh").instances) == 2000
    assert ("/data/hh", "repeat-too-many") in interview.interview.problems


def test_counts_inside_counts_are_bounded_together():
    """A hundred in each of four levels would be a hundred million; twenty thousand are made, and it is told."""
    begins = "".join(f"| begin_repeat | r{level} | R | 100 |\n" for level in range(4))
    interview = story(
        f"| type | name | label | repeat_count |\n{begins}| text | q | Q | |\n" + "| end_repeat | | | |\n" * 4
    ).interview
    assert sum(isinstance(node, RepeatInstance) for node in interview.root.walk()) == 20_000
    assert "repeat-too-many" in {code for _, code in interview.problems}


def test_instances_that_are_removed_make_room_again():
    """The bound counts what there is, not what there has been."""
    interview = story(COUNTED)
    for _ in range(15):
        interview.answer("n", "2000")
        interview.answer("n", "0")
    interview.answer("n", "2000")
    assert len(interview.range("hh").instances) == 2000


NESTED = r"""
| type | name | label | calculation | repeat_count | relevant |
| begin_repeat | house | House | | | |
| text | street | Street | | | |
| begin_repeat | person | Person | | | |
| integer | age | Age | | | |
| calculate | where | | concat(${street}, '-', position(..)) | | |
| text | licence | Licence | | | ${age} >= 18 |
| end_repeat | | | | | |
| calculate | total | | sum(${age}) | | |
| end_repeat | | | | | |
| calculate | grand | | sum(${total}) | | |
"""


def test_nested_repeats_read_their_own_house():
    """Inside nested repeats a name reads the instances of its own outer one."""
    interview = story(NESTED)
    interview.add("house")
    interview.add("house[2]/person")
    interview.add("house[2]/person")
    interview.answer("house[2]/street", "Mill")
    interview.answer("house[2]/person[1]/age", "3")
    interview.answer("house[2]/person[2]/age", "40")
    interview.answer("house[1]/person[1]/age", "5")
    assert interview.values("house[1]/total", "house[2]/total", "grand") == ["5", "43", "48"]
    assert interview["house[2]/person[2]/where"].value == "Mill-2"
    assert interview["house[2]/person[2]/licence"].relevant
    assert not interview["house[2]/person[1]/licence"].relevant


def test_the_first_counted_instance_is_the_one_the_form_holds():
    """It begins with an inner instance, also when the number comes late; the others, and later ones, with none."""
    interview = story(
        """
        | type | name | label | repeat_count |
        | integer | n | Number | |
        | begin_repeat | house | House | ${n} |
        | begin_repeat | person | Person | |
        | text | name | Name | |
        | end_repeat | | | |
        | end_repeat | | | |
        """
    )
    interview.answer("n", "2")
    assert [len(interview.range(f"house[{place}]/person").instances) for place in (1, 2)] == [1, 0]
    interview.answer("n", "0")
    interview.answer("n", "1")
    assert len(interview.range("house[1]/person").instances) == 0


def test_a_first_number_of_none_drops_the_one_the_form_holds():
    """An instance that comes later is made from the template, without an inner one."""
    interview = story(
        """
        | type | name | label | calculation | repeat_count |
        | integer | n | Number | | |
        | calculate | number | | coalesce(${n}, 0) | |
        | begin_repeat | house | House | | ${number} |
        | begin_repeat | person | Person | | |
        | text | name | Name | | |
        | end_repeat | | | | |
        | end_repeat | | | | |
        """
    )
    interview.answer("n", "2")
    assert [len(interview.range(f"house[{place}]/person").instances) for place in (1, 2)] == [0, 0]


def test_instances_are_counted_by_their_own_answers():
    """`count(${hh}[${age} > 17])` counts persons, each by the own age, and follows every change."""
    interview = story(
        """
        | type | name | label | calculation |
        | begin_repeat | hh | Person | |
        | integer | age | Age | |
        | end_repeat | | | |
        | calculate | adults | | count(${hh}[${age} > 17]) |
        """
    )
    interview.add("hh")
    interview.add("hh")
    interview.answer("hh[2]/age", "40")
    interview.answer("hh[3]/age", "5")
    assert interview["adults"].value == "1"
    interview.answer("hh[3]/age", "18")
    assert interview["adults"].value == "2"
    interview.remove("hh[2]")
    assert interview["adults"].value == "1"


def test_a_new_outer_instance_begins_without_inner_ones():
    """Only the first house begins with a person; in a house that is added a group's repeat begins with one, no other.

    As the template pyxform writes says, and as JavaRosa and ODK Web Forms do.
    """
    interview = story(
        """
        | type | name | label |
        | begin_repeat | house | House |
        | begin_repeat | person | Person |
        | text | name | Name |
        | end_repeat | | |
        | begin_group | yard | Yard |
        | begin_repeat | animal | Animal |
        | text | kind | Kind |
        | end_repeat | | |
        | end_group | | |
        | end_repeat | | |
        """
    )
    interview.add("house")
    numbers = [len(interview.range(ref).instances) for ref in ("house[1]/person", "house[2]/person")]
    in_groups = [len(interview.range(ref).instances) for ref in ("house[1]/yard/animal", "house[2]/yard/animal")]
    assert (numbers, in_groups) == ([1, 0], [1, 1])


def test_removing_an_outer_instance_takes_the_inner_ones():
    """Nothing of a removed instance is read any more."""
    interview = story(NESTED)
    interview.add("house")
    interview.add("house[2]/person")
    interview.answer("house[1]/person[1]/age", "5")
    interview.answer("house[2]/person[1]/age", "6")
    interview.remove("house[1]")
    assert interview["grand"].value == "6"
    assert interview["house[1]/person[1]/age"].value == "6"


def test_a_running_total_over_rows():
    """A row may read the same question of the row before it."""
    interview = story(
        """
        | type | name | label | calculation |
        | begin_repeat | r | Row | |
        | integer | x | X | |
        | calculate | sofar | | ${x} + coalesce(indexed-repeat(${sofar}, ${r}, position(..) - 1), 0) |
        | end_repeat | | | |
        """
    )
    interview.add("r")
    interview.add("r")
    for place in (1, 2, 3):
        interview.answer(f"r[{place}]/x", "10")
    assert interview["r[3]/sofar"].value in ("30", "20", "40")
    assert not [finding for finding in interview.interview.model.findings if finding.code == "cycle"]


def test_choices_from_a_repeat_follow_it():
    """A select over a repeat offers its filled answers and drops an answer that is gone."""
    interview = story(
        """
        | type | name | label |
        | begin_repeat | hh | Person |
        | text | name | Name |
        | end_repeat | | |
        | select_one ${name} | head | Who is the head? |
        """
    )
    assert interview.names("head") == []
    interview.answer("hh[1]/name", "Amina")
    interview.add("hh")
    assert interview.names("head") == ["Amina"]
    interview.answer("head", "Amina")
    interview.answer("hh[1]/name", "Ana")
    assert interview["head"].value == ""
    assert interview.names("head") == ["Ana"]
    interview.answer("hh[1]/name", "Amina")
    assert interview["head"].value == "Amina"


def test_instances_have_titles():
    """An instance is told from the others by its first answer."""
    interview = story(ROSTER)
    interview.answer("hh[1]/name", "Amina")
    assert interview.range("hh").instances[0].title == "Amina"


def test_a_hidden_repeat_is_told_once():
    """Hiding a repeat names its range, not each instance."""
    interview = story(
        """
        | type | name | label | relevant |
        | text | a | A | |
        | begin_repeat | hh | Person | ${a} = '' |
        | text | name | Name | |
        | end_repeat | | | |
        """
    )
    interview.add("hh")
    interview.answer("hh[2]/name", "Amina")
    interview.answer("a", "x")
    assert interview.last.hidden == ("/data/hh",)
    assert interview.last.hidden_answers == ("/data/hh[2]/name",)
    assert not interview.range("hh").can_add
    interview.answer("a", None)
    assert interview.last.shown == ("/data/hh",)


def test_a_reference_has_its_path_in_the_submission():
    """Positions become the names of the instances, also of one added while correcting."""
    story_so_far = story(ROSTER)
    story_so_far.add("hh")
    assert story_so_far.interview.path_of("/data/hh[2]/age") == "/data/hh:2/age"
    edited = story_so_far.edited()
    edited.remove("hh[1]")
    edited.add("hh")
    listed = [path for path, _ in edited.interview.finish().answers]
    asked = [node.ref for node in edited.interview.questions() if node.ref.startswith("/data/hh[")]
    assert [edited.interview.path_of(ref) for ref in asked] == [path for path in listed if path.startswith("/data/hh:")]
