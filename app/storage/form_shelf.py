"""Forms opened from the files of the workspace, kept in memory while they are used."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.storage.core import Core
from app.storage.errors import StorageError
from app.storage.model_cache import ModelCache
from app.storage.sqlcipher import Row
from forms.definition.edit import mark_sensitivity
from forms.definition.elements import Question
from forms.definition.form import Form
from forms.model.build import build_model
from forms.model.cache import key_of, model_from
from forms.model.model import Model
from forms.values import DataType, Sensitivity
from forms.xlsform.open import open_form
from sync.records.kinds.form_version import sensitivities

T = TypeVar("T")
KEPT_OPEN = 8  # forms and models kept in memory; a laptop works with few at a time
COLUMNS = 20  # most columns of a form that the review table can filter by
FILTERED = frozenset({"select_one", "integer", "date", "select_one_from_file", "range"})


@dataclass(frozen=True, slots=True)
class Shelved:
    """An opened form version.

    Args:
        form: With all marks applied.
        files: External files that are here, by bare name.
        leaves: Paths of all questions without positions, in document order.
        columns: Paths the review table shows.
        place: Path of the question that says where, "" when none does.
        is_whole: No external file that was brought is still on its way.
    """

    form: Form
    files: Mapping[str, bytes]
    leaves: tuple[str, ...]
    columns: tuple[str, ...]
    place: str
    is_whole: bool = True


class FormShelf:
    """Opens form versions by the id of their record; every method may read files."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._guard = threading.Lock()
        self._opened: dict[bytes, Shelved] = {}
        self._models: dict[bytes, Model] = {}
        self._cache = ModelCache(core)

    def open(self, version: bytes) -> Shelved:
        """Return a form version.

        Raises:
            StorageError: `form-version-unknown`; `form-file-missing`, its file has not arrived; `form-unreadable`.
        """
        with self._guard:
            there = self._opened.get(version)
        if there is None:
            there = self._open(version)
            if there.is_whole:  # else its lists lack what arrives in a minute
                with self._guard:
                    _keep(self._opened, version, there)
        return there

    def here(self, version: bytes) -> Shelved | None:
        """Return a form version, None when it cannot be opened yet."""
        try:
            return self.open(version)
        except StorageError:
            return None

    def model(self, version: bytes) -> Model:
        """Return the runnable model of a form version. Raises as `open`."""
        with self._guard:
            model = self._models.get(version)
        if model is None:
            model, is_whole = self._model(version)
            if is_whole:
                with self._guard:
                    _keep(self._models, version, model)
        return model

    def _model(self, version: bytes) -> tuple[Model, bool]:
        """Return a model, kept or built, and whether no file of the form is still on its way."""
        row = self._row(version)
        beside = {name: bytes.fromhex(digest) for name, digest in json.loads(row["files"])}
        if not self._core.media.has(row["sha256"]) or not all(map(self._core.media.has, beside.values())):
            shelved = self.open(version)
            return build_model(shelved.form, files=shelved.files), shelved.is_whole
        key = key_of(row["sha256"], beside, beside=(row["file_name"], row["marks"]))
        return model_from(self._cache, key, lambda: self._build(version)), True

    def _build(self, version: bytes) -> Model:
        shelved = self.open(version)
        return build_model(shelved.form, files=shelved.files)

    def files(self, version: bytes) -> Mapping[str, bytes]:
        """Return the files beside a form that are here, without opening the form. Raises as `open`."""
        with self._guard:
            there = self._opened.get(version)
        return self._files(self._row(version)) if there is None else there.files

    def source(self, version: bytes) -> tuple[bytes, str]:
        """Return the file as it was brought, and its name. Raises as `open`."""
        return self._source(self._row(version))

    def _open(self, version: bytes) -> Shelved:
        row = self._row(version)
        data, _ = self._source(row)
        files = self._files(row)
        form = open_form(data, file_name=row["file_name"], files=files).form
        if form is None:
            raise StorageError("form-unreadable", file=row["file_name"])
        known = {path for path, _ in form.questions()}
        marks = sensitivities(json.loads(row["marks"]))
        form = mark_sensitivity(form, {path: mark for path, mark in marks.items() if path in known})
        leaves = (*(path for path, _ in form.questions()), f"/{form.root}/meta/instanceName")
        return Shelved(
            form, files, leaves, _columns(form), _place(form), is_whole=len(files) == len(json.loads(row["files"]))
        )

    def _files(self, row: Row) -> Mapping[str, bytes]:
        beside = {name: bytes.fromhex(digest) for name, digest in json.loads(row["files"])}
        return {
            name: self._core.media.read(digest, name=name)
            for name, digest in beside.items()
            if self._core.media.has(digest)
        }

    def _source(self, row: Row) -> tuple[bytes, str]:
        if not self._core.media.has(row["sha256"]):
            raise StorageError("form-file-missing")
        return self._core.media.read(row["sha256"], name=row["file_name"]), row["file_name"]

    def _row(self, version: bytes) -> Row:
        with self._core.database.read() as connection:
            row: Row | None = connection.execute(
                "select file_name, sha256, files, marks from form_version where id = ?", (version,)
            ).fetchone()
        if row is None:
            raise StorageError("form-version-unknown")
        return row


def label_of(shelved: Shelved, path: str, value: str) -> str:
    """Return the label of a chosen value in the form's first language, else the value itself."""
    question = next((each for name, each in shelved.form.questions() if name == path), None)
    if question is None or question.choices is None or question.choices.list_name is None:
        return value
    listed = shelved.form.choice_lists.get(question.choices.list_name)
    choice = next((each for each in listed.choices if each.name == value), None) if listed is not None else None
    if choice is None:
        return value
    parts = choice.label.parts(shelved.form.default_language, shelved.form.default_language)
    label = "".join(part for part in parts if isinstance(part, str)).strip()
    return label or value


def _ordinary(form: Form) -> list[tuple[str, Question]]:
    """Return the ordinary questions outside repeats."""
    repeats = tuple(path + "/" for path, _ in form.repeats())
    return [
        (path, question)
        for path, question in form.questions()
        if question.sensitivity is Sensitivity.ORDINARY and not path.startswith(repeats)
    ]


def _columns(form: Form) -> tuple[str, ...]:
    """Return the first questions whose answers are short and few: those one filters by."""
    return tuple(path for path, question in _ordinary(form) if question.kind in FILTERED)[:COLUMNS]


def _place(form: Form) -> str:
    """Return the question that says where: the last choice of a cascade of places, else a position, else none.

    A choice list whose items are filtered by an earlier answer is a cascade; in field forms that is nearly always
    region, district, place.
    """
    ordinary = _ordinary(form)
    cascades = [path for path, question in ordinary if question.choices is not None and question.choices.filter]
    if cascades:
        return cascades[0]
    positions = [path for path, question in ordinary if question.data_type is DataType.GEOPOINT]
    return positions[0] if positions else ""


def _keep(store: dict[bytes, T], version: bytes, value: T) -> None:
    """Keep a value, dropping the oldest beyond what memory should hold."""
    store[version] = value
    while len(store) > KEPT_OPEN:
        del store[next(iter(store))]
