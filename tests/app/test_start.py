"""Starting the window: its options, and a system without a screen."""

from __future__ import annotations

import pytest

from app import start


@pytest.mark.parametrize(
    ("system", "environment", "has"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_screen_is_looked_for_on_linux_only(system: str, environment: dict[str, str], has: bool) -> None:
    """Other systems always have one."""
    assert start.has_screen(system, environment) is has


def test_without_a_screen_a_sentence_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1 and what to do instead, where Qt would end the process."""
    monkeypatch.setattr(start, "has_screen", lambda: False)
    assert start.main([]) == 1
    assert "no screen" in capsys.readouterr().err


def test_the_example_can_be_asked_for() -> None:
    """`--example` is an option of the window."""
    assert start.parser().parse_args(["--example"]).example
    assert not start.parser().parse_args([]).example
