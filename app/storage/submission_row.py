"""The row of a finished interview in the review table, made from its records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from app.storage.assembling import NAMES, TEAM, Assembled
from app.storage.core import moment_text
from app.storage.form_shelf import Shelved, label_of
from forms.submission import instance_name
from sync.records.changes import LANGUAGE, LEFT_OUT
from sync.records.kinds.submission import STOPPED
from sync.records.rights import Rights

SHORT_SECONDS = 2.0  # an answer given faster than this, on average, was hardly asked


def folded_row(
    assembled: Assembled, rights: Rights, shelved: Shelved | None, *, has_media: Callable[[bytes], bool]
) -> tuple[dict[str, object], Mapping[str, str]]:
    """Return the row's columns (with `personal_title` apart) and the values of the form's columns.

    Everything in it but `personal_title` comes from the ordinary part alone.

    Args:
        shelved: The opened form, None while its file has not come.
        has_media: Tells whether a file of that digest is here.
    """
    fields = assembled.states[TEAM].fields.items()
    team = {name: state.value for name, state in fields if state.value is not None and not name.startswith(LEFT_OUT)}
    first, submission = assembled.first, assembled.joined.submission
    person = rights.person_of(first.header.writer)
    started, ended = _metadata(shelved, team, "start"), _metadata(shelved, team, "end")
    title_path = f"/{_root(team)}/meta/instanceName"
    title = team.get(title_path, "")
    place = _place(shelved, team)
    who = person.name if person is not None else ""
    columns = {path: team[path] for path in (shelved.columns if shelved else ()) if team.get(path)}
    flags = _flags(assembled, started, ended, len(team), has_media)
    searched = [title, who, place, *columns.values()]
    searched += [label_of(shelved, path, value) for path, value in columns.items()] if shelved else []
    row: dict[str, object] = {
        "version": assembled.version,
        "record": first.id,
        "form_title": shelved.form.title or shelved.form.form_id if shelved else submission.form_id,
        "form_version": submission.form_version,
        "form_id": submission.form_id,
        "title": title,
        "personal_title": "" if title else instance_name(submission),
        "status": _status(assembled),
        "who": who,
        "started": started,
        "finished": ended or moment_text(*first.header.at),
        "finished_ms": _milliseconds(ended, first.header.at[0]),
        "place": place,
        "language": team.get(LANGUAGE, ""),
        "mine": int(first.mine),
        "corrected": max(sum(each.part == part for each in assembled.corrections) for part in (TEAM, NAMES)),
        "has_names": int(assembled.has_names),
        "flags": json.dumps(flags),
        "labels": "[]",
        "search": "\n".join(searched).casefold(),
    }
    return row, columns


def _status(assembled: Assembled) -> str:
    if assembled.first.standing != "counts":
        return "aside"
    if assembled.joined.conflicts:
        return "conflict"
    return "finished" if any(each.mine and not each.held for each in assembled.records) else "sent"


def _flags(
    assembled: Assembled, started: str, ended: str, answers: int, has_media: Callable[[bytes], bool]
) -> list[str]:
    flags = []
    if assembled.joined.conflicts:
        flags.append("conflict")
    if assembled.first.standing != "counts":
        flags.append("aside")
    seconds = _seconds(started, ended)
    if seconds is not None and seconds < SHORT_SECONDS * answers:
        flags.append("short")
    plain = [name.sha256 for each in assembled.records if each.part == TEAM for name in each.body.attachments]
    if not all(has_media(digest) for digest in plain):
        flags.append("missing-media")
    if assembled.joined.remarks.left_out:
        flags.append("left-out")
    if assembled.joined.remarks.outcome == STOPPED:
        flags.append("stopped")
    return flags


def _seconds(started: str, ended: str) -> float | None:
    try:
        return (datetime.fromisoformat(ended) - datetime.fromisoformat(started)).total_seconds()
    except (ValueError, TypeError):
        return None


def _milliseconds(ended: str, recorded: int) -> int:
    """Return when an interview was finished, in UTC milliseconds; when it was recorded if the form does not say."""
    try:
        moment = datetime.fromisoformat(ended)
        return round(moment.timestamp() * 1000) if moment.tzinfo is not None else recorded
    except (ValueError, OverflowError):
        return recorded


def _metadata(shelved: Shelved | None, team: Mapping[str, str], which: str) -> str:
    """Return the answer of the form's `start` or `end` question, "" without one."""
    if shelved is None:
        return ""
    paths = (path for path, question in shelved.form.questions() if question.preload == ("timestamp", which))
    return team.get(next(paths, ""), "")


def _place(shelved: Shelved | None, team: Mapping[str, str]) -> str:
    value = team.get(shelved.place, "") if shelved is not None and shelved.place else ""
    return label_of(shelved, shelved.place, value) if shelved is not None and value else ""


def _root(team: Mapping[str, str]) -> str:
    path = next((name for name in team if name.startswith("/")), "/data")
    return path.split("/")[1]
