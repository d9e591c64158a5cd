"""What every store of records must do: subclass it, give it fixture `store`, and the tests run against yours.

class TestMine(RecordStoreContract):
    @pytest.fixture
    def store(self): ...      # a fresh store: sync.exchange.ports.RecordStore

class TestMyFiles(AttachmentStoreContract):
    @pytest.fixture
    def store(self): ...      # a fresh store that is a RecordStore and an AttachmentStore
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from people import FORM, Laptop, Team

from sync.errors import SyncError
from sync.exchange.have import Range
from sync.exchange.results import Status
from sync.records import limits
from sync.records.canonical import Octets
from sync.records.header import FIRST_LINE
from sync.records.keys import sign
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.submission import SubmissionBody
from sync.records.record import Record
from sync.records.roles import Role
from sync.records.standing import COUNTS, State

ANSWERS = (("/data/age", "7"), ("/data/village", "Nahr"))


class RecordStoreContract:
    """Tests of `sync.exchange.ports.RecordStore`."""

    @pytest.fixture
    def team(self) -> Team:
        return Team()

    @pytest.fixture
    def filled(self, store: Any, team: Team) -> Any:
        team.fill(store)
        return store

    def test_a_store_is_empty_at_first(self, store: Any, team: Team) -> None:
        """No assessment is there, and asking for one says so."""
        assert store.assessments() == ()
        with pytest.raises(SyncError) as error:
            store.rights(team.id)
        assert error.value.code == "assessment_unknown"

    def test_a_root_record_founds_its_assessment(self, store: Any, team: Team) -> None:
        """All founding records are stored and count, whatever the order in which they come."""
        results = store.take(team.id, team.rights_space, list(reversed(team.rights_records)))
        assert [result.status for result in results] == [Status.STORED] * len(team.rights_records)
        assert store.assessments() == (team.id,)
        assert store.rights(team.id).roles_of(team.founder.writer) == {Role.STEWARD}

    def test_records_of_an_unknown_assessment_are_refused(self, store: Any, team: Team) -> None:
        """Without its root nothing of an assessment is taken."""
        results = store.take(team.id, team.rights_space, team.rights_records[1:])
        assert {(result.status, result.why) for result in results} == {(Status.REFUSED, "assessment_unknown")}

    def test_a_record_comes_back_as_its_own_bytes(self, filled: Any, team: Team) -> None:
        """Header, signature, salt and body are kept as they came."""
        record = team.founder.finishes("uuid:1", ANSWERS)
        assert [each.status for each in filled.take(team.id, team.team_space, [record])] == [Status.STORED]
        assert filled.get(team.id, record.id) == record
        assert list(filled.read(team.id, team.team_space, {team.founder.writer: [(1, 1)]})) == [record]
        assert filled.get(team.id, b"x" * 32) is None

    def test_taking_again_changes_nothing(self, filled: Any, team: Team) -> None:
        """The same record twice, in one batch or two, is known the second time."""
        record = team.founder.finishes("uuid:1", ANSWERS)
        twice = filled.take(team.id, team.team_space, [record, record])
        assert [each.status for each in twice] == [Status.STORED, Status.KNOWN]
        have = filled.have(team.id, team.team_space)
        assert [each.status for each in filled.take(team.id, team.team_space, [record])] == [Status.KNOWN]
        assert filled.have(team.id, team.team_space) == have

    def test_a_have_list_names_each_log_by_its_end(self, filled: Any, team: Team) -> None:
        """One range per log without gap; a gap parts it in two."""
        records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(4)]
        filled.take(team.id, team.team_space, [records[0], records[1], records[3]])
        have = filled.have(team.id, team.team_space)
        assert have.logs == {team.founder.writer: (Range(1, 2, records[1].id[:8]), Range(4, 4, records[3].id[:8]))}
        assert filled.ids(team.id, team.team_space, team.founder.writer) == tuple(
            (record.head.seq, record.id) for record in records if record is not records[2]
        )

    def test_reading_gives_wanted_numbers_only(self, filled: Any, team: Team) -> None:
        """Ranges of several logs come by writer and number."""
        other = team.admits("Bilal")
        team.fill(filled)
        mine = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(5)]
        theirs = [other.finishes(f"uuid:b{number}", ANSWERS) for number in range(2)]
        filled.take(team.id, team.team_space, mine + theirs)
        wanted = {team.founder.writer: [(1, 2), (5, 9)], other.writer: [(2, 2)], b"z" * 32: [(1, 1)]}
        expected = sorted([mine[0], mine[1], mine[4], theirs[1]], key=lambda each: (each.head.writer, each.head.seq))
        assert list(filled.read(team.id, team.team_space, wanted)) == expected

    def test_a_bad_signature_is_refused(self, filled: Any, team: Team) -> None:
        """Nothing of such a record is kept, and its neighbour is stored."""
        good, other = team.founder.finishes("uuid:1", ANSWERS), team.founder.finishes("uuid:2", ANSWERS)
        bad = Record(other.header, bytes(64), other.salt, other.body)
        results = filled.take(team.id, team.team_space, [bad, good])
        assert [(each.status, each.why) for each in results] == [
            (Status.REFUSED, "bad_signature"),
            (Status.STORED, ""),
        ]
        assert filled.get(team.id, bad.id) is None

    def test_a_header_of_a_later_format_is_answered_newer(self, filled: Any, team: Team) -> None:
        """The sender keeps such a record; nothing is stored."""
        record = team.founder.finishes("uuid:1", ANSWERS)
        header = record.header.replace(b'"v":1', b'"v":2')
        later = Record(header, sign(team.founder.writer_seed, FIRST_LINE, header), record.salt, record.body)
        results = filled.take(team.id, team.team_space, [later])
        assert [each.status for each in results] == [Status.NEWER]
        assert filled.get(team.id, later.id) is None

    def test_a_refused_body_leaves_its_header(self, filled: Any, team: Team) -> None:
        """A body that is not the one the header names is refused; the log goes on, and the true body may still come."""
        records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(2)]
        false = Record(records[0].header, records[0].signature, records[0].salt, records[1].body)
        results = filled.take(team.id, team.team_space, [false, records[1]])
        assert [(each.status, each.why) for each in results] == [
            (Status.REFUSED, "body_differs"),
            (Status.STORED, ""),
        ]
        assert filled.have(team.id, team.team_space).logs[team.founder.writer][0].last == 2
        assert filled.lacks(team.id, team.team_space) == (records[0].id,)
        assert [each.status for each in filled.take(team.id, team.team_space, [records[0]])] == [Status.STORED]
        assert filled.lacks(team.id, team.team_space) == ()
        assert filled.get(team.id, records[0].id) == records[0]

    def test_a_record_of_another_space_is_refused(self, filled: Any, team: Team) -> None:
        """What is sent for one space cannot slip into another."""
        record = team.founder.finishes("uuid:1", ANSWERS)
        results = filled.take(team.id, team.plan_space, [record])
        assert [(each.status, each.why) for each in results] == [(Status.REFUSED, "other_space")]

    def test_a_record_outside_its_writers_role_is_set_aside(self, filled: Any, team: Team) -> None:
        """It is kept and forwarded, and counts once a steward accepts it."""
        observer = team.admits("Olga", role="observer")
        team.fill(filled)
        record = observer.finishes("uuid:1", ANSWERS)
        results = filled.take(team.id, team.team_space, [record])
        assert [(each.status, each.why) for each in results] == [(Status.ASIDE, "outside_role")]
        assert filled.have(team.id, team.team_space).logs.keys() == {observer.writer}
        filled.take(team.id, team.rights_space, [team.founder.accepts(record)])
        assert filled.standing(team.id, record.id) == COUNTS

    def test_late_rights_let_earlier_records_count(self, filled: Any, team: Team) -> None:
        """Records of a writer nobody introduced are kept, not shown, and count when the admission comes."""
        laptop = team.admits("Bilal")
        record = laptop.finishes("uuid:1", ANSWERS)
        results = filled.take(team.id, team.team_space, [record], link="phone line")
        assert [(each.status, each.why) for each in results] == [(Status.ASIDE, "unknown_writer")]
        assert filled.have(team.id, team.team_space).logs == {}
        assert list(filled.read(team.id, team.team_space, {laptop.writer: [(1, 9)]})) == []
        team.fill(filled)
        assert filled.standing(team.id, record.id) == COUNTS
        assert filled.have(team.id, team.team_space).logs.keys() == {laptop.writer}

    def test_unknown_writers_are_limited_per_link(
        self, filled: Any, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Up to the limit they are kept; the next is refused for now; another link has its own limit."""
        monkeypatch.setattr(limits, "UNKNOWN_RECORDS", 3)
        stranger = Laptop(team, "Stranger")
        records = [stranger.finishes(f"uuid:{number}", ANSWERS) for number in range(5)]
        results = filled.take(team.id, team.team_space, records[:3], link="a")
        assert [each.status for each in results] == [Status.ASIDE] * 3
        results = filled.take(team.id, team.team_space, [records[3]], link="a")
        assert [(each.status, each.why) for each in results] == [(Status.REFUSED, "too_many_unknown")]
        assert filled.get(team.id, records[3].id) is None
        results = filled.take(team.id, team.team_space, [records[3]], link="b")
        assert [each.status for each in results] == [Status.ASIDE]

    def test_bytes_of_unknown_writers_are_limited(
        self, filled: Any, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As many bytes as the limit are kept; one more record is refused, and a fork it would make is none."""
        stranger, clone = Laptop(team, "Stranger"), Laptop(team, "Clone")
        clone.writer_seed = stranger.writer_seed
        record, other = stranger.finishes("uuid:1", ANSWERS), clone.finishes("uuid:2", ANSWERS)
        monkeypatch.setattr(limits, "UNKNOWN_BYTES", record.size)
        assert [each.status for each in filled.take(team.id, team.team_space, [record], link="a")] == [Status.ASIDE]
        results = filled.take(team.id, team.team_space, [other], link="a")
        assert [(each.status, each.why) for each in results] == [(Status.REFUSED, "too_many_unknown")]
        assert filled.ids(team.id, team.team_space, stranger.writer) == ((1, record.id),)

    def test_unknown_writers_are_limited_in_the_rights_too(
        self, filled: Any, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Rights stay as they were; who is introduced by the same batch is not counted."""
        monkeypatch.setattr(limits, "UNKNOWN_RECORDS", 1)
        before = filled.rights(team.id)
        stranger = Laptop(team, "Stranger")
        strange = [stranger.invites().record for _ in range(2)]
        known = team.admits("Bilal")
        fresh = team.rights_records[-2:]
        results = filled.take(team.id, team.rights_space, [strange[0], *fresh], link="a")
        assert [each.status for each in results] == [Status.ASIDE, Status.STORED, Status.STORED]
        results = filled.take(team.id, team.rights_space, [strange[1]], link="a")
        assert [(each.status, each.why) for each in results] == [(Status.REFUSED, "too_many_unknown")]
        after = filled.rights(team.id)
        assert after.introduced == before.introduced | {known.writer}
        assert filled.get(team.id, strange[1].id) is None

    def test_a_fork_keeps_both_branches_and_closes_the_log(self, filled: Any, team: Team) -> None:
        """Both records of one number are there; what follows is set aside; the have list names both ends."""
        clone = Laptop(team, "Clone")
        clone.writer_seed, clone.heads = team.founder.writer_seed, dict(team.founder.heads)
        first = team.founder.finishes("uuid:1", ANSWERS)
        second = team.founder.finishes("uuid:2", ANSWERS)
        other = clone.finishes("uuid:3", ANSWERS)
        filled.take(team.id, team.team_space, [first, second])
        assert filled.standing(team.id, second.id) == COUNTS
        results = filled.take(team.id, team.team_space, [other])
        assert [each.status for each in results] == [Status.STORED]
        assert filled.standing(team.id, first.id) == filled.standing(team.id, other.id) == COUNTS
        assert filled.standing(team.id, second.id).why == "forked"
        ends = filled.have(team.id, team.team_space).logs[team.founder.writer]
        assert ends == tuple(sorted((Range(1, 2, second.id[:8]), Range(1, 1, other.id[:8]))))
        read = list(filled.read(team.id, team.team_space, {team.founder.writer: [(1, 1)]}))
        assert read == sorted([first, other], key=lambda each: each.id)

    def test_branches_of_a_fork_are_limited(self, filled: Any, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        """A log that was forked cannot be used to fill a holder."""
        monkeypatch.setattr(limits, "BRANCH", 2)
        clone = Laptop(team, "Clone")
        clone.writer_seed, clone.heads = team.founder.writer_seed, dict(team.founder.heads)
        other = clone.finishes("uuid:0", ANSWERS)
        records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(1, 5)]
        filled.take(team.id, team.team_space, [other, *records[:3]])
        results = filled.take(team.id, team.team_space, [records[3]])
        assert [(each.status, each.why) for each in results] == [(Status.REFUSED, "fork_limit")]

    def test_a_record_waits_for_what_it_builds_on(self, filled: Any, team: Team) -> None:
        """Until its parent is here it is stored and waits; then it counts."""
        first = team.founder.finishes("uuid:1", ANSWERS)
        other = team.admits("Bilal")
        team.fill(filled)
        change = other.corrects("uuid:1", [("/data/age", "8")], on=[first])
        assert [each.status for each in filled.take(team.id, team.team_space, [change])] == [Status.STORED]
        assert filled.standing(team.id, change.id).state is State.WAITS
        filled.take(team.id, team.team_space, [first])
        assert filled.standing(team.id, change.id) == COUNTS

    def test_unknown_kinds_are_kept_and_counted(self, filled: Any, team: Team) -> None:
        """A kind of a later Groundup is stored, forwarded, and read back as it came."""
        record = team.founder.write(team.plan_space, "theme", {"words": ["water", "roof"], "later": {"a": 1}})
        assert [each.status for each in filled.take(team.id, team.plan_space, [record])] == [Status.STORED]
        assert list(filled.read(team.id, team.plan_space, {team.founder.writer: [(2, 2)]})) == [record]

    def test_an_unknown_rights_kind_is_told(self, filled: Any, team: Team) -> None:
        """The rights name it, so that exchange can stop."""
        record = team.founder.write(team.rights_space, "rights-moon", {})
        filled.take(team.id, team.rights_space, [record])
        assert filled.rights(team.id).unknown_kinds == ("rights-moon",)

    def test_two_assessments_do_not_mix(self, filled: Any, team: Team) -> None:
        """A second assessment has its own records and rights."""
        other = Team("other")
        other.fill(filled)
        record = other.founder.finishes("uuid:1", ANSWERS)
        filled.take(other.id, other.team_space, [record])
        assert set(filled.assessments()) == {team.id, other.id}
        assert filled.have(team.id, other.team_space).logs == {}
        assert filled.get(team.id, record.id) is None
        results = filled.take(team.id, other.team_space, [record])
        assert [(each.status, each.why) for each in results] == [(Status.REFUSED, "other_space")]


class AttachmentStoreContract:
    """Tests of `sync.exchange.ports.AttachmentStore` (the store is a RecordStore too)."""

    DATA = bytes(range(256)) * 40

    @pytest.fixture
    def team(self) -> Team:
        return Team()

    @pytest.fixture
    def named(self, store: Any, team: Team) -> bytes:
        """Return the digest of an attachment that a stored record names."""
        digest = hashlib.sha256(self.DATA).digest()
        small = hashlib.sha256(b"small").digest()
        body = SubmissionBody(
            form=FORM,
            instance="uuid:1",
            answers=ANSWERS,
            attachments=(
                AttachmentName(sha256=Octets(digest), size=len(self.DATA), type="image/jpeg"),
                AttachmentName(sha256=Octets(small), size=5, type="text/plain"),
            ),
        )
        team.fill(store)
        store.take(team.id, team.team_space, [team.founder.write(team.team_space, "submission", body)])
        return digest

    def test_missing_attachments_are_listed_small_first(self, store: Any, team: Team, named: bytes) -> None:
        """Both are missing until their bytes are here."""
        assert [each.size for each in store.missing(team.id, team.team_space)] == [5, len(self.DATA)]
        assert store.missing(team.id, team.plan_space) == ()

    def test_an_attachment_is_named_in_its_space_only(self, store: Any, team: Team, named: bytes) -> None:
        """Who may not read the space cannot ask whether the bytes are here."""
        found = store.names(team.id, team.team_space, named)
        assert (found.size, found.type) == (len(self.DATA), "image/jpeg")
        assert store.names(team.id, team.plan_space, named) is None
        assert store.names(team.id, team.team_space, b"x" * 32) is None

    def test_pieces_make_the_whole(self, store: Any, team: Team, named: bytes) -> None:
        """Pieces go on where they stopped; the whole is verified; a piece again changes nothing."""
        assert store.offset(team.id, named) == 0
        assert store.append(team.id, named, 0, self.DATA[:4000]) == 4000
        assert store.append(team.id, named, 1000, self.DATA[1000:5000]) == 5000
        assert store.append(team.id, named, 0, self.DATA[:4000]) == 5000
        assert store.offset(team.id, named) == 5000
        assert not store.has(team.id, named)
        assert store.append(team.id, named, 5000, self.DATA[5000:]) == len(self.DATA)
        assert store.finish(team.id, named)
        assert store.has(team.id, named)
        assert store.finish(team.id, named)
        assert store.append(team.id, named, 0, self.DATA[:100]) == len(self.DATA)
        assert b"".join(store.open(team.id, named)) == self.DATA
        assert b"".join(store.open(team.id, named, 9000)) == self.DATA[9000:]
        assert [each.size for each in store.missing(team.id, team.team_space)] == [5]

    def test_false_bytes_are_dropped(self, store: Any, team: Team, named: bytes) -> None:
        """What is not what its hash says is thrown away and begins anew."""
        store.append(team.id, named, 0, bytes(len(self.DATA)))
        assert not store.finish(team.id, named)
        assert store.offset(team.id, named) == 0
        assert not store.has(team.id, named)

    def test_a_gap_is_refused(self, store: Any, team: Team, named: bytes) -> None:
        """A piece beyond what is here cannot be added."""
        with pytest.raises(SyncError) as error:
            store.append(team.id, named, 10, b"x")
        assert error.value.code == "attachment_gap"

    def test_more_than_its_size_is_refused(self, store: Any, team: Team, named: bytes) -> None:
        """A sender cannot fill the disk behind a small name."""
        store.append(team.id, named, 0, self.DATA)
        with pytest.raises(SyncError) as error:
            store.append(team.id, named, len(self.DATA), b"x")
        assert error.value.code == "attachment_too_large"

    def test_an_unnamed_attachment_is_refused(self, store: Any, team: Team, named: bytes) -> None:
        """Bytes that no record names are not taken, and not given."""
        with pytest.raises(SyncError) as error:
            store.append(team.id, b"x" * 32, 0, b"x")
        assert error.value.code == "attachment_unnamed"
        with pytest.raises(SyncError) as error:
            list(store.open(team.id, b"x" * 32))
        assert error.value.code == "attachment_missing"
