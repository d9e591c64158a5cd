"""Qt's view of the finished interviews: pages of rows, fetched as the table scrolls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.kit import tasks, theme
from app.kit.language import isolate, moment_text, number_text, text, trimmed
from app.storage.submissions import Filter, Sort, SubmissionRow
from app.storage.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
PAGE = 100
# Column key -> the key of Sort it stands for; "" cannot be sorted.
COLUMNS = (
    ("title", "title"),
    ("form", "form"),
    ("who", "who"),
    ("finished", "finished"),
    ("minutes", ""),
    ("state", "status"),
)
ROW_ROLE = Qt.ItemDataRole.UserRole


def column_title(key: str) -> str:
    """Return a column's heading."""
    return {
        "title": text("Name"),
        "form": text("Form"),
        "who": text("By"),
        "finished": text("Finished"),
        "minutes": text("Minutes"),
        "state": text("State"),
    }[key]


def state_words(row: SubmissionRow) -> tuple[str, str, str]:
    """Return (words, pill kind, icon) of an interview's state."""
    return {
        "sent": (text("Sent"), "accent", "check"),
        "conflict": (text("Two versions"), "warn", "split"),
        "aside": (text("Waiting for a person"), "warn", "clock"),
    }.get(row.status, (text("Finished"), "neutral", "circle-check"))


def minutes_of(row: SubmissionRow) -> int | None:
    """Return how long an interview took, None when it does not say."""
    if not row.started or not row.finished:
        return None
    try:
        seconds = (datetime.fromisoformat(row.finished) - datetime.fromisoformat(row.started)).total_seconds()
    except (ValueError, TypeError):  # a form may carry a start without a zone
        return None
    return max(round(seconds / 60), 0)


class InterviewTable(QAbstractTableModel):
    """Finished interviews of an assessment under a filter and an order."""

    def __init__(
        self,
        workspace: Workspace,
        assessment: str,
        now: Callable[[], datetime],
        on_error: Callable[[Exception], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._assessment, self._now, self._on_error = workspace, assessment, now, on_error
        self._rows: list[SubmissionRow] = []
        self._total = 0
        self._where = Filter()
        self.order = Sort()
        self._round = 0
        self._loading = False

    @property
    def total(self) -> int:
        """Return how many interviews match the filter."""
        return self._total

    def show_only(self, where: Filter) -> None:
        """Show what matches a filter."""
        self._where = where
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        key = COLUMNS[column][1] if 0 <= column < len(COLUMNS) else ""
        if key:
            self.order = Sort(by=key, descending=order == Qt.SortOrder.DescendingOrder)
            self.reload()

    def reload(self) -> None:
        """Fetch the first page again."""
        self._round += 1
        self._fetch(first=True)

    def row_at(self, row: int) -> SubmissionRow:
        """Return the interview of a row."""
        return self._rows[row]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the rows fetched so far."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether more rows match than are here."""
        return not parent.isValid() and not self._loading and len(self._rows) < self._total

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page."""
        if self.canFetchMore(parent):
            self._fetch(first=False)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return headings with the order as an arrow."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        key, sort_key = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = ""
            if sort_key and sort_key == self.order.by:
                arrow = " ↓" if self.order.descending else " ↑"
            edge = "\u2003" if section == 0 else ""
            return f"{edge}{column_title(key)}{arrow}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if key == "minutes" else Qt.AlignmentFlag.AlignLeading
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row = self._rows[index.row()]
        key = COLUMNS[index.column()][0]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(row, key)
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("table_strong" if key == "title" else "table")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if key == "minutes" else Qt.AlignmentFlag.AlignLeading
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, row: SubmissionRow, key: str) -> str:
        if key == "title":
            return (
                isolate(trimmed(row.title))
                if trimmed(row.title)
                else text("Interview {code}", code=row.instance.removeprefix("uuid:")[:6])
            )
        if key == "form":
            return row.form_title
        if key == "who":
            return row.who
        if key == "finished":
            return moment_text(datetime.fromisoformat(row.finished), self._now())  # by the clock where it was done
        if key == "minutes":
            minutes = minutes_of(row)
            return number_text(minutes) if minutes else ""
        return state_words(row)[0]

    def _fetch(self, *, first: bool) -> None:
        self._loading = True
        number, start = self._round, 0 if first else len(self._rows)
        where, order = self._where, self.order
        submissions, assessment = self._workspace.submissions, self._assessment

        def read() -> tuple[int, int, tuple[SubmissionRow, ...]]:
            total = submissions.count(assessment, where=where)
            return number, total, submissions.page(assessment, where=where, order=order, offset=start, limit=PAGE)

        tasks.run(read, on_done=self._first if first else self._more, on_error=self._failed, parent=self)

    def _failed(self, failure: Exception) -> None:
        self._loading = False
        self._on_error(failure)

    def _first(self, answer: tuple[int, int, tuple[SubmissionRow, ...]]) -> None:
        number, total, rows = answer
        if number == self._round:
            self._loading = False
            self.beginResetModel()
            self._rows, self._total = list(rows), total
            self.endResetModel()

    def _more(self, answer: tuple[int, int, tuple[SubmissionRow, ...]]) -> None:
        number, total, rows = answer
        if number != self._round:
            return
        self._loading = False
        if total != self._total:  # something arrived meanwhile: the pages no longer fit each other
            self.reload()
        elif rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
