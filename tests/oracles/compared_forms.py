"""The forms that are compared: opened by us, and as the XForm that other engines are given."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import unescape

from random_forms import FILES, form_text, random_form
from shared import SHARED
from traits import sources, traits
from workbooks import sheets_of, workbook

from forms.definition.elements import Question
from forms.definition.form import Form
from forms.model.build import build_model
from forms.model.model import Model
from forms.values import DataType
from forms.xform.write import write_xform
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = ROOT / ".cache" / "differential"
FORM_ENDINGS = (".xlsx", ".xls", ".xml")
FILE_MARK = "file "  # a line "file fruits.csv" in a Markdown form begins a file that lies beside it
BENCH_FORMS = ("S", "M", "R", "L")  # the one with 50,000 choices is a benchmark only
# Seconds pyxform may take over one workbook.
MOST_SECONDS = 240
_CONVERT = """
import sys
from pyxform.xls2xform import convert
print(convert(xlsform=sys.argv[1], validate=False, pretty_print=False, warnings=[]).xform)
"""


class NotOpened(Exception):
    """The form could not be opened."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One form.

    Args:
        name: Short name, that of its file.
        model: Ours.
        xform: The text other engines are given.
        origin: "pyxform" (its conversion of the workbook), "XForm" (it was one), "own writer" (pyxform refused it).
        files: Folder with the files it needs.
        kinds: Plain path -> data type of every question.
        once: Plain paths of what stands outside repeats.
        uses: Plain path -> functions and traits of its value, see `traits`.
        sources: Plain path -> what its value is worked out from.
    """

    name: str
    model: Model
    xform: str
    origin: str
    files: Path
    kinds: Mapping[str, DataType] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    uses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)


def subject(path: Path) -> Subject:
    """Return the form in a file.

    Raises:
        NotOpened: it is no form.
    """
    # A workbook and an XForm may have one name.
    short = path.name if path.suffix == ".xml" else path.stem
    folder = CACHE / "files" / short
    data = _laid_out(path, folder)
    name = "data.xlsx" if path.suffix == ".md" else path.name
    files = files_beside(folder / "form")
    if path.suffix == ".xml":
        xform, origin = data.decode("utf-8"), "XForm"
    else:
        converted = _converted(data, name)
        xform, origin = (converted, "pyxform") if converted else (_written(data, name, files), "own writer")
    for missing, columns in wanted_files(xform).items():
        if not (folder / missing).exists():
            (folder / missing).write_text(stand_in(columns), encoding="utf-8")
    model = build_model(_opened(data, name, files), files=files)
    kinds = {node.path: node.element.data_type for node in model.nodes if isinstance(node.element, Question)}
    # The order in the meta group is nobody's: we write the instanceID first.
    once = frozenset(node.path for node in model.nodes if not node.repeats and "/meta/" not in node.path)
    return Subject(short, model, xform, origin, folder, kinds, once, traits(model, xform), sources(model))


def _opened(data: bytes, name: str, files: Callable[[str], bytes | None]) -> Form:
    opened = open_form(data, file_name=name, files=files)
    if opened.form is None:
        raise NotOpened(f"{name}: {opened.findings}")
    return opened.form


def _written(data: bytes, name: str, files: Callable[[str], bytes | None]) -> str:
    return write_xform(_opened(data, name, files)).decode("utf-8")


def wanted_files(xform: str) -> dict[str, list[str]]:
    """Return the CSV files an XForm names, name -> columns that it reads of them."""
    text = unescape(xform, {"&quot;": '"', "&apos;": "'"})
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(re.findall(r"jr://file-csv/([^\"']+\.csv)", text)):
        stem = re.escape(name.removesuffix(".csv"))
        columns = ["name", "label"]
        for call in re.findall(rf"pulldata\(\s*['\"]{stem}['\"]\s*,\s*['\"](\w+)['\"]\s*,\s*['\"](\w+)['\"]", text):
            columns += call
        for inside in re.findall(rf"instance\(['\"]{stem}['\"]\)/root/item\[([^\]]*)\]", text):
            columns += re.findall(r"(?<![\w/$.'\"-])([a-zA-Z_]\w*)\s*=", inside)
        found[name] = list(dict.fromkeys(columns))
    return found


def stand_in(columns: list[str]) -> str:
    """Return a small CSV for one that nobody shipped: both engines read the same rows of it."""
    rows = [",".join(columns)]
    rows += [",".join(f"{column}{row}" if column == "label" else str(row) for column in columns) for row in range(1, 9)]
    return "\n".join(rows) + "\n"


def _laid_out(path: Path, folder: Path) -> bytes:
    """Copy what lies beside the form into a folder of its own, and return the form's bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if path.suffix != ".md":
        for beside in path.parent.iterdir():
            if beside.suffix in (".csv", ".geojson") or (beside.suffix == ".xml" and path.suffix == ".xml"):
                shutil.copy(beside, folder)
        return path.read_bytes()
    tables, files = markdown(path.read_text(encoding="utf-8"))
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return workbook(sheets_of(tables))


