"""The workspace as a store of records passes the contract that every store passes."""

from __future__ import annotations

from typing import Any

import pytest
from store_contract import AttachmentStoreContract, RecordStoreContract

from app.storage.workspace import Workspace


class Both:
    """Records and attachments of one workspace as one object, as the contract asks for it."""

    def __init__(self, workspace: Workspace) -> None:
        self._parts = (workspace.records, workspace.attachments)

    def __getattr__(self, name: str) -> Any:
        return next(getattr(part, name) for part in self._parts if hasattr(part, name))


class TestRecords(RecordStoreContract):
    """Records over SQLite."""

    @pytest.fixture
    def store(self, workspace: Workspace) -> Both:
        return Both(workspace)


class TestAttachments(AttachmentStoreContract):
    """Attachments over the media vault."""

    @pytest.fixture
    def store(self, workspace: Workspace) -> Both:
        return Both(workspace)
