"""What in the form fails while it is filled: said once, plainly, with the places for whoever made the form."""

from __future__ import annotations

from app.interview.actions import InterviewActions
from app.kit.language import listed, plural, text
from app.kit.notices import Message
from app.kit.theme import interface_language
from app.questions.markup import to_plain
from forms.messages import sentence

NAMED = 3  # questions named in the notice; the details name all


class Troubles:
    """Remembers which failures were told."""

    def __init__(self, room: InterviewActions) -> None:
        self._room = room
        self._told: set[tuple[str, str]] = set()

    def news(self) -> Message | None:
        """Return a message about failures that were not told yet, None when there are none."""
        problems = self._room.interview.problems
        fresh = [key for key in problems if key not in self._told]
        if not fresh:
            return None
        self._told.update(fresh)
        language = interface_language()
        details = "\n".join(f"{path}: {sentence(problems[path, code], language)}" for path, code in fresh)
        paths = list(dict.fromkeys(path for path, _code in fresh))
        names = listed([self._name(path) for path in paths[:NAMED]])
        lead = plural(
            "A rule of this form does not work: {questions}.",
            "{n} rules of this form do not work, such as: {questions}.",
            len(fresh),
            questions=names,
        )
        words = text(
            "What it should work out stays empty; all answers are kept. Go on, and send the details to whoever made "
            "the form."
        )
        return Message("warn", words, lead, details)

    def _name(self, path: str) -> str:
        """Return the label of a question, its name when it has none."""
        labels = (node.label for node in self._room.interview.questions() if node.path == path)
        return to_plain(next(labels, "")) or path.rsplit("/", 1)[-1]
