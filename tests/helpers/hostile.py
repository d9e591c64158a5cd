"""Files made to harm whoever opens them, each as bytes; small on disk, large or endless inside."""

from __future__ import annotations

import io
import random
import struct
import zipfile

from workbooks import workbook

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def package(sheet: bytes, **others: bytes) -> bytes:
    """Return an .xlsx whose only sheet is these bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", CONTENT_TYPES)
        book.writestr("_rels/.rels", RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"))
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(target="worksheets/sheet1.xml", kind="worksheet"))
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in others.items():
            book.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def million_cells(rows: int = 12_000, columns: int = 100) -> bytes:
    """Return a workbook of 1.2 million cells in about 200 kB."""
    cells = "<c><v>1</v></c>" * columns
    return package((SHEET + f"<row>{cells}</row>" * rows + "</sheetData></worksheet>").encode())


def million_cells_elsewhere() -> bytes:
    """Return the same with the sheet in a part that is called like no sheet."""
    data = million_cells()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                part = part.replace(b"worksheets/sheet1.xml", b"elsewhere/data.bin")
            new.writestr(name.replace("worksheets/sheet1.xml", "elsewhere/data.bin"), part)
    return target.getvalue()


def million_strings(count: int = 5_000_000) -> bytes:
    """Return a workbook of one cell with that many shared texts."""
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    strings += b"<si><t>a</t></si>" * count + b"</sst>"
    sheet = (SHEET + '<row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>').encode()
    return package(sheet, **{"xl__sharedStrings.xml": strings})


def far_cells() -> bytes:
    """Return a workbook with two cells at opposite corners of the largest possible sheet."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return package((SHEET + rows + "</sheetData></worksheet>").encode())


def zip_bomb(megabytes: int = 200) -> bytes:
    """Return a workbook of blanks that unpacks to that size."""
    return package(SHEET.encode() + b" " * (megabytes * 2**20) + b"</sheetData></worksheet>")


def lying_bomb(megabytes: int = 200) -> bytes:
    """Return the same with a central directory that claims a small size."""
    data = bytearray(zip_bomb(megabytes))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    true, claimed = size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return bytes(data.replace(true, claimed))


def billion_laughs() -> bytes:
    """Return an XForm whose entities expand to three gigabytes."""
    entities = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10)}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE h [{entities}]><h:html xmlns:h="h">&l9;</h:html>'.encode()


def external_entity() -> bytes:
    """Return an XForm that asks for a file of this machine."""
    return b'<?xml version="1.0"?><!DOCTYPE h [<!ENTITY x SYSTEM "file:///etc/passwd">]><html>&x;</html>'


def deep_elements(depth: int = 200_000) -> bytes:
    """Return XML with that many elements inside each other."""
    return b"<a>" * depth + b"</a>" * depth


def many_attributes(count: int = 100_000) -> bytes:
    """Return XML with that many attributes on one element, for which parsers take quadratic time."""
    return b"<a " + b" ".join(b'a%d="x"' % number for number in range(count)) + b"/>"


def truncated() -> bytes:
    """Return the first half of a workbook."""
    data = workbook({"survey": "| type | name | label |\n| text | a | A |"})
    return data[: len(data) // 2]


def random_bytes(seed: int = 1, size: int = 50_000) -> bytes:
    """Return noise."""
    return random.Random(seed).randbytes(size)


def macros() -> bytes:
    """Return a workbook with a program in it."""
    return package((SHEET + "</sheetData></worksheet>").encode(), xl__vbaProject__bin=b"x").replace(
        b"xl/vbaProject/bin", b"xl/vbaProject.bin"
    )


def encrypted() -> bytes:
    """Return the outside of a workbook locked with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


def climbing_names() -> bytes:
    """Return a workbook some of whose parts are called so that unpacking them would write elsewhere."""
    sheet = (
        SHEET + '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row></sheetData></worksheet>'
    ).encode()
    target = io.BytesIO(package(sheet))
    with zipfile.ZipFile(target, "a") as book:
        for name in (
            "../../../../tmp/groundup-was-here",
            "/etc/groundup-was-here",
            "C:\\groundup-was-here",
            "xl/../../x",
        ):
            book.writestr(name, b"x")
    return target.getvalue()


def wide_sheet(columns: int = 16_384) -> bytes:
    """Return a workbook with that many headings beside each other."""
    headings = ["type", "name", *(f"label::L{number}" for number in range(columns - 2))]
    cells = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in headings)
    row = "".join('<c t="inlineStr"><is><t>text</t></is></c>' for _ in range(3))
    return package((SHEET + f"<row>{cells}</row><row>{row}</row></sheetData></worksheet>").encode())


def old_excel(*records: tuple[int, bytes], next_sector: int | None = None) -> bytes:
    """Return an .xls whose workbook holds these records (number, content).

    Args:
        next_sector: What the last sector of the workbook names as the one that follows; the end where it is None.
    """
    stream = b"".join(struct.pack("<HH", number, len(content)) + content for number, content in records)
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE if next_sector is None else next_sector]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + struct.pack(
        "<108I", *[0xFFFFFFFF] * 108
    )
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 2, len(stream))
    table_sector = struct.pack("<128I", *(table + [0xFFFFFFFF] * 128)[:128])
    return header + table_sector + directory.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    """Return one entry of the directory of an .xls."""
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HB", len(written) + 2, kind)
        + b"\0" * 49
        + struct.pack("<III", start, size, 0)
    )
