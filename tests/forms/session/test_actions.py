"""Values written at events, and attributes of the instance's elements, as XForms have them."""

from __future__ import annotations

import pytest
from scenario import story, xform, xform_story

from forms.submission import from_xml
from forms.xlsform.open import open_form

REPEAT = """
<instance><data id="f"><n/><hh jr:template=""><age>1</age><grown/></hh><hh><age>40</age><grown/></hh>
<hh><age>7</age><grown/></hh></data></instance>
<bind nodeset="/data/hh/age" type="int"/>
"""


def repeat(actions: str) -> str:
    """Return the body of a repeat with an action in it."""
    return f'<repeat nodeset="/data/hh">{actions}<input ref="/data/hh/age"/><input ref="/data/hh/grown"/></repeat>'


def test_instances_begin_with_what_the_form_holds():
    """Instances that stand in the form keep their own values; later ones begin with the template's."""
    interview = xform_story(REPEAT, repeat(""))
    interview.add("hh")
    assert interview.values("hh[1]/age", "hh[2]/age", "hh[3]/age") == ["40", "7", "1"]


def test_nested_instances_of_the_form_are_made():
    """An instance that stands in the form has the instances inside it that the form says, no more."""
    interview = xform_story(
        '<instance><data id="f"><a><n>1</n><b><x>2</x></b><b><x>3</x></b></a><a><n>4</n></a></data></instance>',
        '<repeat nodeset="/data/a"><input ref="/data/a/n"/><repeat nodeset="/data/a/b"><input ref="/data/a/b/x"/>'
        "</repeat></repeat>",
    )
    assert interview.values("a[1]/b[1]/x", "a[1]/b[2]/x", "a[2]/n") == ["2", "3", "4"]
    assert interview.range("a[2]/b").instances == []


def test_nested_instances_differ_in_a_single_outer_one():
    """One outer instance may hold inner ones that begin differently."""
    interview = xform_story(
        '<instance><data id="f"><a><cut>2</cut><b><x>1</x></b><b><x>2</x></b><b><x>3</x></b><sum/></a></data>'
        "</instance>"
        '<bind nodeset="/data/a/sum" calculate="sum(../b[x &gt; ../cut]/x)"/>',
        '<repeat nodeset="/data/a"><input ref="/data/a/cut"/><repeat nodeset="/data/a/b"><input ref="/data/a/b/x"/>'
        "</repeat></repeat>",
    )
    assert interview["a[1]/sum"].value == "3"
    interview.answer("a[1]/cut", "1")
    assert interview["a[1]/sum"].value == "5"


def test_a_count_may_name_a_question_beside_its_repeat():
    """`jr:count="many"` is the question beside the repeat, in the instance of the outer one."""
    interview = xform_story(
        '<instance><data id="f"><a><many>2</many><b><x/></b></a></data></instance>'
        '<bind nodeset="/data/a/many" type="int"/>',
        '<repeat nodeset="/data/a"><input ref="/data/a/many"/><repeat nodeset="/data/a/b" jr:count="many">'
        '<input ref="/data/a/b/x"/></repeat></repeat>',
    )
    assert len(interview.range("a[1]/b").instances) == 2
    interview.answer("a[1]/many", "3")
    assert len(interview.range("a[1]/b").instances) == 3


def test_a_new_repeat_is_told_from_the_first_load():
    """odk-new-repeat writes only in instances that were added; odk-instance-first-load only in the others."""
    interview = xform_story(
        f'{REPEAT}<setvalue event="odk-instance-first-load" ref="/data/hh/grown">first</setvalue>',
        repeat('<setvalue event="odk-new-repeat" ref="/data/hh/grown" value="concat(\'added \', position(..))"/>'),
    )
    interview.add("hh")
    assert interview.values("hh[1]/grown", "hh[2]/grown", "hh[3]/grown") == ["first", "first", "added 3"]


