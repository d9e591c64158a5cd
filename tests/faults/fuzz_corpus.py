"""What the fuzz starts from: small forms with every part of the language, real forms where they are, odd texts."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import python_calamine
from workbooks import form_workbook, sheets_of, table

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GROUNDUP_SHARED", ROOT.parent / "shared"))
LARGEST_REAL = 400_000  # bytes of a real form used as a whole; larger ones in pieces only

FORMS = (
    """
survey
| type | name | label::English (en) | label::العربية (ar) | hint | relevant | constraint | calculation | required |
| start | start | | | | | | | |
| text | who | Name | الاسم | as on the card | | regex(., '^[A-Z][a-z]+( [A-Z][a-z]+)*$') | | yes |
| integer | age | Age of ${who} | | | | . >= 0 and . < 120 | | true() |
| select_one yn | adult | Adult? | | | ${age} > 17 | | | |
| select_multiple needs or_other | needs | Needs | | | ${adult} = 'yes' | count-selected(.) <= 3 | | |
| calculate | score | | | | | | if(${age} > 60, 2, 1) * count-selected(${needs}) | |
| note | told | You said ${score} | | | selected(${needs}, 'water') | | | |
choices
| list_name | name | label::English (en) | label::العربية (ar) | district |
| yn | yes | Yes | نعم | |
| yn | no | No | لا | |
| needs | water | Water | ماء | a |
| needs | food | Food | طعام | b |
settings
| form_id | version | form_title | default_language | instance_name |
| fuzz | 3 | Fuzz | English (en) | concat(${who}, '-', ${age}) |
""",
    """
survey
| type | name | label | repeat_count | calculation | choice_filter | appearance | parameters | trigger |
| integer | many | How many | | | | | | |
| begin repeat | hh | Person | ${many} | | | field-list | | |
| text | name | Name | | | | | | |
| select_one region | region | Region | | | | minimal | randomize=true seed=42 | |
| select_one district | district | District | | | region=${region} | | | |
| begin group | g | Group | | | | | | |
| decimal | land | Land | | | | | | |
| range | r | Range | | | | | start=0 end=10 step=2 | |
| end group | | | | | | | | |
| end repeat | | | | | | | | |
| calculate | total | | | sum(${land}) | | | | |
| calculate | last | | | indexed-repeat(${name}, ${hh}, count(${hh})) | | | | |
| select_one ${name} | head | Head | | | | | | |
| rank district | order | Order | | | | | | |
| calculate | when | | | format-date(now(), '%Y-%m-%d') | | | | ${head} |
choices
| list_name | name | label | region |
| region | n | North | |
| region | s | South | |
| district | n1 | N 1 | n |
| district | n2 | N 2 | n |
| district | s1 | S 1 | s |
""",
    """
