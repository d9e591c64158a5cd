"""Speaks HTTP for the client; believes an answer only when it is our protocol's own.

Every way in which a request can fail becomes one of our errors here and nowhere else: no network, a name that is not
known, a portal page that answers 200 with HTML, a proxy's 413 or 502, a redirect to another host, an answer cut in the
middle, a slow link, a certificate that is not good.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests
import truststore
from requests import exceptions
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, NameResolutionError, ProtocolError, ReadTimeoutError

from sync.errors import ProtocolRefused, SyncError
from sync.protocol.messages import Trouble, decode_message
from sync.protocol.paths import MESSAGE_TYPE, PROTOCOL, PROTOCOL_HEADER

TIMEOUT = 60.0  # seconds without a byte; weak links pause for long
READ_PIECE = 64 * 1024  # bytes read at a time
MAX_ANSWER = 10_000_000  # bytes of any answer but a have list's, which is shorter
PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before a request is sent again after the link failed
AGAIN = frozenset({"answer_cut", "no_connection", "server_slow", "server_away"})  # a later try may succeed


class LinkFailed(SyncError):
    """The link, or something between us and the server, failed; trying again later may help."""


class NotOurs(SyncError):
    """Something answered that is not a Groundup server: a portal, a proxy, another program."""


class Refused(SyncError):
    """The server itself refused; `status` is its HTTP status."""

    def __init__(self, code: str, *, http_status: int, **facts: str | int) -> None:
        super().__init__(code, **facts)
        self.http_status = http_status


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server: its status (200 to 299), headers and whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _SystemTrust(HTTPAdapter):
    """Check certificates with the operating system's trust store."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002 - given by requests
        """Keep requests from adding its own list of authorities; a list named in the environment still counts."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = verify if isinstance(verify, str) else None


class Transport:
    """Requests to one server over one kept connection.

    Args:
        address: "https://host" or "http://host:port", with or without a path.
        timeout: Seconds without a byte after which a request is given up.
        pauses: Seconds to wait before each further try after the link failed.
        sleep: Waits that long.
    Raises:
        LinkFailed: the address is none.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float = TIMEOUT,
        pauses: Sequence[float] = PAUSES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pauses = tuple(pauses)
        self._sleep = sleep
        self.address = checked_address(address)
        self.host = urlsplit(self.address).netloc
        self._timeout = timeout
        self._session = requests.Session()
        self._session.mount("https://", _SystemTrust())
        self._session.headers.update({"Accept-Encoding": "identity", PROTOCOL_HEADER: str(PROTOCOL)})
        self._session.auth = _no_login  # never send what a .netrc holds
        self._session.trust_env = not _is_this_machine(self.address)  # no proxy stands between us and ourselves
        self.token: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        kind: str = MESSAGE_TYPE,
        headers: Mapping[str, str] | None = None,
        answer_kind: str = MESSAGE_TYPE,
        limit: int = MAX_ANSWER,
        again: bool = True,
    ) -> Answer:
        """Send one request and return the server's answer.

        Args:
            body: Bytes to send, None for a request without a body.
            kind: Content type of `body`.
            answer_kind: Content type the answer must have when it has a body.
            limit: Greatest number of bytes taken.
            again: Send it again a few times when the link fails; every request of the protocol may be repeated.
        Raises:
            LinkFailed: no answer, or not a whole one.
            NotOurs: what answered is not a Groundup server.
            Refused: the server refused.
        """
        sent = dict(headers or {})
        if body is not None:
            sent["Content-Type"] = kind
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        for pause in self._pauses if again else ():
            try:
                return self._ask_once(method, path, body, sent, answer_kind, limit)
            except LinkFailed as error:
                if error.code not in AGAIN:
                    raise
            self._sleep(pause)
        return self._ask_once(method, path, body, sent, answer_kind, limit)

    def _ask_once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], answer_kind: str, limit: int
    ) -> Answer:
        try:
            with self._session.request(
                method,
                self.address + path,
                data=body,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                self._believe(response)
                answer = Answer(response.status_code, response.headers, _whole_body(response, method, limit, self.host))
        except (exceptions.RequestException, HTTPError) as error:
            raise link_error(error, self.host) from error
        return self._judge(answer, answer_kind)

    def _believe(self, response: requests.Response) -> None:
        """Raise unless the answer carries our protocol's own mark."""
        status = response.status_code
        if response.headers.get(PROTOCOL_HEADER) == str(PROTOCOL):
            return
        if 300 <= status < 400:
            target = urlsplit(response.headers.get("Location", "")).netloc or self.host
            raise NotOurs("redirected", host=self.host, target=target)
        if status == 413:
            raise NotOurs("proxy_limit", host=self.host)
        if status in (502, 503, 504):
            raise LinkFailed("server_away", host=self.host, status=status)
        if status == 407 or status == 511:
            raise NotOurs("portal", host=self.host)
        if response.headers.get("Content-Type", "").startswith("text/html") and status == 200:
            raise NotOurs("portal", host=self.host)
        newer = response.headers.get(PROTOCOL_HEADER)
        if newer is not None:
            raise NotOurs("protocol_unknown", host=self.host, version=newer[:20])
        raise NotOurs("not_a_server", host=self.host, status=status)

    def _judge(self, answer: Answer, answer_kind: str) -> Answer:
        """Return an answer of success; raise what the server says otherwise."""
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        if answer.status == 200:
            if answer.body and kind != answer_kind:
                raise NotOurs("not_a_server", host=self.host, status=answer.status)
            return answer
        try:
            trouble = decode_message(answer.body, Trouble)
        except ProtocolRefused as error:
            raise NotOurs("not_a_server", host=self.host, status=answer.status) from error
        facts = {name: fact for name, fact in trouble.facts.items() if name != "http_status"}
        raise Refused(trouble.code, http_status=answer.status, **facts)


# Foreign failures -> our code, the first that fits; the last line catches what is left.
LINK_CODES: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.ProxyError, "proxy_failed"),
    (exceptions.SSLError, "certificate_not_good"),
    (exceptions.Timeout, "server_slow"),
    (exceptions.ChunkedEncodingError, "answer_cut"),
    (exceptions.ContentDecodingError, "answer_cut"),
    (exceptions.StreamConsumedError, "answer_cut"),
    (exceptions.ConnectionError, "no_connection"),
    (exceptions.InvalidProxyURL, "proxy_failed"),
    (exceptions.InvalidURL, "address_wrong"),
    (exceptions.MissingSchema, "address_wrong"),
    (exceptions.InvalidSchema, "address_wrong"),
    (exceptions.URLRequired, "address_wrong"),
    (exceptions.TooManyRedirects, "redirected_round"),
    (Exception, "link_failed"),
)


