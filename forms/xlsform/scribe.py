"""Turn cells into expressions and texts: typographic quotes mended, names rewritten, outputs found."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forms.definition.findings import Findings
from forms.definition.text import EMPTY_TEXT, Expression, Text, TextPart
from forms.errors import NOWHERE, Place
from forms.values import NAME_PART, NAME_START
from forms.xlsform.headings import MEDIA, Column, Row
from forms.xlsform.languages import Languages

# Possessive throughout: a cell of 32 000 blanks behind "${" must not take minutes.
REFERENCE = re.compile(r"\$\{\s*+(last-saved#)?+\s*+([^{}$\s]++(?:\s++[^{}$\s]++)*+)\s*+\}")
MOST_UNCLOSED = 20  # paths in one text whose bracket never closes; each costs a walk to the end of the text
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'})
_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_TYPOGRAPHIC = re.compile("[\u2018\u2019\u201c\u201d\u201e]")
YES = frozenset({"yes", "true", "true()"})
NO = frozenset({"no", "false", "false()"})
# Other ways to say so in a column that only asks for yes or no, unless a question has that name.
LOOSE_YES = frozenset(
    {"y", "x", "oui", "si", "sí", "sim", "ja", "نعم", "required", "mandatory", "obligatoire", "read only"}
)
LOOSE_NO = frozenset({"n", "non", "não", "nao", "nein", "لا", "optional", "facultatif", "not required", "-"})


class Scribe:
    """Writes the expressions and texts of one form.

    Args:
        names: How often each name stands in the form.
        renamed: Names as written -> names as repaired, for those that could not stay as they were.
    """

    def __init__(
        self, languages: Languages, names: Mapping[str, int], renamed: Mapping[str, str], findings: Findings
    ) -> None:
        self._languages = languages
        self._names = names
        self._renamed = renamed
        self._findings = findings
        self._by_small: dict[str, list[str]] = {}
        for name in names:
            self._by_small.setdefault(name.casefold(), []).append(name)

    def expression(self, source: str, at: Place = NOWHERE) -> Expression | None:
        """Return the expression in a cell; None for an empty one."""
        if not source.strip():
            return None
        if _TYPOGRAPHIC.search(source):
            source = self._straight(source, at)
        return Expression(self._current_names(source, at), at)

    def condition(self, source: str, at: Place = NOWHERE, *, keeps_no: bool = False) -> Expression | None:
        """Return the expression of a column that also takes yes and no; None for an empty cell.

        Args:
            keeps_no: "no" is a rule of its own (never relevant); elsewhere it says what an empty cell says.
        """
        word = source.strip().lower()
        if word in NO:
            return Expression("false()", at) if keeps_no else None
        return Expression("true()", at) if word in YES else self.expression(source, at)

    def switch(self, source: str, at: Place = NOWHERE) -> Expression | None:
        """Return the expression of a column that mostly says yes or no, in whatever words."""
        word = " ".join(source.split()).lower()
        if word in LOOSE_YES | LOOSE_NO and word not in self._by_small:
            meant = "yes" if word in LOOSE_YES else "no"
            self._findings.repaired("yes-spelled", at, written=source[:60], meant=meant)
            return Expression("true()", at) if meant == "yes" else None
        return self.condition(source, at)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the form."""
        return self._languages.names

    def text(self, row: Row, key: str, *, with_media: bool = False) -> Text:
        """Return the text of a column in all languages, with its pictures and sounds where asked."""
        by_language: dict[str, tuple[TextPart, ...]] = {}
        spoken = row.spoken(key)
        for written, (source, column) in _plain_last(spoken):
            language = self._languages.of.get(written, written)
            if language not in by_language:
                has_outputs = "${" in source or "instance(" in source
                by_language[language] = self.parts(source, row.at(column)) if has_outputs else (source,)
        unmarked = len(spoken) == 1 and "" in spoken
        if len(spoken) > 1 and "" in spoken:  # its language keeps its place among the columns
            ordered = dict.fromkeys(self._languages.of.get(written, written) for written in spoken)
            by_language = {language: by_language[language] for language in ordered}
        media: dict[str, dict[str, str]] = {}
        for kind in MEDIA if with_media else ():
            if row.table.has(kind):
                for written, (name, _) in _plain_last(row.spoken(kind)):
                    language = self._languages.of.get(written, written)
                    media.setdefault(language, {}).setdefault(kind, name)
        return Text(by_language, media, unmarked) if by_language or media else EMPTY_TEXT

    def plain(self, words: str) -> Text:
        """Return one text for all languages."""
        return Text(dict.fromkeys(self._languages.names, (words,)), unmarked=True)

    def parts(self, source: str, at: Place = NOWHERE) -> tuple[TextPart, ...]:
        """Return a text as literal parts and the values shown in it: `${name}` and `instance('x')/...` paths."""
        if "${" not in source and "instance(" not in source:
            return (source,)
        parts: list[TextPart] = []
        end = unclosed = 0
        for match in _OUTPUT.finditer(source):
            if match.start() < end or unclosed > MOST_UNCLOSED:
                continue
            stop = match.end() if match[0].startswith("${") else _path_end(source, match.end())
            if stop == 0:
                unclosed += 1
                continue
            if match.start() > end:
                parts.append(source[end : match.start()])
            shown = source[match.start() : stop]
            parts.append(Expression(self._current_names(shown, at), at))
            end = stop
        if end < len(source):
            parts.append(source[end:])
        if any(isinstance(part, str) and "${" in part for part in parts):
            self._findings.warning("reference-unclosed", at)
        return tuple(parts)

    def _straight(self, source: str, at: Place) -> str:
        """Replace typographic quotes, which no expression understands."""
        mended = straighten(source)
        if mended != source:
            self._findings.repaired("quotes-typographic", at)
        return mended

    def _current_names(self, source: str, at: Place) -> str:
        """Return the expression with each `${name}` in its normal form and naming an element of the form."""
        if "${" not in source:
            return source
        return REFERENCE.sub(lambda match: f"${{{match[1] or ''}{self._current_name(match[2], at)}}}", source)

    def _current_name(self, written: str, at: Place) -> str:
        name = self._renamed.get(written, written)
        if name in self._names:
            if self._names[name] > 1:
                self._findings.error("reference-ambiguous", at, name=name, count=self._names[name])
            return name
        same = self._by_small.get(name.casefold(), [])
        if len(same) == 1:
            self._findings.repaired("reference-capitals", at, name=written, near=same[0])
            return same[0]
        near = self._findings.nearest(name, self._names, cutoff=0.7)
        code = "reference-unknown-near" if near else "reference-unknown"
        self._findings.error(code, at, name=written, near=near)
        return name


