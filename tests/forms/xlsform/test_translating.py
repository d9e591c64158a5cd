"""Texts go to translators and come back into the workbook, in any language, with the values they show."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po as read_with_babel
from babel.messages.pofile import write_po as write_with_babel
from hypothesis import given
from hypothesis import strategies as st
from sameness import differences, said
from shared import shared_path
from workbooks import form_workbook

from forms.definition.form import Form
from forms.errors import FormsError
from forms.xlsform.edits import SetCell
from forms.xlsform.open import open_form
from forms.xlsform.patch.changes import changes_between, save_changes
from forms.xlsform.sheets import Book
from forms.xlsform.translating.exchange import take_translations, translations_file
from forms.xlsform.translating.po_file import Entry, PoFile, read_po, write_po
from forms.xlsform.translating.texts import texts_of, with_texts

FORM = r"""
survey
| type | name | label::English | label::Français | hint::English | constraint | constraint_message::English |
| text | head | Who leads? | Qui dirige ? | The \"head\" | | |
| integer | size | How many with ${head}?\nCount all. | Combien ? | | . < 40 | Too many |
| begin_group | g | Group | | | | |
| note | size | Twin | | | | |
| end_group | | | | | | |
| select_one yn | consent | May we? | | | | |
choices
| list_name | name | label::English | label::Français |
| yn | yes | Yes | Oui |
| yn | no | No | Non |
"""
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t"\\'), max_size=200)


def opened(data: bytes) -> Form:
    """Return the form in a workbook."""
    form = open_form(data, file_name="data.xlsx").form
    assert form is not None
    return form


def entries(data: bytes) -> dict[str, Entry]:
    """Return context -> entry of a file."""
    return {entry.context: entry for entry in read_po(data, file_name="x.po").entries}


def translated(form: Form, language: str, words: dict[str, str]) -> bytes:
    """Return the file of a language with some texts translated in it."""
    file = read_po(translations_file(form, language), file_name="x.po")
    done = [replace(each, translation=words.get(each.context, each.translation)) for each in file.entries]
    return write_po(PoFile(file.headers, tuple(done)))


def test_the_file_holds_every_text_under_its_key() -> None:
    """Keys name sheet, path and column; the source is the first language, the translation what there is."""
    found = entries(translations_file(opened(form_workbook(FORM)), "Français"))
    assert list(found) == [
        *("survey/head/label", "survey/head/hint", "survey/size/label", "survey/size/constraint_message"),
        *("survey/g/label", "survey/g/size/label", "survey/consent/label"),
        *("choices/yn/yes/label", "choices/yn/no/label"),
    ]
    size = found["survey/size/label"]
    assert (size.source, size.translation) == ("How many with ${head}?\nCount all.", "Combien ?")
    assert size.places == ("survey!B3",)
    assert found["survey/consent/label"].translation == ""


def test_other_programs_read_and_write_the_file() -> None:
    """Babel understands what we write, and what it writes is taken in."""
    form = opened(form_workbook(FORM))
    catalogue = read_with_babel(io.BytesIO(translations_file(form, "Français")))
    message = catalogue.get("May we?", context="survey/consent/label")
    assert message is not None
    message.string = "Pouvons-nous ?"
    target = io.BytesIO()
    write_with_babel(target, catalogue, width=40)
    taken = take_translations(form, target.getvalue(), file_name="fr.po", language="Français")
    assert taken.findings == ()
    assert taken.count == 1
    assert taken.form.children[3].label.by_language["Français"] == ("Pouvons-nous ?",)


@pytest.mark.parametrize("language", ["العربية (ar)", "Klingon (tlh)", "中文", "a/b: c", "Português do Brasil (pt-BR)"])
def test_a_new_language_becomes_columns(language: str) -> None:
    """Translations into a language the form does not speak are written into new columns beside the others."""
    data = form_workbook(FORM)
    form = opened(data)
    words = {"survey/size/label": "كم مع ${head}؟\nعدّ", "choices/yn/yes/label": "نعم", "survey/head/hint": 'x "y"'}
    taken = take_translations(form, translated(form, language, words), file_name="x.po")
    assert (taken.language, taken.count, taken.findings) == (language, 3, ())
    patched = save_changes(data, form, taken.form)
    again = opened(patched.data)
    assert again.languages == ("English", "Français", language)
    assert differences(said(taken.form), said(again)) == []
    headings = list(Book(patched.data).read("survey").rows[0])
    assert headings[2:6] == ["label::English", "label::Français", f"label::{language}", "hint::English"]


def test_only_what_is_translated_anew_is_written() -> None:
    """Taking a file back in which one text was added writes one cell."""
    data = form_workbook(FORM)
    form = opened(data)
    file = translated(form, "Français", {"survey/consent/label": "Pouvons-nous ?"})
    taken = take_translations(form, file, file_name="x.po")
    assert changes_between(data, form, taken.form) == [SetCell("survey", 7, 3, "Pouvons-nous ?")]
    unchanged = take_translations(form, translations_file(form, "Français"), file_name="x.po")
    assert unchanged.form is form


def test_a_form_with_plain_headings_gets_a_second_language() -> None:
    """Texts without a language stay under their plain heading."""
    data = form_workbook("survey\n| type | name | label | hint |\n| text | a | Word | Hint |")
    form = opened(data)
    taken = take_translations(form, translated(form, "Wolof", {"survey/a/label": "baat"}), file_name="x.po")
    patched = save_changes(data, form, taken.form)
    assert [list(row) for row in Book(patched.data).read("survey").rows] == [
        ["type", "name", "label", "label::Wolof", "hint"],
        ["text", "a", "Word", "baat", "Hint"],
    ]


def test_what_does_not_fit_is_told_and_left_out() -> None:
    """A changed text, an unknown key and other values are findings; guesses and gaps are no translations."""
    form = opened(form_workbook(FORM))
    written = PoFile(
        {"X-Groundup-Language": "Français"},
        (
            Entry("survey/head/label", "Who leads now?", "Qui ?"),
            Entry("survey/gone/label", "Gone", "Parti"),
            Entry("survey/size/label", "How many with ${head}?\nCount all.", "Combien avec ${tête} ?"),
            Entry("survey/consent/label", "May we?", "Peut-être ?", is_unsure=True),
            Entry("choices/yn/no/label", "No", "  "),
            Entry("choices/yn/yes/label", "Yes", "Oui"),
        ),
    )
    taken = take_translations(form, write_po(written), file_name="x.po")
    assert [(each.code, each.place.row) for each in taken.findings] == [
        ("translation-outdated", 5),
        ("translation-unknown", 9),
        ("translation-other-values", 13),
    ]
    assert taken.form is form


def test_a_value_that_is_left_out_is_told() -> None:
    """A translation without a value of its text is taken all the same."""
    form = opened(form_workbook(FORM))
    taken = take_translations(form, translated(form, "fr", {"survey/size/label": "Combien en tout ?"}), file_name="x")
    assert [each.code for each in taken.findings] == ["translation-fewer-values"]
    assert taken.count == 1


def test_the_language_must_be_known_and_another() -> None:
    """A file that names no language needs one to be named; the language of the form itself is refused."""
    form = opened(form_workbook(FORM))
    with pytest.raises(FormsError, match="translations-language"):
        take_translations(form, write_po(PoFile({}, ())), file_name="x.po")
    with pytest.raises(FormsError, match="translations-source"):
        take_translations(form, write_po(PoFile({}, ())), file_name="x.po", language="English")
    with pytest.raises(FormsError, match="translations-source"):
        translations_file(form, "English")


@pytest.mark.parametrize("line", ["msgid no quotes", 'mgid "x"', '"alone"', "\x00\x01"])
def test_a_file_that_is_none_is_refused_with_its_line(line: str) -> None:
    """What is not in the format is refused at its line."""
    with pytest.raises(FormsError) as refused:
        read_po(f'# a comment\n{line}\nmsgstr "y"\n'.encode(), file_name="x.po")
    assert refused.value.code == "translations-unreadable"
    assert refused.value.facts == {"file": "x.po", "row": 2}


def test_old_texts_and_escapes() -> None:
    """Entries set aside are left out; escapes, joined strings and other encodings are read."""
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
        '#~ msgid "old"\n#~ msgstr "alt"\n\n# said by me\nmsgctxt "k"\nmsgid "a\\tb\\x41"\n"\\101\\n"\nmsgstr "é"\n'
    )
    file = read_po(text.encode("latin-1"), file_name="x.po")
    assert [(each.context, each.source, each.translation) for each in file.entries] == [("k", "a\tbAA\n", "é")]


@given(st.lists(st.tuples(WORDS.filter(bool), WORDS, WORDS), max_size=5))
def test_files_come_back_as_they_were_written(texts: list[tuple[str, str, str]]) -> None:
    """Any texts survive writing and reading."""
    written = PoFile({"Language": "fr"}, tuple(Entry(*each) for each in texts))
    again = read_po(write_po(written), file_name="x.po")
    assert [(each.context, each.source, each.translation) for each in again.entries] == texts


@pytest.mark.parametrize(
    "name", ["unhcr_rms_capi_4_languages.xlsx", "subdistrict_profiling_arabic_external_choices.xlsx"]
)
def test_a_real_form_without_one_language_gets_it_back(name: str) -> None:
    """Arabic taken out of a real form and taken in again from its file is all there again."""
    form = open_form(shared_path(f"forms_real/{name}").read_bytes(), file_name=name).form
    assert form is not None
    arabic = next(language for language in form.languages if "rab" in language.lower() or "عرب" in language)
    if arabic == form.default_language:
        form = replace(form, default_language=next(each for each in form.languages if each != arabic))
    file = translations_file(form, arabic)
    without = with_texts(
        form,
        lambda _, text: replace(
            text, by_language={language: parts for language, parts in text.by_language.items() if language != arabic}
        ),
    )
    taken = take_translations(without, file, file_name="ar.po")
    before = {key: text.by_language.get(arabic) for key, text, _ in texts_of(form) if len(text.by_language) > 1}
    after = {key: text.by_language.get(arabic) for key, text, _ in texts_of(taken.form)}
    assert {each.code for each in taken.findings} <= {"translation-fewer-values", "translation-other-values"}
    other = {str(each.facts["key"]) for each in taken.findings if each.code == "translation-other-values"}
    spoken = {key: parts for key, parts in before.items() if parts and _words(parts) and key not in other}
    assert len(other) <= 1
    assert len(spoken) > 300
    assert {key: _words(after[key]) for key in spoken} == {key: _words(parts) for key, parts in spoken.items()}


def _words(parts: object) -> str:
    assert isinstance(parts, tuple)
    return " ".join("".join(part if isinstance(part, str) else part.source for part in parts).split())


@given(st.one_of(st.binary(max_size=300), st.text('msgidctr #~,"\\[0]\nx', max_size=200).map(str.encode)))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """Whatever a file holds, it is read or refused with the line."""
    told: dict[str, str | int] = {"row": 1}
    try:
        read_po(data, file_name="x.po")
    except FormsError as refused:
        told = {"code": refused.code, **refused.facts}
    assert told.get("code", "translations-unreadable") == "translations-unreadable"
    assert int(told["row"]) >= 1


@pytest.mark.parametrize("charset", ["idna", "hex", "no-such", "punycode", "utf-7"])
def test_odd_encodings_are_refused_or_read(charset: str) -> None:
    """An encoding that is none, or no text, is a refusal."""
    data = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\nmsgid "a"\nmsgstr "é"\n'.encode()
    with pytest.raises(FormsError, match="translations-unreadable"):
        read_po(data, file_name="x.po")
