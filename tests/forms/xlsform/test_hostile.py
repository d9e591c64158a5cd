"""Files that are made to harm, or that are no forms, are refused in a child: quickly, small, with a reason."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hostile
import pytest
from workbooks import form_workbook, workbook

from forms.errors import Severity
from forms.messages import what
from forms.xlsform.guard import open_form_guarded
from forms.xlsform.open import open_form

REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (hostile.million_cells, "too-many-cells"),
    (hostile.million_cells_elsewhere, "too-many-cells"),
    (hostile.million_strings, "too-many-cells"),
    (hostile.far_cells, "sheet-too-wide"),
    (hostile.zip_bomb, "unpacked-too-big"),
    (hostile.lying_bomb, "file-damaged"),
    (hostile.billion_laughs, "xml-document-type"),
    (hostile.external_entity, "xml-document-type"),
    (hostile.deep_elements, "xml-too-deep"),
    (hostile.many_attributes, "xml-too-many"),
    (hostile.truncated, "file-damaged"),
    (hostile.random_bytes, "not-a-form"),
    (hostile.macros, "workbook-macros"),
    (hostile.encrypted, "workbook-encrypted"),
]
SECONDS = 2.0 if sys.gettrace() is None else 20.0
MEGABYTES = 200


@cache
def made(make: Callable[[], bytes]) -> bytes:
    """Return the bytes of a hostile file, made once: some take seconds."""
    return make()


def children_cpu() -> float:
    """Return the processor time of this process's children so far, in seconds."""
    resource = pytest.importorskip("resource")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(usage.ru_utime + usage.ru_stime)


