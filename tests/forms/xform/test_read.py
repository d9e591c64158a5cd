"""XForms become the same definition as workbooks, as far as an XForm says the same."""

from __future__ import annotations

import json

import pytest
from shared import shared_path

from forms.definition.elements import Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Expression
from forms.errors import FormRefused, Place
from forms.messages import place_words
from forms.values import DataType, Sensitivity
from forms.xform.safe import parse_xml
from forms.xlsform.open import open_form

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>Household</h:title><model>
 <itext><translation lang="English" default="true()">
   <text id="age"><value>Age of <output value=" /hh/who "/>?</value>
    <value form="image">jr://images/a.png</value></text>
   <text id="age-hint"><value>Years</value><value form="guidance">Ask twice</value></text>
   <text id="src-0"><value>Tap</value></text><text id="msg"><value>Too old</value></text></translation>
  <translation lang="العربية"><text id="age"><value>العمر</value></text><text id="src-0"><value>-</value>
    </text></translation>
 </itext>
 <instance><hh id="hh_form" version="7"><who>Amal</who><age/><phone/><water/>
   <person jr:template=""><name/></person><person><name/></person><person><name/></person>
   <late/><when/><meta><instanceID/><instanceName/></meta></hh></instance>
 <instance id="src"><root><item><itextId>src-0</itextId><name>tap</name><near>1</near></item></root></instance>
 <instance id="towns" src="jr://file-csv/towns.csv"/>
 <instance id="odd"><things><thing a="1"/></things></instance>
 <bind nodeset="/hh/who" type="string" required="true()"/>
 <bind nodeset="/hh/age" type="int" constraint=". &lt; 130" jr:constraintMsg="jr:itext('msg')"
    relevant="/hh/who != ''"/>
 <bind nodeset="/hh/phone" type="string" jr:preload="property" jr:preloadParams="phonenumber"/>
 <bind nodeset="/hh/late" type="string" calculate="concat(/hh/who, '!')"/>
 <bind nodeset="/hh/when" type="dateTime"/>
 <bind nodeset="/hh/meta/instanceName" calculate="/hh/who"/>
 <setvalue event="odk-instance-first-load" ref="/hh/when" value="now()"/>
</model></h:head>
<h:body class="pages">
 <input ref="/hh/who"><label>Who?</label></input>
 <input ref="/hh/age" appearance="w1 thousands-sep"><label ref="jr:itext('age')"/>
    <hint ref="jr:itext('age-hint')"/></input>
 <select ref="/hh/water"><label>Water</label>
  <itemset nodeset="instance('src')/root/item[near = /hh/age]"><value ref="name"/>
    <label ref="jr:itext(itextId)"/></itemset></select>
 <group ref="/hh/person"><label>Person</label><repeat nodeset="/hh/person" jr:count="/hh/age">
  <select1 ref="/hh/person/name"><label>Name</label><item><label>A</label><value>a</value></item></select1>
    </repeat></group>
 <input ref="/hh/when"><label>When</label></input>
</h:body></h:html>"""


@pytest.fixture
def form() -> Form:
    opened = open_form(FORM.encode(), file_name="f.xml", files={"towns.csv": b"name,label\n", "a.png": b"x"})
    assert opened.findings == ()
    assert opened.kind == "xform"
    assert opened.form is not None
    return opened.form


def source(part: object) -> str:
    """Return the text of an expression."""
    assert isinstance(part, Expression)
    return part.source


def question(form: Form, name: str) -> Question:
    return next(each for _, each in form.questions() if each.name == name)


def test_a_form_has_its_identity(form: Form) -> None:
    """Id, version, title, root, style and instance name are read."""
    assert (form.form_id, form.version, form.title, form.root) == ("hh_form", "7", "Household", "hh")
    assert form.settings == {"style": "pages", "default_language": "English"}
    assert source(form.instance_name) == "/hh/who"


def test_the_instance_gives_the_tree(form: Form) -> None:
    """Elements stand in the instance's order, a repeated one once, without the meta group."""
    assert [path for path, _ in form.walk()] == [
        "/hh/who",
        "/hh/age",
        "/hh/phone",
        "/hh/water",
        "/hh/person",
        "/hh/person/name",
        "/hh/late",
        "/hh/when",
    ]