def test_a_new_repeat_writes_outside_of_it():
    """An action of a repeat may write a question outside of it, at each instance added."""
    interview = xform_story(REPEAT, repeat('<setvalue event="odk-new-repeat" ref="/data/n" value="count(/data/hh)"/>'))
    assert interview["n"].value == ""
    interview.add("hh")
    assert interview["n"].value == "3"
    interview.remove("hh[1]")
    assert interview["n"].value == "3"


def test_what_is_hidden_at_the_start_has_its_starting_value_when_it_is_shown():
    """A dynamic default is given whether or not its question is asked yet; what it reads counts as it is then."""
    interview = story(
        "| type | name | label | default | relevant |\n| text | ask | A | | |\n"
        "| date | day | D | today() | ${ask} = 'y' |\n| begin_group | g | G | | ${ask} = 'y' |\n"
        "| text | seen | S | concat('at start: ', ${ask}) | |\n| end_group | | | | |"
    )
    assert interview.values("day", "g/seen") == ["", ""]
    interview.answer("ask", "y")
    assert interview.values("day", "g/seen") == ["2026-03-04", "at start: "]


def test_actions_run_in_their_order():
    """Of several actions on one question at one event the last one stays."""
    interview = xform_story(
        '<instance><data id="f"><a/><b/></data></instance>'
        '<setvalue event="odk-instance-first-load" ref="/data/a">one</setvalue>'
        '<setvalue event="odk-instance-first-load" ref="/data/b" value="/data/a"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/a">two</setvalue>',
    )
    assert interview.values("a", "b") == ["two", "two"]


def test_what_is_written_at_every_load_beats_a_calculation():
    """odk-instance-load comes last at the start, and again when a draft is opened."""
    interview = xform_story(
        '<instance><data id="f"><a/><n/></data></instance><bind nodeset="/data/a" calculate="\'counted\'"/>'
        '<setvalue event="odk-instance-load" ref="/data/a">loaded</setvalue>'
        '<setvalue event="odk-instance-load" ref="/data/n" value="concat(/data/n, \'x\')"/>',
    )
    assert interview.values("a", "n") == ["loaded", "x"]
    assert interview.reopened().values("a", "n") == ["loaded", "xx"]


def test_one_change_writes_several_questions():
    """A control may write many, and one question may be written by many controls, each with its own value."""
    interview = xform_story(
        '<instance><data id="f"><a/><b/><c/></data></instance>',
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/c">from a</setvalue></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/c" value="concat(\'b=\', /data/b)"/>'
        "</input>",
    )
    interview.answer("a", "1")
    assert interview["c"].value == "from a"
    interview.answer("b", "2")
    assert interview["c"].value == "b=2"


def test_an_action_without_a_value_clears():
    """A trigger without a calculation empties the answer, in XForms and in workbooks."""
    interview = xform_story(
        '<instance><data id="f"><a/><b>kept</b></data></instance>',
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b"/></input><input ref="/data/b"/>',
    )
    assert interview["b"].value == "kept"
    interview.answer("a", "1")
    assert interview["b"].value == ""
    workbook = story("| type | name | label | trigger |\n| text | a | A | |\n| text | b | B | ${a} |")
    workbook.answer("b", "typed")
    workbook.answer("a", "1")
    assert workbook["b"].value == ""


def test_an_action_may_name_a_bind():
    """setvalue finds its question by the id of a bind too."""
    interview = xform_story(
        '<instance><data id="f"><a/></data></instance><bind id="of-a" nodeset="/data/a" type="string"/>'
        '<setvalue event="xforms-ready" bind="of-a">said</setvalue>'
    )
    assert interview["a"].value == "said"


@pytest.mark.parametrize(
    ("where", "event", "code"),
    [
        ("model", "odk-inftance-first-load", "action-event-unknown"),
        ("model", "odk-new-repeat", "action-outside-repeat"),
        ("body", "DOMActivate", "action-event-unknown"),
    ],
)
def test_events_that_never_happen_are_found(where, event, code):
    """An action that would never run is an error of the form."""
    action = f'<setvalue event="{event}" ref="/data/a">x</setvalue>'
    model = '<instance><data id="f"><a/></data></instance>' + (action if where == "model" else "")
    body = f'<input ref="/data/a">{action if where == "body" else ""}</input>'
    found = open_form(xform(model, body), file_name="f.xml").findings
    assert code in [finding.code for finding in found]


