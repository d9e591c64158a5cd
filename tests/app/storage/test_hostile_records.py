"""Bodies that a member may write and that make no sense: nobody's exchange, table or page stops at them."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from carrying import carry, join

from app.storage.errors import StorageError
from forms.errors import FormsError
from sync.errors import SyncError
from sync.records.canonical import to_text
from sync.records.kinds import correction, details, form_version, review, submission
from sync.records.roles import SpaceType

DEEP = "/data" + "/a" * 5_000
LONG = f"/data/child:{'9' * 5_000}/years"
PATHS = ("", "/", "//", "nopath", "/data", "/data/<bad>", "/data/a:b:c", "/other/x", "/data/age/below", LONG, DEEP)


def bodies(form: str, instance: str) -> list[tuple[str, Any]]:
    """Return (kind, body) of records that nobody's program would write."""
    made: list[tuple[str, Any]] = []
    for number, path in enumerate(PATHS):
        fresh = {"form": form, "instance": f"uuid:{number}"}
        made.append((submission.KIND, {**fresh, "answers": [["/data/age", "7"], [path, "x"]]}))
        change = {"instance": instance, "changes": [[path, "y"]], "form": "", "reason": ""}
        made.append((correction.KIND, change))
        made.append((correction.KIND, {**change, "changes": [], "removed": [path]}))
        made.append((correction.KIND, {**change, "changes": [], "left_out": [[path, "why"]]}))
    odd = {"form": form, "instance": "uuid:odd", "answers": [["/data/age", "7"]]}
    for field, value in (
        ("form", ""), ("form", to_text(b"x")), ("form", to_text(b"x" * 32)), ("instance", ""), ("answers", []),
        ("instance", "i" * 5_000), ("answers", [["/data/age", "7"]] * 50), ("answers", [["/data/age", "\x01\x0b"]]),
        ("language", "l" * 9_000), ("outcome", "unheard of"), ("left_out", [["/nowhere", "x"]]), ("via", "\x07"),
        ("parts", [{"space": "", "id": ""}]), ("deprecated", instance), ("answers", 7), ("form", 7), ("more", {"a": 1}),
    ):  # fmt: skip
        made.append((submission.KIND, {**odd, field: value}))
    made.append((correction.KIND, {"instance": "uuid:never seen", "changes": [["/data/age", None]], "form": form}))
    made.append((review.KIND, {"instance": instance}))
    made.append(("unheard-of", {"instance": instance}))
    return made


def plans() -> list[tuple[str, Any]]:
    """Return the same of the plan space."""
    version = {"form_id": "", "title": "", "file_name": "../../x", "attachments": []}
    files = {"digest": to_text(b"d" * 32), "size": 9, "type": "x"}
    return [
        (details.KIND, {"changes": [["name", None], ["", ""], ["unheard", "x" * 9_000]]}),
        (form_version.KIND, version),
        (form_version.KIND, {**version, "attachments": [files], "files": [["x", 9], ["y", -1]]}),
        (form_version.KIND, {**version, "attachments": [files], "marks": [["/data/age", "unheard-of"]]}),
        (form_version.KIND, {**version, "attachments": [files], "root": "<", "paths": [DEEP, "", "//"]}),
        (form_version.KIND, {**version, "attachments": [files], "namespaces": [["<", "<"]], "languages": ["", ""]}),
    ]


def write(workspace, assessment: bytes, space: bytes, kind: str, body: Any) -> None:
    """Write a record as the program would, unless it would not count."""
    author = workspace.device._author

    def work() -> None:
        author.write(assessment, space, kind, body)

    with contextlib.suppress(StorageError):  # it would be set aside
        workspace.writer.run(work)


@pytest.mark.parametrize("sealed", [False, True])
def test_no_record_of_a_member_stops_the_others(make, workspace, filling, sealed):
    """Written, carried, listed, opened, exported: what can be read is read."""
    row = filling.finish(age="41", who="Amina's neighbour")
    guest = make("Chinara")
    join(workspace, guest, "coordinator")
    carry(workspace, guest)
    (assessment,) = workspace.records.assessments()
    rights = workspace.records.rights(assessment)
    (team,) = rights.spaces_of(SpaceType.TEAM)
    (plan,) = rights.spaces_of(SpaceType.PLAN)
    names = rights.names_space(team.id)
    for kind, body in bodies(filling.version, row.instance):
        if not sealed:
            write(workspace, assessment, team.id, kind, body)
            continue
        box = workspace.submissions._names.seal(
            body,
            position=workspace.writer.run(workspace.device._author.position, assessment, names.id),
            space_key=rights.key_of(names.id).public,
            files=(),
        )
        write(workspace, assessment, names.id, kind, box)
    for kind, body in plans():
        write(workspace, assessment, plan.id, kind, body)
    later = filling.finish(age="5")
    carry(workspace, guest)
    for laptop in (workspace, guest):
        rows = laptop.submissions.page(filling.assessment, limit=1_000)
        assert {row.instance, later.instance} <= {each.instance for each in rows}
        for each in rows:
            try:
                laptop.submissions.get(filling.assessment, each.instance)
                laptop.submissions.history(filling.assessment, each.instance)
                laptop.submissions.xml(filling.assessment, each.instance)
            except (StorageError, SyncError, FormsError):
                continue  # said in a sentence
        assert list(laptop.submissions.iterate(filling.assessment, filling.version, names=True))
        assert laptop.forms.list(filling.assessment)
        assert laptop.assessments.get(filling.assessment).id == filling.assessment
        assert laptop.outbox.summary().records >= 0
