"""A text as it stands in an element: its words, and `<output>` for the values it shows."""

from __future__ import annotations

from forms.definition.text import Expression, TextPart
from forms.xform.writing.markup import escaped, quoted
from forms.xform.writing.references import REFERENCE, Spot
from forms.xform.writing.shared import Shared

IMAGES = frozenset({"image", "big-image"})


def content(parts: tuple[TextPart, ...], shared: Shared, spot: Spot | None) -> str:
    """Return a text as markup; where words and values are mixed it begins and ends with a blank, as pyxform writes it.

    Args:
        spot: Where its values are read from; None: from the root.
    """
    if len(parts) == 1 and isinstance(parts[0], str):
        return escaped(parts[0])
    pieces: list[str] = []
    words = False
    for part in parts:
        if isinstance(part, Expression):
            source = shared.source(part, spot)
            if source is not None:
                pieces.append(f"<output value={quoted(source)}/>")
        elif part:
            words = True
            pieces.append(escaped(part))
    if words and len(pieces) > 1:
        if not pieces[0].startswith("<output "):
            pieces.insert(0, " ")
        pieces.append(" ")
    return "".join(pieces)


def address(kind: str, file: str) -> str:
    """Return the address of a picture or sound: `jr://images/x.png`."""
    return f"jr://{'images' if kind in IMAGES else kind}/{file}"


def address_parts(kind: str, file: str) -> tuple[TextPart, ...]:
    """Return an address whose file may be named by an answer: `${fruit}.png`."""
    whole = address(kind, file)
    if "${" not in whole:
        return (whole,)
    parts: list[TextPart] = []
    end = 0
    for match in REFERENCE.finditer(whole):
        parts += [whole[end : match.start()], Expression(match[0])]
        end = match.end()
    return (*parts, whole[end:])
