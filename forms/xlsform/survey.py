"""Second pass over the survey sheet: rows become questions, groups and repeats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from forms.definition.elements import GENERATED, WRITTEN_NAME, Control, Group, Node, Question, Repeat
from forms.definition.findings import Findings
from forms.definition.form import ExternalFile
from forms.definition.text import EMPTY_TEXT, Text
from forms.values import Sensitivity
from forms.xlsform.choices import Lists
from forms.xlsform.particulars import check_unused
from forms.xlsform.questions import QuestionMaker, attributes_of
from forms.xlsform.rows import Item
from forms.xlsform.scribe import Scribe
from forms.xlsform.types import BEGIN, END, EXTERNAL

# Columns that mean nothing on the row of a section, and the attribute of the bind in which they are carried.
CARRIED_RULES = {
    "required": "required",
    "constraint": "constraint",
    "calculation": "calculate",
    "bind::type": "type",
    "bind::jr:preload": "jr:preload",
    "bind::jr:preloadParams": "jr:preloadParams",
}


@dataclass(slots=True)
class Body:
    """The elements of a form, and the files and meta questions that rows of the survey sheet name."""

    children: list[Node] = field(default_factory=list)
    external: list[ExternalFile] = field(default_factory=list)
    meta: list[Question] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A section whose end has not come yet."""

    item: Item | None
    children: list[Node]
    table_list: bool = False
    has_header: bool = False
    table_of: str = ""  # list whose labels head the table
    sensitivity: Sensitivity = Sensitivity.ORDINARY  # of the questions in it that say nothing themselves


