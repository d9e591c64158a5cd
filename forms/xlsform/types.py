"""Every word the type column may hold, in its normal form, and what each means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition.kinds import KINDS

# Keys in snake case, see `snake_type`; what is not here is looked up in KINDS.
ALIASES: Mapping[str, str] = {
    "string": "text",
    "add_text_prompt": "text",
    "q_string": "text",
    "int": "integer",
    "q_int": "integer",
    "add_integer_prompt": "integer",
    "double": "decimal",
    "float": "decimal",
    "number": "decimal",
    "q_decimal": "decimal",
    "add_decimal_prompt": "decimal",
    "q_date": "date",
    "add_date_prompt": "date",
    "datetime": "dateTime",
    "date_time": "dateTime",
    "q_datetime": "dateTime",
    "q_date_time": "dateTime",
    "add_datetime_prompt": "dateTime",
    "add_date_time_prompt": "dateTime",
    "q_note": "note",
    "add_note_prompt": "note",
    "q_acknowledge": "acknowledge",
    "add_acknowledge_prompt": "acknowledge",
    "trigger": "acknowledge",
    "gps": "geopoint",
    "location": "geopoint",
    "q_location": "geopoint",
    "q_geopoint": "geopoint",
    "add_location_prompt": "geopoint",
    "q_geotrace": "geotrace",
    "q_geoshape": "geoshape",
    "q_barcode": "barcode",
    "add_barcode_prompt": "barcode",
    "photo": "image",
    "q_picture": "image",
    "q_image": "image",
    "add_image_prompt": "image",
    "add_photo_prompt": "image",
    "q_audio": "audio",
    "add_audio_prompt": "audio",
    "q_video": "video",
    "add_video_prompt": "video",
    "add_file_prompt": "file",
    "q_calculate": "calculate",
    "add_calculate_prompt": "calculate",
    "calculation": "calculate",
    "calculate_here": "calculate",
    "start_time": "start",
    "get_start_time": "start",
    "end_time": "end",
    "get_end_time": "end",
    "get_today": "today",
    "imei": "deviceid",
    "device_id": "deviceid",
    "get_device_id": "deviceid",
    "phone_number": "phone number",
    "get_phone_number": "phonenumber",
    "sim_id": "simserial",
    "get_sim_id": "simserial",
    "subscriber_id": "subscriberid",
    "get_subscriber_id": "subscriberid",
    "text_audit": "text audit",
    "audio_audit": "audio audit",
    "enumerator_id": "enumerator",
    "number_of_days_in_last_month": "number of days in last month",
    "number_of_days_in_last_six_months": "number of days in last six months",
    "number_of_days_in_last_year": "number of days in last year",
    "speed_violations_count": "speed violations count",
    "speed_violations_list": "speed violations list",
    "speed_violations_audit": "speed violations audit",
}

# Kinds of rows that are no question.
BEGIN = "begin section"
END = "end section"
EXTERNAL = {"xml-external": ".xml", "csv-external": ".csv"}
LIST_FILES = (".csv", ".xml", ".geojson")

SELECTS: Mapping[str, str] = {
    "select_one": "select_one",
    "select1": "select_one",
    "select_one_from": "select_one",
    "select_one_using": "select_one",
    "add_select_one_prompt_using": "select_one",
    "q_select1": "select_one",
    "select_multiple": "select_multiple",
    "select_multiple_from": "select_multiple",
    "select_multiple_using": "select_multiple",
    "select_all_that_apply": "select_multiple",
    "select_all_that_apply_from": "select_multiple",
    "add_select_multiple_prompt_using": "select_multiple",
    "q_select": "select_multiple",
    "select_one_from_file": "select_one_from_file",
    "select_multiple_from_file": "select_multiple_from_file",
    "select_one_external": "select_one_external",
    "rank": "rank",
}
_LONGEST_FIRST = sorted(SELECTS, key=len, reverse=True)
_SELECT = re.compile(
    "(" + "|".join(word.replace("_", "[_ ]") for word in _LONGEST_FIRST) + r")(?:\s+(.*))?", re.IGNORECASE
)
_OR_OTHER = re.compile(r"\s+or[_ ](?:specify[_ ])?other$", re.IGNORECASE)
_BEGIN = re.compile(r"begin(?:[_ ]+|(?=group$|repeat$))(.+)", re.IGNORECASE)
_END = re.compile(r"end(?:[_ ]+|(?=group$|repeat$))(.+)", re.IGNORECASE)
_OSM = re.compile(r"osm\s+(\S+)", re.IGNORECASE)
_SENSOR = re.compile(r"(sensor_(?:statistic|stream))\s+(\S+)", re.IGNORECASE)  # what it measures: SurveyCTO
SECTIONS: Mapping[str, str] = {
    "group": "group",
    "repeat": "repeat",
    "lgroup": "repeat",
    "looped_group": "repeat",
    "loop": "loop",
}


@dataclass(frozen=True, slots=True)
class TypeCell:
    """A type cell, understood.

    Args:
        kind: A key of KINDS, BEGIN, END, an external instance type, or "unknown".
        section: For BEGIN and END: "group", "repeat", "loop", or the word as written of a dialect.
        source: List name, file name or `${name}` of a select; list of a loop or of osm tags.
        or_other: The row asks for "other" besides its list.
    """

    kind: str
    section: str = ""
    source: str = ""
    or_other: bool = False


def snake_type(text: str) -> str:
    """Return a type word in lower case with underscores, so that aliases need one spelling."""
    return "_".join(text.split()).lower()


_KINDS_BY_SNAKE = {snake_type(kind): kind for kind in KINDS if kind != "unknown"}


def understand_type(text: str) -> TypeCell:
    """Return what a type cell means; never fails: an unknown word has the kind "unknown"."""
    words = " ".join(text.split())
    word = snake_type(words)
    section = _section(words)
    if section:
        return section
    if word in ALIASES:
        return TypeCell(ALIASES[word])
    if word in _KINDS_BY_SNAKE and word not in SELECTS:
        return TypeCell(_KINDS_BY_SNAKE[word])
    if word in EXTERNAL:
        return TypeCell(word)
    match = _SELECT.fullmatch(words)
    if match:
        return _select(SELECTS[snake_type(match[1])], match[2] or "")
    match = _SENSOR.fullmatch(words)
    if match:
        return TypeCell(match[1].lower(), source=match[2])
    match = _OSM.fullmatch(words)
    return TypeCell("osm", source=match[1]) if match else TypeCell("unknown")


def _section(words: str) -> TypeCell | None:
    """Return the meaning of a begin or end cell."""
    match = _END.fullmatch(words)
    if match:
        named = snake_type(match[1])
        return TypeCell(END, section=SECTIONS.get(named, named))
    match = _BEGIN.fullmatch(words)
    if not match:
        return None
    named, _, source = match[1].partition(" over ")
    first, _, rest = named.partition(" ")
    if snake_type(named) not in SECTIONS and rest and snake_type(first) in SECTIONS:
        named, source = first, source or rest
    return TypeCell(BEGIN, section=SECTIONS.get(snake_type(named), snake_type(named)), source=source.strip())


def _select(kind: str, rest: str) -> TypeCell:
    """Return the meaning of a select cell from what follows its first words."""
    shortened = _OR_OTHER.sub("", " " + rest)
    or_other = shortened != " " + rest
    source = shortened.strip()
    if kind in ("select_one", "select_multiple") and source.lower().endswith(LIST_FILES):
        kind += "_from_file"
    return TypeCell(kind, source=source, or_other=or_other)


# Words to suggest for a misspelt type.
KNOWN_WORDS = (
    *(kind for kind in KINDS if kind != "unknown" and "violations" not in kind and kind not in SELECTS),
    *("select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file", "select_one_external"),
    *("rank", "begin_group", "end_group", "begin_repeat", "end_repeat"),
)
