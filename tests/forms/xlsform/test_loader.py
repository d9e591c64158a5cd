"""What a workbook says becomes the definition: types, names, texts, languages, lists, sections."""

from __future__ import annotations

import pytest
from workbooks import form_workbook, workbook

from forms.definition.elements import Control, Group, Question, Repeat
from forms.definition.form import Form
from forms.definition.kinds import KINDS
from forms.definition.text import Expression
from forms.values import DataType, Sensitivity
from forms.xlsform.open import open_form


def load(text: str) -> Form:
    opened = open_form(form_workbook(text), file_name="my form.xlsx")
    assert opened.form is not None, opened.findings
    return opened.form


def question(form: Form, name: str) -> Question:
    return next(each for _, each in form.questions() if each.name == name)


def one(row: str, heading: str = "| type | name | label |") -> Question:
    return next(iter(load(f"survey\n{heading}\n{row}").questions()))[1]


TYPES = [
    ("text", "text", DataType.STRING, Control.INPUT),
    ("string", "text", DataType.STRING, Control.INPUT),
    ("int", "integer", DataType.INTEGER, Control.INPUT),
    ("Integer", "integer", DataType.INTEGER, Control.INPUT),
    ("decimal", "decimal", DataType.DECIMAL, Control.INPUT),
    ("date time", "dateTime", DataType.DATE_TIME, Control.INPUT),
    ("datetime", "dateTime", DataType.DATE_TIME, Control.INPUT),
    ("time", "time", DataType.TIME, Control.INPUT),
    ("gps", "geopoint", DataType.GEOPOINT, Control.INPUT),
    ("geotrace", "geotrace", DataType.GEOTRACE, Control.INPUT),
    ("photo", "image", DataType.BINARY, Control.UPLOAD),
    ("add image prompt", "image", DataType.BINARY, Control.UPLOAD),
    ("audio", "audio", DataType.BINARY, Control.UPLOAD),
    ("file", "file", DataType.BINARY, Control.UPLOAD),
    ("trigger", "acknowledge", DataType.STRING, Control.TRIGGER),
    ("note", "note", DataType.STRING, Control.NOTE),
    ("calculate", "calculate", DataType.STRING, Control.NONE),
    ("hidden", "hidden", DataType.STRING, Control.NONE),
    ("barcode", "barcode", DataType.BARCODE, Control.INPUT),
    ("start", "start", DataType.DATE_TIME, Control.NONE),
    ("end", "end", DataType.DATE_TIME, Control.NONE),
    ("today", "today", DataType.DATE, Control.NONE),
    ("imei", "deviceid", DataType.STRING, Control.NONE),
    ("start-geopoint", "start-geopoint", DataType.GEOPOINT, Control.NONE),
    ("range", "range", DataType.INTEGER, Control.RANGE),
    ("caseid", "caseid", DataType.STRING, Control.NONE),
    ("osm buildings", "osm", DataType.BINARY, Control.UPLOAD),
]


@pytest.mark.parametrize(("word", "kind", "data_type", "control"), TYPES)
def test_a_type_word_has_its_meaning(word: str, kind: str, data_type: DataType, control: Control) -> None:
    """Every word and alias becomes one normal kind."""
    asked = one(f"| {word} | q | Q |")
    assert (asked.kind, asked.data_type, asked.control) == (kind, data_type, control)
    assert kind in KINDS


@pytest.mark.parametrize("word", ["select_one", "select one", "select one from", "Select_One", "select1"])
def test_select_one_has_many_spellings(word: str) -> None:
    """All old spellings of select_one name the list."""
    form = load(
        f"survey\n| type | name | label |\n| {word} yn | q | Q |\nchoices\n"
        "| list name | name | label |\n| yn | y | Yes |"
    )
    source = question(form, "q").choices
    assert source is not None
    assert source.list_name == "yn"