def test_binds_give_types_and_rules(form: Form) -> None:
    """Types, conditions and messages are read."""
    age = question(form, "age")
    assert (age.kind, age.data_type) == ("integer", DataType.INTEGER)
    assert source(age.constraint) == ". < 130"
    assert source(age.relevant) == "/hh/who != ''"
    assert age.constraint_message.by_language == {"English": ("Too old",)}
    assert source(question(form, "who").required) == "true()"
    assert question(form, "who").default == "Amal"


def test_texts_have_languages_outputs_and_media(form: Form) -> None:
    """itext becomes texts by language."""
    age = question(form, "age")
    assert form.languages == ("English", "العربية")
    before, shown, after = age.label.by_language["English"]
    assert (before, source(shown), after) == ("Age of ", " /hh/who ", "?")
    assert age.label.by_language["العربية"] == ("العمر",)
    assert age.label.media == {"English": {"image": "a.png"}}
    assert age.hint.by_language == {"English": ("Years",)}
    assert age.guidance.by_language == {"English": ("Ask twice",)}
    assert age.appearance == ("w1", "thousands-sep")


def test_item_lists_become_choice_lists(form: Form) -> None:
    """A secondary instance of items, and items written in place, are lists; the filter is kept."""
    water = question(form, "water")
    assert water.kind == "select_multiple"
    assert water.choices is not None
    assert water.choices.list_name == "src"
    assert water.choices.filter is not None
    assert water.choices.filter.source == "near = /hh/age"
    assert form.choice_lists["src"].choices[0].label.by_language == {"English": ("Tap",)}
    assert [choice.name for choice in form.choice_lists["name"].choices] == ["a"]


def test_other_instances_are_carried(form: Form) -> None:
    """Files are listed, and what is no list keeps its XML."""
    assert "towns" in {external.instance for external in form.external}
    assert "thing" in form.instances["odd"]


def test_a_repeat_has_its_count_and_beginning(form: Form) -> None:
    """The template is no instance; jr:count counts."""
    repeat = next(each for _, each in form.repeats())
    assert isinstance(repeat, Repeat)
    assert repeat.initial == 2
    assert source(repeat.count) == "/hh/age"
    assert repeat.label.by_language == {"": ("Person",)}


def test_actions_are_starting_values(form: Form) -> None:
    """setvalue on first load is a dynamic default."""
    assert source(question(form, "when").default_expression) == "now()"


def test_metadata_and_calculations_are_not_asked(form: Form) -> None:
    """Preloads keep their word and their sensitivity."""
    phone = question(form, "phone")
    assert (phone.kind, phone.sensitivity) == ("phonenumber", Sensitivity.PERSONAL)
    assert question(form, "late").kind == "calculate"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a/>", "xml-no-form"),
        (b"<html HOME><head><model/></head></html>", "xml-no-instance"),
        (b"<html HOME><head/></html>", "xml-no-instance"),
        (b"<html HOME>", "xml-damaged"),
        ("<html HOME>é</html>".encode("latin-1"), "xml-damaged"),
        (b'<?xml version="1.0" encoding="UTF-7"?><html HOME/>', "xml-unreadable"),
        (b"<html HOME>&unknown;</html>", "xml-damaged"),
    ],
)
def test_what_is_no_xform_is_refused(data: bytes, code: str) -> None:
    """Each reason has its code; the namespace of XForms tells them from pages of the web."""
    home = b'xmlns:x="http://www.w3.org/2002/xforms"'
    opened = open_form(data.replace(b"HOME", home), file_name="f.xml")
    assert opened.form is None
    assert opened.findings[-1].code == code


