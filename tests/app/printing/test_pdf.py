"""The questionnaire as PDF: its pages, fonts, direction and words."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from scenario import form_of

from app.kit.languages import by_code
from app.printing.paper import PAPERS
from app.printing.pdf.atoms import Pen, Setter
from app.printing.pdf.units import QUESTION
from app.printing.pdf.write import write_pdf
from app.printing.runs import Run
from forms.paper.layout import Wish, lay_out

ROWS = (
    "survey\n| type | name | label::English (en) | label::العربية (ar) | label::বাংলা (bn) | relevant | appearance |\n"
    "| begin group | g | Water | الماء | পানি | | |\n"
    "| select_one yn | a | Is there **water**? | هل يوجد ماء؟ | পানি আছে কি? | | |\n"
    "| integer | b | How far? | كم المسافة؟ | কত দূর? | ${a} = 'yes' | |\n"
    "| date | c | Since when? | منذ متى؟ | কবে থেকে? | | |\n"
    "| select_one yn | d | Soap | صابون | সাবান | | list-nolabel |\n"
    "| select_one yn | e | Towel | منشفة | তোয়ালে | | list-nolabel |\n"
    "| end group | | | | | | |\n"
    "| begin repeat | p | People | الناس | মানুষ | | |\n"
    "| text | n | Name | الاسم | নাম | | |\n| geopoint | o | Where | أين | কোথায় | | |\n| end repeat | | | | | | |\n"
    "| image | ph | Photo | صورة | ছবি | | |\n| geoshape | gs | Field | الحقل | মাঠ | | |\n"
    "choices\n| list_name | name | label::English (en) | label::العربية (ar) | label::বাংলা (bn) |\n"
    "| yn | yes | Yes | نعم | হ্যাঁ |\n| yn | no | No | لا | না |\n"
)


def pdf_of(text: str, language: str, code: str, paper: str = "A4") -> bytes:
    """Return the PDF of a form in text tables."""
    sheet = lay_out(form_of(text), Wish(language, code), {}.get)
    known = by_code(code)
    return write_pdf(sheet, families=known.families, right_to_left=known.right_to_left, paper=PAPERS[paper])


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF says it has."""
    counts = [int(found) for found in re.findall(rb"/Count (\d+)", data)]
    return max(counts)


def fonts_of(data: bytes) -> set[str]:
    """Return the names of the fonts of a PDF, without their subset tags."""
    return {name.decode().split("+")[-1] for name in re.findall(rb"/FontName /([\w+-]+)", data)}


@pytest.mark.parametrize(
    ("language", "code", "font"),
    [
        ("English (en)", "en", "NotoSans-Regular"),
        ("العربية (ar)", "ar", "LineSansArabic"),
        ("বাংলা (bn)", "bn", "NotoSansBengali"),
    ],
)
def test_fonts_of_the_language_are_embedded(qapp: QApplication, language: str, code: str, font: str) -> None:
    """Every font is one of the program's own, with its outlines in the file."""
    data = pdf_of(ROWS, language, code)
    fonts = fonts_of(data)
    assert any(name.startswith(font) for name in fonts)
    assert all(name.startswith(("NotoSans", "LineSans")) for name in fonts)
    assert data.count(b"/FontFile2") >= len(fonts)


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_size_of_the_paper(qapp: QApplication, paper: str, size: tuple[int, int]) -> None:
    """Pages are as large as the paper, in points."""
    data = pdf_of(ROWS, "English (en)", "en", paper)
    found = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", data)
    assert found is not None
    assert (round(float(found[1])), round(float(found[2]))) == pytest.approx(size, abs=1)


def test_a_long_form_has_many_pages_and_an_empty_one_has_one(qapp: QApplication) -> None:
    """Pages follow from what is asked."""
    rows = "".join(f"| text | q{n} | Question {n} |\n" for n in range(120))
    assert pages_of(pdf_of(f"survey\n| type | name | label |\n{rows}", "", "en")) >= 5
    empty = "survey\n| type | name | label | calculation |\n| calculate | a | | 1 |\n"
    assert pages_of(pdf_of(empty, "", "en")) == 1


@pytest.mark.parametrize(
    "label",
    ["word " * 1000, "W" * 3000, "<b>**open", "\u202e\u2066x", "😀 🧑‍🌾", "line\\nline", "العربية and English 12/3"],
)
def test_labels_that_are_hard_to_set(qapp: QApplication, label: str) -> None:
    """Long, broken and mixed labels come out as a file."""
    text = (
        f"survey\n| type | name | label |\n| text | a | {label} |\n| begin repeat | r | {label} |\n"
        f"| select_one l | b | {label} |\n| end repeat | | |\n| note | n | {label} |\n"
        f"choices\n| list_name | name | label |\n| l | x | {label} |\n"
    )
    assert pdf_of(text, "", "en").startswith(b"%PDF-")


def test_direction_of_the_paper_mirrors_the_place_of_text(qapp: QApplication) -> None:
    """The same line stands at the left edge in English and at the right edge in Arabic."""
    edges = []
    for right_to_left in (False, True):
        setter = Setter(by_code("en").families, right_to_left=right_to_left)
        image = QImage(4000, 400, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        (atom,) = setter.lines([[Run("12")]], QUESTION, 2000)
        atom.paint(Pen(painter, 4000, right_to_left=right_to_left), 0.0, 0.0)
        painter.end()
        dark = [x for x in range(0, 4000, 4) if any(image.pixelColor(x, y).lightness() < 128 for y in range(0, 400, 4))]
        edges.append((dark[0], dark[-1]))
    assert edges[0][1] < 1000
    assert edges[1][0] > 3000


def test_a_text_wraps_into_lines_of_the_width(qapp: QApplication) -> None:
    """No line is wider than its column, even a word without a break."""
    setter = Setter(by_code("en").families, right_to_left=False)
    for words in ("several words of a question " * 5, "W" * 400):
        lines = setter.words(words, QUESTION, 1500)
        assert len(lines) > 3
        assert all(line.height > 0 for line in lines)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_words_can_be_searched(qapp: QApplication, tmp_path: Path) -> None:
    """Questions, choices, skips and the page's number are text, not pictures."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf_of(ROWS, "English (en)", "en"))
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    for words in ("Is there water?", "Yes", "Only if Q1 = Yes", "Table 1", "Paper no.", "Page 1 of 2", "Interviewer"):
        assert words in done.stdout, words


def test_every_page_has_content(qapp: QApplication) -> None:
    """No page of a long form is blank."""
    rows = "".join(f"| note | n{n} | {'Words to read aloud. ' * 40} |\n" for n in range(30))
    data = pdf_of(f"survey\n| type | name | label |\n{rows}", "", "en")
    streams = [
        zlib.decompress(body)
        for body in re.findall(rb"/FlateDecode\s*>>\s*stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
        if body[:1] == b"\x78"
    ]
    shown = [stream.count(b"Tj") + stream.count(b"TJ") for stream in streams if b"BT" in stream]
    assert len(shown) == pages_of(data)
    assert min(shown) > 5
