"""The exceptions of this package and the one place where it words anything: a code, its facts, its sentence."""

from __future__ import annotations

from pathlib import Path

from forms.messages import Catalogue
from sync.locale.sentences import SENTENCES

CATALOGUE = Catalogue(Path(__file__).parent / "locale", "sync")


class SyncError(Exception):
    """A failure that a person can be told about: `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class RecordRefused(SyncError):
    """Bytes that are no record of ours, or one that breaks a rule for its form; `code` is the reason sent back."""


class ProtocolRefused(SyncError):
    """A message that is not of this protocol, of a version we do not know, or over its limits."""


class KeyRefused(SyncError):
    """A code, key or sealed box that does not open what it should."""


def sentence(error: SyncError, language: str = "en") -> str:
    """Return what went wrong and, where there is one, what to do next."""
    return words(error.code, language, **error.facts)


def words(code: str, language: str = "en", **facts: str | int) -> str:
    """Return the sentences of a code (also of a result's reason); an unknown code is returned as it is."""
    known = SENTENCES.get(code)
    if known is None:
        return code
    return " ".join(CATALOGUE.text(part, language, **facts) for part in known if part)
