"""Lists and files beside a form: how their cells become rows, and where what is wrong is found."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from scenario import environment_of, form_of, model_of, story

from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Group, Question
from forms.definition.form import ExternalFile, Form
from forms.definition.text import Expression
from forms.model.build import build_model
from forms.model.external import ExternalRefused, read_table
from forms.session.interview import Interview
from forms.values import DataType

CHOICES = "\nchoices\n| list_name | name | label | district |\n| l | a | A | n |\n| l | b | B | |\n"


def geojson(*features: object) -> bytes:
    """Return a collection of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    """Return a feature."""
    return {"type": "Feature", "id": "f", "geometry": geometry, "properties": properties}


@pytest.mark.parametrize(
    ("geometry", "text"),
    [
        ({"type": "Point", "coordinates": [2, 1]}, "1 2 0 0"),
        ({"type": "Point", "coordinates": [2.5, 1.25, 7]}, "1.25 2.5 7 0"),
        ({"type": "Point", "coordinates": [2]}, ""),
        ({"type": "Point", "coordinates": ["2", "1"]}, ""),
        ({"type": "Point", "coordinates": [True, 1]}, ""),
        ({"type": "LineString", "coordinates": [[2, 1], [4, 3]]}, "1 2 0 0;3 4 0 0"),
        ({"type": "LineString", "coordinates": [[2, 1], "x", [4, 3]]}, "1 2 0 0;3 4 0 0"),
        ({"type": "Polygon", "coordinates": [[[2, 1], [4, 3]], [[9, 9]]]}, "1 2 0 0;3 4 0 0"),
        ({"type": "Polygon", "coordinates": []}, ""),
        ({"type": "Point"}, ""),
        ("a place", ""),
        (None, ""),
    ],
)
def test_a_geometry_becomes_places(geometry, text):
    """Longitude and latitude change places; the outer ring of a polygon counts; what is no place is left out."""
    assert read_table("x.geojson", geojson(feature(geometry))).cell("geometry", 0) == text


def test_properties_become_cells():
    """Texts, numbers, truths, nothing, what is neither as JSON; the feature's own id beats a property of that name."""
    table = read_table(
        "x.geojson",
        geojson(
            feature(None, id="other", name="A", n=3, d=2.50, yes=True, no=False, none=None, more=["é"]),
            {"properties": {"id": 7}},
            {"properties": None, "id": 1.0},
        ),
    )
    assert table.row(0) == {
        "id": "f", "name": "A", "n": "3", "d": "2.5", "yes": "true", "no": "false", "more": '["é"]'
    }  # fmt: skip
    assert [table.cell("id", row) for row in range(3)] == ["f", "7", "1"]
    assert len(table) == 3


@pytest.mark.parametrize(
    ("xml", "is_plain"),
    [
        ("<root><item><a>1</a></item></root>", True),
        ("<list><item><a>1</a></item></list>", False),
        ("<root><thing><a>1</a></thing></root>", False),
        ("<root><item><a>1</a><a>2</a></item></root>", False),
        ("<root><item><a><b>1</b></a></item></root>", False),
        ("<root><item><a>1</a></item><x/></root>", False),
        ("<root/>", True),
    ],
)
def test_xml_of_the_usual_shape_is_read_by_columns(xml, is_plain):
    """Items of cells, each once and without more inside; anything else is read as a tree."""
    assert read_table("x.xml", xml.encode()).is_plain is is_plain


def test_attributes_of_items_are_columns():
    """A column of their name, blank where an item has none."""
    table = read_table("x.xml", b"<root><item k='1'><a>x</a></item><item m='2'><b>y</b></item></root>")
    assert (table.row(0), table.row(1)) == ({"a": "x", "@k": "1"}, {"b": "y", "@m": "2"})


def test_a_csv_of_many_alike_cells_keeps_each_once():
    """A column with few distinct texts takes the memory of those; nothing else shows it."""
    rows = "".join(f"v{number},district {number % 3}\n" for number in range(5000))
    table = read_table("x.csv", f"name,district\n{rows}".encode())
    districts = table.column("district")
    assert districts is not None
    assert [districts[0], districts[4999], len(districts)] == ["district 0", "district 1", 5000]
    assert len(set(map(id, districts))) < 20
    assert len(table.select("district", "district 2")) == 1666


def test_a_csv_with_short_rows_and_twin_headings():
    """Missing cells are blank; of two columns with one heading the first counts; blank headings are left out."""
    table = read_table("x.csv", b"name, label ,name,\na\nb,B,c,d\n\n,,,\n")
    assert table.columns == {"name": ["a", "b"], "label": ["", "B"]}


@pytest.mark.parametrize("data", [b"<root>", b"\x00\x01"])
def test_what_is_no_list_is_refused_by_name(data):
    """The name of the file is told."""
    with pytest.raises(ExternalRefused) as refused:
        read_table("villages.xml", data)
    assert refused.value.facts["file"] == "villages.xml"


