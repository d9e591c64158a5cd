"""What other tools refuse or warn about: for each, what is done, at which cell, and that the form still opens.

One row a case: the form, the code of the finding (None: nothing to say), its severity, its sheet and its cell.
"""

from __future__ import annotations

import pytest
from workbooks import form_workbook, workbook

from forms.errors import Finding, Severity
from forms.messages import cure, what
from forms.xlsform.open import open_form

HEAD = "survey\n| type | name | label |\n"
CHOICES = "choices\n| list_name | name | label |\n| l | 1 | One |\n| l | 9 | Nine |"
PARAMETERS = "survey\n| type | name | label | parameters | appearance |\n"
CARRIED = ("file-missing", "type-not-run", "media-missing", "app-not-run")  # found besides, of what the case needs
Case = tuple[str, str | None, str, str | None]


def found(text: str) -> dict[str, Finding]:
    """Return the findings of a form by code, the first of each."""
    opened = open_form(form_workbook(text), file_name="f")
    assert opened.form is not None
    return {finding.code: finding for finding in reversed(opened.findings)}


def parameters(row: str) -> str:
    """Return a form of one question with parameters and appearance."""
    return PARAMETERS + f"| {row} |\n{CHOICES}"


PARTICULARS: list[Case] = [
    (parameters("text | a | A | rows=3 | "), None, "", None),
    (parameters("text | a | A | rows=three | "), "parameter-not-number", "warning", "D2"),
    (parameters("text | a | A | row=3 | "), "parameter-unknown-near", "warning", "D2"),
    (parameters("text | a | A | colour=red | "), "parameter-unknown", "warning", "D2"),
    (parameters("date | a | A | colour=red | "), "parameter-unknown", "warning", "D2"),
    (parameters("text | a | A | rows is 3 | "), "parameters-unreadable", "warning", "D2"),
    (parameters("select_one l | a | A | randomize=true seed=${a} | "), None, "", None),
    (parameters("select_one l | a | A | randomize=true; seed=42 | "), None, "", None),
    (parameters("select_one l | a | A | randomize=perhaps | "), "parameter-not-word", "warning", "D2"),
    (parameters("select_one l | a | A | randomize=true seed=x | "), "parameter-seed", "warning", "D2"),
    (parameters("select_one l | a | A | seed=3 | "), "parameter-seed-alone", "warning", "D2"),
    (parameters("range | a | A | start=0 end=10 step=2 placeholder=4 tick_interval=2 | "), None, "", None),
    (parameters("range | a | A | start=x end=10 | "), "parameter-not-number", "warning", "D2"),
    (parameters("range | a | A | start=0 end=10 step=0 | "), "range-impossible", "warning", "D2"),
    (parameters("range | a | A | start=0 end=10 step=20 | "), "range-impossible", "warning", "D2"),
    (parameters("range | a | A | start=10 end=0 step=-2 | "), None, "", None),
    (parameters("range | a | A | start=0 end=10 step=2 placeholder=3 | "), "range-off", "warning", "D2"),
    (parameters("range | a | A | start=0 end=10 step=2 placeholder=12 | "), "range-off", "warning", "D2"),
    (parameters("range | a | A | start=0 end=10 step=2 tick_interval=3 | "), "range-off", "warning", "D2"),
    (parameters("range | a | A | start=0 end=10 tick_labelset=ll | "), "list-unknown-near", "error", "D2"),
    (parameters("range | a | A | start=1e999 end=-1e999 | "), "parameter-not-number", "warning", "D2"),
    (parameters("image | a | A | max-pixels=big | "), "parameter-not-number", "warning", "D2"),
    (parameters("image | a | A | | signature"), None, "", None),
    (parameters("audio | a | A | quality=best | "), "parameter-not-word", "warning", "D2"),
    (parameters("geotrace | a | A | incremental=maybe | "), "parameter-not-word", "warning", "D2"),
    (parameters("geopoint | a | A | capture-accuracy=near | "), "parameter-not-number", "warning", "D2"),
    (parameters("geopoint | a | A | allow-mock-accuracy=x | "), "parameter-not-word", "warning", "D2"),
    (
        parameters("text | z | Z | | w2\n| audit | audit | | location-priority=x | "),
        "parameter-not-word",
        "warning",
        "D3",
    ),
    (parameters("text | a | A | | multilin"), "appearance-unknown-near", "warning", "E2"),
    (parameters("text | a | A | | Multiline"), "appearance-unknown-near", "warning", "E2"),
    (parameters("text | a | A | | w4 ex:org.example.app(a='b') our-own-theme"), None, "", None),
    (HEAD + "| background-geopoint | a | A |", "trigger-missing", "error", "A2"),
    (HEAD + "| select_one_from_file towns.txt | a | A |", "list-file-kind", "error", "A2"),
    (HEAD + "| select_one_from_file ../../etc/towns.csv | a | A |", "file-folder-cut", "repaired", "A2"),
    (HEAD + "| select_one_from_file /etc/towns.csv | a | A |", "file-folder-cut", "repaired", "A2"),
    (HEAD + "| select_one_from_file C:\\towns.csv | a | A |", "file-folder-cut", "repaired", "A2"),
    (HEAD + "| select_one_from_file http://example.org/towns.csv | a | A |", "file-folder-cut", "repaired", "A2"),
    (
        "survey\n| type | name | label | choice_filter |\n| select_one l or_other | a | A | name != '1' |\n" + CHOICES,
        "other-filtered",
        "warning",
        "D2",
    ),
    (
        "survey\n| type | name | label::English (en) | label::Français (fr) |\n| select_one l or_other | a | A | A |\n"
        "choices\n| list_name | name | label::English (en) | label::Français (fr) |\n| l | 1 | One | Un |",
        "other-untranslated",
        "warning",
        "A2",
    ),
    ("survey\n| type | name | label | big-image |\n| text | a | A | x.png |", "big-image-alone", "warning", "D2"),
    (HEAD + "| text | a | A |\n| text | b | Is ${a it? |", "reference-unclosed", "warning", "C3"),
]
UNUSED: list[Case] = [
    (
        "survey\n| type | name | label | relevant | trigger | choice_filter | required |\n"
        f"| begin group | g | G | | {begin} |\n| text | a | A | {question} |\n| end group | | | {end} |",
        "cell-unused" if cell else None,
        "warning",
        cell,
    )
    for begin, question, end, cell in (
        ("| | no", "| | | yes", "| | | false", None),
        ("${a} | |", "| | |", "| | |", "E2"),
        ("| | yes", "| | |", "| | |", "G2"),
        ("| | |", "| | x = 1 |", "| | |", "F3"),
        ("| | |", "| | |", "${a} = 1 | | |", "D4"),
    )
]
NAMES: list[Case] = [
    (HEAD + "| text | area_m² | A |", "name-invalid", "repaired", "B2"),
    (HEAD + "| text | ½ | A |", "name-invalid", "repaired", "B2"),
    (HEAD + "| text | عمر_الطفل | A |", None, "", None),
    (HEAD + "| text | año | A |", None, "", None),
]
LIKE_ONES: list[Case] = [
    (HEAD + "| text | a | A |\n| text | A | B |", "name-twice-capitals", "warning", "B3"),
    (
        HEAD
        + "| begin group | g | G |\n| begin repeat | r | R |\n| text | a | A |\n| end repeat |\n| end group |\n"
        + "| begin repeat | r | R |\n| text | b | B |\n| end repeat |",
        "repeat-name-twice",
        "warning",
        "B7",
    ),
    (HEAD + "| text | a | A |\n| audit | log | |", "audit-renamed", "repaired", "B3"),
    (HEAD + "| text | a | A |\n| csv-external | ../x | |", "file-folder-cut", "repaired", "B3"),
    (HEAD + "| text | a | A |\n| xml-external | C:\\x | |", "file-folder-cut", "repaired", "B3"),
    (
        HEAD + "| select_one l | a | A |\nchoices\n| list_name | name | label | in the north |\n| l | 1 | A | yes |",
        "choices-heading",
        "warning",
        "D1",
    ),
    (
        "survey\n| type | name | label | appearance |\n| begin group | g | G | table-list |\n"
        "| select_one l | a | A | |\n| select_one m | b | B | |\n| end group | | | |\n" + CHOICES + "\n| m | 1 | M |",
        "table-list-differs",
        "warning",
        "A4",
    ),
    (
        "survey\n| type | name | label::English (en) | label::Français (fr) |\n"
        "| text | a | A | A |\n| text | b | B | |",
        "translation-missing",
        "warning",
        "D3",
    ),
    (
        "survey\n| type | name | label::English (en) | label::Français (fr) | hint::English (en) |\n"
        "| text | a | A | A | H |",
        "translation-missing",
        "warning",
        "B2",
    ),
    ("survey\n| type | name | label | label::Français (fr) |\n| text | a | A | |", None, "", None),
]
SWITCHES: list[Case] = [
    *(
        (f"survey\n| type | name | label | required |\n| text | a | A | {word} |", None, "", None)
        for word in ("yes", "Yes", "TRUE", "true()", "True", "no", "No", "FALSE", "false()", "1 = 1")
    ),
    *(
        (f"survey\n| type | name | label | required |\n| text | a | A | {word} |", "yes-spelled", "repaired", "D2")
        for word in ("y", "X", "oui", "نعم", "Required", "n", "non", "لا")
    ),
    (
        "survey\n| type | name | label | required |\n| text | y | A | |\n| text | b | B | y |",
        "bare-name",
        "error",
        "D3",
    ),
]
ROW = "\n| text | a | A | B |"
HEADINGS: list[Case] = [
    *(
        (f"survey\n| type | name | label | {heading} |{ROW}", None, "", None)
        for heading in ("constraint message", "Constraint_Message", "hint::English", "Hint : English (en)")
    ),
    *(
        (f"survey\n| type | name | label | {heading} |{ROW}", "heading-read-as", "repaired", "D1")
        for heading in ("constraint-message", "Hint?", "hint (French)", "hint_fr", "hint – العربية", "hint Kiswahili")
    ),
    *(
        (f"survey\n| {heading} |\n| text | a | A |", "heading-read-as", "repaired", cell)
        for heading, cell in (
            ("typ | name | label", "A1"),
            ("type | nam | label", "B1"),
            ("type | name | lable", "C1"),
            ("type | name | label_en", "C1"),
            ("Type* | name | label", "A1"),
        )
    ),
    ("survey\n| type | name | label | label_fr |" + ROW, None, "", None),
    ("survey\n| type | name | label | my notes |" + ROW, None, "", None),
    ("survey\n| type | name | label | hint (  ) |" + ROW, None, "", None),
    ("survey\n| type | name | label | hint for the team |" + ROW, None, "", None),
    ("survey\n| type | name | label | relevnt |" + ROW, "heading-unknown", "warning", "D1"),
    (
        HEAD + "| select_one l | a | A |\nchoices\n| list nam | name | label |\n| l | 1 | A |",
        "heading-read-as",
        "repaired",
        "A1",
    ),
    (HEAD + "| text\u200b | a | A |", "cell-invisible", "repaired", "A2"),
    (HEAD + "| text | \ufeffa | A |", "cell-invisible", "repaired", "B2"),
    (HEAD + "| text | a | \u200fA\u200b |", None, "", None),
    (
        HEAD + "| select_one l | a | A |\nchoices\n| list_name | name | label |\n| l\u200b | 1 | A |",
        "cell-invisible",
        "repaired",
        "A2",
    ),
]
SETTINGS: list[Case] = [
    (HEAD + f"| text | a | A |\nsettings\n{rows}", code, severity, cell)
    for rows, code, severity, cell in (
        ("| form_id | Form Title | Default-Language |\n| x | y | English |", None, "", None),
        ("| form_id | id_string |\n| x | y |", "setting-twice", "warning", "B2"),
        ("| form_id | stlye |\n| x | pages |", "setting-unknown-near", "warning", "B2"),
        ("| form_id | colour |\n| x | red |", None, "", None),
        ("| form_id | allow_choice_duplicates |\n| x | maybe |", "setting-not-yes", "warning", "B2"),
        ("| form_id |\n| x |\n| y |", "settings-more-rows", "warning", None),
        ("| form_id | public_key |\n| x | MIIB |", "setting-not-run", "warning", "B2"),
        ('| namespaces |\n| esri="http://esri.example/x" |', None, "", None),
        ('| namespaces |\n| xml="x" |', "namespaces-unfit", "warning", "A2"),
        ('| namespaces |\n| 1="x" a="http://a.example" |', "namespaces-unfit", "warning", "A2"),
        ("| namespaces |\n| esri |", "namespaces-unfit", "warning", "A2"),
    )
]
CASES = [*PARTICULARS, *UNUSED, *NAMES, *LIKE_ONES, *SWITCHES, *HEADINGS, *SETTINGS]


