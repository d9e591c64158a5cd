"""Versions of one form seen as one."""

from __future__ import annotations

from forms.analysis.versions import merged
from forms.definition.elements import Choice, ChoiceList, Group, Question
from forms.definition.form import Form


def form(*children: Question | Group, choices: str = "") -> Form:
    lists = {"l": ChoiceList("l", tuple(Choice(name) for name in choices))}
    return Form(form_id="f", children=children, choice_lists=lists)


def question(name: str) -> Question:
    return Question(name=name, kind="text")


def test_a_question_only_the_older_version_has_is_kept_in_its_group() -> None:
    """It stands at the end of the group it was in."""
    newer = form(Group(name="g", children=(question("b"),)), question("c"))
    older = form(Group(name="g", children=(question("a"), question("b"))))
    assert [path for path, _ in merged([newer, older]).questions()] == ["/data/g/b", "/data/g/a", "/data/c"]


def test_choices_only_the_older_version_has_are_kept() -> None:
    """The newer list leads, the older one's other choices follow."""
    both = merged([form(choices="ca"), form(choices="ab")])
    assert [choice.name for choice in both.choice_lists["l"].choices] == ["c", "a", "b"]


def test_one_version_alone_stays_as_it_is() -> None:
    """Nothing is added to a single version."""
    only = form(question("a"))
    assert merged([only]) is only
