"""Clients that say nothing, or nearly nothing, do not keep others out."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from processes import free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sync.server import bodies
from sync.server.bodies import read_body
from sync.server.patience import PatientProtocol
from sync.server.problems import Problem

SHORT = 0.4  # seconds


class Hasty(PatientProtocol):
    """The same with less patience."""

    begin = SHORT


async def take(request: Request) -> Response:
    """Answer with the body's length."""
    try:
        return PlainTextResponse(str(len(await read_body(request, 1_000))))
    except Problem as error:
        return PlainTextResponse(error.code, status_code=error.status)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that loses its patience soon; at most four connections."""
    monkeypatch.setattr(bodies, "SILENCE", SHORT)
    app = Starlette(routes=[Route("/", take, methods=["POST"])])
    found = free_port()
    config = uvicorn.Config(app, port=found, http=Hasty, log_config=None, lifespan="off", limit_concurrency=4)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield found
    server.should_exit = True
    thread.join(timeout=10)


def answered(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send parts with pauses and return what comes back until the end."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        for part in parts:
            raw.sendall(part)
            time.sleep(pause)
        data = b""
        while piece := raw.recv(4096):
            data += piece
        return data


HEAD = b"POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 4\r\n\r\n"


@pytest.mark.parametrize("start", [b"", b"POST / HT", HEAD[:-2]])
def test_a_request_that_does_not_begin_is_given_up(port: int, start: bytes) -> None:
    """Without a word, and in the middle of its head."""
    began = time.monotonic()
    assert answered(port, start) == b""
    assert time.monotonic() - began < 4 * SHORT


def test_a_body_that_stops_is_given_up(port: int) -> None:
    """It is told that it was cut."""
    answer = answered(port, HEAD, b"ab")
    assert answer.startswith(b"HTTP/1.1 408")
    assert answer.endswith(b"cut")


def test_a_slow_body_is_waited_for(port: int) -> None:
    """Each byte within the time: the whole may take longer than one silence."""
    answer = answered(port, HEAD, b"a", b"b", b"c", b"d", pause=SHORT / 2)
    assert answer.endswith(b"\r\n\r\n4")


def test_a_kept_connection_may_rest(port: int) -> None:
    """Between two requests the server's longer patience holds."""
    kept = HEAD.replace(b"connection: close\r\n", b"")
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        for _ in range(2):
            raw.sendall(kept + b"abcd")
            time.sleep(2 * SHORT)
            assert b"200 OK" in raw.recv(4096)


def test_the_silent_do_not_keep_others_out(port: int) -> None:
    """As many silent connections as the server takes; a moment later there is room."""
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(6)]
    try:
        time.sleep(3 * SHORT)
        assert answered(port, HEAD + b"abcd").endswith(b"\r\n\r\n4")
    finally:
        for each in silent:
            each.close()
