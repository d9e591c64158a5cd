"""Assessments, invitations, joining, and the exchange of two laptops by hand."""

from __future__ import annotations

import shutil

import pytest
from carrying import carry, join

from app.storage.errors import StorageError
from app.storage.outbox import ReceiptRow
from app.storage.workspace import Workspace
from app.vault import writer_key
from sync.exchange.results import Status
from sync.protocol.receipts import Receipt
from sync.records.keys import new_seed, public_of
from sync.records.roles import SpaceType


def test_a_new_assessment_has_its_owner(workspace):
    """The organisation when one is given, else the profile's, else the person's name; changeable."""
    assert workspace.assessments.create("A", owner="Union of Nahr").owner == "Union of Nahr"
    assert workspace.assessments.create("B").owner == "Amina"
    workspace.set_profile(organisation="Relief")
    info = workspace.assessments.create("C", owner="  ")
    assert (info.owner, info.role, info.conflicts) == ("Relief", "steward", 0)
    assert workspace.assessments.set_owner(info.id, "Relief and more").owner == "Relief and more"
    assert workspace.assessments.rename(info.id, "D").name == "D"
    assert workspace.assessments.find("d").id == info.id


def test_the_owner_code_is_kept_until_it_is_printed(workspace):
    """It opens the root key of this assessment."""
    from sync.records.keys import owner_seed

    info = workspace.assessments.create("A")
    (assessment,) = workspace.records.assessments()
    code = workspace.assessments.owner_code(info.id)
    assert public_of(owner_seed(code)) == workspace.records.rights(assessment).root


def test_finding_an_assessment_by_name(workspace):
    """Unknown, twice the same name, and the only one."""
    with pytest.raises(StorageError) as error:
        workspace.assessments.the_one(None)
    assert error.value.code == "assessment-unnamed"
    first = workspace.assessments.create("A")
    assert workspace.assessments.the_one(None).id == first.id
    workspace.assessments.create("A")
    for name, code in (("A", "assessment-ambiguous"), ("X", "assessment-unknown")):
        with pytest.raises(StorageError) as error:
            workspace.assessments.find(name)
        assert error.value.code == code
    assert workspace.assessments.find(first.id) == first


def test_the_example_goes_in_one_step(workspace, clock):
    """Nothing of it stays, the others stay; it never waits to be sent."""
    own = workspace.assessments.create("A")
    waiting = workspace.outbox.summary()
    clock.move(minutes=1)
    example = workspace.assessments.create("Example", example=True)
    assert [info.id for info in workspace.assessments.list()] == [own.id, example.id]
    assert workspace.outbox.summary() == waiting
    workspace.assessments.remove_example()
    assert [info.id for info in workspace.assessments.list()] == [own.id]
    assert len(workspace.records.assessments()) == 1


def test_an_interviewer_joins_by_file(make, workspace, filling):
    """Form and assessment are there at once; what is finished there arrives here with its names."""
    guest = make("Bilal")
    join(workspace, guest, "interviewer")
    (info,) = guest.assessments.list()
    assert (info.name, info.role, info.forms) == ("Needs of the north", "interviewer", 1)
    (version,) = guest.forms.list(info.id)
    other = type(filling)(guest, info.id, version.id, filling.clock)
    row = other.finish(who="Omar", age="8")
    carry(guest, workspace)
    (here,) = workspace.submissions.page(info.id)
    assert (here.instance, here.who, here.mine, here.status) == (row.instance, "Bilal", False, "sent")
    assert here.title == "Home of Omar"
    assert filling.answers(row.instance)["/data/who"] == "Omar"
    assert workspace.submissions.xml(info.id, row.instance) == guest.submissions.xml(info.id, row.instance)
    names = [(member.name, member.role, member.is_me) for member in workspace.assessments.members(info.id)]
    assert names == [("Amina", "steward", True), ("Bilal", "interviewer", False)]


