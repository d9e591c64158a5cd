"""What the console says and how it writes numbers and days, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from forms.messages import Catalogue

CATALOGUE = Catalogue(Path(__file__).parents[2] / "locale", "console")

LANGUAGES: tuple[tuple[str, str], ...] = (("en", "English"), ("fr", "Français"), ("ar", "العربية"))
RIGHT_TO_LEFT = frozenset({"ar"})
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
GROUP_SIGNS = {"en": ",", "fr": "\u202f", "ar": "٬"}
DECIMAL_SIGNS = {"en": ".", "fr": ",", "ar": "٫"}
# Names are whole strings of the catalogue, so that a translator sees each in its place.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The console's words in one language; templates call its methods by name.

    Args:
        language: Code of one of `LANGUAGES`.
        now: The present moment in the server's zone; the zone says which times are shown.
    """

    language: str
    now: datetime

    @property
    def direction(self) -> str:
        """Return "rtl" or "ltr"."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def zone(self) -> tzinfo | None:
        """Return the zone times are shown in."""
        return self.now.tzinfo

    def text(self, sentence: str, **facts: str | int) -> str:
        """Return the sentence in this language with its places filled."""
        return CATALOGUE.text(sentence, self.language, **facts)

    def plural(self, one: str, many: str, number: int) -> str:
        """Return the form that fits the number; `{n}` in it is the number as this language writes it."""
        return CATALOGUE.plural(one, many, number, self.language, n=self.number(number))

    def number(self, value: int) -> str:
        """Return a whole number with grouped digits."""
        return self._digits(f"{value:,}".replace(",", GROUP_SIGNS[self.language]))

    def size(self, count: int) -> str:
        """Return a number of bytes as a person reads it: kB up to a megabyte, then MB with one decimal."""
        if count < 1_000_000:
            return self.text("{n} kB", n=self.number(max(1, round(count / 1000))))
        tenths = f"{count / 1_000_000:.1f}".replace(".", DECIMAL_SIGNS[self.language])
        return self.text("{n} MB", n=self._digits(tenths))

    def time(self, moment: datetime) -> str:
        """Return hours and minutes."""
        return self._digits(f"{moment:%H:%M}")

    def day(self, moment: datetime) -> str:
        """Return a day in words: "Thursday 30 July 2026"."""
        return self.text(
            "{weekday} {day} {month} {year}",
            weekday=self.text(WEEKDAYS[moment.weekday()]),
            day=self._digits(str(moment.day)),
            month=self.text(MONTHS[moment.month - 1]),
            year=self._digits(str(moment.year)),
        )

    def short_day(self, moment: datetime) -> str:
        """Return a day in figures, as it stands under a bar: "30/7"."""
        return self._digits(f"{moment.day}/{moment.month}")

    def moment(self, moment: datetime) -> str:
        """Return when something happened: today only the time, yesterday said so, else day and time."""
        days = (self.now.date() - moment.date()).days
        if days == 0:
            return self.time(moment)
        if days == 1:
            return self.text("yesterday {time}", time=self.time(moment))
        return self.text("{day}, {time}", day=self.day(moment), time=self.time(moment))

    def _digits(self, text: str) -> str:
        return text.translate(ARABIC_DIGITS) if self.language == "ar" else text


def choose_language(chosen: str | None, accepted: str) -> str:
    """Return the language to answer in: the one chosen before, else the first one the browser accepts that we have.

    Args:
        chosen: Value of the cookie.
        accepted: The Accept-Language header.
    """
    known = [code for code, _ in LANGUAGES]
    if chosen in known:
        return chosen
    for part in _by_weight(accepted):
        if part in known:
            return part
    return "en"


def _by_weight(accepted: str) -> Sequence[str]:
    weighted: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), name.split("-")[0].lower()))
        except ValueError:
            continue
    return [name for _, name in sorted(weighted, key=lambda pair: pair[0])]
