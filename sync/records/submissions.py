"""A finished interview as records: split by who may read its answers, and joined again from what is readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from forms.submission import Attachment, Submission, plain_path
from forms.values import Sensitivity
from sync.errors import SyncError
from sync.records.canonical import Octets
from sync.records.changes import DEPRECATED, LEFT_OUT, OUTCOME
from sync.records.fold import ObjectState
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.correction import CorrectionBody
from sync.records.kinds.form_version import FormVersionBody
from sync.records.kinds.submission import COMPLETED, Part, SubmissionBody
from sync.records.order import document_order

SensitivityOf = Callable[[str], Sensitivity]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is known of an interview beside its answers.

    Args:
        left_out: Path -> why the question has no answer, in document order; different reasons of two people joined.
        outcome: "stopped": the person stopped before the end; "" for a completed interview.
    """

    left_out: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A submission split: the ordinary part always, the personal one where there are personal answers.

    Its records: first the personal one in `names` (sealed), then the ordinary one in `team`, whose `parts` name it.
    """

    ordinary: SubmissionBody
    personal: SubmissionBody | None


# Part of the format: both ends make the same name. Only ever gains lines.
EXTENSIONS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/m4a": ".m4a",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
}


def file_name(sha256: bytes, media_type: str) -> str:
    """Return the name an attachment has in answers: made from its bytes, it tells nothing and needs no mapping."""
    return sha256.hex()[:32] + EXTENSIONS.get(media_type, ".bin")


def rename_files(submission: Submission) -> Submission:
    """Return the submission with every attachment named as `file_name` says, in its answers too."""
    names = {each.name: file_name(each.sha256, each.media_type) for each in submission.attachments}
    return replace(
        submission,
        answers=tuple((path, names.get(text, text)) for path, text in submission.answers),
        attachments=tuple(replace(each, name=names[each.name]) for each in submission.attachments),
    )


def split(
    submission: Submission,
    sensitivity: SensitivityOf,
    *,
    form: bytes,
    language: str = "",
    via: str = "",
    via_who: str = "",
    left_out: Mapping[str, str] | None = None,
    outcome: str = "",
) -> Parts:
    """Return the bodies of a finished interview's records.

    Args:
        submission: Attachments named by `rename_files`.
        sensitivity: Path without positions -> who may read it.
        form: Id of the form version's record.
        left_out: Path -> why it has no answer; each goes where the answer would. Kept for blank answers only.
        outcome: "stopped", "" for completed.
    Raises:
        SyncError: `severe_unsupported`, it holds severe answers: this version has no space for them, and they must
            never stand anywhere else.
    """
    marks = {path: sensitivity(plain_path(path)) for path, _ in submission.answers}
    if any(mark is Sensitivity.SEVERE for mark in marks.values()):
        raise SyncError("severe_unsupported")
    ordinary = tuple(each for each in submission.answers if marks[each[0]] is Sensitivity.ORDINARY)
    personal = tuple(each for each in submission.answers if marks[each[0]] is Sensitivity.PERSONAL)
    body = SubmissionBody(
        form=Octets(form),
        instance=submission.instance,
        answers=ordinary,
        attachments=_named_by(ordinary, submission.attachments, rest=not personal, others=personal),
        deprecated=submission.deprecated or "",
        language=language,
        via=via,
        via_who=via_who,
        left_out=_reasons(ordinary, left_out or {}),
        outcome=outcome,
    )
    if not personal:
        return Parts(body, None)
    other = SubmissionBody(
        form=Octets(form),
        instance=submission.instance,
        answers=personal,
        attachments=_named_by(personal, submission.attachments, rest=True, others=ordinary),
        via=via,
        left_out=_reasons(personal, left_out or {}),
    )
    return Parts(body, other)


def _reasons(answers: Sequence[tuple[str, str]], left_out: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (path, reason) of the blank answers among these that have one."""
    return tuple((path, left_out[path]) for path, text in answers if not text and left_out.get(path))


