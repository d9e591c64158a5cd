"""The workspace as a store of records passes the contract that every store passes."""

from __future__ import annotations

import pytest
from store_contract import AttachmentStoreContract, RecordStoreContract

from app.storage.device import Device
from app.storage.workspace import Workspace


class TestRecords(RecordStoreContract):
    """Records over SQLite."""

    @pytest.fixture
    def store(self, workspace: Workspace) -> Device:
        return workspace.device


class TestAttachments(AttachmentStoreContract):
    """Attachments over the media vault."""

    @pytest.fixture
    def store(self, workspace: Workspace) -> Device:
        return workspace.device
