"""What an XForm names and does not have is found at its line; the form still opens."""

from __future__ import annotations

import pytest
from workbooks import form_workbook

from forms.errors import Finding, Severity
from forms.xform.write import write_xform
from forms.xlsform.open import open_form

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><model>
<itext><translation lang="en"><text id="age"><value>Age</value></text></translation></itext>
<instance><data id="f"><age/><hh><name/></hh></data></instance>
<bind nodeset="/data/age" type="int"/>
{model}
</model></h:head><h:body>
<input ref="/data/age"><label ref="jr:itext('age')"/></input>
{body}
</h:body></h:html>"""
MODEL_LINE, BODY_LINE = 6, 9


def found(model: str = "", body: str = "") -> list[Finding]:
    """Return the findings of a form with more in its model or its body."""
    opened = open_form(FORM.format(model=model, body=body).encode(), file_name="f.xml")
    assert opened.form is not None
    return list(opened.findings)


def test_a_form_in_which_everything_is_there_has_no_findings() -> None:
    """Paths from the root, relative ones, groups and repeats that have no part of their own."""
    body = (
        '<group ref="/data/hh"><label>H</label><repeat nodeset="/data/hh"><input ref="name"><label>N</label></input>'
        '<input ref="/data/hh/name"><label>N</label></input></repeat></group><group><label>G</label></group>'
    )
    codes = [finding.code for finding in found('<setvalue event="odk-instance-first-load" ref="/data/age"/>', body)]
    assert codes == ["xform-group-flattened"]


@pytest.mark.parametrize(
    ("model", "body", "code", "severity"),
    [
        ('<bind nodeset="/data/agee"/>', "", "xform-bind-alone-near", "warning"),
        ('<bind nodeset="/data/hh/nobody_at_all"/>', "", "xform-bind-alone", "warning"),
        ('<setvalue ref="/data/nothing_here" event="odk-instance-first-load"/>', "", "xform-action-alone", "warning"),
        ("", '<input ref="/data/aage"><label>A</label></input>', "xform-control-alone-near", "error"),
        ("", '<input ref="/elsewhere/entirely"><label>A</label></input>', "xform-control-alone", "error"),
        ("", "<input><label>A</label></input>", "xform-control-without-ref", "error"),
        ("", '<input ref="/data/hh/name"><label ref="jr:itext(\'nm\')"/></input>', "xform-text-missing", "warning"),
        ("", '<select1 ref="/data/age"><itemset nodeset="instance(((\'x\')"/></select1>', "xpath-incomplete", "error"),
        ("", '<repeat nodeset="/data/hhh"><input ref="/data/hh/name"/></repeat>', "xform-control-alone-near", "error"),
    ],
)
def test_what_leads_nowhere_is_found_at_its_line(model: str, body: str, code: str, severity: str) -> None:
    """With the path that may be meant, where one is near."""
    finding = next(each for each in found(model, body) if each.code == code)
    assert finding.severity is Severity(severity)
    assert finding.place.row == (MODEL_LINE if model else BODY_LINE)


def test_an_instance_of_too_many_parts_is_refused() -> None:
    """As a survey of too many rows is."""
    parts = "".join(f"<q{number}/>" for number in range(20_001))
    opened = open_form(FORM.format(model="", body="").replace("<age/>", f"<age/>{parts}").encode(), file_name="f.xml")
    assert [finding.code for finding in opened.findings] == ["survey-too-long"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "file-missing"),
        (b'list_name,name\n"' + b"a" * 200_000, "external-unreadable"),
        (b"list_name,name,label\nplaces,x,X\n", None),
        (b"\0\0", None),
    ],
)
def test_external_choices_that_cannot_be_read_are_found(data: bytes | None, code: str | None) -> None:
    """At the question that needs them."""
    survey = "survey\n| type | name | label | choice_filter |\n| select_one_external places | p | P | name != '' |\n"
    form = open_form(
        form_workbook(survey + "external_choices\n| list_name | name |\n| places | x |"), file_name="f"
    ).form
    assert form is not None
    files = {} if data is None else {"itemsets.csv": data}
    findings = open_form(write_xform(form), file_name="f.xml", files=files).findings
    assert [finding.code for finding in findings] == ([code] if code else [])
    assert all(finding.place.row for finding in findings)
