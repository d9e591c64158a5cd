"""The order of pages a person meets."""

from __future__ import annotations

from scenario import Story, story

from forms.session.pages import FINISH, Pages

FORM = r"""
| type | name | label | relevant | appearance | repeat_count | calculation |
| start | start | | | | | |
| text | a | A | | | | |
| begin_group | g | G | | | | |
| text | b | B | ${a} = 'x' | | | |
| text | c | C | | | | |
| end_group | | | | | | |
| begin_group | together | T | | field-list | | |
| text | d | D | | | | |
| text | e | E | ${d} = 'x' | | | |
| end_group | | | | | | |
| begin_repeat | hh | H | | | | |
| text | name | N | | | | |
| calculate | n | | | | | 1 |
| end_repeat | | | | | | |
| begin_repeat | fixed | F | | | 2 | |
| text | f | F | | | | |
| end_repeat | | | | | | |
"""


def shown(interview: Story) -> list[tuple[str, str]]:
    return [(page.kind, page.ref.removeprefix("/data/")) for page in Pages(interview.interview.root).pages()]


def test_pages_in_order():
    """One question a page, groups shown together as one, a roster before its instances, finish last."""
    interview = story(FORM)
    interview.add("hh")
    assert shown(interview) == [
        ("question", "a"),
        ("question", "g/c"),
        ("list", "together"),
        ("repeat", "hh"),
        ("question", "hh[1]/name"),
        ("question", "hh[2]/name"),
        ("question", "fixed[1]/f"),
        ("question", "fixed[2]/f"),
        ("finish", ""),
    ]


def test_a_hidden_question_has_no_page():
    """Pages follow relevance, on their own and inside lists."""
    interview = story(FORM)
    pages = Pages(interview.interview.root)
    interview.answer("a", "x")
    assert ("question", "g/b") in shown(interview)
    together = pages.page_of("/data/together/d")
    assert together is not None
    assert together.refs == ("/data/together/d",)
    interview.answer("together/d", "x")
    assert pages.page_of("/data/together/e").refs == ("/data/together/d", "/data/together/e")


def test_sections_are_outermost_groups():
    """A page knows the outermost group it belongs to."""
    interview = story(FORM)
    assert [page.section for page in Pages(interview.interview.root).pages()][:4] == [
        "",
        "/data/g",
        "/data/together",
        "/data/hh",
    ]


def test_forward_and_back():
    """Next and previous walk the pages; the ends stay where they are."""
    interview = story(FORM)
    pages = Pages(interview.interview.root)
    page = pages.first()
    assert pages.previous(page) is None
    walked = [page.ref]
    while page != FINISH:
        page = pages.next(page)
        walked.append(page.ref)
    assert walked == [each.ref for each in pages.pages()]
    assert pages.next(FINISH) == FINISH
    assert pages.previous(FINISH).ref == "/data/fixed[2]/f"


def test_next_of_a_page_that_is_gone():
    """When the page was hidden or removed meanwhile, one goes on behind where it stood."""
    interview = story(FORM)
    pages = Pages(interview.interview.root)
    interview.answer("a", "x")
    page = pages.page_of("/data/g/b")
    interview.answer("a", "y")
    assert pages.next(page).ref == "/data/g/c"
    interview.add("hh")
    page = pages.page_of("/data/hh[2]/name")
    interview.remove("hh[2]")
    assert pages.next(page).ref == "/data/hh[1]/name"


def test_position_counts_relevant_questions():
    """Progress counts the questions that are asked now."""
    interview = story(FORM)
    pages = Pages(interview.interview.root)
    assert pages.position(pages.first()) == (1, 6)
    assert pages.position(pages.page_of("/data/hh[1]/name")) == (4, 6)
    assert pages.position(FINISH) == (6, 6)
    interview.answer("a", "x")
    assert pages.position(pages.page_of("/data/g/c")) == (3, 7)


def test_the_page_of_a_place():
    """A reference finds the page that shows it: question, list member, roster, group; hidden ones have none."""
    interview = story(FORM)
    pages = Pages(interview.interview.root)
    assert pages.page_of("/data/together/d").ref == "/data/together"
    assert pages.page_of("/data/hh").kind == "repeat"
    assert pages.page_of("/data/hh[1]").ref == "/data/hh[1]/name"
    assert pages.page_of("/data/g/b") is None
