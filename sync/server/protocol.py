"""The protocol over HTTP: paths to functions, messages in and out, refusals as messages, limits before anything."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.errors import RecordRefused, SyncError
from sync.protocol import limits, paths
from sync.protocol.messages import (
    Found,
    IdsRequest,
    Lookup,
    NonceRequest,
    ReadRequest,
    SpaceRequest,
    TokenRequest,
    Trouble,
    decode_message,
    encode_message,
)
from sync.records.canonical import from_text
from sync.records.header import HASH_SIZE, ID_SIZE, SPACE_SIZE
from sync.server.access import Principal, principal_of
from sync.server.bodies import read_body
from sync.server.problems import Problem
from sync.server.resources import attachments, entry, records
from sync.server.service import Service

LOG = logging.getLogger("groundup.server")
Message = TypeVar("Message", bound=msgspec.Struct)
Endpoint = Callable[[Request], Awaitable[Response]]
# Status of errors that come from deeper floors; every other one of theirs is a bad request.
STATUS_OF = {"assessment_unknown": 404, "batch_too_large": 413, "too_large": 413}
PIECE_QUERY = "size"  # greatest number of bytes a reader of an attachment wants at once


class Run(Protocol):
    """Runs a function on a thread."""

    async def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the function returns."""
        ...


def protocol_routes(service: Service, run: Run) -> list[Route]:
    """Return the routes of the protocol."""
    server = _Handlers(service, run)
    messages: list[tuple[str, Endpoint]] = [
        (paths.NONCE, server.open(NonceRequest, entry.nonce)),
        (paths.LOOKUP, server.open(Lookup, entry.lookup)),
        (paths.TOKEN, server.open(TokenRequest, entry.token)),
        (paths.FOUND, server.guarded(server.found)),
        (paths.HAVE, server.behind_token(SpaceRequest, records.have)),
        (paths.IDS, server.behind_token(IdsRequest, records.ids)),
        (paths.LACKS, server.behind_token(SpaceRequest, records.lacks)),
        (paths.MISSING, server.behind_token(SpaceRequest, attachments.missing)),
        (paths.READ, server.guarded(server.read)),
        (paths.BATCH, server.guarded(server.batch)),
    ]
    return [
        Route(paths.IDENTITY, server.guarded(server.identity), methods=["GET"]),
        *(Route(path, endpoint, methods=["POST"]) for path, endpoint in messages),
        Route(paths.ATTACHMENT, server.guarded(server.attachment), methods=["HEAD", "GET", "PATCH"]),
    ]


