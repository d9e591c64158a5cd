"""Features that ODK Collect runs: lists outside of the form, metadata, chance, and what goes into the submission."""

from __future__ import annotations

import pytest
from scenario import environment_of, story, xform
from workbooks import sheets_of, workbook

from forms.model.build import build_model
from forms.session.interview import Interview
from forms.xlsform.open import open_form

PERSON = {
    "username": "ana",
    "phonenumber": "+243",
    "email": "a@b.org",
    "deviceid": "d1",
    "simserial": "s1",
    "subscriberid": "i1",
}
EXTERNAL = """
survey
| type | name | label | choice_filter |
| select_one state | state | State | |
| select_one_external county | county | County | state=${state} |
| select_one_external town | town | Town | state=${state} and county=${county} |
choices
| list_name | name | label |
| state | a | A |
| state | b | B |
external_choices
| list_name | name | label | state | county |
| county | a1 | A one | a | |
| county | b1 | B one | b | |
| town | t1 | Town 1 | a | a1 |
| town | t2 | Town 2 | a | a2 |
"""


@pytest.mark.parametrize("name", sorted(PERSON))
def test_what_is_known_of_person_and_device_is_filled_in(name):
    """Each metadata question gets what the program knows; blank where it knows nothing."""
    text = f"| type | name | label |\n| {name} | m | |\n| text | a | A |"
    assert story(text, properties=PERSON)["m"].value == PERSON[name]
    assert story(text)["m"].value == ""


def test_properties_with_the_prefix_uri():
    """The older words of metadata mean the same."""
    assert story("| type | name | label |\n| uri:deviceid | m | |", properties=PERSON)["m"].value == "d1"


def test_an_xform_spells_the_phone_number_in_two_words():
    """The specification writes "phone number"; version() is the form's own."""
    model = (
        '<instance><data id="f" version="7"><p/><v/></data></instance><bind nodeset="/data/p" jr:preload="property"'
        ' jr:preloadParams="phone number"/><bind nodeset="/data/v" calculate="version()"/>'
    )
    opened = open_form(xform(model), file_name="f.xml")
    assert opened.form is not None
    interview = Interview.start(build_model(opened.form), environment=environment_of(properties=PERSON))
    assert [interview.question(f"/data/{name}").value for name in "pv"] == ["+243", "7"]


def test_start_today_and_end():
    """The start and the day are filled at once, the end when the interview is finished."""
    interview = story("| type | name | label |\n| start | s | |\n| today | t | |\n| end | e | |")
    assert interview.values("s", "t", "e") == ["2026-03-04T10:30:00.000-07:00", "2026-03-04", ""]
    interview.interview.finish()
    assert interview["e"].value == "2026-03-04T10:30:00.000-07:00"


def test_external_choices_follow_two_answers():
    """A list of the sheet external_choices is filtered by what was answered before."""
    interview = story(EXTERNAL)
    interview.answer("state", "a")
    assert interview.names("county") == ["a1"]
    interview.answer("county", "a1")
    assert interview.names("town") == ["t1"]
    interview.answer("town", "t1")
    interview.answer("state", "b")
    assert interview["town"].value == ""


def test_an_xform_has_its_external_choices_in_a_file():
    """The query of an XForm reads itemsets.csv, each list apart, labels in the language asked for."""
    model = '<instance><data id="f"><s/><c/></data></instance>'
    body = '<input ref="/data/s"/><input ref="/data/c" query="instance(\'county\')/root/item[state= /data/s ]"/>'
    data = "list_name,name,label::English,label::French,state\ncounty,a1,One,Un,a\ncounty,b1,Two,Deux,b\nx,y,Z,Z,a\n"
    files = {"itemsets.csv": data.encode()}
    opened = open_form(xform(model, body), file_name="f.xml", files=files)
    assert opened.form is not None
    assert not [finding for finding in opened.findings if finding.severity.value == "error"]
    interview = Interview.start(build_model(opened.form, files=files), environment=environment_of())
    interview.answer("/data/s", "a")
    assert [(item.name, item.label) for item in interview.question("/data/c").choices] == [("a1", "One")]


def test_choices_come_from_a_repeat():
    """The answers in a repeat are choices, narrowed by a filter over the same instances, and follow its changes."""
    text = (
        "| type | name | label | choice_filter |\n| begin_repeat | p | P | |\n| text | n | Name | |\n"
        "| integer | age | Age | |\n| end_repeat | | | |\n| select_one ${n} | head | Head | ${age} > 17 |"
    )
    interview = story(text)
    interview.answer("p[1]/n", "Ana")
    interview.answer("p[1]/age", "40")
    interview.add("p")
    interview.answer("p[2]/n", "Bo")
    interview.answer("p[2]/age", "7")
    assert interview.names("head") == ["Ana"]
    interview.answer("head", "Ana")
    interview.answer("p[1]/n", "Anna")
    assert interview["head"].value == ""
    assert interview.names("head") == ["Anna"]


def test_a_seeded_shuffle_is_the_same_in_every_program():
    """The order follows the generator that the specification names."""
    rows = "".join(f"| l | {name} | {name.upper()} |\n" for name in "abcdef")
    text = (
        "survey\n| type | name | label | parameters |\n| select_one l | q | Q | randomize=true, seed=42 |\n"
        f"choices\n| list_name | name | label |\n{rows}"
    )
    assert story(text).names("q") == ["b", "d", "f", "e", "c", "a"]


