"""`review`: what a coordinator says about a submission, as changeable fields."""

from __future__ import annotations

import msgspec

KIND = "review"
STATE = "state"
COMMENT = "comment"
STATES = ("approved", "returned", "set-back")


class ReviewBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change of a submission's review.

    Args:
        instance: The submission's identity.
        changes: (field, value). Fields of today: `state` ("approved", "returned" to the interviewer, "set-back" to
            not reviewed) and `comment`; null clears a field.
        via, via_who: As in a submission.
    """

    instance: str
    changes: tuple[tuple[str, str | None], ...]
    via: str = ""
    via_who: str = ""
