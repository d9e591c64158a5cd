"""The room Ask: forms in use, and bringing one in from a file."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.design import actions
from app.design.actions import Import
from app.design.import_page import ImportPage
from app.kit import tasks
from app.kit.desk import Desk
from app.kit.language import isolate, listed, number_text, plural, short_date_text, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card
from app.kit.widgets.fields import Field, TextField
from app.kit.widgets.labels import Hair, IconLabel, Label, repolish
from app.kit.widgets.marks import Pill
from app.kit.widgets.pages import Page, ScrollPage
from app.storage.forms import FormVersionInfo

FILE_KINDS = "*.xlsx *.xls *.xlsm *.ods *.csv *.xml"


class DropPlace(QFrame):
    """Where a form can be dropped, chosen or its path typed."""

    brought = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(20), scaled(16), scaled(20), scaled(16))
        column.setSpacing(scaled(10))
        head = QHBoxLayout()
        head.setSpacing(scaled(12))
        head.addWidget(IconLabel("download", "accent", 20))
        head.addWidget(Label(text("Bring in a form"), "section", wrap=False))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(
            Label(
                text("A workbook (.xlsx, .xls, .ods) or an XForm, as made for Kobo, ODK or SurveyCTO. Drop it here."),
                "table",
                "quiet",
            )
        )
        row = QHBoxLayout()
        row.setSpacing(scaled(10))
        self.path = TextField(left_to_right=True)
        self.path.setPlaceholderText(text("or type where the file is"))
        self.path.returnPressed.connect(self._typed)
        self._field = Field(text("File"), self.path)
        row.addWidget(self._field, 1)
        self.choose = Button(text("Choose a file"), icon_name="folder")
        self.choose.clicked.connect(self._choose)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        self.open = Button(text("Open"), "outline")
        self.open.clicked.connect(self._typed)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self._field.help.hide()

    def _typed(self) -> None:
        words = self.path.text().strip().strip('"')
        path = Path(words).expanduser()
        if not words or not path.is_file():
            self._field.show_error(text("There is no such file. Check the name, or choose it."))
            self.path.setFocus()
            return
        self._field.show_error("")
        self.brought.emit(path)

    def _choose(self) -> None:
        kinds = text("Forms ({kinds})", kinds=FILE_KINDS)
        name, _kind = QFileDialog.getOpenFileName(self, text("Choose a form"), "", kinds)
        if name:
            self.path.setText(name)
            self.brought.emit(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        self._over(False)
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.path.setText(url.toLocalFile())
                self.brought.emit(Path(url.toLocalFile()))
                return

    def _over(self, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        repolish(self)


class AskView(QWidget):
    """Forms in use, or the findings of a form being brought in.

    Signals:
        interview_asked: version id to start an interview with.
        changed: a form was put into use.
    """

    interview_asked = Signal(str)
    changed = Signal()
    page_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stack = QStackedLayout(self)
        self.page: Page
        self.found: Import | None = None
        self.drop: DropPlace
        self._list: QVBoxLayout
        self._show_list()

    def bring(self, path: Path) -> None:
        """Open a file and show what is to fix."""
        self.drop.choose.set_busy(True)
        self._read(path, {})

    def _read(self, path: Path, added: dict[str, bytes]) -> None:
        tasks.run(
            actions.read_file,
            self._desk.workspace,
            self._desk.assessment_id,
            path,
            added,
            on_done=self.show_import,
            on_error=self._failed,
            parent=self,
        )

    def _failed(self, failure: Exception) -> None:
        self.drop.choose.set_busy(False)
        self._desk.notices.explain(failure)

    def show_import(self, found: Import) -> None:
        """Show a form that was opened."""
        self.found = found
        page = ImportPage(found, self._desk.notices)
        page.left.connect(self._show_list)
        page.again_asked.connect(lambda: self._read(found.path, dict(found.files)))
        page.files_added.connect(self._add_files)
        page.used.connect(self._use)
        self._show(page)

    def _add_files(self, paths: list[Path]) -> None:
        if self.found is not None:
            tasks.run(
                actions.add_files,
                self.found,
                paths,
                on_done=lambda found: self._read(found.path, dict(found.files)),
                on_error=self._desk.notices.explain,
                parent=self,
            )

    def _use(self, marks: dict[str, bool]) -> None:
        if self.found is None:
            return
        if isinstance(self.page, ImportPage) and self.page.use is not None:
            self.page.use.set_busy(True)
        tasks.run(
            actions.put_into_use,
            self._desk.workspace,
            self._desk.assessment_id,
            self.found,
            marks,
            on_done=self._used,
            on_error=self._use_failed,
            parent=self,
        )

    def _use_failed(self, failure: Exception) -> None:
        if isinstance(self.page, ImportPage) and self.page.use is not None:
            self.page.use.set_busy(False)
        self._desk.notices.explain(failure)

    def _used(self, version: FormVersionInfo) -> None:
        self._show_list()
        self._desk.notices.inform(
            text(
                "{title}, version {number}, is in use.",
                title=isolate(version.title),
                number=number_text(version.number),
            )
        )
        self.changed.emit()

    def _show_list(self) -> None:
        self.found = None
        page = Page(
            text("Ask"), text("Forms in use. A version in use is never changed; a new file becomes a new version.")
        )
        scroll = ScrollPage(name=text("Ask"))
        page.set_middle(scroll)
        self.drop = DropPlace()
        self.drop.brought.connect(self.bring)
        self._list = QVBoxLayout()
        self._list.setSpacing(scaled(13))
        scroll.body.addLayout(self._list)
        scroll.body.addWidget(self.drop)
        scroll.body.addStretch(1)
        self._show(page)
        tasks.run(
            self._desk.workspace.forms.list,
            self._desk.assessment_id,
            on_done=self.show_forms,
            on_error=self._desk.notices.explain,
            parent=page,
        )

    def show_forms(self, versions: tuple[FormVersionInfo, ...]) -> None:
        """Show the forms in use, newest version of each with its earlier ones counted."""
        latest = [entry for entry in versions if entry.latest]
        if not latest:
            self.drop.path.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        card = Card(text("Forms in use"), padding=14)
        for entry in latest:
            card.body.addWidget(Hair())
            older = sum(1 for other in versions if other.form_id == entry.form_id) - 1
            card.body.addLayout(self._form_row(entry, older))
        self._list.addWidget(card)

    def _form_row(self, entry: FormVersionInfo, older: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addWidget(IconLabel("file-pen", "accent", 20))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(Label(entry.title, "name"))
        parts = [plural("{n} question", "{n} questions", entry.questions)]
        languages = [name for name in entry.languages if name]
        if languages:
            parts.append(listed(languages))
        parts.append(text("in use since {date}", date=short_date_text(datetime.fromisoformat(entry.added))))
        if older:
            parts.append(plural("{n} earlier version", "{n} earlier versions", older))
        lines.addWidget(Label(" · ".join(parts), "small", "quiet"))
        row.addLayout(lines, 1)
        if entry.finished:
            row.addWidget(
                Label(plural("{n} interview", "{n} interviews", entry.finished), "small", "quiet", wrap=False)
            )
        row.addWidget(Pill(text("Version {number}", number=number_text(entry.number)), "accent", "check"))
        start = Button(text("Start an interview"), "text", fit="bar")
        start.setAccessibleName(text("Start an interview: {form}", form=entry.title))
        start.clicked.connect(partial(self.interview_asked.emit, entry.id))
        row.addWidget(start)
        return row

    def _show(self, page: Page) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.page = page
        self.page_changed.emit(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if isinstance(page, ImportPage):
            page.focus_main()
