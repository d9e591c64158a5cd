"""Two opened workspaces exchange by hand, without a server in between."""

from __future__ import annotations

from app.storage.workspace import Workspace


def carry(source: Workspace, target: Workspace) -> list:
    """Give everything one laptop has to another, as an exchange would; return the results."""
    results = []
    for assessment in source.records.assessments():
        for space in source.records.rights(assessment).in_order():
            have = source.device.have(assessment, space)
            wanted = {writer: [(one.first, one.last) for one in ranges] for writer, ranges in have.logs.items()}
            records = list(source.device.read(assessment, space, wanted))
            results += target.device.take(assessment, space, records, link="cable")
            for name in target.device.missing(assessment, space):
                if source.device.has(assessment, bytes(name.sha256)):
                    for piece in source.device.open(assessment, bytes(name.sha256)):
                        offset = target.device.offset(assessment, bytes(name.sha256))
                        target.device.append(assessment, bytes(name.sha256), offset, piece)
                    assert target.device.finish(assessment, bytes(name.sha256))
    return results


def join(host: Workspace, guest: Workspace, role: str) -> None:
    """Let a guest join the host's assessment by file, and tell the host."""
    (info,) = host.assessments.list()
    guest.invitations.join(host.invitations.create(info.id, role=role).file)
    carry(guest, host)
    carry(host, guest)
