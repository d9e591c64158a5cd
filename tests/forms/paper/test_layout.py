"""A form as blocks: what is printed, in which order, under which numbers."""

from __future__ import annotations

from collections.abc import Mapping

from scenario import form_of

from forms.paper.blocks import (
    Block,
    Choose,
    Condition,
    Digits,
    Filled,
    FromList,
    Grid,
    Heading,
    Item,
    Lines,
    Moment,
    Note,
    Roster,
    Scale,
    Sheet,
    Spots,
    Tick,
    Ticking,
)
from forms.paper.choices import MOST_BESIDE, MOST_LISTED
from forms.paper.layout import Wish, lay_out

YES_NO = "choices\n| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |\n"


def sheet_of(text: str, *, files: Mapping[str, bytes] | None = None, **wish: object) -> Sheet:
    """Return the questionnaire of a form in text tables."""
    known = files or {}
    form = form_of(text, known)
    named = str(wish.pop("language", form.default_language or form.languages[0]))
    return lay_out(form, Wish(named, **wish), known.get)  # type: ignore[arg-type]


def items_of(sheet: Sheet) -> list[Item]:
    """Return the questions outside of tables."""
    return [block for block in sheet.blocks if isinstance(block, Item)]


def only(sheet: Sheet, kind: type[Block]) -> Block:
    """Return the one block of a kind."""
    (found,) = [block for block in sheet.blocks if isinstance(block, kind)]
    return found


def test_questions_are_numbered_through() -> None:
    """Notes, calculations and what is never asked have no number; groups with words are lettered sections."""
    sheet = sheet_of(
        "survey\n| type | name | label | calculation | relevant |\n"
        "| start | began | | | |\n| text | a | First | | |\n| note | n | A note | | |\n"
        "| begin group | g | Water | | ${a} != '' |\n| text | b | Second | | |\n"
        "| begin group | h | Pumps | | |\n| text | c | Third | | |\n| end group | | | | |\n| end group | | | | |\n"
        "| calculate | sum | | 1 + 1 | |\n| text | d | Never | | false() |\n| begin group | i | Last | | |\n"
        "| text | e | Fourth | | |\n| end group | | | | |\n"
    )
    told = [(type(block).__name__, getattr(block, "number", getattr(block, "mark", ""))) for block in sheet.blocks]
    assert told == [
        ("Item", "Q1"),
        ("Note", ""),
        ("Heading", "A"),
        ("Item", "Q2"),
        ("Heading", ""),
        ("Item", "Q3"),
        ("Heading", "B"),
        ("Item", "Q4"),
    ]
    heading = sheet.blocks[2]
    assert isinstance(heading, Heading)
    assert heading.when == "Only if Q1 has an answer"


def test_a_group_without_words_says_which_questions_its_condition_is_for() -> None:
    """The numbers stand before the condition, since no heading holds it."""
    sheet = sheet_of(
        "survey\n| type | name | label | relevant |\n| text | a | A | |\n| begin group | g | | ${a} = 'x' |\n"
        "| text | b | B | |\n| text | c | C | |\n| end group | | | |\n"
    )
    condition = only(sheet, Condition)
    assert isinstance(condition, Condition)
    assert condition.when == "Q2 to Q3: Only if Q1 = x"


def test_room_for_each_type_of_answer() -> None:
    """Each type has boxes, lines or ticks of its own kind."""
    sheet = sheet_of(
        "survey\n| type | name | label | constraint | appearance | parameters |\n"
        "| text | a | A | | | |\n| text | b | B | | multiline | |\n| integer | c | C | . < 150 | | |\n"
        "| decimal | d | D | . >= -5 and . <= 40 | | |\n| date | e | E | | | |\n| date | f | F | | month-year | |\n"
        "| time | g | G | | | |\n| dateTime | h | H | | | |\n| geopoint | i | I | | | |\n| geoshape | j | J | | | |\n"
        "| image | k | K | | | |\n| image | l | L | | signature | |\n| acknowledge | m | M | | | |\n"
        "| range | n | N | | | start=1 end=5 step=1 |\n| range | o | O | | | start=0 end=1000 step=1 |\n"
        "| barcode | p | P | | | |\n"
    )
    assert [item.answer for item in items_of(sheet)] == [
        Lines(1),
        Lines(3),
        Digits(3),
        Digits(2, 2, signed=True),
        Moment.DAY,
        Moment.MONTH,
        Moment.TIME,
        Moment.DAY_AND_TIME,
        Spots(1),
        Spots(4),
        Filled("Photo: number"),
        Filled("Signature"),
        Tick("Read and understood"),
        Scale(("1", "2", "3", "4", "5")),
        Digits(4),
        Filled("Number under the barcode"),
    ]


