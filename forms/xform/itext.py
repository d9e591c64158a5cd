"""The texts of an XForm: translations by id, and labels written in place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from forms.definition.text import EMPTY_TEXT, Expression, Text, TextPart
from forms.xform.safe import Node, kid, kids, local_name, place_of

UNNAMED = "default"  # how an XForm calls the language of texts for which its author named none
MEDIA = ("image", "audio", "video", "big-image")
_ITEXT = re.compile(r"""\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)"|([^'")]+))\s*\)\s*""")


@dataclass(slots=True)
class Texts:
    """Every text of the itext block: id -> form ("", "guidance", "short") -> language -> parts; media apart."""

    languages: tuple[str, ...] = ()
    default: str = ""
    words: dict[str, dict[str, dict[str, tuple[TextPart, ...]]]] = field(default_factory=dict)
    media: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def find(self, text_id: str, form: str = "") -> Text:
        """Return the text of an id in one of its forms; empty when there is none."""
        words = self.words.get(text_id, {}).get(form, {})
        media = self.media.get(text_id, {}) if form == "" else {}
        return Text(words, media) if words or media else EMPTY_TEXT

    def of_element(self, node: Node | None, form: str = "") -> Text:
        """Return the text of a label, hint or value element, referred to or written in place."""
        if node is None:
            return EMPTY_TEXT
        text_id = itext_id(node.get("ref") or "")
        if text_id:
            return self.find(text_id, form)
        if form:
            return EMPTY_TEXT
        ref = (node.get("ref") or "").strip()
        content: tuple[TextPart, ...] = (Expression(ref, place_of(node, "ref")),) if ref else parts_of(node)
        return Text({"": content}, unmarked=True) if content else EMPTY_TEXT

    def message(self, written: str) -> Text:
        """Return the text of a constraint or required message: `jr:itext('id')` or the words themselves."""
        text_id = itext_id(written)
        if text_id:
            return self.find(text_id)
        if "jr:itext(" in written:
            return Text({"": (Expression(written.strip()),)}, unmarked=True)
        return Text({"": (written,)}, unmarked=True) if written else EMPTY_TEXT


def itext_id(reference: str) -> str:
    """Return the id in `jr:itext('id')`; "" for anything else (a path inside the brackets included)."""
    match = _ITEXT.fullmatch(reference)
    return (match[1] or match[2] or "") if match else ""


def asks_for_text(name: str, expression: str) -> bool:
    """Return whether an attribute holds an expression that asks for a text while the form runs."""
    if "jr:itext(" not in expression:
        return False
    return name.rpartition("}")[2] in ("calculate", "value") or not _ITEXT.fullmatch(expression)


def itext_path(reference: str) -> str:
    """Return the child name in `jr:itext(itextId)`, "" for anything else."""
    match = _ITEXT.fullmatch(reference)
    return (match[3] or "").strip() if match else ""


def parts_of(node: Node) -> tuple[TextPart, ...]:
    """Return an element's text as literal parts and outputs; outer blanks are left out."""
    parts: list[TextPart] = [node.text or ""]
    for child in kids(node):
        if local_name(child) == "output":
            parts.append(Expression(child.get("value") or child.get("ref") or "", place_of(child, "value")))
        else:
            parts.append("".join(str(text) for text in child.itertext()))
        parts.append(child.tail or "")
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part != "")


def read_itext(model: Node) -> Texts:
    """Return the translations of a model."""
    texts = Texts()
    languages = []
    block = kid(model, "itext")
    for translation in kids(block, "translation") if block is not None else ():
        language = translation.get("lang") or ""
        language = "" if language == UNNAMED else language
        languages.append(language)
        if translation.get("default") is not None and not texts.default:
            texts.default = language
        for text in kids(translation, "text"):
            _read_text(text, language, texts)
    texts.languages = tuple(dict.fromkeys(languages))
    texts.default = texts.default or (texts.languages[0] if texts.languages else "")
    return texts


def _read_text(text: Node, language: str, texts: Texts) -> None:
    text_id = text.get("id") or ""
    for value in kids(text, "value"):
        form = (value.get("form") or "").strip()
        if form in MEDIA:
            name = bare_file("".join(str(piece) for piece in value.itertext()))
            if name:
                texts.media.setdefault(text_id, {}).setdefault(language, {})[form] = name
            continue
        parts = parts_of(value)
        if parts and parts != ("-",):  # what pyxform writes where a translation is missing
            words = texts.words.setdefault(text_id, {}).setdefault("" if form == "long" else form, {})
            words.setdefault(language, parts)


def bare_file(url: str) -> str:
    """Return the file name of a `jr://images/x.png` address."""
    return url.strip().rsplit("/", maxsplit=1)[-1]