def link_error(error: Exception, host: str) -> LinkFailed:
    """Return our error for a failure of requests or urllib3."""
    code = next(code for kind, code in LINK_CODES if isinstance(error, kind))
    if code == "no_connection":
        chain = _chain(error)
        if any(isinstance(cause, NameResolutionError | socket.gaierror) for cause in chain):
            code = "name_unknown"
        elif any(isinstance(cause, TimeoutError | ReadTimeoutError) for cause in chain):
            code = "server_slow"
        elif any(
            isinstance(cause, ConnectionResetError | BrokenPipeError | HTTPException | ProtocolError) for cause in chain
        ):
            code = "answer_cut"
    return LinkFailed(code, host=host)


def _chain(error: BaseException) -> list[BaseException]:
    """Return every exception inside `error`: its arguments, reasons and causes."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop()
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
    return found


def checked_address(address: str) -> str:
    """Return the address without a closing slash.

    Raises:
        LinkFailed: it is not http:// or https:// with a host.
    """
    text = address.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise LinkFailed("address_wrong", host=address[:100]) from error
    if not usable or parts.query or parts.fragment or parts.username is not None:
        raise LinkFailed("address_wrong", host=address[:100])
    return text


def _is_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole_body(response: requests.Response, method: str, limit: int, host: str) -> bytes:
    """Return the body, in full or not at all.

    Raises:
        NotOurs: it is longer than `limit`, or packed although we asked for plain bytes.
        LinkFailed: it ended early.
    """
    if method == "HEAD":
        return response.content  # nothing, but read to its end the connection is kept
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NotOurs("not_a_server", host=host, status=response.status_code)
    announced = response.headers.get("Content-Length", "")
    if not announced.isdigit() and response.headers.get("Transfer-Encoding", "") != "chunked":
        raise LinkFailed("answer_cut", host=host)  # nothing would tell us whether it is whole
    if announced.isdigit() and int(announced) > limit:
        raise NotOurs("answer_too_large", host=host, limit=limit)
    data = bytearray()
    for piece in response.iter_content(READ_PIECE):
        data += piece
        if len(data) > limit:
            raise NotOurs("answer_too_large", host=host, limit=limit)
    if announced.isdigit() and len(data) != int(announced):
        raise LinkFailed("answer_cut", host=host)
    return bytes(data)


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
