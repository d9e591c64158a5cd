"""Files beside a form, CSV, XML and GeoJSON: encodings, NULs, ragged rows, huge cells, lone quotes, wrong shapes."""

from __future__ import annotations

import json
import random
from copy import deepcopy

from fuzz_corpus import Corpus, damaged, odd_text

MOST_BYTES = 40 * 2**20  # larger ones are not even read: see files_beside
CSV = 'name,label,people,geometry\na,Ana,3,1 1 0 0\nb,Bo,4,\nc,"Co, ""x""",,\n'
XML = "<root><item><name>a</name><label>Ana</label></item><item><name>b</name><label>Bo</label></item></root>"
_FEATURES = [
    {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"title": "A"}},
    {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]},
        "properties": {"id": "b", "title": "B", "n": 1.5, "x": None, "l": [1]},
    },
    {
        "type": "Feature",
        "id": 3,
        "geometry": {"type": "LineString", "coordinates": [[1, 2, 3], [3, 4]]},
        "properties": {},
    },
]
GEOJSON = json.dumps({"type": "FeatureCollection", "features": _FEATURES})
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1256", "latin-1", "utf-32")
_VALUES = (
    None,
    True,
    -1,
    1e308,
    10**400,
    [],
    {},
    [[[[]]]],
    "x",
    "1 2",
    "NAN",
    "INF",
    {"type": "Point"},
    [1, "a"],
    [True, False],
)


def make(chance: random.Random, corpus: Corpus) -> tuple[str, bytes]:
    """Return the name and the bytes of one file: "towns.csv", "towns.xml" or "towns.geojson"."""
    del corpus
    kind = chance.choice(("csv", "csv", "xml", "geojson"))
    text = {"csv": _csv, "xml": _xml, "geojson": _geojson}[kind](chance)
    data = text.encode(chance.choice(_ENCODINGS) if chance.random() < 0.4 else "utf-8", "replace")
    if chance.random() < 0.25:
        data = damaged(chance, data)
    return f"towns.{kind}", data[:MOST_BYTES]


def _csv(chance: random.Random) -> str:
    lines = CSV.splitlines(keepends=True)
    for _ in range(chance.choice((1, 1, 3, 8))):
        place = chance.randrange(len(lines) + 1)
        kind = chance.randrange(8)
        if kind == 0:
            lines.insert(place, ",".join(odd_text(chance)[:3_000] for _ in range(chance.choice((1, 4, 40)))) + "\n")
        elif kind == 1:
            lines.insert(place, '"')
        elif kind == 2:
            lines.insert(place, "\0" * chance.choice((1, 50)))
        elif kind == 3:
            lines.insert(place, "x" * chance.choice((200, 140_000, 1_000_000)) + ",1\n")
        elif kind == 4:
            lines.insert(place, "," * chance.choice((5, 5_000)) + "\n")
        elif kind == 5:
            lines = [line.replace(",", chance.choice(";\t|")) for line in lines]
        elif kind == 6:
            lines = [line.replace("\n", chance.choice(("\r", "\r\n", "\n\n", "\u2028"))) for line in lines]
        else:
            lines.insert(0, chance.choice(("sep=;\n", "sep=\n", "\ufeff", "name,name,name\n", "\n")))
    return "".join(lines) * chance.choice((1, 1, 1, 50))


def _xml(chance: random.Random) -> str:
    text = XML
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(text))
        kind = chance.randrange(6)
        if kind == 0:
            text = text[:place] + odd_text(chance)[:2_000] + text[place:]
        elif kind == 1:
            text = text.replace("<item>", f"<item {'a' * chance.choice((1, 300))}='1'>", 1)
        elif kind == 2:
            text = text.replace("<label>", "<label><b><c>" if chance.random() < 0.5 else "<label>&x;", 1)
        elif kind == 3:
            text = text.replace("<item>", "<item><name>z</name></item><item>" * chance.choice((2, 2_000)), 1)
        elif kind == 4:
            depth = chance.choice((10, 300, 20_000))
            text = text.replace("</root>", "<a>" * depth + "</a>" * depth + "</root>")
        else:
            text = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + text
    return text


def _geojson(chance: random.Random) -> str:
    document = json.loads(GEOJSON)
    for _ in range(chance.randint(1, 4)):
        _damage(chance, document)
    text = json.dumps(document).replace('"NAN"', "NaN").replace('"INF"', "-Infinity")
    if chance.random() < 0.1:
        return "[" * chance.choice((100, 100_000)) + text
    return text[: chance.randrange(len(text))] if chance.random() < 0.1 else text


def _damage(chance: random.Random, value: object) -> None:
    """Replace one value somewhere inside."""
    holder: object = value
    while True:
        keys = (
            list(holder) if isinstance(holder, dict) else list(range(len(holder))) if isinstance(holder, list) else []
        )
        if not keys:
            return
        key = chance.choice(keys)
        inner = holder[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.25:
            holder[key] = deepcopy(chance.choice((*_VALUES, odd_text(chance)[:1_000])))  # type: ignore[index]
            return
        holder = inner
