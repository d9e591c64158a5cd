"""A finished set of answers, as records carry it and as OpenRosa sends it.

`answers` lists every relevant leaf of the instance in document order as (path, text). A path names elements from the
root, repeats by instance name: `/data/hh:1/age`. An answer that was asked and left blank is listed with ""; what was
not relevant is not listed. A relevant repeat instance or group without any leaf is listed itself with "".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attachment:
    """A media file named by an answer.

    Args:
        name: File name as it stands in the answer (unique in the submission); never leaves in ordinary records.
        sha256: Digest of the plain bytes, 32 bytes.
        size: Number of plain bytes.
        media_type: MIME type.
    """

    name: str
    sha256: bytes
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One finished interview.

    Args:
        form_id: The form's `form_id` setting.
        form_version: The form's `version` setting, "" when it has none.
        instance: `uuid:` + random version 4, the OpenRosa instanceID.
        answers: (path, text) in document order, see the module's docstring.
        deprecated: instanceID this one replaces, None for a first submission.
        namespaces: prefix -> URI declared on the root besides the standard ones.
        attachments: Files named by answers.
    """

    form_id: str
    form_version: str
    instance: str
    answers: tuple[tuple[str, str], ...]
    deprecated: str | None = None
    namespaces: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