def test_names_are_sealed_to_those_who_may_read_them(make, workspace, filling):
    """Another interviewer carries the names part and cannot read it; a coordinator who joined later can."""
    row = filling.finish(who="Zaynab", age="33")
    interviewer, coordinator = make("Bilal"), make("Chinara")
    join(workspace, interviewer, "interviewer")
    join(workspace, coordinator, "coordinator")
    seen = interviewer.submissions.get(filling.assessment, row.instance)
    assert (seen.has_names, seen.names_readable, seen.row.title) == (True, False, "")
    assert "/data/who" not in dict(seen.submission.answers)
    known = coordinator.submissions.get(filling.assessment, row.instance)
    assert (known.names_readable, known.row.title) == (True, "Home of Zaynab")


def test_roles_limit_what_may_be_written(make, workspace, filling):
    """An interviewer neither renames the assessment nor invites."""
    guest = make("Bilal")
    join(workspace, guest, "interviewer")
    for call in (
        lambda: guest.assessments.rename(filling.assessment, "Mine"),
        lambda: guest.invitations.create(filling.assessment),
    ):
        with pytest.raises(StorageError) as error:
            call()
        assert error.value.code == "not-allowed"
    assert guest.assessments.get(filling.assessment).name == "Needs of the north"


def test_joining_twice_changes_nothing(make, workspace):
    """The second time the same person is there already."""
    info = workspace.assessments.create("North")
    invitation = workspace.invitations.create(info.id)
    guest = make("Bilal")
    guest.invitations.join(invitation.file)
    count = guest.outbox.summary().records
    guest.invitations.join(invitation.file)
    assert guest.outbox.summary().records == count


def test_used_and_old_invitations_are_told(make, workspace, clock):
    """The sentence names the reason; nothing is written."""
    info = workspace.assessments.create("North")
    invitation = workspace.invitations.create(info.id, uses=1, days=2)
    first, second = make("Bilal"), make("Chinara")
    first.invitations.join(invitation.file)
    carry(first, workspace)
    carry(workspace, second)
    with pytest.raises(StorageError) as error:
        second.invitations.join(invitation.file)
    assert error.value.code == "invitation-used"
    clock.move(days=3)
    with pytest.raises(StorageError) as error:
        make("Dina").invitations.join(invitation.file)
    assert (error.value.code, error.value.facts) == ("invitation-over", {"day": "2026-03-06"})


