"""`groundup check FORM…`: say everything that is wrong with form files, each finding with its cell and its cure."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.commands.streams import speak_utf8
from forms.definition.elements import Question, Repeat
from forms.definition.form import Form
from forms.errors import Finding, FormsError, Place, Severity
from forms.locale.sentences import REPORT
from forms.messages import CATALOGUE, cure, place_words, sentence, what
from forms.xlsform.guard import open_form_guarded
from forms.xlsform.opened import Opened

CLEAN, HAS_ERRORS, REFUSED = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Check the named files and return 0 clean or repaired, 1 with errors, 2 when one was refused."""
    speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        earlier = None if options.against is None else _Earlier(options.against)
    except (FormsError, OSError) as problem:
        said = sentence(problem, options.language) if isinstance(problem, FormsError) else problem.strerror
        print(f"{options.against}: {said}", file=sys.stderr)
        return REFUSED
    reports = [_report(path, options.language, earlier) for path in options.forms]
    if options.json:
        answer: dict[str, Any] = reports[0] if len(reports) == 1 else {"files": reports}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for report in reports:
            print(_as_text(report, options.language))
            if earlier is not None and "since" in report:
                print("\n".join(earlier.lines(report["since"], options.language)))
    return max(int(report["exit"]) for report in reports)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="groundup check",
        description="Say what is wrong with form files.",
        epilog="Exit status: 0 clean or repaired, 1 errors that make a form not work, 2 refused.",
    )
    parser.add_argument(
        "forms", nargs="+", type=Path, metavar="FORM", help="workbook (.xlsx, .xls, .ods, .csv) or XForm"
    )
    parser.add_argument(
        "--against", type=Path, metavar="OLDER", help="also say what became of the questions of this earlier version"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--language", default="en", metavar="CODE", help="language of the sentences (en, fr, ar)")
    return parser


class _Earlier:
    """The earlier version that forms are compared with; comparing is loaded when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            FormsError, OSError: it cannot be read.
        """
        from app.commands import since

        self._comparing = since
        self._path = path
        self._version = since.open_version(path)

    def since(self, path: Path, form: Form) -> dict[str, Any]:
        """Return what became of its questions."""
        return self._comparing.since(self._version, path, form)

    def lines(self, found: dict[str, Any], language: str) -> list[str]:
        """Return that as lines for people."""
        return list(self._comparing.lines(self._path.name, found, language))


def _report(path: Path, language: str, earlier: _Earlier | None) -> dict[str, Any]:
    """Return what `--json` prints for one file, compared with an earlier version where one is given."""
    try:
        opened = open_form_guarded(path, with_trial=True)
    except OSError as problem:
        code = "file-not-found" if isinstance(problem, FileNotFoundError) else "file-unreadable"
        unread = Finding(code, Severity.FATAL, facts={"file": path.name})
        opened = Opened(None, (unread,), "unknown", b"")
    findings = list(opened.findings)
    report: dict[str, Any] = {
        "file": str(path),
        "kind": opened.kind,
        "exit": _exit_status(findings),
        "form": None if opened.form is None else summary(opened.form),
        "findings": [_as_json(finding, language) for finding in findings],
    }
    if opened.form is not None and earlier is not None:
        report["since"] = earlier.since(path, opened.form)
    return report


def _exit_status(findings: Sequence[Finding]) -> int:
    severities = {finding.severity for finding in findings}
    if Severity.FATAL in severities:
        return REFUSED
    return HAS_ERRORS if Severity.ERROR in severities else CLEAN


def summary(form: Form) -> dict[str, Any]:
    """Return the size and identity of a form."""
    nodes = [node for _, node in form.walk()]
    repeats = sum(isinstance(node, Repeat) for node in nodes)
    questions = sum(isinstance(node, Question) for node in nodes)
    lists = (*form.choice_lists.values(), *form.external_choices.values())
    return {
        "id": form.form_id,
        "version": form.version,
        "title": form.title,
        "languages": list(form.languages),
        "questions": questions,
        "groups": len(nodes) - questions - repeats,
        "repeats": repeats,
        "choices": sum(len(each.choices) for each in lists),
    }


def _as_json(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet,
        "row": finding.place.row,
        "column": finding.place.column,
        "cell": finding.place.cell,
        "what": what(finding, language),
        "cure": cure(finding, language),
    }


def _as_text(report: dict[str, Any], language: str) -> str:
    """Return a report for people: a head line, then two lines for each finding, the gravest first."""
    form = report["form"]
    lines = [_head(report["file"], form, language)]
    order = [severity.value for severity in reversed(Severity)]
    for finding in sorted(report["findings"], key=lambda each: order.index(each["severity"])):
        place = place_words(Place(finding["sheet"], finding["row"], finding["column"], finding["cell"]), language)
        pattern = REPORT[finding["severity"] + ("-at" if place else "")]
        lines.append("  " + CATALOGUE.text(pattern, language, place=place, what=finding["what"]))
        if finding["cure"]:
            lines.append(f"      {finding['cure']}")
    if not report["findings"]:
        lines.append("  " + CATALOGUE.text(REPORT["clean"], language))
    return "\n".join(lines)


def _head(file: str, form: dict[str, Any] | None, language: str) -> str:
    """Return the line that says what a file is."""
    if form is None:
        return CATALOGUE.text(REPORT["file-refused"], language, file=file)
    languages = ", ".join(filter(None, form["languages"]))
    facts = {name: form[name] for name in ("title", "questions", "repeats", "choices")}
    pattern = REPORT["file-spoken" if languages else "file-opened"]
    return CATALOGUE.text(pattern, language, file=file, languages=languages, **facts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