def with_parts(body: SubmissionBody, parts: Iterable[tuple[bytes, bytes]]) -> SubmissionBody:
    """Return the ordinary body listing the other parts' (space, record id)."""
    listed = tuple(Part(space=Octets(space), id=Octets(record)) for space, record in parts)
    return msgspec.structs.replace(body, parts=listed)


def correct(
    before: Submission,
    after: Submission,
    sensitivity: SensitivityOf,
    *,
    form: bytes,
    form_before: bytes | None = None,
    changed: Callable[[str], bool],
    reason: str = "",
    remarks: tuple[Remarks, Remarks] = (Remarks(), Remarks()),
) -> Mapping[Sensitivity, CorrectionBody]:
    """Return the bodies of a correction, one for each part it changes.

    Args:
        before, after: The submission as it stood and as the person left it; attachments named by `rename_files`.
        changed: Tells the paths a person may have changed: calculated ones are left out, the engine settles them.
        form: Id of the form version's record it was edited with.
        form_before: Form version it had before, None for the same: only a move to another one is a change.
        reason: Free words; they go with the strictest part that is changed, and nowhere else.
        remarks: As they stood and as they are now.
    Raises:
        SyncError: `severe_unsupported`.
    """
    old, new = dict(before.answers), dict(after.answers)
    removed = _removed_repeats(old, new)
    files = {each.name: each for each in after.attachments}
    known = {each.sha256 for each in before.attachments}
    bodies: dict[Sensitivity, CorrectionBody] = {}
    changes: dict[Sensitivity, list[tuple[str, str | None]]] = {}
    for path in dict.fromkeys((*new, *old)):
        inside = any(path.startswith(each + "/") for each in removed)
        if new.get(path) == old.get(path) or inside:
            continue
        if changed(plain_path(path)) or _is_frame(path, old) or _is_frame(path, new):
            changes.setdefault(sensitivity(plain_path(path)), []).append((path, new.get(path)))
    reasons = _changed_reasons(remarks, sensitivity, removed=removed)
    if Sensitivity.SEVERE in changes or Sensitivity.SEVERE in reasons:
        raise SyncError("severe_unsupported")
    ended = (remarks[1].outcome or COMPLETED) if remarks[0].outcome != remarks[1].outcome else ""
    touched = {path: {sensitivity(plain_path(each)) for each in old if each.startswith(path + "/")} for path in removed}
    for part in (Sensitivity.ORDINARY, Sensitivity.PERSONAL):
        gone = tuple(path for path in removed if part in touched[path])
        mine = tuple(changes.get(part, ()))
        why = tuple(reasons.get(part, ()))
        outcome = ended if part is Sensitivity.ORDINARY else ""
        if not (mine or gone or why or outcome):
            continue
        named = [files[text] for _, text in mine if text is not None and text in files]
        bodies[part] = CorrectionBody(
            instance=before.instance,
            form=Octets(b"" if form_before in (None, form) else form),
            changes=mine,
            removed=gone,
            attachments=tuple(_name(each) for each in named if each.sha256 not in known),
            left_out=why,
            outcome=outcome,
        )
    return _explained(bodies, reason)


def _explained(bodies: Mapping[Sensitivity, CorrectionBody], reason: str) -> Mapping[Sensitivity, CorrectionBody]:
    """Return the bodies, the strictest one with the reason: who corrects a name is likely to write it there."""
    part = Sensitivity.PERSONAL if Sensitivity.PERSONAL in bodies else Sensitivity.ORDINARY
    return {each: msgspec.structs.replace(body, reason=reason if each is part else "") for each, body in bodies.items()}


def _changed_reasons(
    remarks: tuple[Remarks, Remarks], sensitivity: SensitivityOf, *, removed: Sequence[str]
) -> Mapping[Sensitivity, list[tuple[str, str | None]]]:
    """Return the reasons that are new, others or gone, by part; those of removed repeats go with them."""
    before, after = remarks[0].left_out, remarks[1].left_out
    found: dict[Sensitivity, list[tuple[str, str | None]]] = {}
    for path in dict.fromkeys((*after, *before)):
        inside = any(path.startswith(each + "/") for each in removed)
        if before.get(path) != after.get(path) and not inside:
            found.setdefault(sensitivity(plain_path(path)), []).append((path, after.get(path)))
    return found


