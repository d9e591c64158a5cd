"""`form-version`: a form put into use, with the file that was brought."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from forms.values import Sensitivity
from sync.records.kinds.attachment import AttachmentName

KIND = "form-version"


class FormVersionBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A version of a form.

    Args:
        form_id: The form's `form_id`; versions of one form share it.
        version: The form's `version` setting, "" when it has none.
        title: The form's title.
        root: Name of the instance's root element.
        file_name: Bare name of the file that was brought.
        attachments: The file itself first, then external files.
        files: (bare file name, number in `attachments`) of external files; two names may share one.
        missing: Bare names of external files the form needs and that were not brought.
        marks: (path without positions, `personal` or `severe`), beside those written in the form.
        languages: As the form names them.
        namespaces: (prefix, URI) declared on the root of its instances.
        questions: Number of questions asked.
        paths: Path without positions of every element of its instances in document order, where they fit; so that
            holders who cannot open the form make the same XML.
    """

    form_id: str
    title: str
    file_name: str
    attachments: tuple[AttachmentName, ...]
    version: str = ""
    root: str = "data"
    files: tuple[tuple[str, int], ...] = ()
    missing: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    namespaces: tuple[tuple[str, str], ...] = ()
    questions: int = 0
    paths: tuple[str, ...] = ()


def sensitivities(marks: Iterable[tuple[str, str]]) -> dict[str, Sensitivity]:
    """Return path -> who may read its answers; a mark this version does not know is the strictest one."""
    known = {level.value: level for level in Sensitivity}
    return {path: known.get(mark, Sensitivity.SEVERE) for path, mark in marks}
