"""The kind of a file comes from its content: old workbooks, OpenDocument, and what is no form at all."""

from __future__ import annotations

import io
import zipfile

import pytest
from workbooks import form_workbook

from forms.errors import FormRefused
from forms.xlsform.kind import kind_of
from forms.xlsform.limits import check_limits
from forms.xlsform.open import open_form
from forms.xlsform.sheets import Grid, cell_address, cell_text, place

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def cell(text: str, repeated: int = 1) -> str:
    again = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return f'<table:table-cell office:value-type="string"{again}><text:p>{text}</text:p></table:table-cell>'


def open_document(rows: list[str], mime: str = MIME) -> bytes:
    """Return an .ods whose survey sheet has these rows."""
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="survey">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mime)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return target.getvalue()


def row(*cells: str, repeated: int = 1) -> str:
    again = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{again}>{''.join(cells)}</table:table-row>"


def test_an_open_document_opens() -> None:
    """An .ods is read like any workbook."""
    data = open_document([row(cell("type"), cell("name"), cell("label")), row(cell("text"), cell("a"), cell("A"))])
    opened = open_form(data, file_name="f.ods")
    assert opened.kind == "ods"
    assert opened.form is not None
    assert [path for path, _ in opened.form.questions()] == ["/data/a"]


def test_an_open_document_that_repeats_a_million_times_is_refused() -> None:
    """Filled cells are counted as often as they repeat."""
    data = open_document([row(cell("x", 1000), repeated=1_000_000)])
    with pytest.raises(FormRefused) as caught:
        check_limits(data, "ods")
    assert caught.value.code == "too-many-cells"


def test_an_open_text_document_is_no_form() -> None:
    """The same package with a letter in it is refused by its kind."""
    opened = open_form(open_document([], "application/vnd.oasis.opendocument.text"), file_name="f.ods")
    assert [finding.code for finding in opened.findings] == ["not-a-form-but"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\0\0\n", "file-empty"),
        (b"%PDF-1.7", "not-a-form-but"),
        (b"\x89PNG\r\n", "not-a-form-but"),
        (b"type,name,label\n", "not-a-form"),
        (b"\n<!DOCTYPE html>\n<html><body>Log in</body></html>", "not-a-form-page"),
        (b"\xef\xbb\xbf<HTML lang=en><table><tr><td>survey</td></tr></table>", "not-a-form-page"),
        (b'<?xml version="1.0"?><!-- saved -->\n<html xmlns="http://www.w3.org/1999/xhtml"></html>', "not-a-form-page"),
        ("\ufeff<html></html>".encode("utf-16-le"), "not-a-form-page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not-a-form"),
        (b"PK\x05\x06" + b"\0" * 18, "not-a-form-but"),
    ],
)
def test_other_files_are_told_apart(data: bytes, code: str) -> None:
    """Each kind of file that is no form has its own reason."""
    with pytest.raises(FormRefused) as caught:
        kind_of(data)
    assert caught.value.code == code


def test_an_xform_without_prefixes_is_no_web_page() -> None:
    """Its outermost element is html as well."""
    data = b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/2002/xforms"></html>'
    assert kind_of(data) == "xform"


def test_a_workbook_is_one_whatever_its_name() -> None:
    """The name decides nothing."""
    assert kind_of(form_workbook("survey\n| type | name |\n| text | a |")) == "xlsx"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("\u00a0a ", "a"),
    ],
)
def test_a_cell_becomes_its_shortest_text(value: object, text: str) -> None:
    """Numbers have no needless decimals and no exponent; hard spaces are spaces."""
    assert cell_text(value) == text


@pytest.mark.parametrize(("column", "letters"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")])
def test_columns_have_letters(column: int, letters: str) -> None:
    """Addresses count as a spreadsheet does."""
    assert cell_address(1, column) == letters


def test_a_place_without_a_column_is_a_row() -> None:
    """A row's place has no cell."""
    assert place(Grid("survey", []), 3).cell is None


def test_opening_leaves_the_collector_as_it_was() -> None:
    """The pause ends with the reading, whether it was on or off before, and after a refusal too."""
    import gc

    data = form_workbook("survey\n| type | name | label |\n| text | a | A |")
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        try:
            open_form(data, file_name="f")
            open_form(form_workbook("survey\n| name |\n| a |"), file_name="f")
            assert gc.isenabled() is was_on
        finally:
            gc.enable()