@dataclass(frozen=True, slots=True)
class Joined:
    """A submission as it stands here.

    Args:
        submission: All readable answers in document order.
        conflicts: Path (or `form`) -> the values that stand beside each other; None: not answered.
        remarks: Which questions were left out and how it ended.
    """

    submission: Submission
    conflicts: Mapping[str, tuple[str | None, ...]]
    remarks: Remarks = Remarks()


def join(
    instance: str,
    parts: Sequence[ObjectState],
    form: FormVersionBody,
    *,
    attachments: Iterable[AttachmentName] = (),
    order: Sequence[str] | None = None,
) -> Joined:
    """Return the submission that its readable parts make.

    Args:
        parts: State of the ordinary part first, then of the others that are readable.
        form: The form version it was asked with.
        attachments: Of all records of the readable parts, digests of plain bytes.
        order: Every path without positions in document order; the form version's own `paths` when not given.
    """
    answers: dict[str, str] = {}
    conflicts: dict[str, tuple[str | None, ...]] = {}
    reasons: dict[str, str] = {}
    for state in parts:
        for path, found in state.fields.items():
            if path.startswith(LEFT_OUT):
                reasons[path.removeprefix(LEFT_OUT)] = " / ".join(filter(None, found.values))
                continue
            if found.is_conflict:
                conflicts.setdefault(path, found.values)
            if path.startswith("/") and found.value is not None:
                answers.setdefault(path, found.value)
    paths = document_order(tuple(answers), form.paths if order is None else order)
    # An answer that came later, from whatever program, takes the place of the reason for having none.
    left_out = {path: reasons[path] for path in paths if reasons.get(path) and not answers[path]}
    outcome = (parts[0].value(OUTCOME) or "") if parts else ""
    deprecated = parts[0].value(DEPRECATED) if parts else None
    texts = set(answers.values())
    named = {each.sha256: each for each in attachments if file_name(each.sha256, each.type) in texts}
    submission = Submission(
        form_id=form.form_id,
        form_version=form.version,
        instance=instance,
        answers=tuple((path, answers[path]) for path in paths),
        deprecated=deprecated,
        namespaces=dict(form.namespaces),
        attachments=tuple(
            Attachment(file_name(sha256, each.type), bytes(sha256), each.size, each.type)
            for sha256, each in named.items()
        ),
    )
    return Joined(submission, conflicts, Remarks(left_out, outcome))


def _is_frame(path: str, answers: Mapping[str, str]) -> bool:
    """Tell whether a path that was listed as an empty group or repeat holds answers there, or the other way round."""
    return any(each.startswith(path + "/") for each in answers)


def _removed_repeats(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Return the repeat instances that were there and are not, outermost only."""
    after = _instances(new)
    gone = [path for path in _instances(old) if path not in after]
    return tuple(path for path in gone if not any(path.startswith(other + "/") for other in gone))


def _instances(answers: Mapping[str, str]) -> dict[str, None]:
    found: dict[str, None] = {}
    for path in answers:
        steps = path.split("/")
        for length, step in enumerate(steps, start=1):
            if plain_path(f"/{step}") != f"/{step}":
                found.setdefault("/".join(steps[:length]))
    return found


def _named_by(
    answers: Sequence[tuple[str, str]],
    attachments: Sequence[Attachment],
    *,
    rest: bool,
    others: Sequence[tuple[str, str]],
) -> tuple[AttachmentName, ...]:
    """Return the attachments these answers name, and, for the strictest part (`rest`), those that none names."""
    texts, elsewhere = {text for _, text in answers}, {text for _, text in others}
    mine = (each for each in attachments if each.name in texts or (rest and each.name not in elsewhere))
    return tuple({each.sha256: _name(each) for each in mine}.values())


def _name(attachment: Attachment) -> AttachmentName:
    return AttachmentName(sha256=Octets(attachment.sha256), size=attachment.size, type=attachment.media_type)
