"""The room Interview: drafts, finished interviews, one interview in reading order, saving as a file. No Qt."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.storage.drafts import DraftInfo
from app.storage.export import Choices, Written, export
from app.storage.forms import FormVersionInfo
from app.storage.submissions import Change, Stored
from app.storage.workspace import Workspace
from forms.definition.elements import Control, Question
from forms.definition.form import Form
from forms.definition.text import Text

ARABIC = re.compile("[\u0600-\u06ff]")  # lists in its languages have a comma of their own


@dataclass(frozen=True, slots=True)
class RoomState:
    """What the room shows first: forms that can be asked, drafts, how many are finished, and by whom."""

    forms: tuple[FormVersionInfo, ...]
    drafts: tuple[DraftInfo, ...]
    finished: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer in reading order.

    Args:
        heading: Words of the section or repeat instance it begins; "" inside one.
        question: Label, else the name.
        answer: Labels of choices or the value; "" for asked and left blank.
        path: With repeat positions, as records name it.
        conflicts: Values that stand beside each other; empty when there is no conflict.
        left_out: Why there is no answer, in the words of who asked; "" when nobody said.
    """

    heading: str
    question: str
    answer: str
    path: str
    conflicts: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One finished interview to read."""

    stored: Stored
    answers: tuple[Answer, ...]
    history: tuple[Change, ...]


def read_room(workspace: Workspace, assessment: str) -> RoomState:
    """Gather what the room shows first; blocks."""
    return RoomState(
        forms=tuple(form for form in workspace.forms.list(assessment) if form.latest),
        drafts=workspace.drafts.list(assessment),
        finished=workspace.submissions.count(assessment),
        people=workspace.submissions.people(assessment),
    )


def read_interview(workspace: Workspace, assessment: str, instance: str, language: str) -> Reading:
    """Read one interview with the words of its form; blocks.

    Args:
        language: Interface language code; the form's language that fits it is shown, else the form's default.
    """
    stored = workspace.submissions.get(assessment, instance)
    form, _files = workspace.forms.load(stored.row.version)
    answers = in_words(form, stored, form_language(form, language))
    return Reading(stored, answers, workspace.submissions.history(assessment, instance))


def form_language(form: Form, code: str) -> str:
    """Return the form's language that fits a language code ("Arabic (ar)" for "ar"), else its default."""
    for name in form.languages:
        if name.casefold() == code or f"({code})" in name.casefold().replace(" ", ""):
            return name
    return form.default_language or form.languages[0]


def in_words(form: Form, stored: Stored, language: str) -> tuple[Answer, ...]:
    """Return the answers of an interview in the words of a language, in document order."""
    nodes = dict(form.walk())
    found: list[Answer] = []
    last = ""
    for path, value in stored.submission.answers:
        plain = _without_positions(path)
        node = nodes.get(plain)
        if node is None or not isinstance(node, Question) or node.control in (Control.NONE, Control.NOTE):
            continue
        section, heading = _heading(form, nodes, path, language)
        found.append(
            Answer(
                heading=heading if section != last else "",
                question=words_of(node.label, form, language) or node.name,
                answer=_answer_words(form, node, value, language),
                path=path,
                conflicts=tuple(stored.conflicts.get(path, ())),
                left_out=stored.left_out.get(path, ""),
            )
        )
        last = section
    return tuple(found)


def words_of(label: Text, form: Form, language: str) -> str:
    """Return a label as one text; values shown inside it stay out of it, marked by an ellipsis."""
    parts = label.parts(language, form.default_language)
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()


def save_as(workspace: Workspace, assessment: str, choices: Choices, target: Path) -> tuple[Path, Written]:
    """Write finished interviews to a file; several CSV files come as one archive, so the ending may change.

    Raises:
        OSError: the file cannot be written.
    """
    written = export(workspace, assessment, choices)
    out = target if target.suffix.casefold() == f".{written.ending}" else target.with_suffix(f".{written.ending}")
    aside = out.with_name(f"{out.name}.part")
    aside.write_bytes(written.data)
    os.replace(aside, out)
    return out, written


def _without_positions(path: str) -> str:
    return "/".join(part.split(":")[0] for part in path.split("/"))


def _heading(form: Form, nodes: Mapping[str, object], path: str, language: str) -> tuple[str, str]:
    """Return (section with its positions, its words); sections are the outermost group and every repeat instance."""
    parts = path.split("/")
    words: list[str] = []
    for depth in range(2, len(parts)):
        section = "/".join(parts[: depth + 1])
        node = nodes.get(_without_positions(section))
        if node is None or depth == len(parts) - 1:
            continue
        label = words_of(getattr(node, "label", Text()), form, language)
        position = parts[depth].partition(":")[2]
        if label or position:
            words.append(f"{label} {position}".strip())
    return "/".join(parts[:-1]), " · ".join(words)


def _answer_words(form: Form, question: Question, value: str, language: str) -> str:
    """Return choice labels instead of names; other values as they are stored."""
    source = question.choices
    if source is None or source.list_name is None or not value:
        return value
    choice_list = form.choice_lists.get(source.list_name)
    if choice_list is None:
        return value
    labels = {choice.name: words_of(choice.label, form, language) or choice.name for choice in choice_list.choices}
    if question.control is Control.SELECT_ONE:
        return labels.get(value, value)
    words = [labels.get(name, name) for name in value.split()]
    return ("، " if any(ARABIC.search(label) for label in words) else ", ").join(words)
