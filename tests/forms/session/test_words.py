"""What an interview says: choices by name and path, texts by id, titles, the words of the last interview."""

from __future__ import annotations

import re

import pytest
from scenario import Story, environment_of, story

from forms.definition.elements import Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Expression, Text
from forms.errors import AnswerRefused
from forms.model.build import build_model
from forms.model.tables import Table
from forms.session.interview import Interview
from forms.session.offer import place_of
from forms.submission import Submission
from forms.xlsform.open import open_form

LISTS = """
choices
| list_name | name | label::en | label::fr | image::en |
| water | tap | Tap | Robinet | tap.png |
| water | river | River | Fleuve | |
"""


def xform(body: str, *, model: str = "", binds: str = "", data: str = "") -> Story:
    """Return the story of an XForm with these parts."""
    text = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
     xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>
     <instance><data id="f">{data}</data></instance>{model}{binds}</model></h:head><h:body>{body}</h:body></h:html>"""
    opened = open_form(text.encode(), file_name="f.xml")
    assert opened.form is not None, opened.findings
    environment = environment_of()
    changes: list = []
    interview = Interview.start(build_model(opened.form), environment=environment, listener=changes.append)
    return Story(interview, environment, changes)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("'../w'", "River"),
        ("'./../w'", "River"),
        ("' /data/g/w '", "River"),
        ("'/data/g/w'", "River"),
        ("'${w}'", "River"),
        ("'/other/g/w'", ""),
        ("'/data/g/z'", ""),
        ("'/data/g'", ""),
        ("'../w/x'", ""),
        ("'../../../../w'", ""),
        ("'/'", ""),
        ("concat('..', '/w')", "River"),
    ],
)
def test_the_label_of_a_choice_by_the_path_of_its_question(path, said):
    """Absolute, relative and named paths lead to the question; others to nothing."""
    interview = story(
        f"""
        survey
        | type | name | label::en | calculation |
        | begin_group | g | G | |
        | select_one water | w | W | |
        | calculate | said | | jr:choice-name(${{w}}, {path}) |
        | end_group | | | |
        {LISTS}
        """
    )
    interview.answer("g/w", "river")
    assert interview["g/said"].value == said


def test_the_label_of_a_choice_in_a_repeat():
    """From outside, the first instance is meant; without an instance there is nothing to say."""
    interview = story(
        f"""
        survey
        | type | name | label::en | calculation |
        | begin_repeat | r | R | |
        | select_one water | w | W | |
        | end_repeat | | | |
        | calculate | said | | jr:choice-name('river', '/data/r/w') |
        {LISTS}
        """
    )
    assert interview["said"].value == "River"
    interview.remove("r[1]")
    assert interview["said"].value == ""


def test_a_path_of_a_choice_starts_at_the_rule_also_inside_a_list():
    """In a predicate over a list the question is looked for from where the rule stands, not from the item."""
    interview = story(
        f"""
        survey
        | type | name | label::en | calculation |
        | select_one water | w | W | |
        | calculate | n | | count(instance('water')/root/item[jr:choice-name(name, '../w') != '']) |
        | calculate | m | | count(instance('water')/root/item[jr:choice-name(name, '/data/w') != '']) |
        {LISTS}
        """
    )
    assert interview.values("n", "m") == ["2", "2"]


@pytest.mark.parametrize(
    ("text_id", "said"),
    [("water-0", "Tap"), ("water-1", "River"), ("water-2", ""), ("water-x", ""), ("water", ""), ("none-0", "")],
)
def test_texts_of_choices_by_their_id(text_id, said):
    """The id of a choice's text is its list and its place; others name nothing."""
    interview = story(
        f"""
        survey
        | type | name | label::en | calculation |
        | select_one water | w | W | |
        | calculate | said | | jr:itext('{text_id}') |
        {LISTS}
        """
    )
    assert interview["said"].value == said
    assert interview["w"].choices[0].media == {"image": "tap.png"}


