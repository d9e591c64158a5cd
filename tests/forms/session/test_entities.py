"""Entities: what an interview adds to lists and changes in them, as it stands in the submission."""

from __future__ import annotations

import re

import pytest
from scenario import form_of, story
from workbooks import sheets_of, workbook

from forms.xlsform.open import open_form

TREES = """
survey
| type | name | label | save_to | calculation |
| text | species | Species | species | |
| integer | height | Height | height_m | |
entities
| list_name | label | create_if | update_if | entity_id |
"""
PEOPLE = """
survey
| type | name | label | save_to |
| text | village | Village | |
| begin_repeat | hh | Household | |
| text | head | Head | name_of_head |
| begin_group | more | More | |
| integer | size | Size | size |
| end_group | | | |
| end_repeat | | | |
entities
| list_name | label |
| households | concat(${village}, ': ', ${head}) |
"""


def codes(text: str) -> list[str]:
    """Return the codes of what is found in a form."""
    return [finding.code for finding in open_form(workbook(sheets_of(text)), file_name="f.xlsx").findings]


@pytest.mark.parametrize(
    ("list_name", "properties", "found"),
    [
        ("trees", ("species", "height_m"), []),
        ("my trees", ("species", "height_m"), ["entity-list-name"]),
        ("old.trees", ("species", "height_m"), ["entity-list-name"]),
        ("__trees", ("species", "height_m"), ["entity-list-name"]),
        ("trees", ("full name", "height_m"), ["save-to-name"]),
        ("trees", ("Label", "__height"), ["save-to-name", "save-to-name"]),
        ("trees", ("size", "size"), ["save-to-twice"]),
    ],
)
def test_names_that_servers_refuse_are_found(list_name, properties, found):
    """What no list and no property of an entity can be called, and what would be filled twice."""
    form = TREES.replace("| species | |", f"| {properties[0]} | |").replace("| height_m |", f"| {properties[1]} |")
    assert codes(f"{form}| {list_name} | ${{species}} | | | |") == found


def test_an_entity_is_declared_in_the_submission():
    """The submission says list, a fresh id, that it is made, and its label."""
    interview = story(f"{TREES}| trees | ${{species}} | | | |")
    interview.answer("species", "oak")
    xml = interview.interview.xml().decode()
    entity = re.search(r'<entity dataset="trees" create="1" id="([0-9a-f-]{36})"><label>oak</label></entity>', xml)
    assert entity is not None
    assert interview.reopened().interview.xml().decode().count(entity[1]) == 1


def test_an_entity_is_made_on_a_condition():
    """create says what the condition gives."""
    interview = story(f"{TREES}| trees | ${{species}} | ${{height}} > 3 | | |")
    interview.answer("height", "2")
    assert interview["meta/entity/@create"].value == "false"
    interview.answer("height", "5")
    assert ' create="true"' in interview.interview.xml().decode()


def test_an_entity_is_changed_by_its_id():
    """update names the entity and the version it changes, read from the list beside the form."""
    text = (
        "survey\n| type | name | label |\n| select_one_from_file trees.csv | tree | Tree |\n"
        "entities\n| list_name | label | entity_id | update_if |\n"
        "| trees | concat('a ', ${tree}) | ${tree} | ${tree} != 'x2' |"
    )
    files = {"trees.csv": b"name,label,__version,__trunkVersion,__branchId\nx1,Oak,4,3,b9\nx2,Elm,1,,\n"}
    interview = story(text, files=files)
    interview.answer("tree", "x1")
    xml = interview.interview.xml().decode()
    wanted = 'dataset="trees" update="true" baseVersion="4" trunkVersion="3" branchId="b9" id="x1"'
    assert f"<entity {wanted}><label>a x1</label></entity>" in xml
    interview.answer("tree", "x2")
    assert interview["meta/entity/@update"].value == "false"


def test_each_repeat_instance_makes_its_own_entity():
    """An entity whose properties are asked in a repeat is declared in each instance, with an id of its own."""
    interview = story(PEOPLE)
    interview.add("hh")
    interview.answer("village", "Aru")
    interview.answer("hh[2]/head", "Ana")
    xml = interview.interview.xml().decode()
    ids = re.findall(r'<entity dataset="households" create="1" id="([0-9a-f-]{36})">', xml)
    assert len(set(ids)) == 2
    assert interview["hh[2]/meta/entity/label"].value == "Aru: Ana"
    assert form_of(PEOPLE).entities[0].group == "/data/hh"


def test_two_entities_stand_in_their_own_groups():
    """As many entities as lists; each where its questions are."""
    text = (
        "survey\n| type | name | label | save_to |\n| begin_group | a | A | |\n| text | x | X | trees#kind |\n"
        "| end_group | | | |\n| begin_group | b | B | |\n| text | y | Y | farms#owner |\n| end_group | | | |\n"
        "entities\n| list_name | label |\n| trees | ${x} |\n| farms | ${y} |"
    )
    assert [entity.group for entity in form_of(text).entities] == ["/data/a", "/data/b"]
    xml = story(text).interview.xml().decode()
    assert xml.index('dataset="trees"') < xml.index('dataset="farms"') < xml.index("orx:meta")


def test_a_question_called_label_is_not_the_entitys():
    """Names mean questions, never what an entity declares."""
    rows = "| text | label | L | |\n| begin_repeat | hh | H | |\n| text | a | A | kind |\n| calculate | c | | |"
    text = f"survey\n| type | name | label | save_to | calculation |\n{rows} ${{label}} |\n| end_repeat | | | | |\n"
    interview = story(f"{text}entities\n| list_name | label |\n| homes | ${{a}} |")
    interview.answer("label", "seen")
    assert interview["hh[1]/c"].value == "seen"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| | ${species} | | | |", "entity-without-list"),
        ("| trees | | | | |", "entity-without-label"),
        ("| trees | x | | true() | |", "entity-without-id"),
        ("| trees | x | true() | | 'a' |", "entity-without-update"),
        ("| | x | | | |", "save-to-nowhere"),
    ],
)
def test_entities_that_cannot_work_are_found(row, code):
    """What the entities sheet lacks is said."""
    assert code in codes(TREES + row)


def test_entities_that_would_stand_in_one_place_are_found():
    """Two entities of the same group cannot both be declared."""
    text = TREES.replace("| species |", "| trees#species |").replace("| height_m |", "| farms#height |")
    assert "entity-crowded" in codes(f"{text}| trees | x | | | |\n| farms | y | | | |")
