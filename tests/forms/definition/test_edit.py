"""Edits return a new form and share what did not change; definitions travel as bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import form_workbook

from forms.definition.edit import mark_sensitivity
from forms.definition.form import Form
from forms.definition.text import Expression, Text
from forms.definition.wire import decode, encode
from forms.errors import Finding, FormsError, Place, Severity
from forms.values import Sensitivity
from forms.xlsform.open import open_form


@pytest.fixture
def form() -> Form:
    text = "survey\n| type | name | label |\n| begin group | g | G |\n"
    text += "| text | a | A |\n| end group | | |\n| text | b | B |"
    opened = open_form(form_workbook(text), file_name="f").form
    assert opened is not None
    return opened


def test_a_mark_changes_one_question(form: Form) -> None:
    """The named question is marked, the old form is untouched, other branches are shared."""
    marked = mark_sensitivity(form, {"/data/g/a": Sensitivity.SEVERE})
    assert {path: each.sensitivity for path, each in marked.questions()} == {
        "/data/g/a": Sensitivity.SEVERE,
        "/data/b": Sensitivity.ORDINARY,
    }
    assert all(each.sensitivity is Sensitivity.ORDINARY for _, each in form.questions())
    assert marked.children[1] is form.children[1]


def test_no_change_is_the_same_form(form: Form) -> None:
    """Marking what is marked already gives the form itself."""
    assert mark_sensitivity(form, {"/data/b": Sensitivity.ORDINARY}) is form


def test_a_path_that_does_not_exist_is_refused(form: Form) -> None:
    """A mark for no question is an error, not silence."""
    with pytest.raises(FormsError) as caught:
        mark_sensitivity(form, {"/data/none": Sensitivity.PERSONAL})
    assert caught.value.code == "path-unknown"


def test_a_form_travels_as_bytes(form: Form) -> None:
    """Decoding what was encoded gives an equal form."""
    assert decode(encode(form)) == form


@given(
    st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5) | st.builds(Expression, st.text()), max_size=3))
)
def test_any_text_travels_as_bytes(parts: dict[str, list[str | Expression]]) -> None:
    """Languages may have any name, the tags of the encoding included."""
    text = Text({language: tuple(each) for language, each in parts.items()})
    assert decode(encode(text)) == text


@pytest.mark.parametrize(
    "data", [b"", b"\xc1", encode(1)[:0], b"\x81\xa1$\xa3abc", b"\x81\xa1$\xa4Form", b"\x81\xa1x\x01"]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """What `encode` did not write raises one error."""
    with pytest.raises(FormsError):
        decode(data)


def test_findings_travel_as_bytes() -> None:
    """Severity, place and facts are kept."""
    finding = Finding("name-twice", Severity.REPAIRED, Place("survey", 3, "name", "B3"), {"name": "a", "first": 2})
    assert decode(encode((finding,))) == (finding,)