def test_texts_by_id_follow_what_they_show():
    """A text of an XForm that an expression tells is new when an answer in it is."""
    interview = xform(
        '<input ref="/data/who"><label>W</label></input><input ref="/data/a"><label>A</label></input>',
        data="<who/><a/><said/><any/>",
        model="""<itext><translation lang="en"><text id="hi"><value>Hello <output value="/data/who"/></value></text>
          <text id="bye"><value>Bye</value></text></translation></itext>""",
        binds="""<bind nodeset="/data/said" type="string" calculate="jr:itext('hi')"/>
          <bind nodeset="/data/any" type="string" calculate="jr:itext(if(/data/a = '', 'hi', /data/a))"/>""",
    )
    interview.answer("who", "Ali")
    assert interview.values("said", "any") == ["Hello Ali", "Hello Ali"]
    interview.answer("a", "bye")
    assert interview["any"].value == "Bye"
    interview.answer("a", "nothing")
    assert interview["any"].value == ""


def test_labels_from_a_repeat_are_told_anew():
    """Where instances are choices with a label of their own, its change is heard where it is told."""
    interview = xform(
        """<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/id"><label>I</label></input>
        <input ref="/data/r/name"><label>N</label></input></repeat></group>
        <select1 ref="/data/head"><label>H</label><itemset nodeset="/data/r[./id != '']"><value ref="id"/>
        <label ref="name"/></itemset></select1>""",
        data="<r><id/><name/></r><head/><said/>",
        binds="""<bind nodeset="/data/said" type="string"
          calculate="jr:choice-name(/data/head, '/data/head')"/>""",
    )
    interview.answer("r[1]/id", "1")
    interview.answer("head", "1")
    interview.answer("r[1]/name", "Amina")
    assert [(item.name, item.label) for item in interview["head"].choices] == [("1", "Amina")]
    assert interview["said"].value == "Amina"
    interview.answer("r[1]/name", "Zuhra")
    assert interview["said"].value == "Zuhra"


def test_the_last_interview_is_a_tree():
    """Its groups, repeats and attributes are read as those of this one."""
    last = Submission(
        form_id="data",
        form_version="",
        instance="uuid:1",
        answers=(
            ("/data/@x", "1"),
            ("/data/g/a", "A"),
            ("/data/g/a/@orx:k", "K"),
            ("/data/gone/@y", "2"),
            ("/data/r:1/n", "2"),
            ("/data/r:2/n", "5"),
        ),
    )
    path = "instance('__last-saved')"
    interview = story(
        f"""
        survey
        | type | name | label | calculation |
        | begin_group | g | G | |
        | text | a | A | |
        | end_group | | | |
        | begin_repeat | r | R | |
        | integer | n | N | |
        | end_repeat | | | |
        | calculate | a1 | | ${{last-saved#a}} |
        | calculate | sum | | sum({path}/data/r/n) |
        | calculate | k | | {path}/data/g/a/@k |
        | calculate | x | | {path}/data/@x |
        | calculate | again | | count({path}/data/r) |
        """,
        last_saved=last,
    )
    assert interview.values("a1", "sum", "k", "x", "again") == ["A", "7", "K", "1", "2"]


def test_without_a_last_interview_everything_of_it_is_blank():
    """A first interview reads blanks."""
    interview = story(
        "| type | name | label | calculation |\n| text | a | A | |\n| calculate | b | | ${last-saved#a} |"
    )
    assert interview["b"].value == ""
    empty = Submission(form_id="data", form_version="", instance="uuid:1", answers=())
    interview = story(
        "| type | name | label | calculation |\n| text | a | A | |\n| calculate | b | | ${last-saved#a} |",
        last_saved=empty,
    )
    assert interview["b"].value == ""


def test_an_instance_without_words_has_no_title():
    """The first answered question that is asked gives the title; calculations do not."""
    interview = story(
        f"""
        survey
        | type | name | label::en | calculation |
        | begin_repeat | r | R | |
        | calculate | c | | 'x' |
        | select_one water | w | W | |
        | end_repeat | | | |
        {LISTS}
        """
    )
    instance = interview.range("r").instances[0]
    assert instance.title == ""
    interview.answer("r[1]/w", "tap")
    assert instance.title == "Tap"