def test_choices_without_a_cell_have_no_element():
    """A blank cell of the choices sheet is not there; a column named like the program's own gives way."""
    model = model_of("| type | name | label |\n| select_one l | s | S |" + CHOICES)
    table = model.tables["l"]
    assert [child.name for child in table.element(0).children] == ["itextId", "name", "label", "district"]
    assert [child.name for child in table.element(1).children] == ["itextId", "name", "label"]
    assert table.cell("itextId", 1) == "l-1"
    assert table.cell("none", 1) == ""
    assert (table.column("district"), table.column("none")) == (["n", ""], None)
    assert [element.owner for element in table.elements()] == [0, 1]
    assert table.root.children == [table.element(0), table.element(1)]
    assert (table.select("district", "n"), table.select("district", "x"), table.select("none", "n")) == ((0,), (), ())


def test_rows_of_one_text_rise():
    """An index gives all rows of a text, however many."""
    choices = CHOICES.replace("| b | B | |", "| b | B | n |\n| l | c | C | n |")
    model = model_of(f"| type | name | label |\n| select_one l | s | S |{choices}")
    assert list(model.tables["l"].select("district", "n")) == [0, 1, 2]


def test_external_lists_of_a_name_that_choices_have():
    """A list of the external sheet with the name of an ordinary list is another list."""
    interview = story(
        """
        survey
        | type | name | label | choice_filter |
        | select_one l | s | S | |
        | select_one_external l | e | E | district = ${s} |
        """
        + CHOICES
        + """
        external_choices
        | list_name | name | label | district |
        | l | x | X | a |
        | l | y | Y | b |
        """
    )
    assert interview.names("s") == ["a", "b"]
    interview.answer("s", "b")
    assert interview.names("e") == ["y"]
    assert interview.interview.model.by_path["/data/e"].choices.instance == "external l"


def test_a_file_that_is_only_media_is_no_list():
    """Pictures of the form are not read; a list file that the form did not announce is."""
    form = form_of("| type | name | label |\n| select_one_from_file v.csv | s | S |")
    media = replace(form, external=(ExternalFile("p.png", "p", "media"),))
    model = build_model(media, files={"v.csv": b"name,label\na,A\n"})
    assert "p" not in model.tables
    assert model.by_path["/data/s"].choices.instance == "v.csv"
    assert model.tables["v.csv"].cell("label", 0) == "A"


def test_a_file_with_the_name_of_a_list_is_another():
    """`select_one_from_file l.csv` beside a list named l: both are there."""
    interview = story(
        "survey\n| type | name | label |\n| select_one l | s | S |\n| select_one_from_file l.csv | f | F |" + CHOICES,
        files={"l.csv": b"name,label\nz,Z\n"},
    )
    assert (interview.names("s"), interview.names("f")) == (["a", "b"], ["z"])


def test_files_may_be_given_by_a_function():
    """Whoever knows the files is asked for them by name."""
    asked = []

    def files(name: str) -> bytes | None:
        asked.append(name)
        return b"name,label\nz,Z\n" if name == "f.csv" else None

    form = form_of(
        "| type | name | label |\n| select_one_from_file f.csv | f | F |\n| select_one_from_file g.csv | g | G |"
    )
    model = build_model(form, files=files)
    assert sorted(set(asked)) == ["f.csv", "g.csv"]
    assert (len(model.tables["f"]), model.tables["g"].is_missing) == (1, True)
    assert model.by_path["/data/g"].choices.is_missing
    assert not model.by_path["/data/f"].choices.is_missing


@pytest.mark.parametrize(
    ("call", "columns"),
    [
        ("pulldata('f', 'label', 'name', 'z')", []),
        ("pulldata('f.csv', 'label', 'name', 'z')", []),
        ("pulldata('f', 'x', 'y', 'z')", ["x", "y"]),
        ("pulldata('f', concat('x', ''), 'y', 'z')", ["y"]),
        ("pulldata('g', 'x', 'y', 'z')", []),
    ],
)
def test_columns_that_pulldata_lacks_are_found(call, columns):
    """Columns named as words that the file does not have; a file that is missing is found by itself."""
    form = form_of(f"| type | name | calculation |\n| calculate | c | {call} |")
    external = (ExternalFile("f.csv", "f", "pulldata"),)
    model = build_model(replace(form, external=external), files={"f.csv": b"name,label\nz,Z\n"})
    found = [finding for finding in model.findings if finding.code == "pulldata-column-missing"]
    assert [finding.facts["column"] for finding in found] == columns
    assert all(finding.facts["file"] == "f.csv" and finding.facts["columns"] == "name, label" for finding in found)


