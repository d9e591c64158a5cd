"""Starting values that the program knows: times, the person, the device, and literal defaults."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime

from forms.definition.elements import Question
from forms.session.answers import cast_result
from forms.session.evaluation import Evaluation
from forms.session.nodes import QuestionNode
from forms.values import DataType

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:)", re.ASCII)  # as a spreadsheet's date cell becomes text


def starting_value(node: QuestionNode, evaluation: Evaluation, *, given: str | None = None) -> str:
    """Return the text a new question begins with; what the program fills in beats the form's default.

    Args:
        given: What the form's own instance holds at this very place; None where it says nothing.
    """
    question = node.question
    if given is None and question.default is None and question.preload is None:
        return ""
    question = question if given is None else replace(node.question, default=given)
    if question.preload is not None:
        text = preloaded(*question.preload, evaluation)
        if text:
            return text
    return literal_default(question)


def literal_default(question: Question) -> str:
    """Return the form's literal starting text; whole numbers and days are cut to what they can keep."""
    text = unicodedata.normalize("NFC", question.default or "")
    if question.data_type in (DataType.DATE, DataType.DATE_TIME):
        text = _MOMENT.sub(r"\1T\2", text)
    cut = question.data_type in (DataType.INTEGER, DataType.DATE)
    return cast_result(question.data_type, text) if cut else text


def preloaded(kind: str, parameter: str, evaluation: Evaluation) -> str:
    """Return what jr:preload fills in at the start; "" for what is filled later (end) or not known."""
    if kind == "timestamp" and parameter == "start":
        return timestamp(evaluation.now())
    if kind == "date" and parameter == "today":
        return evaluation.now().astimezone(evaluation.zone).date().isoformat()
    if kind == "property":
        return evaluation.property(parameter)
    if kind == "uid":
        return f"uuid:{evaluation.uuid()}"
    return ""


def timestamp(moment: datetime) -> str:
    """Return a moment as OpenRosa writes it: milliseconds and the offset from UTC."""
    return moment.isoformat(timespec="milliseconds")
