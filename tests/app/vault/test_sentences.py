"""Every code has its sentence, every sentence its code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.storage import errors
from app.storage.errors import SENTENCES, StorageError, from_system, sentence

ROOT = Path(__file__).parents[3] / "app"
CODE = re.compile(r"""(?:StorageError|WrongPassphrase)\(\s*"([a-z-]+)"|default_code = "([a-z-]+)\"""")


def codes() -> set[str]:
    """Return every code that stands in the program."""
    found = set()
    for folder in ("vault", "storage", "commands"):
        for path in (ROOT / folder).glob("*.py"):
            found |= {first or second for first, second in CODE.findall(path.read_text(encoding="utf-8"))}
    return found


def test_codes_and_sentences_are_the_same_set():
    """No failure without words, no words that nothing says."""
    assert codes() == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_says_more_than_its_code(code):
    """Whole sentences that end, also when a fact is missing."""
    words = sentence(StorageError(code))
    assert words.endswith(".")
    assert words[0].isupper() or words[0] == "{"


def test_the_systems_failures_are_told_apart():
    """No space, no right, and everything else."""
    import errno

    told = [from_system(OSError(number, "x")) for number in (errno.ENOSPC, errno.EROFS, errno.EIO)]
    assert [type(each) for each in told] == [errors.DiskFull, errors.WorkspaceReadOnly, errors.DiskFailed]
