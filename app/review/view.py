"""The room Interview at the desk: start one, go on with a draft, look at finished ones, save them as a file."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.kit import tasks
from app.kit.desk import Desk
from app.kit.language import isolate, moment_text, number_text, plural, text, trimmed
from app.kit.theme import interface_language, scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card, EmptyState
from app.kit.widgets.labels import Hair, IconLabel, Label
from app.kit.widgets.marks import Pill
from app.kit.widgets.pages import Page, ScrollPage
from app.review import actions
from app.review.actions import Reading, RoomState
from app.review.cells import CellPainter
from app.review.filter_bar import FilterBar
from app.review.reading_page import ReadingPage
from app.review.reason_dialog import ask_reason
from app.review.save_dialog import ask_choices, ask_target
from app.review.table_model import COLUMNS, InterviewTable
from app.storage.drafts import DraftInfo
from app.storage.export import Written
from app.storage.submissions import Filter

ROW_HEIGHT, HEAD_HEIGHT = 38, 34


class InterviewsView(QWidget):
    """Drafts and finished interviews of the open assessment.

    Signals:
        interview_asked: id of the form version to ask.
        draft_asked: id of the draft to go on with.
        ask_room_asked: there is no form yet.
    """

    interview_asked = Signal(str)
    draft_asked = Signal(str)
    ask_room_asked = Signal()
    page_changed = Signal(object)

    def __init__(self, desk: Desk, *, finished: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state: RoomState | None = None
        self.filters: FilterBar | None = None
        self._wants_finished = finished
        self._stack = QStackedLayout(self)
        self.page: Page = self._make_page()
        self._stack.addWidget(self.page)
        self.refresh()

    def refresh(self) -> None:
        """Read the room again."""
        tasks.run(
            actions.read_room,
            self._desk.workspace,
            self._desk.assessment_id,
            on_done=self.show_state,
            on_error=self._desk.notices.explain,
            parent=self,
        )

    def show_state(self, state: RoomState) -> None:
        """Show drafts and finished interviews."""
        first = self._state is None
        self._state = state
        self._start.setEnabled(True)
        self._drafts_tab.set_words(text("Drafts {count}", count=number_text(len(state.drafts))))
        self._finished_tab.set_words(text("Finished {count}", count=number_text(state.finished)))
        self._save.setVisible(state.finished > 0)
        self._fill_drafts(state)
        if first:
            self._fill_filters(state)
            self._open_tab(finished=self._wants_finished or (not state.drafts and state.finished > 0))
        elif state.finished:
            self.table_model.reload()

    def _make_page(self) -> Page:
        page = Page(text("Interview"), text("Drafts are kept on this laptop. Finished interviews can be sent."))
        self._save = Button(text("Save as a file"), icon_name="download")
        self._save.clicked.connect(self._save_as)
        self._save.hide()
        self._start = Button(text("Start an interview"), "filled", icon_name="plus")
        self._start.clicked.connect(self.start)
        self._start.setEnabled(False)
        page.header.add_action(self._save)
        page.header.add_action(self._start)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, scaled(12), 0, 0)
        column.setSpacing(scaled(10))
        column.addLayout(self._bar())
        self._tabs = QStackedWidget()
        self._drafts_page = ScrollPage(name=text("Drafts"))
        self._tabs.addWidget(self._drafts_page)
        self._tabs.addWidget(self._finished_page())
        column.addWidget(self._tabs, 1)
        page.set_middle(middle)
        return page

    def _bar(self) -> QHBoxLayout:
        self._chip_row = QHBoxLayout()
        self._chip_row.setContentsMargins(scaled(24), 0, scaled(24), 0)
        self._chip_row.setSpacing(scaled(8))
        group = QButtonGroup(self)
        self._drafts_tab = Button(text("Drafts"), "chip")
        self._finished_tab = Button(text("Finished"), "chip")
        for place, tab in enumerate((self._drafts_tab, self._finished_tab)):
            tab.setCheckable(True)
            group.addButton(tab, place)
            self._chip_row.addWidget(tab)
        self._drafts_tab.setChecked(True)
        group.idClicked.connect(lambda place: self._open_tab(finished=place == 1))
        self._chip_row.addSpacing(scaled(12))
        self._chip_row.addStretch(0)
        return self._chip_row

    def _finished_page(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        workspace, notices = self._desk.workspace, self._desk.notices
        self.table_model = InterviewTable(
            workspace, self._desk.assessment_id, self._desk.now, notices.explain, parent=self
        )
        self.table_model.modelReset.connect(self._say_counts)
        self.table = QTableView()
        self.table.setModel(self.table_model)
        self.table.setAccessibleName(text("Finished interviews"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setItemDelegate(CellPainter(self.table))
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        self.table.activated.connect(self._open_row)
        self.table.clicked.connect(self._open_row)
        head = self.table.horizontalHeader()
        head.setMinimumHeight(scaled(HEAD_HEIGHT))
        head.setProperty("role", "label")
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.sectionClicked.connect(self._sort)
        for place, (key, _sort) in enumerate(COLUMNS):
            wide = key in ("title", "form")
            head.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            )
        self.table.setIconSize(QSize(scaled(15), scaled(15)))
        column.addWidget(self.table, 1)
        foot = QWidget()
        foot.setProperty("ground", "sunken")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(scaled(24), scaled(8), scaled(24), scaled(8))
        self._counts = Label("", "table", "quiet")
        row.addWidget(self._counts, 1)
        column.addWidget(foot)
        return holder

    def _fill_drafts(self, state: RoomState) -> None:
        body = self._drafts_page.body
        while body.count():
            widget = body.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not state.forms:
            empty = EmptyState(
                text("Here you will ask people. First bring in the questions."),
                text("Bring in a form"),
                icon_name="download",
            )
            empty.started.connect(self.ask_room_asked)
            body.addWidget(empty)
        elif not state.drafts:
            empty = EmptyState(
                text("No interview is open. Start one; every answer is saved at once."), text("Start an interview")
            )
            empty.started.connect(self.start)
            body.addWidget(empty)
        else:
            card = Card(padding=10)
            for place, draft in enumerate(state.drafts):
                if place:
                    card.body.addWidget(Hair())
                card.body.addLayout(self._draft_row(draft))
            body.addWidget(card)
        body.addStretch(1)

    def _draft_row(self, draft: DraftInfo) -> QHBoxLayout:
        name = trimmed(draft.title) or text("Interview without a name yet")
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addWidget(IconLabel("clipboard-pen", "quiet", 20))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(Label(name, "name"))
        parts = [isolate(draft.form_title), isolate(draft.person), self._moment(draft.changed)]
        if draft.missing:
            parts.append(plural("{n} answer missing", "{n} answers missing", draft.missing))
        lines.addWidget(Label(" · ".join(part for part in parts if part), "small", "quiet"))
        row.addLayout(lines, 1)
        if draft.total:
            done = text(
                "{done} of about {total} answered", done=number_text(draft.done), total=number_text(draft.total)
            )
            row.addWidget(Label(done, "small", "quiet", wrap=False))
        kind = text("Correction") if draft.corrects else text("Draft")
        row.addWidget(Pill(kind, "info" if draft.corrects else "neutral", "pencil"))
        remove = Button(text("Remove"), "text", fit="bar")
        remove.setAccessibleName(text("Remove: {interview}", interview=name))
        remove.clicked.connect(partial(self._remove, draft.id, name))
        go_on = Button(text("Go on"), fit="bar")
        go_on.setAccessibleName(text("Go on: {interview}", interview=name))
        go_on.clicked.connect(partial(self.draft_asked.emit, draft.id))
        row.addWidget(remove)
        row.addWidget(go_on)
        return row

    def _fill_filters(self, state: RoomState) -> None:
        self.filters = FilterBar(state)
        self.filters.changed.connect(self.table_model.show_only)
        self._chip_row.insertWidget(self._chip_row.count() - 1, self.filters, 1)

    def _open_tab(self, *, finished: bool) -> None:
        (self._finished_tab if finished else self._drafts_tab).setChecked(True)
        if self.filters is not None:
            self.filters.setVisible(finished)
        self._tabs.setCurrentIndex(1 if finished else 0)
        if finished:
            self.table_model.reload()

    def where(self) -> Filter:
        """Return the filter as the chips and the field say; everything while they are not here yet."""
        return self.filters.where() if self.filters is not None else Filter()

    def _sort(self, column: int) -> None:
        key = COLUMNS[column][1]
        same = key == self.table_model.order.by
        down = not self.table_model.order.descending if same else key == "finished"
        self.table_model.sort(column, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)

    def _say_counts(self) -> None:
        finished = self._state.finished if self._state is not None else self.table_model.total
        words = plural("{n} interview", "{n} interviews", self.table_model.total)
        if self.table_model.total != finished:
            left_out = plural(
                "{n} left out by the filters", "{n} left out by the filters", finished - self.table_model.total
            )
            words = text("{interviews}, {left_out}", interviews=words, left_out=left_out)
        self._counts.setText(words)
        if self.table_model.rowCount():
            self.table.setCurrentIndex(self.table_model.index(0, 0))

    def start(self) -> None:
        """Start an interview; with several forms a menu asks which."""
        forms = self._state.forms if self._state is not None else ()
        if not forms:
            self.ask_room_asked.emit()
        elif len(forms) == 1:
            self.interview_asked.emit(forms[0].id)
        else:
            menu = QMenu(self)
            for form in forms:
                menu.addAction(form.title).setData(form.id)
            picked = menu.exec(self._start.mapToGlobal(self._start.rect().bottomLeft()))
            if picked is not None:
                self.interview_asked.emit(str(picked.data()))

    def _remove(self, draft: str, name: str) -> None:
        drafts = self._desk.workspace.drafts

        def take_back() -> None:
            tasks.run(
                drafts.restore,
                draft,
                on_done=lambda _info: self.refresh(),
                on_error=self._desk.notices.explain,
                parent=self,
            )

        def removed(_nothing: None) -> None:
            self._desk.undo.offer(text("{interview} removed from the drafts", interview=isolate(name)), take_back)
            self.refresh()

        tasks.run(drafts.discard, draft, on_done=removed, on_error=self._desk.notices.explain, parent=self)

    def _open_row(self, index: QModelIndex) -> None:
        row = self.table_model.row_at(index.row())
        tasks.run(
            actions.read_interview,
            self._desk.workspace,
            self._desk.assessment_id,
            row.instance,
            interface_language(),
            on_done=self.show_reading,
            on_error=self._desk.notices.explain,
            parent=self,
        )

    def show_reading(self, reading: Reading) -> None:
        """Show one interview in reading order."""
        page = ReadingPage(reading, self._desk)
        page.left.connect(lambda: self._leave(page))
        page.correct_asked.connect(self._correct)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.page_changed.emit(page)

    def _leave(self, page: ReadingPage) -> None:
        self._stack.setCurrentWidget(self.page)
        self.page_changed.emit(self.page)
        self._stack.removeWidget(page)
        page.deleteLater()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _correct(self, instance: str) -> None:
        reason = ask_reason(self)
        if reason is not None:
            tasks.run(
                self._desk.workspace.drafts.correct,
                instance,
                reason=reason,
                on_done=lambda draft: self.draft_asked.emit(draft.id),
                on_error=self._desk.notices.explain,
                parent=self,
            )

    def _save_as(self) -> None:
        if self._state is None or self._desk.assessment is None:
            return
        where = self.where() if self._tabs.currentIndex() == 1 else Filter()
        total = self.table_model.total if self._tabs.currentIndex() == 1 else self._state.finished
        matching = plural("{n} interview will stand in the file.", "{n} interviews will stand in the file.", total)
        choices = ask_choices(self._state.forms, matching, where, self)
        if choices is None:
            return
        target = ask_target(self, self._desk.assessment.name, choices.kind)
        if target is None:
            return
        self._save.set_busy(True)
        tasks.run(
            actions.save_as,
            self._desk.workspace,
            self._desk.assessment_id,
            choices,
            target,
            on_done=self._saved,
            on_error=self._not_saved,
            parent=self,
        )

    def _saved(self, answer: tuple[Path, Written]) -> None:
        path, written = answer
        self._save.set_busy(False)
        words = plural(
            "{n} interview saved as {file}",
            "{n} interviews saved as {file}",
            written.interviews,
            file=isolate(path.name),
        )
        self._desk.notices.inform(words)

    def _not_saved(self, failure: Exception) -> None:
        self._save.set_busy(False)
        self._desk.notices.explain(failure)

    def _moment(self, iso: str) -> str:
        return moment_text(datetime.fromisoformat(iso).astimezone(self._desk.now().tzinfo), self._desk.now())
