"""Name and owner of an assessment can be changed later; the owner is part of what is exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.home.actions import Standing, change_details, read_details
from app.home.new_assessment import NameAndOwner, ask_change
from app.storage.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of a person without an organisation."""
    return Workspace.create(tmp_path / "w", passphrase=None, person="Rehana")


def test_a_change_is_kept_and_an_empty_owner_is_the_person(workspace: Workspace) -> None:
    """Name and owner read as changed; the same again writes no record."""
    made = workspace.assessments.create("Floods", "Shetu")
    changed = change_details(workspace, made.id, "Floods in Nadipur", "Shetu Jonokollan")
    assert (changed.name, changed.owner) == ("Floods in Nadipur", "Shetu Jonokollan")
    before = workspace.outbox.summary(made.id).records
    change_details(workspace, made.id, "Floods in Nadipur", "Shetu Jonokollan")
    assert workspace.outbox.summary(made.id).records == before
    assert change_details(workspace, made.id, "Floods in Nadipur", "").owner == "Rehana"
    assert read_details(workspace, made.id) == Standing(("Floods in Nadipur",), ("Rehana",))
    workspace.close()


def test_the_dialog_shows_what_stands_and_names_both_values(look: QApplication) -> None:
    """It opens with what stands; two values of one field are both named; what is written comes back."""
    parent = QWidget()
    seen: list[str] = []

    def write() -> None:
        dialog = look.activeModalWidget()
        assert isinstance(dialog, NameAndOwner)
        seen.extend([dialog.name.text(), dialog.owner.text(), dialog.words.text()])
        dialog.owner.setText("Both of us")
        dialog.accept()

    QTimer.singleShot(50, write)
    answers = ask_change(Standing(("Floods",), ("Shetu", "Another")), parent)
    assert answers == ("Floods", "Both of us")
    assert seen[:2] == ["Floods", "Shetu"]
    assert "Another" in seen[2]
