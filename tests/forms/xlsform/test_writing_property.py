"""Forms made by chance are the same after they were written as a workbook and read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from equality import ReferenceRefuses, canonical, reference
from hypothesis import given, settings
from hypothesis import strategies as st
from sameness import differences, said
from shared import shared_path

from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Group, Node, Question, Repeat
from forms.definition.form import Form
from forms.definition.kinds import KINDS
from forms.definition.text import EMPTY_TEXT, Expression, Text
from forms.values import Sensitivity
from forms.xlsform.open import open_form
from forms.xlsform.patch.changes import save_changes
from forms.xlsform.writing.book import workbook_of
from forms.xlsform.writing.sheets import sheets_of

WORDS = st.text("abcXYZ äéñ 0129 .,:;-+=<>&\"'()!?/ نعم لا 中文\n", min_size=1, max_size=30).filter(
    lambda text: text.strip() and "instance(" not in text
)
RULES = st.sampled_from(["true()", "1 = 2", ". > 1 and . < 5", "'it' = \"x\"", "count(../*) > 0", "regex(., '[a-z]+')"])
LANGUAGES = st.sampled_from(
    [("",), ("English",), ("English", "Français"), ("العربية (ar)", "English (en)"), ("", "Wolof")]
)
KIND_WORDS = [kind for kind, known in KINDS.items() if kind not in ("unknown", "audit", "note") and not known.not_run]
SELECTS = ("select_one", "select_multiple", "rank")


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return a strategy that often gives nothing."""
    return st.one_of(st.none(), st.none(), strategy)


@st.composite
def texts(draw: st.DrawFn, languages: tuple[str, ...], *, optional: bool = True) -> Text:
    """Return a text in some of the languages, at least the first unless it may be empty."""
    if optional and draw(st.booleans()):
        return EMPTY_TEXT
    spoken = [languages[0], *(each for each in languages[1:] if draw(st.booleans()))]
    return Text({language: (draw(WORDS),) for language in spoken})


@st.composite
def rules(draw: st.DrawFn) -> Expression | None:
    """Return a rule or none."""
    source = draw(maybe(RULES))
    return None if source is None else Expression(str(source))


