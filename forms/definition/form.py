"""A whole form, as read from a workbook or an XForm; immutable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms.definition.actions import Attribute
from forms.definition.elements import ChoiceList, Group, Node, Question, Repeat
from forms.definition.entities import Entity
from forms.definition.text import Expression, Text
from forms.errors import NOWHERE, Place

# Rows of a survey sheet, or elements of an XForm's instance; the largest real form known has 1,312. More would take
# longer than a person waits, and more memory than a small laptop has.
MOST_ELEMENTS = 20_000


@dataclass(frozen=True, slots=True)
class ExternalFile:
    """A file the form needs beside itself.

    Args:
        name: File name as the form writes it ("fruits.csv"); a bare name, never a path.
        instance: Id of the secondary instance made from it ("fruits").
        used_by: "select", "pulldata", "xml-external", "csv-external", "search", "media".
        place: Where the form first names it.
    """

    name: str
    instance: str
    used_by: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form.

    Args:
        form_id: Setting `form_id` (or the file's name).
        root: Name of the instance's root element ("data" unless set).
        default_language: Language asked first; "" where the form names none.
        languages: Every language in order of appearance; at least ("",).
        settings: Every setting as written, lower-case heading -> text.
        instance_name: Expression whose result names the interview.
        meta: What lives in the instance's meta group besides instanceID and instanceName (audit, entity).
        external_choices: Rows of the external_choices sheet by list name (`select_one_external`).
        namespaces: prefix -> URI from the settings.
        instances: Secondary instances of an XForm that are no choice list: id -> XML of the root element.
        attributes: Attributes of the root besides id and version.
        entities: What an interview makes or changes when it is finished.
        osm: Tags of the osm sheet by list name.
        texts: Texts of an XForm that expressions name by id: `jr:itext('id')`.
        beginnings: What a new interview of an XForm starts with where the defaults do not say so: path with positions
            -> text (`/data/person[2]/name`); where one path goes through a repeat, all its instances are listed, each
            also by itself with "".
    """

    form_id: str
    version: str = ""
    title: str = ""
    root: str = "data"
    default_language: str = ""
    languages: tuple[str, ...] = ("",)
    children: tuple[Node, ...] = ()
    choice_lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    external_choices: Mapping[str, ChoiceList] = field(default_factory=dict)
    external: tuple[ExternalFile, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    instance_name: Expression | None = None
    meta: tuple[Node, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    instances: Mapping[str, str] = field(default_factory=dict)
    attributes: tuple[Attribute, ...] = ()
    entities: tuple[Entity, ...] = ()
    osm: Mapping[str, ChoiceList] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    beginnings: Mapping[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[tuple[str, Node]]:
        """Yield (path, node) for every element in document order; paths start with the root: `/data/hh/age`."""
        stack: list[tuple[str, Iterator[Node]]] = [(f"/{self.root}", iter(self.children))]
        while stack:
            prefix, nodes = stack[-1]
            node = next(nodes, None)
            if node is None:
                stack.pop()
                continue
            path = f"{prefix}/{node.name}"
            yield path, node
            if isinstance(node, Group):
                stack.append((path, iter(node.children)))

    def questions(self) -> Iterator[tuple[str, Question]]:
        """Yield (path, question) in document order."""
        for path, node in self.walk():
            if isinstance(node, Question):
                yield path, node

    def repeats(self) -> Iterator[tuple[str, Repeat]]:
        """Yield (path, repeat) in document order."""
        for path, node in self.walk():
            if isinstance(node, Repeat):
                yield path, node
