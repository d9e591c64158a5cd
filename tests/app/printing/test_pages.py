"""Slabs on pages: what stays together and what is cut."""

from __future__ import annotations

from dataclasses import replace

from app.printing.pdf.atoms import Atom, Pen, space
from app.printing.pdf.pages import Page, Piece, Press, Slab


def slab(*heights: float, keep: bool = False, **more: object) -> Slab:
    """Return a slab of one column with pieces of these heights."""
    return Slab(((0.0, tuple(space(height) for height in heights)),), keep=keep, **more)  # type: ignore[arg-type]


def heights(press: Press) -> list[list[tuple[float, float]]]:
    """Return (y, height) of everything placed, page by page."""
    return [[(y, height) for _, y, height in page.placed] for page in press.pages]


def test_slabs_stand_below_each_other() -> None:
    """The empty space above a slab is dropped at the top of a page."""
    press = Press(100)
    press.place([slab(30, before=5), slab(20, before=5), slab(60, before=5)])
    assert heights(press) == [[(0, 30), (35, 20)], [(0, 60)]]


def test_a_slab_stays_with_the_one_after_it() -> None:
    """A heading moves to the next page with its first question."""
    press = Press(100)
    press.place([slab(70), slab(10, keep=True), slab(30)])
    assert heights(press) == [[(0, 70)], [(0, 10), (10, 30)]]


def test_a_slab_that_fits_a_page_is_not_cut() -> None:
    """A question moves whole while that leaves less than half of a page empty."""
    press = Press(100)
    press.place([slab(60), slab(*[10] * 6)])
    assert heights(press) == [[(0, 60)], [(0, 60)]]


def test_a_slab_higher_than_a_page_is_cut_between_its_pieces() -> None:
    """Each page takes what it has room for, nothing is lost."""
    press = Press(100)
    press.place([slab(*[30] * 7)])
    assert heights(press) == [[(0, 90)], [(0, 90)], [(0, 30)]]


def test_a_piece_higher_than_a_page_does_not_hang() -> None:
    """It is placed by itself."""
    press = Press(100)
    press.place([slab(250), slab(20)])
    assert [len(page) for page in heights(press)] == [1, 1]


def test_columns_are_cut_each_by_itself() -> None:
    """The shorter column ends while the other goes on."""
    press = Press(100)
    columns = ((0.0, tuple([space(40)] * 4)), (50.0, (space(30),)))
    press.place([Slab(columns)])
    first, second = press.pages
    assert [len(atoms) for _, atoms in first.placed[0][0].columns] == [2, 1]
    assert [len(atoms) for _, atoms in second.placed[0][0].columns] == [2, 0]


def test_the_head_of_a_table_is_repeated() -> None:
    """A row that begins a page stands below its head."""
    press = Press(100)
    head = slab(10)
    press.place([head, *[replace(slab(30), head=head)] * 5])
    assert heights(press) == [[(0, 10), (10, 30), (40, 30), (70, 30)], [(0, 10), (10, 30), (40, 30)]]


def test_the_running_section_goes_on() -> None:
    """A page says which section it goes on with, or begins with."""
    press = Press(100)
    press.place([slab(60, running="A"), slab(60), slab(60, running="B")])
    assert [page.running for page in press.pages] == ["A", "A", "B"]


def test_a_list_is_poured_into_columns() -> None:
    """Columns are filled from the top down, page after page; a heading keeps its first line."""
    press = Press(100)
    lines = [Piece(space(10)) for _ in range(41)]
    lines[9] = Piece(space(10), is_heading=True)
    press.pour([slab(10)], lines, 2, 200)
    poured = [[len(atoms) for _, atoms in held.columns] for page in press.pages for held, _, _ in page.placed]
    assert poured == [[1], [9, 9], [10, 10], [2, 1]]
    press = Press(100)
    lines[8] = Piece(space(10), is_heading=True)
    lines[9] = Piece(space(10))
    press.pour([slab(10)], lines, 2, 200)
    assert [len(atoms) for _, atoms in press.pages[0].placed[1][0].columns] == [8, 9]


def test_an_empty_list_places_its_title() -> None:
    """Nothing to pour is no error."""
    press = Press(100)
    press.pour([slab(10)], [], 3, 300)
    assert heights(press) == [[(0, 10)]]


def test_pieces_are_painted_where_they_were_placed() -> None:
    """The pen gets the place from the leading edge and from the top."""
    seen: list[tuple[float, float]] = []

    def paint(_pen: Pen, x: float, y: float) -> None:
        seen.append((x, y))

    atoms = (Atom(10, paint), Atom(10, paint))
    page = Page(placed=[(Slab(((5.0, atoms),)), 20.0, 20.0)])
    page.paint(None)  # type: ignore[arg-type]
    assert seen == [(5.0, 20.0), (5.0, 30.0)]
