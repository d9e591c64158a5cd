"""Read a whole workbook into a form."""

from __future__ import annotations

from forms.definition.elements import ChoiceList
from forms.definition.findings import Findings
from forms.definition.form import ExternalFile, Form
from forms.errors import FormRefused, Place
from forms.xlsform.checks import check_form
from forms.xlsform.choices import Lists, check_capitals, read_choices
from forms.xlsform.entities import ENTITIES, read_entities
from forms.xlsform.headings import CHOICES, SURVEY, Table, read_table
from forms.xlsform.languages import settle_languages
from forms.xlsform.opened import Files
from forms.xlsform.rows import outline
from forms.xlsform.scribe import NO, YES, Scribe
from forms.xlsform.settings import (
    Settings,
    check_settings,
    form_id,
    namespaces,
    read_settings,
    root_attributes,
    root_name,
)
from forms.xlsform.sheets import Book, place, with_single_spaces
from forms.xlsform.survey import Body, SurveyBuilder
from forms.xlsform.tabs import choices_by_headings, find_sheet, survey_grid
from forms.xlsform.translations import check_translations

OSM = "osm"  # sheet of tags of things on a map, carried without being run


def read_workbook(data: bytes, *, file_name: str, files: Files, findings: Findings) -> Form:
    """Return the form in a workbook; everything wrong with it is noted.

    Raises:
        FormRefused: `no-survey`, `survey-empty`, `workbook-damaged`.
    """
    book = Book(data)
    if book.encoding:
        findings.repaired("csv-encoding", encoding=book.encoding)
    settings = _settings(book, findings)
    grid = survey_grid(book, findings)
    if settings.get("clean_text_values").lower() not in NO:
        grid = with_single_spaces(grid)
    survey = read_table(grid, SURVEY, findings, needed=frozenset({"type", "name"}))
    if not survey.has("type"):
        raise FormRefused("survey-without-type", sheet=survey.grid.name)
    choices = _table(book, "choices", findings, but=survey.grid.name)
    external = _table(book, "external_choices", findings)
    osm = _table(book, OSM, findings)
    if osm is not None and any(osm.rows()):
        findings.warning("sheet-not-run", Place(osm.grid.name), sheet=osm.grid.name)
    rows = outline(survey, choices, settings, findings)
    if not rows.items:
        raise FormRefused("survey-empty", sheet=survey.grid.name)
    settings = rows.settings
    tables = [table for table in (survey, choices, external) if table is not None]
    languages = settle_languages(tables, settings.get("default_language"), settings.place("default_language"), findings)
    check_translations(tables, languages, findings)
    scribe = Scribe(languages, rows.names(), rows.renamed, findings)
    allow_twice = settings.get("allow_choice_duplicates").lower() in YES
    lists = _lists(choices, scribe, findings, allow_twice=allow_twice)
    external_lists = _lists(external, scribe, findings, allow_twice=True)
    body = SurveyBuilder(scribe, lists, external_lists, findings).build(rows.items)
    root = root_name(settings, rows.places(), findings)
    form = Form(
        form_id=form_id(settings, file_name),
        version=settings.get("version"),
        title=settings.get("form_title") or form_id(settings, file_name),
        root=root,
        default_language=languages.default,
        languages=languages.names,
        children=tuple(body.children),
        choice_lists=_used(lists),
        external_choices=_used(external_lists),
        external=_external_files(body),
        settings=settings.values,
        instance_name=scribe.expression(settings.get("instance_name"), settings.place("instance_name")),
        meta=tuple(body.meta),
        namespaces=namespaces(settings),
        attributes=root_attributes(settings),
        osm=_used(_lists(osm, scribe, findings, allow_twice=True)),
        entities=read_entities(_entities(book, findings), scribe, body.children, root, findings),
    )
    taken = {question.choices.list_name or "" for _, question in form.questions() if question.choices is not None}
    check_capitals(lists, taken, (text for row in grid.rows for text in row), findings)
    headings = frozenset(
        column.heading for table in (choices, external) if table is not None for column in table.carried
    )
    return check_form(form, files=files, columns=headings, findings=findings)


def _settings(book: Book, findings: Findings) -> Settings:
    name = find_sheet(book, "settings", findings)
    if name is None:
        return Settings()
    grid = book.read(name)
    settings = read_settings(grid)
    check_settings(grid, settings, findings)
    return settings


def _table(book: Book, wanted: str, findings: Findings, *, but: str = "") -> Table | None:
    """Return a sheet of choices, None when the workbook has none.

    Args:
        but: The sheet that is the survey; others are searched by their headings where it is given.
    """
    name = find_sheet(book, wanted, findings)
    if name is None and but:
        name = choices_by_headings(book, but, findings)
    if name is None:
        return None
    grid = book.read(name)
    return read_table(grid, CHOICES, findings, needed=frozenset({"list_name", "name"})) if grid.rows else None


def _entities(book: Book, findings: Findings) -> Table | None:
    """Return the entities sheet, None when the workbook has none with a heading."""
    name = find_sheet(book, "entities", findings)
    grid = book.read(name) if name is not None else None
    return (
        None if grid is None or not grid.rows else read_table(grid, ENTITIES, findings, needed=frozenset({"list_name"}))
    )


def _lists(table: Table | None, scribe: Scribe, findings: Findings, *, allow_twice: bool) -> Lists:
    if table is None:
        return Lists({})
    for key in ("list_name", "name"):
        if not table.has(key):
            findings.error("choices-without-column", place(table.grid, 1), column=key)
    return read_choices(table, scribe, allow_twice=allow_twice, findings=findings)


def _used(lists: Lists) -> dict[str, ChoiceList]:
    return dict(lists.lists)


def _external_files(body: Body) -> tuple[ExternalFile, ...]:
    return tuple(dict.fromkeys(body.external))
