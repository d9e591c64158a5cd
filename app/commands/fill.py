"""groundup fill: an interview without a window, by an answer file or by chance."""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from app.commands.options import add_workspace, passphrase
from app.commands.streams import speak_utf8
from forms.definition.form import Form
from forms.errors import Finding, FormsError, Severity
from forms.messages import cure, place_words, sentence, what
from forms.model.build import build_model
from forms.model.model import Model
from forms.session.chance import Walk, fill_by_chance
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.replay import AnswerFile, moment_of, read_answers, replay, zone_of
from forms.session.validate import Violation
from forms.submission import Submission, to_xml
from forms.xlsform.beside import files_beside
from forms.xlsform.guard import open_form_guarded

VALID, NOT_VALID, REFUSED = 0, 1, 2
Files = Callable[[str], bytes | None]


def main(arguments: list[str]) -> int:
    """Run the command; exit status 0: a valid submission came out, 1: it did not, 2: the file is no form."""
    speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        opened = open_form_guarded(options.form)
        data = options.form.read_bytes()
    except OSError as error:
        code = "file-not-found" if isinstance(error, FileNotFoundError) else "file-unreadable"
        _refuse(options, [Finding(code, Severity.FATAL, facts={"file": options.form.name})])
        return REFUSED
    files = files_beside(options.form)
    if opened.form is None:
        _refuse(options, opened.findings)
        return REFUSED
    try:
        outcome = _interview(build_model(opened.form, files=files), options)
    except FormsError as error:
        causes = [error.__cause__] if isinstance(error.__cause__, FormsError) else []
        return _failed(options, *(sentence(each) for each in (*causes, error)))
    except OSError as error:
        return _failed(options, f"{error.filename}: {error.strerror}")
    return _deliver(options, outcome, data, files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="groundup fill", description="Fill a form without a window.")
    parser.add_argument("form", type=Path, help="workbook or XForm; the files it needs lie beside it")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--answers", type=Path, metavar="FILE.json", help="do the steps of an answer file")
    how.add_argument("--random", type=int, metavar="SEED", help="answer every question with a random valid value")
    parser.add_argument("--trace", type=Path, metavar="FILE", help="write what was done as an answer file")
    parser.add_argument("--out", type=Path, metavar="FILE.xml", help="write the submission here")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--now", metavar="ISO", help="the moment at which the interview happens")
    parser.add_argument("--zone", metavar="NAME", help="time zone, like Asia/Beirut")
    parser.add_argument("--language", metavar="NAME", help="language of the interview, as the form names it")
    parser.add_argument("--save", action="store_true", help="keep the finished interview in the workspace")
    parser.add_argument("--assessment", metavar="NAME", help="assessment to keep it in")
    add_workspace(parser)
    return parser


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of an interview; `walk` only when it was random."""

    interview: Interview
    submission: Submission
    violations: tuple[Violation, ...]
    walk: Walk | None


def _interview(model: Model, options: argparse.Namespace) -> Outcome:
    file = read_answers(options.answers.read_bytes()) if options.answers is not None else AnswerFile([])
    if options.random is not None:
        # Two forms filled with one seed are two interviews: they must not share an instanceID.
        file = AnswerFile([], seed=f"{options.random} {model.form.form_id} {model.form.version}")
    environment = _environment(options, file)
    interview = Interview.start(model, environment=environment, language=options.language or file.language)
    first_language = interview.language
    walk: Walk | None = None
    if options.random is None:
        interview = replay(interview, file.steps)
    else:
        walk = fill_by_chance(interview, random.Random(options.random))
    submission = interview.finish()
    if options.trace is not None:
        steps = walk.steps if walk is not None else json.loads(options.answers.read_bytes())["steps"]
        _write_trace(options, steps, file, language=first_language, now=environment.clock())
    return Outcome(interview, submission, interview.validate(), walk)


def _environment(options: argparse.Namespace, file: AnswerFile) -> SessionEnvironment:
    zone: tzinfo = zone_of(options.zone or file.zone) or datetime.now().astimezone().tzinfo or UTC
    # One moment for the whole interview, so that its answer file gives the same submission again.
    moment = moment_of(options.now or file.now, zone) or datetime.now(zone)
    environment = SessionEnvironment(zone=zone, clock=lambda: moment)
    if file.seed is not None:
        environment.random = random.Random(file.seed)
    return environment


def _write_trace(
    options: argparse.Namespace, steps: Sequence[object], file: AnswerFile, *, language: str, now: datetime
) -> None:
    trace = {
        "language": language,
        "now": options.now or file.now or now.isoformat(),
        "zone": options.zone or file.zone,
        "seed": file.seed,
        "steps": steps,
    }
    options.trace.write_text(json.dumps(trace, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _deliver(options: argparse.Namespace, outcome: Outcome, data: bytes, files: Files) -> int:
    """Write and print what came out; an interview that is not valid is written but never kept in the workspace."""
    form = outcome.interview.form
    xml = to_xml(outcome.submission)
    if options.out is not None:
        try:
            options.out.write_bytes(xml)
        except OSError as error:
            return _failed(options, f"{options.out}: {error.strerror}")
    words = [_violation_words(outcome.interview, violation) for violation in outcome.violations]
    status = NOT_VALID if words else VALID
    if options.save and not words:
        keeper = importlib.import_module("app.commands.keep")
        problem = keeper.keep(options, passphrase(options), data, files, outcome.submission, outcome.interview)
        if problem:
            words.append(problem)
            status = NOT_VALID
    if options.json:
        print(json.dumps(_report(options, form, outcome, words, status), ensure_ascii=False, indent=1))
        return status
    for line in words:
        print(line, file=sys.stderr)
    if options.out is None:
        sys.stdout.write(xml.decode("utf-8") + "\n")
    else:
        print(f"{options.out}: {form.form_id}, {outcome.submission.instance}")
    return status


def _report(
    options: argparse.Namespace, form: Form, outcome: Outcome, words: list[str], status: int
) -> dict[str, object]:
    walk = outcome.walk
    return {
        "file": str(options.form),
        "exit": status,
        "form": {"id": form.form_id, "version": form.version, "title": form.title},
        "instance": outcome.submission.instance,
        "title": outcome.interview.title,
        "answers": len(outcome.submission.answers),
        "violations": [
            {"ref": violation.ref, "kind": violation.kind, "message": violation.message}
            for violation in outcome.violations
        ],
        "sentences": words,
        "random": None
        if walk is None
        else {
            "asked": walk.asked,
            "answered": walk.answered,
            "changed": walk.changed,
            "cleared": walk.cleared,
            "repeats_added": walk.added,
            "repeats_removed": walk.removed,
            "without_answer": walk.stuck,
        },
        "out": None if options.out is None else str(options.out),
        "trace": None if options.trace is None else str(options.trace),
    }


def _violation_words(interview: Interview, violation: Violation) -> str:
    node = interview.question(violation.ref)
    facts = {
        "label": node.label or node.model_node.name,
        "ref": violation.ref,
        "value": node.display,
        "message": violation.message,
    }
    said = "-said" if violation.message else ""
    return sentence(FormsError(f"violation-{violation.kind}{said}", **facts))


def _failed(options: argparse.Namespace, *lines: str) -> int:
    if options.json:
        print(json.dumps({"file": str(options.form), "exit": NOT_VALID, "sentences": lines}, ensure_ascii=False))
    else:
        print("\n".join(lines), file=sys.stderr)
    return NOT_VALID


def _refuse(options: argparse.Namespace, findings: Sequence[Finding]) -> None:
    lines = [
        " ".join(part for part in (place_words(each.place), what(each), cure(each)) if part)
        for each in findings
        if each.severity is Severity.FATAL
    ]
    if options.json:
        print(json.dumps({"file": str(options.form), "exit": REFUSED, "sentences": lines}, ensure_ascii=False))
        return
    for line in lines:
        print(f"{options.form}: {line}", file=sys.stderr)
