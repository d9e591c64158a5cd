"""Read the records of changeable things as edits of objects: which object a record changes, and what it says."""

from __future__ import annotations

from typing import Any

from sync.records.canonical import to_text
from sync.records.fold import Edit
from sync.records.header import Header
from sync.records.kinds.correction import CorrectionBody
from sync.records.kinds.details import OBJECT as ASSESSMENT
from sync.records.kinds.details import DetailsBody
from sync.records.kinds.form_same import FormSameBody
from sync.records.kinds.review import ReviewBody
from sync.records.kinds.submission import COMPLETED, SubmissionBody

FORM = "form"  # field of a submission: id of its form version, as base64url text
DEPRECATED = "deprecated"
LANGUAGE = "language"
OUTCOME = "outcome"  # "stopped"; no value: completed
LEFT_OUT = "left_out:"  # before the path of a question: why it has no answer


def object_of(body: Any) -> str | None:
    """Return the id of the object a body changes, within its space; None for bodies that change none."""
    if isinstance(body, (SubmissionBody, CorrectionBody)):
        return body.instance
    if isinstance(body, ReviewBody):
        return f"review/{body.instance}"
    if isinstance(body, DetailsBody):
        return ASSESSMENT
    if isinstance(body, FormSameBody):
        return f"same/{to_text(body.version)}"
    return None


def edit_of(record: bytes, header: Header, body: Any) -> Edit:
    """Return what a record says about its object.

    Args:
        record: Its id.
        body: One for which `object_of` is not None.
    """
    sets: dict[str, str | None]
    whole = False
    removes: tuple[str, ...] = ()
    if isinstance(body, SubmissionBody):
        sets, whole = _of_submission(body), True
    elif isinstance(body, CorrectionBody):
        sets = dict(body.changes)
        if body.form:
            sets[FORM] = to_text(body.form)
        # Taking a repeat out is a change of the repeat's own path, so that it shows even where it had no answers.
        sets.update(dict.fromkeys(body.removed))
        sets.update({LEFT_OUT + path: reason for path, reason in body.left_out})
        if body.outcome:
            sets[OUTCOME] = None if body.outcome == COMPLETED else body.outcome
        removes = (*body.removed, *(LEFT_OUT + each for each in body.removed))
    else:
        sets = dict(body.changes)
    return Edit(id=record, tick=header.tick, parents=header.parents, sets=sets, whole=whole, removes=removes)


def _of_submission(body: SubmissionBody) -> dict[str, str | None]:
    """Return every field of a submission; equal ones are one submission with several witnesses."""
    sets: dict[str, str | None] = dict(body.answers)
    sets[FORM] = to_text(body.form)
    sets[DEPRECATED] = body.deprecated or None
    sets[LANGUAGE] = body.language or None
    sets.update({LEFT_OUT + path: reason for path, reason in body.left_out})
    if body.outcome:
        sets[OUTCOME] = body.outcome
    return sets