def test_a_range_with_a_decimal_step_is_decimal() -> None:
    """The parameters of a range decide its data type."""
    heading = "| type | name | label | parameters |"
    assert one("| range | q | Q | start=0; end=5; step=0.5 |", heading).data_type is DataType.DECIMAL


def test_or_other_brings_its_question_and_its_choice() -> None:
    """As pyxform does: the choice `other` in the list, a text question behind."""
    form = load(
        "survey\n| type | name | label |\n| select_one src or_other | water | Water? |\n"
        "choices\n| list_name | name | label |\n| src | tap | Tap |"
    )
    assert [choice.name for choice in form.choice_lists["src"].choices] == ["tap", "other"]
    specify = question(form, "water_other")
    assert specify.relevant is not None
    assert specify.relevant.source == "selected(../water, 'other')"


def test_a_counted_repeat_has_a_question_for_its_count() -> None:
    """A count that is no plain reference is calculated in a question of its own."""
    form = load(
        "survey\n| type | name | label | repeat_count |\n| integer | n | N | |\n| begin repeat | hh | P | ${n} + 1 |\n"
        "| text | a | A | |\n| end repeat | | | |"
    )
    calculation = question(form, "hh_count").calculation
    assert calculation is not None
    assert calculation.source == "${n} + 1"
    repeat = next(each for _, each in form.repeats())
    assert repeat.count is not None
    assert repeat.count.source == "${hh_count}"


def test_sections_nest() -> None:
    """Groups and repeats hold what stands between their begin and end."""
    form = load(
        "survey\n| type | name | label |\n| begin group | g | G |\n| begin lgroup | r | R |\n| text | a | A |\n"
        "| end lgroup | | |\n| end_group | | |\n| text | b | B |"
    )
    assert [path for path, _ in form.walk()] == ["/data/g", "/data/g/r", "/data/g/r/a", "/data/b"]
    assert isinstance(form.children[0], Group)
    assert isinstance(form.children[0].children[0], Repeat)


@pytest.mark.parametrize(
    "heading", ["label::English (en)", "label:English (en)", "label :: English (en)", "Label::English (en)"]
)
def test_a_language_stands_in_the_heading(heading: str) -> None:
    """Double and single colons both part a heading."""
    form = load(f"survey\n| type | name | {heading} |\n| text | a | Age |")
    assert form.languages == ("English (en)",)
    assert question(form, "a").label.by_language == {"English (en)": ("Age",)}


@pytest.mark.parametrize("heading", ["media::image::Français", "image::Français", "media:image:Français"])
def test_a_picture_may_be_translated(heading: str) -> None:
    """Media columns take a language too."""
    form = load(f"survey\n| type | name | label::Français | {heading} |\n| text | a | A | a.png |")
    assert question(form, "a").label.media == {"Français": {"image": "a.png"}}


def test_spellings_of_one_language_are_joined() -> None:
    """`English` on one sheet and `English (EN)` on the other are one language."""
    form = load(
        "survey\n| type | name | label::English | label::العربية |\n| select_one l | a | A | أ |\n"
        "choices\n| list_name | name | label::English (EN) | label::العربية |\n| l | x | X | س |"
    )
    assert form.languages == ("English (EN)", "العربية")


def test_plain_columns_speak_the_default_language() -> None:
    """A heading without a language means the default language."""
    form = load(
        "survey\n| type | name | label | label::Français |\n| text | a | Age | Âge |\n"
        "settings\n| default_language |\n| English |"
    )
    assert form.languages == ("English", "Français")
    assert question(form, "a").label.by_language == {"English": ("Age",), "Français": ("Âge",)}


