"""What the server refuses over HTTP, tried with a real process: each a status, a code and nothing half-stored."""

from __future__ import annotations

import hashlib
import http.client
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
import pytest
import requests
from device import Device
from people import Laptop, Team
from processes import Server

from sync.client.entry import INVITATION, PERSON, WRITER, SignIn, ask_nonce, sign_in
from sync.client.transport import Refused, Transport
from sync.errors import SyncError
from sync.exchange.memory import MemoryStore
from sync.protocol import limits, paths
from sync.protocol.batch import Batch, encode_batch
from sync.protocol.messages import (
    TOKEN_LINE,
    BatchAnswer,
    SpaceRequest,
    TokenRequest,
    decode_message,
    encode_message,
    token_message,
)
from sync.protocol.paths import path_of
from sync.protocol.receipts import read_receipt
from sync.records.canonical import Octets
from sync.records.keys import public_of, sign
from sync.records.kinds.attachment import AttachmentName
from sync.records.record import Record

ANSWERS = (("/data/age", "7"),)
DATA = bytes(range(256)) * 200
SHA = hashlib.sha256(DATA).digest()


class World:
    """A server with an assessment, its founder and an interviewer."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.team = Team("protocol")
        self.interviewer: Laptop = self.team.admits("Bilal")
        self.founder = Device(self.team.founder, self.team.store())
        self.founder.exchange(server.url)
        assert self.founder.server is not None
        self.identity: bytes = self.founder.server

    def transport(self) -> Transport:
        return Transport(self.server.url, pauses=(), timeout=20)

    def signed_in(self, laptop: Laptop) -> Transport:
        transport = self.transport()
        sign_in(transport, self.identity, self.team.id, SignIn(WRITER, laptop.writer_seed))
        return transport

    def path(self, pattern: str, **parts: bytes) -> str:
        return path_of(pattern, assessment=self.team.id, **parts)

    def give(self, transport: Transport, space: bytes, *records: Record) -> BatchAnswer:
        data = encode_batch(Batch(self.team.id, space, records))
        answer = transport.ask("POST", self.path(paths.BATCH), body=data, kind=paths.BATCH_TYPE)
        return decode_message(answer.body, BatchAnswer)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server for all tests of this file."""
    with Server(tmp_path_factory.mktemp("protocol") / "server") as server:
        yield World(server)


def refused(transport: Transport, method: str, path: str, **options: object) -> Refused:
    with transport, pytest.raises(Refused) as caught:
        transport.ask(method, path, **options)  # type: ignore[arg-type]
    return caught.value


def test_without_a_token_nothing_is_given(world: World) -> None:
    """Every path behind a token answers 401 without one, and with one of another server."""
    body = encode_message(SpaceRequest(space=Octets(world.team.plan_space)))
    for pattern in (paths.HAVE, paths.LACKS, paths.MISSING, paths.IDS, paths.READ, paths.BATCH):
        for token in (None, "not-a-token"):
            transport = world.transport()
            transport.token = token
            error = refused(transport, "POST", world.path(pattern), body=body)
            assert error.http_status == 401, pattern


def test_a_stranger_gets_no_token(world: World) -> None:
    """A key nobody admitted opens nothing."""
    for kind in (WRITER, PERSON, INVITATION):
        with world.transport() as transport, pytest.raises(Refused) as caught:
            sign_in(transport, world.identity, world.team.id, SignIn(kind, b"\7" * 32))
        assert caught.value.http_status == 403


def test_a_signature_opens_one_session_only(world: World) -> None:
    """A token request that was overheard cannot be used again."""
    laptop, team = world.team.founder, world.team
    with world.transport() as transport:
        nonce = ask_nonce(transport, team.id).nonce
        message = token_message(server=world.identity, assessment=team.id, key=laptop.writer, nonce=nonce)
        request = TokenRequest(
            assessment=Octets(team.id),
            kind=WRITER,
            key=Octets(laptop.writer),
            nonce=nonce,
            signature=Octets(sign(laptop.writer_seed, TOKEN_LINE, message)),
        )
        transport.ask("POST", paths.TOKEN, body=encode_message(request))
        with pytest.raises(Refused) as caught:
            transport.ask("POST", paths.TOKEN, body=encode_message(request))
    assert caught.value.code == "nonce_over"


