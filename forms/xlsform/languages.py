"""The languages of a workbook: which headings mean the same one, and which is asked first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition.findings import Findings
from forms.errors import Place
from forms.xlsform.headings import Table
from forms.xlsform.loose import LANGUAGES
from forms.xlsform.sheets import place

LEAST_LETTERS = 5  # shorter names of languages are too much alike
MOST_COMPARED = 30
_NAME_AND_CODE = re.compile(r"(.*?)\s*(?:\(\s*([^()]*?)\s*\))?\s*")


@dataclass(frozen=True, slots=True)
class Languages:
    """How the form speaks.

    Args:
        names: Every language that is listed, in order of appearance; at least ("",).
        default: Asked first.
        of: Language as written in a heading ("" for none) -> name under which its texts are kept.
    """

    names: tuple[str, ...]
    default: str
    of: Mapping[str, str]


def name_and_code(language: str) -> tuple[str, str]:
    """Return (name, code) in lower case: "English (en)" and "English(EN)" are both ("english", "en")."""
    match = _NAME_AND_CODE.fullmatch(language)
    if match is None:
        return language.casefold(), ""
    return match[1].casefold(), (match[2] or "").casefold()


def is_same(one: str, other: str) -> bool:
    """Return whether two headings mean one language: equal names, and codes that do not contradict."""
    name, code = name_and_code(one)
    other_name, other_code = name_and_code(other)
    if not name or not other_name:
        return False
    return name == other_name and (code == other_code or not code or not other_code)


def settle_languages(tables: list[Table], wanted: str, wanted_place: Place, findings: Findings) -> Languages:
    """Return the languages of the sheets.

    Args:
        wanted: The setting `default_language`, "" when it is missing.
    """
    written = list(dict.fromkeys(language for table in tables for language in table.languages()))
    groups = _groups(written)
    named = {language: _main(group) for group in groups for language in group}
    for group in groups:
        _tell_merged(group, tables, findings)
    _tell_near([_main(group) for group in groups], tables, findings)
    names = list(dict.fromkeys(named[language] for language in written if language))
    default = next((name for name in names if wanted and is_same(name, wanted)), "")
    plain_label = any(column.language == "" for table in tables for column in table.by_key.get("label", ()))
    if default:
        plain = default
    elif wanted and (plain_label or not names):
        plain = default = wanted
        names.insert(0, wanted)
    else:
        if wanted:
            findings.warning(
                "default-language-unknown", wanted_place, language=wanted, first=names[0], known=", ".join(names[:20])
            )
        plain = ""
        if plain_label or not names:
            names.insert(0, "")
        default = names[0]
    return Languages(tuple(names), default, {**named, "": plain})


def _tell_near(names: list[str], tables: list[Table], findings: Findings) -> None:
    """Note a language that must be another one misspelt, at its first heading: it is rarer, and no language we know."""
    headings = Counter(column.language for table in tables for column in table.columns)
    for name in names[:MOST_COMPARED]:
        plain = name_and_code(name)[0]
        others = {
            name_and_code(other)[0]: other for other in names[:MOST_COMPARED] if headings[other] >= headings[name]
        }
        others.pop(plain, None)
        near = "" if plain in LANGUAGES else findings.nearest(plain, list(others), cutoff=0.85)
        if near and len(plain) >= LEAST_LETTERS and (near in LANGUAGES or headings[others[near]] > headings[name]):
            table, column = next(
                (table, column) for table in tables for column in table.columns if column.language == name
            )
            at = place(table.grid, table.heading_row, column.index, column.heading)
            findings.warning("language-near", at, language=name, near=others[near])


def _groups(written: list[str]) -> list[list[str]]:
    """Return the languages, each with all its spellings, in order of appearance."""
    groups: list[list[str]] = []
    by_name: dict[str, list[list[str]]] = {}
    for language in filter(None, written):
        alike = by_name.setdefault(name_and_code(language)[0], [])
        group = next((group for group in alike if is_same(group[0], language)), None)
        if group is None:
            group = []
            alike.append(group)
            groups.append(group)
        group.append(language)
    return groups


def _main(group: list[str]) -> str:
    """Return the name under which a group of spellings is kept: the first with a code, else the first."""
    return next((language for language in group if name_and_code(language)[1]), group[0])


def _tell_merged(group: list[str], tables: list[Table], findings: Findings) -> None:
    """Note each second spelling of a language once, at its first heading."""
    for other in group:
        if other == _main(group):
            continue
        for table in tables:
            column = next((column for column in table.columns if column.language == other), None)
            if column is not None:
                at = place(table.grid, table.heading_row, column.index, column.heading)
                findings.repaired("language-merged", at, language=other, into=_main(group))
                break
