"""The list "To fix": problems of a form, worst first, each with its place, what is wrong and the cure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kit.language import in_direction, number_text, plural, text
from app.kit.theme import interface_language, scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card
from app.kit.widgets.labels import Hair, IconLabel, Label
from app.kit.widgets.marks import Pill
from forms.errors import Finding, Severity
from forms.messages import cure, place_words, what

SHOWN = 25  # rows of a group before "Show all"
LOOK = {
    Severity.FATAL: ("octagon-alert", "error"),
    Severity.ERROR: ("octagon-alert", "error"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.REPAIRED: ("circle-check", "accent"),
}


def group_title(severity: Severity) -> str:
    """Return the heading of a group."""
    return {
        Severity.FATAL: text("Cannot be opened"),
        Severity.ERROR: text("Mend before use"),
        Severity.WARNING: text("Look again"),
        Severity.REPAIRED: text("Mended for you"),
    }[severity]


def summary(findings: Sequence[Finding]) -> str:
    """Return the counts in one sentence."""
    stops = sum(1 for entry in findings if entry.severity in (Severity.FATAL, Severity.ERROR))
    looks = sum(1 for entry in findings if entry.severity is Severity.WARNING)
    mended = sum(1 for entry in findings if entry.severity is Severity.REPAIRED)
    parts = []
    if stops:
        parts.append(plural("{n} to mend before use", "{n} to mend before use", stops))
    if looks:
        parts.append(plural("{n} to look at again", "{n} to look at again", looks))
    if mended:
        parts.append(plural("{n} mended for you", "{n} mended for you", mended))
    return " · ".join(parts) if parts else text("Nothing to fix")


class FindingRow(QWidget):
    """One problem."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        language = interface_language()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, scaled(8), 0, scaled(8))
        row.setSpacing(scaled(12))
        icon_name, tone = LOOK[finding.severity]
        row.addWidget(IconLabel(icon_name, tone, 17), 0, Qt.AlignmentFlag.AlignTop)
        place = Label(in_direction(place_words(finding.place, language)), "table_strong")
        place.setMinimumWidth(scaled(150))
        place.setMaximumWidth(scaled(150))
        row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(scaled(1))
        lines.addWidget(Label(in_direction(what(finding, language)), "table"))
        lines.addWidget(Label(in_direction(cure(finding, language)), "table", "quiet"))
        row.addLayout(lines, 1)


class FindingsCard(Card):
    """One group of problems; long groups show a part and a button for the rest."""

    def __init__(self, severity: Severity, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(padding=14, parent=parent)
        self.body.setSpacing(0)
        self._findings = tuple(findings)
        head = QHBoxLayout()
        head.setSpacing(scaled(8))
        head.addWidget(Label(group_title(severity), "section", wrap=False))
        icon_name, tone = LOOK[severity]
        head.addWidget(Pill(number_text(len(findings)), tone, icon_name))
        head.addStretch(1)
        self.body.addLayout(head)
        self.body.addSpacing(scaled(6))
        self._add(self._findings[:SHOWN])
        self._more: Button | None = None
        if len(self._findings) > SHOWN:
            words = plural("Show the other {n}", "Show the other {n}", len(self._findings) - SHOWN)
            self._more = Button(words, "text", fit="bar", icon_name="chevron-down")
            self._more.clicked.connect(self._show_all)
            self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            self.body.addWidget(Hair())
            self.body.addWidget(FindingRow(finding))

    def _show_all(self) -> None:
        if self._more is not None:
            self.body.removeWidget(self._more)
            self._more.deleteLater()
            self._more = None
            self._add(self._findings[SHOWN:])
