"""What rules do while a form is filled: relevance, calculations, checks, texts."""

from __future__ import annotations

import pytest
from scenario import story

from forms.errors import AnswerRefused

HOUSEHOLD = r"""
survey
| type | name | label | relevant | required | constraint | constraint_message | calculation | readonly |
| select_one yn | has_children | Any children? | | | | | | |
| begin_group | children | Children | ${has_children} = 'yes' | | | | | |
| integer | number | How many? | | yes | . > 0 and . <= 20 | From 1 to 20 | | |
| text | remark | Remark | | | | | | |
| end_group | | | | | | | | |
| calculate | doubled | | | | | | ${number} * 2 | |
| note | told | You have ${number} children, twice ${doubled}. | | | | | | |
| text | fixed | Fixed | | | | | | ${number} > 5 |
choices
| list_name | name | label |
| yn | yes | Yes |
| yn | no | No |
"""


def test_a_group_hides_its_questions():
    """A question is not relevant while its group is not."""
    interview = story(HOUSEHOLD)
    assert not interview["children/number"].relevant
    interview.answer("has_children", "yes")
    assert interview["children/number"].relevant


def test_a_hidden_answer_reads_blank_and_comes_back():
    """What is hidden reads as blank everywhere, keeps its answer and shows it again."""
    interview = story(HOUSEHOLD)
    interview.answer("has_children", "yes")
    interview.answer("children/number", "3")
    assert interview["doubled"].value == "6"
    interview.answer("has_children", "no")
    assert interview.values("children/number", "doubled") == ["", ""]
    interview.answer("has_children", "yes")
    assert interview.values("children/number", "doubled") == ["3", "6"]


def test_the_listener_hears_what_was_hidden():
    """A hidden answer is named once, with the outermost node that went."""
    interview = story(HOUSEHOLD)
    interview.answer("has_children", "yes")
    assert interview.last.shown == ("/data/children",)
    interview.answer("children/number", "3")
    interview.answer("has_children", "no")
    assert interview.last.hidden == ("/data/children",)
    assert interview.last.hidden_answers == ("/data/children/number",)
    assert ("/data/doubled", "") in interview.last.values


def test_one_action_gives_one_change_list():
    """However much follows from an answer, the listener is told once."""
    interview = story(HOUSEHOLD)
    interview.answer("has_children", "yes")
    before = len(interview.changes)
    interview.answer("children/number", "4")
    assert len(interview.changes) == before + 1
    assert {"/data/children/number", "/data/doubled", "/data/told", "/data/fixed"} <= interview.last.refs


def test_labels_show_values():
    """Outputs in labels follow the answers."""
    interview = story(HOUSEHOLD)
    interview.answer("has_children", "yes")
    interview.answer("children/number", "4")
    assert interview["told"].label == "You have 4 children, twice 8."


def test_required_counts_only_while_relevant():
    """A required question that is not asked is not missing."""
    interview = story(HOUSEHOLD)
    assert interview.interview.validate() == ()
    interview.answer("has_children", "yes")
    assert [each.kind for each in interview.interview.validate()] == ["required"]


def test_a_constraint_says_its_message():
    """An answer against its constraint stays, marked with the form's words."""
    interview = story(HOUSEHOLD)
    interview.answer("has_children", "yes")
    interview.answer("children/number", "21")
    assert interview["children/number"].validity.kind == "constraint"
    assert interview["children/number"].validity.message == "From 1 to 20"
    assert interview["children/number"].value == "21"


def test_a_read_only_question_refuses_answers():
    """Read-only is an expression; while it holds, the person cannot answer."""
    interview = story(HOUSEHOLD)
    interview.answer("has_children", "yes")
    interview.answer("fixed", "open")
    interview.answer("children/number", "6")
    with pytest.raises(AnswerRefused) as refused:
        interview.answer("fixed", "other")
    assert refused.value.code == "read-only"
    assert interview["fixed"].value == "open"


def test_a_hidden_question_refuses_answers():
    """What is not asked cannot be answered."""
    interview = story(HOUSEHOLD)
    with pytest.raises(AnswerRefused) as refused:
        interview.answer("children/number", "2")
    assert refused.value.code == "not-relevant"


@pytest.mark.parametrize("ref", ["/data/none", "/other/has_children", "has_children", "/data/has_children/x", ""])
def test_an_unknown_place_is_refused(ref):
    """A reference that leads nowhere is said to."""
    interview = story(HOUSEHOLD)
    with pytest.raises(AnswerRefused) as refused:
        interview.interview.answer(ref, "x")
    assert refused.value.code == "no-such-node"


def test_required_may_be_an_expression():
    """Required follows what it reads."""
    interview = story(
        """
        | type | name | label | required |
        | text | a | A | |
        | text | b | B | ${a} = 'x' |
        """
    )
    assert not interview["b"].required
    interview.answer("a", "x")
    assert interview["b"].required


def test_only_affected_rules_are_settled():
    """An answer that nothing reads settles nothing; one that one rule reads settles one."""
    rows = "\n".join(f"| integer | q{n} | Q | |\n| calculate | c{n} | | ${{q{n}}} + 1 |" for n in range(100))
    interview = story(f"| type | name | label | calculation |\n{rows}")
    settler = interview.interview._core.settler
    before = settler.rounds
    interview.answer("q7", "1")
    assert settler.rounds == before + 1
    assert interview["c7"].value == "2"