ATTRIBUTES = """
<instance><data id="f" version=""><g kind="plain" odk:mark=""><x seen="">1</x></g></data></instance>
<bind nodeset="/data/@version" calculate="/data/g/x" readonly="true()"/>
<bind nodeset="/data/g/@odk:mark" calculate="concat('x is ', ../x)"/>
<setvalue event="odk-instance-first-load" ref="/data/g/x/@seen" value="uuid()"/>
<bind nodeset="/data/copy" calculate="/data/g/@kind"/>
"""


def test_attributes_are_worked_out_and_sent():
    """Attributes have rules and actions like questions, can be read, and stand in the instance that is sent."""
    interview = xform_story(ATTRIBUTES.replace("</g>", "</g><copy/>"), '<input ref="/data/g/x"/>')
    interview.answer("g/x", "5")
    assert interview["copy"].value == "plain"
    assert interview["g/@odk:mark"].value == "x is 5"
    xml = interview.interview.xml().decode()
    assert ' version="5"' in xml
    assert 'odk:mark="x is 5"' in xml
    assert 'xmlns:odk="http://www.opendatakit.org/xforms"' in xml
    seen = interview["g/x/@seen"].value
    assert f'<x seen="{seen}">5</x>' in xml
    assert len(seen) == 36


def test_attributes_survive_a_draft_and_a_correction():
    """What was drawn once for an attribute is not drawn again."""
    interview = xform_story(ATTRIBUTES, '<input ref="/data/g/x"/>')
    seen = interview["g/x/@seen"].value
    assert interview.reopened()["g/x/@seen"].value == seen
    assert interview.edited()["g/x/@seen"].value == seen
    answers = dict(from_xml(interview.interview.xml()).answers)
    assert answers["/data/g/x/@seen"] == seen
    assert answers["/data/g/@kind"] == "plain"


def test_attributes_of_a_hidden_element_are_not_sent():
    """An attribute goes with its element."""
    model = ATTRIBUTES.replace("</instance>", '</instance><bind nodeset="/data/g" relevant="false()"/>')
    interview = xform_story(model, '<input ref="/data/g/x"/>')
    assert b"kind" not in interview.interview.xml()
    assert interview["g/@kind"].value == ""


def test_attributes_of_repeat_instances_are_their_own():
    """Each instance works out its attribute from its own answers."""
    interview = xform_story(
        '<instance><data id="f"><hh n=""><x/></hh></data></instance>'
        '<bind nodeset="/data/hh/@n" calculate="concat(position(..), current()/../x)"/>'
        '<bind nodeset="/data/last" calculate="/data/hh[last()]/@n"/>'.replace("<last/>", ""),
        '<repeat nodeset="/data/hh"><input ref="/data/hh/x"/></repeat>',
    )
    interview.add("hh")
    interview.answer("hh[2]/x", "b")
    assert [interview[f"hh[{place}]/@n"].value for place in (1, 2)] == ["1", "2b"]
    interview.remove("hh[1]")
    assert interview["hh[1]/@n"].value == "1b"


def test_a_message_may_work_out_the_id_of_its_text():
    """jr:itext() takes any expression; the text's outputs are filled, in the language of the interview."""
    interview = xform_story(
        '<itext><translation lang="en"><text id="m:2"><value>Hey <output value="/data/name"/></value></text>'
        '</translation><translation lang="fr"><text id="m:2"><value>Hé <output value="/data/name"/></value></text>'
        '</translation></itext><instance><data id="f"><name/><n/></data></instance><bind nodeset="/data/n" type="int"'
        ' constraint=". &gt; 5" jr:constraintMsg="jr:itext(concat(\'m:\', 1 + 1))"/>',
        '<input ref="/data/name"/><input ref="/data/n"/>',
    )
    interview.answer("name", "Ana")
    interview.answer("n", "1")
    assert interview["n"].validity.message == "Hey Ana"
    interview.interview.set_language("fr")
    assert interview["n"].validity.message == "Hé Ana"
