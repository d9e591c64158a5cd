"""The types of questions: what each XLSForm type word means, in its normal form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition.elements import Control
from forms.values import DataType


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type word means for a question.

    Args:
        preload: (kind, parameter) of jr:preload.
        media_type: What an upload takes.
        not_run: We carry it and do nothing else with it.
        constraint, hint: Given by the type itself, used where the row gives none.
    """

    data_type: DataType = DataType.STRING
    control: Control = Control.INPUT
    preload: tuple[str, str] | None = None
    media_type: str | None = None
    not_run: bool = False
    constraint: str | None = None
    hint: str | None = None


def _property(name: str) -> Kind:
    return Kind(control=Control.NONE, preload=("property", name))


def _upload(media_type: str) -> Kind:
    return Kind(DataType.BINARY, Control.UPLOAD, media_type=media_type)


def _days(most: int) -> Kind:
    return Kind(DataType.INTEGER, constraint=f"0 <= . and . <= {most}", hint=f"Enter a number 0-{most}.")


KINDS: Mapping[str, Kind] = {
    "text": Kind(),
    "integer": Kind(DataType.INTEGER),
    "decimal": Kind(DataType.DECIMAL),
    "range": Kind(DataType.INTEGER, Control.RANGE),
    "date": Kind(DataType.DATE),
    "time": Kind(DataType.TIME),
    "dateTime": Kind(DataType.DATE_TIME),
    "note": Kind(control=Control.NOTE),
    "select_one": Kind(control=Control.SELECT_ONE),
    "select_multiple": Kind(DataType.SELECT_MULTIPLE, Control.SELECT_MULTIPLE),
    "select_one_from_file": Kind(control=Control.SELECT_ONE),
    "select_multiple_from_file": Kind(DataType.SELECT_MULTIPLE, Control.SELECT_MULTIPLE),
    "select_one_external": Kind(control=Control.SELECT_ONE),
    "rank": Kind(DataType.RANK, Control.RANK),
    "acknowledge": Kind(control=Control.TRIGGER),
    "geopoint": Kind(DataType.GEOPOINT),
    "geotrace": Kind(DataType.GEOTRACE),
    "geoshape": Kind(DataType.GEOSHAPE),
    "barcode": Kind(DataType.BARCODE),
    "image": _upload("image/*"),
    "audio": _upload("audio/*"),
    "video": _upload("video/*"),
    "file": _upload("application/*"),
    "osm": _upload("osm/*"),
    "calculate": Kind(control=Control.NONE),
    "hidden": Kind(control=Control.NONE),
    "percentage": Kind(DataType.INTEGER, constraint="0 <= . and . <= 100"),
    "phone number": Kind(constraint=r"regex(., '^\d*$')", hint="Enter numbers only."),
    "number of days in last month": _days(31),
    "number of days in last six months": _days(183),
    "number of days in last year": _days(365),
    "start": Kind(DataType.DATE_TIME, Control.NONE, preload=("timestamp", "start")),
    "end": Kind(DataType.DATE_TIME, Control.NONE, preload=("timestamp", "end")),
    "today": Kind(DataType.DATE, Control.NONE, preload=("date", "today")),
    "deviceid": _property("deviceid"),
    "username": _property("username"),
    "phonenumber": _property("phonenumber"),
    "email": _property("email"),
    "simserial": _property("simserial"),
    "subscriberid": _property("subscriberid"),
    "uri:deviceid": _property("uri:deviceid"),
    "uri:username": _property("uri:username"),
    "uri:phonenumber": _property("uri:phonenumber"),
    "uri:email": _property("uri:email"),
    "uri:simserial": _property("uri:simserial"),
    "uri:subscriberid": _property("uri:subscriberid"),
    "audit": Kind(DataType.BINARY, Control.NONE, not_run=True),
    "start-geopoint": Kind(DataType.GEOPOINT, Control.NONE, not_run=True),
    "background-geopoint": Kind(DataType.GEOPOINT, Control.NONE, not_run=True),
    "background-audio": Kind(DataType.BINARY, Control.NONE, not_run=True),
    # Only in the dialect of SurveyCTO; kept in the instance, never filled by us.
    "caseid": Kind(control=Control.NONE, not_run=True),
    "text audit": Kind(DataType.BINARY, Control.NONE, not_run=True),
    "audio audit": Kind(DataType.BINARY, Control.NONE, not_run=True),
    "speed violations count": Kind(control=Control.NONE, not_run=True),
    "speed violations list": Kind(control=Control.NONE, not_run=True),
    "speed violations audit": Kind(DataType.BINARY, Control.NONE, not_run=True),
    "sensor_statistic": Kind(control=Control.NONE, not_run=True),
    "sensor_stream": Kind(DataType.BINARY, Control.NONE, not_run=True),
    "comments": Kind(DataType.BINARY, Control.NONE, not_run=True),
    "enumerator": Kind(control=Control.NONE, not_run=True),
    "unknown": Kind(),
}

# Filled with something that names or reaches a person, whatever the form says about it.
PERSONAL_KINDS = frozenset({"phonenumber", "email", "username", "uri:phonenumber", "uri:email", "uri:username"})
SENSORS = frozenset({"sensor_statistic", "sensor_stream"})  # SurveyCTO: what is measured follows the word
