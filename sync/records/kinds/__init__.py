"""Bodies of records, one file per kind.

rights space    root, steward, space, invite, admit, writer, space_key, accept, current
plan space      details, form_version, form_same
team space      submission, correction, review
in all          attachment (how bodies name files), sealed (the box around a body of a `names` space)

`KINDS` names the body class of every kind this version folds. In a `names` space the same kinds stand inside a sealed
body (`sealed.py`). A kind that is not here is stored, forwarded and counted; one that starts with `rights-` and is not
here stops the exchange of that assessment until the program is updated. A shipped body class only ever gains fields
with defaults: workspaces outlive versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.records.kinds import (
    accept,
    admit,
    correction,
    current,
    details,
    form_same,
    form_version,
    invite,
    review,
    root,
    space,
    space_key,
    steward,
    submission,
    writer,
)

KINDS: Mapping[str, type[Any]] = {
    root.KIND: root.RootBody,
    steward.KIND: steward.StewardBody,
    space.KIND: space.SpaceBody,
    invite.KIND: invite.InviteBody,
    admit.KIND: admit.AdmitBody,
    writer.KIND: writer.WriterBody,
    space_key.KIND: space_key.KeyBody,
    accept.KIND: accept.AcceptBody,
    current.KIND: current.CurrentBody,
    details.KIND: details.DetailsBody,
    form_version.KIND: form_version.FormVersionBody,
    form_same.KIND: form_same.FormSameBody,
    submission.KIND: submission.SubmissionBody,
    correction.KIND: correction.CorrectionBody,
    review.KIND: review.ReviewBody,
}
RIGHTS_PREFIX = "rights-"