def test_a_long_chain_settles_in_order():
    """Each rule of a chain runs once, after the one it reads, wherever it stands in the form."""
    rows = "\n".join(f"| calculate | c{n} | | ${{c{n + 1}}} + 1 |" for n in range(60))
    interview = story(f"| type | name | label | calculation |\n{rows}\n| integer | c60 | Start | |")
    settler = interview.interview._core.settler
    before = settler.rounds
    interview.answer("c60", "1")
    assert interview["c0"].value == "61"
    assert settler.rounds == before + 60


def test_a_calculation_fills_an_integer_question_with_a_whole_number():
    """The data type cuts what a calculation gives."""
    interview = story(
        """
        | type | name | label | calculation |
        | integer | a | A | |
        | integer | half | Half | ${a} div 2 |
        """
    )
    interview.answer("a", "7")
    assert interview["half"].value == "3"


def test_blank_arithmetic_is_blank():
    """What cannot be worked out is blank, not NaN."""
    interview = story(
        """
        | type | name | label | calculation |
        | integer | a | A | |
        | calculate | b | | ${a} + 1 |
        """
    )
    assert interview["b"].value == ""


def test_an_expression_that_fails_leaves_a_blank_and_is_noted():
    """A failing expression never stops an interview."""
    interview = story(
        """
        | type | name | label | calculation |
        | integer | a | A | |
        | calculate | b | | no-such-function(${a}) |
        """
    )
    interview.answer("a", "1")
    assert interview["b"].value == ""
    assert ("/data/b", "xpath-function-unknown") in interview.interview.problems


def test_a_pattern_that_takes_too_long_is_no_match_and_noted():
    """A slow regular expression stops no interview; it is kept at the question that has it."""
    interview = story(
        r"""
        | type | name | label | constraint |
        | text | a | A | regex(., '(a\|a)*') |
        """
    )
    interview.answer("a", "a" * 40 + "!")
    assert interview["a"].validity.kind == "constraint"
    assert ("/data/a", "xpath-regex-slow") in interview.interview.problems


def test_a_chain_that_doubles_its_text_stays_bounded():
    """Forty doublings would be a text of eight million million characters; the chain ends blank and is noted."""
    rows = "".join(f"| calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) |\n" for n in range(1, 41))
    interview = story(f"| type | name | label | calculation |\n| calculate | c0 | | 'xxxxxxxx' |\n{rows}")
    assert len(interview["c10"].value) == 8 * 2**10
    assert interview["c40"].value == ""
    assert "xpath-text-too-long" in {code for _, code in interview.interview.problems}


def test_a_cycle_is_named_and_does_not_hang():
    """Two calculations that wait for each other are a finding; the interview goes on."""
    interview = story(
        """
        | type | name | label | calculation |
        | calculate | a | | ${b} + 1 |
        | calculate | b | | ${a} + 1 |
        | text | c | C | |
        """
    )
    interview.answer("c", "x")
    cycles = [finding for finding in interview.interview.model.findings if finding.code == "cycle"]
    assert [finding.facts["names"] for finding in cycles] == ["a → b → a"]


def test_a_cycle_is_named_with_its_whole_way():
    """The shortest way round, in the order in which each reads the next; what only hangs on it is left out."""
    interview = story(
        """
        | type | name | label | relevant |
        | text | z | Z | ${c} = 1 |
        | text | a | A | ${b} = 1 |
        | text | b | B | ${c} = 1 or ${d} = 1 |
        | text | c | C | ${a} = 1 |
        | text | d | D | ${e} = 1 |
        | text | e | E | ${a} = 1 |
        """
    )
    cycles = [finding for finding in interview.interview.model.findings if finding.code == "cycle"]
    assert [finding.facts["names"] for finding in cycles] == ["a → b → c → a"]


def test_once_keeps_its_value():
    """once() draws a value and never again, however often its rule is settled."""
    interview = story(
        """
        | type | name | label | calculation |
        | text | a | A | |
        | calculate | drawn | | once(concat(${a}, random())) |
        """
    )
    drawn = interview["drawn"].value
    assert drawn
    interview.answer("a", "x")
    assert interview["drawn"].value == drawn


def test_a_trigger_fires_a_calculation():
    """With a trigger, a calculation runs when the trigger changes and at no other time."""
    interview = story(
        """
        | type | name | label | calculation | trigger |
        | integer | a | A | | |
        | integer | b | B | | |
        | calculate | stamped | | ${a} + ${b} | ${a} |
        """
    )
    interview.answer("b", "1")
    assert interview["stamped"].value == ""
    interview.answer("a", "5")
    assert interview["stamped"].value == "6"
    interview.answer("b", "2")
    assert interview["stamped"].value == "6"


def test_languages_change_every_text():
    """Labels, choices and messages come in the language of the interview."""
    interview = story(
        """
        survey
        | type | name | label::English (en) | label::Français (fr) | constraint | constraint_message::English (en) | constraint_message::Français (fr) |
        | integer | a | Number ${a} | Nombre ${a} | . > 1 | Too small | Trop petit |
        | select_one l | b | Which? | Lequel ? | | | |
        choices
        | list_name | name | label::English (en) | label::Français (fr) |
        | l | x | Eggs | Oeufs |
        """  # noqa: E501
    )
    interview.answer("a", "1")
    assert interview["a"].label == "Number 1"
    interview.interview.set_language("Français (fr)")
    assert interview["a"].label == "Nombre 1"
    assert interview["a"].validity.message == "Trop petit"
    assert [item.label for item in interview["b"].choices] == ["Oeufs"]
    assert interview.last.language
    with pytest.raises(AnswerRefused):
        interview.interview.set_language("Deutsch")
