"""Check a form that has been read: can its expressions be read, and does what they name exist?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from forms.definition.elements import ChoiceList, Node, Question
from forms.definition.findings import Findings
from forms.definition.form import ExternalFile, Form
from forms.definition.parts import expressions_of, outputs_of, texts_of
from forms.definition.search import read_search, search_of
from forms.definition.text import Expression
from forms.errors import Place
from forms.xlsform.bare import OF_LISTS, check_bare
from forms.xlsform.opened import Files
from forms.xpath.check import problems
from forms.xpath.code import Static
from forms.xpath.errors import XPathError, XPathSyntaxError
from forms.xpath.expr import SELF, Call, Expr, NameTest, Path, Text
from forms.xpath.functions import ODK
from forms.xpath.parse import parse
from forms.xpath.shapes import shape_of
from forms.xpath.walk import calls, walk

LAST_SAVED = "__last-saved"
HERE = Path((SELF,))
DIALECT_INSTANCES = frozenset({"contact-summary", "user-contact-summary"})  # Community Health Toolkit
# Functions that only SurveyCTO or the Community Health Toolkit know.
DIALECT_FUNCTIONS = frozenset(
    """add-date bikram-sambat-date call-me-log choice-label collect-is-phone-app count-if de-duplicate device-info
    difference-in-months difference-in-days difference-in-weeks difference-in-years duration enum-id enum-name
    format-number hash index item-at item-index item-present max-if median min-if number-of-rows once-only
    phone-call-duration phone-call-log plug-in-metadata rank-index rank-index-if rank-value relevant short-geopoint
    sum-if to-bikram-sambat username-full distance-between z-score linebreak decimal-time-now upper lower empty join-if
    geo-scatter item-count rank-if parse-timestamp-to-date phone-call-count add-months
    cht:difference-in-months cht:extension-lib""".split()  # noqa: SIM905
)
ITEM_COLUMNS = frozenset({"name", "label", "itextId", "geometry", "image", "audio", "video", "big-image"})


@dataclass(slots=True)
class _Named:
    """What expressions and elements of a form name outside of themselves, and the names of all elements."""

    files: dict[tuple[str, str], ExternalFile] = field(default_factory=dict)
    instances: list[tuple[str, Place]] = field(default_factory=list)
    elements: frozenset[str] = frozenset()
    plain: set[str] = field(default_factory=set)  # expressions read before in which nothing is named and nothing wrong

    def add_file(self, name: str, used_by: str, place: Place) -> None:
        """Note a file and the first place that names it."""
        instance = "" if used_by == "media" else PurePath(name).stem
        kind = "media" if used_by == "media" else "data"
        self.files.setdefault((name, kind), ExternalFile(name, instance, used_by, place))


def check_form(form: Form, *, files: Files, columns: frozenset[str], findings: Findings) -> Form:
    """Return the form with its external files listed; notes expressions and names that lead nowhere.

    Args:
        files: The files beside the form.
        columns: Headings of the choices sheets, which choice filters may name.
    """
    named = _Named()
    for external in form.external:
        named.files[(external.name, "data")] = external
    elements = [node for _, node in form.walk()]
    named.elements = frozenset(node.name for node in elements)
    for node in elements:
        _check_node(node, columns, named, findings)
    for question in form.meta:
        _check_node(question, columns, named, findings)
    if form.instance_name is not None:
        _check_expression(form.instance_name, named, findings)
    for choices in _all_lists(form):
        for choice in choices.choices:
            _note_media(choice.label.media, choice.place, named)
    _check_instances(form, named, findings)
    _check_files(named, files, findings)
    return replace(form, external=tuple(named.files.values()))


def _all_lists(form: Form) -> Iterable[ChoiceList]:
    yield from form.choice_lists.values()
    yield from form.external_choices.values()


def _check_node(node: Node, columns: frozenset[str], named: _Named, findings: Findings) -> None:
    for role, expression in expressions_of(node):
        if expression.source in named.plain or shape_of(expression.source) is not None:
            continue  # plain functions over questions and constants: nothing of it can be wrong
        tree = _check_expression(expression, named, findings)
        if tree is None:
            continue
        if _is_plain(tree):
            named.plain.add(expression.source)
        if role not in OF_LISTS:
            check_bare(tree, expression, node, named.elements, findings)
        elif role == "choice_filter" and isinstance(node, Question):
            _check_filter(tree, expression, node, columns, findings)
    for _, text in texts_of(node):
        for output in outputs_of(text):
            if not output.source.startswith("${") and shape_of(output.source) is None:
                _check_expression(output, named, findings)
        _note_media(text.media, node.place, named)
    if isinstance(node, Question):
        if node.choices is not None and node.choices.file:
            named.add_file(node.choices.file, "select", node.place)
        _check_search(node, named, findings)
        _check_helpers(node, findings)


def _is_plain(tree: Expr) -> bool:
    """Tell whether nothing is named in an expression but the question it belongs to, and nothing is wrong in it."""
    return not any(isinstance(part, Path) and part != HERE for part in walk(tree)) and not (
        any(isinstance(part, Call) and part.name in ("instance", "pulldata") for part in walk(tree))
        or problems(tree, Static())
    )


def _check_expression(expression: Expression, named: _Named, findings: Findings) -> Expr | None:
    """Parse one expression and note the files and instances it names; None when it cannot be read."""
    try:
        tree = parse(expression.source)
    except XPathSyntaxError as problem:
        code = _common_mistake(expression.source, problem) or problem.code
        findings.error(code, expression.place, **problem.facts)
        return None
    for call in calls(tree):
        _note_call(call, expression.place, named)
    for found in problems(tree, Static()):
        _note_problem(found, expression.place, findings)
    return tree


def _common_mistake(source: str, problem: XPathSyntaxError) -> str:
    """Return the code of a mistake that people bring from other languages; "" when it is none of those."""
    found = str(problem.facts.get("found", ""))
    if problem.code != "xpath-unexpected":
        return ""
    if found in ("AND", "And", "OR", "Or", "MOD", "Mod", "DIV", "Div"):
        return "xpath-operator-capitals"
    pair = source[max(0, problem.offset - 1) : problem.offset + 1]
    if pair in ("==", "=>", "=<"):
        return "xpath-operator-equals" if pair == "==" else "xpath-operator-order"
    if pair == "<>":
        return "xpath-operator-unequal"
    return "xpath-operator-symbols" if found == "&" or pair == "||" else ""


def _note_problem(problem: XPathError, place: Place, findings: Findings) -> None:
    """Note a call that cannot be carried out: of another tool, misspelt, or with too many values."""
    name = str(problem.facts.get("name", ""))
    if problem.code == "xpath-function-unknown" and name in DIALECT_FUNCTIONS:
        findings.warning("function-not-run", place, name=name)
    elif problem.code == "xpath-function-unknown":
        near = findings.nearest(name, sorted(ODK), cutoff=0.7)
        findings.error("xpath-function-unknown-near" if near else problem.code, place, name=name, near=near)
    elif problem.code == "xpath-arguments" and problem.facts.get("most") == "":
        findings.error("xpath-arguments-few", place, **problem.facts)
    elif problem.code == "xpath-arguments" and problem.facts.get("most") == problem.facts.get("least"):
        findings.error("xpath-arguments-exact", place, **problem.facts)
    elif problem.code == "xpath-regex-hangs":
        findings.warning(problem.code, place, **problem.facts)
    elif problem.code != "xpath-prefix-unknown":
        findings.error(problem.code, place, **problem.facts)


def _note_call(call: Call, place: Place, named: _Named) -> None:
    first = call.arguments[0] if call.arguments else None
    if not isinstance(first, Text):
        return
    if call.name == "pulldata":
        name = first.value if first.value.lower().endswith((".csv", ".xml", ".geojson")) else f"{first.value}.csv"
        named.add_file(name, "pulldata", place)
    elif call.name == "instance":
        named.instances.append((first.value, place))


def _note_media(media: Mapping[str, Mapping[str, str]], place: Place, named: _Named) -> None:
    for kinds in media.values():
        for name in kinds.values():
            named.add_file(name, "media", place)


def _check_search(question: Question, named: _Named, findings: Findings) -> None:
    """Note the file that a search() appearance looks choices up in, and a search() that cannot be carried out."""
    written = search_of(question)
    if not written:
        return
    search = read_search(written)
    if search is None or question.choices is None or not question.choices.list_name:
        findings.warning("search-not-run", question.place, name=question.name)
    if search is not None:
        named.add_file(search.file, "search", question.place)


def _check_helpers(question: Question, findings: Findings) -> None:
    """Note other programs that should help with an answer: plug-ins, apps of a phone, pickers of people."""
    for word in question.appearance:
        name = word.partition("(")[0]
        if name.startswith("custom-"):
            findings.warning("plug-in-not-run", question.place, name=question.name, word=name[:100])
        elif name.startswith(("ex:", "intent:")):
            findings.warning("app-not-run", question.place, name=question.name, word=name[:100])
        elif name == "select-contact":
            findings.warning("contact-not-run", question.place, name=question.name)


def _check_filter(
    tree: Expr, expression: Expression, question: Question, columns: frozenset[str], findings: Findings
) -> None:
    """Note columns a choice filter names that the choices sheet does not have."""
    source = question.choices
    if source is None or source.list_name is None or not columns:
        return
    for name in _column_names(tree):
        if name in columns or name in ITEM_COLUMNS:
            continue
        near = findings.nearest(name, sorted(columns), cutoff=0.6)
        code = "filter-column-unknown-near" if near else "filter-column-unknown"
        facts = {"name": name, "list": source.list_name, "near": near}
        findings.error(code, expression.place, **facts)


def _column_names(tree: Expr) -> list[str]:
    """Return the names that a filter reads from the choice itself, outside of any other path."""
    inside_others: set[int] = set()
    names = []
    for part in walk(tree):
        if not isinstance(part, Path):
            continue
        for step in part.steps:
            inside_others.update(id(inner) for predicate in step.predicates for inner in walk(predicate))
        first = part.steps[0] if part.steps else None
        if id(part) in inside_others or part.absolute or part.start is not None or first is None:
            continue
        if first.axis == "child" and isinstance(first.test, NameTest) and len(part.steps) == 1:
            names.append(first.test.local if not first.test.prefix else f"{first.test.prefix}:{first.test.local}")
    return list(dict.fromkeys(names))


def _check_instances(form: Form, named: _Named, findings: Findings) -> None:
    """Note instance('x') where neither a choice list nor a file gives x."""
    known = {
        *form.choice_lists,
        *form.instances,
        LAST_SAVED,
        *(external.instance for external in named.files.values()),
    } - {""}
    for name, place in dict.fromkeys(named.instances):
        if name in known:
            continue
        if name in DIALECT_INSTANCES:
            findings.warning("instance-not-run", place, name=name)
            continue
        near = findings.nearest(name, sorted(known), cutoff=0.6)
        code = "instance-unknown-near" if near else "instance-unknown"
        findings.error(code, place, name=name, near=near)


def _check_files(named: _Named, files: Files, findings: Findings) -> None:
    """Note the files that are not there, each once."""
    for external in named.files.values():
        present = files(external.name) if callable(files) else files.get(external.name)
        if present is not None:
            continue
        if external.used_by == "media":
            findings.warning("media-missing", external.place, file=external.name)
        else:
            findings.error("file-missing", external.place, file=external.name)
