"""Give the texts of a form to translators, and take their translations in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.text import Text
from forms.errors import Finding, FormsError, Place
from forms.xlsform.languages import Languages, is_same, name_and_code
from forms.xlsform.scribe import REFERENCE, Scribe
from forms.xlsform.translating.po_file import Entry, PoFile, read_po, write_po
from forms.xlsform.translating.texts import texts_of, with_language, with_texts
from forms.xlsform.writing.lines import joined

LANGUAGE: Final = "X-Groundup-Language"  # head of a file: the language as the form names it
SOURCE: Final = "X-Groundup-Source-Language"
SHOWN: Final = 200  # characters of values in a finding


@dataclass(frozen=True, slots=True)
class Taken:
    """A form with translations taken in.

    Args:
        count: How many texts were changed or added.
        findings: Translations that were not taken, and why; the places are lines of the file.
    """

    form: Form
    language: str
    count: int
    findings: tuple[Finding, ...]


def translated_languages(form: Form) -> tuple[str, ...]:
    """Return the languages besides the one the form is written in."""
    return tuple(language for language in form.languages if language != form.default_language)


def translations_file(form: Form, language: str) -> bytes:
    """Return the .po file of a language, which may be one the form does not speak yet; "" makes a template.

    Raises:
        FormsError: `translations-source`, the form is written in that language.
    """
    if language and is_same(language, form.default_language):
        raise FormsError("translations-source", language=language)
    known = _known_language(form, language)
    entries = []
    for key, text, place in texts_of(form):
        source, spoken = _source(form, text, known)
        if not source:
            continue
        comments = () if spoken == form.default_language else (f"{spoken}",)
        where = f"{place.sheet}!{place.cell}" if place.sheet and place.cell else ""
        translation = joined(text, known) if language else ""
        places = (where.replace(" ", "_"),) if where else ()
        entries.append(Entry(key, source, translation, comments, places))
    headers = {
        "Project-Id-Version": f"{form.form_id} {form.version}".strip(),
        LANGUAGE: known,
        SOURCE: form.default_language,
        "Language": name_and_code(known)[1] if known else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return write_po(PoFile(headers, tuple(entries)))


def _known_language(form: Form, language: str) -> str:
    """Return the form's own spelling of a language; a new one as it is written."""
    return next((each for each in form.languages if each == language or is_same(each, language)), language)


def _source(form: Form, text: Text, language: str) -> tuple[str, str]:
    """Return (what is to be translated, its language): the form's first, else the first other that says something."""
    for spoken in (form.default_language, *text.by_language):
        words = joined(text, spoken)
        if words.strip() and spoken != language:
            return words, spoken
    return "", ""


def take_translations(form: Form, data: bytes, *, file_name: str, language: str | None = None) -> Taken:
    """Return the form with the translations of a .po file.

    A translation is left out, and told, when its text was changed since, when the form has no such text, and when it
    shows values (`${name}`) that its text does not show; one that shows fewer is taken and told. What is not
    translated, or only guessed by a program, stays as it is.

    Args:
        language: Language of the file; None where its head says it.
    Raises:
        FormsError: `translations-unreadable`, `translations-language`, `translations-source`.
    """
    file = read_po(data, file_name=file_name)
    named = language or file.headers.get(LANGUAGE, "")
    if not named:
        raise FormsError("translations-language", file=file_name)
    if named == form.default_language or is_same(named, form.default_language):
        raise FormsError("translations-source", language=named)
    known = _known_language(form, named)
    taking = _Taking(form, known)
    wanted = taking.accepted(file)
    names = {node.name: 1 for _, node in form.walk()}
    scribe = Scribe(Languages((known,), known, {}), names, {}, Findings())
    count = 0

    def change(key: str, text: Text) -> Text:
        nonlocal count
        translation = wanted.get(key)
        if translation is None or joined(text, known) == translation:
            return text
        count += 1
        return with_language(text, known, scribe.parts(translation))

    changed = with_texts(form, change) if wanted else form
    if count and known not in form.languages:
        changed = replace(changed, languages=(*form.languages, known))
    return Taken(changed if count else form, known, count, taking.findings.result())


class _Taking:
    """Looks which translations of a file can be taken."""

    def __init__(self, form: Form, language: str) -> None:
        self._form = form
        self._language = language
        self.findings = Findings()

    def accepted(self, file: PoFile) -> Mapping[str, str]:
        """Return key -> translation of those that fit the form as it is."""
        texts = {key: text for key, text, _ in texts_of(self._form)}
        found = {}
        for entry in file.entries:
            if not entry.translation.strip() or entry.is_unsure:
                continue
            at = Place(None, entry.row)
            text = texts.get(entry.context)
            if text is None or not text.by_language:
                self.findings.warning("translation-unknown", at, key=entry.context[:SHOWN])
            elif _squeezed(_source(self._form, text, self._language)[0]) != _squeezed(entry.source):
                self.findings.warning("translation-outdated", at, key=entry.context[:SHOWN])
            elif joined(text, self._language) != entry.translation and self._shows_no_other(entry, at):
                found[entry.context] = entry.translation.strip()
        return found

    def _shows_no_other(self, entry: Entry, at: Place) -> bool:
        """Return whether a translation shows only values that its text shows; tells those it leaves out."""
        wanted, shown = _values(entry.source), _values(entry.translation)
        key = entry.context[:SHOWN]
        if shown - wanted:
            self.findings.warning("translation-other-values", at, key=key, shown=_listed(shown), wanted=_listed(wanted))
            return False
        if wanted - shown:
            self.findings.warning("translation-fewer-values", at, key=key, wanted=_listed(wanted - shown))
        return True


def _values(text: str) -> set[str]:
    return {f"${{{match[1] or ''}{match[2]}}}" for match in REFERENCE.finditer(text)}


def _listed(values: set[str]) -> str:
    return ", ".join(sorted(values))[:SHOWN] or "–"


def _squeezed(text: str) -> str:
    return " ".join(text.split())
