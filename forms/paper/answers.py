"""Room for the answer to each type of question."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Final

from forms.definition.elements import Control, Question
from forms.model.plan import ModelNode
from forms.paper.blocks import Answer, Choose, Digits, Filled, Lines, Moment, Scale, Spots, Tick, Ticking
from forms.paper.choices import Choices, instruction
from forms.paper.limits import range_of
from forms.paper.speech import Speech
from forms.paper.telling import Telling
from forms.values import DataType, number_to_text

WHOLE: Final = 5  # boxes of a number without limits
DECIMALS: Final = 2
MOST_BOXES: Final = 12
MOST_CIRCLED: Final = 21  # numbers of a range that are printed to be circled
POINTS: Final = 4  # rows for the points of a line or an area
_RANGE: Final = (("start", "1"), ("end", "10"), ("step", "1"))  # parameters of a range and what they are without
LONG_TEXT: Final = 3  # lines for a text of several lines
_MEDIA: Final = {"image/*": "photo", "audio/*": "audio", "video/*": "video"}
_DRAWN: Final = {"signature": "signature", "draw": "drawing", "annotate": "drawing"}


class Answers:
    """Makes the room for answers."""

    def __init__(self, speech: Speech, choices: Choices, telling: Telling) -> None:
        self._speech = speech
        self._choices = choices
        self._telling = telling

    def answer(self, node: ModelNode, go_to: Mapping[str, str]) -> Answer:
        """Return the room for the answer to a question.

        Args:
            go_to: Code of a choice -> where to go on.
        """
        question = node.element
        assert isinstance(question, Question)
        match question.control:
            case Control.SELECT_ONE | Control.SELECT_MULTIPLE | Control.RANK:
                return self._choices.answer(node, go_to)
            case Control.TRIGGER:
                return Tick(self._speech.say("acknowledged"))
            case Control.UPLOAD:
                return Filled(self._speech.say(_media(question)))
            case Control.RANGE:
                return self._scale(node)
        match question.data_type:
            case DataType.INTEGER | DataType.DECIMAL:
                return self._digits(node)
            case DataType.DATE:
                return _day(question)
            case DataType.TIME:
                return Moment.TIME
            case DataType.DATE_TIME:
                return Moment.DAY_AND_TIME
            case DataType.GEOPOINT:
                return Spots()
            case DataType.GEOTRACE | DataType.GEOSHAPE:
                return Spots(POINTS)
            case DataType.BARCODE:
                return Filled(self._speech.say("barcode"))
        many = "multiline" in question.appearance or question.parameters.get("rows", "1") not in ("", "1")
        return Lines(LONG_TEXT if many else 1)

    def instruction(self, question: Question, answer: Answer) -> str:
        """Return how the question is answered; "" where it goes without saying."""
        if isinstance(answer, Choose) and len(answer.options) > 1:
            return instruction(answer.ticking, self._speech)
        if isinstance(answer, Choose) and answer.ticking is not Ticking.ONE:
            return instruction(answer.ticking, self._speech)
        if isinstance(answer, Scale):
            return self._speech.say("circle")
        if question.kind == "unknown":
            return self._speech.say("kind-unknown", kind=question.extras.get("type", "?"))
        return ""

    def _scale(self, node: ModelNode) -> Answer:
        question = node.element
        assert isinstance(question, Question)
        try:
            start, end, step = (float(question.parameters.get(key) or usual) for key, usual in _RANGE)
        except ValueError:
            return self._digits(node)
        steps = abs(end - start) / abs(step) if step else 0.0
        if not 0 < steps <= MOST_CIRCLED:
            return Digits(
                max(len(str(floor(abs(value)))) for value in (start, end)), 0 if step == floor(step) else DECIMALS
            )
        sign = 1 if end >= start else -1
        return Scale(
            tuple(number_to_text(round(start + sign * abs(step) * n, 6)) for n in range(floor(steps + 1e-9) + 1))
        )

    def _digits(self, node: ModelNode) -> Digits:
        question = node.element
        assert isinstance(question, Question)
        found = range_of(node, self._telling)
        decimals = DECIMALS if question.data_type is DataType.DECIMAL else 0
        signed = found.least is not None and found.least < 0
        whole = WHOLE
        if found.most is not None and abs(found.most) < 10**MOST_BOXES:
            most = ceil(found.most) - 1 if found.is_below else floor(found.most)
            whole = len(str(abs(most)))
            if found.least is not None and found.least < 0:
                whole = max(whole, len(str(abs(floor(found.least)))))
        return Digits(min(whole, MOST_BOXES), decimals, signed)


def _media(question: Question) -> str:
    for word in question.appearance:
        if word in _DRAWN:
            return _DRAWN[word]
    return _MEDIA.get(question.media_type or "", "file")


def _day(question: Question) -> Moment:
    if "month-year" in question.appearance:
        return Moment.MONTH
    return Moment.YEAR if "year" in question.appearance else Moment.DAY
