"""What the writer does with forms that are not all right: the document is always well formed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from equality_forms import FORMS
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from scenario import form_of
from workbooks import form_workbook

from forms.definition.edit import replace_nodes
from forms.definition.elements import Choice, ChoiceList, Question
from forms.definition.form import Form
from forms.definition.text import Text
from forms.xform.write import write_xform
from forms.xlsform.open import open_form

X = {"x": "http://www.w3.org/2002/xforms"}


def document(form: Form) -> etree._Element:
    """Return the parsed XForm of a form."""
    return etree.fromstring(write_xform(form))


def bind(root: etree._Element, path: str) -> etree._Element:
    """Return the bind of a path."""
    found = root.find(f".//x:bind[@nodeset='{path}']", X)
    assert found is not None
    return found


def test_a_rule_that_names_what_is_not_there_is_left_out() -> None:
    """As when the form runs: the rule counts as not written; in a text only the value is missing."""
    root = document(
        form_of(
            """
            | type | name | label | relevant | constraint |
            | text | a | Hello ${nobody}! | ${nobody} = 1 | . != '' |
            """
        )
    )
    assert dict(bind(root, "/data/a").attrib) == {"nodeset": "/data/a", "type": "string", "constraint": ". != ''"}
    assert "".join(root.find(".//x:label", X).itertext()).split() == ["Hello", "!"]


@pytest.mark.parametrize("heading", ["bind::a b", "bind::1x", "bind::unknown:x", "control::x y", "instance::q:x"])
def test_what_cannot_be_an_attribute_is_left_out(heading: str) -> None:
    """A carried column whose name XML does not allow, or whose prefix nobody declared."""
    form = form_of(f"| type | name | label | {heading} |\n| text | a | A | x |")
    root = document(form)
    assert dict(bind(root, "/data/a").attrib) == {"nodeset": "/data/a", "type": "string"}
    assert root.find(".//x:input", X).attrib == {"ref": "/data/a"}


@pytest.mark.parametrize(
    "written", ['xmlns="http://a"', 'xml="http://a"', 'p="no address { }"', 'p="x" q="urn:q"', "jr='http://other'"]
)
def test_namespaces_that_cannot_be_are_left_out(written: str) -> None:
    """The setting `namespaces` never breaks the document."""
    form = replace(form_of("| type | name | label |\n| text | a | A |"), namespaces={"p": "no address"})
    assert document(form).nsmap["jr"] == "http://openrosa.org/javarosa"
    workbook = (
        f"survey\n| type | name | label |\n| text | a | A |\nsettings\n| form_id | namespaces |\n| f | {written} |"
    )
    opened = open_form(form_workbook(workbook), file_name="f.xlsx").form
    assert opened is not None
    assert document(opened).nsmap["jr"] == "http://openrosa.org/javarosa"


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    """Control characters in labels, defaults, choices and titles."""
    form = form_of("| type | name | label | default |\n| text | a | A | x |")
    question = form.children[0]
    assert isinstance(question, Question)
    broken = replace(question, label=Text({"": ("a\x01b",)}, unmarked=True), default="c\x0bd\ufffe")
    listed = {"l": ChoiceList("l", (Choice("x\x02", Text({"": ("\x03y",)}, unmarked=True), {"col": "\x04"}),))}
    root = document(replace(form, title="t\x05", children=(broken,), choice_lists=listed))
    assert root.find(".//x:input/x:label", X).text == "ab"
    assert root.find(".//x:a", X).text == "cd"


def test_a_secondary_instance_of_odd_namespaces_is_carried() -> None:
    """A relative namespace, which canonical XML refuses, neither stops reading nor writing."""
    data = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
        '<data id="f"><a/></data></instance><instance id="odd"><thing xmlns="here" xmlns:o="there"><o:x>1</o:x></thing>'
        '</instance></model></h:head><h:body><input ref="/data/a"/></h:body></h:html>'
    )
    form = open_form(data.encode(), file_name="f.xml").form
    assert form is not None
    again = open_form(write_xform(form), file_name="f.xml").form
    assert again is not None
    assert again.instances == form.instances
    assert "there" in form.instances["odd"]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.text(max_size=20))
def test_any_text_gives_a_document(name: str, words: str) -> None:
    """Whatever stands in labels, defaults and attributes, the document can be parsed and read again."""
    form = open_form(form_workbook(FORMS[name]), file_name=f"{name}.xlsx").form
    assert form is not None

    def change(_path: str, node: object) -> object:
        if isinstance(node, Question):
            extras = {**node.extras, f"bind::{words}": words, "control::x": words}
            return replace(node, label=Text({"": (words,)}, unmarked=True), default=words, extras=extras)
        return node

    changed = replace_nodes(form, change)  # type: ignore[arg-type]
    assert open_form(write_xform(replace(changed, title=words, version=words)), file_name="f.xml").form is not None
