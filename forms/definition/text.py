"""Texts of a form in several languages, with the outputs and media inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.errors import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Expression:
    """An XPath expression as its author wrote it; `${name}` references stay as they are until the model is made."""

    source: str
    place: Place = NOWHERE


TextPart = str | Expression  # literal text, or a value shown inside it (an output)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language it is written in.

    Args:
        by_language: Language name as in the form ("English (en)"; "" when the form names none) -> parts in order.
        media: Language -> kind ("image", "audio", "video", "big-image") -> file name. Language as above.
        unmarked: Its words stand in a column that names no language; an XForm has them in place, not among its
            translations.
    """

    by_language: Mapping[str, tuple[TextPart, ...]] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unmarked: bool = False

    def parts(self, language: str, default: str) -> tuple[TextPart, ...]:
        """Return the parts in `language`, else in the form's default language, else in the first one there is."""
        for wanted in (language, default, ""):
            if self.by_language.get(wanted):
                return self.by_language[wanted]
        return next((parts for parts in self.by_language.values() if parts), ())

    def media_in(self, language: str, default: str) -> Mapping[str, str]:
        """Return kind -> file name in `language`, else in the default language, else in the first one there is."""
        for wanted in (language, default, ""):
            if self.media.get(wanted):
                return self.media[wanted]
        return next(iter(self.media.values()), {})


EMPTY_TEXT = Text()