def test_the_place_of_a_choice():
    """A choice stands where its list says, when it is on offer; a text question has no places."""
    interview = story(
        f"""
        survey
        | type | name | label::en | choice_filter |
        | text | t | T | |
        | select_one water | w | W | name != ${{t}} |
        | begin_repeat | r | R | |
        | text | n | N | |
        | end_repeat | | | |
        | select_one ${{n}} | h | H | |
        {LISTS}
        """
    )
    evaluation = interview.interview.root.host.evaluation
    assert place_of(evaluation, interview["w"], "river") == 1
    assert place_of(evaluation, interview["w"], "") is None
    assert place_of(evaluation, interview["w"], "none") is None
    assert place_of(evaluation, interview["t"], "x") is None
    interview.answer("t", "river")
    assert place_of(evaluation, interview["w"], "river") is None
    interview.add("r")
    interview.answer("r[2]/n", "Ali")
    assert [item.label for item in interview["h"].choices] == ["Ali"]
    assert place_of(evaluation, interview["h"], "Ali") == 0
    assert place_of(evaluation, interview["h"], "Zuhra") is None


def test_rows_in_the_order_of_their_own_column():
    """Cells of `sortby` that are no numbers come after those that are, in the order of the alphabet."""
    files = {"f.csv": b"k,l,sortby\na,A,z\nb,B,10\nc,C,9\nd,D,y\n"}
    table = """
    survey
    | type | name | label | appearance |
    | select_one own | s | S | minimal search('f') |
    choices
    | list_name | name | label |
    | own | k | l |
    """
    interview = story(table, files=files)
    assert interview.names("s") == ["c", "b", "d", "a"]
    interview.answer("s", "a")
    assert interview["s"].value == "a"
    interview.answer("s", "")
    with pytest.raises(AnswerRefused):
        interview.answer("s", "k")


def test_leaves_that_exist_once_are_counted_and_weighed():
    """A hidden question is none when it is counted, and false; its text is blank."""
    interview = story(
        r"""
        | type | name | label | relevant | calculation |
        | text | a | A | | |
        | text | b | B | ${a} = 'x' | |
        | calculate | many | | | count(${b}) |
        | calculate | is | | | string(boolean(${b})) |
        | calculate | no | | | string(not(/data/b)) |
        | calculate | both | | | count(${a} \| ${b}) |
        | calculate | joined | | | concat('<', ${b}, '>') |
        | calculate | none | | | count-non-empty(${b}) |
        """
    )
    assert interview.values("many", "is", "no", "both", "joined", "none") == ["0", "false", "true", "1", "<>", "0"]
    interview.answer("a", "x")
    interview.answer("b", "y")
    assert interview.values("many", "is", "no", "both", "joined", "none") == ["1", "true", "false", "2", "<y>", "1"]


def test_the_label_of_a_repeat_says_where_the_next_one_stands():
    """The roster itself stands behind its instances; each instance has its own place."""
    interview = story(
        "| type | name | label | calculation |\n| begin_repeat | r | Person ${p} | |\n"
        "| calculate | p | | position(..) |\n"
        "| text | a | A | |\n| end_repeat | | | |"
    )
    interview.add("r")
    assert [instance.label for instance in interview.range("r").instances] == ["Person 1", "Person 2"]
    made = Form(
        form_id="f",
        children=(
            Repeat(
                name="r",
                label=Text({"": ("No. ", Expression("position(.)"))}),
                children=(Question(name="a", kind="text"),),
            ),
        ),
    )
    interview = Interview.start(build_model(made), environment=environment_of())
    interview.add_repeat("/data/r")
    labels = [interview.node(ref).label for ref in ("/data/r[1]", "/data/r[2]", "/data/r")]
    assert labels == ["No. 1", "No. 2", "No. 3"]


def test_a_question_named_meta_is_only_a_question():
    """The identity of the interview is kept beside it."""
    made = Form(form_id="f", children=(Question(name="meta", kind="text"), Question(name="a", kind="text")))
    interview = Interview.start(build_model(made), environment=environment_of())
    interview.answer("/data/meta", "mine")
    assert interview.question("/data/meta").value == "mine"
    assert interview.instance_id.startswith("uuid:")
    assert interview.title == ""