@pytest.mark.parametrize(("text", "code", "severity", "cell"), CASES, ids=[f"{n}-{c[1]}" for n, c in enumerate(CASES)])
def test_a_form_opens_and_says_what_was_done(text: str, code: str | None, severity: str, cell: str | None) -> None:
    """The finding stands at its cell and says what to do; nothing else is said of a form that is fine."""
    findings = found(text)
    told = {code: each for code, each in findings.items() if code not in CARRIED}
    if code is None:
        assert told == {}
        return
    assert code in told
    finding = told[code]
    assert (finding.severity, finding.place.cell) == (Severity(severity), cell)
    assert "{" not in (what(finding) + cure(finding)).replace("${", "")


def test_a_word_for_yes_is_read_as_yes() -> None:
    """And one for no as nothing."""
    opened = open_form(
        form_workbook(
            "survey\n| type | name | label | required | readonly |\n| text | a | A | oui | |\n| text | b | B | n | x |"
        ),
        file_name="f",
    )
    assert opened.form is not None
    first, second = (question for _, question in opened.form.questions())
    assert first.required is not None
    assert first.required.source == "true()"
    assert second.required is None
    assert second.readonly is not None


TABS = [
    ({"Survey ": "text", "CHOICES": "l"}, []),
    ({"survey": "text", "external-choices": "l"}, []),
    ({"survey": "text", "choice": "l"}, ["sheet-misspelt"]),
    ({"survey": "text", "Setting": "s"}, ["sheet-misspelt"]),
    ({"survy": "text", "choices": "l"}, ["sheet-misspelt"]),
    ({"Questionnaire": "text", "notes": "l"}, ["sheet-misspelt", "sheet-misspelt"]),
    ({"survey": "text", "SURVEY ": "text"}, ["sheet-twice"]),
    ({"survey": "text", "choices": "l", "Choices ": "l"}, ["sheet-twice"]),
    ({"Sheet1": "text"}, ["survey-only-sheet"]),
    ({"Sheet1": "text", "Sheet2": "l"}, ["sheet-misspelt", "sheet-misspelt"]),
    ({"survey": "text", "notes": "s", "Sheet3": "l"}, ["sheet-misspelt"]),
    ({"survey": "text", "Sheet2": "text"}, []),
]


