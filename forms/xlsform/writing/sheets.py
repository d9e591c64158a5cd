"""Write a form as the sheets of a workbook: survey, choices, external_choices, entities, osm, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from forms.definition.elements import GENERATED, ChoiceList, Group, Node, Question, Repeat
from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.text import EMPTY_TEXT, Text
from forms.errors import Finding
from forms.xlsform.choices import OTHER, OTHER_LABEL
from forms.xlsform.writing.elements import TEXTS, ElementWriter
from forms.xlsform.writing.lines import Head, Line, Plain, Sheet, heads_of, spoken
from forms.xlsform.writing.names import NO_NAMES, names_of

SURVEY_ORDER: Final = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "appearance"),
    *("constraint", "constraint_message", "calculation", "trigger", "choice_filter", "default", "readonly"),
    *("repeat_count", "parameters", "image", "big-image", "audio", "video", "save_to", "no_app_error_string"),
    *("sensitivity", "bind::type", "bind::jr:preload", "bind::jr:preloadParams"),
)
CHOICE_ORDER: Final = ("list_name", "name", "label", "image", "big-image", "audio", "video")
ENTITY_ORDER: Final = ("list_name", "label", "entity_id", "create_if", "update_if")
SETTING_ORDER: Final = ("form_title", "form_id", "version", "default_language", "instance_name", "name", "style")
_EXTERNAL_ROWS: Final = ("xml-external", "csv-external")
_TABLE: Final = "table-list"
_TABLE_ITEM: Final = ("list-nolabel",)


@dataclass(frozen=True, slots=True)
class Sheets:
    """A form as sheets.

    Args:
        files: Bare name -> bytes of files that the workbook needs beside it (inner lists of an XForm).
        findings: What a workbook has no place for.
    """

    sheets: tuple[Sheet, ...]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    def get(self, name: str) -> Sheet | None:
        """Return a sheet by its name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def sheets_of(form: Form, *, with_names: bool = False) -> Sheets:
    """Return the sheets of a form; each line keeps the place it came from.

    Args:
        with_names: Write `${name}` where the form has the path of an element, as one read from an XForm does.
    """
    return _Writer(form, with_names=with_names).run()


