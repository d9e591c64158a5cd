"""What the interview room keeps in a draft besides the session's own state: reasons for answers left out."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Room(msgspec.Struct, frozen=True, omit_defaults=True):
    """The room's part.

    Attributes:
        reasons: Reference of a question -> why it was left out.
        seen: References of questions whose page was shown.
        stopped: The person said that they stop here.
    """

    reasons: dict[str, str] = {}
    seen: list[str] = []
    stopped: bool = False


class _Holder(msgspec.Struct, frozen=True):
    room: Room = Room()


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(_Holder)


def with_room(session: bytes, *, reasons: Mapping[str, str], seen: list[str], stopped: bool) -> bytes:
    """Return the session's draft, a JSON object, with the room's part beside it; the session reads past it."""
    room = _ENCODER.encode(Room(dict(reasons), seen, stopped))
    return session.rstrip()[:-1] + b',"room":' + room + b"}"


def reasons_after_removal(reasons: Mapping[str, str], removed: str) -> dict[str, str]:
    """Return the reasons when a repeat instance (`/data/hh[2]`) is gone: its own too, those behind it one place up."""
    stem, place = removed.rpartition("[")[0] + "[", int(removed.rpartition("[")[2].rstrip("]"))
    kept = {}
    for ref, words in reasons.items():
        if ref.startswith(stem):
            number, _, rest = ref[len(stem) :].partition("]")
            if int(number) == place:
                continue
            if int(number) > place:
                kept[f"{stem}{int(number) - 1}]{rest}"] = words
                continue
        kept[ref] = words
    return kept


def room_of(saved: bytes) -> Room:
    """Return the room's part of a draft; an empty one when it has none."""
    try:
        return _DECODER.decode(saved).room
    except msgspec.MsgspecError:
        return Room()