def test_attributes_of_a_hidden_question_are_blank_for_who_reads_them():
    """A rule that reads an attribute is settled anew when its question is hidden; an unique id is drawn once."""
    interview = xform(
        '<input ref="/data/a"><label>A</label></input><input ref="/data/b"><label>B</label></input>',
        data='<a/><b k="1"/><c/><id/>',
        binds="""<bind nodeset="/data/b" type="string" relevant="/data/a != 'x'"/>
          <bind nodeset="/data/b/@k" type="string"/><bind nodeset="/data/id" type="string" jr:preload="uid"/>
          <bind nodeset="/data/c" type="string" calculate="concat('[', /data/b/@k, ']')"/>""",
    )
    assert interview["c"].value == "[1]"
    assert interview["id"].value.startswith("uuid:")
    drawn = interview["id"].value
    interview.answer("a", "x")
    hidden = interview["c"].value
    assert interview.reopened()["c"].value == hidden
    interview.answer("a", "")
    assert interview["c"].value == "[1]"
    assert interview.reopened()["id"].value == drawn


def test_a_search_without_an_order_keeps_that_of_the_file():
    """Rows come as they stand; a blank file label shows nothing."""
    files = {"f.csv": b"k,l\nb,B\na,\n"}
    table = "survey\n| type | name | label | appearance |\n| select_one own | s | S | search('f') |\n"
    interview = story(table + "choices\n| list_name | name | label |\n| own | k | l |\n", files=files)
    assert [(item.name, item.label) for item in interview["s"].choices] == [("b", "B"), ("a", "")]
    interview.answer("s", "a")
    assert interview["s"].value == "a"
    with pytest.raises(AnswerRefused):
        interview.answer("s", "z")


def test_two_answers_of_a_group_of_the_last_interview():
    """Groups and instances of the last interview are made once each."""
    answers = (("/data/g/a", "1"), ("/data/g/b", "2"), ("/data/r:1/n", "3"), ("/data/r:1/m", "4"))
    last = Submission(form_id="data", form_version="", instance="uuid:1", answers=answers)
    path = "instance('__last-saved')/data"
    rows = "".join(
        f"| calculate | c{number} | {source} |\n"
        for number, source in enumerate([f"count({path}/g)", f"count({path}/r)", f"{path}/g/b", f"{path}/r/m"])
    )
    interview = story(f"| type | name | calculation |\n{rows}", last_saved=last)
    assert interview.values("c0", "c1", "c2", "c3") == ["1", "1", "2", "4"]


@pytest.mark.parametrize(
    ("written", "words"),
    [("search", ("search", "autocomplete")), ("minimal search", ("minimal", "search", "autocomplete")),
     ("autocomplete search", ("autocomplete", "search")), ("minimal", ("minimal",)), ("", ())],
)  # fmt: skip
def test_the_old_word_for_autocomplete_stands_for_both(written, words):
    """Who looks for either word finds it; other words are as written."""
    interview = story(
        f"survey\n| type | name | label::en | appearance |\n| select_one water | w | W | {written} |{LISTS}"
    )
    assert interview["w"].appearance == words


def test_the_last_interview_without_answers_still_has_a_root():
    """Its name is that of a form's root, and there is nothing below it."""
    empty = Submission(form_id="data", form_version="", instance="uuid:1", answers=())
    interview = story(
        "| type | name | calculation |\n| calculate | n | name(instance('__last-saved')/*) |\n"
        "| calculate | c | count(instance('__last-saved')/*/*) |",
        last_saved=empty,
    )
    assert interview.values("n", "c") == ["data", "0"]


def test_choices_and_validities_have_no_words_of_their_own():
    """What the form does not say is blank."""
    interview = story("| type | name | label | constraint | required |\n| integer | a | A | . > 1 | yes |")
    assert (interview["a"].validity.kind, interview["a"].validity.message) == ("required", "")
    interview.answer("a", "1")
    assert (interview["a"].validity.kind, interview["a"].validity.message) == ("constraint", "")
    interview.answer("a", "2")
    assert (interview["a"].validity.kind, interview["a"].validity.message) == ("ok", "")
    assert (interview["a"].hint, interview["a"].guidance, interview["a"].required_message) == ("", "", "")
    assert interview["a"].constraint_message == ""


