"""The pages of an interview in the order a person meets them; pure, computed from the nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forms.session.nodes import GroupNode, QuestionNode, RepeatRange

PageKind = Literal["question", "list", "repeat", "finish"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        kind: "question": one question; "list": a group shown together; "repeat": the roster of a repeat the person
            may change; "finish": the last page.
        ref: The question, the group or instance, the range; "" for the finish page.
        refs: Questions on the page, in order (empty for "repeat" and "finish").
        section: Reference of the outermost group, range or instance the page belongs to; "" outside any.
    """

    kind: PageKind
    ref: str
    refs: tuple[str, ...]
    section: str


FINISH = Page("finish", "", (), "")


class Pages:
    """Page flow over a tree of nodes, always as they are now."""

    def __init__(self, root: GroupNode) -> None:
        self._root = root
        self._turns = -1
        self._pages: list[Page] = []

    def pages(self) -> list[Page]:
        """Return every page that can be reached now, the finish page last."""
        if self._turns != self._root.host.turns:
            found: list[Page] = []
            _collect(self._root, "", found)
            found.append(FINISH)
            self._pages, self._turns = found, self._root.host.turns
        return list(self._pages)

    def first(self) -> Page:
        """Return the first page."""
        return self.pages()[0]

    def next(self, after: Page) -> Page:
        """Return the page that follows; when `after` is gone, the page that now stands nearest behind it."""
        pages = self.pages()
        place = self._place(pages, after)
        return pages[min(place + 1, len(pages) - 1)]

    def previous(self, before: Page) -> Page | None:
        """Return the page before; None on the first."""
        pages = self.pages()
        place = self._place(pages, before)
        return pages[place - 1] if place > 0 else None

    def page_of(self, ref: str) -> Page | None:
        """Return the page that shows a question, a roster or a group's first question; None when hidden."""
        inside = ref + "/"
        for page in self.pages():
            if page.ref == ref or ref in page.refs or page.ref.startswith(inside):
                return page
        return None

    def position(self, page: Page) -> tuple[int, int]:
        """Return (number of the page's first question, number of relevant questions), both counted from 1."""
        before = 0
        reached: int | None = None
        for each in self.pages():
            if each.ref == page.ref and each.kind == page.kind:
                reached = before + (1 if each.refs else 0)
            before += len(each.refs)
        return (before if reached is None else max(reached, 1), before)

    def _place(self, pages: list[Page], page: Page) -> int:
        for place, each in enumerate(pages):
            if each.ref == page.ref and each.kind == page.kind:
                return place
        return _nearest(self._root, pages, page)


def _collect(group: GroupNode, section: str, found: list[Page]) -> None:
    for child in group.children:
        if not child.relevant:
            continue
        if isinstance(child, QuestionNode):
            if child.model_node.is_asked:
                found.append(Page("question", child.ref, (child.ref,), section))
        elif isinstance(child, RepeatRange):
            _collect_range(child, section, found)
        else:
            _collect_group(child, section or child.ref, found)


def _collect_group(group: GroupNode, section: str, found: list[Page]) -> None:
    if not group.is_list:
        _collect(group, section, found)
        return
    refs: list[str] = []
    rosters: list[RepeatRange] = []
    _gather(group, refs, rosters)
    if refs:
        found.append(Page("list", group.ref, tuple(refs), section))
    for roster in rosters:
        _collect_range(roster, section, found)


def _gather(group: GroupNode, refs: list[str], rosters: list[RepeatRange]) -> None:
    """Collect the questions of a page that shows a group together; rosters the person changes get their own pages."""
    for child in group.children:
        if not child.relevant:
            continue
        if isinstance(child, QuestionNode):
            if child.model_node.is_asked:
                refs.append(child.ref)
        elif not isinstance(child, RepeatRange):
            _gather(child, refs, rosters)
        elif child.is_counted:
            for instance in child.instances:
                if instance.relevant:
                    _gather(instance, refs, rosters)
        else:
            rosters.append(child)


def _collect_range(range_: RepeatRange, section: str, found: list[Page]) -> None:
    section = section or range_.ref
    if not range_.is_counted:
        found.append(Page("repeat", range_.ref, (), section))
    for instance in range_.instances:
        if instance.relevant:
            _collect_group(instance, section, found)


def _nearest(root: GroupNode, pages: list[Page], page: Page) -> int:
    """Return the place of the last page that stands before a page that is gone."""
    order = {node.ref: number for number, node in enumerate(root.walk())}
    gone = order.get(page.ref)
    if gone is None:  # its repeat instance was removed: stay at the roster
        roster = page.ref.rpartition("[")[0]
        gone = order.get(roster, 0)
    return max((place for place, each in enumerate(pages) if order.get(each.ref, len(order)) <= gone), default=0)
