"""A renamed question is renamed wherever a form names it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sameness import differences, said
from scenario import form_of
from shared import SHARED, shared_path
from workbooks import form_workbook

from forms.definition.elements import GENERATED, Question
from forms.definition.form import Form
from forms.definition.parts import expressions_of
from forms.definition.rename import rename
from forms.errors import FormsError
from forms.xlsform.edits import SetCell
from forms.xlsform.open import open_form
from forms.xlsform.patch.changes import changes_between, save_changes

REAL = SHARED / "forms_real"
SMALL = 160_000  # bytes; larger ones take seconds each and say nothing else
NAMES = sorted(
    str(path.relative_to(SHARED))
    for path in REAL.rglob("*")
    if path.suffix in (".xlsx", ".xls", ".xml") and path.stat().st_size < SMALL
) or ["forms_real/x.xlsx"]


def calculated(form: Form, name: str) -> str:
    """Return the calculation of a question."""
    question = next(node for _, node in form.questions() if node.name == name)
    assert question.calculation is not None
    return question.calculation.source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("${a}", "${z}"),
        ("${ a } + ${aa} + ${g}", "${z} + ${aa} + ${g}"),
        ("/data/g/a", "/data/g/z"),
        ("  ( /data/g/a )+1 ", "  ( /data/g/z )+1 "),
        ("/data/a + /other/g/a + a", "/data/a + /other/g/a + a"),
        ("../a + ../aa + ../../g/a", "../z + ../aa + ../../g/z"),
        ("current()/../a", "current()/../z"),
        ("/data/g/a[. > 1] + /data/g[a = 'a']/a", "/data/g/z[. > 1] + /data/g[z = 'a']/z"),
        ("/data/g[aa = 1]/../g/a", "/data/g[aa = 1]/../g/z"),
        ("${g}/a", "${g}/z"),
        ("instance('l')/root/item[a = current()/../a]/a", "instance('l')/root/item[a = current()/../z]/a"),
        ("jr:choice-name(${a}, '${a}')", "jr:choice-name(${z}, '${z}')"),
        ("jr:choice-name( /data/g/a , '/data/g/a')", "jr:choice-name( /data/g/z , '/data/g/z')"),
        ("count(/data/g/*) + a() + @a + 'a'", "count(/data/g/*) + a() + @a + 'a'"),
        ("${last-saved#a}", "${last-saved#z}"),
        ("1 + + ${a} (", "1 + + ${z} ("),
        ("/data//a", "/data//a"),
        ("child::a + parent::*/../g/a", "child::a + parent::*/../g/a"),
        ("position(..)/a + //a + (../a)", "position(..)/a + //a + (../z)"),
    ],
)
def test_expressions(before: str, after: str) -> None:
    """References, absolute and relative paths and literals change where they mean the question; blanks stay."""
    form = form_of(
        f"""
        survey
        | type | name | label | calculation |
        | begin_group | g | G | |
        | select_one l | a | A | |
        | integer | aa | AA | |
        | calculate | c | | {before} |
        | end_group | | | |
        choices
        | list_name | name | label | a |
        | l | 1 | One | 2 |
        """
    )
    assert calculated(rename(form, "/data/g/a", "z"), "c") == after.strip()


def test_everywhere_else() -> None:
    """Texts, filters, triggers, counts, defaults, settings, appearances and lists out of repeats change too."""
    form = form_of(
        """
        survey
        | type | name | label | hint | relevant | trigger | choice_filter | repeat_count | default | appearance |
        | integer | a | A | | | | | | | |
        | select_one l or_other | s | S ${a} | H ${a} | ${a} > 1 | | x = ${a} and a = 1 | | | w${a} |
        | begin_repeat | r | R | | | | | ${a} + 1 | | |
        | text | t | T | | | | | | concat(${a}, 'x') | |
        | end_repeat | | | | | | | | | |
        | calculate | c | | | | ${a} | | | | |
        | select_one ${t} | o | O | | ${s_other} = 'x' and ${r_count} = 1 | | | | | |
        choices
        | list_name | name | label | a |
        | l | 1 | One ${a} | 2 |
        settings
        | form_title | instance_name |
        | T | concat(${a}, /data/a) |
        """
    )
    new = rename(form, "/data/a", "z")
    rows = [row for sheet in said(new).values() for row in sheet]
    texts = [text for row in rows for (key, _), text in row.items() if key != "part"]
    assert not any("${a}" in text or "/data/a" in text for text in texts)
    assert sum("${z}" in text for text in texts) == 10
    assert "x = ${z} and a = 1" in texts
    assert new.instance_name is not None
    assert new.instance_name.source == "concat(${z}, /data/z)"
    question = next(node for _, node in new.questions() if node.name == "c")
    assert question.trigger == ("z",)


def test_what_it_brings_along_is_renamed_with_it() -> None:
    """The question for "other" and the count of a repeat follow the name, and so do those who read them."""
    form = form_of(
        """
        survey
        | type | name | label | repeat_count | calculation |
        | select_one l or_other | s | S | | |
        | begin_repeat | r | R | 2 + 1 | |
        | text | t | T | | |
        | end_repeat | | | | |
        | calculate | c | | | concat(${s_other}, ${r_count}, count(${r})) |
        choices
        | list_name | name | label |
        | l | 1 | One |
        """
    )
    new = rename(rename(form, "/data/s", "which"), "/data/r", "member")
    assert [path for path, _ in new.walk()] == [
        *("/data/which", "/data/which_other", "/data/member_count", "/data/member", "/data/member/t", "/data/c"),
    ]
    assert calculated(new, "c") == "concat(${which_other}, ${member_count}, count(${member}))"


def test_a_group_is_renamed_in_the_paths_through_it() -> None:
    """Paths of what stands in a group change with the group."""
    form = form_of(
        """
        | type | name | label | calculation |
        | begin_group | g | G | |
        | integer | a | A | |
        | end_group | | | |
        | calculate | c | | /data/g/a + ../g/a |
        """
    )
    assert calculated(rename(form, "/data/g", "home"), "c") == "/data/home/a + ../home/a"


def test_a_name_must_be_possible_and_free() -> None:
    """Names that are none, that another element has, and paths that lead nowhere are refused; the own name is none."""
    form = form_of("| type | name | label |\n| text | a | A |\n| text | b | B |")
    for name in ("", "1a", "a b", "a/b", "${a}", "*", "x:*"):
        with pytest.raises(FormsError, match="name-impossible"):
            rename(form, "/data/a", name)
    with pytest.raises(FormsError, match="name-taken"):
        rename(form, "/data/a", "b")
    with pytest.raises(FormsError, match="path-unknown"):
        rename(form, "/data/x", "y")
    assert rename(form, "/data/a", "a") is form


def test_a_name_borne_twice_keeps_its_references() -> None:
    """`${a}` that may mean two questions is not given to one of them."""
    form = form_of(
        """
        | type | name | label | calculation |
        | begin_repeat | r | R | |
        | integer | a | A | |
        | end_repeat | | | |
        | integer | a | A | |
        | calculate | c | | ${a} + /data/a |
        """
    )
    assert calculated(rename(form, "/data/a", "z"), "c") == "${a} + /data/z"


def test_a_renamed_question_is_saved_in_its_cells() -> None:
    """Only the cells that name the question are written."""
    data = form_workbook(
        "survey\n| type | name | label | relevant |\n| text | a | A | |\n| note | n | Dear ${a} | ${a} != '' |"
    )
    form = open_form(data, file_name="x.xlsx").form
    assert form is not None
    assert changes_between(data, form, rename(form, "/data/a", "who")) == [
        SetCell("survey", 2, 1, "who"),
        SetCell("survey", 3, 2, "Dear ${who}"),
        SetCell("survey", 3, 3, "${who} != ''"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_real_forms(name: str) -> None:
    """The question most named in a real form gets another name and its own again: the form is what it was.

    In between, the saved workbook is read without a reference that leads nowhere.
    """
    path = Path(shared_path(name))
    data = path.read_bytes()
    opened = open_form(data, file_name=path.name)
    form = opened.form
    assert form is not None
    rules = " ".join(rule.source for _, node in form.walk() for _, rule in expressions_of(node))
    names = [node.name for _, node in form.walk()]
    candidates = [
        (rules.count(f"${{{node.name}}}") + rules.count(f"/{node.name} "), each)
        for each, node in form.walk()
        if names.count(node.name) == 1 and GENERATED not in node.extras and isinstance(node, Question)
    ]
    for count, each in sorted(candidates)[-1:]:
        new = rename(form, each, "zz_other_name")
        back = rename(new, f"{each.rpartition('/')[0]}/zz_other_name", each.rpartition("/")[2])
        assert differences(said(form), said(back)) == []
        assert back.children == form.children
        assert new != form or not count
    if opened.kind == "xlsx" and candidates:
        new = rename(form, max(candidates)[1], "zz_other_name")
        again = open_form(save_changes(data, form, new).data, file_name=path.name)
        assert again.form is not None
        assert differences(said(new), said(again.form)) == []
        codes = [each.code for each in opened.findings if each.code.startswith("reference")]
        assert [each.code for each in again.findings if each.code.startswith("reference")] == codes
