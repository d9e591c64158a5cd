"""What finishing an interview is given: its files, who may read what, why answers are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.storage.sqlcipher import Connection
from forms.submission import Attachment, Submission, plain_path
from forms.values import Sensitivity
from sync.records.submissions import Remarks

SensitivityOf = Callable[[str], Sensitivity] | Mapping[str, Sensitivity]


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller says of missing answers and the outcome; None: nothing."""

    left_out: Mapping[str, str] | None
    outcome: str | None

    def over(self, before: Remarks, submission: Submission) -> Remarks:
        """Return the remarks as they are now; reasons stand only beside blank answers of the submission."""
        given = before.left_out if self.left_out is None else self.left_out
        kept = {path: given[path] for path, text in submission.answers if not text and given.get(path)}
        return Remarks(kept, before.outcome if self.outcome is None else self.outcome)


def marker(sensitivity: SensitivityOf) -> Callable[[str], Sensitivity]:
    """Return what says who may read a path without positions; a mapping names what is not ordinary."""
    if callable(sensitivity):
        return sensitivity
    known: Mapping[str, Sensitivity] = sensitivity
    return lambda path: known.get(plain_path(path), Sensitivity.ORDINARY)


def draft_files(connection: Connection, draft: str) -> tuple[Attachment, ...]:
    """Return the files kept with a draft."""
    rows = connection.execute("select name, sha256, size, type from draft_media where draft = ?", (draft,))
    return tuple(Attachment(row["name"], row["sha256"], row["size"], row["type"]) for row in rows)


def with_files(submission: Submission, files: Sequence[Attachment]) -> Submission:
    """Return the submission with those files that its answers name, besides its own attachments."""
    texts = {text for _, text in submission.answers}
    own = {file.name: file for file in submission.attachments}
    own |= {file.name: file for file in files if file.name in texts and file.name not in own}
    return replace(submission, attachments=tuple(own.values()))