def markdown(text: str) -> tuple[str, dict[str, str]]:
    """Return the sheets of a form written in Markdown, and the files written below it, name -> text.

    Lines beginning with # or // are remarks.
    """
    sheets: list[str] = []
    files: dict[str, list[str]] = {}
    target = sheets
    for line in text.splitlines():
        if line.startswith(FILE_MARK):
            target = files.setdefault(line.removeprefix(FILE_MARK).strip(), [])
        elif not line.startswith("# ") and (line.strip() or target is sheets):
            target.append(line)
    return "\n".join(sheets), {name: "\n".join(lines) + "\n" for name, lines in files.items()}


def _converted(data: bytes, name: str) -> str | None:
    """Return pyxform's XForm of a workbook, None where it refuses it; kept by its bytes."""
    kept = CACHE / "xforms" / f"{hashlib.sha256(name.encode() + data).hexdigest()}.xml"
    refused = kept.with_suffix(".refused")
    if not kept.exists() and not refused.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / name  # a form without an id is named after its file
            source.write_bytes(data)
            command = [sys.executable, "-c", _CONVERT, str(source)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
        target, text = (refused, done.stderr) if done.returncode else (kept, done.stdout)
        target.write_text(text, encoding="utf-8")
    return kept.read_text(encoding="utf-8") if kept.exists() else None


def made_form(seed: int) -> Path:
    """Return the file of a random small form; its rules use most of the language."""
    text = form_text(random_form(random.Random(seed)))
    files = [f"{FILE_MARK}{name}\n{content.decode('utf-8')}" for name, content in FILES.items()]
    path = CACHE / "made" / f"made_{seed}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((text, *files)), encoding="utf-8")
    return path


def bench_forms() -> Iterator[Path]:
    """Yield the forms of the engine's benchmark, made by the script beside the project; none where it is not there."""
    script, folder = SHARED / "bench" / "make_bench_forms.py", CACHE / "bench"
    if script.exists():
        if not folder.exists():
            command = [sys.executable, str(script), str(folder), "--forms", ",".join(BENCH_FORMS)]
            subprocess.run(command, check=True, capture_output=True, timeout=MOST_SECONDS)
        yield from (folder / f"{name}.xlsx" for name in BENCH_FORMS)


def has_real_forms() -> bool:
    """Tell whether the real forms that are kept beside the project are there."""
    return (SHARED / "forms_real").is_dir()


def forms_at_hand() -> Iterator[Path]:
    """Yield every form to compare: small ones written for it, our example, and real ones kept beside the project."""
    yield from sorted((HERE / "focused").glob("*.md"))
    yield from sorted((ROOT / "app" / "assets" / "example").glob("*.xlsx"))
    yield from bench_forms()
    yield from sorted(path for path in (SHARED / "forms_real").rglob("*") if path.suffix in FORM_ENDINGS)
