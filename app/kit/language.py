"""What the window says and how it writes numbers and dates: gettext behind Qt, digits and formats by Qt's locale data.

Every visible sentence goes through `text` or `plural`, whole, with named places. The catalogue in force is a translator
installed in the application object, so nothing here holds state.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from app.kit.languages import Language, by_code

DOMAIN = "app"
LOCALE_FOLDER = Path(__file__).parents[1] / "locale"
# Qt asks translators by context; ours answers for this one only and leaves Qt's own texts to Qt's catalogues.
CONTEXT = "groundup"
DIGITS_PROPERTY = "groundup_digits"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
LEFT_TO_RIGHT = "\u2066"
RIGHT_TO_LEFT_MARK = "\u200f"


class GettextTranslator(QTranslator):
    """Answers Qt's questions for translations from a gettext catalogue."""

    def __init__(self, language: str, folder: Path = LOCALE_FOLDER) -> None:
        super().__init__()
        self._catalogue: gettext.NullTranslations = gettext.translation(
            DOMAIN, localedir=str(folder), languages=[language], fallback=True
        )

    def isEmpty(self) -> bool:
        """Tell Qt that this translator may have answers."""
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the translation, or the source itself; for plurals `disambiguation` is the English plural."""
        if context != CONTEXT or not sourceText:
            return ""
        if n >= 0 and disambiguation:
            return self._catalogue.ngettext(sourceText, disambiguation, n)
        return self._catalogue.gettext(sourceText)


def text(sentence: str, **facts: object) -> str:
    """Return a sentence in the language of the window, its named places filled."""
    found = QCoreApplication.translate(CONTEXT, sentence) or sentence
    return in_direction(found.format(**facts) if facts else found)


def plural(one: str, many: str, n: int, **facts: object) -> str:
    """Return the form of a sentence for a count; `{n}` is written in the digits of the language."""
    app = QCoreApplication.instance()
    english = one if n == 1 else many
    found = QCoreApplication.translate(CONTEXT, one, many, n) if app and app.property(DIGITS_PROPERTY) else english
    return in_direction(found.format(n=number_text(n), **facts))


def install_language(app: QApplication, code: str, digits: str = "language") -> None:
    """Put a language in force: catalogue, direction of the window, number and date formats.

    Args:
        digits: "language" for those of the language's locale, "latin" for 0-9 everywhere.
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    language = by_code(code)
    ours = GettextTranslator(language.code)
    ours.setParent(app)
    app.installTranslator(ours)
    base = QTranslator(app)
    if base.load(QLocale(language.locale), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(base)
    app.setProperty("groundup_language", language.code)
    app.setProperty(DIGITS_PROPERTY, digits)
    QLocale.setDefault(locale_of(language, digits))
    app.setLayoutDirection(direction(language.code))


def locale_of(language: Language, digits: str = "language") -> QLocale:
    """Return Qt's locale of a language; group separators are kept, digits as asked."""
    name = language.locale
    if digits == "latin" and language.right_to_left and name == "ar":
        name = "ar_TN"
    elif digits != "latin" and name == "ar":
        name = "ar_SY"
    return QLocale(name)


def direction(code: str) -> Qt.LayoutDirection:
    """Return the direction of a language."""
    return Qt.LayoutDirection.RightToLeft if by_code(code).right_to_left else Qt.LayoutDirection.LeftToRight


def text_direction(words: str) -> Qt.LayoutDirection:
    """Return the direction of a text by its first letter with a direction; that of the window when it has none."""
    for letter in words:
        if "\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufefc":
            return Qt.LayoutDirection.RightToLeft
        if letter.isalpha():
            return Qt.LayoutDirection.LeftToRight
    return QApplication.layoutDirection()


def in_direction(sentence: str) -> str:
    """Return a sentence of the window that keeps the window's direction when it begins with a word of the other one."""
    app = QCoreApplication.instance()
    if not isinstance(app, QApplication) or not by_code(str(app.property("groundup_language") or "en")).right_to_left:
        return sentence
    return sentence if text_direction(sentence) == Qt.LayoutDirection.RightToLeft else f"{RIGHT_TO_LEFT_MARK}{sentence}"


def isolate(words: str) -> str:
    """Wrap words so that their direction does not disturb the sentence around them."""
    return f"{ISOLATE}{words}{END_ISOLATE}"


def listed(parts: Sequence[str]) -> str:
    """Return words as a list of the language: "English and French"; each keeps its own direction."""
    return QLocale().createSeparatedList([isolate(part) for part in parts])


def trimmed(title: str) -> str:
    """Return a title without the comma or dash that an answer not given yet leaves at its end."""
    return title.strip(" ,،;·–-/")


def left_to_right(words: str) -> str:
    """Wrap a path, number or expression so that it stays left-to-right inside right-to-left text."""
    return f"{LEFT_TO_RIGHT}{words}{END_ISOLATE}"


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number in the digits and separators of the language."""
    if decimals == 0:
        return QLocale().toString(round(value))
    written: str = QLocale().toString(float(value), "f", decimals)  # type: ignore[call-overload]
    return written


def digits_text(words: str) -> str:
    """Return ASCII digits in a text rewritten as the language's digits; separators stay."""
    zero = QLocale().zeroDigit()
    if zero == "0" or len(zero) != 1:
        return words
    return words.translate({ord("0") + step: chr(ord(zero) + step) for step in range(10)})


def date_text(day: date | datetime) -> str:
    """Return a day in the language's own form, such as "30 July 2026"."""
    return QLocale().toString(_qdate(day), _without_weekday(QLocale().dateFormat(QLocale.FormatType.LongFormat)))


def short_date_text(day: date | datetime) -> str:
    """Return a day without its year, such as "30 July"."""
    return QLocale().toString(_qdate(day), "d MMMM")


def time_text(moment: datetime) -> str:
    """Return hours and minutes of a moment in its own zone."""
    return digits_text(moment.strftime("%H:%M"))


def moment_text(moment: datetime, now: datetime) -> str:
    """Return a moment as people say it: "today 14:05", "yesterday 16:20", "30 July 14:05"."""
    clock = time_text(moment)
    days = (now.date() - moment.date()).days
    if days == 0:
        return text("today {time}", time=clock)
    if days == 1:
        return text("yesterday {time}", time=clock)
    if moment.year == now.year:
        return text("{date}, {time}", date=short_date_text(moment), time=clock)
    return text("{date}, {time}", date=date_text(moment), time=clock)


def bytes_text(count: int) -> str:
    """Return a size in kB or MB with one decimal below 10."""
    if count < 1000:
        return plural("{n} byte", "{n} bytes", count)
    if count < 1_000_000:
        return text("{size} kB", size=number_text(count / 1000, 0 if count >= 10_000 else 1))
    return text("{size} MB", size=number_text(count / 1_000_000, 0 if count >= 100_000_000 else 1))


def _qdate(day: date | datetime) -> QDate:
    return QDate(day.year, day.month, day.day)


def _without_weekday(pattern: str) -> str:
    """Return a date pattern without its weekday and the comma that follows it."""
    cut = pattern.replace("dddd", "").strip()
    return cut.strip(",،፣ ").strip()
