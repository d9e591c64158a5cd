"""What every screen of the desk is given: the workspace, the assessment that is open, where to say things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.kit.notices import Notices
from app.kit.widgets.pages import UndoBar
from app.storage.assessments import AssessmentInfo
from app.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of a screen.

    Args:
        assessment: The one that is open; None while there is none.
        now: The clock, with zone.
    """

    workspace: Workspace
    assessment: AssessmentInfo | None
    notices: Notices
    undo: UndoBar
    now: Callable[[], datetime]

    @property
    def assessment_id(self) -> str:
        """Return the id of the open assessment; "" while there is none."""
        return self.assessment.id if self.assessment else ""
