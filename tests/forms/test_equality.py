"""Our XForm of a workbook is pyxform's, but for the differences that `equality.py` lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from equality import ReferenceRefuses, canonical, difference, ours, reference
from equality_forms import FORMS
from equality_mixtures import mixture
from openpyxl import load_workbook
from shared import shared_path
from workbooks import form_workbook

pytest.importorskip("pyxform", reason="the reference converter is not installed")

OWN_WORKBOOKS = [Path(__file__).parents[2] / "app" / "assets" / "example" / "families_after_the_flood.xlsx"]
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
    "unhcr_rms_capi_4_languages.xlsx",
    "vendor_survey_slow_to_convert.xlsx",
    "whova_verbal_autopsy.xlsx",
]
# Forms in which one language is spelled in two ways: two languages for pyxform, one for us. With one spelling they are
# equal.
TWO_SPELLINGS = {
    "slum_building_assessment.xlsx": ("English(en)", "English"),
    "subdistrict_profiling_arabic_external_choices.xlsx": ("English (EN)", "English"),
}
REFUSED = [
    "cht_pregnancy_visit_7_languages.xlsx",
    "ifrc_site_assessment_wrong_extension.xlsx",
    "surveycto_cati_attempts/surveycto_cati_attempts.xlsx",
    "unhcr_rms_cati_invalid_name.xlsx",
    "unicef_liberia_coverage/liberiaCoverage.xlsx",
    "unicef_liberia_village/liberiaCoverageVillageForm.xlsx",
]


@pytest.mark.parametrize("name", FORMS)
def test_each_part_of_the_language_is_written_alike(name: str, tmp_path: Path) -> None:
    """Types, rules, texts, media, repeats, lists, files, entities, settings: a small form for each."""
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(form_workbook(FORMS[name]))
    assert difference(path) == []


def test_mixtures_are_written_alike(tmp_path: Path) -> None:
    """Thirty forms mixed by chance, so that what stands alone elsewhere stands together."""
    path = tmp_path / "f.xlsx"
    compared = 0
    for seed in range(30):
        path.write_bytes(form_workbook(mixture(seed)))
        try:
            assert difference(path) == [], seed
        except ReferenceRefuses:
            continue
        compared += 1
    assert compared > 20


@pytest.mark.parametrize("path", OWN_WORKBOOKS, ids=lambda path: path.stem)
def test_our_own_workbooks_are_written_alike(path: Path) -> None:
    """The form that comes with the program."""
    assert difference(path) == []


@pytest.mark.parametrize("name", REAL)
def test_real_forms_are_written_alike(name: str) -> None:
    """Every real form that pyxform converts."""
    assert difference(shared_path(f"forms_real/{name}")) == []


@pytest.mark.parametrize("name", TWO_SPELLINGS)
def test_two_spellings_of_a_language_are_the_only_difference(name: str, tmp_path: Path) -> None:
    """A form that spells a language in two ways is written alike once it has one spelling."""
    written, other = TWO_SPELLINGS[name]
    book = load_workbook(shared_path(f"forms_real/{name}"))
    for sheet in book:
        for cell in next(sheet.rows):
            if isinstance(cell.value, str) and cell.value.endswith(f"::{written}"):
                cell.value = cell.value.replace(written, other)
    path = tmp_path / name
    book.save(path)
    assert difference(path) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_pyxform_refuses_is_written_all_the_same(name: str) -> None:
    """The real forms that are not compared are refused by pyxform, and written by us."""
    path = shared_path(f"forms_real/{name}")
    with pytest.raises(ReferenceRefuses):
        reference(path)
    assert canonical(ours(path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Between 1 and 119", "Between 1 and 120"),
        ("| I |", "| J |"),
        ("| yes |", "|  |"),
        ("| 2.5 |", "| 2.6 |"),
        ("<= ${i}", "< ${i}"),
    ],
)
def test_the_comparison_sees_a_change(old: str, new: str, tmp_path: Path) -> None:
    """A single word, rule or default that differs is a difference."""
    one, other = tmp_path / "form.xlsx", tmp_path / "changed" / "form.xlsx"
    other.parent.mkdir()
    one.write_bytes(form_workbook(FORMS["numbers"]))
    other.write_bytes(form_workbook(FORMS["numbers"].replace(old, new)))
    assert canonical(reference(one)) == canonical(ours(one))
    assert canonical(reference(one)) != canonical(ours(other))
