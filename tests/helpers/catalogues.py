"""Gathers the sentences of the window and brings its catalogues up to date (development only, needs Babel).

python tests/helpers/catalogues.py          new sentences into the .po files, .po into .mo
python tests/helpers/catalogues.py --check  exit 1 when a sentence is missing in a catalogue or a .mo is older
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from app.storage.errors import SENTENCES  # noqa: E402

APP = ROOT / "app"
LOCALE = APP / "locale"
LANGUAGES = ("ar", "fr")
KEYWORDS = {"text": None, "plural": (1, 2)}
NOBODY = {"msgid_bugs_address": "", "last_translator": "", "language_team": ""}
Message = str | tuple[str, str]


def sentences() -> Iterator[tuple[str, int, Message]]:
    """Yield (file, line, sentence or its two English forms) of everything the window says."""
    found = extract_from_dir(
        APP,
        method_map=[("commands/check.py", "ignore"), ("commands/since.py", "ignore"), ("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=(),
    )
    for name, line, message, _comments, _context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        if message and message != ("", ""):
            yield f"app/{name}", line, message
    for message in SENTENCES.values():
        yield "app/storage/errors.py", 0, message


def template() -> Catalog:
    """Return a catalogue of all sentences without translations."""
    catalogue = Catalog(project="Groundup", version="0.1", charset="utf-8", fuzzy=False, **NOBODY)
    for name, line, message in sentences():
        catalogue.add(message, locations=[(name, line)] if line else [(name, 1)])
    return catalogue


def po_file(language: str) -> Path:
    """Return the file translators work on."""
    return LOCALE / language / "LC_MESSAGES" / "app.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue; an empty one when there is none yet."""
    file = po_file(language)
    if not file.exists():
        return Catalog(locale=language, project="Groundup", version="0.1", charset="utf-8", fuzzy=False, **NOBODY)
    with file.open("rb") as lines:
        return read_po(lines, locale=language)


def missing(language: str) -> list[Message]:
    """Return sentences without a translation."""
    catalogue = read(language)
    found = []
    for message in template():
        if message.id:
            known = catalogue.get(message.id)
            strings = (
                known.string
                if known is not None and isinstance(known.string, tuple)
                else (known.string,)
                if known
                else ()
            )
            if not strings or not all(strings):
                found.append(message.id)
    return found


def compiled(catalogue: Catalog) -> bytes:
    """Return the bytes of the .mo file."""
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def update() -> None:
    """Bring every .po and .mo file up to date."""
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template(), no_fuzzy_matching=True)
        catalogue.header_comment = (
            f"# Groundup, {language}.\n# Translated by the project; not yet checked by a speaker.\n#"
        )
        file = po_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, catalogue, width=118, ignore_obsolete=True, sort_by_file=False)
        file.with_suffix(".mo").write_bytes(compiled(read(language)))


def main(arguments: list[str]) -> int:
    """Update the catalogues, or check them."""
    if "--check" not in arguments:
        update()
        return 0
    bad = {language: missing(language) for language in LANGUAGES}
    for language, entries in bad.items():
        for entry in entries:
            print(f"{language}: {entry}")  # noqa: T201 - a tool's output
    return 1 if any(bad.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
