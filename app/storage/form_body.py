"""Describe a form version as the body of its record."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence

from app.vault.media import MediaFile
from forms.definition.elements import Control
from forms.definition.form import Form
from forms.values import Sensitivity
from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.form_version import FormVersionBody


def body_of(
    form: Form,
    file_name: str,
    kept: Sequence[MediaFile],
    files: Mapping[str, bytes],
    marks: Mapping[str, Sensitivity],
) -> FormVersionBody:
    """Return the body of a form version.

    Args:
        file_name: Bare name of the file that was brought.
        kept: The stored file itself, then the external files by sorted name.
        files: External files by bare name.
        marks: Marks given beside those in the form.
    """
    attachments: dict[bytes, AttachmentName] = {}
    for name, file in zip((file_name, *sorted(files)), kept, strict=True):
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        named = AttachmentName(sha256=Octets(file.sha256), size=file.size, type=kind)
        attachments.setdefault(file.sha256, named)
    order = list(attachments)
    return FormVersionBody(
        form_id=form.form_id,
        version=form.version,
        title=form.title or form.form_id,
        root=form.root,
        file_name=file_name,
        attachments=tuple(attachments.values()),
        files=tuple((name, order.index(file.sha256)) for name, file in zip(sorted(files), kept[1:], strict=True)),
        missing=tuple(dict.fromkeys(needed.name for needed in form.external if needed.name not in files)),
        marks=tuple(sorted((path, mark.value) for path, mark in marks.items())),
        languages=form.languages,
        namespaces=tuple(sorted(form.namespaces.items())),
        questions=sum(question.control not in (Control.NONE, Control.NOTE) for _, question in form.questions()),
    )