def test_a_nonce_of_ones_own_is_refused(world: World) -> None:
    """Only numbers this server gave out are signed back."""
    laptop, team, nonce = world.team.founder, world.team, b"n" * 32
    message = token_message(server=world.identity, assessment=team.id, key=laptop.writer, nonce=nonce)
    request = TokenRequest(
        assessment=Octets(team.id),
        kind=WRITER,
        key=Octets(laptop.writer),
        nonce=Octets(nonce),
        signature=Octets(sign(laptop.writer_seed, TOKEN_LINE, message)),
    )
    assert refused(world.transport(), "POST", paths.TOKEN, body=encode_message(request)).code == "nonce_over"


def test_a_receipt_names_what_is_held_and_is_the_same_again(world: World) -> None:
    """The same batch twice: stored, then known, with the identical signed receipt."""
    record = world.team.founder.finishes("uuid:r", ANSWERS)
    with world.signed_in(world.team.founder) as transport:
        first = world.give(transport, world.team.team_space, record)
        second = world.give(transport, world.team.team_space, record)
    assert [line.status for line in (*first.results, *second.results)] == ["stored", "known"]
    assert first.receipt == second.receipt
    receipt = read_receipt(first.receipt)
    assert receipt.holder == world.identity
    assert [item for item, _ in receipt.items] == [record.id]


def test_one_bad_record_does_not_block_the_others(world: World) -> None:
    """A forged record in the middle of a batch is refused alone and stands in no receipt."""
    good, forged, last = (world.team.founder.finishes(f"uuid:{name}", ANSWERS) for name in "gfl")
    broken = Record(forged.header, bytes(64), forged.salt, forged.body)
    with world.signed_in(world.team.founder) as transport:
        answer = world.give(transport, world.team.team_space, good, broken, last)
    assert [line.status for line in answer.results] == ["stored", "refused", "stored"]
    assert broken.id not in dict(read_receipt(answer.receipt).items)
    world.founder.store.take(world.team.id, world.team.team_space, [good, forged, last])


def test_an_interviewer_gets_only_his_own_names(world: World) -> None:
    """Of the personal answers an interviewer is given his own log, whoever's he asks for."""
    with world.signed_in(world.interviewer) as transport:
        body = encode_message(SpaceRequest(space=Octets(world.team.names_space)))
        answer = msgspec.json.decode(transport.ask("POST", world.path(paths.HAVE), body=body).body)
    assert answer["own_only"] is True
    assert answer["logs"] == []


def test_an_unknown_space_is_closed(world: World) -> None:
    """A space that is none of the assessment's is refused like one that is not his."""
    body = encode_message(SpaceRequest(space=Octets(b"?" * 16)))
    error = refused(world.signed_in(world.interviewer), "POST", world.path(paths.HAVE), body=body)
    assert (error.http_status, error.code) == (403, "space_closed")


def test_an_invitation_reads_rights_and_plan_only(world: World) -> None:
    """Whoever holds a code and is not admitted yet sees no interview and brings nothing but his admission."""
    team = world.team
    invited = team.founder.invites()
    with world.signed_in(team.founder) as transport:
        world.give(transport, team.rights_space, invited.record)
    with world.transport() as transport:
        token = sign_in(transport, world.identity, team.id, SignIn(INVITATION, invited.seed))
        assert set(token.spaces) == {team.rights_space, team.plan_space}
        body = encode_message(SpaceRequest(space=Octets(team.team_space)))
        with pytest.raises(Refused) as caught:
            transport.ask("POST", world.path(paths.HAVE), body=body)
        assert caught.value.code == "space_closed"
        smuggled = team.founder.invites(role="coordinator").record
        answer = world.give(transport, team.rights_space, smuggled)
        assert [(line.status, line.why) for line in answer.results] == [("refused", "not_yours_to_give")]
        joiner = Laptop(team, "Chandra")
        answer = world.give(transport, team.rights_space, joiner.joins(invited))
        assert [line.status for line in answer.results] == ["stored"]
    with world.signed_in(joiner):
        pass


