"""One interview: start, answer, add and remove, check, save, finish. The only door to a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from forms.definition.form import Form
from forms.errors import AnswerRefused, FormsError
from forms.model.model import Model
from forms.pause import collector_paused
from forms.session import edited, saved
from forms.session.answers import normalise
from forms.session.changes import Listener
from forms.session.core import Core
from forms.session.environment import SessionEnvironment
from forms.session.finish import instance_submission, path_of
from forms.session.nodes import GroupNode, QuestionNode, RepeatInstance, RepeatRange, SessionNode
from forms.session.start import start
from forms.session.validate import Violation, violations
from forms.submission import Submission, to_xml
from forms.values import Sensitivity


class Interview:
    """One interview being filled.

    References name repeat instances by 1-based position: `/data/hh[2]/age`; a repeat without a position is its range.
    Every action settles the whole form before it returns and tells the listener once.
    """

    def __init__(self, core: Core) -> None:
        self._core = core

    @classmethod
    def start(
        cls,
        model: Model,
        *,
        environment: SessionEnvironment,
        language: str | None = None,
        listener: Listener | None = None,
    ) -> Interview:
        """Begin a new interview, in the form's default language unless one is named."""
        with collector_paused():
            core = Core(model, environment, language)
            start(core)
        core.listener = listener
        return cls(core)

    @classmethod
    def restore(
        cls, model: Model, draft: bytes, *, environment: SessionEnvironment, listener: Listener | None = None
    ) -> Interview:
        """Reopen a draft exactly as `save` left it; nothing drawn once (now, random, uuid, start) is drawn again.

        Raises:
            InstanceRefused: the bytes are no draft of this form.
        """
        with collector_paused():
            core = saved.restore(model, draft, environment)
        core.listener = listener
        return cls(core)

    @classmethod
    def edit(
        cls,
        model: Model,
        submission: Submission,
        *,
        environment: SessionEnvironment,
        listener: Listener | None = None,
    ) -> Interview:
        """Open a finished submission for correction: a new instanceID, the old one in deprecatedID.

        Raises:
            InstanceRefused: it is a submission of another form.
        """
        core = edited.edit(model, submission, environment)
        core.listener = listener
        return cls(core)

    @property
    def model(self) -> Model:
        """The runnable form."""
        return self._core.model

    @property
    def form(self) -> Form:
        """The form."""
        return self._core.model.form

    @property
    def root(self) -> GroupNode:
        """The root group; its children are the form's elements in order."""
        return self._core.root

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language of the form."""
        return self.form.languages

    @property
    def language(self) -> str:
        """The language texts are shown in."""
        return self._core.language

    @property
    def instance_id(self) -> str:
        """OpenRosa instanceID, `uuid:...`."""
        return self._core.instance_id

    @property
    def deprecated_id(self) -> str | None:
        """instanceID of the submission being corrected; None for a first interview."""
        return self._core.deprecated_id

    @property
    def now(self) -> datetime:
        """The moment, by the interview's own clock and zone."""
        return self._core.evaluation.now()

    @property
    def problems(self) -> Mapping[tuple[str, str], FormsError]:
        """Expressions that failed while running: (path, code) -> the error; their results were blank."""
        return self._core.evaluation.problems

    @property
    def title(self) -> str:
        """What the form's instance_name makes of the answers; "" where it has none."""
        return self._core.title

    def node(self, ref: str) -> SessionNode:
        """Return the node at a reference.

        Raises:
            AnswerRefused: there is none (code `no-such-node`).
        """
        return self._core.node(ref)

    def question(self, ref: str) -> QuestionNode:
        """Return the question at a reference.

        Raises:
            AnswerRefused: there is none, or it is no question.
        """
        node = self._core.node(ref)
        if not isinstance(node, QuestionNode):
            raise AnswerRefused("not-a-question", ref=ref)
        return node

    def questions(self) -> Iterator[QuestionNode]:
        """Yield every question in document order, relevant or not, calculated and metadata ones too."""
        return self._core.root.questions()

    def answer(self, ref: str, value: str | None) -> None:
        """Answer a question with stored text; None or "" clears it.

        Refused means that nothing happened: the answer before stays.

        Raises:
            AnswerRefused: unknown place, read-only, hidden, not of the question's type, or not among the choices.
        """
        node = self.question(ref)
        if not node.relevant:
            raise AnswerRefused("not-relevant", ref=ref, name=node.model_node.name)
        if node.readonly or not node.model_node.is_asked:
            raise AnswerRefused("read-only", ref=ref, name=node.model_node.name)
        text = normalise(node, value or "")
        with self._core.action():
            self._core.settler.write(node, text)

    def add_repeat(self, ref: str) -> str:
        """Add an instance at the end of a range and return its reference.

        Raises:
            AnswerRefused: no such range, or its number is not the person's to change.
        """
        range_ = self._core.node(ref)
        if not isinstance(range_, RepeatRange):
            raise AnswerRefused("not-a-repeat", ref=ref)
        if not range_.can_add:
            raise AnswerRefused("repeat-is-counted", ref=ref, name=range_.model_node.name)
        with self._core.action():
            instance = self._core.settler.add(range_)
        return instance.ref

    def remove_repeat(self, ref: str) -> None:
        """Remove one instance with all its answers.

        Raises:
            AnswerRefused: no such instance, or its number is not the person's to change.
        """
        instance = self._core.node(ref)
        if not isinstance(instance, RepeatInstance):
            raise AnswerRefused("not-a-repeat", ref=ref)
        if not instance.range.can_remove:
            raise AnswerRefused("repeat-is-counted", ref=ref, name=instance.model_node.name)
        with self._core.action():
            self._core.settler.remove(instance)

    def set_language(self, language: str) -> None:
        """Show texts in another language of the form.

        Raises:
            AnswerRefused: the form has no such language.
        """
        if language not in self.languages:
            raise AnswerRefused("no-such-language", language=language)
        with self._core.action():
            self._core.set_language(language)

    def validate(self) -> tuple[Violation, ...]:
        """Return every relevant question whose answer may not stand, in document order."""
        return tuple(violations(self._core.root))

    def save(self) -> bytes:
        """Return the whole state as a draft: hidden answers, values drawn once, language, names of instances."""
        return saved.save(self._core)

    def reopened(self) -> Interview:
        """Return the interview as it would be after saving it as a draft and reopening that."""
        core = self._core
        return Interview.restore(self.model, self.save(), environment=core.environment, listener=core.listener)

    def finish(self) -> Submission:
        """Set the end time and return what is relevant; does not judge it (see `validate`).

        Attachments are not listed: whoever holds the files adds them (`attachment_names`).
        """
        with self._core.action():
            self._core.stamp_end()
        return instance_submission(self._core)

    def path_of(self, ref: str) -> str:
        """Return where the answer at a reference stands in the submission: `/data/hh:2/age` for `/data/hh[2]/age`.

        Raises:
            AnswerRefused: there is no such node.
        """
        return path_of(self._core.node(ref))

    def xml(self) -> bytes:
        """Return the instance as OpenRosa expects it, as it would be submitted now."""
        return to_xml(instance_submission(self._core))

    def attachment_names(self) -> tuple[str, ...]:
        """Return the file names that relevant answers name, in document order, each once."""
        names = (node.value for node in self.questions() if node.model_node.is_attachment)
        return tuple(dict.fromkeys(name for name in names if name))

    def sensitivity_of(self, path: str) -> Sensitivity:
        """Return who may read the answer at a path (positions and instance names in it are ignored)."""
        return self._core.model.sensitivity_of(path)