def test_groups_hidden_inside_hidden_groups_are_ready_when_shown():
    """What is calculated in them at the start, counted rows too, is there at once, whichever is shown first."""
    interview = story(
        """
        | type | name | label | relevant | calculation | repeat_count |
        | integer | n | N | | | |
        | begin_group | g | G | ${n} > 0 | | |
        | begin_group | h | H | ${n} > 1 | | |
        | calculate | c | | | 2 + 3 | |
        | begin_repeat | r | R | ${n} > 2 | | 2 |
        | calculate | d | | | position(..) * 10 | |
        | end_repeat | | | | | |
        | end_group | | | | | |
        | end_group | | | | | |
        | calculate | total | | | sum(${d}) + ${c} | |
        """
    )
    assert interview["total"].value == ""
    for answer, total in (("1", ""), ("2", "5"), ("3", "35"), ("1", ""), ("3", "35")):
        interview.answer("n", answer)
        assert interview["total"].value == total


def test_a_draft_of_a_correction_knows_what_it_replaces():
    """Saved and reopened, it still says which submission it corrects, and keeps the names of its rows."""
    interview = story(
        "| type | name | label |\n| begin_repeat | r | R |\n| text | a | A |\n| end_repeat | | |\n| text | b | B |"
    )
    first = interview.interview.instance_id
    corrected = interview.edited().reopened()
    assert corrected.interview.deprecated_id == first
    assert corrected.interview.instance_id not in ("", first)
    corrected.add("r")
    paths = [path for path, _ in corrected.interview.finish().answers]
    assert paths[0] == "/data/r:1/a"
    assert re.fullmatch("/data/r:r[0-9a-f]{8}/a", paths[1])
    assert corrected.interview.finish().deprecated == first


def test_what_may_not_stand_is_listed_in_order():
    """Each with its kind and message; hidden ones, notes and calculations are not asked for."""
    interview = story(
        """
        | type | name | label | required | required_message | constraint | constraint_message | relevant | calculation |
        | text | a | A | yes | say it | | | | |
        | integer | b | B | | | . > 1 | more | | |
        | text | c | C | yes | | | | 1 = 2 | |
        | calculate | d | | yes | | . = 5 | | | 4 |
        | note | e | E | yes | | | | | |
        | text | f | F | yes | | | | | |
        """
    )
    interview.answer("b", "1")
    found = [(each.ref, each.kind, each.message) for each in interview.interview.validate()]
    assert found == [
        ("/data/a", "required", "say it"), ("/data/b", "constraint", "more"), ("/data/f", "required", "")
    ]  # fmt: skip


def test_a_calculated_attribute_is_sent_with_its_element():
    """What an attribute's rule gives is on the element, for expressions and in the XML, and follows what it reads."""
    interview = xform(
        '<input ref="/data/a"><label>A</label></input><input ref="/data/b"><label>B</label></input>',
        data='<a/><b k="" m="7"/><c/>',
        binds="""<bind nodeset="/data/a" type="string"/><bind nodeset="/data/b" type="string"/>
          <bind nodeset="/data/b/@k" type="string" calculate="concat(/data/a, '!')"/>
          <bind nodeset="/data/c" type="string" calculate="concat('[', /data/b/@k, /data/b/@m, ']')"/>""",
    )
    assert interview["c"].value == "[!7]"
    interview.answer("a", "x")
    assert interview["c"].value == "[x!7]"
    assert b'k="x!"' in interview.interview.xml()
    assert b'm="7"' in interview.interview.xml()
    assert b'k="x!"' in interview.reopened().interview.xml()


def test_choices_are_shown_without_making_elements(monkeypatch):
    """A filter by columns finds rows by their numbers; trees are made only for who asks for nodes."""
    interview = story(
        f"""
        survey
        | type | name | label::en | choice_filter |
        | text | t | T | |
        | select_one water | w | W | name != ${{t}} |
        {LISTS}
        """
    )
    monkeypatch.setattr(Table, "element", lambda *_: pytest.fail("an element was made"))
    interview.answer("t", "tap")
    assert interview.names("w") == ["river"]