def test_a_body_over_the_limit_is_refused_before_it_is_read(world: World) -> None:
    """The announced length alone is enough: the server answers 413 without waiting for the bytes."""
    with world.signed_in(world.team.founder) as transport:
        token = transport.token
    parts = urlsplit(world.server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.putrequest("POST", world.path(paths.BATCH))
    connection.putheader("Authorization", f"Bearer {token}")
    connection.putheader(paths.PROTOCOL_HEADER, "1")
    connection.putheader("Content-Length", str(limits.BATCH + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert answer.headers[paths.PROTOCOL_HEADER] == "1"
    connection.close()


def test_a_body_without_length_is_cut_at_the_limit(world: World) -> None:
    """Chunks without an announced length are counted as they come."""
    with world.signed_in(world.team.founder) as transport:
        headers = {"Authorization": f"Bearer {transport.token}", paths.PROTOCOL_HEADER: "1"}
    chunks = (b"x" * 65536 for _ in range(limits.BATCH // 65536 + 2))
    try:
        answer = requests.post(world.server.url + world.path(paths.BATCH), data=chunks, headers=headers, timeout=20)
    except requests.ConnectionError:
        return  # closed while we were still sending: refused as well
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"not zstd", "bad_batch"), (b"", "bad_batch"), (b"\x28\xb5\x2f\xfd" + b"\0" * 50, "bad_batch")],
)
def test_what_is_no_batch(world: World, body: bytes, code: str) -> None:
    """Bytes that are no batch are refused as a whole."""
    transport = world.signed_in(world.team.founder)
    error = refused(transport, "POST", world.path(paths.BATCH), body=body, kind=paths.BATCH_TYPE)
    assert (error.http_status, error.code) == (400, code)


def test_deep_json_is_no_message(world: World) -> None:
    """A message nested a hundred thousand deep is refused, and the server goes on."""
    error = refused(world.transport(), "POST", paths.NONCE, body=b"[" * 100_000)
    assert error.code == "bad_message"
    with world.transport() as transport:
        ask_nonce(transport, world.team.id)


def test_an_unknown_protocol_is_said(world: World) -> None:
    """A client of another version learns why it is refused."""
    answer = requests.get(world.server.url + paths.IDENTITY, headers={paths.PROTOCOL_HEADER: "9"}, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (400, "protocol_unknown")


def test_a_client_that_goes_away_in_the_middle_leaves_nothing(world: World) -> None:
    """A batch that was cut is not stored, and the server answers the next request."""
    record = world.team.founder.finishes("uuid:cut", ANSWERS)
    data = encode_batch(Batch(world.team.id, world.team.team_space, (record,)))
    with world.signed_in(world.team.founder) as transport:
        parts = urlsplit(world.server.url)
        with socket.create_connection((parts.hostname, parts.port)) as raw:
            head = (
                f"POST {world.path(paths.BATCH)} HTTP/1.1\r\nhost: x\r\n{paths.PROTOCOL_HEADER}: 1\r\n"
                f"authorization: Bearer {transport.token}\r\ncontent-length: {len(data)}\r\n\r\n"
            )
            raw.sendall(head.encode() + data[:-3])
        answer = world.give(transport, world.team.team_space, record)
    assert [line.status for line in answer.results] == ["stored"]


class TestAttachments:
    """Pieces of files."""

    @pytest.fixture
    def named(self, world: World) -> tuple[World, Transport, str]:
        """A signed-in founder and the path of a file that a record names; fresh bytes for every test."""
        self.data = DATA + world.team.founder.random(16)
        self.sha = hashlib.sha256(self.data).digest()
        name = AttachmentName(sha256=Octets(self.sha), size=len(self.data), type="image/jpeg")
        record = world.team.founder.finishes(f"uuid:{self.sha.hex()}", ANSWERS, attachments=(name,))
        transport = world.signed_in(world.team.founder)
        world.give(transport, world.team.team_space, record)
        return world, transport, world.path(paths.ATTACHMENT, space=world.team.team_space, sha256=self.sha)

    def put(self, transport: Transport, path: str, offset: int, piece: bytes) -> dict[str, object]:
        headers = {paths.OFFSET_HEADER: str(offset)}
        answer = transport.ask("PATCH", path, body=piece, kind=paths.BYTES_TYPE, headers=headers)
        found: dict[str, object] = msgspec.json.decode(answer.body)
        return found

    def test_pieces_until_complete(self, named: tuple[World, Transport, str]) -> None:
        """HEAD tells how far it is; the last piece gives the receipt, the same again when it is repeated."""
        _, transport, path = named
        with transport:
            assert self.put(transport, path, 0, self.data[:20_000]) == {
                "complete": False,
                "offset": 20_000,
                "receipt": "",
            }
            head = transport.ask("HEAD", path).headers
            assert (head[paths.OFFSET_HEADER], head[paths.COMPLETE_HEADER]) == ("20000", "0")
            last = self.put(transport, path, 20_000, self.data[20_000:])
            assert last["complete"] is True
            assert self.put(transport, path, len(self.data), b"") == last
            headers = {paths.OFFSET_HEADER: "20000"}
            got = transport.ask("GET", path + "?size=100", headers=headers, answer_kind=paths.BYTES_TYPE)
            assert got.body == self.data[20_000:20_100]

    def test_wrong_bytes_are_dropped(self, named: tuple[World, Transport, str]) -> None:
        """A whole that is not what its hash says begins anew and is never given to anybody."""
        _, transport, path = named
        with transport:
            with pytest.raises(Refused) as caught:
                self.put(transport, path, 0, b"x" * len(self.data))
            assert (caught.value.http_status, caught.value.code) == (422, "attachment_differs")
            assert transport.ask("HEAD", path).headers[paths.OFFSET_HEADER] == "0"

    @pytest.mark.parametrize(("offset", "length", "status"), [(5, 10, 409), (0, 60_000, 413)])
    def test_pieces_that_do_not_fit(
        self, named: tuple[World, Transport, str], offset: int, length: int, status: int
    ) -> None:
        """A gap and bytes beyond the size that the record names are refused."""
        _, transport, path = named
        with transport, pytest.raises(Refused) as caught:
            self.put(transport, path, offset, b"x" * length)
        assert caught.value.http_status == status

    def test_nobody_asks_by_hash_alone(self, named: tuple[World, Transport, str]) -> None:
        """A file is given only through a record of a space the asker reads."""
        world, transport, path = named
        with transport:
            self.put(transport, path, 0, self.data)
            elsewhere = world.path(paths.ATTACHMENT, space=world.team.plan_space, sha256=self.sha)
            with pytest.raises(Refused) as caught:
                transport.ask("GET", elsewhere, answer_kind=paths.BYTES_TYPE)
            assert caught.value.code == "attachment_unnamed"
        observer = world.signed_in(world.interviewer)
        closed = world.path(paths.ATTACHMENT, space=b"?" * 16, sha256=self.sha)
        assert refused(observer, "GET", closed, answer_kind=paths.BYTES_TYPE).code == "space_closed"


def test_founding_needs_the_code_where_others_reach_the_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    """On an address other machines reach, an assessment is brought only with the code printed at the first start."""
    folder = tmp_path_factory.mktemp("open") / "server"
    with Server(folder, words=("--host", "0.0.0.0")) as server:
        said = server.log.read_text(encoding="utf-8")
        code = said.split("Founding code: ")[1].split()[0]
        team = Team("open")
        device = Device(team.founder, team.store())
        for wrong in ("", "AAAAA-AAAAA-AAAAA-AAAAA"):
            with pytest.raises(SyncError) as caught:
                device.exchange(server.url, founding_code=wrong)
            assert caught.value.code == "founding_code_wrong"
        assert device.exchange(server.url, founding_code=code).equal


def test_a_restored_server_forgets_its_writers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """After --restored the server goes on, and laptops bring back what it lost."""
    folder = tmp_path_factory.mktemp("restored") / "server"
    team = Team("restored")
    device = Device(team.founder, team.store())
    with Server(folder) as server:
        device.put(team.team_space, team.founder.finishes("uuid:1", ANSWERS))
        device.exchange(server.url)
        server.stop()
        again = Server(folder, port=server.port, words=("--restored",))
        with again:
            device.put(team.team_space, team.founder.finishes("uuid:2", ANSWERS))
            assert device.exchange(again.url).equal


def test_a_restored_server_asks_again_for_files_that_were_not_in_the_backup(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The database remembers a photo whose bytes are gone: it comes again at the next exchange."""
    folder = tmp_path_factory.mktemp("lost") / "server"
    team = Team("lost media")
    device = Device(team.founder, team.store())
    data = DATA + b"lost"
    sha256 = hashlib.sha256(data).digest()
    name = AttachmentName(sha256=Octets(sha256), size=len(data), type="image/jpeg")
    device.put(team.team_space, team.founder.finishes("uuid:1", ANSWERS, attachments=(name,)))
    device.store.append(team.id, sha256, 0, data)
    assert device.store.finish(team.id, sha256)
    with Server(folder) as server:
        assert device.exchange(server.url).files_sent == 1
        server.stop()
        (kept,) = [path for path in folder.rglob("*") if path.name == sha256.hex()]
        kept.unlink()
        with Server(folder, port=server.port, words=("--restored",)) as again:
            assert "1 of 1 attachments" in again.log.read_text(encoding="utf-8")
            assert device.exchange(again.url).files_sent == 1
        assert kept.read_bytes() == data


def test_memory_is_an_interviewers_whole_store(world: World) -> None:
    """An interviewer's empty laptop gets exactly the spaces he reads."""
    device = Device(world.interviewer, MemoryStore())
    world.team.fill(device.store)
    assert device.exchange(world.server.url, can_found=False).equal
    assert public_of(world.interviewer.writer_seed) in device.store.rights(world.team.id).writers
