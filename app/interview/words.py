"""What the interview screen says about the session: states of questions, places, people, problems."""

from __future__ import annotations

from datetime import datetime

from app.interview.actions import InterviewActions
from app.interview.finish_page import Problem
from app.interview.roster import Roster, name_question, roster
from app.interview.sections import Section, instance_names, is_answered, section_label, sections
from app.kit.language import isolate, number_text, text, trimmed
from app.kit.languages import Language
from app.kit.theme import interface_language
from app.questions import digits
from app.questions.form_language import language_of
from app.questions.markup import to_plain
from app.questions.state import QuestionState, state_of
from forms.session.nodes import QuestionNode, RepeatInstance, RepeatRange
from forms.session.pages import Page

# Labels looked at to tell the script of a form that names no language.
SAMPLE = 40
# A draft that lay longer than this says nothing about how long the interview took.
LONGEST_MINUTES = 240


class Words:
    """Asks the session and words the answers; keeps nothing but the language."""

    def __init__(self, actions: InterviewActions) -> None:
        self._actions = actions
        self.language: Language
        self.refresh_language()
        self._marks_optional = _mostly_required(actions)

    def refresh_language(self) -> None:
        """Find out which language the interview is asked in now."""
        interview = self._actions.interview
        sample = ""
        if not interview.language:
            labels = []
            for node in interview.questions():
                labels.append(node.label)
                if len(labels) >= SAMPLE:
                    break
            sample = " ".join(labels)
        self.language = language_of(interview.language, sample, otherwise=interface_language())

    # questions

    def state(self, ref: str, *, compact: bool, shows_error: bool) -> QuestionState:
        """Return the state of a question."""
        node = self._actions.interview.question(ref)
        return state_of(
            node,
            optional=self._marks_optional and is_answered(node) and not node.required,
            language=self.language.code,
            error=self.error(ref) if shows_error else "",
            reason=self._actions.reasons.get(ref, ""),
            compact=compact,
        )

    def error(self, ref: str) -> str:
        """Return why the answer may not stand, in the form's words or ours; "" when it may."""
        validity = self._actions.interview.question(ref).validity
        if validity.kind == "ok" or (validity.kind == "required" and ref in self._actions.reasons):
            return ""
        if validity.message:
            return validity.message
        if validity.kind == "required":
            return text("This answer is needed. Answer it, or leave it out and say why.")
        return text("This answer is not allowed here. Look at it again.")

    def is_missing(self, ref: str) -> bool:
        """Tell whether a required answer is missing without a reason."""
        kind = self._actions.interview.question(ref).validity.kind
        return kind == "required" and ref not in self._actions.reasons

    # pages

    def title(self) -> str:
        """Return what the interview is called."""
        form = to_plain(self._actions.interview.form.title)
        return trimmed(self._actions.title) or form or text("Interview without a name yet")

    def title_of(self, page: Page) -> str:
        """Return the heading of a section shown together; "" for one question."""
        if page.kind != "list":
            return ""
        node = self._actions.interview.node(page.ref)
        return "" if isinstance(node, RepeatInstance) else node.label

    def around(self, page: Page) -> str:
        """Return whom the page is about: "Amina, 2 of 5", one line for each repeat around."""
        if not page.ref:
            return ""
        lines = []
        for name, place, count in instance_names(self._actions.interview.node(page.ref)):
            facts = {"place": self._digits(place), "count": self._digits(count)}
            if name:
                lines.append(text("{name}, {place} of {count}", name=isolate(to_plain(name)), **facts))
            else:
                lines.append(text("{place} of {count}", **facts))
        return "\n".join(lines)

    def place(self, page: Page) -> tuple[str, str, int, int]:
        """Return (section, "Question 13 of about 42", done, all) for the head."""
        number, about = self._actions.pages.position(page)
        if page.kind == "finish":
            return "", text("Last page"), about, about
        section = self._section(page)
        words = text("Question {number} of about {about}", number=number_text(number), about=number_text(about))
        return section, words, number, about

    def _section(self, page: Page) -> str:
        if not page.section:
            return ""
        return to_plain(section_label(self._actions.interview.node(page.section)))

    # people

    def roster(self, node: RepeatRange) -> Roster:
        """Return the people of a repeat."""
        made = roster(node, self._actions.reasons)
        if made.label:
            return made
        return Roster(
            made.ref, section_label(node), made.people, made.can_add, made.can_remove, made.name_path, made.name_label
        )

    def name_ref(self, instance_ref: str) -> str:
        """Return the reference of the text that names a person, "" when the first question is no text."""
        node = self._actions.interview.node(instance_ref)
        question = name_question(node) if isinstance(node, RepeatInstance) else None
        return question.ref if question is not None else ""

    # the last page

    def sections(self) -> tuple[Section, ...]:
        """Return all sections with their questions."""
        return sections(self._actions.interview.root, self._actions.reasons, self._actions.seen)

    def problems(self) -> list[Problem]:
        """Return what keeps the interview from being finished, then what was left out with a reason."""
        interview = self._actions.interview
        numbers = {line.ref: line.number for section in self.sections() for line in section.lines}
        found = []
        for each in self._actions.violations():
            node = interview.question(each.ref)
            found.append(Problem(each.ref, numbers.get(each.ref, 0), self._name(node), self.error(each.ref), "error"))
        for ref, reason in self._actions.left_out():
            node = interview.question(ref)
            words = text("Left out: {reason}", reason=reason)
            found.append(Problem(ref, numbers.get(ref, 0), self._name(node), words, "warn"))
        return found

    def _name(self, node: QuestionNode) -> str:
        """Return a question's label, with the person it is about."""
        label = node.label or node.model_node.name
        names = [name for name, _, _ in instance_names(node) if name]
        if names and names[-1] != node.display:
            return text("{question} ({person})", question=label, person=isolate(to_plain(names[-1])))
        return label

    def minutes(self, now: datetime) -> int | None:
        """Return how long the interview took; None when it lay too long to say."""
        started = datetime.fromisoformat(self._actions.info.started)
        minutes = round((now - started).total_seconds() / 60)
        return minutes if 1 <= minutes <= LONGEST_MINUTES else None

    def _digits(self, number: int) -> str:
        return digits.shown(str(number), self.language.code)


def _mostly_required(actions: InterviewActions) -> bool:
    """Tell whether the form asks most answers as required, so that the few others are worth a mark."""
    asked_for = [node for node in actions.interview.questions() if is_answered(node)]
    required = sum(node.question.required is not None for node in asked_for)
    return len(asked_for) > 1 and required * 2 > len(asked_for)
