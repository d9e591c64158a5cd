"""The command that fills a form without a window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import hostile
import pytest
from workbooks import form_workbook

from app.commands.fill import main
from app.storage.workspace import Workspace
from forms.submission import from_xml

ROOT = Path(__file__).parents[3]
FORM = """
survey
| type | name | label | required | constraint | constraint_message |
| start | start | | | | |
| text | who | Who? | yes | | |
| integer | age | Age? | | . < 100 | Too old |
| begin_repeat | hh | Person | | | |
| text | name | Name | yes | | |
| end_repeat | | | | | |
settings
| form_id | version |
| f | 3 |
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "f.xlsx"
    path.write_bytes(form_workbook(FORM))
    return path


def answers(tmp_path: Path, *steps: dict[str, object]) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"now": "2026-03-04T10:30:00", "zone": "Asia/Beirut", "steps": steps}))
    return path


WHO = {"op": "answer", "ref": "/data/who", "value": "Amina"}
NAME = {"op": "answer", "ref": "/data/hh[1]/name", "value": "Bilal"}


def test_an_answer_file_gives_a_submission(form, tmp_path):
    """Steps done, exit 0, the XML in the file, the clock as the file says."""
    out = tmp_path / "out.xml"
    assert main([str(form), "--answers", str(answers(tmp_path, WHO, NAME)), "--out", str(out)]) == 0
    found = dict(from_xml(out.read_bytes(), repeats=["/data/hh"]).answers)
    assert found == {
        "/data/start": "2026-03-04T10:30:00.000+02:00",
        "/data/who": "Amina",
        "/data/age": "",
        "/data/hh:1/name": "Bilal",
    }


