"""`rights-root`: the first record of an assessment; its id is the assessment's id. Written by the root key."""

from __future__ import annotations

import msgspec

KIND = "rights-root"
RULES = 1  # the set of rules this version folds by


class RootBody(msgspec.Struct, frozen=True, kw_only=True):
    """Founds the assessment.

    Args:
        rules: Number of the set of rules by which rights are folded; another one than ours stops the exchange.
    """

    rules: int = RULES
