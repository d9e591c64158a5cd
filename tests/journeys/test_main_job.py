"""The main job in the real window with a real server: keyboard only, cut off, finished, sent, compared."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import ROOT, Server
from shared import shared_path

BUILT = os.environ.get("GROUNDUP_PROGRAM")  # a built executable to try instead of this checkout
EXAMPLE = ROOT / "app" / "assets" / "example" / "families_after_the_flood.xlsx"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own on loopback."""
    with Server(tmp_path / "server") as running:
        yield running


def command(into: Path, form: Path, server: Server, *words: str) -> list[str]:
    start = [BUILT] if BUILT else [sys.executable, "-m", "app"]
    return [
        *start, "--main-job", "--into", str(into), "--form", str(form), "--server", server.url,
        "--console-code", server.console_code(), *words,
    ]  # fmt: skip


def cut_off(into: Path, form: Path, server: Server, *words: str) -> str:
    """Start the job, kill it with SIGKILL once it has stopped in the middle, return the page it was on."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        command(into, form, server, *words),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if line.startswith("stopped at "):
                os.killpg(process.pid, signal.SIGKILL)  # a one-file program is two processes
                break
    finally:
        process.kill()
        process.wait(timeout=30)
        process.stdout.close()
    assert "stopped at " in said, said
    return said.rpartition("stopped at ")[2].strip()


def go_on(into: Path, form: Path, server: Server, *words: str) -> tuple[str, dict[str, object]]:
    """Start the job again, let it go on to its end; return the page it reopened at, and its report."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command(into, form, server, *words), "--go-on"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    reopened = next(line for line in done.stdout.splitlines() if line.startswith("reopened at "))
    report = json.loads((into / "report.json").read_text(encoding="utf-8"))
    return reopened.removeprefix("reopened at "), report


@pytest.mark.parametrize(
    ("name", "language", "seed", "pages"),
    [
        pytest.param("reach_msna_2024_draft_v11.xlsx", "en", "5", "40", id="msna"),
        pytest.param("unhcr_rms_capi_4_languages.xlsx", "ar", "10", "20", id="rms-in-arabic"),
        pytest.param("consumers_or_other_nested_repeats.xlsx", "fr", "6", "50", id="nested-repeats"),
    ],
)
def test_real_form_cut_off_and_sent(
    tmp_path: Path, server: Server, name: str, language: str, seed: str, pages: str
) -> None:
    """A real form by keyboard, killed in the middle, reopened at the same question, finished, sent: equal there."""
    form = shared_path(f"forms_real/{name}")
    words = ("--language", language, "--seed", seed)
    stopped = cut_off(tmp_path / "job", form, server, *words, "--stop-after", pages)
    reopened, report = go_on(tmp_path / "job", form, server, *words)
    assert reopened == stopped
    assert report["not kept as typed"] == []
    assert report["server's XML equals ours"] is True
    assert report["in the server's workbook"] is True


def test_our_own_form_cut_off_and_sent(tmp_path: Path, server: Server) -> None:
    """The same with the example's form, so that it is shown without the reference data too."""
    stopped = cut_off(tmp_path / "job", EXAMPLE, server, "--stop-after", "9")
    begun = time.monotonic()
    reopened, report = go_on(tmp_path / "job", EXAMPLE, server)
    assert reopened == stopped
    assert report["server's XML equals ours"] is True
    assert time.monotonic() - begun < 300