@pytest.mark.parametrize(("tabs", "codes"), TABS, ids=[", ".join(tabs) for tabs, _ in TABS])
def test_sheets_are_found_whatever_they_are_called(tabs: dict[str, str], codes: list[str]) -> None:
    """Capitals, blanks and hyphens say nothing; a misspelt name and a second sheet are told at the sheet."""
    contents = {
        "text": [["type", "name", "label"], ["text", "a", "A"]],
        "l": [["list_name", "name", "label"], ["l", "1", "One"]],
        "s": [["form_id"], ["x"]],
    }
    opened = open_form(workbook({name: contents[what] for name, what in tabs.items()}), file_name="f")
    assert opened.form is not None
    assert [finding.code for finding in opened.findings] == codes
    assert all(finding.place.sheet in tabs for finding in opened.findings)


def test_rows_and_columns_before_the_headings_are_left_out() -> None:
    """Empty rows, a title, an empty first column: the headings are found, and the cells are named as they are."""
    survey = [[], ["", "Our form"], ["", "type", "label"], ["", "txet", "A"]]
    opened = open_form(workbook({"survey": survey, "settings": [[], ["form_id"], [], ["x"]]}), file_name="f")
    assert opened.form is not None
    assert opened.form.form_id == "x"
    found = {finding.code: finding.place for finding in opened.findings}
    assert (found["headings-not-first"].row, found["type-unknown-near"].cell, found["name-missing"].row) == (3, "B4", 4)


