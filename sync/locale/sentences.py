"""English sentences of this package: code -> (what is wrong, what to do); places in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {}
