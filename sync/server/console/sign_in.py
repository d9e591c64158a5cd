"""Who may see the console: the console code once, then an opaque token in a cookie that only this server reads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sync.server.codes import Purpose, TryResult, try_code
from sync.server.queries.tokens import (
    console_session_is_good,
    end_console_session,
    keep_console_session,
    new_token,
)
from sync.server.service import Service

COOKIE = "groundup-session"
LASTS = 12 * 60 * 60  # seconds; a working day


def is_signed_in(service: Service, token: str) -> bool:
    """Tell whether a cookie's token is a sign-in of ours that is not over."""
    now = service.clock()
    return bool(token) and service.database.read(lambda connection: console_session_is_good(connection, token, now))


def sign_in(service: Service, code: str, origin: str) -> tuple[TryResult, str]:
    """Try a console code; with the right one, return a fresh token beside the result."""
    result = try_code(service.database, Purpose.CONSOLE, code[:200], origin=origin, clock=service.clock)
    if result is not TryResult.RIGHT:
        return result, ""
    token, now = new_token(), service.clock()
    service.database.write(
        lambda connection: keep_console_session(connection, token, expires=now + LASTS * 1000, now=now)
    )
    return result, token


def leave(service: Service, token: str) -> None:
    """End a sign-in."""
    service.database.write(lambda connection: end_console_session(connection, token))


def give_cookie(response: Response, request: Request, token: str) -> None:
    """Put the token into a cookie that no script and no other site can use."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=LASTS,
        path="/console",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def is_own_form(request: Request) -> bool:
    """Tell whether a posted form comes from a page of ours: a browser says which site sent it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
