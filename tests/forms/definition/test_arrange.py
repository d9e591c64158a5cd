"""Elements, choices and settings are put in, moved, changed and taken out, and saved in the workbook they came from."""

from __future__ import annotations

import pytest
from sameness import differences, said
from workbooks import form_workbook

from forms.definition.edit import add_choice, change_node, insert_node, move_node, remove_node, set_setting
from forms.definition.elements import Choice, Group, Question
from forms.definition.form import Form
from forms.definition.text import Expression, Text
from forms.errors import FormsError
from forms.xlsform.open import open_form
from forms.xlsform.patch.changes import save_changes
from forms.xlsform.sheets import Book

DATA = form_workbook(
    """
    survey
    | type | name | label | my remark |
    | text | first | First | r1 |
    | begin_group | g | G | r2 |
    | text | a | A | r3 |
    | text | b | B | r4 |
    | end_group | | | r5 |
    | begin_repeat | r | R | r6 |
    | select_one l | c | C | r7 |
    | end_repeat | | | r8 |
    choices
    | list_name | name | label |
    | l | 1 | One |
    | l | 2 | Two |
    settings
    | form_title | version |
    | T | 1 |
    """
)


@pytest.fixture
def form() -> Form:
    opened = open_form(DATA, file_name="f.xlsx").form
    assert opened is not None
    return opened


def saved(old: Form, new: Form, sheet: str = "survey") -> list[list[str]]:
    """Return the cells of a sheet after saving; what is read again is the new form."""
    data = save_changes(DATA, old, new).data
    again = open_form(data, file_name="f.xlsx").form
    assert again is not None
    assert differences(said(new), said(again)) == []
    return [list(row) for row in Book(data).read(sheet).rows]


def test_a_group_moves_with_everything_in_it(form: Form) -> None:
    """A group comes into a repeat with its rows, remarks too; its end among them."""
    new = move_node(form, "/data/g", "/data/r", 0)
    assert [path for path, _ in new.walk()] == [
        *("/data/first", "/data/r", "/data/r/g", "/data/r/g/a", "/data/r/g/b", "/data/r/c"),
    ]
    assert [row[3] for row in saved(form, new)[1:]] == ["r1", "r6", "r2", "r3", "r4", "r5", "r7", "r8"]


def test_a_question_goes_and_another_comes(form: Form) -> None:
    """A removed row is gone, a new one stands where it was put."""
    new = insert_node(
        remove_node(form, "/data/g/a"), "/data/g", 1, Question(kind="note", name="n", label=Text({"": ("N",)}))
    )
    assert [row[1] for row in saved(form, new)[1:]] == ["first", "g", "b", "n", "", "r", "c", ""]


def test_fields_change(form: Form) -> None:
    """Any field of an element is changed at its path."""
    new = change_node(form, "/data/r/c", relevant=Expression("1 = 1"), appearance=("minimal", "likert"))
    rows = saved(form, new)
    assert dict(zip(rows[0], rows[7], strict=True)) == {
        **{"type": "select_one l", "name": "c", "label": "C", "my remark": "r7"},
        **{"relevant": "1 = 1", "appearance": "minimal likert"},
    }


def test_choices_and_settings(form: Form) -> None:
    """A choice stands behind the one it was put behind; a setting changes what the form says of itself."""
    new = add_choice(form, "l", Choice("1b", Text({"": ("One b",)})), after="1")
    new = add_choice(new, "m", Choice("x", Text({"": ("X",)})))
    new = set_setting(set_setting(new, "version", "2"), "style", "pages")
    assert new.version == "2"
    assert [row[:2] for row in saved(form, new, "choices")[1:]] == [["l", "1"], ["l", "1b"], ["l", "2"], ["m", "x"]]
    assert saved(form, new, "settings") == [["form_title", "version", "style"], ["T", "2", "pages"]]
    assert set_setting(form, "form_title", "").title == form.form_id


def test_what_cannot_be_is_refused(form: Form) -> None:
    """Paths that lead nowhere, a group into itself and a second name among siblings."""
    note = Question(kind="note", name="a")
    for wrong in (
        lambda: change_node(form, "/data/x", relevant=None),
        lambda: insert_node(form, "/data/first", 0, note),
        lambda: remove_node(form, "/data/g/x"),
        lambda: move_node(form, "/data/g", "/data/g", 0),
        lambda: move_node(form, "/data/x", "/data/g", 0),
    ):
        with pytest.raises(FormsError, match="path-unknown"):
            wrong()
    with pytest.raises(FormsError, match="name-taken"):
        insert_node(form, "/data/g", 0, note)
    with pytest.raises(FormsError, match="name-taken"):
        add_choice(form, "l", Choice("1"))
    with pytest.raises(ValueError, match="rename"):
        change_node(form, "/data/first", name="x")


def test_a_new_repeat_with_everything(form: Form) -> None:
    """A section with questions in it becomes rows between its beginning and its end."""
    inner = Question(kind="integer", name="age", label=Text({"": ("Age",)}))
    new = insert_node(form, "/data", 0, Group(name="h", label=Text({"": ("H",)}), children=(inner,)))
    assert [row[0] for row in saved(form, new)[1:5]] == ["begin_group", "integer", "end_group", "text"]