@pytest.mark.parametrize(("make", "code"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
def test_a_hostile_file_is_refused_in_time(make: Callable[[], bytes], code: str, tmp_path: Path) -> None:
    """The child gives the right reason within two seconds of processor time."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(made(make))
    before, start = children_cpu(), time.monotonic()
    opened = open_form_guarded(path)
    assert opened.form is None
    assert [finding.code for finding in opened.findings if finding.severity is Severity.FATAL] == [code]
    assert min(children_cpu() - before, time.monotonic() - start) < SECONDS


@pytest.mark.parametrize(("make", "code"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
def test_a_hostile_file_is_refused_without_much_memory(
    make: Callable[[], bytes], code: str, tmp_path: Path, idle_peak: int
) -> None:
    """The child's largest memory stays under 200 MB above an idle one's."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(made(make))
    assert peak_of_child(path) - idle_peak < MEGABYTES * 2**20, code


def peak_of_child(path: Path) -> int:
    """Return the largest memory in bytes of one child that opens the file."""
    code = (
        "import resource,subprocess,sys\n"
        "subprocess.run([sys.executable,'-m','forms.xlsform.child',sys.argv[1],sys.argv[1]+'.opened'],"
        "stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    pytest.importorskip("resource")
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, capture_output=True, check=True, text=True)
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024)


@pytest.fixture(scope="module")
def idle_peak(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Return the largest memory of a child that opens a form of one question."""
    small = tmp_path_factory.mktemp("idle") / "small.xlsx"
    small.write_bytes(form_workbook("survey\n| type | name | label |\n| text | a | A |"))
    return peak_of_child(small)


def test_a_long_list_still_opens(tmp_path: Path) -> None:
    """The bounds leave room: a list of 50 000 choices opens."""
    choices = [["list_name", "name", "label", "district"]]
    choices += [["villages", f"v{number}", f"Village {number}", f"d{number % 100}"] for number in range(50_000)]
    survey = "| type | name | label |\n| select_one villages | village | Village |"
    path = tmp_path / "large.xlsx"
    path.write_bytes(workbook({"survey": survey, "choices": choices}))
    opened = open_form_guarded(path)
    assert opened.findings == ()
    assert opened.form is not None
    assert len(opened.form.choice_lists["villages"].choices) == 50_000


def test_a_sheet_of_mistakes_does_not_take_long(tmp_path: Path) -> None:
    """Twenty thousand rows of unknown types are counted after the first few hundred."""
    rows = [["type", "name", "label"], *([f"integr{number}", f"q{number}", "?"] for number in range(20_000))]
    path = tmp_path / "mistakes.xlsx"
    path.write_bytes(workbook({"survey": rows}))
    before = children_cpu()
    opened = open_form_guarded(path)
    assert opened.form is not None
    assert "more-of-the-same" in {finding.code for finding in opened.findings}
    assert children_cpu() - before < 5 * SECONDS


SLOW_CELLS = {
    "blanks behind a brace": "${" + " " * 30_000,
    "words behind a brace": "${" + "a " * 15_000,
    "one long word": "a" * 30_000,
    "brackets never closed": "instance('x')/a[" * 1_900,
    "equal signs": "a=" * 15_000,
    "opening brackets": "(" * 30_000,
}


@pytest.mark.parametrize("text", SLOW_CELLS.values(), ids=SLOW_CELLS.keys())
def test_no_cell_takes_long_to_understand(text: str) -> None:
    """A cell written to keep a pattern busy costs as much as its length, in whatever column it stands."""
    columns = ("type", "name", "label", "relevant", "parameters", "appearance", "default", "choice_filter", "trigger")
    rows = [columns, *([text if column == evil else "text" for column in columns] for evil in columns)]
    settings = [["namespaces", "instance_name", "default_language"], [text, text, text]]
    before = time.process_time()
    open_form(workbook({"survey": rows, "settings": settings}), file_name="f")
    assert time.process_time() - before < 4 * SECONDS


def test_many_columns_and_equal_names_do_not_take_long() -> None:
    """Sixteen thousand languages, and one name twenty thousand times: looked up, not compared with each other."""
    wide = [["type", "name", *(f"label::L{number}" for number in range(16_000))], ["text", "a", "A"]]
    equal = [["type", "name", "label"], *([["text", "q", "Q"]] * 20_000)]
    before = time.process_time()
    for rows in (wide, equal):
        assert open_form(workbook({"survey": rows}), file_name="f").form is not None
    assert time.process_time() - before < 6 * SECONDS


def test_every_refusal_has_a_sentence() -> None:
    """No code stands where a sentence should be."""
    for make, code in REFUSED:
        fatal = [each for each in open_form(made(make), file_name="f").findings if each.severity is Severity.FATAL]
        assert fatal
        assert what(fatal[0]) != code


def test_a_child_that_dies_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that crashes gives a fatal finding, no exception."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"anything")
    monkeypatch.setattr("forms.xlsform.guard._command", lambda: [sys.executable, "-c", "import os; os.abort()"])
    opened = open_form_guarded(path)
    assert [finding.code for finding in opened.findings] == ["file-hostile"]


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that does not come back is ended after its time."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"anything")
    monkeypatch.setattr("forms.xlsform.guard._command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    start = time.monotonic()
    opened = open_form_guarded(path, seconds=0.5)
    assert [finding.code for finding in opened.findings] == ["took-too-long"]
    assert time.monotonic() - start < 30


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory of another process is read on Linux only")
def test_a_child_that_eats_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that takes more memory than a form needs is ended."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"anything")
    eat = "import time; held = bytearray(b'x') * (300 * 2**20); time.sleep(60)"
    monkeypatch.setattr("forms.xlsform.guard._command", lambda: [sys.executable, "-c", eat])
    assert [finding.code for finding in open_form_guarded(path).findings] == ["took-too-much-memory"]


def test_what_a_child_writes_is_only_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no definition are refused, never run."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"anything")
    code = "import pickle,sys; open(sys.argv[2], 'wb').write(pickle.dumps(print))"
    monkeypatch.setattr("forms.xlsform.guard._command", lambda: [sys.executable, "-c", code])
    assert [finding.code for finding in open_form_guarded(path).findings] == ["file-hostile"]
