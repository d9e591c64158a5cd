"""The server as an ASGI application: the protocol's routes beside the console's pages.

Work on the database runs in a bounded pool of threads; nothing is kept in the process between requests but what can be
read again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from sync.server.console.pages import console_routes
from sync.server.database import POOL_SIZE
from sync.server.protocol import protocol_routes
from sync.server.service import Service

T = TypeVar("T")


class Work:
    """Runs functions on at most `POOL_SIZE` threads, one per connection of the database."""

    def __init__(self) -> None:
        self._limiter: CapacityLimiter | None = None

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function on a thread and return what it returns."""
        if self._limiter is None:  # a limiter belongs to the running loop
            self._limiter = CapacityLimiter(POOL_SIZE)
        return await to_thread.run_sync(functools.partial(function, *arguments), limiter=self._limiter)


def make_application(service: Service) -> Starlette:
    """Return the application of one service."""
    work = Work()

    async def to_console(_request: Request) -> RedirectResponse:
        return RedirectResponse("/console", status_code=303)

    routes = [*protocol_routes(service, work.run), *console_routes(service, work.run), Route("/", to_console)]
    return Starlette(routes=routes)
