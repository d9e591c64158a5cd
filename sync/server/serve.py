"""Starts the server: opens its database and media, prints where it listens and its codes, serves until told to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from sqlalchemy import Connection

from sync.server import log
from sync.server.application import make_application
from sync.server.codes import Purpose, has_code, new_code, set_code
from sync.server.database import Database, open_database
from sync.server.identity import renew_writers
from sync.server.media import MediaStore, open_media
from sync.server.patience import PatientProtocol
from sync.server.queries import attachments as files
from sync.server.service import Service, system_clock

DEFAULT_PORT = 8450
GRACE = 10  # seconds that running requests get after the stop was asked for
KEEP_ALIVE = 75  # seconds an idle connection of a slow link stays open
MAX_CONNECTIONS = 500  # above it a request is answered 503 at once


@dataclass(frozen=True)
class Settings:
    """How the server is started.

    Args:
        folder: Where the database and attachments lie unless their URLs are given.
        db: "sqlite:///…" or "postgresql://…"; None for a file in `folder`.
        media: Folder or URL of attachments; None for a folder in `folder`.
        host: Address to listen on. On another one than this machine's own, founding needs a code.
        port: 0 takes any free one.
        restored: The database was brought back from a backup: the server writes with new keys from now on.
        console_code: The console's code, given instead of a printed one.
        new_codes: Make and print new codes; the old ones stop working.
    """

    folder: Path
    db: str | None = None
    media: str | None = None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    restored: bool = False
    console_code: str | None = None
    new_codes: bool = False


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; running requests are finished first.

    Args:
        say: Prints one line for the person who started the server.
    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be opened.
        OSError: the folder cannot be made, or the address is taken.
        ValueError: the media URL is of a kind this version does not know.
    """
    log.set_up()
    database = open_database(settings.db or f"sqlite:///{settings.folder / 'server.db'}")
    try:
        media = open_media(settings.media or str(settings.folder / "media"))
        if settings.restored:
            renew_writers(database)
            for line in _forget_lost(database, media):
                say(line)
        loopback = is_loopback(settings.host)
        service = Service(database, media, clock=system_clock, founding_needs_code=not loopback)
        listener = _listen(settings.host, settings.port)
        for line in _greeting(service, settings, listener):
            say(line)
        _run(service, listener)
    finally:
        database.close()


def _forget_lost(database: Database, media: MediaStore) -> list[str]:
    """Look for the bytes of every attachment the database says is here; laptops send again what is not.

    A backup of the database and one of the folder are never of the same moment.
    """
    known = database.read(files.all_complete)
    lost = [(assessment, sha256) for assessment, sha256 in known if not media.has(assessment, sha256)]

    def work(connection: Connection) -> None:
        for assessment, sha256 in lost:
            files.note_lost(connection, assessment, sha256)

    if not lost:
        return []
    database.write(work)
    return [f"{len(lost)} of {len(known)} attachments are not in the media folder; laptops will send them again."]


def is_loopback(host: str) -> bool:
    """Tell whether only programs of this machine reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # so that asyncio sends at once
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _greeting(service: Service, settings: Settings, listener: socket.socket) -> list[str]:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    lines = [f"Groundup server: http://{shown}:{port}", f"Console: http://{shown}:{port}/console"]
    database = service.database
    if settings.console_code is not None:
        set_code(database, Purpose.CONSOLE, settings.console_code)
    elif settings.new_codes or not has_code(database, Purpose.CONSOLE):
        lines.append(f"Console code: {_fresh(service, Purpose.CONSOLE)} (shown once, keep it)")
    if service.founding_needs_code and (settings.new_codes or not has_code(database, Purpose.FOUND)):
        lines.append(f"Founding code: {_fresh(service, Purpose.FOUND)} (shown once, keep it)")
    return lines


def _fresh(service: Service, purpose: Purpose) -> str:
    code = new_code()
    set_code(service.database, purpose, code)
    return code


def _run(service: Service, listener: socket.socket) -> None:
    config = uvicorn.Config(
        make_application(service),
        http=PatientProtocol,
        ws="none",
        log_config=None,
        access_log=True,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    # uvicorn stops gracefully on these signals and then raises them again; the second time they end nothing.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _number, _frame: None)
    server.run(sockets=[listener])
