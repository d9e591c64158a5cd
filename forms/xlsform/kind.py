"""Tell what a file is from its first bytes and its parts; its name is not believed."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from forms.errors import FormRefused
from forms.xlsform.text_sheets import is_text_book, is_text_package

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "gzip",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
}
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


XFORMS = b"http://www.w3.org/2002/xforms"
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b(?!:)", re.I | re.S
)


def kind_of(data: bytes) -> str:
    """Return "xlsx", "xls", "ods", "csv" (one file, or a .zip of one for each sheet) or "xform".

    Raises:
        FormRefused: `file-empty`, `not-a-form`, `not-a-form-page`, `file-damaged`, `workbook-encrypted`,
            `workbook-macros`, `workbook-binary`.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise FormRefused("file-empty")
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    for start, named in OTHER_KINDS.items():
        if data.startswith(start):
            raise FormRefused("not-a-form-but", kind=named)
    if _is_web_page(data):
        raise FormRefused("not-a-form-page")
    if _is_xml(data):
        return "xform"
    if is_text_book(data):
        return "csv"
    raise FormRefused("not-a-form")


def _is_xml(data: bytes) -> bool:
    head = data[:1024]
    for mark in BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()[:1] == b"<"


def _is_web_page(data: bytes) -> bool:
    """Tell a page of the web, such as that of a log-in, from an XForm, whose outermost element is html too."""
    head = data[:4096]
    for mark in BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    return _PAGE.match(head.replace(b"\0", b"")) is not None and XFORMS not in data.replace(b"\0", b"")


def _zip_kind(data: bytes) -> str:
    """Return which workbook a zip file is, from the names of its parts."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {info.filename.lower().replace("\\", "/") for info in package.infolist()}
            if "mimetype" in names and "content.xml" in names:
                return _open_document_kind(package, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as problem:
        raise FormRefused("file-damaged", reason=str(problem)[:200]) from problem
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FormRefused("workbook-macros")
    if "xl/workbook.bin" in names:
        raise FormRefused("workbook-binary")
    if is_text_package(names):
        return "csv"
    if any(name.startswith("word/") for name in names):
        raise FormRefused("not-a-form-but", kind="Word")
    if any(name.startswith("ppt/") for name in names):
        raise FormRefused("not-a-form-but", kind="PowerPoint")
    if not any(name.endswith("workbook.xml") or name.endswith("workbook.xml.rels") for name in names):
        raise FormRefused("not-a-form-but", kind="ZIP")
    return "xlsx"


def _open_document_kind(package: zipfile.ZipFile, names: set[str]) -> str:
    with package.open("mimetype") as part:
        mime = part.read(100)
    if not mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise FormRefused("not-a-form-but", kind="OpenDocument")
    if any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in names):
        raise FormRefused("workbook-macros")
    return "ods"


def _ole_kind(data: bytes) -> str:
    """Return "xls" for an old workbook; an encrypted .xlsx and a Word document have the same first bytes."""
    if _has_stream(data, "EncryptedPackage"):
        raise FormRefused("workbook-encrypted")
    if _has_stream(data, "_VBA_PROJECT_CUR"):
        raise FormRefused("workbook-macros")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return "xls"
    if _has_stream(data, "WordDocument"):
        raise FormRefused("not-a-form-but", kind="Word")
    raise FormRefused("not-a-form")


def _has_stream(data: bytes, name: str) -> bool:
    """Return whether an OLE file's directory names a stream; names stand in it as UTF-16."""
    return name.encode("utf-16-le") + b"\0\0" in data