def test_what_is_missing_is_said(form, tmp_path, capsys):
    """Exit 1 and a sentence for each answer that may not stand."""
    age = {"op": "answer", "ref": "/data/age", "value": 120}
    assert main([str(form), "--answers", str(answers(tmp_path, WHO, age))]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "Too old" in lines[0]
    assert "/data/hh[1]/name" in lines[1]


def test_json_says_everything(form, tmp_path, capsys):
    """The report names the form, the instance and the violations."""
    assert main([str(form), "--answers", str(answers(tmp_path, WHO)), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["form"]["id"], report["form"]["version"]) == ("f", "3")
    assert report["violations"] == [{"ref": "/data/hh[1]/name", "kind": "required", "message": ""}]
    assert report["exit"] == 1


def test_a_random_interview_and_its_trace(form, tmp_path):
    """The trace of a random interview replays to the same XML, byte for byte, under the same clock or its own."""
    out, again, trace = tmp_path / "a.xml", tmp_path / "b.xml", tmp_path / "t.json"
    clock = ["--now", "2026-03-04T10:30:00", "--zone", "Asia/Beirut"]
    for words in (clock, []):
        assert main([str(form), "--random", "7", "--out", str(out), "--trace", str(trace), *words]) == 0
        assert main([str(form), "--answers", str(trace), "--out", str(again)]) == 0
        assert again.read_bytes() == out.read_bytes()


def test_two_forms_with_one_seed_are_two_interviews(form, tmp_path):
    """The instanceID differs between forms filled with the same seed, and is the same for the same form."""
    other = tmp_path / "g.xlsx"
    other.write_bytes(form_workbook(FORM.replace("| f | 3 |", "| g | 3 |")))
    found = []
    for path in (form, other, form):
        out = tmp_path / "out.xml"
        assert main([str(path), "--random", "7", "--out", str(out)]) == 0
        found.append(from_xml(out.read_bytes()).instance)
    assert found[0] != found[1]
    assert found[0] == found[2]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"op": "answer", "ref": "/data/age", "value": "old"}, "Step 1"),
        ({"op": "answer", "ref": "/data/age", "value": "old"}, "“old” is no whole number"),
        ({"op": "dance", "ref": "/data/age"}, "dance"),
        ({"op": "answer", "ref": "/data/none", "value": "x"}, "Step 1"),
    ],
)
def test_a_step_that_cannot_be_done_is_said(form, tmp_path, capsys, step, words):
    """A refused step ends with exit 1 and the step's number."""
    assert main([str(form), "--answers", str(answers(tmp_path, step))]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{", "[]", '{"steps": 3}'])
def test_an_answer_file_that_is_none_is_said(form, tmp_path, capsys, text):
    """A broken answer file is no traceback."""
    path = tmp_path / "answers.json"
    path.write_text(text)
    assert main([str(form), "--answers", str(path)]) == 1
    assert "answers cannot be read" in capsys.readouterr().err


def test_what_is_no_form_is_refused(tmp_path, capsys):
    """Exit 2 with a sentence."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    assert main([str(path), "--random", "1"]) == 2
    assert capsys.readouterr().err
    assert main([str(tmp_path / "absent.xlsx"), "--random", "1"]) == 2
    assert "There is no file “absent.xlsx”" in capsys.readouterr().err


def test_a_hostile_form_is_read_in_a_child(tmp_path, capsys):
    """Exit 2 for a workbook of 1.2 million cells, as `check` says."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(hostile.million_cells())
    assert main([str(path), "--random", "1", "--json"]) == 2
    assert "filled cells" in json.loads(capsys.readouterr().out)["sentences"][0]


def test_a_bad_clock_is_said(form, capsys):
    """An unknown zone or moment is named."""
    assert main([str(form), "--random", "1", "--zone", "Mars/Base"]) == 1
    assert "Mars/Base" in capsys.readouterr().err
    assert main([str(form), "--random", "1", "--now", "soon"]) == 1


def test_fill_needs_no_window_and_no_server(form):
    """The command runs with Qt, SQLAlchemy, SQLCipher, pyxform and requests out of reach."""
    blocked = "PySide6 sqlalchemy sqlcipher3 sqlite_utils pyxform requests"
    code = (
        "import sys\n"
        f"for name in {blocked.split()!r}: sys.modules[name] = None\n"
        "from app.__main__ import main\n"
        f"sys.exit(main(['fill', {str(form)!r}, '--random', '1', '--json']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_a_finished_interview_is_kept(form, tmp_path, capsys):
    """With --save the submission stands in the assessment; an interview that is not valid does not."""
    folder = tmp_path / "workspace"
    with Workspace.create(folder, passphrase=None, person="Amina") as workspace:
        assessment = workspace.assessments.create("North").id
    save = ["--save", "--assessment", "North", "--workspace", str(folder), "--out", str(tmp_path / "o.xml")]
    assert main([str(form), "--answers", str(answers(tmp_path, WHO, NAME)), *save]) == 0
    assert main([str(form), "--answers", str(answers(tmp_path, WHO)), *save]) == 1
    with Workspace.open(folder, passphrase=None) as workspace:
        assert workspace.submissions.count(assessment) == 1


def test_an_assessment_that_is_named_and_not_there_is_made(form, tmp_path, capsys):
    """Saving into a new name founds the assessment, owned by the organisation of the profile, and says so."""
    folder = tmp_path / "workspace"
    Workspace.create(folder, passphrase=None, person="Amina", organisation="Shetu").close()
    save = ["--save", "--assessment", "South", "--workspace", str(folder), "--out", str(tmp_path / "o.xml")]
    assert main([str(form), "--answers", str(answers(tmp_path, WHO, NAME)), *save]) == 0
    assert "South" in capsys.readouterr().err
    with Workspace.open(folder, passphrase=None) as workspace:
        (made,) = workspace.assessments.list()
        assert (made.name, made.owner) == ("South", "Shetu")
        assert workspace.submissions.count(made.id) == 1


def test_every_script_can_be_printed(tmp_path):
    """An Arabic answer goes through a pipe whose encoding is an old one."""
    path = tmp_path / "f.xlsx"
    path.write_bytes(form_workbook("survey\n| type | name | label |\n| text | who | من؟ |"))
    steps = answers(tmp_path, {"op": "answer", "ref": "/data/who", "value": "أمينة"})
    command = [sys.executable, "-m", "app", "fill", str(path), "--answers", str(steps)]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    assert "أمينة" in done.stdout.decode("utf-8")
