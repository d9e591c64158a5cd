"""`groundup convert --to csv`: the sheets as text, one file or a .zip of one for each, as the name to write ends."""

from __future__ import annotations

from app.commands.conversions.source import Made, Source
from forms.xlsform.writing.sheets import sheets_of
from forms.xlsform.writing.text_files import one_file, rows_in, rows_of, zipped


def convert(source: Source) -> Made:
    """Return the sheets of a form: of a workbook every cell as it stands, of an XForm as they are made of it."""
    write = zipped if source.out.suffix.lower() == ".zip" else one_file
    if source.kind != "xform":
        return Made(write(rows_in(source.data)))
    sheets = sheets_of(source.form, with_names=True)
    return Made(write(rows_of(sheets)), sheets.files, notes=sheets.findings)
