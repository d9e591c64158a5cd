"""Read the files beside a form (CSV, GeoJSON, XML) into column tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping

from forms.errors import FormsError
from forms.model.tables import Table
from forms.values import number_to_text
from forms.xpath.markup import parse_xml
from forms.xpath.tree import Element

DELIMITERS = (",", ";", "\t", "|")
# Cells of one file; more is no list of places or people but a database.
MOST_CELLS = 4_000_000


_SEPARATOR = re.compile("sep=(.)", re.IGNORECASE)  # the line that spreadsheets read as their own
_NO_TEXT = re.compile("[\0-\x08\x0e-\x19\x1b-\x1f]")


class ExternalRefused(FormsError):
    """The file beside the form cannot be read as what its name says."""


def read_table(name: str, data: bytes) -> Table:
    """Return the rows in a file, told by its name's ending; anything else is read as CSV.

    Raises:
        ExternalRefused: it cannot be read.
    """
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "geojson":
            return _from_geojson(name, data)
        if ending == "xml":
            return _from_xml(data)
        return _from_csv(name, data)
    except ExternalRefused:
        raise
    except FormsError as error:
        raise ExternalRefused("external-unreadable", file=name) from error


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its encoding had to be guessed.

    UTF-8, UTF-16 (with its mark, or told by its NULs), else Windows-1252 as old spreadsheets write.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), False
    head = data[:200]
    if head.count(0) > len(head) // 5:
        return data.decode("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True


def _from_csv(name: str, data: bytes) -> Table:
    text, is_guessed = decode(data)
    if _NO_TEXT.search(text[:4096]):
        raise ExternalRefused("external-unreadable", file=name)
    first, _, rest = text.partition("\n")
    delimiter = max(DELIMITERS, key=first.count)
    if (told := _SEPARATOR.fullmatch(first.strip())) is not None:
        text, delimiter = rest, told[1]
    try:
        rows = _rows(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ExternalRefused("external-unreadable", file=name) from error
    if not rows:
        return Table({}, is_guessed=is_guessed)
    header = [heading.strip() for heading in rows[0]]
    columns: dict[str, list[str]] = {}
    for place, heading in enumerate(header):
        if heading and heading not in columns:
            columns[heading] = [row[place] if place < len(row) else "" for row in rows[1:]]
    return Table(columns, is_guessed=is_guessed)


def _rows(name: str, lines: Iterable[list[str]]) -> list[list[str]]:
    """Return the rows that hold anything.

    Raises:
        ExternalRefused: `file-too-large`, before what is too much fills the memory.
    """
    rows = []
    cells = 0
    for row in lines:
        if any(row):
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS:
                raise ExternalRefused("file-too-large", file=name, most=MOST_CELLS)
    return rows


def _from_geojson(name: str, data: bytes) -> Table:
    try:
        document = json.loads(decode(data)[0])
    except (ValueError, RecursionError) as error:
        raise ExternalRefused("external-unreadable", file=name) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise ExternalRefused("external-unreadable", file=name)
    rows = [_feature(feature) for feature in features if isinstance(feature, dict)]
    headings = dict.fromkeys(heading for row in rows for heading in row)
    return Table({heading: [row.get(heading, "") for row in rows] for heading in headings})


def _feature(feature: Mapping[str, object]) -> dict[str, str]:
    properties = feature.get("properties")
    row = {"geometry": _geometry(feature.get("geometry")), "id": _scalar(feature.get("id"))}
    if isinstance(properties, dict):
        for heading, value in properties.items():
            if heading == "id" and row["id"]:
                continue
            row[str(heading)] = _scalar(value)
    return row


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_to_text(float(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: object) -> str:
    """Return a GeoJSON geometry as OpenRosa text: "lat lon 0 0" points joined by ";"."""
    if not isinstance(geometry, dict):
        return ""
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        points = [coordinates]
    elif geometry.get("type") == "Polygon" and isinstance(coordinates, list) and coordinates:
        points = coordinates[0]
    else:
        points = coordinates if isinstance(coordinates, list) else []
    return ";".join(text for text in (_point(point) for point in points) if text)


def _point(point: object) -> str:
    if not isinstance(point, list) or len(point) < 2 or not all(isinstance(part, int | float) for part in point):
        return ""
    longitude, latitude, altitude = [*point, 0.0][:3]
    return f"{number_to_text(latitude)} {number_to_text(longitude)} {number_to_text(altitude)} 0"


def _from_xml(data: bytes) -> Table:
    """Return the items of `<root><item>…`; the document's own elements serve, so that any other shape is found too."""
    root = parse_xml(data)
    items = [child for child in root.children if isinstance(child, Element)]
    headings = dict.fromkeys(child.name for item in items for child in item.children if isinstance(child, Element))
    columns: dict[str, list[str]] = {heading: [] for heading in headings}
    is_plain = root.name == "root"
    for item in items:
        cells = [child for child in item.children if isinstance(child, Element)]
        texts = {child.name: child.value for child in cells}
        is_plain = is_plain and item.name == "item" and len(texts) == len(cells)
        is_plain = is_plain and not any(cell.children for cell in cells)
        for heading in headings:
            columns[heading].append(texts.get(heading, ""))
    for name in dict.fromkeys(name for item in items for name in item.attributes):
        columns[f"@{name}"] = [item.attributes.get(name, "") for item in items]
    return Table(columns, items=items, root=root, is_plain=is_plain)
