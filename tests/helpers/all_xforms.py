"""Every form at hand, written as XForm: those of the equality tests and the real ones."""

from __future__ import annotations

from pathlib import Path

from equality_forms import FORMS
from shared import SHARED
from workbooks import form_workbook

from forms.xform.write import write_xform
from forms.xlsform.open import open_form


def all_xforms(folder: Path, *, real: bool = True) -> list[Path]:
    """Write every form at hand into a folder and return the files.

    Args:
        real: The real forms too, which take engines a minute.
    """
    files = []
    for name, text in FORMS.items():
        files.append(_written(form_workbook(text), f"{name}.xlsx", folder))
    for path in sorted((SHARED / "forms_real").rglob("*")) if real and SHARED.exists() else ():
        if path.suffix in (".xlsx", ".xls", ".xml"):
            files.append(_written(path.read_bytes(), path.name, folder))
    return files


def _written(data: bytes, name: str, folder: Path) -> Path:
    opened = open_form(data, file_name=name)
    assert opened.form is not None, opened.findings
    target = folder / f"{Path(name).stem}.xml"
    target.write_bytes(write_xform(opened.form))
    return target
