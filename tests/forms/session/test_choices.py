"""What a select offers: filters, cascades, files, shuffles, and answers that are no longer on offer."""

from __future__ import annotations

import pytest
from scenario import story

from forms.errors import AnswerRefused

CASCADE = r"""
survey
| type | name | label | choice_filter | calculation |
| select_one region | region | Region | | |
| select_one town | town | Town | region = ${region} | |
| calculate | town_name | | | jr:choice-name(${town}, '${town}') |
| select_multiple town | towns | Towns | region = ${region} | |
| calculate | read | | | concat(${town}, '/', ${towns}) |
choices
| list_name | name | label | region |
| region | n | North | |
| region | s | South | |
| town | n1 | Norton | n |
| town | n2 | Norby | n |
| town | s1 | Sutton | s |
"""


def test_a_filter_offers_what_fits():
    """Choices follow the answer the filter reads."""
    interview = story(CASCADE)
    assert interview.names("town") == []
    interview.answer("region", "n")
    assert interview.names("town") == ["n1", "n2"]
    assert interview["town"].choices[0].columns["region"] == "n"


def test_an_answer_that_is_not_on_offer_reads_blank_and_returns():
    """A filtered-out answer is kept, reads as blank, and comes back with its choice."""
    interview = story(CASCADE)
    interview.answer("region", "n")
    interview.answer("town", "n1")
    interview.answer("towns", "n2 n1")
    assert interview.values("town_name", "read") == ["Norton", "n1/n1 n2"]
    interview.answer("region", "s")
    assert interview.values("town", "town_name", "towns", "read") == ["", "", "", "/"]
    interview.answer("region", "n")
    assert interview.values("town", "town_name", "towns") == ["n1", "Norton", "n1 n2"]


def test_only_choices_on_offer_are_taken():
    """An answer must be on offer now."""
    interview = story(CASCADE)
    interview.answer("region", "s")
    with pytest.raises(AnswerRefused) as refused:
        interview.answer("town", "n1")
    assert refused.value.code == "answer-not-a-choice"
    with pytest.raises(AnswerRefused):
        interview.answer("towns", "s1 n1")


def test_display_is_in_words():
    """An answer is shown by its label."""
    interview = story(CASCADE)
    interview.answer("region", "n")
    interview.answer("towns", "n1 n2")
    assert interview["towns"].display == "Norton, Norby"
    assert interview["towns"].selected == ("n1", "n2")


def test_a_list_from_a_file():
    """Choices may come from a CSV beside the form, filtered by its columns."""
    interview = story(
        """
        | type | name | label | choice_filter | calculation |
        | text | kind | Kind | | |
        | select_one_from_file fruits.csv | fruit | Fruit | kind = ${kind} | |
        | calculate | price | | | pulldata('fruits', 'price', 'name', ${fruit}) |
        """,
        files={"fruits.csv": b"name,label,kind,price\nm,Mango,tropical,3\na,Apple,pome,2\n"},
    )
    interview.answer("kind", "tropical")
    assert [(item.name, item.label) for item in interview["fruit"].choices] == [("m", "Mango")]
    interview.answer("fruit", "m")
    assert interview["price"].value == "3"


def test_a_missing_file_offers_nothing_and_is_found():
    """Without its file a list is empty; the form still opens."""
    interview = story("| type | name | label |\n| select_one_from_file gone.csv | a | A |\n| text | b | B |")
    assert interview.names("a") == []
    assert "file-missing" in {finding.code for finding in interview.interview.model.findings}


def test_or_other_asks_what():
    """or_other offers "other" and asks to specify it."""
    interview = story(
        """
        survey
        | type | name | label |
        | select_one l or_other | a | A |
        choices
        | list_name | name | label |
        | l | x | X |
        """
    )
    assert interview.names("a") == ["x", "other"]
    assert not interview["a_other"].relevant
    interview.answer("a", "other")
    assert interview["a_other"].relevant


SHUFFLED = r"""
survey
| type | name | label | parameters |
| integer | s | Seed | |
| select_one l | a | A | randomize=true{seed} |
choices
| list_name | name | label |
"""


@pytest.mark.parametrize("seed", ["", ", seed=${s}"])
def test_a_shuffle_stays(seed):
    """Shuffled choices keep their order through the interview and a reopened draft."""
    rows = "".join(f"| l | c{number} | C |\n" for number in range(20))
    interview = story(SHUFFLED.replace("{seed}", seed) + rows)
    interview.answer("s", "42")
    order = interview.names("a")
    assert sorted(order) == sorted(f"c{number}" for number in range(20))
    assert order != [f"c{number}" for number in range(20)]
    interview.answer("a", "c3")
    assert interview.names("a") == order
    assert interview.reopened().names("a") == order


def test_a_filter_on_a_long_list_reads_only_what_fits():
    """Checking an answer against a filter looks at the rows of that name only."""
    rows = "".join(f"| l | c{number} | C{number} | g{number % 10} |\n" for number in range(2000))
    interview = story(
        f"""
        survey
        | type | name | label | choice_filter |
        | text | g | G | |
        | select_one l | a | A | starts-with(g, ${{g}}) |
        choices
        | list_name | name | label | g |
        {rows}
        """
    )
    interview.answer("g", "g3")
    assert len(interview.names("a")) == 200
    interview.answer("a", "c13")
    table = interview.interview.model.tables["l"]
    interview.answer("g", "g4")
    assert interview["a"].value == ""
    assert len(table) == 2000