def test_cells_of_every_kind_are_read_as_text() -> None:
    """Numbers, dates, truths, numbers as text, line ends of other systems, cached values of formulas."""
    rows = [
        ["type", "name", "label", "default", "required"],
        ["integer", "a", 1, 2.0, True],
        ["text", "b", "x\r\ny", "007", False],
        ["decimal", "c", 1.5, 0.1, "TRUE"],
    ]
    form = open_form(workbook({"survey": rows}), file_name="f").form
    assert form is not None
    first, second, third = (question for _, question in form.questions())
    assert (first.label.by_language, first.default, first.required is not None) == ({"": ("1",)}, "2", True)
    assert (second.default, second.required) == ("007", None)
    assert (third.label.by_language, third.default) == ({"": ("1.5",)}, "0.1")


def test_a_survey_of_too_many_rows_is_refused() -> None:
    """It would take longer than a person waits; one that is just as long as is allowed opens."""
    rows = [["type", "name", "label"], *([["text", "q", "Q"]] * 20_001)]
    opened = open_form(workbook({"survey": rows}), file_name="f")
    assert [finding.code for finding in opened.findings][-1] == "survey-too-long"
    assert opened.findings[-1].place.sheet == "survey"


def test_an_attribute_with_an_impossible_name_is_not_made() -> None:
    """The column is carried, and the instance stays XML."""
    form = open_form(
        form_workbook("survey\n| type | name | label | instance::in the north |\n| text | a | A | x |"), file_name="f"
    ).form
    assert form is not None
    question = next(question for _, question in form.questions())
    assert question.attributes == ()
    assert question.extras == {"instance::in the north": "x"}


