"""Generated inputs do no harm, and without the protections they do."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fuzz_fault


def test_generated_inputs_do_no_harm_and_without_protection_they_do():
    """Three hundred of all kinds: none uncaught, slow, large or without a place; the control fails."""
    figures = fuzz_fault.run(300)
    assert figures["failures"] == []
    assert figures["tried"] == 300
    assert figures["failed without protection"] > 0