survey
| type | name | label | default | appearance | constraint_message | constraint | image |
| date | d | Day | today() | month-year | | . <= today() | |
| time | t | Time | | | | | |
| dateTime | dt | Moment | 2024-01-05T10:30:00 | | | | |
| geopoint | p | Place | | placement-map | | | map.png |
| geotrace | tr | Line | | | | | |
| geoshape | s | Shape | | | Too large: ${p} | area(.) < 100 | |
| image | i | Photo | | signature | | | |
| barcode | b | Code | | | | | |
| acknowledge | ok | Fine | | | | | |
| select_one_from_file towns.csv | town | Town | | search('towns') | | | |
| select_one_external places | place | Place | | | | | |
| calculate | pop | | pulldata('towns', 'people', 'name', ${town}) | | | | |
| hidden | h | | x | | | | |
| audit | audit | | | | | | |
| csv-external | towns | | | | | | |
| begin group | tab | Table | | table-list | | | |
| select_one yn | q1 | One | | | | | |
| select_one yn | q2 | Two | | | | | |
| end group | | | | | | | |
choices
| list name | name | label | image |
| yn | 1 | Yes | yes.png |
| yn | 2 | No | |
external_choices
| list_name | name | label | state |
| places | a | A | x |
entities
| dataset | label |
| trees | ${d} |
""",
)
XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
 xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:orx="http://openrosa.org/xforms">
 <h:head><h:title>Fuzz</h:title><model odk:xforms-version="1.0.0">
  <itext><translation lang="English (en)" default="true()">
    <text id="/data/age:label"><value>Age of <output value="/data/who"/></value>
     <value form="image">jr://images/a.png</value></text>
    <text id="yn-0"><value>Yes</value></text></translation>
   <translation lang="Français (fr)"><text id="/data/age:label"><value>Âge</value></text>
    <text id="yn-0"><value>Oui</value></text></translation></itext>
  <instance><data id="fuzz" version="2"><who/><age>3</age><hh jr:template=""><name/><land/></hh><pick/><many/>
    <g><inner/></g><orx:meta><orx:instanceID/></orx:meta></data></instance>
  <instance id="yn"><root><item><itextId>yn-0</itextId><name>yes</name></item>
   <item><name>no</name><label>No</label></item>
  </root></instance>
  <instance id="towns" src="jr://file-csv/towns.csv"/>
  <bind nodeset="/data/who" type="string" required="true()" constraint="string-length(.) &lt; 30"
    jr:constraintMsg="Long"/>
  <bind nodeset="/data/age" type="int" relevant="/data/who != ''"/>
  <bind nodeset="/data/hh/land" type="decimal" calculate="position(..) * 2"/>
  <bind nodeset="/data/many" type="odk:rank"/>
  <bind nodeset="/data/g/inner" readonly="true()" calculate="sum(/data/hh/land)"/>
  <bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>
  <setvalue ref="/data/pick" event="odk-instance-first-load" value="'yes'"/>
 </model></h:head>
 <h:body class="theme-grid">
  <input ref="/data/who"><label>Name</label><hint>as <output value="1 + 1"/></hint></input>
  <input ref="/data/age"><label ref="jr:itext('/data/age:label')"/>
    <setvalue event="xforms-value-changed" ref="/data/many" value="1"/></input>
  <group ref="/data/hh"><label>Person</label><repeat nodeset="/data/hh" jr:count="/data/age">
    <input ref="/data/hh/name"><label>Name</label></input><trigger ref="/data/hh/land"/></repeat></group>
  <select1 ref="/data/pick" appearance="minimal"><label>Pick</label>
    <itemset nodeset="randomize(instance('yn')/root/item[name != /data/who], 3)">
    <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>
  <odk:rank ref="/data/many"><item><label>A</label><value>a</value></item>
    <item><label>B</label><value>b</value></item></odk:rank>
  <upload ref="/data/g/inner" mediatype="image/*"/><range ref="/data/age" start="0" end="10" step="1"/>
 </h:body></h:html>
"""
EXPRESSIONS = (
    "${age} > 17 and selected(${needs}, 'water')",
    "if(${a} = '', 0, number(${a}) div 3)",
    "instance('l')/root/item[name = ${a} and x < 3]/label",
    "count(/data/a[. > 1]) + sum(//b) * position(..)",
    "regex(., '^(\\d{3}-)?\\d{4}$')",
    "format-date-time(now(), '%e %b %Y %H:%M')",
    "concat(substr('abc', 0, 2), string-length(.), normalize-space(' a  b '))",
    "coalesce(once(random()), uuid(), today())",
    "indexed-repeat(${a}, ${b}, 2)",
    "jr:choice-name(${a}, '${a}')",
    "../a | ./b/c[@x='1'] | //node()",
    "translate('abc', 'a', 'b') != digest('x', 'SHA-1', 'hex')",
    "area('1 1 0 0; 1 2 0 0; 2 2 0 0') + distance(/data/a)",
    "round(3.14159, 2) - int(-0.5) mod 7",
    "decimal-date-time('2026-02-29') > date('2026-01-01')",
    "pulldata('towns', 'people', 'name', ${a})",
    "checklist(1, 2, true(), false()) or weighted-checklist(1, 2, /data/a, 2)",
)
ODD_TEXTS = (
    "",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u2028",
    "\0",
    "\x1b[31m",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "e\u0301",
    "ﷺ" * 20,
    "ي\u0640" * 50,
    "é" * 300,
    "A" * 5_000,
    "${",
    "}",
    "${}",
    "${a b}",
    "${ a }",
    "${last-saved#a}",
    "'",
    '"',
    "‘a’",
    "“",
    "(((",
    "]]>",
    "&#0;",
    "<b>",
    "../../etc/passwd",
    "C:\\windows\\x.csv",
    "http://example.org/x.csv",
    "1e308",
    "-1e400",
    "99999999999999999999999999",
    "NaN",
    "0x10",
    "١٢٣",
    "1,5",
    "2026-02-30",
    "0000-00-00",
    "9999999-12-31",
    "-0001-01-01",
    "24:00:00",
    "2026-01-01T25:61:61+99:99",
    "91 181",
    "1 1;2",
    "=1+1",
    "#REF!",
    "yes",
    "TRUE",
    "True()",
    "null",
    "select_one",
    "select_one l or_other",
    "select_multiple ${a}",
    "select_one_from_file x.csv",
    "begin group",
    "end group",
    "begin repeat",
    "end repeat",
    "begin loop over yn",
    "calculate",
    "audit",
    "note",
    "meta",
    "data",
    "name",
    "label::English (en)",
    "label::",
    "::",
    "bind::type",
    "media::image::x",
    "start=1 end=2 step=0",
    "start=9 end=1 step=-3",
    "a=b=c",
    "search('x', 'matches', 'a', ${a})",
    "regex(., '(a+)+$')",
    "pulldata('x','y','z',${a})",
    "instance('l')/root/item[",
    "once(",
    ". = .",
    "%Y%Q%",
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What mutations start from.

    Args:
        tables: Sheet name -> rows of cells, of every workbook.
        packages: Bytes of workbooks (.xlsx, .xls, .ods).
        xforms: Bytes of XForms.
        expressions: Texts of expressions.
        is_real: The real forms that are kept beside the project are in it.
    """

    tables: Sequence[dict[str, list[list[str]]]]
    packages: Sequence[bytes]
    xforms: Sequence[bytes]
    expressions: Sequence[str]
    is_real: bool


@cache
def corpus() -> Corpus:
    """Return the corpus; the real forms are in it where they are on this machine."""
    tables = [{name: table(rows) for name, rows in sheets_of(text).items()} for text in FORMS]
    packages = [form_workbook(text) for text in FORMS]
    packages += [path.read_bytes() for path in sorted((ROOT / "app" / "assets").rglob("*.xlsx"))]
    xforms = [XFORM.encode()]
    real = sorted((SHARED / "forms_real").rglob("*")) if (SHARED / "forms_real").is_dir() else []
    for path in real:
        if path.suffix == ".xml" and path.stat().st_size < LARGEST_REAL:
            xforms.append(path.read_bytes())
        elif path.suffix in (".xlsx", ".xls") and path.stat().st_size < LARGEST_REAL:
            packages.append(path.read_bytes())
    tables += [cells_of(data) for data in packages[len(FORMS) :]]
    expressions = [*EXPRESSIONS, *sorted({text for sheets in tables for text in _expressions(sheets)})]
    packages.append(small_ods())
    return Corpus(tables, packages, xforms, expressions, bool(real))


def cells_of(data: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of a workbook's form sheets as text."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    wanted = [name for name in book.sheet_names if name.strip().lower() in ("survey", "choices", "settings")]
    return {
        name: [[_text(value) for value in row] for row in book.get_sheet_by_name(name).to_python()] for name in wanted
    }


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _expressions(sheets: dict[str, list[list[str]]]) -> set[str]:
    """Return the cells of a form that look like expressions."""
    return {cell for rows in sheets.values() for row in rows for cell in row if "${" in cell and len(cell) < 400}


def small_ods() -> bytes:
    """Return an OpenDocument workbook of one question."""
    rows = [["type", "name", "label"], ["text", "a", "A"], ["integer", "b", "B ${a}"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="survey">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return target.getvalue()


def odd_text(chance: random.Random) -> str:
    """Return a text that somebody might type, or that nobody should."""
    kind = chance.random()
    if kind < 0.7:
        return chance.choice(ODD_TEXTS)
    if kind < 0.8:
        return chance.choice(ODD_TEXTS) + chance.choice(ODD_TEXTS)
    if kind < 0.9:
        return "".join(
            chr(chance.choice((chance.randrange(1, 0x250), 0x600 + chance.randrange(0x100)))) for _ in range(8)
        )
    if kind < 0.97:
        return str(chance.choice((chance.randint(-(10**12), 10**12), chance.uniform(-1e6, 1e6))))
    return chance.choice("a(['\"é 1") * chance.choice((100, 3_000, 32_000))


def damaged(chance: random.Random, data: bytes, *, most: int = 6) -> bytes:
    """Return bytes with some changed, cut out, doubled, swapped or the end missing."""
    whole = bytearray(data)
    for _ in range(chance.randint(1, most)):
        if not whole:
            break
        kind, place = chance.randrange(5), chance.randrange(len(whole))
        length = min(chance.choice((1, 2, 4, 16, 200)), len(whole) - place)
        if kind == 0:
            whole[place] = chance.randrange(256)
        elif kind == 1:
            del whole[place : place + length]
        elif kind == 2:
            whole[place:place] = whole[place : place + length]
        elif kind == 3:
            whole[place : place + length] = chance.randbytes(length)
        elif chance.random() < 0.3:
            del whole[place:]
    return bytes(whole)
