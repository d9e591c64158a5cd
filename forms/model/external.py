"""Read the files beside a form (CSV, GeoJSON, XML) into column tables."""

from __future__ import annotations

import json
from collections.abc import Mapping

from forms.errors import FormsError
from forms.model.csv_file import MOST_MEMORY, encoding_of, read_csv
from forms.model.csv_file import ExternalRefused as ExternalRefused
from forms.model.tables import Table
from forms.values import number_to_text
from forms.xpath.markup import parse_xml
from forms.xpath.tree import Element

# Bytes of memory that an object, a list and a value of JSON take at least.
JSON_SIZES = {b"{": 250, b"[": 90, b",": 50}


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


def _from_csv(name: str, data: bytes) -> Table:
    columns, is_guessed = read_csv(name, data)
    return Table(columns, is_guessed=is_guessed)


def _from_geojson(name: str, data: bytes) -> Table:
    if sum(data.count(sign) * size for sign, size in JSON_SIZES.items()) + len(data) > MOST_MEMORY:
        raise ExternalRefused("file-too-large", file=name, most=MOST_MEMORY // 2**20)
    try:
        document = json.loads(data.decode(encoding_of(data)[0], errors="replace"))
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
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_to_text(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: object) -> str:
    """Return a GeoJSON geometry as OpenRosa text: "lat lon 0 0" points joined by ";"."""
    if not isinstance(geometry, dict):
        return ""
    coordinates = geometry.get("coordinates")
    points: object
    if geometry.get("type") == "Point":
        points = [coordinates]
    elif geometry.get("type") == "Polygon" and isinstance(coordinates, list) and coordinates:
        points = coordinates[0]
    else:
        points = coordinates
    if not isinstance(points, list):
        return ""
    return ";".join(text for text in (_point(point) for point in points) if text)


def _point(point: object) -> str:
    if not isinstance(point, list) or len(point) < 2 or not all(type(part) in (int, float) for part in point):
        return ""
    longitude, latitude, altitude = [*point, 0.0][:3]
    return f"{_scalar(latitude)} {_scalar(longitude)} {_scalar(altitude)} 0"


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