def test_utf_16_is_read() -> None:
    """A form in UTF-16 opens like any other."""
    assert open_form(FORM.encode("utf-16"), file_name="f.xml").form is not None


def test_entities_are_refused_in_utf_16_too() -> None:
    """A wide encoding does not hide a document type."""
    with pytest.raises(FormRefused) as caught:
        parse_xml('<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'.encode("utf-16"))
    assert caught.value.code == "xml-document-type"


def test_every_form_of_the_conformance_data_opens() -> None:
    """All forms of the shared scenarios become definitions."""
    scenarios = json.loads(shared_path("conformance/scenarios.json").read_text(encoding="utf-8"))
    for scenario in scenarios:
        opened = open_form(scenario["form_xml"].encode(), file_name="f.xml")
        assert opened.form is not None, scenario["id"]


def test_a_tree_too_deep_to_walk_is_refused() -> None:
    """Two hundred elements inside each other pass the parser, and are refused before anything walks them."""
    inner = "<a>" * 200 + "</a>" * 200
    data = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
        f'<data id="f">{inner}</data></instance></model></h:head><h:body/></h:html>'
    )
    opened = open_form(data.encode(), file_name="f.xml")
    assert [finding.code for finding in opened.findings] == ["xml-too-deep"]


def test_rules_and_questions_know_their_lines(form: Form) -> None:
    """A finding can name the line of the bind or of the control, and what is meant there."""
    late = question(form, "late")
    line = FORM[: FORM.index('nodeset="/hh/late"')].count("\n") + 1
    assert late.calculation is not None
    assert late.calculation.place == Place(row=line, column="calculate")
    assert late.place.column == "/hh/late"
    assert place_words(late.calculation.place) == f"Line {line} (calculate)"


def small(instance: str, model: str, body: str) -> Form:
    """Return the form of a small XForm whose root is `data`."""
    data = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"'
        ' xmlns:orx="http://openrosa.org/xforms" xmlns:e="http://www.opendatakit.org/xforms/entities"'
        f' xmlns:my="urn:my"><h:head><h:title>T</h:title><model><instance><data id="f">{instance}</data></instance>'
        f"{model}</model></h:head><h:body>{body}</h:body></h:html>"
    )
    opened = open_form(data.encode(), file_name="f.xml")
    assert opened.form is not None
    return opened.form


def test_questions_stand_in_the_order_of_the_body() -> None:
    """Where body and instance differ, people are asked in the order of the body; what is hidden stays where it was."""
    form = small(
        "<a/><hidden/><g><x/><y/></g><b/>",
        "",
        '<input ref="/data/b"/><group ref="/data/g"><input ref="/data/g/y"/><input ref="/data/g/x"/></group>'
        '<input ref="/data/a"/>',
    )
    assert [path for path, _ in form.walk()] == [
        "/data/b",
        "/data/g",
        "/data/g/y",
        "/data/g/x",
        "/data/a",
        "/data/hidden",
    ]


def test_what_is_not_run_is_carried() -> None:
    """Attributes of binds and controls that we do not know are kept as a workbook would head them."""
    form = small(
        "<a/><g><b/></g>",
        '<bind nodeset="/data/a" type="string" orx:max-pixels="5" my:x="1"/><bind nodeset="/data/g" my:y="2"/>',
        '<input ref="/data/a" my:z="3" rows="4"/><group ref="/data/g" intent="app"><input ref="/data/g/b"/></group>',
    )
    nodes = dict(form.walk())
    assert nodes["/data/a"].extras == {"bind::orx:max-pixels": "5", "bind::my:x": "1", "control::my:z": "3"}
    assert nodes["/data/a"].parameters == {"rows": "4"}
    assert nodes["/data/g"].extras == {"bind::my:y": "2", "control::intent": "app"}
    assert form.namespaces["my"] == "urn:my"