def test_choices_have_codes_and_say_how_many_are_ticked() -> None:
    """A code that only repeats the label is left out, unless every code is wanted."""
    text = (
        "survey\n| type | name | label | required |\n| select_one l | a | A | yes |\n| select_multiple l | b | B | |\n"
        "| rank l | c | C | |\n"
        "choices\n| list_name | name | label |\n| l | not_sure | Not sure |\n| l | w1 | A well |\n"
    )
    one, many, rank = items_of(sheet_of(text))
    assert (one.instruction, many.instruction) == ("Tick one", "Tick all that apply")
    assert (one.required, many.required) == (True, False)
    assert isinstance(one.answer, Choose)
    assert [(option.code, option.shows_code) for option in one.answer.options] == [("not_sure", False), ("w1", True)]
    assert isinstance(rank.answer, Choose)
    assert rank.answer.ticking is Ticking.RANK
    whole = items_of(sheet_of(text, all_codes=True))[0].answer
    assert isinstance(whole, Choose)
    assert all(option.shows_code for option in whole.options)


def test_values_inside_labels_name_the_question_they_come_from() -> None:
    """What only the program knows is a blank line."""
    sheet = sheet_of(
        "survey\n| type | name | label | calculation |\n| text | a | Your name? | |\n| calculate | b | | ${a} |\n"
        "| text | c | How old is ${a}? | |\n| note | d | Born ${b} | |\n"
    )
    assert items_of(sheet)[1].text == r"How old is \[answer to Q1\]?"
    note = only(sheet, Note)
    assert isinstance(note, Note)
    assert "\\_" in note.text


def test_the_language_wanted_and_what_it_lacks() -> None:
    """A text that is missing in the language is printed in the form's default language."""
    text = (
        "survey\n| type | name | label::English (en) | label::Français (fr) |\n"
        "| text | a | Name | Nom |\n| text | b | Age | |\n"
    )
    sheet = sheet_of(text, language="Français (fr)", speech="fr")
    assert [item.text for item in items_of(sheet)] == ["Nom", "Age"]
    assert sheet.words["interviewer"] == "Enquêteur ou enquêtrice"


def test_a_label_that_is_missing_gives_way_to_the_name() -> None:
    """The name is printed as it is, whatever signs it has."""
    sheet = sheet_of("survey\n| type | name | label |\n| text | hh_size_ | |\n")
    assert items_of(sheet)[0].text == r"hh\_size\_"


def test_few_short_questions_of_a_repeat_are_columns() -> None:
    """Each time is a row; a count that is an answer is told."""
    sheet = sheet_of(
        "survey\n| type | name | label | repeat_count |\n| integer | n | How many? | |\n"
        "| begin repeat | p | People | ${n} |\n| text | name | Name | |\n| integer | age | Age | |\n"
        f"| select_one yn | w | Works? | |\n| end repeat | | | |\n{YES_NO}"
    )
    roster = only(sheet, Roster)
    assert isinstance(roster, Roster)
    assert (roster.mark, roster.upright, roster.rows) == ("Table 1", True, 10)
    assert roster.times.startswith("Fill it as many times as Q1 says")
    assert [getattr(item, "number", "") for item in roster.items] == ["Q2", "Q3", "Q4"]


def test_many_questions_of_a_repeat_are_rows() -> None:
    """Each time is a column; a repeat inside says to which row it belongs."""
    rows = "".join(f"| text | t{n} | Text {n} |\n" for n in range(9))
    sheet = sheet_of(
        f"survey\n| type | name | label |\n| begin repeat | p | People |\n{rows}"
        "| begin repeat | c | Children |\n| text | x | Name |\n| end repeat | | |\n| end repeat | | |\n"
    )
    outer, inner = (block for block in sheet.blocks if isinstance(block, Roster))
    assert (outer.upright, outer.rows, outer.parent) == (False, 4, "")
    assert (inner.mark, inner.parent) == ("Table 2", "Belongs to row of Table 1")


def test_a_repeat_that_is_asked_once_is_a_section() -> None:
    """A count of 1, written or calculated, makes no table."""
    sheet = sheet_of(
        "survey\n| type | name | label | calculation | repeat_count |\n| calculate | one | | 1 | |\n"
        "| begin repeat | p | Household | | ${one} |\n| text | a | A | | |\n| end repeat | | | | |\n"
        "| text | b | B | | |\n"
    )
    assert [type(block).__name__ for block in sheet.blocks] == ["Heading", "Item", "Item"]