@st.composite
def questions(draw: st.DrawFn, name: str, languages: tuple[str, ...], lists: tuple[str, ...]) -> Question:
    """Return a question of any kind with any columns filled."""
    kind = draw(st.sampled_from([each for each in KIND_WORDS if lists or each not in SELECTS]))
    known = KINDS[kind]
    source = None
    if kind in SELECTS:
        source = ChoiceSource(list_name=draw(st.sampled_from(lists)), filter=draw(rules()), or_other=False)
    elif known.control in (Control.SELECT_ONE, Control.SELECT_MULTIPLE):
        kind, known = "text", KINDS["text"]
    return Question(
        kind=kind,
        name=name,
        data_type=known.data_type,
        control=known.control,
        label=draw(texts(languages, optional=False)),
        hint=draw(texts(languages)),
        guidance=draw(texts(languages)),
        relevant=draw(rules()),
        readonly=draw(rules()),
        required=draw(rules()),
        required_message=draw(texts(languages)),
        constraint=Expression(known.constraint) if known.constraint else draw(rules()),
        constraint_message=draw(texts(languages)),
        calculation=draw(rules()) or (Expression("1 + 1") if kind == "calculate" else None),
        default=draw(st.sampled_from([None, None, "abc", "12"])),
        appearance=tuple(draw(st.lists(st.sampled_from(["minimal", "w2", "numbers"]), max_size=2, unique=True))),
        parameters=draw(st.sampled_from([{}, {"rows": "3"}, {"label": "a b", "x": "1"}])),
        choices=source,
        preload=known.preload,
        media_type=known.media_type,
        sensitivity=draw(st.sampled_from(list(Sensitivity))),
        extras=draw(st.sampled_from([{}, {"remark": "kept"}, {"body::accept": "x", "my column": "y"}])),
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Return a whole form: lists, groups, repeats, questions, settings."""
    languages = draw(LANGUAGES)
    lists = {}
    for name in draw(st.sampled_from([(), ("l",), ("l", "m n")])):
        choices = [
            Choice(f"c{n}", draw(texts(languages, optional=False)), draw(st.sampled_from([{}, {"x": "1"}])))
            for n in range(draw(st.integers(1, 3)))
        ]
        lists[name] = ChoiceList(name, tuple(choices))
    counter = iter(range(1000))

    def nodes(depth: int) -> tuple[Node, ...]:
        made: list[Node] = []
        for _ in range(draw(st.integers(1, 3))):
            name = f"q{next(counter)}"
            if depth and draw(st.integers(0, 2)) == 0:
                group = Group(
                    name=name, label=draw(texts(languages)), relevant=draw(rules()), children=nodes(depth - 1)
                )
                if draw(st.booleans()):
                    count = draw(st.sampled_from([None, Expression("${" + next(iter(group.children)).name + "}")]))
                    group = Repeat(name=name, label=group.label, children=group.children, count=count)
                made.append(group)
            else:
                made.append(draw(questions(name, languages, tuple(name for name in lists if " " not in name))))
        return tuple(made)

    version = draw(st.sampled_from(["", "7", "2026010100"]))
    written = {"form_id": "f", "form_title": draw(WORDS).strip(), "version": version, "style": "pages"}
    return Form(
        form_id="f",
        title=written["form_title"],
        version=version,
        default_language=languages[0],
        languages=languages,
        children=nodes(2),
        choice_lists=lists,
        settings={name: text for name, text in written.items() if text},
    )


def reread(data: bytes, file_name: str = "f.xlsx") -> Form:
    """Return the form in a workbook."""
    opened = open_form(data, file_name=file_name)
    assert opened.form is not None, opened.findings
    return opened.form


@given(forms())
@settings(max_examples=60, deadline=None)
def test_written_and_read_again(form: Form) -> None:
    """Rows, texts in every language, rules, lists and settings come back."""
    again = reread(workbook_of(sheets_of(form)))
    assert differences(said(form), said(again)) == []
    assert [path for path, _ in again.walk()] == [path for path, _ in form.walk()]
    assert again.languages == form.languages
    assert [(each.kind, each.data_type, each.sensitivity) for _, each in again.questions()] == [
        (each.kind, each.data_type, each.sensitivity) for _, each in form.questions()
    ]


@given(forms(), forms())
@settings(max_examples=30, deadline=None)
def test_one_form_saved_into_the_workbook_of_another(one: Form, other: Form) -> None:
    """Whatever replaces a form, its workbook is read as what was saved into it."""
    data = workbook_of(sheets_of(one))
    old = reread(data)
    new = replace(
        old, children=(*old.children[:1], *_renumbered(other.children)), settings={**old.settings, "version": "77"}
    )
    lists = {name: each for name, each in other.choice_lists.items() if name not in old.choice_lists}
    new = replace(new, choice_lists={**old.choice_lists, **lists}, version="77")
    if new.languages != other.languages:
        return
    again = reread(save_changes(data, old, new).data)
    assert differences(said(new), said(again)) == []


def _renumbered(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return elements under names that no form made by chance has."""
    result = []
    for node in nodes:
        node = replace(node, name=f"z{node.name}")
        if isinstance(node, Group):
            node = replace(node, children=_renumbered(node.children))
        if isinstance(node, Repeat) and node.count is not None:
            node = replace(node, count=Expression("${z" + node.count.source[2:]))
        result.append(node)
    return tuple(result)


@pytest.mark.parametrize(
    "name", ["consumers_or_other_nested_repeats.xlsx", "all_question_types.xlsx", "unhcr_rms_capi_4_languages.xlsx"]
)
def test_the_reference_makes_the_same_of_it(name: str, tmp_path: Path) -> None:
    """pyxform writes the same XForm of a real workbook and of the one we write of its form."""
    path = Path(shared_path(f"forms_real/{name}"))
    again = tmp_path / name
    again.write_bytes(workbook_of(sheets_of(reread(path.read_bytes(), name))))
    try:
        assert canonical(reference(again)) == canonical(reference(path))
    except ReferenceRefuses as refused:
        pytest.fail(str(refused))
