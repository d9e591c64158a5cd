"""Reads request bodies as streams with a limit that holds before anything is allocated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from time import monotonic

from anyio import fail_after
from starlette.requests import ClientDisconnect, Request

from sync.server.patience import SILENCE, WHOLE
from sync.server.problems import Problem


async def read_body(request: Request, limit: int) -> bytes:
    """Return the whole body of at most `limit` bytes.

    Raises:
        Problem: 413 when it is longer (said at once when the header says so), 400 when it was cut.
    """
    pieces = [piece async for piece in pieces_of(request, limit)]
    return b"".join(pieces)


async def pieces_of(request: Request, limit: int) -> AsyncIterator[bytes]:
    """Yield the body in the pieces in which it arrives, refusing it as soon as it passes `limit` bytes.

    Raises:
        Problem: 413 when it is longer than `limit` bytes, 400 when it was cut or its length is no number, 408 when
            it comes too slowly.
    """
    announced = _announced(request)
    if announced is not None and announced > limit:
        raise Problem(413, "too_large", limit=limit)
    taken = 0
    stream, started = request.stream(), monotonic()
    while True:
        try:
            with fail_after(min(SILENCE, max(0.0, started + WHOLE - monotonic()))):
                piece = await anext(stream, None)
        except ClientDisconnect as error:
            raise Problem(400, "cut") from error
        except TimeoutError as error:
            raise Problem(408, "cut") from error
        if piece is None:
            break
        taken += len(piece)
        if taken > limit:
            raise Problem(413, "too_large", limit=limit)
        if piece:
            yield piece
    if announced is not None and taken != announced:
        raise Problem(400, "cut")


def _announced(request: Request) -> int | None:
    text = request.headers.get("content-length")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Problem(400, "bad_request")
    return int(text)
