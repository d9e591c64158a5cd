"""Make a question from its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forms.definition.actions import Attribute
from forms.definition.carried import carried
from forms.definition.elements import WRITTEN_NAME, ChoiceSource, Control, Question
from forms.definition.findings import Findings
from forms.definition.kinds import KINDS, PERSONAL_KINDS, SENSORS, Kind
from forms.definition.search import appearance_words
from forms.definition.text import EMPTY_TEXT, Expression, Text
from forms.values import DataType, Sensitivity
from forms.xlsform.choices import Lists
from forms.xlsform.defaults import check_default
from forms.xlsform.headings import Row
from forms.xlsform.particulars import check_particulars, parameters_of
from forms.xlsform.rows import Item
from forms.xlsform.scribe import REFERENCE, Scribe, is_dynamic, is_name, plain_word

SENSITIVITIES = {level.value: level for level in Sensitivity}
RANGE_DEFAULTS = {"start": "1", "end": "10", "step": "1"}
LABELS_ONLY = ("label",)  # appearance of a question that only heads a table of choices
_BIND_TYPES = {kind.value.lower(): kind for kind in DataType} | {"integer": DataType.INTEGER}


class QuestionMaker:
    """Makes questions; knows the lists that selects may name."""

    def __init__(self, scribe: Scribe, lists: Lists, external: Lists, findings: Findings) -> None:
        self._scribe = scribe
        self._lists = lists
        self._external = external
        self._findings = findings
        self._spaced: set[str] = set()  # lists whose names have been looked at for spaces

    def make(self, item: Item, around: Sensitivity = Sensitivity.ORDINARY) -> Question:
        """Return the question of a row that is neither a section nor an external file.

        Args:
            around: Mark of the section it stands in, which holds where the row says nothing itself.
        """
        row, kind = item.row, KINDS[item.cell.kind]
        parameters = self.parameters(row)
        data_type = self._data_type(item, kind, parameters)
        question = Question(
            kind=item.cell.kind,
            name=item.name,
            data_type=data_type,
            control=kind.control,
            label=self._scribe.text(row, "label", with_media=True),
            hint=self._hint(row, kind),
            guidance=self._scribe.text(row, "guidance_hint"),
            relevant=self._scribe.condition(row.get("relevant"), row.place("relevant"), keeps_no=True),
            readonly=self._readonly(row, kind),
            appearance=appearance_words(row.get("appearance")),
            parameters=parameters,
            required=self._switch(row, "required"),
            required_message=self._scribe.text(row, "required_message"),
            constraint=self._constraint(row, kind),
            constraint_message=self._scribe.text(row, "constraint_message"),
            calculation=self._expression(row, "calculation"),
            trigger=self._trigger(row),
            choices=self._choices(item, parameters),
            preload=self._preload(row, kind),
            media_type=kind.media_type,
            no_app_message=self._scribe.text(row, "no_app_error_string"),
            save_to=row.get("save_to") or None,
            attributes=attributes_of(row),
            sensitivity=self.sensitivity(item, around),
            extras=self._extras(item),
            place=row.place("name"),
        )
        if question.kind == "calculate" and not question.calculation and not row.get("default"):
            self._findings.warning("calculation-missing", row.place("calculation"), name=question.name)
        if "${" in row.get("appearance"):
            self._scribe.parts(row.get("appearance"), row.place("appearance"))  # for names that nothing has
        question = self._with_label(row, question)
        check_particulars(row, question, self._lists.lists, self._scribe.languages, self._findings)
        return self._with_default(row, question)

    def parameters(self, row: Row) -> dict[str, str]:
        """Return the words of the parameters column, keys in lower case."""
        return parameters_of(row.get("parameters"))

    def _expression(self, row: Row, key: str) -> Expression | None:
        return self._scribe.expression(row.get(key), row.place(key))

    def _condition(self, row: Row, key: str) -> Expression | None:
        return self._scribe.condition(row.get(key), row.place(key))

    def _switch(self, row: Row, key: str) -> Expression | None:
        return self._scribe.switch(row.get(key), row.place(key))

    def _hint(self, row: Row, kind: Kind) -> Text:
        written = self._scribe.text(row, "hint")
        return self._scribe.plain(kind.hint) if written is EMPTY_TEXT and kind.hint else written

    def _readonly(self, row: Row, kind: Kind) -> Expression | None:
        written = self._switch(row, "readonly")
        return Expression("true()") if written is None and kind.control is Control.NOTE else written

    def _constraint(self, row: Row, kind: Kind) -> Expression | None:
        written = self._condition(row, "constraint")
        return Expression(kind.constraint) if written is None and kind.constraint else written

    def _trigger(self, row: Row) -> tuple[str, ...]:
        """Return the names in the trigger column."""
        source = self._scribe.expression(row.get("trigger"), row.place("trigger"))
        if source is None:
            return ()
        if not REFERENCE.search(source.source):
            self._findings.error("trigger-unmarked", row.place("trigger"), written=source.source[:100])
        return tuple(dict.fromkeys(match[2] for match in REFERENCE.finditer(source.source)))

    def _preload(self, row: Row, kind: Kind) -> tuple[str, str] | None:
        written = row.get("bind::jr:preload")
        return (written, row.get("bind::jr:preloadParams")) if written else kind.preload

    def _data_type(self, item: Item, kind: Kind, parameters: Mapping[str, str]) -> DataType:
        """Return how the answer is read: as the type says, unless the row's own bind says otherwise."""
        written = item.row.get("bind::type").lower()
        if written in _BIND_TYPES:
            return _BIND_TYPES[written]
        if kind.control is Control.RANGE:
            numbers = {**RANGE_DEFAULTS, **parameters}
            return DataType.DECIMAL if any("." in numbers[key] for key in RANGE_DEFAULTS) else DataType.INTEGER
        return kind.data_type

    def sensitivity(self, item: Item, around: Sensitivity) -> Sensitivity:
        """Return the mark of a row's own cell; without one that of the section around it or of its type."""
        written = item.row.get("sensitivity").lower()
        if written in SENSITIVITIES:
            return SENSITIVITIES[written]
        if written:
            known = ", ".join(SENSITIVITIES)
            self._findings.warning("sensitivity-unknown", item.row.place("sensitivity"), written=written, known=known)
            return Sensitivity.PERSONAL
        own_type = Sensitivity.PERSONAL if item.cell.kind in PERSONAL_KINDS else Sensitivity.ORDINARY
        return own_type if around is Sensitivity.ORDINARY else around

    def _extras(self, item: Item) -> dict[str, str]:
        """Return what the row holds besides what is run."""
        extras = item.row.carried()
        if item.written:
            extras[WRITTEN_NAME] = item.written
        if item.cell.kind == "unknown" or (item.cell.kind in SENSORS and item.cell.source):
            extras["type"] = item.row.get("type")
        if item.row.get("bind::type"):
            extras["bind::type"] = item.row.get("bind::type")
        if item.cell.kind == "osm" and item.cell.source:
            extras["osm"] = item.cell.source
        return extras

    def _with_label(self, row: Row, question: Question) -> Question:
        """Return the question as it is shown: one that is worked out and says nothing is hidden, as ODK does it.

        Any other without a label gets its name; one that only shows the labels of its choices needs none.
        """
        if question.control is Control.NONE or question.label.by_language or question.hint is not EMPTY_TEXT:
            return question
        if question.calculation is not None or question.trigger:
            return replace(question, control=Control.NONE)
        if question.label is not EMPTY_TEXT:
            return question
        if question.appearance == LABELS_ONLY:
            return replace(question, label=self._scribe.plain(" "))
        self._findings.repaired("label-missing", row.place("label"), name=question.name)
        return replace(question, label=self._scribe.plain(question.name))

    def _with_default(self, row: Row, question: Question) -> Question:
        """Return the question with its starting value, told apart into text and expression."""
        written = row.get("default")
        if not written:
            return question
        if is_dynamic(written, question.kind):
            return replace(question, default_expression=self._expression(row, "default"))
        question = replace(question, default=plain_word(written))
        check_default(question, row.place("default"), self._lists.lists, self._findings)
        return question

    def _choices(self, item: Item, parameters: Mapping[str, str]) -> ChoiceSource | None:
        """Return where a select's choices come from; notes a list that does not exist."""
        kind, source, row = item.cell.kind, item.cell.source, item.row
        if KINDS[kind].control not in (Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK):
            return None
        seed = parameters.get("seed", "")
        common = ChoiceSource(
            filter=self._expression(row, "choice_filter"),
            or_other=item.cell.or_other,
            randomize=parameters.get("randomize", "").lower() == "true",
            seed=self._scribe.expression(seed, row.place("parameters")) if seed else None,
        )
        if kind.endswith("_from_file"):
            return self._from_file(item, parameters, common)
        if REFERENCE.fullmatch(source):
            return replace(common, repeat="${" + REFERENCE.sub(lambda match: match[2], source) + "}", or_other=False)
        lists = self._external if kind == "select_one_external" else self._lists
        name = self._list_name(item, lists)
        if common.or_other and name in lists.lists and lists is self._lists:
            self._lists.add_other(name, self._scribe)
        return replace(common, list_name=name)

    def _from_file(self, item: Item, parameters: Mapping[str, str], common: ChoiceSource) -> ChoiceSource:
        """Return the source of a select whose choices are in a file beside the form."""
        geojson = item.cell.source.lower().endswith(".geojson")
        if bare_name(item.cell.source) != item.cell.source:
            facts = {"file": item.cell.source[:100], "name": bare_name(item.cell.source)}
            self._findings.repaired("file-folder-cut", item.row.place("type"), **facts)
        return replace(
            common,
            file=bare_name(item.cell.source),
            value=parameters.get("value") or ("id" if geojson else "name"),
            label=parameters.get("label") or ("title" if geojson else "label"),
            or_other=False,
        )

    def _list_name(self, item: Item, lists: Lists) -> str:
        """Return the list a select names, or the one it must mean: same letters whatever their capitals."""
        source, row = item.cell.source, item.row
        if source in lists.lists:
            if item.cell.kind in ("select_multiple", "rank"):
                self._spaces(source, lists, row)
            return source
        same = lists.in_small_letters(source)
        if same:
            self._findings.repaired("list-capitals", row.place("type"), list=source, near=same)
            return same
        near = self._findings.nearest(source, list(lists.lists), cutoff=0.6)
        sheet = "external_choices" if lists is self._external else "choices"
        code = "list-missing" if source else "list-unnamed"
        if near:
            code = "list-unknown-near"
        elif source:
            code = "list-unknown"
        self._findings.error(code, row.place("type"), list=source, near=near, sheet=sheet)
        return source

    def _spaces(self, name: str, lists: Lists, row: Row) -> None:
        """Note choices whose names cannot be told apart in an answer that lists several."""
        if name in self._spaced:
            return
        self._spaced.add(name)
        for choice in lists.lists[name].choices:
            if any(character.isspace() for character in choice.name):
                facts = {"list": name, "name": choice.name, "question": row.get("name")}
                self._findings.error("choice-name-space", choice.place, **facts)


def attributes_of(row: Row) -> tuple[Attribute, ...]:
    """Return what a row says of attributes of its element in the instance (`instance::odk:tag`)."""
    written = carried(row.carried(), "instance")
    return tuple(Attribute(name, text, place=row.place()) for name, text in written if is_name(name))


def bare_name(source: str) -> str:
    """Return a file's name without any folder, so that no form reaches outside of its own files."""
    return source.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
