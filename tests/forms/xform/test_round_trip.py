"""An XForm that is read, written and read again is the same form; nothing that matters is lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from equality_forms import FORMS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from placeless import placeless
from shared import shared_path
from workbooks import form_workbook

from forms.definition.actions import Action, Attribute
from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Group, Node, Question, Repeat
from forms.definition.entities import Entity
from forms.definition.form import Form
from forms.definition.kinds import KINDS
from forms.definition.text import Expression, Text
from forms.values import Sensitivity
from forms.xform.write import write_xform
from forms.xlsform.open import open_form

REAL = [
    "ifrc_site_assessment_xform.xml",
    "unicef_liberia_coverage/liberiaCoverage.xml",
    "whova_verbal_autopsy_xform.xml",
]
# XForms of the shared scenarios that say something in a way that only they know, and what becomes of it.
OTHER_WAYS = {
    "an instance of an outer repeat that a person adds has no inner ones in the template that we write": {
        "sc-repeat-3d9de21bfc",
        "sc-repeat-3deaa8ef5a",
        "sc-repeat-8aec7aca76",
        "sc-repeat-ac12d186d2",
        "sc-repeat-6cc8bb3f4d",
    },
    "labels of one list, some translated and some in place, are all translated": {
        "sc-form-init-fc2d8514da",
        "sc-validity-state-128582520d",
        "sc-validity-state-81299a40d7",
    },
    "an action on new instances that stands outside of its repeat moves into it": {
        "sc-odk-new-repeat-event-b0e6250d61"
    },
    "texts that only a rule asks for by id are more, since the labels of choices have an id of their own too": {
        "sc-calculate-604af3c7ea"
    },
    "languages whose texts nothing shows are left out": {"sc-form-init-5302fffa34"},
}


def read(data: bytes) -> Form:
    """Return the form of an XForm."""
    opened = open_form(data, file_name="f.xml")
    assert opened.form is not None, opened.findings
    return opened.form


def again(form: Form) -> Form:
    """Return the form that is read from its XForm."""
    return read(write_xform(form))


@pytest.mark.parametrize("name", FORMS)
def test_what_we_write_is_read_as_it_was(name: str) -> None:
    """The XForms of the equality tests."""
    written = open_form(form_workbook(FORMS[name]), file_name=f"{name}.xlsx").form
    assert written is not None
    form = again(written)
    assert placeless(again(form)) == placeless(form)
    assert len(list(form.walk())) == len(list(written.walk()))


@pytest.mark.parametrize("name", REAL)
def test_real_xforms_are_read_as_they_were(name: str) -> None:
    """XForms that others have written."""
    form = read(shared_path(f"forms_real/{name}").read_bytes())
    assert placeless(again(form)) == placeless(form)


def test_the_xforms_of_the_shared_scenarios_are_read_as_they_were() -> None:
    """Nearly 400 small XForms, each with something of its own; those with another way of saying it are listed."""
    known = set().union(*OTHER_WAYS.values())
    changed = set()
    for scenario in json.loads(shared_path("conformance/scenarios.json").read_text(encoding="utf-8")):
        form = read(scenario["form_xml"].encode())
        if placeless(again(form)) != placeless(form):
            changed.add(scenario["id"])
    assert changed == known


# generated forms

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "x"
)
LANGUAGES = ("English", "العربية")
ASKED = ["text", "integer", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "barcode"]
ASKED += ["note", "select_one", "select_multiple", "rank", "acknowledge", "image", "audio", "video", "file", "range"]
HIDDEN = ["calculate", "hidden", "start", "end", "today", "deviceid", "phonenumber"]
SECTIONS = ("question", "question", "group", "repeat")
RULES = ["true()", ". > 1", "../a != ''", "selected(., 'x') and 1 < 2", "concat('\"', \"'\")", "position(..) mod 2"]


@st.composite
def spoken(draw: st.DrawFn) -> Text:
    """Return a text in place or in both languages, with a value of the form in it or not."""
    parts: list[str | Expression] = [draw(WORDS)]
    if draw(st.booleans()):
        parts += [Expression("/data/a"), " " + draw(WORDS)]
    if draw(st.booleans()):
        return Text({"": tuple(parts)}, unmarked=True)
    words = {language: tuple(parts) for language in LANGUAGES}
    media = {language: {"image": "a.png", "audio": "b.mp3"} for language in LANGUAGES} if draw(st.booleans()) else {}
    return Text(words, media)


@st.composite
def messages(draw: st.DrawFn) -> Text:
    """Return a message; one that stands in place shows no values."""
    text = draw(spoken())
    if text.unmarked:
        return draw(st.just(Text()) | WORDS.map(lambda words: Text({"": (words,)}, unmarked=True)))
    return replace(text, media={})


def rule(draw: st.DrawFn) -> Expression | None:
    """Return a rule or none."""
    return draw(st.none() | st.sampled_from(RULES).map(Expression))


@st.composite
def questions(draw: st.DrawFn, name: str) -> Question:
    """Return a question of any kind with what it may have."""
    kind = draw(st.sampled_from(ASKED + HIDDEN))
    known = KINDS[kind]
    asked = known.control is not Control.NONE
    calculation = rule(draw) if kind not in ("hidden", "note") else None
    if kind == "calculate":
        calculation = calculation or Expression("1")
    readonly = Expression("true()") if kind == "note" else draw(st.none() | st.sampled_from([". = 1"]).map(Expression))
    choices = None
    if kind in ("select_one", "select_multiple", "rank"):
        choices = ChoiceSource(list_name="list", filter=draw(st.none() | st.just(Expression('name != "x"'))))
    attributes = (Attribute("odk:tag", draw(WORDS)),) if draw(st.booleans()) else ()
    return Question(
        kind=kind,
        name=name,
        data_type=known.data_type,
        control=known.control,
        label=draw(spoken()) if asked else Text(),
        hint=replace(draw(spoken()), media={}) if asked and draw(st.booleans()) else Text(),
        relevant=rule(draw),
        readonly=readonly,
        required=rule(draw),
        required_message=draw(messages()),
        constraint=rule(draw),
        constraint_message=draw(messages()),
        calculation=calculation,
        default=draw(st.none() | WORDS),
        default_expression=draw(st.none() | st.just(Expression("today()"))) if kind in ("text", "date") else None,
        appearance=tuple(draw(st.lists(st.sampled_from(["w1", "minimal", "multiline"]), max_size=2))) if asked else (),
        preload=known.preload,
        media_type=known.media_type,
        parameters={"start": "0", "end": "5", "step": "1"} if kind == "range" else {},
        choices=choices,
        attributes=attributes,
        extras={"bind::odk:x": draw(WORDS)} if draw(st.booleans()) else {},
        actions=(Action(("odk-instance-load",), Expression("2")),) if draw(st.booleans()) else (),
        sensitivity=draw(st.sampled_from(Sensitivity)),
    )


@st.composite
def sections(draw: st.DrawFn, prefix: str, depth: int, kinds: tuple[str, ...] = SECTIONS) -> tuple[Node, ...]:
    """Return what stands in a section; names are unlike each other in the whole form.

    A repeat stands in no other: what an outer one begins with when a person adds it is the first of OTHER_WAYS.
    """
    nodes: list[Node] = []
    for number in range(draw(st.integers(1, 3))):
        name = f"{prefix}{'abc'[number]}"
        form = draw(st.sampled_from(kinds)) if depth < 2 and name != "a" else "question"
        if form == "question":
            nodes.append(draw(questions(name)))
            continue
        common = {
            "name": name,
            "label": draw(spoken()),
            "relevant": rule(draw),
            "appearance": draw(st.sampled_from([(), ("field-list",)])),
            "children": draw(sections(f"{name}_", depth + 1, kinds if form == "group" else SECTIONS[:3])),
        }
        if form == "group":
            nodes.append(Group(**common))
        else:
            nodes.append(Repeat(**common, count=draw(st.none() | st.just(Expression("/data/a")))))
    return tuple(nodes)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Return a form as an XForm may hold it: with paths, in two languages."""
    choices = tuple(
        Choice(f"c{number}", Text({language: (draw(WORDS),) for language in LANGUAGES}), {"near": draw(WORDS)})
        for number in range(draw(st.integers(1, 3)))
    )
    settings_ = {"default_language": LANGUAGES[0]} | draw(
        st.fixed_dictionaries(
            {}, optional={"style": st.just("pages"), "public_key": WORDS, "auto_send": st.just("true")}
        )
    )
    entity = Entity("trees", "/data", label=Expression("/data/a"), create_if=draw(st.none() | st.just(Expression("1"))))
    return Form(
        form_id=draw(WORDS),
        version=draw(st.just("") | WORDS),
        title=draw(WORDS),
        default_language=LANGUAGES[0],
        languages=LANGUAGES,
        children=draw(sections("", 0)),
        choice_lists={"list": ChoiceList("list", choices)},
        settings=settings_,
        instance_name=draw(st.none() | st.just(Expression("/data/a"))),
        entities=(entity,) if draw(st.booleans()) else (),
        attributes=(Attribute("odk:y", draw(WORDS)),) if draw(st.booleans()) else (),
    )


def without_media_files(form: Form) -> Form:
    """Return the form without the files that its texts show, which are listed when it is read."""
    return replace(form, external=tuple(each for each in form.external if each.used_by != "media"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms())
def test_a_form_is_read_as_it_was_written(form: Form) -> None:
    """Whatever a form holds: its XForm says the same."""
    assert placeless(without_media_files(again(form))) == placeless(form)
