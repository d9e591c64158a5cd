"""The list of a workbook's sheets, how its parts name each other, and the names it defines."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.errors import FormRefused, FormsError
from forms.xlsform.patch.markup import attribute, decoded, element, escaped, masked
from forms.xlsform.patch.package import Package

_RELATIONSHIP = element("Relationship")
SHEET_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
STRICT_SHEET_TYPE = "http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet"
SHEET_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One part named by another.

    Args:
        kind: Last word of its type ("worksheet", "comments", "table", ...).
        part: Name of the part it leads to; "" where it leads out of the package.
    """

    id: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the list."""

    name: str
    sheet_id: str
    part: str


def relations_part(part: str) -> str:
    """Return the part that lists what a part names."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> Iterator[Relation]:
    """Yield what a part names."""
    listed = package.find(relations_part(part))
    if listed is None:
        return
    text, _ = decoded(package.read(listed))
    prefix = re.search(r"<([\w.\-]+:)Relationships[\s>]", text)
    pattern = element(f"{prefix[1]}Relationship") if prefix else _RELATIONSHIP
    for match in pattern.finditer(masked(text)):
        attributes = match["attributes"]
        target, outside = attribute(attributes, "Target") or "", attribute(attributes, "TargetMode") == "External"
        joined = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
        found = None if outside else package.find(posixpath.normpath(joined.replace("\\", "/")))
        kind = (attribute(attributes, "Type") or "").rpartition("/")[2]
        yield Relation(attribute(attributes, "Id") or "", kind, found or "")


class Contents:
    """The workbook part: its sheets by name."""

    def __init__(self, package: Package) -> None:
        """Read the list of sheets.

        Raises:
            FormRefused: `workbook-damaged`.
        """
        self.package = package
        root = next((each.part for each in relations(package, "") if each.kind == "officeDocument" and each.part), "")
        part = root or package.find("xl/workbook.xml")
        if not part:
            raise FormRefused("workbook-damaged", reason="xl/workbook.xml")
        self.part = part
        self.text, self.encoding = decoded(package.read(part))
        prefix = re.search(r"<([\w.\-]+:)?workbook[\s>]", masked(self.text))
        self.prefix = (prefix[1] or "") if prefix else ""
        by_id = {each.id: each.part for each in relations(package, part)}
        self.sheets = tuple(
            Sheet(
                name, attribute(match["attributes"], "sheetId") or "", by_id.get(_relation_id(match["attributes"]), "")
            )
            for match in element(f"{self.prefix}sheet").finditer(masked(self.text))
            if (name := attribute(match["attributes"], "name")) is not None
        )

    def find(self, name: str) -> Sheet:
        """Return a sheet by its name as written in the workbook.

        Raises:
            FormsError: `sheet-missing`.
        """
        for sheet in self.sheets:
            if sheet.name == name and sheet.part:
                return sheet
        raise FormsError("sheet-missing", sheet=name)

    @property
    def is_strict(self) -> bool:
        """Return whether the workbook uses the strict kind of names."""
        return STRICT_MAIN in self.text[:4000]

    def with_recalculation(self, text: str) -> str:
        """Return workbook XML that makes a spreadsheet program work all formulas out when it opens the file."""
        found = element(f"{self.prefix}calcPr").search(masked(text))
        if found is None:
            closing = re.search(rf"</{self.prefix}(?:workbook)\s*>", text)
            place = _behind_names(text, self.prefix) or (closing.start() if closing else len(text))
            return f'{text[:place]}<{self.prefix}calcPr fullCalcOnLoad="1"/>{text[place:]}'
        if attribute(found["attributes"], "fullCalcOnLoad") in ("1", "true"):
            return text
        end = found.start("attributes") + len(found["attributes"].rstrip())
        return f'{text[:end]} fullCalcOnLoad="1"{text[end:]}'


def _behind_names(text: str, prefix: str) -> int:
    """Return where the part about calculation may stand: behind the names, else behind the sheets; 0 for nowhere."""
    for name in ("definedNames", "externalReferences", "functionGroups", "sheets"):
        found = element(prefix + name).search(masked(text))
        if found is not None:
            return found.end()
    return 0


