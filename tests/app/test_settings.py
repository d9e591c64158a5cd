"""Preferences are kept whole, and a broken file never stops the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import Preferences, load, preferences_file, save


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """All fields come back."""
    chosen = Preferences(
        language="ar", theme="dark", scale=1.3, digits="latin", lock_minutes=30, window=(1, 2, 1366, 768),
        backup_folder="/media/stick", start_page="interview",
    )  # fmt: skip
    save(chosen, tmp_path / "deep" / "preferences.json")
    assert load(tmp_path / "deep" / "preferences.json") == chosen


@pytest.mark.parametrize("words", ["", "{", "[]", "null", '{"scale": "big"}', '{"window": [1, "a"]}'])
def test_a_broken_file_counts_as_absent(tmp_path: Path, words: str) -> None:
    """Nothing of it is believed."""
    file = tmp_path / "preferences.json"
    file.write_text(words, encoding="utf-8")
    assert load(file) == Preferences()


@pytest.mark.parametrize(
    ("stored", "field", "value"),
    [
        ({"theme": "pink"}, "theme", "system"),
        ({"scale": 9.0}, "scale", 2.0),
        ({"scale": 1.26}, "scale", 1.3),
        ({"lock_minutes": 7}, "lock_minutes", 10),
        ({"digits": "roman"}, "digits", "language"),
        ({"window": [1, 2]}, "window", ()),
    ],
)
def test_values_that_do_not_exist_become_the_default(
    tmp_path: Path, stored: dict[str, object], field: str, value: object
) -> None:
    """A value from another version is mended, the rest is kept."""
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"language": "fr", **stored}), encoding="utf-8")
    assert getattr(load(file), field) == value
    assert load(file).language == "fr"


def test_the_file_lies_in_the_users_configuration(own_home: None) -> None:
    """Never in the workspace."""
    assert preferences_file().name == "preferences.json"
    assert "xdg-config" in str(preferences_file())
