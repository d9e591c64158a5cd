"""`groundup check --against`: what became of the questions of an earlier version."""

from __future__ import annotations

import json

import pytest
from workbooks import form_workbook

from app.commands.check import main
from forms.locale.compared import COMPARED
from forms.messages import CATALOGUE

OLD = """
survey
| type | name | label |
| integer | people | How many people live here? |
| text | words | Anything else? |
| select_one water | source | Water |
choices
| list_name | name | label |
| water | well | Well |
"""


@pytest.fixture
def forms(tmp_path):
    """An earlier version and a later one, in which a question has another name and another is new."""
    older, newer = tmp_path / "older.xlsx", tmp_path / "newer.xlsx"
    older.write_bytes(form_workbook(OLD))
    newer.write_bytes(
        form_workbook(OLD.replace("| people |", "| size |").replace("| text | words |", "| date | day |"))
    )
    return older, newer


def test_a_renamed_question_is_proposed_in_words(forms, capsys):
    """The likeness stands beside, and that a person decides."""
    older, newer = forms
    assert main([str(newer), "--against", str(older)]) == 0
    said = capsys.readouterr().out
    assert "Compared with older.xlsx: 2 questions, groups and choices are the same." in said
    assert "perhaps the same: /data/people and /data/size" in said
    assert "new: /data/day" in said
    assert "gone: /data/words" in said


def test_the_comparison_stands_in_the_json(forms, capsys):
    """With ids, so that another program can say the decision."""
    older, newer = forms
    main([str(newer), "--against", str(older), "--json"])
    since = json.loads(capsys.readouterr().out)["since"]
    assert since["same"] == 2
    (proposed,) = since["proposed"]
    assert (proposed["older"], proposed["newer"]) == ("/data/people", "/data/size")
    assert {each["newer"] for each in since["added"]} == {"/data/day", "/data/size"}


def test_the_same_file_twice_has_no_changes(forms, capsys):
    """Everything is the same."""
    older, _ = forms
    main([str(older), "--against", str(older), "--json"])
    since = json.loads(capsys.readouterr().out)["since"]
    assert since.pop("same") == 4
    assert not any(since.values())


def test_an_earlier_version_that_is_no_form_is_refused(forms, tmp_path, capsys):
    """Nothing is compared with rubbish."""
    rubbish = tmp_path / "rubbish.xlsx"
    rubbish.write_bytes(b"nothing")
    assert main([str(forms[1]), "--against", str(rubbish)]) == 2
    assert "rubbish.xlsx" in capsys.readouterr().err
    assert main([str(forms[1]), "--against", str(tmp_path / "absent.xlsx")]) == 2


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_of_the_comparison_is_translated(language):
    """As the rest of the report."""
    facts = {"file": "f", "n": 1, "older": "a", "newer": "b", "percent": 80}
    for sentence in COMPARED.values():
        assert CATALOGUE.text(sentence, language, **facts) != CATALOGUE.text(sentence, "en", **facts)
