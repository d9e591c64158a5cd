"""The main job without a window: init, check, fill, serve, exchange, invite, join, export."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from processes import ROOT, Server, groundup

from app.commands.console import Console
from forms.submission import from_xml

EXAMPLE = ROOT / "app" / "assets" / "example" / "families_after_the_flood.xlsx"
PASSPHRASE = "river market seven"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own on loopback."""
    with Server(tmp_path / "server") as running:
        yield running


def answers(tmp_path: Path, name: str, steps: list[dict[str, str]]) -> Path:
    file = tmp_path / name
    story = {"language": "Arabic (ar)", "now": "2026-07-30T10:00:00+06:00", "zone": "Asia/Dhaka", "steps": steps}
    file.write_text(json.dumps(story), encoding="utf-8")
    return file


STEPS = [
    {"op": "answer", "ref": "/data/opening/consent", "value": "yes"},
    {"op": "answer", "ref": "/data/about/place", "value": "embankment"},
    {"op": "answer", "ref": "/data/about/village", "value": "sluice"},
    {"op": "answer", "ref": "/data/about/person", "value": "Xyzzyname"},
    {"op": "answer", "ref": "/data/about/age", "value": "34"},
    {"op": "answer", "ref": "/data/needs/own_words", "value": "في الليل لا نشرب"},
    {"op": "answer", "ref": "/data/needs/top_needs", "value": "toilet water"},
    {"op": "answer", "ref": "/data/home/people[1]/years", "value": "34"},
]


@pytest.mark.slow
def test_the_main_job_without_a_window(tmp_path: Path, server: Server) -> None:
    """A coordinator and an interviewer, two laptops and a server: every answer arrives, names stay locked."""
    first, second = tmp_path / "first", tmp_path / "second"
    groundup("init", "--person", "Rehana", "--organisation", "Shetu", workspace=first, passphrase=PASSPHRASE)
    checked = json.loads(groundup("check", str(EXAMPLE), "--json").stdout)
    assert checked["exit"] == 0
    story = answers(tmp_path, "one.json", STEPS)
    xml = tmp_path / "one.xml"
    groundup(
        "fill", str(EXAMPLE), "--answers", str(story), "--save", "--assessment", "Floods", "--out", str(xml),
        workspace=first, passphrase=PASSPHRASE,
    )  # fmt: skip
    groundup("exchange", "--server", server.url, workspace=first, passphrase=PASSPHRASE)

    invited = groundup(
        "invite", "--assessment", "Floods", "--role", "interviewer", workspace=first, passphrase=PASSPHRASE
    )
    code = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", invited.stdout)
    assert code is not None, invited.stdout
    groundup("exchange", workspace=first, passphrase=PASSPHRASE)
    groundup("init", "--person", "Tomal", workspace=second)
    groundup("join", code.group(), "--server", server.url, workspace=second)
    groundup("fill", str(EXAMPLE), "--random", "7", "--save", "--assessment", "Floods", workspace=second)
    groundup("exchange", workspace=second)
    groundup("exchange", workspace=first, passphrase=PASSPHRASE)

    out = tmp_path / "all.xlsx"
    groundup("export", "Floods", "--to", "xlsx", "--out", str(out), workspace=first, passphrase=PASSPHRASE)
    book = openpyxl.load_workbook(out)
    rows = list(book.worksheets[0].values)
    assert len(rows) == 3, rows
    assert not any("Xyzzyname" in str(cell) for sheet in book for row in sheet.values for cell in row)
    assert "Shetu" in {row[1] for row in book.worksheets[-1].values}
    out_personal = tmp_path / "personal.csv"
    groundup(
        "export", "Floods", "--to", "csv", "--personal", "--out", str(out_personal),
        workspace=first, passphrase=PASSPHRASE,
    )  # fmt: skip
    with zipfile.ZipFile(out_personal.with_suffix(".zip")) as archive:
        assert any("Xyzzyname" in archive.read(name).decode("utf-8-sig") for name in archive.namelist())

    assert b"Xyzzyname" not in b"".join(
        path.read_bytes() for path in (tmp_path / "server").rglob("*") if path.is_file()
    )
    ours = from_xml(xml.read_bytes())
    with Console(server.url, server.console_code()) as console:
        (assessment,) = console.assessments()
        (book,) = console.workbooks(assessment)
        arrived = [console.xml(assessment, key) for key in console.submissions(assessment)]
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].values)
    assert len(rows) == 3
    assert any(ours.instance in map(str, row) for row in rows)
    (theirs,) = [data for data in arrived if from_xml(data).instance == ours.instance]
    assert b"Xyzzyname" not in theirs


def test_a_wrong_passphrase_is_a_sentence(tmp_path: Path) -> None:
    """The command says so, exits 1, and shows no traceback."""
    groundup("init", "--person", "Rehana", workspace=tmp_path / "w", passphrase=PASSPHRASE)
    environment = {**os.environ, "GROUNDUP_PASSPHRASE": "wrong"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "export", "Floods", "--to", "csv", "--out", str(tmp_path / "x.csv"),
         "--workspace", str(tmp_path / "w")],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "passphrase" in done.stderr
    assert "Traceback" not in done.stderr
