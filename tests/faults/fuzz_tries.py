"""What is done with one generated input, and what must hold of everything that comes out of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from string import Formatter

import fuzz_answers
import fuzz_expressions
import fuzz_files
import fuzz_workbooks
import fuzz_xforms
from expressions import ListRows, Surroundings, World
from fuzz_corpus import Corpus, damaged
from lxml import etree
from workbooks import form_workbook

from forms.definition.form import Form
from forms.definition.wire import decode, encode
from forms.errors import NOWHERE, AnswerRefused, Finding, FormsError, InstanceRefused, Severity
from forms.lint.trial import found_when_run
from forms.locale.sentences import SENTENCES
from forms.messages import CATALOGUE, place_words
from forms.model.build import build_model
from forms.model.model import Model
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.nodes import QuestionNode
from forms.submission import from_xml
from forms.xform.write import write_xform
from forms.xlsform.open import open_form
from forms.xlsform.opened import Opened
from forms.xlsform.writing.book import workbook_of
from forms.xlsform.writing.sheets import sheets_of
from forms.xpath.check import problems
from forms.xpath.code import Static
from forms.xpath.compile import compile_expression
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.parse import parse

LANGUAGES = ("en", "fr", "ar")
WRITTEN = 0.1  # share of the forms that have opened which are written again, too
MOST_ASKED = 60  # questions of a form that are answered once it has opened
# Findings about a file as a whole: nothing inside it can be pointed at, because it was never read as cells or lines.
OF_THE_WHOLE_FILE = frozenset(
    """file-damaged file-empty file-hostile file-too-big not-a-form not-a-form-but no-survey sheet-too-wide
    too-many-cells too-many-parts unpacked-too-big workbook-binary workbook-damaged workbook-encrypted workbook-macros
    xml-document-type xml-too-deep xml-too-many xml-unreadable xml-no-form xml-no-instance extension-wrong
    xml-too-large took-too-much-memory""".split()  # noqa: SIM905
)
NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


class Wrong(Exception):
    """Something that must hold does not."""


def environment(seed: int = 1) -> SessionEnvironment:
    """Return surroundings that never differ."""
    return SessionEnvironment(clock=lambda: NOW, zone=UTC, random=random.Random(seed))


# what must hold


def check_sentence(error: FormsError | Finding) -> None:
    """Look whether code and facts make sentences in every language, with nothing left to fill."""
    words = SENTENCES.get(error.code)
    if words is None or not words.what or not words.cure:
        raise Wrong(f"no sentence for {error.code}")
    for sentence in (words.what, words.cure):
        for language in LANGUAGES:
            said = CATALOGUE.text(sentence, language, **error.facts)
            named = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
            if not said or not named <= set(error.facts):
                raise Wrong(f"{error.code} lacks the facts {sorted(named - set(error.facts))}")


def check_finding(finding: Finding) -> None:
    """Look whether a finding has sentences and, where one can be named, a place."""
    check_sentence(finding)
    place_words(finding.place)
    if finding.place == NOWHERE and finding.code not in OF_THE_WHOLE_FILE:
        raise Wrong(f"{finding.code} has no place")


def check_opened(opened: Opened, files: Mapping[str, bytes]) -> Iterable[Finding]:
    """Look at everything found in a file, also when it is made ready to run, and at its way out of a child."""
    if (opened.form is None) != any(finding.severity is Severity.FATAL for finding in opened.findings):
        raise Wrong("a form is there exactly when nothing is fatal")
    if decode(encode((opened.form, opened.findings))) != (opened.form, opened.findings):
        raise Wrong("it does not survive the way from the child")
    findings = list(opened.findings)
    if opened.form is not None:
        findings += found_when_run(opened.form, opened.findings, files=files)
    for finding in findings:
        check_finding(finding)
    return findings


# tries


def try_workbook(chance: random.Random, corpus: Corpus, data: bytes) -> None:
    """Open a workbook, check it, run it."""
    del corpus
    _try_form(chance, data, "form.xlsx")


def try_xform(chance: random.Random, corpus: Corpus, data: bytes) -> None:
    """Open an XForm, check it, run it."""
    del corpus
    _try_form(chance, data, "form.xml")


def _try_form(chance: random.Random, data: bytes, file_name: str) -> None:
    files = {"towns.csv": fuzz_files.CSV.encode()}
    opened = open_form(data, file_name=file_name, files=files)
    check_opened(opened, files)
    if opened.form is not None:
        run_form(chance, opened.form, files)
        if chance.random() < WRITTEN:
            write_form(opened.form)


def write_form(form: Form) -> None:
    """Write the form as an XForm and as a workbook; both can be opened."""
    for kind, data in (("XForm", write_xform(form)), ("workbook", workbook_of(sheets_of(form)))):
        if open_form(data, file_name="form").form is None:
            raise Wrong(f"the {kind} that was written does not open")


def run_form(chance: random.Random, form: Form, files: Mapping[str, bytes]) -> None:
    """Start an interview, answer what can be answered, save, reopen, finish; say what failed while running."""
    interview = Interview.start(build_model(form, files=files), environment=environment())
    for number, node in enumerate(interview.root.walk()):
        if number >= MOST_ASKED:
            break
        if isinstance(node, QuestionNode) and node.relevant and node.model_node.is_asked:
            _answer(interview, node.ref, chance.choice(("1", "a", "yes", "2026-01-31", "x y", "OK")))
        _look_at(node)
    _finish(interview)


def _look_at(node: object) -> None:
    if isinstance(node, QuestionNode) and not node.is_gone:
        assert (node.label, node.hint, node.required, node.readonly, node.validity, len(node.choices)) is not None


def _answer(interview: Interview, ref: str, value: str | None) -> None:
    try:
        interview.answer(ref, value)
    except AnswerRefused as refused:
        check_sentence(refused)


def _finish(interview: Interview) -> None:
    """Save, reopen and finish; the XML can be read again."""
    interview.validate()
    for error in interview.problems.values():
        check_sentence(error)
    again = Interview.restore(interview.model, interview.save(), environment=environment())
    if again.xml() != interview.xml():
        raise Wrong("a draft does not come back as it was")
    etree.fromstring(interview.xml())
    from_xml(interview.xml())


def try_expression(chance: random.Random, corpus: Corpus, source: str) -> None:
    """Read an expression, look for problems, work it out as every type."""
    del chance, corpus
    try:
        tree = parse(source)
    except XPathSyntaxError as error:
        check_sentence(error)
        return
    for problem in problems(tree, Static()):
        check_sentence(problem)
    code = compile_expression(tree, Static())
    for name in ("string", "number", "boolean", "nodes", "texts", "count", "value", "moment"):
        try:
            getattr(code, name)(_world().context())
        except FormsError as error:
            check_sentence(error)


@cache
def _world() -> World:
    rows = ListRows({"a": ["1", "2", ""], "b": ["x", "y", "z"]})
    return World(
        '<data x="7"><a>1</a><a>2</a><b/><b>2026-01-01</b></data>', surroundings=Surroundings(tables={"t": rows})
    )


_WITH_FILES = """
survey
| type | name | label | choice_filter | calculation |
| select_one_from_file towns.{kind} | town | Town | people > 1 or true() | |
| text | name | N | | |
| calculate | a | | | pulldata('towns', 'people', 'name', ${{name}}) |
| calculate | b | | | count(instance('towns')/root/item[name = ${{name}}]) |
| calculate | c | | | instance('towns')/root/item[1]/geometry |
| geoshape | g | G | | |
"""


@cache
def _form_with(kind: str) -> Form:
    form = open_form(form_workbook(_WITH_FILES.format(kind=kind)), file_name="f").form
    if form is None:
        raise Wrong("the form around the file does not open")
    return form


def try_file(chance: random.Random, corpus: Corpus, file: tuple[str, bytes]) -> None:
    """Put a file beside a form, make it ready to run, ask with it."""
    del corpus
    name, data = file
    files = {name: data}
    model = build_model(_form_with(name.rpartition(".")[2]), files=files)
    for finding in model.findings:
        check_finding(finding)
    interview = Interview.start(model, environment=environment())
    choices = interview.question("/data/town").choices
    if choices:
        _answer(interview, "/data/town", chance.choice(choices).name)
    _answer(interview, "/data/name", "a")
    _finish(interview)


@cache
def _answered_model() -> Model:
    form = open_form(form_workbook(fuzz_answers.FORM), file_name="data").form
    if form is None:
        raise Wrong("the form of every type does not open")
    return build_model(form)


def try_answers(chance: random.Random, corpus: Corpus, steps: list[tuple[str, str, str | None]]) -> None:
    """Go through the steps of an interview, some of them impossible."""
    del corpus
    model = _answered_model()
    interview = Interview.start(model, environment=environment())
    for what, name, value in steps:
        ref = f"/data/{name}"
        try:
            if what == "answer":
                interview.answer(ref, value)
            elif what == "add":
                interview.add_repeat(ref)
            elif what == "remove":
                interview.remove_repeat(ref)
            elif what == "save":
                interview = interview.reopened()
            elif what == "edit":
                interview = Interview.edit(model, interview.finish(), environment=environment())
            elif what == "draft":
                Interview.restore(model, damaged(chance, interview.save()), environment=environment())
            else:
                from_xml(damaged(chance, interview.xml()))
        except (AnswerRefused, InstanceRefused) as refused:
            check_sentence(refused)
    for node in interview.root.walk():
        _look_at(node)
    _finish(interview)


# kind -> (maker of an input, what is done with it, weight)
KINDS: Mapping[str, tuple[Callable[[random.Random, Corpus], object], Callable[..., None], int]] = {
    "workbook": (fuzz_workbooks.make, try_workbook, 25),
    "xform": (fuzz_xforms.make, try_xform, 20),
    "expression": (fuzz_expressions.make, try_expression, 30),
    "file": (fuzz_files.make, try_file, 10),
    "answers": (fuzz_answers.make, try_answers, 15),
}


def kind_of(number: int, seed: int) -> str:
    """Return the kind of the input with that number."""
    chance = random.Random(f"{seed}/{number}/kind")
    names = list(KINDS)
    return chance.choices(names, [KINDS[name][2] for name in names])[0]


def made(kind: str, seed: int, number: int, corpus: Corpus) -> tuple[random.Random, object]:
    """Return the chance of one try and the input it made; the same numbers give the same input."""
    chance = random.Random(f"{seed}/{number}/{kind}")
    return chance, KINDS[kind][0](chance, corpus)
