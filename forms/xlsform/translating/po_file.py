"""Files of translations as translators' programs know them (gettext .po): text in, text out.

Source of the format: the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.errors import FormsError

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*("(?:[^"\\]|\\.)*")\s*')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"\s*')
_ESCAPE = re.compile(r"\\(?:([abfnrtv\\\"'])|x([0-9A-Fa-f]{1,2})|([0-7]{1,3}))")
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_CHARSET = re.compile(rb"charset=([\w.\-]+)")
LINE = 76  # characters of one line of a long text


@dataclass(frozen=True, slots=True)
class Entry:
    """One text and its translation.

    Args:
        context: Key that tells equal texts apart.
        source: The text to translate.
        translation: "" where it is still to do.
        comments: Words for the translator.
        places: Where the text stands.
        is_unsure: A program guessed the translation ("fuzzy").
        row: Line of the file it begins in, from 1.
    """

    context: str
    source: str
    translation: str = ""
    comments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_unsure: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class PoFile:
    """A whole file: what its head says (name -> text), and its texts."""

    headers: Mapping[str, str]
    entries: tuple[Entry, ...]


def write_po(file: PoFile) -> bytes:
    """Return the bytes of a file, UTF-8."""
    head = "".join(f"{name}: {text}\n" for name, text in file.headers.items())
    blocks = [f'msgid ""\n{_written("msgstr", head, split=True)}']
    for entry in file.entries:
        lines = [f"#. {line}" for comment in entry.comments for line in comment.splitlines()]
        lines += [f"#: {place}" for place in entry.places]
        lines += ["#, fuzzy"] if entry.is_unsure else []
        lines.append(_written("msgctxt", entry.context))
        lines += [_written("msgid", entry.source), _written("msgstr", entry.translation)]
        blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").encode()


def _written(keyword: str, text: str, *, split: bool = False) -> str:
    """Return a keyword with its text: on one line, or cut at line breaks and between words."""
    quoted = _quoted(text)
    if not split and "\n" not in text.rstrip("\n") and len(quoted) + len(keyword) < LINE:
        return f"{keyword} {quoted}"
    return "\n".join([f'{keyword} ""', *(_quoted(piece) for piece in _pieces(text))])


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        piece = ""
        for word in re.findall(r"\S*\s*", line):
            if piece and len(piece) + len(word) > LINE:
                yield piece
                piece = ""
            piece += word
        if piece:
            yield piece


def _quoted(text: str) -> str:
    return '"' + "".join(_WRITTEN.get(character, character) for character in text) + '"'


def _plain(quoted: str) -> str:
    def one(match: re.Match[str]) -> str:
        letter, hexadecimal, octal = match.groups()
        if letter:
            return _LETTERS.get(letter, letter)
        return chr(int(hexadecimal, 16) if hexadecimal else int(octal, 8))

    return _ESCAPE.sub(one, quoted[1:-1])


@dataclass(slots=True)
class _Reading:
    """An entry while its lines are read."""

    row: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    keyword: str = ""
    comments: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    is_unsure: bool = False

    def entry(self) -> Entry:
        """Return what was read."""
        translation = self.texts.get("msgstr", self.texts.get("msgstr[0]", ""))
        source = self.texts.get("msgid", "")
        context = self.texts.get("msgctxt", "")
        places = tuple(self.places)
        return Entry(context, source, translation, tuple(self.comments), places, self.is_unsure, self.row)


def read_po(data: bytes, *, file_name: str) -> PoFile:
    """Return the texts of a file; entries that a program set aside (`#~`) are left out.

    Raises:
        FormsError: `translations-unreadable`, a line is not as the format has it.
    """
    found = _CHARSET.search(data[:4096])
    charset = found[1].decode("ascii") if found else "utf-8"
    try:
        text = data.decode("utf-8-sig" if charset.lower() in ("utf-8", "utf8", "charset") else charset)
    except (ValueError, LookupError) as problem:
        raise FormsError("translations-unreadable", file=file_name, row=1) from problem
    headers: dict[str, str] = {}
    entries = []
    for entry in _entries(text.splitlines(), file_name):
        if entry.source or entry.context:
            entries.append(entry)
        elif not headers:
            headers = dict(_headers(entry.translation))
    return PoFile(headers, tuple(entries))


def _headers(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _entries(lines: list[str], file_name: str) -> Iterator[Entry]:
    reading = _Reading()
    for row, line in enumerate(lines, start=1):
        line = line.strip()
        begins = line.startswith(("#", "msgctxt")) or (line.startswith("msgid") and "msgid" in reading.texts)
        begins = begins and not line.startswith("msgid_plural")
        if begins and any(keyword.startswith("msgstr") for keyword in reading.texts):
            yield reading.entry()
            reading = _Reading()
        if line.startswith("#"):
            _read_comment(line, reading)
        elif line:
            _read_text(line, row, reading, file_name)
    if "msgid" in reading.texts:
        yield reading.entry()


def _read_comment(line: str, reading: _Reading) -> None:
    if line.startswith("#."):
        reading.comments.append(line[2:].strip())
    elif line.startswith("#:"):
        reading.places.append(line[2:].strip())
    elif line.startswith("#,"):
        reading.is_unsure = reading.is_unsure or "fuzzy" in line


def _read_text(line: str, row: int, reading: _Reading, file_name: str) -> None:
    match = _KEYWORD.fullmatch(line)
    if match:
        reading.keyword = match[1]
        reading.row = reading.row or row
        reading.texts[match[1]] = _plain(match[2].strip())
    elif _STRING.fullmatch(line) and reading.keyword:
        reading.texts[reading.keyword] += _plain(line)
    else:
        raise FormsError("translations-unreadable", file=file_name, row=row)
