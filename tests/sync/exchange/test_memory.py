"""The store in memory does what every store must do."""

from __future__ import annotations

import pytest
from store_contract import AttachmentStoreContract, RecordStoreContract

from sync.exchange.memory import MemoryStore


class TestRecords(RecordStoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()


class TestAttachments(AttachmentStoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()
