"""`submission`: one part of a finished interview; the part in `team` lists the others."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName

KIND = "submission"
STOPPED = "stopped"
COMPLETED = "completed"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Another part of the same submission: the space it lies in and its record's id."""

    space: Octets
    id: Octets


class SubmissionBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One part of a submission; in `names` it is sealed.

    Args:
        form: Id of the form version's record.
        instance: "uuid:…", the OpenRosa instanceID: the submission's identity.
        answers: (path, text) in document order of this part; repeats are named (`/data/hh:1/age`).
        attachments: Files named by answers of this part, digests of plain bytes.
        parts: The other parts, in the ordinary one only.
        deprecated: instanceID this one replaces, "" for none.
        language: Language it was asked in, as the form names it.
        via: "" for a laptop of ours, "openrosa" for a phone, "console" for the server's page.
        via_who: Which token or person, as the server knows it.
        left_out: (path, reason in the person's words) of required questions of this part without an answer.
        outcome: "stopped": the person stopped before the end; "" for a completed interview. In the ordinary part only.
    """

    form: Octets
    instance: str
    answers: tuple[tuple[str, str], ...]
    attachments: tuple[AttachmentName, ...] = ()
    parts: tuple[Part, ...] = ()
    deprecated: str = ""
    language: str = ""
    via: str = ""
    via_who: str = ""
    left_out: tuple[tuple[str, str], ...] = ()
    outcome: str = ""
