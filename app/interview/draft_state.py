"""What the interview room keeps in a draft besides the session's own state: reasons for answers left out."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Room(msgspec.Struct, frozen=True, omit_defaults=True):
    """The room's part.

    Attributes:
        reasons: Reference of a question -> why it was left out.
        seen: References of questions whose page was shown.
    """

    reasons: dict[str, str] = {}
    seen: list[str] = []


class _Holder(msgspec.Struct, frozen=True):
    room: Room = Room()


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(_Holder)


def with_room(session: bytes, *, reasons: Mapping[str, str], seen: list[str]) -> bytes:
    """Return the session's draft, a JSON object, with the room's part beside it; the session reads past it."""
    room = _ENCODER.encode(Room(dict(reasons), seen))
    return session.rstrip()[:-1] + b',"room":' + room + b"}"


def room_of(saved: bytes) -> Room:
    """Return the room's part of a draft; an empty one when it has none."""
    try:
        return _DECODER.decode(saved).room
    except msgspec.MsgspecError:
        return Room()