def test_a_fixed_count_gives_as_many_rows() -> None:
    """Three times are three rows."""
    sheet = sheet_of(
        "survey\n| type | name | label | repeat_count |\n| begin repeat | p | Plots | 3 |\n| text | a | A | |\n"
        "| end repeat | | | |\n"
    )
    roster = only(sheet, Roster)
    assert isinstance(roster, Roster)
    assert (roster.rows, roster.times) == (3, "Fill it 3 times")


def test_label_and_list_nolabel_rows_are_one_grid() -> None:
    """The row that only shows the choices is the head and has no number."""
    sheet = sheet_of(
        "survey\n| type | name | label | appearance |\n| select_one yn | h | Do you have | label |\n"
        f"| select_one yn | a | Soap | list-nolabel |\n| select_one yn | b | Water | list-nolabel |\n{YES_NO}"
    )
    grid = only(sheet, Grid)
    assert isinstance(grid, Grid)
    assert (grid.title, [option.label for option in grid.options]) == ("Do you have", ["Yes", "No"])
    assert [(row.number, row.text) for row in grid.rows] == [("Q1", "Soap"), ("Q2", "Water")]


def test_choices_too_long_for_columns_make_no_grid() -> None:
    """Each row then is a question with its choices beside it."""
    rows = (
        "survey\n| type | name | label | appearance |\n| select_one l | a | Soap | list-nolabel |\n"
        "| select_one l | b | Water | list-nolabel |\nchoices\n| list_name | name | label |\n"
    )
    words = "".join(f"| l | c{n} | Incomprehensible{n} |\n" for n in range(6))
    assert [item.number for item in items_of(sheet_of(rows + words))] == ["Q1", "Q2"]


def test_a_condition_that_all_rows_of_a_grid_share_is_said_once() -> None:
    """It stands above the table; different ones stand above their rows."""
    rows = (
        "survey\n| type | name | label | appearance | relevant |\n| text | z | Z | | |\n"
        "| select_one yn | a | Soap | list-nolabel | ${z} = 'x' |\n"
        "| select_one yn | b | Water | list-nolabel | ${z} = 'x' |\n"
    )
    grid = only(sheet_of(rows + YES_NO), Grid)
    assert isinstance(grid, Grid)
    assert (grid.when, [row.when for row in grid.rows]) == ("Only if Q1 = x", ["", ""])
    grid = only(sheet_of(rows.replace("Water | list-nolabel | ${z} = 'x'", "Water | list-nolabel | ") + YES_NO), Grid)
    assert isinstance(grid, Grid)
    assert (grid.when, [row.when for row in grid.rows]) == ("", ["Only if Q1 = x", ""])


def test_a_long_list_stands_at_the_end() -> None:
    """More than forty choices are lines for name and code, and a list that names its questions."""
    rows = "".join(f"| v | v{n} | Village {n} |\n" for n in range(MOST_BESIDE + 1))
    sheet = sheet_of(
        "survey\n| type | name | label |\n| select_one v | a | Where? |\n| select_multiple v | b | Where else? |\n"
        f"choices\n| list_name | name | label |\n{rows}"
    )
    first, second = items_of(sheet)
    assert first.answer == FromList(Ticking.ONE, "See List 1 at the end")
    assert second.answer == FromList(Ticking.MANY, "See List 1 at the end", lines=3)
    (annex,) = sheet.annexes
    assert (annex.mark, annex.title, annex.used_by, annex.left_out) == ("List 1", "v", "For Q1, Q2", "")
    assert len(annex.groups[0].entries) == MOST_BESIDE + 1


def test_what_a_list_at_the_end_leaves_out_is_said() -> None:
    """A list longer than the paper can hold ends with a sentence."""
    rows = "".join(f"| v | v{n} | Village {n} |\n" for n in range(MOST_LISTED + 5))
    sheet = sheet_of(
        f"survey\n| type | name | label |\n| select_one v | a | Where? |\nchoices\n| list_name | name | label |\n{rows}"
    )
    (annex,) = sheet.annexes
    assert sum(len(group.entries) for group in annex.groups) == MOST_LISTED
    assert annex.left_out.startswith(f"The list has {MOST_LISTED + 5} entries; {MOST_LISTED} are printed")


