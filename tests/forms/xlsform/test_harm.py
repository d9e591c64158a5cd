"""The named ways to do harm: each is refused or bounded, in time and in memory, with a sentence and its place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hostile
import pytest
from scenario import environment_of
from workbooks import workbook

from forms.errors import Finding
from forms.lint.trial import found_when_run
from forms.messages import cure, what
from forms.model.build import build_model
from forms.model.model import Model
from forms.session.interview import Interview
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form
from forms.xlsform.opened import Opened

SECONDS = 2.0 if sys.gettrace() is None else 40.0
MEGABYTES = 200
NO_FILES: dict[str, bytes] = {}
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><model>{model}<instance><data id="x"><a/>{data}</data></instance>
 <bind nodeset="/data/a" relevant="{relevant}"/></model></h:head><h:body>{body}
 <input ref="/data/a"><label>A</label></input></h:body></h:html>"""


def survey(*rows: str) -> bytes:
    """Return a form of rows `type name relevant constraint calculation repeat_count`, cells between bars."""
    head = ["type", "name", "relevant", "constraint", "calculation", "repeat_count", "label"]
    return workbook({"survey": [head, *([*(row.split("|") + [""] * 6)[:6], "?"] for row in rows)]})


def xform(*, model: str = "", data: str = "", relevant: str = "", body: str = "") -> bytes:
    """Return an XForm with something evil in it."""
    return XFORM.format(model=model, data=data, relevant=relevant, body=body).encode()


def choices_in_one_sheet() -> bytes:
    """Return a workbook of a million choices."""
    row = '<row><c t="inlineStr"><is><t>l</t></is></c><c><v>1</v></c></row>'
    return hostile.package((hostile.SHEET + row * 1_000_000 + "</sheetData></worksheet>").encode())


def many_rows() -> bytes:
    """Return a survey of a hundred thousand rows."""
    return workbook({"survey": [["type", "name", "label"], *(["text", f"q{number}"] for number in range(100_000))]})


def texts_that_double() -> bytes:
    """Return calculations each of which makes a text twice as long as the one before."""
    return survey(
        "calculate|c0|||'xxxxxxxx'", *(f"calculate|c{n}|||concat(${{c{n - 1}}}, ${{c{n - 1}}})" for n in range(1, 60))
    )


def languages() -> bytes:
    """Return an XForm in a hundred thousand languages."""
    one = '<translation lang="l{}"><text id="a"><value>x</value></text></translation>'
    return xform(model="<itext>" + "".join(one.format(number) for number in range(100_000)) + "</itext>")


LONG = "1" + "+1" * 500_000
CASES: list[tuple[str, Callable[[], bytes], str | None]] = [
    ("a pattern that hangs", lambda: survey("text|a||regex(., '^(a+)+$')"), "xpath-regex-hangs"),
    ("a pattern that is none", lambda: survey("text|a||regex(., '(')"), "xpath-regex-bad"),
    ("a megabyte of expression", lambda: xform(relevant=LONG), "xpath-too-long"),
    ("a cell full of expression", lambda: survey(f"text|a|{'1+' * 16_000}1"), None),
    ("ten thousand brackets", lambda: survey(f"text|a|{'(' * 10_000}1{')' * 10_000}"), "xpath-too-deep"),
    ("ten thousand brackets, XForm", lambda: xform(relevant="(" * 10_000 + "1" + ")" * 10_000), "xpath-too-deep"),
    ("ten thousand predicates", lambda: xform(relevant="a[" * 10_000 + "1" + "]" * 10_000), "xpath-too-deep"),
    ("a million choices in one sheet", choices_in_one_sheet, "too-many-cells"),
    ("relevance in a circle", lambda: survey("text|a|${b}=1", "text|b|${c}=1", "text|c|${a}=1"), "cycle"),
    ("sixteen thousand columns", hostile.wide_sheet, None),
    ("a hundred thousand rows", many_rows, "survey-too-long"),
    ("a thousand million instances", lambda: survey("begin repeat|r||||1000000000", "text|a", "end repeat"), None),
    ("texts that double", texts_that_double, None),
    ("a hundred thousand languages", languages, None),
    (
        "five thousand groups inside each other",
        lambda: survey(*["begin group|g"] * 5_000, "text|a"),
        "sections-too-deep",
    ),
    ("five thousand elements inside each other", lambda: xform(data="<g>" * 5_000 + "</g>" * 5_000), "xml-too-deep"),
    ("five thousand groups in a body", lambda: xform(body="<group>" * 5_000 + "</group>" * 5_000), "xml-too-deep"),
    ("names that climb out of a package", hostile.climbing_names, "survey-empty"),
]


def everything(data: bytes, name: str = "f") -> tuple[Opened, list[Finding]]:
    """Return what opening and running a form gives: it is begun, checked and finished."""
    opened = open_form(data, file_name=name)
    findings = list(opened.findings)
    if opened.form is not None:
        findings += found_when_run(opened.form, opened.findings, files=NO_FILES)
        interview = Interview.start(build_model(opened.form), environment=environment_of())
        interview.validate()
        assert interview.xml()
    return opened, findings


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_harm_is_refused_or_bounded(make: Callable[[], bytes], code: str | None) -> None:
    """Within two seconds of processor time, with a sentence that says what to do."""
    data = make()
    before = time.process_time()
    _, findings = everything(data)
    assert time.process_time() - before < SECONDS
    if code is not None:
        finding = next(each for each in findings if each.code == code)
        assert what(finding) != code
        assert cure(finding)
        whole_file = code in ("too-many-cells", "xml-too-deep")
        assert whole_file or finding.place.sheet or finding.place.row


