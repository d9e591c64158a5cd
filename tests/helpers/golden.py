"""One record of every kind with keys from fixed seeds, made the same in every run: the golden bytes are these.

A new kind is added at the end, so that records before it stay what they are. Their files lie in `tests/data/records`;
`python tests/data/make_records.py` writes those that are new and never touches one that is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from nacl import bindings
from people import AT, FORM, Invited, Laptop, Team, randomness

from sync.records.canonical import Octets, from_text, to_text
from sync.records.certificates import certify
from sync.records.keys import BoxKey, box_key, public_of
from sync.records.kinds import (
    accept,
    correction,
    current,
    details,
    form_same,
    form_version,
    invite,
    review,
    root,
    space,
    space_key,
    steward,
    submission,
)
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.sealed import SealedBody
from sync.records.record import LogHead, Record, head_of, make_record, parent_of
from sync.records.sealing import Position, seal_body

FOLDER = Path(__file__).parents[1] / "data" / "records"
NAMES_KEY: BoxKey = box_key(hashlib.sha256(b"golden names key").digest())
RECORD_KEY = hashlib.sha256(b"golden record key").digest()
SPACES = {name: hashlib.shake_256(name.encode()).digest(16) for name in ("rights", "plan", "team", "names")}
ANSWERS = (
    ("/data/start", "2026-03-01T08:00:00.000+03:00"),
    ("/data/village", "نهر"),
    ("/data/size", "6"),
    ("/data/place", "33.513 36.292 690 4.5"),
    ("/data/note", 'tab\tquote " line\nend'),
    ("/data/hh:1/years", "41"),
    ("/data/hh:r0123abcd/years", ""),
)


def sealed_box(public: bytes, message: bytes) -> Octets:
    """Return a sealed box as libsodium makes it, with a key from the message instead of a random one."""
    once = box_key(hashlib.sha256(b"golden box" + public + message).digest())
    nonce = hashlib.blake2b(once.public + public, digest_size=bindings.crypto_box_NONCEBYTES).digest()
    return Octets(once.public + bindings.crypto_box(message, nonce, public, once.private))


class _Maker(Team):
    """The golden assessment: fixed spaces, root, people."""

    def __init__(self) -> None:
        self.root_seed = hashlib.sha256(b"golden root").digest()
        self.id = b""
        self.rights_space, self.plan_space = SPACES["rights"], SPACES["plan"]
        self.team_space, self.names_space = SPACES["team"], SPACES["names"]
        self.draw = randomness("golden salts")
        self.founder = Laptop(self, "Amina", seed="golden Amina")
        self.bilal = Laptop(self, "Bilal", seed="golden Bilal")
        self.founded: list[Record] = []
        self.root_head: LogHead | None = None

    def by_root(self, kind: str, body: Any) -> Record:
        record = make_record(
            writer=self.root_seed,
            assessment=self.id,
            space=self.rights_space,
            kind=kind,
            body=body,
            at=AT,
            salt=self.draw(16),
            head=self.root_head,
            parents=[parent_of(record) for record in self.founded[-1:]],
        )
        self.root_head = head_of(record)
        self.founded.append(record)
        return record


def sealed(maker: _Maker, laptop: Laptop, body: Any, attachments: tuple[AttachmentName, ...] = ()) -> SealedBody:
    head = laptop.heads.get(maker.names_space)
    made = seal_body(
        body,
        position=Position(maker.id, maker.names_space, laptop.writer, head.seq + 1 if head else 1),
        record_key=RECORD_KEY,
        nonce=hashlib.shake_256(b"golden nonce" + laptop.writer).digest(24),
        author=laptop.box.public,
        space=NAMES_KEY.public,
        attachments=attachments,
    )
    box = msgspec.structs.replace(
        made.box,
        author=sealed_box(laptop.box.public, RECORD_KEY),
        space=sealed_box(NAMES_KEY.public, RECORD_KEY),
    )
    return SealedBody(box=box, attachments=made.attachments)


def golden_records() -> dict[str, Record]:
    """Return name of file -> record."""
    maker = _Maker()
    made = _rights(maker)
    made.update(_plan(maker))
    made.update(_team(maker))
    made.update(_left_out(maker))
    made.update(_same(maker))
    return made


def _rights(maker: _Maker) -> dict[str, Record]:
    founder = maker.founder
    made = {"rights-root-1": maker.by_root(root.KIND, root.RootBody())}
    maker.id = made["rights-root-1"].id
    made["rights-steward-1"] = maker.by_root(steward.KIND, _naming(maker, founder))
    where = maker.rights_space

    def by_founder(name: str, kind: str, body: Any) -> Record:
        made[name] = founder.write(where, kind, body, parents=maker.founded[-1:])
        maker.founded.append(made[name])
        return made[name]

    by_founder("rights-space-1-plan", space.KIND, space.SpaceBody(space=Octets(maker.plan_space), type="plan"))
    by_founder(
        "rights-space-1-team",
        space.KIND,
        space.SpaceBody(space=Octets(maker.team_space), type="team", name="North"),
    )
    by_founder(
        "rights-space-1-names",
        space.KIND,
        space.SpaceBody(space=Octets(maker.names_space), type="names", of=Octets(maker.team_space)),
    )
    wrapped = ((Octets(founder.box.public), sealed_box(founder.box.public, NAMES_KEY.private)),)
    by_founder(
        "rights-key-1",
        space_key.KIND,
        space_key.KeyBody(space=Octets(maker.names_space), epoch=1, public=Octets(NAMES_KEY.public), wraps=wrapped),
    )
    seed = hashlib.sha256(b"golden invitation").digest()
    invited = by_founder(
        "rights-invite-1",
        invite.KIND,
        invite.InviteBody(
            key=Octets(public_of(seed)),
            role="interviewer",
            uses=2,
            last_day="2099-12-31",
            spaces=(Octets(maker.team_space),),
        ),
    )
    made["rights-admit-1"] = _joined(maker, invited, seed)
    second = Laptop(
        maker,
        "Bilal",
        seed="golden Bilal's second",
        person_seed=maker.bilal.person_seed,
    )
    made["rights-writer-1"] = second.introduces_itself(parents=[made["rights-admit-1"]])
    by_founder(
        "rights-accept-1",
        accept.KIND,
        accept.AcceptBody(ids=(Octets(made["rights-admit-1"].id),), why="I know him"),
    )
    heads = tuple(
        (Octets(each.head.writer), each.head.seq, Octets(each.id))
        for each in (made["rights-admit-1"], made["rights-accept-1"])
    )
    by_founder("rights-current-1", current.KIND, current.CurrentBody(heads=heads))
    return made


def _naming(maker: _Maker, laptop: Laptop) -> steward.StewardBody:
    return steward.StewardBody(
        person=Octets(laptop.person),
        name=laptop.name,
        writer=Octets(laptop.writer),
        box=Octets(laptop.box.public),
        certificate=certify(laptop.person_seed, assessment=maker.id, writer=laptop.writer, box=laptop.box.public),
    )


def _joined(maker: _Maker, invited: Record, seed: bytes) -> Record:
    return maker.bilal.joins(Invited(invited, seed))


def _plan(maker: _Maker) -> dict[str, Record]:
    founder, where = maker.founder, maker.plan_space
    changes = (("name", "After the flood"), ("owner", "Nahr Women's Union"))
    described = founder.write(where, details.KIND, details.DetailsBody(changes=changes))
    workbook = AttachmentName(
        sha256=Octets(b"w" * 32),
        size=41_000,
        type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    villages = AttachmentName(sha256=Octets(b"v" * 32), size=900, type="text/csv")
    body = form_version.FormVersionBody(
        form_id="families",
        version="3",
        title="Families after the flood",
        file_name="families.xlsx",
        attachments=(workbook, villages),
        files=(("villages.csv", 1),),
        missing=("logo.png",),
        marks=(("/data/name", "personal"),),
        languages=("English", "العربية"),
        namespaces=(("entities", "http://www.opendatakit.org/xforms/entities"),),
        questions=6,
        paths=("/data/start", "/data/village", "/data/size", "/data/hh", "/data/hh/years"),
    )
    return {
        "assessment-details-1": described,
        "form-version-1": founder.write(where, form_version.KIND, body),
    }


def _team(maker: _Maker) -> dict[str, Record]:
    bilal = maker.bilal
    instance = "uuid:00000000-0000-4000-8000-000000000001"
    photo = AttachmentName(sha256=Octets(b"p" * 32), size=60_000, type="image/jpeg")
    names = submission.SubmissionBody(
        form=FORM, instance=instance, answers=(("/data/name", "Amina"),), attachments=(photo,)
    )
    carried = (AttachmentName(sha256=Octets(b"e" * 32), size=60_041),)
    hidden = bilal.write(maker.names_space, submission.KIND, sealed(maker, bilal, names, carried))
    ordinary = bilal.finishes(
        instance,
        ANSWERS,
        attachments=(photo,),
        parts=(submission.Part(space=Octets(maker.names_space), id=Octets(hidden.id)),),
        language="العربية",
    )
    changed = maker.founder.corrects(
        instance, [("/data/size", "7"), ("/data/note", None)], on=[ordinary], removed=("/data/hh:1",), reason="counted"
    )
    secret = correction.CorrectionBody(instance=instance, form=FORM, changes=(("/data/name", "Amina K."),))
    hidden_change = bilal.write(maker.names_space, correction.KIND, sealed(maker, bilal, secret), parents=[hidden])
    checked = review.ReviewBody(instance=instance, changes=(("state", "approved"), ("comment", None)))
    phone = bilal.finishes("uuid:2", (("/data/size", "1"),), via="openrosa", via_who="token 7", deprecated="uuid:1")
    return {
        "submission-1-names": hidden,
        "submission-1": ordinary,
        "correction-1": changed,
        "correction-1-names": hidden_change,
        "review-1": maker.founder.write(maker.team_space, review.KIND, checked),
        "submission-1-phone": phone,
        "unknown-kind-1": maker.founder.write(maker.plan_space, "theme", {"words": ["water"], "later": {"a": None}}),
    }


def _left_out(maker: _Maker) -> dict[str, Record]:
    """Return an interview that the person stopped, with a reason in each part, and its correction."""
    bilal = maker.bilal
    instance = "uuid:00000000-0000-4000-8000-000000000003"
    names = submission.SubmissionBody(
        form=FORM,
        instance=instance,
        answers=(("/data/name", ""),),
        left_out=(("/data/name", "لا يريد أن يقول"),),
    )
    hidden = bilal.write(maker.names_space, submission.KIND, sealed(maker, bilal, names))
    stopped = bilal.finishes(
        instance,
        (("/data/village", "نهر"), ("/data/size", ""), ("/data/hh:1/years", "")),
        parts=(submission.Part(space=Octets(maker.names_space), id=Octets(hidden.id)),),
        left_out=(("/data/size", "The person stopped here."), ("/data/hh:1/years", "does not know")),
        outcome="stopped",
    )
    went_on = maker.founder.corrects(
        instance,
        [("/data/size", "6")],
        on=[stopped],
        reason="asked again",
        left_out=(("/data/size", None), ("/data/hh:1/years", "nobody knows")),
        outcome="completed",
    )
    return {"submission-1-stopped-names": hidden, "submission-1-stopped": stopped, "correction-1-went-on": went_on}


def _same(maker: _Maker) -> dict[str, Record]:
    """Return a decision on a question and one on a choice, and what takes the first back."""
    version = Octets(FORM)
    things = (("/data/people", "bq3c7l2kd5ma"), ("water\tw", ""))
    decided = maker.founder.write(
        maker.plan_space, form_same.KIND, form_same.FormSameBody(version=version, changes=things)
    )
    undone = form_same.FormSameBody(version=version, changes=(("/data/people", None),))
    return {
        "form-same-1": decided,
        "form-same-1-undone": maker.founder.write(maker.plan_space, form_same.KIND, undone, parents=[decided]),
    }


def write_line(record: Record) -> bytes:
    """Return the text of a golden file: header, signature, salt, body on lines of their own."""
    salt, body = record.salt or b"", record.body or b""
    return b"\n".join((record.header, to_text(record.signature).encode(), to_text(salt).encode(), body, b""))


def read_all(folder: Path = FOLDER) -> Mapping[str, Record]:
    """Return name -> record of every golden file."""
    found = {}
    for path in sorted(folder.glob("*.record")):
        header, signature, salt, body, end = path.read_bytes().split(b"\n")
        assert end == b""
        found[path.stem] = Record(header, from_text(signature.decode()), from_text(salt.decode()), body)
    return found