def test_a_label_shows_answers() -> None:
    """`${name}` and an instance() path inside a text become outputs."""
    form = load(
        "survey\n| type | name | label |\n| text | n | N |\n"
        "| note | x | Hello ${n}, from instance('l')/root/item[name=${n}]/label! |\n"
        "choices\n| list_name | name | label |\n| l | a | A |"
    )
    parts = question(form, "x").label.by_language[""]
    sources = [part.source if isinstance(part, Expression) else part for part in parts]
    assert sources == ["Hello ", "${n}", ", from ", "instance('l')/root/item[name=${n}]/label", "!"]


@pytest.mark.parametrize(
    ("default", "dynamic"),
    [("5", False), ("today()", True), ("${a}", True), ("2 + 3", True), ("north-east", False), ("a b", False)],
)
def test_a_default_is_text_or_computed(default: str, dynamic: bool) -> None:
    """References, calls and operators make a default dynamic."""
    heading = "| type | name | label | default |"
    asked = question(load(f"survey\n{heading}\n| text | a | A | |\n| text | b | B | {default} |"), "b")
    assert (asked.default_expression is not None) is dynamic
    assert (asked.default is not None) is not dynamic


def test_a_hyphen_in_a_date_is_no_minus() -> None:
    """The default of a date question stays a literal."""
    assert one("| date | d | D | 2026-01-31 |", "| type | name | label | default |").default == "2026-01-31"


def test_numbers_become_their_shortest_text() -> None:
    """1.0 in a cell is the name 1."""
    data = workbook(
        {
            "survey": "| type | name | label |\n| select_one l | a | A |",
            "choices": [["list_name", "name", "label"], ["l", 1.0, "One"], ["l", 2.5, "Two"], ["l", True, "Yes"]],
        }
    )
    form = open_form(data, file_name="f").form
    assert form is not None
    assert [choice.name for choice in form.choice_lists["l"].choices] == ["1", "2.5", "TRUE"]


def test_yes_and_no_are_conditions() -> None:
    """yes is true(), no is nothing."""
    heading = "| type | name | label | required | read only |"
    asked = one("| text | a | A | yes | no |", heading)
    assert asked.required is not None
    assert asked.required.source == "true()"
    assert asked.readonly is None


def test_settings_keep_their_old_names() -> None:
    """title and id_string are form_title and form_id."""
    form = load(
        "survey\n| type | name | label |\n| text | a | A |\nsettings\n"
        "| title | id_string | version | name |\n| T | f1 | 3 | hh |"
    )
    assert (form.title, form.form_id, form.version, form.root) == ("T", "f1", "3", "hh")


def test_a_form_without_settings_is_named_by_its_file() -> None:
    """The file's name gives the id."""
    assert load("survey\n| type | name | label |\n| text | a | A |").form_id == "my form"


def test_unknown_columns_are_carried() -> None:
    """What we do not run stays with the question."""
    heading = "| type | name | label | $kuid | kobo--score-choices | bind::odk:length | instance::tag |"
    extras = one("| text | a | A | x1 | s | 5 | t |", heading).extras
    assert extras == {"$kuid": "x1", "kobo--score-choices": "s", "bind::odk:length": "5", "instance::tag": "t"}


def test_choice_columns_are_carried() -> None:
    """Other columns of the choices sheet are what filters read."""
    form = load(
        "survey\n| type | name | label | choice_filter |\n| text | d | D | |\n"
        "| select_one v | a | A | district = ${d} |\n"
        "choices\n| list_name | name | label | district |\n| v | x | X | north |"
    )
    assert form.choice_lists["v"].choices[0].columns == {"district": "north"}
    source = question(form, "a").choices
    assert source is not None
    assert source.filter is not None
    assert source.filter.source == "district = ${d}"


def test_the_mark_of_a_section_holds_for_the_questions_in_it() -> None:
    """A row that says something itself is believed; nested sections take over what is around them."""
    form = load(
        """
        survey
        | type | name | label | sensitivity |
        | begin group | home | Home | personal |
        | text | a | A | |
        | begin repeat | hh | H | |
        | text | b | B | |
        | text | c | C | ordinary |
        | end repeat | | | |
        | end group | | | |
        | text | d | D | |
        """
    )
    marks = {path.rsplit("/", 1)[1]: each.sensitivity.value for path, each in form.questions()}
    assert marks == {"a": "personal", "b": "personal", "c": "ordinary", "d": "ordinary"}


