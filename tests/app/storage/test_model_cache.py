"""Models are kept in the workspace, and dropped when there are too many."""

from __future__ import annotations

import pytest

from app.storage import form_shelf
from app.storage.model_cache import KEPT, ModelCache
from app.storage.workspace import Workspace


def test_a_model_is_kept_over_a_restart(filling, monkeypatch):
    """A workspace that is opened again builds no model that it built before."""
    first = filling.workspace.forms.model(filling.version)
    folder = filling.workspace.folder
    filling.workspace.close()
    with Workspace.open(folder, passphrase="open sesame") as again:
        monkeypatch.setattr(form_shelf, "build_model", lambda *_, **__: pytest.fail("built again"))
        model = again.forms.model(filling.version)
    assert [node.path for node in model.nodes] == [node.path for node in first.nodes]
    assert [rule.rank for rule in model.rules] == [rule.rank for rule in first.rules]


def test_damage_is_no_obstacle(filling):
    """A kept model that cannot be read is built anew."""
    filling.workspace.forms.model(filling.version)
    writer = filling.workspace.forms._core.writer
    writer.run(lambda: writer.connection.execute("update model_cache set value = x'00'"))
    folder = filling.workspace.folder
    filling.workspace.close()
    with Workspace.open(folder, passphrase="open sesame") as again:
        assert again.forms.model(filling.version).root.name == "data"


def test_only_the_last_are_kept(workspace):
    """Beyond the limit the oldest goes; one that is put again counts as new."""
    cache = ModelCache(workspace.forms._core)
    for number in range(KEPT):
        cache.put(str(number), b"x")
    cache.put("0", b"y")
    cache.put("new", b"z")
    assert cache.get("1") is None
    assert (cache.get("0"), cache.get("new"), cache.get("2")) == (b"y", b"z", b"x")