def test_an_entity_is_what_a_row_of_the_entities_sheet_says() -> None:
    """A meta/entity element becomes an entity, and the property a question fills is known."""
    form = small(
        '<a/><meta><entity dataset="trees" create="1" id=""><label/></entity><instanceID/></meta>',
        '<bind nodeset="/data/a" e:saveto="species"/>'
        '<bind nodeset="/data/meta/entity/@create" calculate="/data/a = 1"/>'
        '<bind nodeset="/data/meta/entity/label" calculate="/data/a"/>',
        '<input ref="/data/a"/>',
    )
    entity = form.entities[0]
    assert (entity.list_name, entity.group) == ("trees", "/data")
    assert entity.create_if is not None
    assert entity.create_if.source == "/data/a = 1"
    assert entity.label is not None
    assert entity.label.source == "/data/a"
    assert question(form, "a").save_to == "species"
    assert form.meta == ()


def test_an_entity_that_says_more_than_a_row_can_stays_an_element() -> None:
    """An attribute of its own keeps the element as it is, so that nothing is lost."""
    form = small(
        '<a/><meta><entity dataset="trees" create="1" id="" my:own="x"><label/></entity></meta>',
        "",
        '<input ref="/data/a"/>',
    )
    assert form.entities == ()
    assert [node.name for node in form.meta] == ["entity"]


def test_the_way_of_sending_is_read() -> None:
    """Address, key and what becomes of a sent interview are settings."""
    form = small(
        "<a/>",
        '<submission action="https://example.org/s" method="post" base64RsaPublicKey="MIIB" orx:auto-send="true"'
        ' orx:auto-delete="false" odk:client-editable="true"/>',
        '<input ref="/data/a"/>',
    )
    assert form.settings == {
        "submission_url": "https://example.org/s",
        "public_key": "MIIB",
        "auto_send": "true",
        "auto_delete": "false",
        "client_editable": "true",
    }


def test_parameters_of_controls_are_those_of_workbooks() -> None:
    """Ranges, places, pictures and sounds have the words of the parameters column."""
    form = small(
        "<r/><p/><i/><s/>",
        '<bind nodeset="/data/r" type="decimal"/>'
        '<bind nodeset="/data/p" type="geopoint" odk:allow-mock-accuracy="true"/>'
        '<bind nodeset="/data/i" type="binary" orx:max-pixels="640"/>'
        '<bind nodeset="/data/s" type="binary" odk:quality="low"/>',
        '<range ref="/data/r" start="0" end="5" step="0.5" odk:tick-interval="1" odk:placeholder="2"/>'
        '<input ref="/data/p" accuracyThreshold="5" unacceptableAccuracyThreshold="50"/>'
        '<upload ref="/data/i" mediatype="image/*" intent="org.example"/><upload ref="/data/s" mediatype="audio/*"/>',
    )
    found = {node.name: node.parameters for _, node in form.walk()}
    assert found == {
        "r": {"start": "0", "end": "5", "step": "0.5", "tick_interval": "1", "placeholder": "2"},
        "p": {"capture-accuracy": "5", "warning-accuracy": "50", "allow-mock-accuracy": "true"},
        "i": {"app": "org.example", "max-pixels": "640"},
        "s": {"quality": "low"},
    }


def test_lists_of_another_shape_name_their_path() -> None:
    """A select over `things/thing` finds its choices there, also through a filter."""
    form = small(
        "<a/><b/>",
        '<instance id="things"><things><thing><code>x</code><label>X</label></thing></things></instance>',
        '<input ref="/data/a"/><select1 ref="/data/b">'
        "<itemset nodeset=\"instance('things')/things/thing[code != /data/a]\">"
        '<value ref="code"/><label ref="label"/></itemset></select1>',
    )
    source = question(form, "b").choices
    assert source is not None
    assert (source.list_name, source.items, source.value) == ("things", "things/thing", "code")
