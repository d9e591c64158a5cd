"""A model is made of any form: what is wrong is found with its place, and left out."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import msgspec
import pytest
from scenario import form_of, model_of, story

from forms.definition.actions import Action
from forms.definition.elements import ChoiceSource, Control, Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Expression
from forms.errors import FormsError, Place
from forms.model.build import build_model
from forms.model.packed import LAYOUT, pack_model, unpack_model
from forms.values import DataType, Sensitivity
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression

PLACE = Place(sheet="survey", row=7, column="x")
CHOICES = "\nchoices\n| list_name | name | label |\n| l | a | A |\n"


def form(*children: Question | Repeat, **parts: object) -> Form:
    """Return a form made by hand, with expressions that a reader would have refused."""
    return Form(form_id="f", children=children, **parts)  # type: ignore[arg-type]


def found(made: Form) -> list[tuple[str, dict[str, str | int]]]:
    """Return code and facts of the findings, each at the place it was given."""
    findings = build_model(made).findings
    assert all(finding.place == PLACE for finding in findings)
    return [(finding.code, dict(finding.facts)) for finding in findings]


def expression(source: str) -> Expression:
    """Return an expression at the place of these tests."""
    return Expression(source, PLACE)


def calculated(name: str, source: str) -> Question:
    """Return a calculation."""
    return Question(name=name, kind="calculate", control=Control.NONE, calculation=expression(source), place=PLACE)


def test_an_expression_that_cannot_be_read_is_left_out():
    """It is found once, with the text and where reading stopped; the question stands."""
    made = form(Question(name="a", kind="text", relevant=expression("1 +"), required=expression("1 +")))
    [(code, facts)] = found(made)
    assert code.startswith("xpath-")
    assert (facts["expression"], facts["near"]) == ("1 +", "1 +")
    assert build_model(made).by_path["/data/a"].relevant is None


def test_a_long_expression_is_shown_by_its_beginning():
    """Sixty characters tell which it is."""
    [(_, facts)] = found(form(Question(name="a", kind="text", relevant=expression("(" + "1 + " * 50))))
    assert len(str(facts["near"])) == 60


def test_a_name_that_is_nowhere_is_found():
    """In a rule and in a trigger; a trigger of no question fires nothing."""
    made = form(
        Question(name="a", kind="text", relevant=expression("${gone} = 1")),
        replace(calculated("b", "1"), trigger=("lost",)),
        replace(calculated("c", "1"), trigger=("/f/lost",)),
    )
    assert found(made) == [
        ("xpath-reference-unresolved", {"name": "gone"}),
        ("xpath-reference-unresolved", {"name": "lost"}),
        ("xpath-reference-unresolved", {"name": "/f/lost"}),
    ]
    assert build_model(made).by_path["/data/b"].actions == ()


@pytest.mark.parametrize(
    ("path", "is_found"),
    [("/data/s", False), ("../s", False), ("/data/t", True), ("/data/none", True), ("s s", True), ("1 +", True)],
)
def test_a_choice_name_of_a_question_without_choices_is_found(path, is_found):
    """The path in quotes must lead to a select."""
    made = form(
        Question(name="s", kind="select_one", choices=ChoiceSource(list_name="l")),
        Question(name="t", kind="text"),
        calculated("c", f"jr:choice-name('a', '{path}')"),
    )
    assert found(made) == ([("choice-name-nowhere", {"path": path})] if is_found else [])


def test_the_path_of_a_choice_name_is_shown_short():
    """A hundred characters tell which it is."""
    path = "/data/" + "x" * 200
    made = form(calculated("c", f"jr:choice-name('a', '{path}')"))
    assert found(made) == [("choice-name-nowhere", {"path": path[:100]})]


def test_a_filter_that_cannot_be_read_filters_nothing():
    """The select offers the whole list."""
    made = form_of("| type | name | label |\n| select_one l | a | A |" + CHOICES)
    source = ChoiceSource(list_name="l", filter=expression("name = ("))
    broken = form(Question(name="a", kind="select_one", choices=source, place=PLACE), choice_lists=made.choice_lists)
    assert len(found(broken)) == 1
    choices = build_model(broken).by_path["/data/a"].choices
    assert choices is not None
    assert (choices.nodeset, choices.item, choices.instance) == (None, None, "l")


@pytest.mark.parametrize("name", ["${gone}", "${t}"])
def test_choices_from_no_repeat_are_none(name):
    """Answers of a question that is nowhere, or in no repeat, cannot be choices."""
    made = form(
        Question(name="t", kind="text"),
        Question(name="a", kind="select_one", choices=ChoiceSource(repeat=name), place=PLACE),
    )
    assert found(made) == [("xpath-reference-unresolved", {"name": name[2:-1]})]
    choices = build_model(made).by_path["/data/a"].choices
    assert choices is not None
    assert (choices.instance, choices.nodeset) == (None, None)


def test_choices_from_nowhere_offer_nothing():
    """A select of a list that is not there, or of a repeat that is none, can be asked and has no choices."""
    interview = story("| type | name | label |\n| select_one ${t} | a | A |\n| text | t | T |")
    assert interview.names("a") == []


def test_actions_that_are_not_run_are_left_out():
    """Only setvalue at events we know, with a value that can be read."""
    known, odd = ("odk-instance-load",), ("odk-something",)
    made = form(
        Question(
            name="a",
            kind="text",
            actions=(
                Action(known, kind="setgeopoint"),
                Action(odd, value=expression("1")),
                Action(known, value=expression("1 +")),
                Action(known),
                Action(known, value=expression("2")),
            ),
        )
    )
    assert len(found(made)) == 1
    actions = build_model(made).by_path["/data/a"].actions
    assert [action.formula is None for action in actions] == [True, False]


def test_a_table_for_a_select_without_list():
    """It has no rows and no columns."""
    model = build_model(form(Question(name="a", kind="select_one", choices=ChoiceSource(list_name="none"))))
    assert len(model.tables[""]) == 0
    choices = model.by_path["/data/a"].choices
    assert choices is not None
    assert (choices.instance, choices.is_missing) == ("", False)


def test_instances_of_a_form_are_tables_or_trees():
    """XML that stands in the form: rows of items, or whatever it is; what cannot be read is missing, and found."""
    model = build_model(
        form(instances={"good": "<root><item><a>1</a></item></root>", "bad": "<root>", "odd": "<x><y k='1'/></x>"})
    )
    assert model.tables["good"].row(0) == {"a": "1"}
    assert model.tables["good"].is_plain
    assert (model.tables["bad"].is_missing, len(model.tables["bad"])) == (True, 0)
    assert not model.tables["odd"].is_plain
    assert [finding.code for finding in model.findings] == ["external-unreadable"]


def test_a_list_beats_an_instance_of_its_name():
    """The rows of the choices sheet are those of the list."""
    made = form_of("| type | name | label |\n| select_one l | a | A |" + CHOICES)
    model = build_model(replace(made, instances={"l": "<root/>"}))
    assert model.tables["l"].cell("name", 0) == "a"


def test_what_a_node_of_the_plan_is():
    """Asked, checked, select, attachment, data type, children by name."""
    model = model_of(
        """
        survey
        | type | name | label | calculation |
        | integer | n | N | |
        | note | say | Say | |
        | image | photo | P | |
        | select_one l | s | S | |
        | calculate | c | | 1 |
        | begin_group | g | G | |
        | text | t | T | |
        | end_group | | | |
        | begin_repeat | r | R | |
        | text | u | U | |
        | end_repeat | | | |
        """
        + CHOICES
    )
    nodes = {node.name: node for node in model.nodes}

    def those(name: str) -> str:
        return " ".join(node.name for node in model.nodes if getattr(node, name) and "meta" not in node.path)

    assert those("is_asked") == "n say photo s t u"
    assert those("is_checked") == "n photo s t u"
    assert those("is_select") == "s"
    assert those("is_attachment") == "photo"
    assert those("is_group") == "data g r"
    assert those("is_repeat") == "r"
    assert nodes["n"].data_type is DataType.INTEGER
    assert nodes["g"].data_type is DataType.STRING
    assert [node.name for node in nodes["t"].chain()] == ["t", "g", "data"]
    assert [node.name for node in nodes["g"].walk()] == ["g", "t"]
    assert nodes["u"].repeats == (nodes["r"],)
    assert nodes["r"].repeats == (nodes["r"],)
    assert (nodes["t"].depth, nodes["t"].position, nodes["u"].path) == (2, 0, "/data/r/u")
    assert model.root is nodes["data"]
    assert model.sensitivity_of("/data/g/t") is Sensitivity.ORDINARY
    assert model.sensitivity_of("/data/nobody/knows") is Sensitivity.SEVERE


@pytest.mark.parametrize(
    ("rows", "code", "names"),
    [
        ("| calculate | a | ${b} + 1 | |\n| calculate | b | ${a} + 1 | |", "cycle", "a → b → a"),
        ("| calculate | a | ${a} + 1 | |", None, None),
        ("| text | a | | ${b} = 1 |\n| text | b | | ${a} = 1 |", "cycle", "a → b → a"),
        ("| text | a | | ${a} = 1 |", "cycle-own", "a"),
        ("| calculate | a | ${b} ||\n| calculate | b | ${c} | |\n| calculate | c | ${a} | |", "cycle", "a → b → c → a"),
        ("| calculate | a | once(${b}) | |\n| calculate | b | 1 | |", None, None),
        ("| begin_repeat | r | | |\n| integer | n | | |\n"
         "| calculate | s | coalesce(indexed-repeat(${s}, ${r}, position(..) - 1), 0) + ${n} | |\n| end_repeat | | | |",
         None, None),
    ],
)  # fmt: skip
def test_cycles_are_named(rows, code, names):
    """Rules that wait for each other are found by name; another row of the same repeat is no cycle."""
    model = model_of(f"| type | name | calculation | relevant |\n{rows}")
    cycles = [finding for finding in model.findings if finding.code.startswith("cycle")]
    assert [(finding.code, finding.facts["names"]) for finding in cycles] == ([(code, names)] if code else [])
    if cycles:
        assert cycles[0].severity.value == ("warning" if "= 1" in rows else "error")
        assert cycles[0].facts["name"] == "a"


def test_what_is_read_is_settled_before_its_reader():
    """Ranks rise along what is read, whatever the order of the rows."""
    model = model_of(
        """
        | type | name | calculation | relevant |
        | calculate | c | ${b} + 1 | |
        | calculate | b | ${a} + 1 | |
        | text | d | | ${c} > 1 |
        | integer | a | | |
        | begin_group | g | | ${b} > 0 |
        | calculate | e | 1 | |
        | end_group | | | |
        | calculate | f | ${e} | |
        """
    )
    ranks = {(rule.target.name, rule.kind.name): rule.rank for rule in model.rules}
    assert ranks["b", "CALCULATE"] < ranks["c", "CALCULATE"] < ranks["d", "RELEVANT"]
    assert ranks["b", "CALCULATE"] < ranks["g", "RELEVANT"] < ranks["f", "CALCULATE"]
    assert [rule.rank for rule in model.rules] == sorted(rule.rank for rule in model.rules)
    assert not any(rule.in_cycle for rule in model.rules)


@pytest.mark.parametrize(
    ("rows", "in_cycle"),
    [
        ("| calculate | a | once(.) | |", set()),
        ("| calculate | a | once(${a}) | |", set()),
        ("| integer | a | | . > 1 |", set()),
        ("| begin_repeat | r | | |\n| calculate | a | sum(${a}) | |\n| end_repeat | | | |", set()),
        ("| begin_repeat | r | | |\n| calculate | a | indexed-repeat(${a}, ${r}, position(..) - 1) | |\n"
         "| end_repeat | | | |", {"a"}),
        ("| begin_repeat | r | | |\n| integer | a | | |\n| calculate | b | sum(${a}) | |\n| end_repeat | | | |", set()),
        ("| calculate | a | ${b} | |\n| calculate | b | ${a} | |\n| calculate | c | ${a} | |", {"a", "b"}),
    ],
)  # fmt: skip
def test_rules_that_read_what_they_write(rows, in_cycle):
    """Another row's value is another value, yet the rule is settled again; a rule's own value is no cycle."""
    model = model_of(f"| type | name | calculation | relevant |\n{rows}")
    assert {rule.target.name for rule in model.rules if rule.in_cycle and rule.kind.name == "CALCULATE"} == in_cycle


def test_what_is_written_at_events_has_its_turn():
    """A starting value comes before the calculation, what is written whenever an interview is opened after it."""
    actions = (
        Action(("odk-instance-load",), expression("'opened'")),
        Action(("odk-instance-first-load",), expression("'first'")),
    )
    question = Question(name="a", kind="text", calculation=expression("'counted'"), actions=actions)
    model = build_model(form(question))
    ranks = {(rule.formula.expr.value, rule.kind.name): rule.rank for rule in model.rules if rule.target.name == "a"}
    assert ranks["first", "DEFAULT"] < ranks["counted", "CALCULATE"] < ranks["opened", "DEFAULT"]
    assert not any(rule.in_cycle for rule in model.rules)


def test_who_is_woken_by_what():
    """From a node that changed: how far up, then which way down, and whether that may lead to many."""
    model = model_of(
        """
        | type | name | label | calculation | relevant |
        | integer | n | N | | |
        | begin_repeat | r | R | | ${n} > 1 |
        | integer | a | A ${n} | | |
        | begin_group | g | G | | |
        | calculate | b | | ${a} + ${n} | |
        | end_group | | | | |
        | end_repeat | | | | |
        | calculate | c | | sum(${b}) | |
        | calculate | d | | count(${r}) | |
        | calculate | e | | position(..) | |
        """
    )
    nodes = {node.name: node for node in model.nodes}

    def woken(kind: str, name: str) -> set[tuple[str, str, int, tuple[int, ...], bool]]:
        return {
            (each.rule.target.name, each.rule.kind.name, each.climb, each.descend, each.fans)
            for each in getattr(nodes[name], kind)
        }

    assert woken("value_dependents", "n") == {
        ("r", "RELEVANT", 1, (1,), True),
        ("a", "FACES", 1, (1, 0), True),
        ("b", "CALCULATE", 1, (1, 1, 0), True),
    }
    assert woken("value_dependents", "a") == {("b", "CALCULATE", 1, (1, 0), False)}
    assert woken("value_dependents", "b") == {("c", "CALCULATE", 3, (2,), False)}
    assert woken("structure_dependents", "r") == {("d", "CALCULATE", 0, (3,), False)}
    assert ("c", "CALCULATE", 0, (2,), False) in woken("arrival_dependents", "r")
    assert woken("positional_dependents", "r") == set()


def test_what_is_right_has_no_findings():
    """Choices from a repeat, filters, names from other groups: nothing is noted."""
    model = model_of(
        """
        survey
        | type | name | label | choice_filter |
        | begin_repeat | r | R | |
        | text | a | A | |
        | integer | n | N | |
        | end_repeat | | | |
        | select_one ${a} | s | S | ${n} > 1 |
        | select_one l | t | T | name != ${s} |
        """
        + CHOICES
    )
    assert model.findings == ()
    choices = model.by_path["/data/s"].choices
    assert choices is not None
    assert choices.nodeset is not None
    assert print_expression(choices.nodeset.expr) == print_expression(parse("/data/r[./a != ''][./n > 1]"))
    assert (choices.value, choices.label, choices.instance) == ("a", "a", None)


@pytest.mark.parametrize(("column", "found"), [("k", []), ("zz", [("file-column-missing", "f.csv", "zz")])])
def test_a_search_names_a_column_of_its_file(column, found):
    """The name in the form's own list is that of a column; one that the file lacks is found."""
    rows = f"| list_name | name | label |\n| l | {column} | l |"
    text = f"survey\n| type | name | label | appearance |\n| select_one l | s | S | search('f') |\nchoices\n{rows}"
    model = model_of(text, {"f.csv": b"k,l\na,A\n"})
    facts = [(each.code, each.facts["file"], each.facts["column"]) for each in model.findings]
    assert facts == found
    assert [each.facts["columns"] for each in model.findings] == ["k, l"] * len(found)


