"""A form as a printed questionnaire: PDF, or DOCX that partners can edit."""

from __future__ import annotations

import os
from typing import Final

from app.commands.conversions.source import Made, Source
from app.kit.languages import Language
from app.printing.paper import PAPERS
from app.questions.form_language import language_of
from forms.definition.form import Form
from forms.errors import FormsError
from forms.paper.blocks import Sheet
from forms.paper.layout import Wish, lay_out

SAMPLE: Final = 60  # labels looked at to tell the language of a form that does not name it


def convert(source: Source) -> Made:
    """Return the questionnaire in the language wanted, else in the form's own first one.

    Raises:
        FormsError: `paper-ending`, the file is to be neither PDF nor DOCX.
    """
    ending = source.out.suffix.lower()
    if ending not in (".pdf", ".docx"):
        raise FormsError("paper-ending", file=source.out.name)
    form = source.form
    named = source.language if source.language is not None else form.default_language or form.languages[0]
    language = language_of(named, _sample(form, named))
    sheet = lay_out(form, Wish(named, language.code, all_codes=source.codes), source.files)
    return Made(_pdf(sheet, language, source.paper) if ending == ".pdf" else _docx(sheet, language, source.paper))


def _sample(form: Form, language: str) -> str:
    """Return some words of the form, by which its script is told."""
    words: list[str] = []
    for _, node in form.walk():
        words += [part for part in node.label.parts(language, form.default_language) if isinstance(part, str)]
        if len(words) > SAMPLE:
            break
    return " ".join(words)


def _pdf(sheet: Sheet, language: Language, paper: str) -> bytes:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from app.printing.pdf.write import write_pdf

    application = QGuiApplication.instance() or QGuiApplication(["groundup"])
    made = write_pdf(
        sheet,
        families=language.families,
        right_to_left=language.right_to_left,
        paper=PAPERS[paper],
        larger=language.larger * 0.75,
    )
    del application
    return made


def _docx(sheet: Sheet, language: Language, paper: str) -> bytes:
    from app.printing.docx.write import write_docx

    return write_docx(sheet, right_to_left=language.right_to_left, paper=PAPERS[paper], code=language.code)
