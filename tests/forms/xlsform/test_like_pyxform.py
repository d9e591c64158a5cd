"""For forms the reference converter accepts, ours has the same names, order, binds and choices."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from shared import shared_path
from workbooks import form_workbook

from forms.definition.elements import Node, Question, Repeat
from forms.definition.form import Form
from forms.xlsform.open import open_form

YES = {"yes", "Yes", "YES", "true", "True", "TRUE", "true()"}
NO = {"no", "No", "NO", "false", "False", "FALSE", "false()"}
KINDS = {
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "select one external": "select_one_external",
    "photo": "image",
    "trigger": "acknowledge",
    "gps": "geopoint",
    "int": "integer",
    "datetime": "dateTime",
    "string": "text",
    "calculate_here": "calculate",
}

OWN = [
    """survey
| type | name | label | hint | relevant | required | constraint | calculation | default | appearance | choice_filter |
| start | start | | | | | | | | | |
| text | who | Who? | Full name | | yes | | | Amal | | |
| integer | age | Age of ${who} | | | true | . > 0 and . < 120 | | 5 + 5 | | |
| select_one yn or_other | ok | Agree? | | ${age} > 17 | no | | | | minimal | |
| select_multiple src | water | Water | | | | | | | | |
| select_one towns | town | Town | | | | | | | | region = ${who} |
| begin repeat | hh | Members | | | | | | | field-list | |
| text | name | Name | | | | | | | | |
| begin group | inner | | | ${name} != '' | | | | | | |
| calculate | twice | | | | | | ${age} * 2 | | | |
| end group | | | | | | | | | | |
| end repeat | | | | | | | | | | |
| note | bye | Thank you, ${who} | | | | | | | | |
choices
| list_name | name | label | region |
| yn | yes | Yes | |
| yn | no | No | |
| src | tap | Tap | |
| src | well | Well | |
| towns | a | A | north |
settings
| form_title | form_id | version | instance_name |
| T | f | 1 | concat(${who}, '!') |""",
    """survey
| type | name | label::English (en) | label::Français (fr) | image::English (en) | repeat_count | trigger | calculate |
| integer | n | How many? | Combien ? | a.png | | | |
| begin repeat | r | R | R | | ${n} | | |
| rank l | k | Rank | Classez | | | | |
| end repeat | | | | | | | |
| begin repeat | s | S | S | | ${n} + 1 | | |
| acknowledge | k2 | OK? | OK ? | | | | |
| end repeat | | | | | | | |
| calculate | t | | | | | ${n} | now() |
| range | g | Range | Plage | | | | |
choices
| list_name | name | label::English (en) | label::Français (fr) |
| l | a | A | A |
| l | b | B | B |""",
    """survey
| type | name | label | appearance |
| begin group | t | Table | table-list |
| select_one l | a | A | |
| select_one l | b | B | |
| end group | | | |
| note | | Only a note | |
choices
| list_name | name | label |
| l | x | X |""",
]

REAL = [
    "all_question_types.xlsx",
    "bangladesh_admin_cascade_5588_choices.xlsx",
    "consumers_or_other_nested_repeats.xlsx",
    "farm_survey_old_xls/farm_survey_old_xls.xls",
    "ghana_community_rank_regex.xlsx",
    "household_1312_rows_68_repeats.xlsx",
    "osm_buildings_last_saved_triggers.xls",
    "pulldata_fruits/pull_data.xlsx",
    "reach_msna_2024_draft_v11.xlsx",
    "slum_building_assessment.xlsx",
    "subdistrict_profiling_arabic_external_choices.xlsx",
    "unhcr_rms_capi_4_languages.xlsx",
    "vendor_survey_slow_to_convert.xlsx",
    "whova_verbal_autopsy.xlsx",
]


def reference(path: Path) -> dict[str, Any]:
    """Return what the reference converter makes of a workbook, before it writes XML."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyxform.xls2json import parse_file_to_json

        result: dict[str, Any] = parse_file_to_json(str(path), default_name="data")
    return result


def flat(children: list[dict[str, Any]], prefix: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return (path, row) of the reference's elements in document order, without what the instance adds itself."""
    found = []
    for row in children:
        path = f"{prefix}/{row['name']}"
        if row["type"] in ("csv-external", "xml-external") or (path == "/meta" and row["type"] == "group"):
            continue
        found.append((path, row))
        found += flat(row.get("children") or [], path)
    return found


def ours(form: Form) -> list[tuple[str, Node]]:
    """Return (path without the root, element) in document order."""
    return [(path[len(form.root) + 1 :], node) for path, node in form.walk()]


def rules(node: Node) -> dict[str, str]:
    """Return the rules of an element that the reference keeps in its bind, one line each."""
    held: dict[str, Any] = {"relevant": node.relevant, "readonly": node.readonly}
    if isinstance(node, Question):
        held |= {"required": node.required, "constraint": node.constraint, "calculate": node.calculation}
        if node.kind == "note":
            held.pop("readonly")
    return {key: " ".join(rule.source.split()) for key, rule in held.items() if rule is not None}


def reference_rules(row: dict[str, Any]) -> dict[str, str]:
    """Return the same from the reference; `required` of a section means nothing and is not compared."""
    wanted = ["relevant", "readonly"]
    if row["type"] not in ("group", "repeat"):
        wanted += ["required", "constraint", "calculate"]
    if row["type"] == "note":
        wanted.remove("readonly")
    bind = row.get("bind") or {}
    found = {}
    for key in wanted:
        text = bind.get(key)
        if text and text not in NO:
            found[key] = "true()" if text in YES else " ".join(text.split())
    return found


def compare(path: Path) -> None:
    """Assert that our definition of a workbook says what the reference's does."""
    theirs = reference(path)
    opened = open_form(path.read_bytes(), file_name=path.name)
    assert opened.form is not None
    mine, rows = ours(opened.form), flat(theirs["children"])
    assert [place for place, _ in mine] == [place for place, _ in rows]
    for (place, node), (_, row) in zip(mine, rows, strict=True):
        assert rules(node) == reference_rules(row), place
        if isinstance(node, Question):
            kind = node.kind.removesuffix("_from_file")
            assert kind == KINDS.get(row["type"], row["type"]), place
            assert bool(row.get("_dynamic_default")) == (node.default_expression is not None), place
    assert sum(isinstance(node, Repeat) for _, node in mine) == sum(row["type"] == "repeat" for _, row in rows)
    lists = {name: [choice["name"] for choice in rows] for name, rows in (theirs.get("choices") or {}).items()}
    assert {name: [choice.name for choice in each.choices] for name, each in opened.form.choice_lists.items()} == lists


@pytest.mark.parametrize("text", OWN, ids=["rules", "languages", "table"])
def test_our_own_forms_are_read_alike(text: str, tmp_path: Path) -> None:
    """Names, order, kinds, rules and choices of forms that use most columns."""
    path = tmp_path / "f.xlsx"
    path.write_bytes(form_workbook(text))
    compare(path)


@pytest.mark.parametrize("name", REAL)
def test_real_forms_are_read_alike(name: str) -> None:
    """The same for every real form that the reference accepts."""
    compare(shared_path(f"forms_real/{name}"))