def _relation_id(attributes: str) -> str:
    match = re.search(r"""(?<![\w])[\w.\-]+:id\s*=\s*["']([^"']*)["']""", attributes)
    return match[1] if match else ""


def added_sheet(
    contents: Contents, text: str, name: str, rows: list[list[str]], parts: Mapping[str, bytes]
) -> tuple[str, dict[str, bytes]]:
    """Return workbook XML with one more sheet, and the parts that change or come with it.

    Args:
        text: The workbook XML as it stands so far.
        rows: Its cells as XML rows are made of them.
        parts: What was changed already.
    """
    package = contents.package
    number = 1
    folder = posixpath.dirname(contents.part)
    while package.find(part := posixpath.join(folder, f"worksheets/sheet{number}.xml")) or part in parts:
        number += 1
    links = package.find(relations_part(contents.part))
    if links is None:
        raise FormRefused("workbook-damaged", reason="workbook.xml.rels")
    listed, listed_encoding = decoded(parts.get(links) or package.read(links))
    used = set(re.findall(r"""\sId\s*=\s*["']([^"']*)""", listed))
    link = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    kind = STRICT_SHEET_TYPE if contents.is_strict else SHEET_TYPE
    relation = f'<Relationship Id="{link}" Type="{kind}" Target="worksheets/sheet{number}.xml"/>'
    listed = _before_end(listed, "Relationships", relation)
    types_part = package.find(CONTENT_TYPES) or CONTENT_TYPES
    types, types_encoding = decoded(parts.get(types_part) or package.read(types_part))
    types = _before_end(types, "Types", f'<Override PartName="/{part}" ContentType="{SHEET_CONTENT}"/>')
    ids = [int(number) for number in re.findall(r"""\ssheetId\s*=\s*["'](\d+)""", text)]
    relation_prefix = re.search(r"([\w.\-]+):id\s*=", text)
    linked = f"{relation_prefix[1] if relation_prefix else 'r'}:id"
    entry = f'<{contents.prefix}sheet name="{escaped(name)}" sheetId="{max(ids, default=0) + 1}" {linked}="{link}"/>'
    text = _before_end(text, f"{contents.prefix}sheets", entry)
    return text, {
        part: _sheet_xml(rows, STRICT_MAIN if contents.is_strict else MAIN),
        links: listed.encode(listed_encoding),
        types_part: types.encode(types_encoding),
    }


def _before_end(text: str, name: str, piece: str) -> str:
    """Return XML with a piece put at the end of the element that has that name, with any prefix."""
    ends = list(re.finditer(rf"</(?:[\w.\-]+:)?{re.escape(name)}\s*>", masked(text)))
    if not ends:
        raise FormRefused("workbook-damaged", reason=name)
    prefix = re.match(r"</([\w.\-]+:)", ends[-1][0])
    if prefix and not name.startswith(prefix[1]):
        piece = piece.replace("<", f"<{prefix[1]}", 1)
    return text[: ends[-1].start()] + piece + text[ends[-1].start() :]


def _sheet_xml(rows: list[list[str]], namespace: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = "".join(f'<row r="{number}">{"".join(cells)}</row>' for number, cells in enumerate(rows, start=1))
    return f'{head}<worksheet xmlns="{namespace}"><sheetData>{body}</sheetData></worksheet>'.encode()


def without_part(package: Package, part: str, owner: str, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts that no longer name a part which is taken out; `parts` were changed already."""
    changed = {}
    links = package.find(relations_part(owner))
    if links is not None:
        text, encoding = decoded(parts.get(links) or package.read(links))
        target = posixpath.relpath(part, posixpath.dirname(owner))
        named = f"/?{re.escape(part)}|{re.escape(target)}"
        pattern = rf"""<(?:[\w.\-]+:)?Relationship\s(?=[^>]*Target\s*=\s*["'](?:{named})["'])[^>]*/>"""
        changed[links] = re.sub(pattern, "", text).encode(encoding)
    types = package.find(CONTENT_TYPES) or CONTENT_TYPES
    text, encoding = decoded(parts.get(types) or package.read(types))
    pattern = rf"""<(?:[\w.\-]+:)?Override\s(?=[^>]*PartName\s*=\s*["']/{re.escape(part)}["'])[^>]*/>"""
    changed[types] = re.sub(pattern, "", text).encode(encoding)
    return changed