CASCADE = (
    "survey\n| type | name | label | choice_filter |\n| select_one d | d | District? | |\n"
    "| select_one v | v | Village? | d = ${d} |\n"
    "choices\n| list_name | name | label | d |\n| d | n | North | |\n| d | s | South | |\n"
    "| v | v1 | Hill | n |\n| v | v2 | Lake | s |\n| v | v3 | Wood | n |\n| v | other | Other | |\n"
)


def test_choices_of_a_cascade_stand_under_the_answer_they_belong_to() -> None:
    """Those of one district are together, in the order of the list."""
    answer = items_of(sheet_of(CASCADE))[1].answer
    assert isinstance(answer, Choose)
    assert [(option.group, option.code) for option in answer.options] == [
        ("North", "v1"),
        ("", "v3"),
        ("South", "v2"),
        ("Others", "other"),
    ]
    assert answer.note == "Offer only what belongs to the answer to Q1"


def test_a_filter_that_is_no_cascade_is_told() -> None:
    """One that does not read the list is a condition in words; any other stands as it is written."""
    text = CASCADE.replace("d = ${d}", "${d} != 'n'")
    answer = items_of(sheet_of(text))[1].answer
    assert isinstance(answer, Choose)
    assert answer.note == "Offer a choice only where Q1 is not “North”"
    answer = items_of(sheet_of(CASCADE.replace("d = ${d}", "contains(d, ${d})")))[1].answer
    assert isinstance(answer, Choose)
    assert answer.note == "Choices are offered by this rule of the form: contains(d, Q1)"


def test_a_list_in_a_file() -> None:
    """A file that is here is printed; one that is not is named."""
    text = "survey\n| type | name | label |\n| select_one_from_file v.csv | a | Where? |\n"
    here = items_of(sheet_of(text, files={"v.csv": b"name,label\nx,Xanten\ny,Ystad\n"}))[0].answer
    assert isinstance(here, Choose)
    assert [(option.code, option.label) for option in here.options] == [("x", "Xanten"), ("y", "Ystad")]
    missing = items_of(sheet_of(text))[0].answer
    assert missing == FromList(Ticking.ONE, "Choose from the list in the file “v.csv”")


def test_a_person_out_of_a_table() -> None:
    """A choice among the rows of a repeat is a row number."""
    sheet = sheet_of(
        "survey\n| type | name | label |\n| begin repeat | p | People |\n| text | nm | Name |\n| end repeat | | |\n"
        "| select_one ${nm} | who | Who? |\n"
    )
    assert items_of(sheet)[0].answer == Filled("Write the row number from Table 1")


def test_values_that_skips_ask_for_are_listed() -> None:
    """A calculation without short words is named in the skip, and its rule stands at the end."""
    sheet = sheet_of(
        "survey\n| type | name | label | calculation | relevant |\n| integer | a | A | | |\n"
        "| calculate | s | | if(${a} > 2, ${a} * 12 + pulldata('f', 'g', 'h', ${a}), 0) | |\n"
        "| text | b | B | | ${s} > 50 |\n"
    )
    assert items_of(sheet)[1].when == "Only if “s” is more than 50"
    (worked,) = sheet.annexes
    assert worked.is_worked_out
    entry = worked.groups[0].entries[0]
    assert (entry.code, entry.label) == ("s", 'if(Q1 > 2, Q1 * 12 + pulldata("f", "g", "h", Q1), 0)')


def test_consent_is_asked_on_the_first_page_unless_the_form_asks() -> None:
    """A form with a question of consent of its own has no second one."""
    with_it = f"survey\n| type | name | label |\n| select_one yn | consent | May I ask? |\n{YES_NO}"
    assert not sheet_of(with_it).asks_consent
    assert sheet_of("survey\n| type | name | label |\n| text | a | A |\n").asks_consent


def test_a_form_without_questions_and_a_type_nobody_knows() -> None:
    """Nothing to print is an empty sheet; an unknown type is a line to write on, and told."""
    empty = sheet_of("survey\n| type | name | label | calculation |\n| calculate | a | | 1 |\n")
    assert empty.blocks == ()
    (item,) = items_of(sheet_of("survey\n| type | name | label |\n| hologram | a | A |\n"))
    assert item.answer == Lines(1)
    assert item.instruction == "The form calls this “hologram”; write the answer in words"


def test_how_to_names_only_what_is_on_the_paper() -> None:
    """A form of one text question explains neither ticks nor tables."""
    sheet = sheet_of("survey\n| type | name | label |\n| text | a | A |\n")
    assert len(sheet.introduction) == 3
    assert not any("table" in sentence or "tick" in sentence for sentence in sheet.introduction)
