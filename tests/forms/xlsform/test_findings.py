"""What is wrong with a workbook is found at once, each with its cell, and mended where that is safe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from workbooks import form_workbook, workbook

from app.commands import check
from forms.definition.elements import WRITTEN_NAME
from forms.errors import Finding, Place, Severity
from forms.locale.sentences import SENTENCES
from forms.messages import cure, fill, place_words, what
from forms.xlsform.open import open_form

CHOICES = "choices\n| list_name | name | label |\n"
HEAD = "survey\n| type | name | label |\n"
RULED = "survey\n| type | name | label | relevant |\n"


def found(text: str) -> dict[str, Finding]:
    """Return the findings of a form by code."""
    return {finding.code: finding for finding in open_form(form_workbook(text), file_name="f").findings}


CASES = [
    (HEAD + "| text | 1 age! | A |", "name-invalid", "repaired", "B2"),
    (HEAD + "| text | a | A |\n| text | a | B |", "name-twice", "repaired", "B3"),
    (HEAD + "| text | | A |", "name-missing", "repaired", "B2"),
    (HEAD + "| text | a | |", "label-missing", "repaired", "C2"),
    (HEAD + "| txet | a | A |", "type-unknown-near", "repaired", "A2"),
    (HEAD + "| blorbology | a | A |", "type-unknown", "repaired", "A2"),
    (HEAD + "| text | data | A |", "root-name-clash", "repaired", "B2"),
    (HEAD + "| begin group | meta | M |\n| text | a | A |\n| end group | | |", "name-reserved", "repaired", "B2"),
    (HEAD + "| begin group | g | G |\n| text | a | A |", "section-open", "repaired", "A2"),
    (HEAD + "| text | a | A |\n| end group | | |", "section-end-alone", "repaired", "A3"),
    (
        HEAD + "| begin repeat | g | G |\n| text | a | A |\n| end group | | |",
        "section-end-differs",
        "repaired",
        "A4",
    ),
    (RULED + "| text | a | A | |\n| text | b | B | ${A} = 1 |", "reference-capitals", "repaired", "D3"),
    (RULED + "| text | age | A | |\n| text | b | B | ${agee} = 1 |", "reference-unknown-near", "error", "D3"),
    (RULED + "| text | a | A | |\n| text | b | B | ${zzzzz} = 1 |", "reference-unknown", "error", "D3"),
    (RULED + "| text | a | A | |\n| text | b | B | (${a} = 1 |", "xpath-incomplete", "error", "D3"),
    (
        "survey\n| A form of ours | |\n" + HEAD.partition("\n")[2] + "| text | a | A |",
        "headings-not-first",
        "repaired",
        None,
    ),
    (HEAD + "| text | a | #REF! |", "cell-failed", "warning", "C2"),
    (HEAD + "| text | x:a | A |", "name-invalid", "repaired", "B2"),
    (HEAD + "| beginner | a | A |", "type-unknown", "repaired", "A2"),
    (RULED + "| text | a | A | selectedd(., 'x') |", "xpath-function-unknown-near", "error", "D2"),
    (RULED + "| text | a | A | zzzz(., 'x') |", "xpath-function-unknown", "error", "D2"),
    (RULED + "| text | a | A | selected(.) |", "xpath-arguments-exact", "error", "D2"),
    (RULED + "| text | a | A | round() |", "xpath-arguments", "error", "D2"),
    (RULED + "| text | a | A | . == 1 |", "xpath-operator-equals", "error", "D2"),
    (RULED + "| text | a | A | . <> 1 |", "xpath-operator-unequal", "error", "D2"),
    (RULED + "| text | a | A | . => 1 |", "xpath-operator-order", "error", "D2"),
    (RULED + "| text | a | A | . = 1 AND . = 2 |", "xpath-operator-capitals", "error", "D2"),
    (RULED + "| text | a | A | . = 1 && . = 2 |", "xpath-operator-symbols", "error", "D2"),
    (RULED + "| text | a | A | . = 1 \\|\\| . = 2 |", "xpath-operator-symbols", "error", "D2"),
    (RULED + "| text | a | A | $b > 1 |", "xpath-variable", "error", "D2"),
    (RULED + "| integer | age | A | |\n| text | b | B | age > 5 |", "bare-name", "error", "D3"),
    (RULED + "| integer | a | A | |\n| text | b | B | ${a} = yes |", "bare-word", "warning", "D3"),
    (RULED + "| begin group | g | G | a = 1 |\n| integer | a | A | |\n| end group | | | |", None, None, None),
    (RULED + "| integer | a | A | |\n| text | b | B | ${a} != null |", None, None, None),
    (HEAD + "| text | a | A |\n| | | A title |", "row-without-type-or-name", "warning", "A3"),
    (HEAD + "| begin group | g | G |\n" * 101, "sections-too-deep", "fatal", "A102"),
    (
        "survey\n| type | name | label | repeat_count |\n| integer | hh_count | N | |\n"
        "| begin repeat | hh | H | ${hh_count} + 1 |\n| text | q | Q | |\n| end repeat | | | |",
        "companion-renamed",
        "repaired",
        "D3",
    ),
    (
        "survey\n| type | name | label | trigger | calculation |\n| text | a | A | | |\n| text | b | B | a | 1 |",
        "trigger-unmarked",
        "error",
        "D3",
    ),
    (RULED + "| text | a | A | plug-in-metadata(.) = 1 |", "function-not-run", "warning", "D2"),
    (RULED + "| text | a | A | ‘x’ = ‘y’ |", "quotes-typographic", "repaired", "D2"),
    (HEAD + "| text | a | Hello ${nobody} |", "reference-unknown", "error", "C2"),
    (HEAD + "| select_one yesno | a | A |\n" + CHOICES + "| yes_no | y | Y |", "list-unknown-near", "error", "A2"),
    (HEAD + "| select_one colours | a | A |\n" + CHOICES + "| yes_no | y | Y |", "list-unknown", "error", "A2"),
    (HEAD + "| select_one YN | a | A |\n" + CHOICES + "| yn | y | Y |", "list-capitals", "repaired", "A2"),
    (
        HEAD + "| select_one l | a | A |\n" + CHOICES + "| l | y | Y |\n| l | y | Y |",
        "choice-copy-dropped",
        "repaired",
        "B3",
    ),
    (
        HEAD + "| select_one l | a | A |\n" + CHOICES + "| l | y | Y |\n| l | y | Z |",
        "choice-twice-differs",
        "warning",
        "B3",
    ),
    (HEAD + "| select_multiple l | a | A |\n" + CHOICES + "| l | y n | Y |", "choice-name-space", "error", "B2"),
    (
        HEAD + "| select_one l | a | A |\n" + CHOICES + "| l | don’t | Y |",
        "choice-quotes-typographic",
        "repaired",
        "B2",
    ),
    (HEAD + "| select_one l | a | A |\n" + CHOICES + "| l | | Y |", "choice-without-name", "repaired", "B2"),
    (HEAD + "| select_one l | a | A |\n" + CHOICES + "| l | y | |", "choice-label-missing", "repaired", "C2"),
    (HEAD + "| calculate | a | |", "calculation-missing", "warning", None),
    (HEAD + "| caseid | a | A |", "type-not-run", "warning", "A2"),
    (HEAD + "| sensor_statistic mean_light_level | a | |", "type-not-run", "warning", "A2"),
    (
        "survey\n| type | name | label | appearance |\n| text | a | A | custom-timer(seconds=3) |",
        "plug-in-not-run",
        "warning",
        "B2",
    ),
    (
        "survey\n| type | name | label | appearance |\n| integer | a | A | ex:org.example.meter(unit='kg') |",
        "app-not-run",
        "warning",
        "B2",
    ),
    (
        "survey\n| type | name | label | appearance |\n| text | a | A | select-contact type-person |",
        "contact-not-run",
        "warning",
        "B2",
    ),
    (
        "survey\n| type | name | label | calculation |\n| calculate | a | | upper('a') |",
        "function-not-run",
        "warning",
        "D2",
    ),
    (HEAD + "| calculate_here | a | A |", "type-calculate-here", "warning", "A2"),
    (
        HEAD + "| begin kobomatrix | g | G |\n| text | a | A |\n| end kobomatrix | | |",
        "section-not-run",
        "warning",
        "A2",
    ),
    (HEAD + "| select_one_from_file towns.csv | a | A |", "file-missing", "error", "B2"),
    ("survey\n| type | name | labell |\n| text | a | A |", "heading-read-as", "repaired", "C1"),
    ("survey\n| type | name | label | contraint |\n| text | a | A | 1 |", "heading-unknown", "warning", "D1"),
    ("survey\n| type | name | label | label |\n| text | a | A | |", "column-twin-empty", "repaired", "D1"),
    ("survey\n| type | name | label | label |\n| text | a | A | B |", "column-twin-filled", "warning", "D1"),
    (
        "survey\n| type | name | label | choice_filter |\n| select_one l | a | A | distrct = 'x' |\n"
        "choices\n| list_name | name | label | district |\n| l | y | Y | x |",
        "filter-column-unknown-near",
        "error",
        "D2",
    ),
    (
        "survey\n| type | name | label | calculation |\n| calculate | a | | instance('towns')/root/item[1]/name |",
        "instance-unknown",
        "error",
        "D2",
    ),
    (
        "survey\n| type | name | label | appearance |\n| text | a | A | search('towns') |",
        "search-not-run",
        "warning",
        "B2",
    ),
    (HEAD + "| text | a | A |\nsettings\n| default_language |\n| Klingon |", None, None, None),
    (
        "survey\n| type | name | label::English |\n| text | a | A |\nsettings\n| default_language |\n| Klingon |",
        "default-language-unknown",
        "warning",
        "A2",
    ),
    (HEAD + "| text | a | A |\nosm\n| list_name | name |\n| t | building |", "sheet-not-run", "warning", None),
]


@pytest.mark.parametrize(
    ("text", "code", "severity", "cell"), CASES, ids=[str(case[1]) + f"-{n}" for n, case in enumerate(CASES)]
)
def test_a_mistake_is_found_at_its_cell(text: str, code: str | None, severity: str, cell: str | None) -> None:
    """Each mistake has its code, its severity and the address of its cell."""
    findings = found(text)
    if code is None:
        assert findings == {}
        return
    assert code in findings
    assert findings[code].severity is Severity(severity)
    assert findings[code].place.cell == cell


@pytest.mark.parametrize(
    ("kind", "default", "code"),
    [
        ("integer", "abc", "default-unfit"),
        ("integer", "1.0", None),
        ("decimal", "1,5", "default-unfit"),
        ("date", "05/01/2024", "default-unfit"),
        ("date", "45296", "default-unfit"),
        ("date", "2024-01-05", None),
        ("time", "25:00", "default-unfit"),
        ("time", "10:30:00", None),
        ("dateTime", "2024-01-05 10:30:00", None),
        ("dateTime", "2024-01-05", "default-unfit"),
        ("geopoint", "here", "default-unfit"),
        ("geopoint", "31.9 35.9 0 0", None),
        ("select_one l", "z", "default-not-a-choice"),
        ("select_one l", "x", None),
        ("select_multiple l", "x z", "default-not-a-choice"),
        ("select_multiple l", "y x", None),
        ("text", "anything", None),
    ],
)
def test_a_default_that_nobody_could_answer_is_found(kind: str, default: str, code: str | None) -> None:
    """A literal default must fit its question; the finding stands at its cell."""
    findings = found(
        f"survey\n| type | name | label | default |\n| {kind} | a | A | {default} |\n"
        "choices\n| list_name | name | label |\n| l | x | X |\n| l | y | Y |"
    )
    assert list(findings) == ([code] if code else [])
    assert all(finding.place.cell == "D2" for finding in findings.values())


def test_a_mistake_made_very_often_leads_to_where_it_goes_on() -> None:
    """Two hundred are listed; one more finding counts the rest and stands at the first of them."""
    rows = [["type", "name", "label"], *(["blorbology", f"q{number}", "?"] for number in range(300))]
    opened = open_form(workbook({"survey": rows}), file_name="f")
    assert len(opened.findings) == 201
    more = opened.findings[-1]
    assert (more.code, more.facts["count"], more.place.cell) == ("more-of-the-same", 100, "A202")


def test_a_companion_keeps_out_of_the_way() -> None:
    """What a row brings along gives way to a name a person wrote; each has a place of its own."""
    form = open_form(
        form_workbook(
            "survey\n| type | name | label | repeat_count |\n| integer | hh_count | N | |\n"
            "| begin repeat | hh | H | ${hh_count} + 1 |\n| text | q | Q | |\n| end repeat | | | |\n"
            "| select_one l or_other | s | S | |\n| text | s_other | Own | |\n"
            "choices\n| list_name | name | label |\n| l | x | X |"
        ),
        file_name="data",
    ).form
    assert form is not None
    paths = [path for path, _ in form.walk()]
    assert len(paths) == len(set(paths))
    assert {"/data/hh_count", "/data/hh_count_2", "/data/s_other", "/data/s_other_2"} <= set(paths)


def test_everything_is_found_at_once() -> None:
    """Several mistakes in several sheets come in one list."""
    findings = found(
        HEAD + "| txet | 1a | |\n| select_one lst | b | B |\n" + CHOICES + "| list | y | Y |\n| list | y | Y |"
    )
    assert {"type-unknown-near", "name-invalid", "label-missing", "list-unknown-near", "choice-copy-dropped"} <= set(
        findings
    )


def test_a_repaired_name_is_repaired_everywhere() -> None:
    """Expressions and texts follow, and the name as written is kept."""
    form = open_form(
        form_workbook(RULED + "| text | my age | A | |\n| text | b | Is it ${my age}? | ${my age} > 1 |"), file_name="f"
    ).form
    assert form is not None
    age, other = (each for _, each in form.questions())
    assert (age.name, age.extras[WRITTEN_NAME]) == ("my_age", "my age")
    assert other.relevant is not None
    assert other.relevant.source == "${my_age} > 1"


@pytest.mark.parametrize(("name", "codes"), [("f.xlsx", []), ("f.xls", ["extension-wrong"]), ("f", []), ("f.txt", [])])
def test_a_wrong_extension_is_told(name: str, codes: list[str]) -> None:
    """A name that promises another kind is a repaired finding."""
    opened = open_form(form_workbook(HEAD + "| text | a | A |"), file_name=name)
    assert [finding.code for finding in opened.findings] == codes


def test_allowed_duplicates_are_no_finding() -> None:
    """The setting allow_choice_duplicates says that they are meant."""
    text = (
        HEAD
        + "| select_one l | a | A |\n"
        + CHOICES
        + "| l | y | Y |\n| l | y | Z |\nsettings\n| allow_choice_duplicates |\n| yes |"
    )
    assert found(text) == {}


REFUSALS = [
    ({"questions": "| a |\n| b |", "other": "| c |"}, "no-survey"),
    ({"survey": "| name | label |\n| a | A |"}, "survey-without-type"),
    ({"survey": "| type | name | label |"}, "survey-empty"),
]


@pytest.mark.parametrize(("sheets", "code"), REFUSALS, ids=[code for _, code in REFUSALS])
def test_a_workbook_without_a_form_is_refused(sheets: dict[str, str], code: str) -> None:
    """What has no survey is no form, and says why."""
    opened = open_form(workbook(sheets), file_name="f")
    assert opened.form is None
    assert opened.findings[-1].code == code


def test_every_code_that_is_found_has_words() -> None:
    """All findings of the cases above read as sentences with nothing left to fill."""
    for text, _, _, _ in CASES:
        for finding in found(text).values():
            assert finding.code in SENTENCES
            for said in (what(finding), cure(finding)):
                assert said.endswith((".", "?", ":")) or said.endswith("}.")
                assert "{" not in said.replace("${", "")


def test_a_fact_that_is_missing_does_not_break_a_sentence() -> None:
    """A report of a failure never fails itself."""
    assert fill("The {thing} of {owner}", {"thing": "file"}) == "The file of {owner}"


def test_a_place_reads_as_words() -> None:
    """A place names its sheet, cell and heading."""
    assert place_words(Place("survey", 3, "label", "C3")) == "Sheet survey, cell C3 (label)"
    assert place_words(Place("survey", 3)) == "Sheet survey, row 3"
    assert place_words(Place()) == ""


def test_check_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` has the form's size, its findings with cells, and the exit status."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook(HEAD + "| text | a | |\n| select_one nolist | b | B |"))
    assert check.main([str(path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["exit"] == 1
    assert report["form"]["questions"] == 2
    assert {finding["cell"] for finding in report["findings"]} >= {"C2", "A3"}
    assert set(report) == {"file", "kind", "exit", "form", "findings"}
    assert set(report["findings"][0]) == {"code", "severity", "sheet", "row", "column", "cell", "what", "cure"}
    assert set(report["form"]) == {
        "id", "version", "title", "languages", "questions", "groups", "repeats", "choices",
    }  # fmt: skip


def test_check_reports_many_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Several files give the worst exit status."""
    clean, bad = tmp_path / "clean.xlsx", tmp_path / "bad.xlsx"
    clean.write_bytes(form_workbook(HEAD + "| text | a | A |"))
    bad.write_bytes(b"noise")
    assert check.main([str(clean), str(bad), str(tmp_path / "absent.xlsx"), "--json"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert [each["exit"] for each in report["files"]] == [0, 2, 2]


def test_check_says_each_thing_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the loader has said is not said again when the form is made ready to run."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        form_workbook(
            "survey\n| type | name | label | trigger | calculation | relevant |\n| text | a | A | ${no} | 1 | |\n"
            "| text | b | B | | | ${a} == 1 |\n| select_one_from_file x.csv | c | C | | | |"
        )
    )
    check.main([str(path), "--json"])
    codes = [finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert sorted(codes) == ["file-missing", "reference-unknown", "xpath-operator-equals"]


def test_check_tells_a_missing_file_from_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither is a form; what to do differs."""
    assert check.main([str(tmp_path / "absent.xlsx"), str(tmp_path), "--json"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert [each["findings"][0]["code"] for each in report["files"]] == ["file-not-found", "file-unreadable"]


def test_check_speaks_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the gravest comes first, with its place."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook(HEAD + "| text | a | |\n| select_one nolist | b | B |"))
    check.main([str(path)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  to fix: Sheet survey, cell A3 (type)")


def test_check_speaks_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --language nothing of the report stays English but names out of the form."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook(HEAD + "| text | a | |"))
    check.main([str(path), "--language", "ar"])
    lines = capsys.readouterr().out.splitlines()
    assert "الأسئلة: 1" in lines[0]
    assert lines[1].startswith("  أُصلح: ")
