"""Compares the XForm that we write of a workbook with the one that pyxform writes, and lists where they may differ.

The differences, each with its reason:

* *Typographic quotes.* pyxform straightens them everywhere; we keep them in texts, where they are right, and straighten
  them in rules.
* *Order of secondary instances.* It means nothing, and pyxform's own changes from run to run (it walks over a set).
* *Order of the values of one text.* The same: missing translations are added from a set.
* *Rules that say no.* `required="false()"` and `readonly="false()"` say what no rule says, and who writes "no" as a
  constraint wants none, not an answer that is never right; we leave them out.
* *The type string.* It is what no type says; pyxform leaves it out where the type column says `trigger`. A bind that
  then says nothing is left out.
* *Who may read an answer* is a column of our own, written as an attribute of our own namespace.
* *A group of which nothing is shown.* pyxform writes an empty group, which ODK Validate refuses; we write none.
* *Attributes of a repeat.* pyxform writes them in the first instance and not in the template, so that later ones lack
  them; we write both.
* *A default language that no column names exactly* (`English` beside `label::English (en)`): pyxform then marks none,
  so that the first is asked; we mark the one that is meant.

Random mixtures (`equality_mixtures.py`, 1,600 of them) also showed these, which are mistakes of authors and are not
compared: what an author writes on the row of a section or question that has no use for it (`repeat_count` of a
question, messages of a group); a text in a column without a language behind its translations, which makes pyxform lose
them; headings with one colon beside headings with two, which pyxform passes over; pictures on the row of a group with
table-list, which pyxform leaves without a label; parameters of a place whose type is written by an old word (`gps`),
which pyxform passes over.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from forms.xform.write import write_xform
from forms.xlsform.open import open_form

QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
X = "{http://www.w3.org/2002/xforms}"
SENSITIVITY = "{urn:groundup:xforms}sensitivity"
TEMPLATE = "{http://openrosa.org/javarosa}template"


class ReferenceRefuses(Exception):
    """pyxform does not convert the workbook; the text is what it says."""


@contextlib.contextmanager
def identical_elements() -> Iterator[None]:
    """Let pyxform compare its elements by identity while it converts: it hashes by identity, but compares whole trees.

    The output is the same; a form of 1,200 rows takes 2 s instead of 25.
    """
    from pyxform.survey_element import SurveyElement

    by_content = SurveyElement.__eq__
    SurveyElement.__eq__ = lambda self, other: self is other
    try:
        yield
    finally:
        SurveyElement.__eq__ = by_content


def reference(path: Path) -> bytes:
    """Return the XForm that pyxform writes of a workbook.

    Raises:
        ReferenceRefuses: it does not.
    """
    with warnings.catch_warnings(), identical_elements(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert

        try:
            return convert(str(path), validate=False, warnings=[]).xform.encode()
        except (PyXFormError, KeyError, TypeError, AttributeError, IndexError) as refused:
            raise ReferenceRefuses(str(refused)) from refused


def ours(path: Path) -> bytes:
    """Return the XForm that we write of a workbook."""
    opened = open_form(path.read_bytes(), file_name=path.name)
    assert opened.form is not None, opened.findings
    return write_xform(opened.form)


def canonical(document: bytes) -> list[str]:
    """Return a document in canonical form, an element or text a line, without what may differ."""
    root = etree.fromstring(document, etree.XMLParser(remove_comments=True))
    for node in root.iter(etree.Element):
        _straighten(node)
    for bind in list(root.iter(f"{X}bind")):
        bind.attrib.pop(SENSITIVITY, None)
        for name in ("required", "readonly", "constraint"):
            if bind.get(name) == "false()":
                del bind.attrib[name]
        if bind.get("type") == "string":
            del bind.attrib["type"]
        if len(bind.attrib) == 1:
            bind.getparent().remove(bind)
    for group in list(root.iter(f"{X}group")):
        if not len(group):
            group.getparent().remove(group)
    for template in root.iter(etree.Element):
        if TEMPLATE in template.attrib:
            template.attrib.clear()
            template.set(TEMPLATE, "")
    for text in root.iter(f"{X}text"):
        text[:] = sorted(text, key=lambda value: value.get("form") or "")
    for model in root.iter(f"{X}model"):
        _sort_instances(model)
    return _lines(root)


def _straighten(node: etree._Element) -> None:
    for name, text in node.attrib.items():
        node.attrib[name] = text.translate(QUOTES)
    node.text = node.text.translate(QUOTES) if node.text else node.text
    node.tail = node.tail.translate(QUOTES) if node.tail else node.tail


def _sort_instances(model: etree._Element) -> None:
    found = [node for node in model if node.tag == f"{X}instance" and node.get("id")]
    if not found:
        return
    place = model.index(found[0])
    for node in found:
        model.remove(node)
    for node in sorted(found, key=lambda each: each.get("id") or "", reverse=True):
        model.insert(place, node)


def _lines(root: etree._Element) -> list[str]:
    written = etree.tostring(root, method="c14n2").decode()
    return written.replace("><", ">\n<").split("\n")


def difference(path: Path) -> list[str]:
    """Return the first lines in which the two XForms of a workbook differ, theirs with "-" and ours with "+".

    Raises:
        ReferenceRefuses: pyxform does not convert it.
    """
    theirs, mine = canonical(reference(path)), canonical(ours(path))
    if not any("<translation default=" in line for line in theirs):
        mine = [line.replace('<translation default="true()" ', "<translation ") for line in mine]
    if theirs == mine:
        return []
    place = next((n for n, (one, other) in enumerate(zip(theirs, mine, strict=False)) if one != other), 0)
    window = slice(max(0, place - 2), place + 200)
    return [
        line
        for line in difflib.unified_diff(theirs[window], mine[window], lineterm="", n=2)
        if not line.startswith(("---", "+++"))
    ][: int(os.environ.get("GROUNDUP_DIFFERENCES", "40"))]
