"""Every form that organisations really wrote opens, or says at which cell it does not work."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from shared import shared_path

from forms.definition.wire import decode, encode
from forms.errors import Severity
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form
from forms.xlsform.opened import Opened

# name -> code of the finding that says what other tools refuse
MALFORMED = {
    "unhcr_rms_cati_invalid_name.xlsx": "name-invalid",
    "unicef_liberia_coverage/liberiaCoverage.xlsx": "choice-twice-kept",
    "unicef_liberia_village/liberiaCoverageVillageForm.xlsx": "choice-twice-kept",
    "surveycto_cati_attempts/surveycto_cati_attempts.xlsx": "type-not-run",
    "cht_pregnancy_visit_7_languages.xlsx": "instance-not-run",
}


def opened(name: str) -> Opened:
    path = shared_path(f"forms_real/{name}")
    return open_form(path.read_bytes(), file_name=path.name, files=files_beside(path))


def all_forms() -> list[Path]:
    folder = shared_path("forms_real")
    return sorted(path for path in folder.rglob("*") if path.suffix in (".xlsx", ".xls", ".xml"))


def test_every_real_form_opens() -> None:
    """None is refused, none raises, and none needs more than two seconds."""
    for path in all_forms():
        start = time.process_time()
        result = open_form(path.read_bytes(), file_name=path.name, files=files_beside(path))
        assert result.form is not None, (path.name, result.findings)
        assert time.process_time() - start < 2, path.name


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_form_leads_to_the_cell(name: str) -> None:
    """What other tools refuse is repaired or carried, and the finding has its cell."""
    result = opened(name)
    assert result.form is not None
    matching = [finding for finding in result.findings if finding.code == MALFORMED[name]]
    assert matching
    assert all(finding.place.cell for finding in matching)


def test_the_name_that_is_not_allowed_is_found_in_row_371() -> None:
    """The cell of the finding is the cell of the mistake."""
    finding = next(each for each in opened("unhcr_rms_cati_invalid_name.xlsx").findings if each.code == "name-invalid")
    assert (finding.place.sheet, finding.place.row, finding.place.cell) == ("survey", 371, "D371")


def test_the_kind_comes_from_the_bytes() -> None:
    """A file called .xlsx that is an old .xls is read as one."""
    assert opened("ifrc_site_assessment_wrong_extension.xlsx").kind == "xls"


def test_workbook_and_xform_of_one_form_agree() -> None:
    """The same form as workbook and as XForm has the same questions in the same order."""
    workbook = opened("ifrc_site_assessment_wrong_extension.xlsx").form
    xform = opened("ifrc_site_assessment_xform.xml").form
    assert workbook is not None
    assert xform is not None
    assert [path.partition("/")[2].partition("/")[2] for path, _ in workbook.questions()] == [
        path.partition("/")[2].partition("/")[2] for path, _ in xform.questions()
    ]


def test_definitions_survive_the_way_from_a_child() -> None:
    """Encoding and decoding gives an equal form and equal findings, for every real form."""
    for path in all_forms():
        result = open_form(path.read_bytes(), file_name=path.name)
        form, findings = decode(encode((result.form, result.findings)))
        assert form == result.form
        assert findings == result.findings


def test_only_missing_files_are_errors() -> None:
    """Real forms that are complete have no errors; the others lack a file that nobody shipped."""
    for path in all_forms():
        result = open_form(path.read_bytes(), file_name=path.name, files=files_beside(path))
        codes = {finding.code for finding in result.findings if finding.severity is Severity.ERROR}
        assert codes <= {"file-missing"}, path.name
