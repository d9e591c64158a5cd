"""Found an assessment: the root record, its first steward, spaces and the key of the names space."""

from __future__ import annotations

import secrets

from app.storage.author import Author
from sync.records.canonical import Octets
from sync.records.certificates import certify
from sync.records.header import SPACE_SIZE
from sync.records.keys import new_box_key, public_of, seal_to
from sync.records.kinds import root, space, space_key, steward
from sync.records.kinds.root import RootBody
from sync.records.kinds.space import SpaceBody
from sync.records.kinds.space_key import KeyBody
from sync.records.kinds.steward import StewardBody


def found(author: Author, *, person: str, root_seed: bytes) -> bytes:
    """Write the first records of a new assessment and return its id; part of one piece of work.

    Args:
        person: Name of the founder, its first steward.
        root_seed: Of the owner code whose key names stewards.
    """
    rights = secrets.token_bytes(SPACE_SIZE)
    assessment = author.write_with(root_seed, b"", rights, root.KIND, RootBody(), may_wait=True).id
    mine, writer = author.person(), public_of(author.seed())
    body = StewardBody(
        person=Octets(public_of(mine.seed)),
        name=person,
        writer=Octets(writer),
        box=Octets(mine.box_public),
        certificate=certify(mine.seed, assessment=assessment, writer=writer, box=mine.box_public),
    )
    author.write_with(root_seed, assessment, rights, steward.KIND, body)
    plan, team, names = (secrets.token_bytes(SPACE_SIZE) for _ in range(3))
    for opened in (
        SpaceBody(space=Octets(plan), type="plan"),
        SpaceBody(space=Octets(team), type="team"),
        SpaceBody(space=Octets(names), type="names", of=Octets(team)),
    ):
        author.write(assessment, rights, space.KIND, opened)
    key = new_box_key()
    wrap = (Octets(mine.box_public), Octets(seal_to(mine.box_public, key.private)))
    first = KeyBody(space=Octets(names), epoch=1, public=Octets(key.public), wraps=(wrap,))
    author.write(assessment, rights, space_key.KIND, first)
    return assessment
