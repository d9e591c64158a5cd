"""What may answer instead of our server, and how a link may fail: each is one plain error, none is a success."""

from __future__ import annotations

import inspect
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import urllib3
from bad_server import bad_server
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from requests import exceptions

from sync.client.transport import LINK_CODES, LinkFailed, NotOurs, Refused, Transport, checked_address, link_error
from sync.errors import SyncError, sentence

OURS = b"groundup-protocol: 1\r\n"
MESSAGE = b"content-type: application/vnd.groundup.message+json\r\n"


def answer(status: bytes, headers: bytes = b"", body: bytes = b"") -> bytes:
    length = b"content-length: %d\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + headers + length + b"connection: close\r\n\r\n" + body


def ask(script: bytes | Callable[[bytes], bytes | None], *, timeout: float = 5, again: bool = False) -> bytes:
    with bad_server(script) as address, Transport(address, timeout=timeout, pauses=(0.0, 0.0)) as transport:
        return transport.ask("POST", "/groundup/1/x", body=b"{}", again=again).body


CASES = {
    "portal": (answer(b"200 OK", b"content-type: text/html\r\n", b"<html>Please log in</html>"), NotOurs, "portal"),
    "portal that asks to sign in": (answer(b"511 Network Authentication Required"), NotOurs, "portal"),
    "portal's redirect": (answer(b"302 Found", b"location: http://portal.example/login\r\n"), NotOurs, "redirected"),
    "204 without our header": (answer(b"204 No Content"), NotOurs, "not_a_server"),
    "200 without our header": (answer(b"200 OK", MESSAGE, b"{}"), NotOurs, "not_a_server"),
    "another program's 404": (answer(b"404 Not Found", b"content-type: text/html\r\n", b"no"), NotOurs, "not_a_server"),
    "proxy's 413": (answer(b"413 Payload Too Large"), NotOurs, "proxy_limit"),
    "proxy's 502": (answer(b"502 Bad Gateway", b"content-type: text/html\r\n", b"bad"), LinkFailed, "server_away"),
    "our header, but HTML": (answer(b"200 OK", OURS + b"content-type: text/html\r\n", b"ok"), NotOurs, "not_a_server"),
    "our header, but 204": (answer(b"204 No Content", OURS), NotOurs, "not_a_server"),
    "refusal without words": (answer(b"400 Bad Request", OURS + MESSAGE, b"<"), NotOurs, "not_a_server"),
    "newer protocol": (answer(b"200 OK", b"groundup-protocol: 2\r\n" + MESSAGE, b"{}"), NotOurs, "protocol_unknown"),
    "packed answer": (answer(b"200 OK", OURS + MESSAGE + b"content-encoding: gzip\r\n", b"x"), NotOurs, "not_a_server"),
    "cut in the middle": (
        answer(b"200 OK", OURS + MESSAGE, b"{}").replace(b": 2\r", b": 90\r"),
        LinkFailed,
        "answer_cut",
    ),
    "no length": (b"HTTP/1.1 200 OK\r\n" + OURS + MESSAGE + b"\r\n{}", LinkFailed, "answer_cut"),
    "nothing at all": (b"", LinkFailed, "answer_cut"),
    "half a head": (b"HTTP/1.1 200 OK\r\nconte", NotOurs, "not_a_server"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", LinkFailed, None),
    "endless": (
        answer(b"200 OK", OURS + MESSAGE, b"").replace(b": 0\r", b": 99999999999\r"),
        NotOurs,
        "answer_too_large",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_only_our_own_answer_is_believed(name: str) -> None:
    """Whatever else answers becomes an error with a sentence, never a success."""
    script, kind, code = CASES[name]
    with pytest.raises(kind) as caught:
        ask(script)
    assert code is None or caught.value.code == code
    assert caught.value.code != sentence(caught.value), "every code has its sentence"


def test_our_answer_is_believed() -> None:
    """The control: the same bytes with our header and type are a success."""
    assert ask(answer(b"200 OK", OURS + MESSAGE, b'{"a":1}')) == b'{"a":1}'


def test_refusal_carries_the_servers_code_and_facts() -> None:
    """What the server says is raised with its status."""
    body = b'{"code":"too_large","facts":{"limit":5,"size":9}}'
    with pytest.raises(Refused) as caught:
        ask(answer(b"413 Payload Too Large", OURS + MESSAGE, body))
    assert (caught.value.code, caught.value.http_status, caught.value.facts["limit"]) == ("too_large", 413, 5)


def test_silence_ends_after_the_timeout() -> None:
    """A server that never answers is given up."""
    with pytest.raises(LinkFailed) as caught:
        ask(lambda _request: None, timeout=0.2)
    assert caught.value.code == "server_slow"


def test_a_failed_link_is_tried_again() -> None:
    """A request that was cut twice succeeds at the third try."""
    script = iter([b"", b"", answer(b"200 OK", OURS + MESSAGE, b"{}")])
    assert ask(lambda _request: next(script), again=True) == b"{}"


def test_a_portal_is_not_tried_again() -> None:
    """Only failures of the link are tried again."""
    asked: list[bytes] = []

    def portal(request: bytes) -> bytes:
        asked.append(request)
        return answer(b"200 OK", b"content-type: text/html\r\n", b"<html>")

    with pytest.raises(NotOurs):
        ask(portal, again=True)
    assert len(asked) == 1


def test_the_token_never_follows_a_redirect() -> None:
    """A redirect is refused, so the token goes nowhere else."""
    asked: list[bytes] = []

    def elsewhere(request: bytes) -> bytes:
        asked.append(request)
        return answer(b"200 OK", OURS + MESSAGE, b"{}")

    with bad_server(elsewhere) as other:
        script = answer(b"307 Temporary Redirect", b"location: " + other.encode() + b"\r\n")
        with bad_server(script) as address, Transport(address, pauses=()) as transport:
            transport.token = "secret"
            with pytest.raises(NotOurs):
                transport.ask("POST", "/x", body=b"{}")
    assert asked == []


def test_nobody_listens() -> None:
    """A closed port is no connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Transport(f"http://127.0.0.1:{port}", pauses=()) as transport, pytest.raises(LinkFailed) as caught:
        transport.ask("GET", "/x")
    assert caught.value.code == "no_connection"


def test_unknown_name() -> None:
    """A name nobody knows is said so."""
    with Transport("http://no-such-name.invalid", pauses=()) as transport, pytest.raises(LinkFailed) as caught:
        transport.ask("GET", "/x")
    assert caught.value.code == "name_unknown"


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return the TLS side of a server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    """A self-made certificate is a failure of its own kind, and no request is sent."""
    context = self_signed(tmp_path)
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as safe:
                asked.append(safe.recv(100))

        thread = threading.Thread(target=serve)
        thread.start()
        address = f"https://localhost:{listener.getsockname()[1]}"
        with Transport(address, pauses=(), timeout=5) as transport, pytest.raises(LinkFailed) as caught:
            transport.ask("GET", "/x")
        thread.join()
    assert caught.value.code == "certificate_not_good"
    assert asked in ([], [b""])


@pytest.mark.parametrize(
    "address", ["", "example.org", "ftp://example.org", "http://", "http://a:b@c", "http://h:99999"]
)
def test_what_is_no_address(address: str) -> None:
    """An address that cannot be one is refused before anything is sent."""
    with pytest.raises(LinkFailed) as caught:
        checked_address(address)
    assert caught.value.code == "address_wrong"


def test_closing_slash_does_not_matter() -> None:
    """An address is kept without its closing slash."""
    assert checked_address(" https://example.org/groundup/ ") == "https://example.org/groundup"


def every_failure() -> Iterator[type[Exception]]:
    """Yield every exception class of requests."""
    for _, kind in inspect.getmembers(exceptions, inspect.isclass):
        if issubclass(kind, exceptions.RequestException):
            yield kind


@pytest.mark.parametrize("kind", list(every_failure()), ids=lambda kind: kind.__name__)
def test_every_failure_of_requests_has_its_sentence(kind: type[Exception]) -> None:
    """No failure of the library reaches a person as it is."""
    failure = kind.__new__(kind)
    error: SyncError = link_error(failure, "example.org")
    assert error.code in {code for _, code in LINK_CODES} | {"answer_cut", "name_unknown"}
    assert sentence(error) != error.code


def test_leaking_failures_of_urllib3_are_ours_too() -> None:
    """What the floor below requests raises is wrapped as well."""
    assert isinstance(link_error(urllib3.exceptions.LocationParseError("x"), "h"), LinkFailed)


def test_a_proxy_is_not_asked_about_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on loopback is reached directly, whatever proxy the environment names."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ask(answer(b"200 OK", OURS + MESSAGE, b"{}")) == b"{}"


def test_nothing_of_a_netrc_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login kept for other programs never leaves; the control shows that the library would have sent it."""
    (tmp_path / "netrc").write_text("machine example.org login a password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    request = requests.Request("GET", "http://example.org/x")
    with Transport("http://example.org") as transport, requests.Session() as plain:
        assert "Authorization" not in transport._session.prepare_request(request).headers
        assert "Authorization" in plain.prepare_request(request).headers
