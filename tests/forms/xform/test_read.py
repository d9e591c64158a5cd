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
        (b"<html><head><model/></head></html>", "xml-no-instance"),
        (b"<html><head/></html>", "xml-no-instance"),
        (b"<html>", "xml-damaged"),
        ("<html>é</html>".encode("latin-1"), "xml-damaged"),
        (b'<?xml version="1.0" encoding="UTF-7"?><html/>', "xml-unreadable"),
        (b"<html>&unknown;</html>", "xml-damaged"),
    ],
)
def test_what_is_no_xform_is_refused(data: bytes, code: str) -> None:
    """Each reason has its code."""
    opened = open_form(data, file_name="f.xml")
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