def test_many_columns_are_named_in_part():
    """Twelve names, and that there are more."""
    headings = ",".join(f"c{number}" for number in range(13))
    files = {"f.csv": f"{headings}\n{headings}\n".encode()}
    model = model_of("| type | name | label |\n| select_one_from_file f.csv | f | F |", files=files)
    facts = [finding.facts for finding in model.findings if finding.code == "file-column-missing"]
    assert [fact["column"] for fact in facts] == ["name", "label"]
    assert facts[0]["columns"] == ", ".join(f"c{number}" for number in range(12)) + ", …"


def test_external_choices_of_an_xform_come_from_itemsets():
    """Lists that stand in no sheet are rows of itemsets.csv by the name of their list, labels by language."""
    source = ChoiceSource(list_name="towns", filter=Expression("state = ${s}"))
    made = Form(
        form_id="f",
        languages=("en", "fr"),
        default_language="en",
        children=(
            Question(name="s", kind="text"),
            Question(name="t", kind="select_one_external", choices=source),
            Question(name="u", kind="select_one_external", choices=ChoiceSource(list_name="none")),
            Question(name="v", kind="select_one_external", choices=ChoiceSource(list_name="towns")),
        ),
    )
    rows = b"list_name,name,label::en,label::fr,state\ntowns,a,Austin,,tx\ntowns,d,Dallas,Dalas,tx\nother,x,X,X,tx\n"
    model = build_model(made, files={"itemsets.csv": rows})
    interview = Interview.start(model, environment=environment_of(), language="fr")
    interview.answer("/data/s", "tx")
    assert [(item.name, item.label) for item in interview.question("/data/t").choices] == [
        ("a", "Austin"),
        ("d", "Dalas"),
    ]
    assert interview.question("/data/u").choices == ()
    assert [item.name for item in interview.question("/data/v").choices] == ["a", "d"]
    assert model.tables["towns"].is_missing is False
    missing = build_model(made)
    assert missing.tables["towns"].is_missing
    assert {finding.facts["file"] for finding in missing.findings} == {"itemsets.csv"}


def test_a_column_of_a_list_does_not_replace_its_names():
    """What a choice carries under the heading of the program's own columns gives way."""
    rows = (Choice("a", columns={"name": "z", "itextId": "q", "x": "1"}),)
    made = Form(form_id="f", choice_lists={"l": ChoiceList("l", rows)})
    assert build_model(made).tables["l"].row(0) == {"itextId": "l-0", "name": "a", "x": "1"}


def test_groups_of_one_name_side_by_side():
    """Twins are both there; a path means both, a rule reads both."""

    def twin(text: str) -> Group:
        return Group(name="g", children=(Question(name="a", kind="integer", data_type=DataType.INTEGER, default=text),))

    calculated = Question(name="c", kind="calculate", control=Control.NONE, calculation=Expression("sum(/data/g/a)"))
    made = Form(form_id="f", children=(twin("1"), twin("2"), calculated))
    interview = Interview.start(build_model(made), environment=environment_of())
    assert interview.question("/data/c").value == "3"
    interview.answer("/data/g/a", "5")
    assert interview.question("/data/c").value == "7"


def test_itemsets_without_languages():
    """A plain label column serves every language; the list is found by its name, whatever else it holds."""
    source = ChoiceSource(list_name="towns", filter=Expression("state = 'tx'"))
    made = Form(form_id="f", children=(Question(name="t", kind="select_one_external", choices=source),))
    rows = b"list_name,name,label,state\ntowns,a,Austin,tx\ntowns,m,Mobile,al\n"
    model = build_model(made, files={"itemsets.csv": rows})
    interview = Interview.start(model, environment=environment_of())
    assert [(item.name, item.label) for item in interview.question("/data/t").choices] == [("a", "Austin")]
    assert model.by_path["/data/t"].choices.instance == "towns"
    assert model.findings == ()


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        (b"sep=;\nname;label\na,1;A\n", {"name": ["a,1"], "label": ["A"]}),
        (b"SEP=|\nname|label\na|A\n", {"name": ["a"], "label": ["A"]}),
        (b"name;label\na;A, B\n", {"name": ["a"], "label": ["A, B"]}),
        (b"name\tlabel\na\tA\n", {"name": ["a"], "label": ["A"]}),
        (b"name|label\na|A\n", {"name": ["a"], "label": ["A"]}),
        (b'name,label\r\na,"A\nB"\r\n', {"name": ["a"], "label": ["A\nB"]}),
        ("name,label\né,É\n".encode("cp1252"), {"name": ["é"], "label": ["É"]}),
        ("name,label\né,É\n".encode("utf-8-sig"), {"name": ["é"], "label": ["É"]}),
        ("name,label\né,É\n".encode("utf-16"), {"name": ["é"], "label": ["É"]}),
        ("name,label\né,É\n".encode("utf-16-be"), {"name": ["é"], "label": ["É"]}),
    ],
)
def test_csv_in_the_ways_programs_write_it(data, columns):
    """Separators told or seen, quotation marks, line ends, encodings."""
    assert read_table("x.csv", data).columns == columns
