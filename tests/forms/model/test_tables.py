"""Secondary instances from lists and files."""

from __future__ import annotations

import json
import time

import hostile
import pytest
from scenario import model_of

from forms.model.external import ExternalRefused, read_table
from forms.model.tables import Table


def test_an_index_finds_rows_of_any_column():
    """Equal texts are found by column, in row order."""
    table = Table({"name": ["a", "b", "c"], "kind": ["x", "y", "x"]})
    assert list(table.select("kind", "x")) == [0, 2]
    assert list(table.select("kind", "z")) == []
    assert list(table.select("none", "x")) == []


def test_elements_stand_for_rows():
    """A row's element has a child per column and knows its row; the root holds all of them."""
    table = Table({"name": ["a", "b"], "kind": ["x", ""]}, leaves_blanks_out=True)
    item = table.element(1)
    assert item.owner == 1
    assert [(child.name, child.value) for child in item.children] == [("name", "b")]
    assert list(table.root.children) == [table.element(0), item]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_as_people_save_it(delimiter, encoding):
    """Delimiter and encoding are told from the file."""
    text = delimiter.join(["name", "label"]) + "\r\n" + delimiter.join(["a", "Été"]) + "\r\n"
    table = read_table("x.csv", text.encode(encoding))
    assert (table.cell("name", 0), table.cell("label", 0)) == ("a", "Été")


def test_csv_in_an_old_encoding_and_ragged():
    """Windows-1252 is read; short rows are filled with blanks; blank rows are no rows."""
    table = read_table("x.csv", "name,label,more\nb,Été\n,,\n\nc,d,e\n".encode("cp1252"))
    assert len(table) == 2
    assert table.row(0) == {"name": "b", "label": "Été"}


def test_a_csv_that_says_its_separator():
    """The line `sep=;` that spreadsheets write is no heading."""
    assert read_table("x.csv", b"sep=;\r\nname;label\r\na;b, c\r\n").row(0) == {"name": "a", "label": "b, c"}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_csv_in_utf_16_without_its_mark(encoding):
    """The NULs tell it."""
    assert read_table("x.csv", "name,label\na,Été\n".encode(encoding)).row(0) == {"name": "a", "label": "Été"}


FROM_FILE = "| type | name | label |\n| select_one_from_file x.csv | a | A |"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"name,label\na,A\n", []),
        (b"id,title\na,A\n", [("file-column-missing", "name"), ("file-column-missing", "label")]),
        (b"name,label::French (fr)\na,A\n", [("file-column-missing", "label")]),
        (b"name,label\n", [("file-without-rows", None)]),
        ("name,label\na,Été\n".encode("cp1252"), [("file-not-unicode", None)]),
        (b"PK\3\4\0\0\1\2", [("external-unreadable", None)]),
        (b'name,label\n"a,' + b"a" * 200_000, [("external-unreadable", None)]),
    ],
)
def test_a_file_that_offers_nothing_is_found_at_its_question(data, found):
    """What is wrong with a file leads to the row that asks for it."""
    model = model_of(FROM_FILE, files={"x.csv": data})
    assert [(finding.code, finding.facts.get("column")) for finding in model.findings] == found
    assert all(finding.place.cell == "B2" for finding in model.findings)


def test_a_file_of_too_many_cells_is_refused_while_it_is_read():
    """Reading stops at the bound; what was read so far is let go."""
    rows = b"".join(b"v%d,Village %d,\n" % (number, number) for number in range(1_300_000))
    model = model_of(FROM_FILE, files={"x.csv": b"name,label\n" + rows})
    assert [finding.code for finding in model.findings] == ["file-too-large"]


def test_a_number_of_any_size_and_a_shape_of_any_kind_are_read():
    """GeoJSON that a program wrote wrongly gives blanks, not failures."""
    text = b'{"features": [{"id": 1%s, "geometry": {"type": "Polygon", "coordinates": [1]}, "properties": {}}]}'
    table = read_table("x.geojson", text % (b"0" * 400))
    assert (table.cell("id", 0), table.cell("geometry", 0)) == ("1" + "0" * 400, "")


def test_json_of_endless_lists_is_refused_before_it_is_parsed():
    """Two bytes of a list take ninety in memory."""
    with pytest.raises(ExternalRefused, match="file-too-large"):
        read_table("x.geojson", b'{"features": [' + b"[]," * 1_500_000 + b"[]]}")


def test_xml_with_crowded_elements_is_refused_before_it_is_parsed():
    """A hundred thousand attributes would take the parser many seconds."""
    before = time.process_time()
    model = model_of(FROM_FILE.replace(".csv", ".xml"), files={"x.xml": hostile.many_attributes()})
    assert [finding.code for finding in model.findings] == ["external-unreadable"]
    assert time.process_time() - before < 2


def test_a_place_without_a_title_is_no_mistake():
    """GeoJSON needs an id only."""
    feature = {"type": "Feature", "id": "w", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    model = model_of("| type | name | label |\n| select_one_from_file x.geojson | a | A |", files={"x.geojson": data})
    assert model.findings == ()


def test_a_column_that_pulldata_does_not_find():
    """Each column that the file lacks is found at the expression."""
    model = model_of(
        "| type | name | label | calculation |\n| text | a | A | |\n"
        "| calculate | b | | pulldata('x', 'price', 'nme', ${a}) |\n"
        "| calculate | c | | pulldata('x', 'cost', 'name', ${a}) |",
        files={"x.csv": b"name,cost\na,1\n"},
    )
    assert [(finding.code, finding.facts["column"], finding.place.cell) for finding in model.findings] == [
        ("pulldata-column-missing", "price", "D3"),
        ("pulldata-column-missing", "nme", "D3"),
    ]


def test_an_empty_csv_has_no_rows():
    """Nothing is nothing."""
    assert len(read_table("x.csv", b"")) == 0


def test_geojson():
    """Features become rows: geometry as OpenRosa writes places, properties as texts."""
    features = [
        {"type": "Feature", "id": "f1", "properties": {"title": "Well", "depth": 12.0, "ok": True, "no": None},
         "geometry": {"type": "Point", "coordinates": [21.75, 38.25]}},
        {"type": "Feature", "properties": {"id": "f2", "title": "Path"},
         "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]}},
    ]  # fmt: skip
    table = read_table("x.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert table.row(0) == {"geometry": "38.25 21.75 0 0", "id": "f1", "title": "Well", "depth": "12", "ok": "true"}
    assert table.row(1) == {"geometry": "2 1 0 0;4 3 5 0", "id": "f2", "title": "Path"}


def test_xml_lists():
    """An XML list gives its items as rows; its own elements serve expressions."""
    table = read_table("x.xml", b"<root><item><name>a</name></item><item><name>b</name><k>1</k></item></root>")
    assert [table.row(row) for row in range(2)] == [{"name": "a"}, {"name": "b", "k": "1"}]
    assert list(table.root.children) == [table.element(0), table.element(1)]


@pytest.mark.parametrize(("name", "data"), [("x.geojson", b"{"), ("x.geojson", b"[]"), ("x.xml", b"<root")])
def test_a_file_that_is_not_what_it_says(name, data):
    """A broken file is refused by name."""
    with pytest.raises(ExternalRefused) as refused:
        read_table(name, data)
    assert refused.value.facts["file"] == name


def test_a_broken_file_is_a_finding():
    """The form still opens."""
    model = model_of("| type | name | label |\n| select_one_from_file x.geojson | a | A |", files={"x.geojson": b"{"})
    assert "external-unreadable" in {finding.code for finding in model.findings}
