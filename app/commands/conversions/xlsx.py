"""`groundup convert --to xlsx`: the workbook with translations or ids taken in, or a new one of another file."""

from __future__ import annotations

import hashlib

from app.commands.conversions.source import Made, Source
from forms.definition.identity import Version, identify, with_ids
from forms.errors import Finding
from forms.xlsform.patch.changes import save_changes
from forms.xlsform.translating.exchange import take_translations
from forms.xlsform.writing.book import workbook_of
from forms.xlsform.writing.sheets import sheets_of


def convert(source: Source) -> Made:
    """Return the workbook of a form; of an .xlsx that nothing is to be changed in, its own bytes."""
    form, notes = source.form, list[Finding]()
    for name, data in source.translations:
        taken = take_translations(form, data, file_name=name, language=source.language)
        form = taken.form
        notes += taken.findings
    if source.ids:
        this = Version(hashlib.sha256(source.data).hexdigest(), form)
        form = with_ids(identify([*source.earlier, this])[-1])
    if source.kind == "xlsx":
        patched = save_changes(source.data, source.form, form)
        return Made(patched.data, notes=(*notes, *patched.notes))
    sheets = sheets_of(form, with_names=source.kind == "xform")
    return Made(workbook_of(sheets), sheets.files, notes=(*notes, *sheets.findings))
