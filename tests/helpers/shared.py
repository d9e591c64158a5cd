"""Finds the reference data that is kept beside the project; a user's clone has none of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("GROUNDUP_SHARED", Path(__file__).parents[2].parent / "shared"))


def shared_path(name: str) -> Path:
    """Return the path of a file of the reference data, or skip the calling test when it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the reference data is not beside this project: {name}")
    return path
