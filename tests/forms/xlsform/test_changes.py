"""Changes of a form saved into the workbook it was read from."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sameness import differences, said
from shared import SHARED, shared_path
from workbooks import form_workbook, workbook

from forms.definition.edit import replace_nodes
from forms.definition.elements import GENERATED, Choice, ChoiceList, Group, Node, Question
from forms.definition.form import Form
from forms.definition.identity import COLUMN, Version, identify, with_ids
from forms.definition.rename import rename
from forms.definition.text import Expression, Text
from forms.errors import FormsError
from forms.xlsform.edits import DeleteRows, InsertColumn, InsertRow, MoveRows, SetCell
from forms.xlsform.kind import kind_of
from forms.xlsform.open import open_form
from forms.xlsform.patch.changes import changes_between, save_changes
from forms.xlsform.sheets import Book

REAL = SHARED / "forms_real"
HUGE = "liberiaCoverage.xlsx"  # 64,000 empty cells with a style; takes a minute of a busy machine
NAMES = sorted(
    str(path.relative_to(SHARED))
    for path in REAL.rglob("*.xlsx")
    if kind_of(path.read_bytes()) == "xlsx" and path.name != HUGE
) or ["forms_real/x.xlsx"]
HOUSEHOLD = """
survey
| type | name | label::English | label::Français | relevant | remark |
| begin_group | hh | Household | Ménage | | |
| integer | size | How many? | Combien ? | | first |
| text | head | Who leads? | Qui dirige ? | ${size} > 1 | |
| end_group | | | | | |
| select_one yn | consent | May we? | Pouvons-nous ? | | last |
choices
| list_name | name | label::English | label::Français |
| yn | yes | Yes | Oui |
| yn | no | No | Non |
settings
| form_title | form_id |
| Household | hh |
"""


def opened(data: bytes) -> Form:
    """Return the form in a workbook."""
    form = open_form(data, file_name="data.xlsx").form
    assert form is not None
    return form


def with_node(form: Form, name: str, **changes: object) -> Form:
    """Return the form with fields of one element changed."""
    return replace_nodes(form, lambda _, node: replace(node, **changes) if node.name == name else node)  # type: ignore[arg-type]


def cells(data: bytes, sheet: str) -> list[list[str]]:
    """Return the cells of a sheet."""
    return [list(row) for row in Book(data).read(sheet).rows]


def test_nothing_changed_is_the_same_file() -> None:
    """A form that says the same leaves the workbook as it is."""
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    assert save_changes(data, form, replace(form)).data == data


def test_a_rule_and_a_text_in_two_languages() -> None:
    """Only the cells that differ are written."""
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    new = with_node(
        form, "head", relevant=Expression("${size} > 2"), label=Text({"English": ("Head?",), "Français": ("Chef ?",)})
    )
    assert changes_between(data, form, new) == [
        SetCell("survey", 4, 2, "Head?"),
        SetCell("survey", 4, 3, "Chef ?"),
        SetCell("survey", 4, 4, "${size} > 2"),
    ]
    assert differences(said(opened(save_changes(data, form, new).data)), said(new)) == []


def test_a_new_column_stands_where_people_look_for_it() -> None:
    """A language comes behind its sisters, a rule behind the rule that usually stands before it."""
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    new = with_node(form, "size", constraint=Expression(". < 40"), required=Expression("true()"))
    new = with_node(new, "size", label=Text({"English": ("How many?",), "Français": ("?",), "عربي (ar)": ("كم؟",)}))
    survey = cells(save_changes(data, form, new).data, "survey")
    assert survey[0] == [
        *("type", "name", "label::English", "label::Français", "label::عربي (ar)", "required"),
        *("relevant", "constraint", "remark"),
    ]
    assert survey[2] == ["integer", "size", "How many?", "?", "كم؟", "yes", "", ". < 40", "first"]


def test_a_question_moves_with_its_row() -> None:
    """What nothing in the form knows of, such as a remark, moves with it."""
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    group, consent = form.children
    assert isinstance(group, Group)
    new = replace(form, children=(consent, group))
    edits = changes_between(data, form, new)
    assert edits == [MoveRows("survey", 6, 6, 1)]
    assert cells(save_changes(data, form, new).data, "survey")[1][-1] == "last"


def test_new_and_removed_rows() -> None:
    """A new question in a group, a new group, a removed question and a new choice come out as such."""
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    group = form.children[0]
    assert isinstance(group, Group)
    added = Question(kind="text", name="nick", label=Text({"English": ("Nickname?",)}))
    section = Group(name="more", label=Text({"English": ("More",)}), children=(replace(added, name="other_name"),))
    listed = form.choice_lists["yn"]
    new = replace(
        form,
        children=(replace(group, children=(group.children[0], added)), section),
        choice_lists={"yn": replace(listed, choices=(*listed.choices, Choice("maybe", Text({"English": ("Maybe",)}))))},
    )
    patched = save_changes(data, form, new)
    assert differences(said(opened(patched.data)), said(new)) == []
    kinds = [type(edit) for edit in changes_between(data, form, new)]
    assert kinds.count(InsertRow) == 5
    assert kinds.count(DeleteRows) == 2


def test_settings_and_sheets_that_are_not_there() -> None:
    """A setting gets a column, a settings or choices sheet is added where there is none."""
    data = form_workbook("survey\n| type | name | label |\n| text | a | A |")
    form = opened(data)
    lists = {"l": ChoiceList("l", (Choice("x", Text({"": ("X",)})),))}
    new = replace(form, choice_lists=lists, settings={"form_title": "New", "version": "3"}, title="New", version="3")
    again = opened(save_changes(data, form, new).data)
    assert (again.title, again.version) == ("New", "3")
    assert [choice.name for choice in again.choice_lists["l"].choices] == ["x"]
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    new = replace(form, settings={**form.settings, "version": "9"})
    assert changes_between(data, form, new) == [InsertColumn("settings", 1, {1: "version", 2: "9"}, 1, "version")]


def test_ids_of_questions_and_choices_are_a_column() -> None:
    """The ids of questions and choices are written beside everything else and read back."""
    data = form_workbook(HOUSEHOLD)
    form = opened(data)
    identified = identify([Version("1", form)])[0]
    patched = save_changes(data, form, with_ids(identified))
    again = opened(patched.data)
    assert cells(patched.data, "survey")[0] == [*cells(data, "survey")[0], COLUMN]
    assert identify([Version("1", again)])[0].ids == identified.ids
    assert again.choice_lists["yn"].choices[0].columns[COLUMN] == identified.ids["yn\tyes"]


def test_lists_whose_rows_are_mixed_stay_mixed() -> None:
    """Rows of two lists that alternate are not sorted by an edit of one of them."""
    data = form_workbook(
        """
        survey
        | type | name | label |
        | select_one a | q | Q |
        | select_one b | r | R |
        choices
        | list_name | name | label |
        | a | 1 | One |
        | b | 1 | One |
        | a | 2 | Two |
        | b | 2 | Two |
        """
    )
    form = opened(data)
    listed = form.choice_lists["a"]
    new = replace(form, choice_lists={**form.choice_lists, "a": replace(listed, choices=listed.choices[::-1])})
    assert len(changes_between(data, form, new)) == 1
    assert differences(said(opened(save_changes(data, form, new).data)), said(new)) == []


def test_a_row_that_stands_for_several_questions_is_not_changed() -> None:
    """A matrix of Kobo is one row; its cells cannot be changed one by one."""
    data = workbook(
        {
            "survey": """
                | type | name | label | kobo--matrix_list |
                | begin_kobomatrix | m | Things | goods |
                | integer | many | How many | |
                | end_kobomatrix | | | |
                | text | t | T | |
            """,
            "choices": "| list_name | name | label |\n| goods | car | Car |\n| goods | bike | Bike |",
        }
    )
    form = opened(data)
    made = next(node for _, node in form.questions() if node.name == "m_car_many")
    with pytest.raises(FormsError, match="edit-impossible"):
        save_changes(data, form, with_node(form, made.name, relevant=Expression("1 = 2")))
    new = with_node(form, "t", label=Text({"": ("Changed",)}))
    assert changes_between(data, form, new) == [SetCell("survey", 5, 2, "Changed")]


def test_words_of_a_question_without_a_row_are_refused() -> None:
    """What "other" is asked by no row of its own, so its words cannot be saved; renaming it along can."""
    data = form_workbook(
        """
        survey
        | type | name | label |
        | select_one l or_other | s | S |
        choices
        | list_name | name | label |
        | l | a | A |
        """
    )
    form = opened(data)
    with pytest.raises(FormsError, match="edit-impossible"):
        save_changes(data, form, with_node(form, "s_other", label=Text({"": ("Else?",)})))
    assert changes_between(data, form, rename(form, "/data/s", "t")) == [SetCell("survey", 2, 1, "t")]


def rearranged(form: Form, seed: int) -> Form:
    """Return the form with questions and choices changed, moved, removed and added by chance."""
    chance = random.Random(seed)
    language = form.default_language

    def words(text: str) -> Text:
        return Text({language: (text,)})

    def change(_: str, node: Node) -> Node:
        if isinstance(node, Question) and GENERATED not in node.extras and chance.random() < 0.05:
            old = {each: (f"new {each or 'plain'}",) for each in node.label.by_language or {language: ()}}
            label = Text({**old, "Klingon (tlh)": ("Qapla",)})
            node = replace(node, label=label, relevant=Expression("1 = 1"), required=Expression("true()"))
        if not isinstance(node, Group) or any(GENERATED in child.extras for child in node.children):
            return node
        children = list(node.children)
        if len(children) > 2 and chance.random() < 0.5:
            moved = children.pop(chance.randrange(len(children)))
            children.insert(chance.randrange(len(children)), moved)
        if chance.random() < 0.3:
            name = f"new_{chance.randrange(10**6)}"
            children.insert(chance.randrange(len(children) + 1), Question(kind="text", name=name, label=words("F")))
        if len(children) > 3 and chance.random() < 0.3:
            children.pop(chance.randrange(len(children)))
        if chance.random() < 0.2:
            inner = Question(kind="integer", name=f"in_{chance.randrange(10**6)}", label=words("I"))
            children.append(Group(name=f"group_{chance.randrange(10**6)}", label=words("G"), children=(inner,)))
        return replace(node, children=tuple(children))

    new = replace_nodes(form, change)
    if len(new.children) > 4:
        new = replace(new, children=(new.children[-1], *new.children[:-1]))
    lists = dict(form.choice_lists)
    if lists:
        name = next(iter(lists))
        lists[name] = replace(lists[name], choices=(*lists[name].choices[::-1], Choice("zz_new", words("Z"))))
        lists["brand_new"] = ChoiceList("brand_new", (Choice("a", words("A")),))
    settings = {**form.settings, "version": "99"}
    return replace(new, choice_lists=lists, settings=settings, version="99")


@pytest.mark.parametrize("name", NAMES)
def test_real_forms_rearranged(name: str) -> None:
    """A real workbook into which many changes are saved is read as the changed form."""
    path = Path(shared_path(name))
    data = path.read_bytes()
    form = open_form(data, file_name=path.name).form
    assert form is not None
    new = rearranged(form, 7)
    again = open_form(save_changes(data, form, new).data, file_name=path.name).form
    assert again is not None
    assert differences(said(new), said(again)) == []
