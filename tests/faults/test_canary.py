"""What is typed stands nowhere in clear."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import canary_fault


def test_nothing_typed_stands_in_clear_and_a_leak_is_found():
    """Database, log, media, backups, names of files; and one planted word."""
    figures = canary_fault.run(6)
    assert (figures["hits"], figures["planted found"]) == (0, 1)


@pytest.mark.parametrize("before", [b"", b"a", b"ab"])
@pytest.mark.parametrize("after", [b"", b"z", b"zz"])
def test_a_word_is_found_in_base64_at_every_offset(before, after):
    """The search itself is tested: it may not miss what it looks for."""
    import base64

    word = canary_fault.CANARY
    for plain in (word.encode(), word.encode("utf-16-le")):
        data = base64.b64encode(before + plain + after)
        assert any(form in data for form in canary_fault.forms(word))
