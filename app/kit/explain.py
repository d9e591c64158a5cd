"""Turns the failures of the other floors into messages: storage, forms, exchange, and the system's own."""

from __future__ import annotations

import errno

from app.kit.language import isolate, left_to_right, text
from app.kit.notices import Explainer, Message
from app.kit.theme import interface_language
from app.storage.errors import SENTENCES, StorageError
from forms.errors import FormsError
from forms.messages import fill
from forms.messages import sentence as form_sentence
from sync.errors import SyncError
from sync.errors import sentence as sync_sentence


def storage_sentence(failure: StorageError) -> str:
    """Return the sentence of a storage failure in the language of the window."""
    facts = {name: isolate(fact) if isinstance(fact, str) else fact for name, fact in failure.facts.items()}
    return fill(text(SENTENCES.get(failure.code, failure.code)), facts)


def explain_storage(failure: BaseException) -> Message | None:
    """Word a failure of the workspace."""
    return _message(storage_sentence(failure), failure) if isinstance(failure, StorageError) else None


def explain_forms(failure: BaseException) -> Message | None:
    """Word a failure of a form."""
    if isinstance(failure, FormsError):
        return _message(form_sentence(failure, interface_language()), failure)
    return None


def explain_sync(failure: BaseException) -> Message | None:
    """Word a failure of the exchange."""
    if isinstance(failure, SyncError):
        return _message(sync_sentence(failure, interface_language()), failure)
    return None


def explain_system(failure: BaseException) -> Message | None:
    """Word a failure of the disk or of a file a person named."""
    if not isinstance(failure, OSError):
        return None
    name = left_to_right(str(failure.filename)) if failure.filename else ""
    if failure.errno == errno.ENOSPC:
        words = text("The disk is full. Everything shown as saved is safe. Free some space and try again.")
    elif isinstance(failure, FileNotFoundError):
        words = text("The file is not there any more. {file}", file=name)
    elif isinstance(failure, PermissionError):
        words = text("This laptop does not allow it. Choose another place. {file}", file=name)
    else:
        words = text("The file could not be read or written. Try again, or choose another place. {file}", file=name)
    return _message(words, failure)


EXPLAINERS: tuple[Explainer, ...] = (explain_storage, explain_forms, explain_sync, explain_system)


def _message(sentence: str, failure: BaseException) -> Message:
    """Put the first sentence in bold; the exception's own words are the details."""
    lead, dot, rest = sentence.partition(". ")
    details = f"{type(failure).__name__}: {failure}"
    return Message("error", rest, lead + ("." if dot and not lead.endswith(".") else ""), details)