TWINS = """
survey
| type | name | label | calculation |
| select_one l | a | A | |
| calculate | c | | CALCULATION |
choices
| list_name | name | label |
| l | 1 | One |
| L | 2 | Two |
| L | 3 | Three |
"""


@pytest.mark.parametrize(("calculation", "told"), [("1", True), ("count(instance('L')/root/item)", False)])
def test_a_list_whose_name_differs_in_capitals_is_told_where_nothing_takes_it(calculation: str, told: bool) -> None:
    """Its choices are kept; one that an expression names is meant."""
    opened = open_form(form_workbook(TWINS.replace("CALCULATION", calculation)), file_name="f")
    assert opened.form is not None
    assert [len(choices.choices) for choices in opened.form.choice_lists.values()] == [1, 2]
    cells = [finding.place.cell for finding in opened.findings if finding.code == "list-twin"]
    assert cells == (["A3"] if told else [])


def test_two_lists_that_are_both_taken_are_two_lists() -> None:
    """Capitals tell them apart, as in other programs."""
    text = TWINS.replace("| calculate | c | | CALCULATION |", "| select_one L | b | B | |")
    assert "list-twin" not in found(text)


@pytest.mark.parametrize(
    ("headings", "cell"),
    [
        ("label::Englsh | label::English", "C1"),
        ("label::English | label::Englsh", "D1"),
        ("label::English (en) | label::Enlgish (en)", "D1"),
        ("label::English (UK) | label::English (US)", None),
        ("label::Kirundi | label::Kinyarwanda", None),
        ("label::Dari | label::Darija", None),
    ],
)
def test_a_language_written_nearly_like_another_is_told(headings: str, cell: str | None) -> None:
    """At its heading, with the one that is meant; languages that are alike are two."""
    told = found(f"survey\n| type | name | {headings} |\n| text | a | A | B |")
    assert (told["language-near"].place.cell if "language-near" in told else None) == cell