def test_the_code_alone_joins_where_the_rights_are_known(make, workspace):
    """As after fetching them from a server; a wrong code fits nothing."""
    info = workspace.assessments.create("North")
    invitation = workspace.invitations.create(info.id)
    guest = make("Bilal")
    carry(workspace, guest)
    for code in ("ABCD-EFGH-JKLM-NPQR", "nonsense"):
        with pytest.raises(StorageError) as error:
            guest.invitations.join(code)
        assert error.value.code == "code-wrong"
    assert guest.invitations.join(invitation.code.lower().replace("-", " ")).role == "interviewer"
    (assessment,) = guest.records.assessments()
    assert guest.device.keys(assessment).invitation is not None


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format": "groundup-invitation-1"}', b"{" * 100_000])
def test_what_is_no_invitation_is_told(workspace, data):
    """Whatever the file holds."""
    for call in (workspace.invitations.read, workspace.invitations.join):
        with pytest.raises(StorageError) as error:
            call(data)
        assert error.value.code == "invitation-unreadable"


def test_a_conflict_of_names_is_kept_and_settled(make, workspace, filling):
    """Two rename it without knowing of each other: both stand, one change on top of both decides."""
    guest = make("Chinara")
    join(workspace, guest, "coordinator")
    workspace.assessments.rename(filling.assessment, "North A")
    guest.assessments.rename(filling.assessment, "North B")
    carry(guest, workspace)
    carry(workspace, guest)
    assert workspace.assessments.get(filling.assessment).conflicts == 1
    assert set(workspace.assessments.values(filling.assessment)["name"]) == {"North A", "North B"}
    assert workspace.assessments.get(filling.assessment).name == guest.assessments.get(filling.assessment).name
    settled = workspace.assessments.rename(filling.assessment, "North B")
    assert (settled.name, settled.conflicts) == ("North B", 0)


def test_versions_follow_each_other(make, workspace, filling):
    """A coordinator's new version is number 2 on both laptops, whoever wrote more before."""
    from workbooks import form_workbook

    guest = make("Chinara")
    join(workspace, guest, "coordinator")
    text = "survey\n| type | name | label |\n| text | a | A |\nsettings\n| form_id | title |\n| needs | Needs 2 |"
    second = guest.forms.add_version(filling.assessment, form_workbook(text), "needs2.xlsx")
    again = guest.forms.add_version(filling.assessment, form_workbook(text), "needs2.xlsx")
    assert (second.number, second.latest, again.id) == (2, True, second.id)
    carry(guest, workspace)
    listed = [(info.number, info.title, info.latest) for info in workspace.forms.list(filling.assessment)]
    assert listed == [(2, "Needs 2", True), (1, "Needs", False)]


def test_a_copied_folder_writes_with_another_writer(workspace, filling, tmp_path):
    """Copy and original both go on: no number is used twice, everything meets again."""
    filling.finish(age="1")
    workspace.close()
    shutil.copytree(workspace.folder, tmp_path / "copy")
    with (
        Workspace.open(workspace.folder, passphrase="open sesame", clock=filling.clock) as original,
        Workspace.open(tmp_path / "copy", passphrase="open sesame", clock=filling.clock) as copy,
    ):
        for laptop, age in ((original, "2"), (copy, "3")):
            type(filling)(laptop, filling.assessment, filling.version, filling.clock).finish(age=age)
        assert {result.status for result in carry(copy, original)} <= {Status.STORED, Status.KNOWN}
        carry(original, copy)
        ages = [row.values["/data/age"] for row in original.submissions.page(filling.assessment)]
        assert sorted(ages) == ["1", "2", "3"]
        (assessment,) = original.records.assessments()
        for space in original.records.rights(assessment).in_order():
            assert original.records.have(assessment, space) == copy.records.have(assessment, space)


def test_a_peer_that_knows_more_of_mine_makes_a_new_writer(workspace, filling, tmp_path):
    """The workspace was set back without our noticing: its own later records come back, and a new writer follows."""
    other = tmp_path / "other"
    filling.finish(age="1")
    workspace.close()
    saved = (workspace.folder / "workspace.db").read_bytes()
    with Workspace.open(workspace.folder, passphrase="open sesame", clock=filling.clock) as later:
        later_filling = type(filling)(later, filling.assessment, filling.version, filling.clock)
        later_filling.finish(age="2")
    shutil.copytree(workspace.folder, other)
    (workspace.folder / "workspace.db").write_bytes(saved)
    with (
        Workspace.open(workspace.folder, passphrase="open sesame", clock=filling.clock) as back,
        Workspace.open(other, passphrase="open sesame", clock=filling.clock) as peer,
    ):
        before = public_of(writer_key.load(back.folder, back._core.keys.data))
        carry(peer, back)
        type(filling)(back, filling.assessment, filling.version, filling.clock).finish(age="3")
        assert public_of(writer_key.load(back.folder, back._core.keys.data)) != before
        assert {result.status for result in carry(back, peer)} <= {Status.STORED, Status.KNOWN}
        ages = sorted(row.values["/data/age"] for row in peer.submissions.page(filling.assessment))
        assert ages == ["1", "2", "3"]


def test_what_was_confirmed_waits_no_longer(workspace, filling):
    """Receipts of records and of files empty the outbox; the interview is called sent when all its parts are."""
    interview = filling.start()
    draft = workspace.drafts.create(filling.assessment, filling.version)
    interview.answer("/data/who", "Zaynab")
    interview.answer("/data/hut", workspace.drafts.attach(draft.id, b"hut", file_name="hut.jpg"))
    row = workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
    waiting = workspace.outbox.summary(filling.assessment)
    assert (waiting.submissions, waiting.attachments, waiting.last_sent) == (1, 2, None)
    (assessment,) = workspace.records.assessments()
    holder = public_of(new_seed())
    records = workspace.device.unconfirmed_records(assessment)
    assert len(records) == waiting.records
    kinds = {item: workspace.records.get(assessment, item).head.kind for item in records}
    ids = [(item, 1_700_000_000_000) for item in sorted(records, key=lambda item: kinds[item] == "submission")]
    workspace.device.keep_receipt(assessment, b"signed", Receipt(holder, assessment, tuple(ids[:-1])))
    assert workspace.submissions.page(filling.assessment)[0].status == "finished"
    workspace.device.keep_receipt(assessment, b"signed", Receipt(holder, assessment, tuple(ids[-1:])))
    assert workspace.submissions.page(filling.assessment)[0].status == "sent"
    files = [(file.sha256, 1_700_000_000_000) for file in workspace.device.unconfirmed_attachments(assessment)]
    workspace.device.keep_receipt(assessment, b"signed", Receipt(holder, assessment, tuple(files), attachments=True))
    left = workspace.outbox.summary(filling.assessment)
    assert (left.records, left.submissions, left.attachments, left.bytes) == (0, 0, 0, 0)
    assert workspace.outbox.holders(records[0]) == (ReceiptRow(holder, records[0], 1_700_000_000_000),)
    assert row.status == "finished"


def test_a_server_is_remembered_per_assessment(workspace):
    """Token and identity stay while the address stays, and go with it."""
    info = workspace.assessments.create("North")
    assert workspace.outbox.server(info.id) is None
    workspace.outbox.set_server(info.id, "https://a.example/", token="t", identity=b"i" * 32)
    same = workspace.outbox.set_server(info.id, "https://a.example")
    assert (same.url, same.token, same.identity) == ("https://a.example", "t", b"i" * 32)
    other = workspace.outbox.set_server(info.id, "https://b.example")
    assert (other.token, other.identity) == (None, None)
    workspace.outbox.exchanged(info.id)
    assert workspace.outbox.summary(info.id).last_sent == "2026-03-04T09:30:00.000+03:00"
    workspace.outbox.forget_server(info.id)
    assert workspace.outbox.server(info.id) is None


def test_a_list_that_arrives_after_its_form_is_used_at_once(make, workspace):
    """The form was looked at in between; nobody has to start the program anew."""
    from workbooks import form_workbook

    text = (
        "survey\n| type | name | label |\n| select_one_from_file sites.csv | site | Site |\n"
        "settings\n| form_id |\n| sites |"
    )
    info = workspace.assessments.create("A")
    beside = {"sites.csv": b"name,label\nnahr,Nahr\n"}
    version = workspace.forms.add_version(info.id, form_workbook(text), "sites.xlsx", files=beside)
    guest = make("Chinara")
    guest.invitations.join(workspace.invitations.create(info.id, role="interviewer").file)
    (assessment,) = guest.records.assessments()
    rights = workspace.records.rights(assessment)
    (plan,) = rights.spaces_of(SpaceType.PLAN)
    names = sorted(guest.device.missing(assessment, plan.id), key=lambda name: name.size, reverse=True)
    seen = []
    for name in names:  # the workbook first
        for piece in workspace.device.open(assessment, bytes(name.sha256)):
            guest.device.append(assessment, bytes(name.sha256), guest.device.offset(assessment, name.sha256), piece)
        assert guest.device.finish(assessment, bytes(name.sha256))
        seen.append((tuple(guest.forms.load(version.id)[1]), len(guest.forms.model(version.id).tables["sites"])))
    assert seen == [((), 0), (("sites.csv",), 1)]