class SurveyBuilder:
    """Builds the tree of elements from the outlined rows."""

    def __init__(self, scribe: Scribe, lists: Lists, external: Lists, findings: Findings) -> None:
        self._scribe = scribe
        self._findings = findings
        self._lists = lists
        self._maker = QuestionMaker(scribe, lists, external, findings)

    def build(self, items: list[Item]) -> Body:
        """Return the elements in document order; the items must be balanced."""
        body = Body()
        stack = [_Open(None, body.children)]
        for item in items:
            if item.cell.kind == END:
                if item.row.get("type").lower().startswith("end"):  # not one that was closed for its author
                    check_unused(item.row, "end", self._findings)
                done = stack.pop()
                stack[-1].children.append(self._section(done))
            elif item.cell.kind == BEGIN:
                opened = _Open(item, [], sensitivity=self._maker.sensitivity(item, stack[-1].sensitivity))
                check_unused(item.row, "repeat" if item.cell.section == "repeat" else "begin", self._findings)
                self._before_section(item, stack[-1], opened)
                stack.append(opened)
            elif item.cell.kind in EXTERNAL:
                body.external.append(_external(item))
            else:
                self._add_question(item, stack[-1], body)
        return body

    def _add_question(self, item: Item, section: _Open, body: Body) -> None:
        """Add a row's question, with those that it brings along."""
        question = self._maker.make(item, section.sensitivity)
        if question.kind == "audit":
            body.meta.append(replace(question, name="audit"))
            return
        if section.table_list and question.choices is not None and question.choices.list_name:
            if not section.has_header:
                section.has_header = True
                section.children.append(_table_header(item, question))
                section.table_of = question.choices.list_name
            if question.choices.list_name != section.table_of:
                facts = {"list": question.choices.list_name, "first": section.table_of}
                self._findings.warning("table-list-differs", item.row.place("type"), **facts)
            question = replace(question, appearance=("list-nolabel",))
        section.children.append(question)
        if question.choices is not None and question.choices.or_other:
            section.children.append(self._specify_other(question, item.brings))

    def _specify_other(self, question: Question, name: str) -> Question:
        """Return the text question that asks what "other" is, as pyxform writes it."""
        condition = self._scribe.expression(f"selected(../{question.name}, 'other')", question.place)
        return Question(
            kind="text",
            name=name,
            label=self._scribe.plain("Specify other."),
            relevant=condition,
            extras={GENERATED: "or_other"},
            place=question.place,
        )

    def _before_section(self, item: Item, parent: _Open, opened: _Open) -> None:
        """Add what a section needs before or inside it: the count of a repeat, the heads of a table."""
        count = item.row.get("repeat_count")
        if item.brings:
            parent.children.append(
                Question(
                    kind="calculate",
                    name=item.brings,
                    control=Control.NONE,
                    readonly=self._scribe.expression("true()"),
                    calculation=self._scribe.expression(count, item.row.place("repeat_count")),
                    extras={GENERATED: "repeat_count"},
                    place=item.row.place("repeat_count"),
                )
            )
        if "table-list" not in item.row.get("appearance").split():
            return
        opened.table_list = True
        label, hint = self._scribe.text(item.row, "label", with_media=True), self._scribe.text(item.row, "hint")
        if label is not EMPTY_TEXT or hint is not EMPTY_TEXT:
            opened.children.append(
                Question(
                    kind="note",
                    name=f"generated_table_list_label_{item.row.number}",
                    control=Control.NOTE,
                    label=label,
                    hint=hint,
                    readonly=self._scribe.expression("true()"),
                    extras={GENERATED: "table-list"},
                    place=item.row.place("label"),
                )
            )

    def _section(self, opened: _Open) -> Group:
        """Return the group or repeat of a section whose end has come."""
        item = opened.item
        if item is None:
            raise AssertionError("sections are balanced before they are built")
        row = item.row
        appearance = tuple(row.get("appearance").split())
        label: Text = self._scribe.text(row, "label", with_media=True)
        hint: Text = self._scribe.text(row, "hint")
        if opened.table_list:
            appearance = ("field-list", *(word for word in appearance if word != "table-list"))
            label = hint = EMPTY_TEXT
        group = Group(
            name=item.name,
            label=label,
            hint=hint,
            guidance=self._scribe.text(row, "guidance_hint"),
            relevant=self._scribe.condition(row.get("relevant"), row.place("relevant"), keeps_no=True),
            readonly=self._scribe.condition(row.get("readonly"), row.place("readonly")),
            appearance=appearance,
            parameters=self._maker.parameters(row),
            extras=self._section_extras(item),
            attributes=attributes_of(row),
            place=row.place("name"),
            children=tuple(opened.children),
        )
        if item.cell.section != "repeat":
            return group
        count = f"${{{item.brings}}}" if item.brings else row.get("repeat_count")
        return Repeat(
            **{name: getattr(group, name) for name in Group.__dataclass_fields__},
            count=self._scribe.expression(count, row.place("repeat_count")),
        )

    def _section_extras(self, item: Item) -> dict[str, str]:
        """Return what a section's row holds besides what is run; rules that mean nothing to a section are carried."""
        row = item.row
        extras = row.carried()
        if item.written:
            extras[WRITTEN_NAME] = item.written
        for key, name in CARRIED_RULES.items():
            rule = self._scribe.condition(row.get(key), row.place(key))
            if rule is not None:
                extras[f"bind::{name}"] = rule.source
        return extras


def _external(item: Item) -> ExternalFile:
    """Return the file that an xml-external or csv-external row names."""
    extension = EXTERNAL[item.cell.kind]
    name = item.name.removesuffix(extension)
    return ExternalFile(f"{name}{extension}", name, item.cell.kind, item.row.place("name"))


def _table_header(item: Item, first: Question) -> Question:
    """Return the question that shows the labels of a table's columns, as pyxform writes it."""
    return Question(
        kind=first.kind,
        name=f"reserved_name_for_field_list_labels_{item.row.number}",
        control=first.control,
        data_type=first.data_type,
        label=Text({"": (" ",)}, unmarked=True),
        appearance=("label",),
        choices=replace(first.choices, or_other=False) if first.choices else None,
        extras={GENERATED: "table-list"},
        place=first.place,
    )
