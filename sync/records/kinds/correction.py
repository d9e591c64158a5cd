"""`correction`: what a person changed in one part of a submission; its header's parents are the heads it builds on."""

from __future__ import annotations

import msgspec

from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName

KIND = "correction"


class CorrectionBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A correction of one part; in `names` it is sealed.

    Args:
        instance: The submission's identity.
        form: Id of the form version's record, when the correction moves the submission to another one; else empty.
        changes: (path, text) of what a person changed; null: no longer answered.
        removed: Repeat instances taken out (`/data/hh:2`).
        attachments: New files named by changed answers, digests of plain bytes.
        reason: In the person's words.
        via, via_who: As in a submission.
        left_out: (path, reason) of questions that are now left out for another reason than before; null: no longer.
        outcome: "stopped" or "completed" when that changed, else "".
    """

    instance: str
    form: Octets = Octets()
    changes: tuple[tuple[str, str | None], ...] = ()
    removed: tuple[str, ...] = ()
    attachments: tuple[AttachmentName, ...] = ()
    reason: str = ""
    via: str = ""
    via_who: str = ""
    left_out: tuple[tuple[str, str | None], ...] = ()
    outcome: str = ""
