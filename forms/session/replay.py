"""Replay an answer file: the actions of one interview as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from forms.errors import FormsError
from forms.session.interview import Interview


class ReplayRefused(FormsError):
    """The answer file cannot be read, or one of its steps cannot be done; facts say which."""


class Step(msgspec.Struct, frozen=True):
    """One action; `value` as a person would give it: text, number, truth, list of names, place, or file."""

    op: str = ""
    ref: str = ""
    value: object = None
    language: str = ""


class AnswerFile(msgspec.Struct, frozen=True):
    """The actions of one interview, and the clock, zone and chance (`seed`) they are to happen under."""

    steps: list[Step]
    language: str | None = None
    now: str | None = None
    zone: str | None = None
    seed: str | None = None


# Actions of other engines that have no meaning without a position; done by doing nothing.
POSITION_OPS = frozenset({"next", "prev", "go_to_start"})


def read_answers(data: bytes) -> AnswerFile:
    """Return an answer file.

    Raises:
        ReplayRefused: it is no JSON of that shape.
    """
    try:
        return msgspec.json.decode(data, type=AnswerFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReplayRefused("answers-unreadable", reason=str(error)) from error


def replay(interview: Interview, steps: Sequence[Step]) -> Interview:
    """Do the steps in order and return the interview they end in (reopening a draft makes a new one).

    Raises:
        ReplayRefused: a step is unknown or was refused; facts name its number (from 1) and the reason's code.
    """
    for number, step in enumerate(steps, start=1):
        try:
            interview = _do(interview, step)
        except ReplayRefused:
            raise
        except FormsError as error:
            raise ReplayRefused("step-refused", number=number, op=step.op, ref=step.ref, reason=error.code) from error
    return interview


def _do(interview: Interview, step: Step) -> Interview:
    if step.op == "answer":
        interview.answer(step.ref, answer_text(step.value))
    elif step.op == "add_repeat":
        interview.add_repeat(step.ref)
    elif step.op == "remove_repeat":
        interview.remove_repeat(step.ref)
    elif step.op == "set_language":
        interview.set_language(step.language)
    elif step.op == "serialize_and_restore":
        return interview.reopened()
    elif step.op not in POSITION_OPS:
        raise ReplayRefused("step-unknown", op=step.op)
    return interview


def answer_text(value: object) -> str | None:
    """Return the text of an answer given as a number, truth, list of names, place {latitude, longitude} or file."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    if isinstance(value, Mapping):
        if "file" in value:
            return str(value["file"])
        parts = (value.get("latitude"), value.get("longitude"), value.get("altitude") or 0, value.get("accuracy") or 0)
        return " ".join(str(part) for part in parts)
    return str(value)


def moment_of(text: str | None, zone: tzinfo) -> datetime | None:
    """Return an ISO moment, in `zone` where it names no offset; None for none.

    Raises:
        ReplayRefused: it is no ISO moment.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ReplayRefused("moment-unreadable", text=text) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def zone_of(name: str | None) -> tzinfo | None:
    """Return a zone by its IANA name; None for none.

    Raises:
        ReplayRefused: there is no such zone.
    """
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ReplayRefused("zone-unknown", zone=name) from error


__all__ = ["AnswerFile", "ReplayRefused", "Step", "answer_text", "moment_of", "read_answers", "replay", "zone_of"]
