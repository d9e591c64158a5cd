"""The engine of ODK Web Forms loads what we write, where it is installed: many forms in one process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from all_xforms import all_xforms

sys.path.append(str(Path(__file__).parents[2] / "oracles"))

from other_engines import Peer, PeerMissing, web_forms

# What it does not load, with its reason; pyxform's XForm of each is the same.
REFUSED = {
    "select_from_own_repeat": "'..[...]' is no expression for it",
    "background_place_shown": "a place that is shown as something to acknowledge",
    "dynamic_media": "a picture whose name is an answer has no address for it",
}
STILL = {
    "zone": "UTC",
    "now": 1_770_000_000_000,  # milliseconds
    "chance": 0.5,
    "uuid": "12345678-1234-4234-8234-123456789012",
    "properties": {},
    "language": "",
    "steps": [],
}


@pytest.fixture
def engine() -> Iterator[Peer]:
    """The engine in a process of its own."""
    try:
        found = web_forms(install=False)
    except PeerMissing as missing:
        pytest.skip(f"not tried in ODK Web Forms: {missing}")
    with found:
        yield found


@pytest.mark.slow
def test_every_form_we_write_is_loaded(engine: Peer, tmp_path: Path) -> None:
    """All forms of the equality tests but for those it cannot load; of the real ones it loads what is in no dialect."""
    nothing = tmp_path / "files"
    nothing.mkdir()
    files = all_xforms(tmp_path, real=False)
    answers = {path.stem: engine.ask({**STILL, "form": str(path), "files": str(nothing)}) for path in files}
    assert {name for name, answer in answers.items() if "error" in answer} == set(REFUSED)
