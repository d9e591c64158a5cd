"""A server on loopback that answers with exactly the bytes a test gives it, to play portals, proxies and cuts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Script = Callable[[bytes], bytes | None]


@contextmanager
def bad_server(script: bytes | Script) -> Iterator[str]:
    """Yield "http://127.0.0.1:PORT"; each connection gets the scripted bytes and is closed.

    Args:
        script: What to answer, or a function of the request's first bytes; None leaves the client waiting.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()
    waiting: list[socket.socket] = []

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            answer = script(_request(connection)) if callable(script) else (_request(connection), script)[1]
            if answer is None:
                waiting.append(connection)
                continue
            with connection:
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for connection in waiting:
            connection.close()


def _request(connection: socket.socket) -> bytes:
    """Read the head of a request and the body its length announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body