class _Handlers:
    """The endpoints of one service."""

    def __init__(self, service: Service, run: Run) -> None:
        self._service = service
        self._run = run

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """Return the endpoint with the protocol's header on every answer and errors as messages."""

        async def answer(request: Request) -> Response:
            try:
                paths.check_version(request.headers.get(paths.PROTOCOL_HEADER))
                response = await endpoint(request)
            except Problem as error:
                response = _trouble(error.status, error.code, error.facts)
            except SyncError as error:
                response = _trouble(STATUS_OF.get(error.code, 400), error.code, error.facts)
            except SQLAlchemyError:
                LOG.exception("the database did not answer: %s %s", request.method, request.url.path)
                response = _trouble(503, "server_trouble", {})
            except OSError:
                LOG.exception("the attachments' disk did not answer: %s %s", request.method, request.url.path)
                response = _trouble(507, "server_full", {})
            response.headers[paths.PROTOCOL_HEADER] = str(paths.PROTOCOL)
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer

    def open(self, kind: type[Message], work: Callable[[Service, Message], msgspec.Struct]) -> Endpoint:
        """Return the endpoint of a message that needs no token."""

        async def endpoint(request: Request) -> Response:
            message = decode_message(await read_body(request, limits.MESSAGE), kind)
            return _message(await self._run(work, self._service, message))

        return self.guarded(endpoint)

    def behind_token(
        self, kind: type[Message], work: Callable[[Service, Principal, Message], msgspec.Struct]
    ) -> Endpoint:
        """Return the endpoint of a message that needs a token."""

        async def endpoint(request: Request) -> Response:
            who = await self._who(request)
            message = decode_message(await read_body(request, limits.MESSAGE), kind)
            return _message(await self._run(work, self._service, who, message))

        return self.guarded(endpoint)

    async def identity(self, _request: Request) -> Response:
        """Say who answers."""
        return _message(await self._run(entry.identity, self._service))

    async def found(self, request: Request) -> Response:
        """Take in an assessment."""
        message = decode_message(await read_body(request, limits.FOUND), Found, limit=limits.FOUND)
        origin = request.client.host if request.client is not None else ""
        return _message(await self._run(entry.found, self._service, message, origin))

    async def read(self, request: Request) -> Response:
        """Give records as a batch."""
        who = await self._who(request)
        message = decode_message(await read_body(request, limits.MESSAGE), ReadRequest)
        data = await self._run(records.read, self._service, who, message)
        return Response(data, media_type=paths.BATCH_TYPE)

    async def batch(self, request: Request) -> Response:
        """Take a batch of records."""
        who = await self._who(request)
        data = await read_body(request, limits.BATCH)
        return _message(await self._run(records.batch, self._service, who, data))

    async def attachment(self, request: Request) -> Response:
        """Say how far an attachment is here (HEAD), take a piece (PATCH), give bytes (GET)."""
        who = await self._who(request)
        space = _part(request, "space", SPACE_SIZE)
        sha256 = _part(request, "sha256", HASH_SIZE)
        if request.method == "HEAD":
            return _state(await self._run(attachments.state, self._service, who, space, sha256), b"")
        offset = _number(request.headers.get(paths.OFFSET_HEADER, "0"))
        if request.method == "GET":
            return await self._give(request, who, space, sha256, offset)
        announced = _number(request.headers.get("content-length", "0"))
        await self._run(attachments.check_piece, self._service, who, space, sha256, offset, announced)
        piece = await read_body(request, limits.PIECE_MAX)
        return _message(await self._run(attachments.add, self._service, who, space, sha256, offset, piece))

    async def _give(self, request: Request, who: Principal, space: bytes, sha256: bytes, offset: int) -> Response:
        wanted = min(_number(request.query_params.get(PIECE_QUERY, str(limits.PIECE_MAX))), limits.PIECE_MAX)

        def collect() -> Response:
            state, pieces = attachments.read(self._service, who, space, sha256, offset)
            data = bytearray()
            for piece in pieces:
                data += piece
                if len(data) >= wanted:
                    break
            return _state(state, bytes(data[:wanted]))

        response: Response = await self._run(collect)
        return response

    async def _who(self, request: Request) -> Principal:
        assessment = _part(request, "assessment", ID_SIZE)
        who: Principal = await self._run(principal_of, self._service, assessment, request.headers)
        return who


def _message(message: msgspec.Struct) -> Response:
    return Response(encode_message(message), media_type=paths.MESSAGE_TYPE)


def _trouble(status: int, code: str, facts: dict[str, str | int]) -> Response:
    return Response(
        encode_message(Trouble(code=code, facts=dict(facts))), status_code=status, media_type=paths.MESSAGE_TYPE
    )


def _state(state: attachments.State, data: bytes) -> Response:
    headers = {
        paths.OFFSET_HEADER: str(state.offset),
        paths.SIZE_HEADER: str(state.size),
        paths.COMPLETE_HEADER: "1" if state.complete else "0",
    }
    return Response(data, media_type=paths.BYTES_TYPE, headers=headers)


def _part(request: Request, name: str, length: int) -> bytes:
    """Return a part of the path. Raises Problem: 404, it is none."""
    try:
        return from_text(request.path_params[name], length=length)
    except RecordRefused as error:
        raise Problem(404, "not_found") from error


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Problem(400, "bad_message")
    return int(text)