class _Writer:
    """Writes one form."""

    def __init__(self, form: Form, *, with_names: bool) -> None:
        self._form = form
        self._findings = Findings()
        self._plain = _plain(form)
        names = names_of(form) if with_names else NO_NAMES
        self._elements = ElementWriter(plain=self._plain, names=names, findings=self._findings)
        self._languages = list(form.languages)

    def run(self) -> Sheets:
        """Return the sheets that hold anything; survey, choices and settings are always there."""
        form = self._form
        files = {f"{name}.xml": content.encode() for name, content in form.instances.items()}
        survey = [*self._external_lines(files), *self._meta_lines(), *self._lines(form.children, f"/{form.root}")]
        sheets = [
            self._sheet("survey", survey, SURVEY_ORDER, ("type", "name"), labelled=True),
            self._sheet(
                "choices", self._list_lines(form.choice_lists), CHOICE_ORDER, ("list_name", "name"), labelled=True
            ),
            self._sheet("settings", [self._settings()], SETTING_ORDER, ()),
        ]
        lists = (("external_choices", form.external_choices), ("osm", form.osm))
        for name, listed in lists:
            if listed:
                sheets.insert(-1, self._sheet(name, self._list_lines(listed), CHOICE_ORDER, ("list_name", "name")))
        if form.entities:
            lines = list(self._entity_lines())
            sheets.insert(-1, self._sheet("entities", lines, ENTITY_ORDER, ("list_name", "label")))
        self._tell_left_out()
        return Sheets(tuple(sheets), files, self._findings.result())

    def _sheet(
        self,
        name: str,
        lines: Iterable[Line],
        order: tuple[str, ...],
        needed: tuple[str, ...],
        *,
        labelled: bool = False,
    ) -> Sheet:
        """Return a sheet with every language of the form among its labels."""
        lines = list(lines)
        always = [Head(key) for key in needed]
        if labelled:
            always += [Head("label", self._plain.heading("label", each)) for each in self._languages]
        heads = heads_of(lines, order, self._languages, always)
        return Sheet(name, heads, lines)

    def _lines(self, nodes: tuple[Node, ...], prefix: str) -> Iterator[Line]:
        """Yield the lines of elements; what a line of the workbook brought along is left out again."""
        count = ""
        for node in nodes:
            path = f"{prefix}/{node.name}"
            if isinstance(node, Group):
                yield from self._section_lines(node, path, count)
            elif node.extras.get(GENERATED) == "repeat_count":
                count = self._elements.source(node.calculation)
                continue
            elif GENERATED not in node.extras:
                yield Line(self._elements.question(node), path, place=node.place)
            count = ""

    def _section_lines(self, group: Group, path: str, generated_count: str) -> Iterator[Line]:
        table = [child for child in group.children if child.extras.get(GENERATED) == _TABLE]
        section, children = group, group.children
        if table:
            section = _as_table(group, table)
            children = tuple(
                replace(child, appearance=())
                if isinstance(child, Question) and child.appearance == _TABLE_ITEM and child.choices
                else child
                for child in children
            )
        count = generated_count
        if isinstance(group, Repeat) and group.count is not None and not count:
            count = self._elements.source(group.count)
        yield Line(self._elements.section(section, count), path, "begin", group.place)
        yield from self._lines(children, path)
        word = "end_repeat" if isinstance(group, Repeat) else "end_group"
        yield Line({Head("type"): word}, path, "end")

    def _external_lines(self, files: Mapping[str, bytes]) -> Iterator[Line]:
        """Yield the rows that name files as lists of their own."""
        named = {external.name for external in self._form.external}
        for external in self._form.external:
            kind = external.used_by
            if kind in _EXTERNAL_ROWS:
                yield Line({Head("type"): kind, Head("name"): external.instance}, part="beside", place=external.place)
        for name in files:
            if name not in named:
                yield Line({Head("type"): "xml-external", Head("name"): name.removesuffix(".xml")}, part="beside")

    def _meta_lines(self) -> Iterator[Line]:
        for node in self._form.meta:
            if isinstance(node, Question) and node.kind == "audit":
                yield Line(self._elements.question(node), f"/{self._form.root}/meta/{node.name}", "beside", node.place)
            elif not (node.name == "entity" and self._form.entities):
                self._findings.warning("not-in-workbook", node.place, name=node.name, what="meta")

    def _list_lines(self, lists: Mapping[str, ChoiceList]) -> Iterator[Line]:
        for name, listed in lists.items():
            choices = listed.choices[:-1] if self._is_brought_along(listed) else listed.choices
            for choice in choices:
                cells = {Head("list_name"): name, Head("name"): choice.name}
                label = self._elements.readable(choice.label, choice.name)
                cells.update(spoken("label", label, self._plain))
                cells.update({Head(heading, is_carried=True): text for heading, text in choice.columns.items()})
                yield Line(cells, f"{name}\t{choice.name}", place=choice.place)

    def _is_brought_along(self, listed: ChoiceList) -> bool:
        """Return whether the last choice is the "other" that a question asks for besides the list."""
        last = listed.choices[-1] if listed.choices else None
        if last is None or last.name != OTHER or last.place.sheet or last.columns:
            return False
        words = set(last.label.by_language.values())
        asked = any(
            question.choices is not None and question.choices.or_other and question.choices.list_name == listed.name
            for _, question in self._form.questions()
        )
        return asked and words == {(OTHER_LABEL,)}

    def _entity_lines(self) -> Iterator[Line]:
        for entity in self._form.entities:
            rules = {
                "list_name": entity.list_name,
                "label": self._elements.source(entity.label),
                "entity_id": self._elements.source(entity.entity_id),
                "create_if": self._elements.source(entity.create_if),
                "update_if": self._elements.source(entity.update_if),
            }
            yield Line({Head(key): text for key, text in rules.items() if text}, place=entity.place)

    def _settings(self) -> Line:
        """Return the row of settings: those written, and what an XForm says elsewhere."""
        form = self._form
        written = dict(form.settings)
        written.setdefault("form_title", form.title)
        written.setdefault("form_id", form.form_id)
        written.setdefault("version", form.version)
        is_said = "default_language" in written or form.default_language != self._languages[0]
        if self._plain.marked and form.default_language and is_said:
            # Exactly as the headings have it: other programs do not see that two spellings mean one language.
            written["default_language"] = form.default_language
        if form.root != "data":
            written.setdefault("name", form.root)
        if form.instance_name is not None:
            written.setdefault("instance_name", self._elements.source(form.instance_name))
        namespaces = " ".join(f'{prefix}="{uri}"' for prefix, uri in form.namespaces.items())
        written.setdefault("namespaces", namespaces)
        for attribute in form.attributes:
            written.setdefault(f"attribute::{attribute.name}", attribute.value)
        if _has_twins(form):
            written.setdefault("allow_choice_duplicates", "yes")
        return Line({Head(key, is_carried=key not in SETTING_ORDER): text for key, text in written.items() if text})

    def _tell_left_out(self) -> None:
        """Note what an XForm says that no sheet has room for."""
        form = self._form
        for name in form.texts:
            self._findings.warning("not-in-workbook", name=name, what="itext")
        for path in form.beginnings:
            self._findings.warning("not-in-workbook", name=path, what="instance")


def _all_texts(form: Form) -> Iterator[tuple[str, Text]]:
    """Yield (key, text) of every text of a form that a sheet holds."""
    for _, node in form.walk():
        for key, field in TEXTS:
            yield key, getattr(node, field, EMPTY_TEXT)
    for listed in (*form.choice_lists.values(), *form.external_choices.values(), *form.osm.values()):
        yield from (("label", choice.label) for choice in listed.choices)


def _plain(form: Form) -> Plain:
    """Return which headings name no language: those whose texts all stand in one that no heading named."""
    marked = frozenset({key for key, text in _all_texts(form) if _names_language(text)})
    is_said = not marked or bool(form.settings.get("default_language"))
    return Plain(form.default_language if is_said else "", marked)


def _names_language(text: Text) -> bool:
    """Return whether the language of a text must stand in its heading."""
    return len(text.by_language) > 1 or (bool(text.by_language) and not text.unmarked and "" not in text.by_language)


def _as_table(group: Group, generated: list[Node]) -> Group:
    """Return a group as its author wrote it, before it became the rows of a table."""
    words = tuple(word for word in group.appearance if word != "field-list")
    note = next((node for node in generated if isinstance(node, Question) and node.kind == "note"), None)
    return replace(
        group,
        appearance=(_TABLE, *words),
        label=note.label if note else EMPTY_TEXT,
        hint=note.hint if note else EMPTY_TEXT,
    )


def _has_twins(form: Form) -> bool:
    """Return whether a list holds one name twice."""
    return any(len({choice.name for choice in each.choices}) < len(each.choices) for each in form.choice_lists.values())
