"""What pyxform refuses, we say something about: mutated forms in both, the same ones every time."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import pytest
from workbooks import sheets_of, table, workbook

sys.path.insert(0, str(Path(__file__).parents[2] / "faults"))

from fuzz_corpus import EXPRESSIONS, FORMS, Corpus
from fuzz_workbooks import mutated_cells

from forms.lint.trial import found_when_run
from forms.xlsform.open import open_form

COUNT = 150
# Found in every one of these forms, whatever is wrong with it.
ALWAYS = frozenset({"file-missing", "translation-missing", "other-untranslated"})


def test_no_form_that_pyxform_refuses_opens_in_silence() -> None:
    """Each is refused here too, or opens with a finding."""
    convert = pytest.importorskip("pyxform.xls2xform").convert
    tables = [{name: table(rows) for name, rows in sheets_of(text).items()} for text in FORMS[:2]]
    corpus = Corpus(tables, (), (), EXPRESSIONS, is_real=False)
    refused, silent = 0, []
    for number in range(COUNT):
        chance = random.Random(f"elsewhere {number}")
        data = workbook(mutated_cells(chance, chance.choice(tables), corpus))
        try:
            convert(io.BytesIO(data), validate=False, file_type=".xlsx")
        except Exception as problem:  # noqa: BLE001 - of whatever kind: it makes no form of it
            refused += 1
            opened = open_form(data, file_name="f")
            findings = list(opened.findings)
            if opened.form is not None:
                findings += found_when_run(opened.form, opened.findings, files={})
            if not {finding.code for finding in findings} - ALWAYS:
                silent.append((number, str(problem)))
    assert refused > COUNT // 4
    assert silent == []
