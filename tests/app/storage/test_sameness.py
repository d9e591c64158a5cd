"""What people decide to be the same over versions: kept as records, undone, met by a colleague's, seen in exports."""

from __future__ import annotations

import io

import openpyxl
import pytest
from workbooks import form_workbook

from app.storage.core import raw_id
from app.storage.errors import StorageError
from app.storage.export import Choices, export
from forms.definition.identity import NEW
from sync.records.canonical import Octets
from sync.records.kinds import form_same

RENAMED = """
survey
| type | name | label | sensitivity |
| text | who | Your name | personal |
| integer | years | How old are you? | |
| select_one water | water | Water | |
choices
| list_name | name | label |
| water | 1 | Open well |
| water | tap | Tap |
settings
| form_id | title | version |
| needs | Needs | 4 |
"""


@pytest.fixture
def later(workspace, filling):
    """A second version, in which age is called years and the well has a number."""
    return workspace.forms.add_version(filling.assessment, form_workbook(RENAMED), "needs.xlsx")


def ids(workspace, filling, version):
    (found,) = [each for each in workspace.sameness.identified(filling.assessment, "needs") if each.key == version]
    return found.ids


def test_a_decision_joins_and_undoing_parts_again(workspace, filling, later):
    """Ids follow the decision; each step is a record."""
    age = ids(workspace, filling, filling.version)["/data/age"]
    before = ids(workspace, filling, later.id)["/data/years"]
    workspace.sameness.decide(later.id, "/data/years", age)
    assert ids(workspace, filling, later.id)["/data/years"] == age
    workspace.sameness.decide(later.id, "/data/years", None)
    assert ids(workspace, filling, later.id)["/data/years"] == before != age


def test_the_same_decision_twice_writes_one_record(workspace, filling, later):
    """Nothing is said again that stands already."""
    age = ids(workspace, filling, filling.version)["/data/age"]
    sizes = []
    for _ in range(2):
        workspace.sameness.decide(later.id, "/data/years", age)
        with workspace._core.database.read() as connection:
            sizes.append(connection.execute("select count(*) from record where kind = 'form-same'").fetchone()[0])
    assert sizes == [1, 1]


def test_what_became_of_the_questions_is_told(workspace, filling, later):
    """Added, gone, and what looks like a rename; the first version has nothing before it."""
    seen = workspace.sameness.compared(later.id)
    assert "/data/years" in seen.added
    assert "/data/age" in seen.gone
    assert ("water\twell", "water\t1") in [(each.older, each.newer) for each in seen.proposals]
    assert workspace.sameness.compared(filling.version) is None


def test_a_thing_that_is_not_there_cannot_be_decided(workspace, later):
    """The refusal names it."""
    with pytest.raises(StorageError) as error:
        workspace.sameness.decide(later.id, "/data/nothing", NEW)
    assert error.value.code == "form-thing-unknown"


def test_only_an_earlier_thing_of_the_same_sort_can_be_the_same(workspace, filling, later):
    """An id nobody has, a choice's for a question and a question's for a choice, and one that is only in itself."""
    earlier = ids(workspace, filling, filling.version)
    own = ids(workspace, filling, later.id)["/data/years"]
    for thing, wrong in [
        ("/data/years", "nobody"),
        ("/data/years", earlier["water\twell"]),
        ("water\t1", earlier["/data/age"]),
        ("/data/years", own),
    ]:
        with pytest.raises(StorageError) as error:
            workspace.sameness.decide(later.id, thing, wrong)
        assert (error.value.code, error.value.facts["name"]) == ("form-id-unknown", wrong)
    with pytest.raises(StorageError):
        workspace.sameness.decide(filling.version, "/data/age", own)
    workspace.sameness.decide(later.id, "/data/years", NEW)


def test_two_unknowing_decisions_are_a_conflict_that_a_third_settles(workspace, filling, later):
    """Neither counts while both stand."""
    assessment = workspace.records.assessments()[0]
    age = ids(workspace, filling, filling.version)["/data/age"]
    alone = ids(workspace, filling, later.id)["/data/years"]
    version = Octets(raw_id(later.id))
    for value in (age, NEW):
        body = form_same.FormSameBody(version=version, changes=(("/data/years", value),))
        workspace.writer.run(_write, workspace, assessment, body)
    assert workspace.sameness.conflicts(filling.assessment) == {(later.id, "/data/years"): (age, NEW)}
    assert ids(workspace, filling, later.id)["/data/years"] == alone
    workspace.sameness.decide(later.id, "/data/years", age)
    assert workspace.sameness.conflicts(filling.assessment) == {}
    assert ids(workspace, filling, later.id)["/data/years"] == age


def _write(workspace, assessment, body) -> None:
    author = workspace.sameness._author
    author.write(assessment, author.spaces(assessment).plan, form_same.KIND, body)


def test_an_export_puts_a_renamed_question_in_one_column(workspace, filling, later):
    """Old answers and old codes stand under the new names; what a version did not ask is hatched."""
    filling.finish(who="Amal", age="33", water="well")
    age = ids(workspace, filling, filling.version)
    workspace.sameness.decide(later.id, "/data/years", age["/data/age"])
    workspace.sameness.decide(later.id, "water\t1", age["water\twell"])
    filling.version = later.id
    filling.finish(who="Noor", years="41", water="1")
    book = openpyxl.load_workbook(io.BytesIO(export(workspace, filling.assessment, Choices()).data))
    sheet = book["Needs"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert "age" not in heads
    assert [(row["years"].value, row["water"].value) for row in rows] == [(33, "1"), (41, "1")]
    assert [row["hut"].fill.patternType for row in rows] == [None, "lightUp"]
    asked = {row[0].value: [cell.value for cell in row[2:]] for row in book["Questions by version"].rows}
    assert asked["/data/hut"] == ["asked", None]
    assert "/data/years" not in asked


def test_a_personal_question_stays_hidden_under_its_new_name(workspace, filling, later):
    """A mark of an older version covers the column that the question has now."""
    plain = RENAMED.replace("| text | who | Your name | personal |", "| text | called | Your name | |")
    third = workspace.forms.add_version(filling.assessment, form_workbook(plain), "needs.xlsx")
    workspace.sameness.decide(third.id, "/data/called", ids(workspace, filling, filling.version)["/data/who"])
    filling.finish(who="Amal", age="33")
    book = openpyxl.load_workbook(io.BytesIO(export(workspace, filling.assessment, Choices()).data))
    assert "Amal" not in {cell.value for sheet in book for row in sheet.rows for cell in row}
    assert "called" not in [cell.value for cell in book["Needs"][1]]
