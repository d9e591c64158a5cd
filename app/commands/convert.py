"""`groundup convert FORM --to KIND --out FILE`: the form as a workbook, an XForm, a questionnaire or translations."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.commands.conversions.source import Made, Source
from app.commands.since import open_version
from app.commands.streams import speak_utf8
from app.vault.files import write_durably
from forms.errors import Finding, FormsError, Severity
from forms.messages import cure, place_words, sentence, what
from forms.xlsform.beside import files_beside
from forms.xlsform.guard import open_form_guarded

WRITTEN, NOT_WRITTEN, REFUSED = 0, 1, 2
# Kind of file -> the module that makes it; loaded by name, so that only paper needs what prints.
KINDS = {
    "xlsx": "app.commands.conversions.xlsx",
    "xform": "app.commands.conversions.xform",
    "paper": "app.commands.conversions.paper",
    "csv": "app.commands.conversions.csv",
    "po": "app.commands.conversions.po",
}


# Kind of file -> how its name ends; paper says so itself.
ENDINGS = {"xlsx": (".xlsx",), "xform": (".xml", ".xhtml"), "csv": (".csv", ".zip"), "po": (".po", ".zip")}


def main(arguments: Sequence[str]) -> int:
    """Write the form another way; exit 0 written, 1 it could not be, 2 the file is no form."""
    speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        opened = open_form_guarded(options.form)
        data = options.form.read_bytes()
        translations = [(path.name, path.read_bytes()) for path in options.translations]
    except OSError as error:
        code = "file-not-found" if isinstance(error, FileNotFoundError) else "file-unreadable"
        name = Path(error.filename or options.form).name
        return _refused(options, [Finding(code, Severity.FATAL, facts={"file": name})])
    if opened.form is None:
        return _refused(options, opened.findings)
    files = files_beside(options.form)
    try:
        earlier = [open_version(path) for path in options.earlier]
    except FormsError as error:
        return _tell(options, NOT_WRITTEN, [sentence(error)], [])
    except OSError as error:
        return _tell(options, NOT_WRITTEN, [f"{error.filename}: {error.strerror}"], [])
    source = Source(
        options.form,
        opened.kind,
        data,
        opened.form,
        files,
        options.language,
        options.out,
        paper=options.paper,
        codes=options.codes,
        translations=translations,
        ids=options.ids or bool(earlier),
        earlier=earlier,
    )
    try:
        _check(source, may_be_new=options.to == "po" or bool(translations))
        _check_ending(options.to, options.out)
        made: Made = importlib.import_module(KINDS[options.to]).convert(source)
        written = _write(options.out, made)
    except FormsError as error:
        return _tell(options, NOT_WRITTEN, [sentence(error)], [])
    except OSError as error:
        return _tell(options, NOT_WRITTEN, [f"{error.filename}: {error.strerror}"], [])
    return _tell(options, WRITTEN, _sentences(made.notes), written)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="groundup convert", description="Write a form another way.")
    parser.add_argument("form", type=Path, metavar="FORM", help="workbook or XForm; the files it needs lie beside it")
    parser.add_argument("--to", required=True, choices=list(KINDS), help="kind of file")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="file to write")
    parser.add_argument("--language", metavar="NAME", help="language, as the form names it")
    parser.add_argument("--paper", choices=["A4", "Letter"], default="A4", help="size of the paper")
    parser.add_argument("--codes", action="store_true", help="print every code and the names of the questions")
    parser.add_argument(
        "--translations",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="file of translations (.po) to take in, with --to xlsx; may be given several times",
    )
    parser.add_argument(
        "--ids", action="store_true", help="give every question and choice an id, with --to xlsx (column groundup_id)"
    )
    parser.add_argument(
        "--earlier",
        action="append",
        type=Path,
        default=[],
        metavar="FORM",
        help="earlier version whose ids go on, with --to xlsx; the oldest first",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _check_ending(kind: str, out: Path) -> None:
    """Refuse a name under which other programs would not know what the file is.

    Raises:
        FormsError: `file-ending`.
    """
    endings = ENDINGS.get(kind, ())
    if endings and out.suffix.lower() not in endings:
        raise FormsError("file-ending", file=out.name, endings=" / ".join(endings))


def _check(source: Source, *, may_be_new: bool) -> None:
    """Refuse what would lose the original, and a language the form does not speak.

    Args:
        may_be_new: The language is one to translate into, which the form need not speak yet.
    Raises:
        FormsError: `convert-onto-itself`, `language-not-in-form`, `language-none`.
    """
    if source.out.exists() and source.out.samefile(source.path):
        raise FormsError("convert-onto-itself", file=source.out.name)
    if source.language is not None and not may_be_new and source.language not in source.form.languages:
        known = ", ".join(filter(None, source.form.languages))
        raise FormsError("language-not-in-form" if known else "language-none", language=source.language, known=known)


def _write(out: Path, made: Made) -> list[Path]:
    """Write everything and return the files written; each stands whole under its name or not at all.

    Raises:
        FormsError: `file-unwritable`.
    """
    written = []
    for path, data in [(out, made.data), *((out.parent / name, data) for name, data in made.beside.items())]:
        try:
            write_durably(path, data)
        except OSError as error:
            raise FormsError("file-unwritable", file=str(path)) from error
        written.append(path)
    return written


def _refused(options: argparse.Namespace, findings: Sequence[Finding]) -> int:
    return _tell(options, REFUSED, _sentences(each for each in findings if each.severity is Severity.FATAL), [])


def _sentences(findings: Iterable[Finding]) -> list[str]:
    return [" ".join(part for part in (place_words(each.place), what(each), cure(each)) if part) for each in findings]


def _tell(options: argparse.Namespace, status: int, problems: Sequence[str], written: Sequence[Path]) -> int:
    """Print what came of it and return the exit status."""
    if options.json:
        facts = {
            "file": str(options.form),
            "exit": status,
            "sentences": list(problems),
            "written": [str(path) for path in written],
        }
        print(json.dumps(facts, ensure_ascii=False))
        return status
    for line in problems:
        print(f"{options.form}: {line}", file=sys.stderr)
    for path in written:
        print(path)
    return status