def test_a_model_of_another_layout_is_not_read():
    """What an older or newer program kept is as good as nothing."""
    model = model_of("| type | name | label |\n| text | a | A |")
    data = pack_model(model)
    assert data is not None
    assert unpack_model(data).by_path.keys() == model.by_path.keys()
    row = msgspec.msgpack.decode(data[4:])
    place = row.index(LAYOUT) if isinstance(row, list) else "layout"
    row[place] = LAYOUT + 1
    other = msgspec.msgpack.encode(row)
    with pytest.raises(FormsError) as refused:
        unpack_model(crc32(other).to_bytes(4, "big") + other)
    assert (refused.value.code, refused.value.facts["reason"]) == ("wire-unreadable", "another layout")


@pytest.mark.parametrize(
    "name", ["regex", "contains", "selected", "starts-with", "ends-with", "count-selected", "string-length"]
)
def test_a_truth_about_a_personal_answer_is_ordinary(name):
    """Asking whether an answer matches repeats none of it; its words do."""
    other = "" if name in ("count-selected", "string-length") else ", 'x'"
    made = form(
        Question(name="a", kind="text", sensitivity=Sensitivity.PERSONAL),
        calculated("b", f"{name}(${{a}}{other})"),
        calculated("c", f"concat('-', {name}(${{a}}{other}))"),
        calculated("d", "-${a}"),
        calculated("e", "concat('-', ${a})"),
    )
    model = build_model(made)
    found = {node.name: node.sensitivity for node in model.nodes}
    assert {name for name in "abcde" if found[name] is Sensitivity.PERSONAL} == {"a", "d", "e"}
