"""The languages people can read the program in: name in its own script, direction, fonts and line heights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Script:
    """How a script is set: its font family, line heights as multiples of size, px added to Latin's size."""

    family: str
    heading: float
    body: float
    larger: int = 0


SCRIPTS = {
    "Latin": Script("Noto Sans", 1.35, 1.4),
    "Cyrillic": Script("Noto Sans", 1.35, 1.4),
    "Arabic": Script("Line Sans Arabic", 1.65, 1.7, 1),
    "Nastaliq": Script("Noto Nastaliq Urdu", 2.0, 2.2, 1),
    "Bengali": Script("Noto Sans Bengali", 1.5, 1.6, 1),
    "Devanagari": Script("Noto Sans Devanagari", 1.5, 1.6),
    "Gujarati": Script("Noto Sans Gujarati", 1.5, 1.6),
    "Ethiopic": Script("Noto Sans Ethiopic", 1.45, 1.5),
    "Myanmar": Script("Noto Sans Myanmar", 1.8, 1.9),
    "Hanifi": Script("Noto Sans Hanifi Rohingya", 1.5, 1.6),
}


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Args:
        code: ISO 639 code, also the name of its catalogue's folder.
        name: Name in English.
        endonym: Name in its own script.
        script: A key of SCRIPTS.
        locale: Name Qt's locale data knows ("ar", "uz_Latn" ...).
    """

    code: str
    name: str
    endonym: str
    script: str
    locale: str

    @property
    def right_to_left(self) -> bool:
        """Tell whether text of this language runs from right to left."""
        return self.script in ("Arabic", "Nastaliq")

    @property
    def families(self) -> tuple[str, ...]:
        """Font families, Latin first, then its own script, then the others."""
        own = SCRIPTS[self.script].family
        tall = SCRIPTS["Nastaliq"].family  # last: it knows signs that others lack, and would stretch their lines
        others = [entry.family for entry in SCRIPTS.values() if entry.family != tall]
        return tuple(dict.fromkeys(["Noto Sans", own, *others, "Noto Sans Mono", tall]))

    @property
    def larger(self) -> int:
        """Px added to the size of every role."""
        return SCRIPTS[self.script].larger

    @property
    def line_heading(self) -> float:
        """Line height of headings as a multiple of their size."""
        return SCRIPTS[self.script].heading

    @property
    def line_body(self) -> float:
        """Line height of running text as a multiple of its size."""
        return SCRIPTS[self.script].body


# In the order of the first page: what most people of the assessments read comes first, then by English name.
LANGUAGES = (
    Language("en", "English", "English", "Latin", "en_GB"),
    Language("ar", "Arabic", "العربية", "Arabic", "ar"),
    Language("bn", "Bangla", "বাংলা", "Bengali", "bn"),
    Language("fr", "French", "français", "Latin", "fr"),
    Language("am", "Amharic", "አማርኛ", "Ethiopic", "am"),
    Language("es", "Spanish", "español", "Latin", "es"),
    Language("sw", "Swahili", "Kiswahili", "Latin", "sw"),
    Language("uk", "Ukrainian", "українська", "Cyrillic", "uk"),
    Language("so", "Somali", "Soomaali", "Latin", "so"),
    Language("fa", "Persian (Farsi)", "فارسی", "Arabic", "fa"),
    Language("hi", "Hindi", "हिन्दी", "Devanagari", "hi"),
    Language("my", "Burmese", "မြန်မာ", "Myanmar", "my"),
    Language("tr", "Turkish", "Türkçe", "Latin", "tr"),
    Language("pt", "Portuguese", "português", "Latin", "pt"),
    Language("ps", "Pashto", "پښتو", "Arabic", "ps"),
    Language("ku", "Kurdish (Kurmanji)", "kurdî", "Latin", "ku"),
    Language("bs", "Bosnian", "bosanski", "Latin", "bs"),
    Language("ckb", "Kurdish (Sorani)", "کوردی", "Arabic", "ckb"),
    Language("prs", "Dari", "دری", "Arabic", "fa_AF"),
    Language("gu", "Gujarati", "ગુજરાતી", "Gujarati", "gu"),
    Language("ht", "Haitian Creole", "Kreyòl ayisyen", "Latin", "fr_HT"),
    Language("id", "Indonesian", "Bahasa Indonesia", "Latin", "id"),
    Language("lg", "Luganda", "Luganda", "Latin", "lg"),
    Language("ms", "Malay", "Bahasa Melayu", "Latin", "ms"),
    Language("ne", "Nepali", "नेपाली", "Devanagari", "ne"),
    Language("om", "Oromo", "Afaan Oromoo", "Latin", "om"),
    Language("pl", "Polish", "polski", "Latin", "pl"),
    Language("rhg", "Rohingya", "Ruáingga / 𐴌𐴗", "Hanifi", "rhg"),
    Language("rom", "Romani", "romani čhib", "Latin", "ro"),
    Language("ro", "Romanian", "română", "Latin", "ro"),
    Language("ru", "Russian", "русский", "Cyrillic", "ru"),
    Language("sd", "Sindhi", "سنڌي", "Arabic", "sd"),
    Language("ti", "Tigrinya", "ትግርኛ", "Ethiopic", "ti"),
    Language("ur", "Urdu", "اردو", "Nastaliq", "ur"),
)


@cache
def by_code(code: str) -> Language:
    """Return the language of a code or a locale name such as "fr_FR"; English when it is not known."""
    plain = code.replace("-", "_").split("_")[0].casefold()
    for entry in LANGUAGES:
        if entry.code == plain:
            return entry
    return LANGUAGES[0]