MEMORY = {
    "texts": "everything(texts_that_double())",
    "languages": "everything(languages())",
    "columns": "everything(hostile.wide_sheet())",
    "csv": "many_choices()",
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of a process is known on Linux only")
@pytest.mark.parametrize("call", MEMORY.values(), ids=MEMORY)
def test_harm_takes_little_memory(call: str) -> None:
    """Under two hundred megabytes above what the process had before, in a process of its own."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import hostile\nfrom test_harm import *\n"
        "def memory(what): return next(int(line.split()[1]) for line in open('/proc/self/status') if what in line)\n"
        f"before = memory('VmRSS')\n{call}\nprint((memory('VmHWM') - before) // 1024)"
    )
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests" / "helpers")])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert int(done.stdout) < MEGABYTES


def test_instances_and_texts_without_end_are_told() -> None:
    """Running stops at the bound and says so."""
    for data, code in (
        (survey("begin repeat|r||||1000000000", "text|a", "end repeat"), "repeat-too-many"),
        (texts_that_double(), "xpath-text-too-long"),
    ):
        form = open_form(data, file_name="f").form
        assert form is not None
        interview = Interview.start(build_model(form), environment=environment_of())
        assert code in {error.code for error in interview.problems.values()}


def test_the_circle_is_named_with_its_whole_way() -> None:
    """So that the one who wrote it finds the rule to change."""
    _, findings = everything(survey("text|a|${b}=1", "text|b|${c}=1", "text|c|${a}=1"))
    assert [finding.facts["names"] for finding in findings if finding.code == "cycle"] == ["a → b → c → a"]


def many_choices() -> Model:
    """Return the model of a select from a CSV of a million choices."""
    path = Path(tempfile.mkdtemp()) / "v.csv"
    with path.open("w", encoding="utf-8") as target:
        target.write("name,label,district\n")
        target.writelines(f"v{number},Village {number},d{number % 300}\n" for number in range(1_000_000))
    survey = [["type", "name", "label"], ["select_one_from_file v.csv", "v", "V"]]
    opened = open_form(workbook({"survey": survey}), file_name="f", files=files_beside(path))
    assert opened.form is not None
    model = build_model(opened.form, files=files_beside(path))
    shutil.rmtree(path.parent)
    return model


def test_a_million_choices_as_csv_are_read_or_refused_with_a_sentence() -> None:
    """What would take too much memory is refused while it is read."""
    model = many_choices()
    assert len(model.tables["v"]) == 1_000_000 or [finding.code for finding in model.findings] == ["file-too-large"]


OUTSIDE = (
    "../secret.csv",
    "/etc/passwd",
    "C:\\secret.csv",
    "..\\secret.csv",
    "http://example.org/secret.csv",
    "\\\\host\\x.csv",
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_climbs_out_reads_nothing_outside(name: str, tmp_path: Path) -> None:
    """In a select, in pulldata, as a medium, as an instance of an XForm: only files beside the form are read."""
    (tmp_path / "secret.csv").write_text("name,label\na,Secret\n", encoding="utf-8")
    folder = tmp_path / "forms"
    folder.mkdir()
    asked: list[str] = []

    def files(wanted: str) -> bytes | None:
        asked.append(wanted)
        return files_beside(folder / "form.xlsx")(wanted)

    rows = [
        ["type", "name", "label", "calculation", "image"],
        [f"select_one_from_file {name}", "a", "A"],
        ["calculate", "b", "", f"pulldata('{name}', 'label', 'name', 'a')"],
        ["note", "c", "C", "", name],
        ["csv-external", name],
    ]
    for data in (workbook({"survey": rows}), xform(model=f'<instance/><instance id="q" src="{name}"/>', data="")):
        opened = open_form(data, file_name="form.xlsx", files=files)
        if opened.form is not None:
            build_model(opened.form, files=files)
    assert asked
    assert all(files_beside(folder / "form.xlsx")(wanted) is None for wanted in asked)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_beside_the_form_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    """One inside the folder is."""
    folder = tmp_path / "forms"
    (folder / "media").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    (folder / "real.csv").write_text("here", encoding="utf-8")
    (folder / "out.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "in.csv").symlink_to(folder / "real.csv")
    (folder / "media" / "up.csv").symlink_to(tmp_path / "secret.csv")
    read = files_beside(folder / "form.xlsx")
    assert (read("out.csv"), read("up.csv"), read("in.csv"), read("real.csv")) == (None, None, b"here", b"here")


def test_nothing_is_unpacked_to_where_a_package_says() -> None:
    """The parts of a workbook are read in memory; their names lead nowhere."""
    open_form(hostile.climbing_names(), file_name="f")
    assert not Path("/tmp/groundup-was-here").exists()
    assert not Path("/etc/groundup-was-here").exists()