def test_sensitivity_is_a_column() -> None:
    """personal and severe are marks of the survey sheet; telephone metadata is personal by itself."""
    form = load(
        "survey\n| type | name | label | sensitivity |\n| text | a | A | personal |\n| text | b | B | severe |\n"
        "| phonenumber | c | | |\n| text | d | D | |"
    )
    marks = [each.sensitivity for _, each in form.questions()]
    assert marks == [Sensitivity.PERSONAL, Sensitivity.SEVERE, Sensitivity.PERSONAL, Sensitivity.ORDINARY]


def test_audit_is_no_answer() -> None:
    """The audit row belongs to the meta part."""
    form = load("survey\n| type | name | label |\n| audit | | |\n| text | a | A |")
    assert [each.name for each in form.meta] == ["audit"]
    assert [path for path, _ in form.walk()] == ["/data/a"]


def test_external_files_are_listed() -> None:
    """pulldata, selects from files and *-external rows name files, each by its bare name."""
    form = load(
        "survey\n| type | name | label | calculation |\n| csv-external | prices | | |\n| text | a | A | |\n"
        "| calculate | c | | pulldata('fruits', 'n', 'k', ${a}) |\n| select_one_from_file ../x/towns.csv | t | T | |"
    )
    assert [(each.name, each.instance) for each in form.external] == [
        ("prices.csv", "prices"),
        ("fruits.csv", "fruits"),
        ("towns.csv", "towns"),
    ]


def test_a_table_of_selects_gets_its_heads() -> None:
    """table-list becomes a field-list with a row of labels, as pyxform writes it."""
    form = load(
        "survey\n| type | name | label | appearance |\n| begin group | t | T | table-list |\n"
        "| select_one l | a | A | |\n"
        "| select_one l | b | B | |\n| end group | | | |\nchoices\n| list_name | name | label |\n| l | x | X |"
    )
    assert [path.rpartition("/")[2] for path, _ in form.questions()] == [
        "generated_table_list_label_2",
        "reserved_name_for_field_list_labels_3",
        "a",
        "b",
    ]


def test_typographic_quotes_are_mended_in_rules_only() -> None:
    """Rules get straight quotes, labels keep what the author wrote."""
    heading = "| type | name | label | relevant |"
    form = load(f"survey\n{heading}\n| text | a | A | |\n| text | b | Say “yes” | ${{a}} = ‘yes’ |")
    asked = question(form, "b")
    assert asked.relevant is not None
    assert asked.relevant.source == "${a} = 'yes'"
    assert asked.label.by_language == {"": ("Say “yes”",)}


def test_triggers_are_names() -> None:
    """Several triggers may stand in one cell."""
    form = load(
        "survey\n| type | name | label | trigger | calculation |\n| text | a | A | | |\n| text | b | B | | |\n"
        "| calculate | c | | ${a}, ${b} | now() |"
    )
    assert question(form, "c").trigger == ("a", "b")


def test_a_select_may_take_its_choices_from_a_repeat() -> None:
    """`select_one ${name}` keeps the reference."""
    form = load(
        "survey\n| type | name | label |\n| begin repeat | r | R |\n| text | n | N |\n| end repeat | | |\n"
        "| select_one ${n} | who | Who? |"
    )
    source = question(form, "who").choices
    assert source is not None
    assert source.repeat == "${n}"


def test_disabled_rows_are_left_out() -> None:
    """The old column `disabled` still works."""
    form = load("survey\n| type | name | label | disabled |\n| text | a | A | yes |\n| text | b | B | no |")
    assert [path for path, _ in form.questions()] == ["/data/b"]