def test_last_saved_reads_the_interview_before():
    """A default may repeat what was answered the last time, also through a calculation on it."""
    text = "| type | name | label | default |\n| integer | n | N | ${last-saved#n} + 1 |\n| text | t | T | |"
    first = story(text)
    first.answer("n", "4")
    assert story(text, last_saved=first.interview.finish())["n"].value == "5"


def test_an_xform_may_call_the_interview_before_as_it_likes():
    """The instance of the last saved interview has whatever id the XForm gives it."""
    model = (
        '<instance><data id="f"><n/></data></instance><instance id="before" src="jr://instance/last-saved"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/n" value="instance(&quot;before&quot;)/data/n"/>'
    )
    opened = open_form(xform(model, '<input ref="/data/n"/>'), file_name="f.xml")
    assert opened.form is not None
    runnable = build_model(opened.form)
    first = Interview.start(runnable, environment=environment_of())
    first.answer("/data/n", "seen")
    again = environment_of()
    again.last_saved = first.finish()
    assert Interview.start(runnable, environment=again).question("/data/n").value == "seen"


def test_instance_name_and_repeat_count():
    """The interview is named by an expression; a count makes as many instances."""
    text = (
        "survey\n| type | name | label | repeat_count |\n| text | a | A | |\n| integer | n | N | |\n"
        "| begin_repeat | r | R | ${n} + 1 |\n| text | x | X | |\n| end_repeat | | | |\n"
        "settings\n| instance_name |\n| concat('Interview ', ${a}) |"
    )
    interview = story(text)
    interview.answer("a", "7")
    interview.answer("n", "2")
    assert interview.interview.title == "Interview 7"
    assert len(interview.range("r").instances) == 3
    assert interview["r_count"].value == "3"
    assert not interview.range("r").can_add
    assert b"<orx:instanceName>Interview 7</orx:instanceName>" in interview.interview.xml()


def test_attributes_of_elements_and_of_the_root_are_sent():
    """instance:: columns and attribute:: settings stand in the submission, their prefixes declared."""
    text = (
        "survey\n| type | name | label | instance::esri:kind | instance::tag |\n| text | a | A | field | t |\n"
        'settings\n| namespaces | attribute::esri:who |\n| esri="http://esri.com/xforms" | us |'
    )
    interview = story(text)
    interview.answer("a", "1")
    xml = interview.interview.xml().decode()
    assert '<a esri:kind="field" tag="t">1</a>' in xml
    assert 'xmlns:esri="http://esri.com/xforms"' in xml
    assert 'esri:who="us"' in xml


def test_a_correction_names_what_it_replaces():
    """A submission that is edited gets a new id and keeps the old one."""
    interview = story("| type | name | label |\n| text | a | A |")
    again = interview.edited()
    assert again.interview.deprecated_id == interview.interview.instance_id
    xml = again.interview.xml().decode()
    assert f"<orx:deprecatedID>{interview.interview.instance_id}</orx:deprecatedID>" in xml
    assert again.interview.instance_id in xml


def test_or_other_asks_for_words():
    """ "Other" is offered at the end; chosen, it asks what is meant."""
    text = (
        "survey\n| type | name | label |\n| select_multiple l or_other | q | Q |\n"
        "choices\n| list_name | name | label |\n| l | a | A |"
    )
    interview = story(text)
    assert interview.names("q") == ["a", "other"]
    assert not interview["q_other"].relevant
    interview.answer("q", "a other")
    assert interview["q_other"].relevant
    assert interview["q_other"].label == "Specify other."


@pytest.mark.parametrize("kind", ["audit", "start-geopoint", "background-audio"])
def test_what_a_laptop_cannot_fill_is_carried(kind):
    """Its place is in the submission, blank, and the import says that it is not carried out."""
    text = f"| type | name | label |\n| {kind} | m | |\n| text | a | A |"
    path = "/data/meta/audit" if kind == "audit" else "/data/m"
    assert dict(story(text).interview.finish().answers)[path] == ""
    found = open_form(workbook(sheets_of(f"survey\n{text}")), file_name="f.xlsx").findings
    assert "type-not-run" in [finding.code for finding in found]


def test_an_xform_says_what_is_carried_too():
    """A place that only a phone can fill is told for XForms as for workbooks."""
    model = '<instance><data id="f"><p/></data></instance><bind nodeset="/data/p" type="geopoint"/>'
    action = '<odk:setgeopoint event="odk-instance-first-load" ref="/data/p"/>'
    found = open_form(xform(model + action), file_name="f.xml").findings
    assert [(finding.code, finding.facts["type"]) for finding in found] == [("type-not-run", "start-geopoint")]


def test_files_beside_the_form_in_three_kinds():
    """CSV, XML and GeoJSON lists are read alike."""
    text = (
        "| type | name | label | calculation |\n| select_one_from_file a.csv | a | A | |\n"
        "| select_one_from_file b.xml | b | B | |\n| select_one_from_file c.geojson | c | C | |\n"
        "| calculate | d | | instance('c')/root/item[id = 'p']/geometry |"
    )
    files = {
        "a.csv": b"name,label\nx,X\n",
        "b.xml": b"<root><item><name>y</name><label>Y</label></item></root>",
        "c.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"p","properties":{"title":"P"},'
        b'"geometry":{"type":"Point","coordinates":[30.5,-1.5]}}]}',
    }
    interview = story(text, files=files)
    offered = [(item.name, item.label) for name in "abc" for item in interview[name].choices]
    assert offered == [("x", "X"), ("y", "Y"), ("p", "P")]
    assert interview["d"].value == "-1.5 30.5 0 0"
