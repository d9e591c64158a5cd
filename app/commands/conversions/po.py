"""`groundup convert --to po`: the texts of a form for translators, one file for each language."""

from __future__ import annotations

import io
import re
import zipfile

from app.commands.conversions.source import Made, Source
from forms.errors import FormsError
from forms.xlsform.translating.exchange import translated_languages, translations_file

DAY = (2000, 1, 1, 0, 0, 0)  # date of the files in the .zip, so that the same form gives the same bytes
TEMPLATE = "template.pot"


def convert(source: Source) -> Made:
    """Return the file of one language (the one named, the only one, or a template), or a .zip of all and a template.

    Raises:
        FormsError: `translations-several`, `translations-source`.
    """
    form, language = source.form, source.language
    known = translated_languages(form)
    if language is None and source.out.suffix.lower() == ".zip":
        files = {f"{_bare(name)}.po": translations_file(form, name) for name in known}
        return Made(_zipped({**files, TEMPLATE: translations_file(form, "")}))
    if language is None and len(known) > 1:
        raise FormsError("translations-several", count=len(known), known=", ".join(known))
    return Made(translations_file(form, language or next(iter(known), "")))


def _bare(language: str) -> str:
    """Return a file name for a language: what no system minds."""
    return re.sub(r"[^\w.()\- ]+", "_", language).strip(" .") or "plain"


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