def _plain_last(spoken: dict[str, tuple[str, Column]]) -> list[tuple[str, tuple[str, Column]]]:
    """Return the texts of a row with the one without a language last: it only fills what no other says."""
    if len(spoken) < 2 or "" not in spoken:
        return list(spoken.items())
    return sorted(spoken.items(), key=lambda item: item[0] == "")


_OUTPUT = re.compile(REFERENCE.pattern + r"""|\binstance\(\s*(?:'[^']*'|"[^"]*")\s*\)(?=\s*/)""")
_STEP = re.compile(r"\s*/{1,2}\s*(?:[^\W\d][\w.\-]*(?::[\w.\-]+)?|\*|\.\.?)")


def _path_end(source: str, start: int) -> int:
    """Return where a path of steps and predicates that goes on at `start` ends; 0 if it is no path."""
    end = start
    while True:
        step = _STEP.match(source, end)
        if step:
            end = step.end()
        elif source[end : end + 1] == "[":
            closed = _closing(source, end)
            if closed == 0:
                return 0
            end = closed
        else:
            return end if end > start else 0


def _closing(source: str, start: int) -> int:
    """Return the offset behind the bracket that closes the one at `start`; 0 when none does."""
    depth, quote = 0, ""
    for offset in range(start, len(source)):
        character = source[offset]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return offset + 1
    return 0


def straighten(source: str) -> str:
    """Return the expression with straight quotes in place of typographic ones.

    A literal that then would end too early changes its delimiter ('don’t' becomes "don't"); where the quotes do not
    pair up at all, one of them must have been meant as a delimiter and every one is made straight.
    """
    result = []
    end = 0
    for match in _LITERAL.finditer(source):
        result.append(source[end : match.start()].translate(QUOTES))
        result.append(_literal(match[0]))
        end = match.end()
    rest = source[end:].translate(QUOTES)
    if _odd(rest):
        return source.translate(QUOTES)
    return "".join(result) + rest


def _odd(text: str) -> bool:
    return text.count("'") % 2 == 1 or text.count('"') % 2 == 1


def _literal(literal: str) -> str:
    """Return a quoted literal whose content has straight quotes, unless both kinds are in it."""
    delimiter, content = literal[0], literal[1:-1].translate(QUOTES)
    if delimiter not in content:
        return f"{delimiter}{content}{delimiter}"
    other = '"' if delimiter == "'" else "'"
    return literal if other in content else f"{other}{content}{other}"


def plain_word(text: str) -> str:
    """Return a name of a choice or another stored word with straight quotes."""
    return text.translate(QUOTES) if _TYPOGRAPHIC.search(text) else text


NAME = re.compile(rf"{NAME_START}{NAME_PART}*(?::{NAME_START}{NAME_PART}*)?")
_NOT_IN_NAMES = re.compile(rf"(?:(?!{NAME_PART}).)+", re.DOTALL)


def is_name(text: str) -> bool:
    """Return whether the text can be an element's name."""
    return NAME.fullmatch(text) is not None


def repaired_name(text: str) -> str:
    """Return the nearest possible element name: other characters become "_"; "2. age" -> "_2._age"."""
    name = _NOT_IN_NAMES.sub("_", text.strip()).strip("_") or "question"
    return name if re.match(NAME_START, name) else f"_{name}"


_DYNAMIC = re.compile(
    r"""(?P<date>-?\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?)|(?P<time>\d{2}:\d{2}:\d{2})
    |(?P<number>-?\d+\.\d*|-?\.\d+|-?\d+)|(?P<operator>[*+\-|]|\smod\s|\sdiv\s)
    |(?P<literal>"[^"]*"|'[^']*')|(?P<reference>\$\{[^{}]++\})
    |(?P<call>[^\W\d][\w.\-]*(?::[\w.\-]+)?\()|(?P<scheme>[^\W\d][\w.\-]*://)
    |(?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)""",
    re.VERBOSE,
)
_HYPHENED = frozenset({"date", "dateTime", "geopoint", "geotrace", "geoshape"})


def is_dynamic(default: str, kind: str) -> bool:
    """Return whether a default is to be computed: it holds a reference, a call or an arithmetic operator.

    Source: the XLSForm reference, "dynamic defaults"; a hyphen of a date or of a place is no operator.
    """
    for match in _DYNAMIC.finditer(default):
        found = match.lastgroup
        if found == "operator" and match[0] == "-" and kind in _HYPHENED:
            return False
        if found in ("operator", "reference", "call"):
            return True
    return False
