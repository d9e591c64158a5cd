"""How long the server waits for a client that says nothing: a connection must begin a request, and go on with it."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

BEGIN = 60.0  # seconds for the whole head of a request; a weak link brings it in a few
SILENCE = 90.0  # seconds without a byte of a body
WHOLE = 900.0  # seconds for a whole body; the largest, a piece of 256 kB, takes two minutes at 20 kbit/s


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which waits for ever for the head of a request, with an end to it.

    Without it, a few hundred connections that say nothing would keep everybody else out.
    """

    begin = BEGIN
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting until the head of a request is whole."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()  # a part of the next request on a kept connection

    def on_response_complete(self) -> None:
        """Leave a kept connection to uvicorn's own patience until it speaks again."""
        self._stop_waiting()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer with the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.begin, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
