"""How the paper is used, told on its first page; and whether it has to ask for consent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.definition.elements import Control
from forms.definition.form import Form
from forms.paper.blocks import Annex, Block, Choose, Digits, Grid, Item, Moment, Roster
from forms.paper.speech import Speech


def introduction(blocks: Sequence[Block], annexes: Sequence[Annex], speech: Speech) -> tuple[str, ...]:
    """Return how to use the paper, one sentence each: only what this paper has."""
    items = [item for block in blocks for item in _items(block)]
    keys = ["use-read", "use-number"]
    answers = [item.answer for item in items]
    if any(isinstance(answer, Choose) for answer in answers):
        keys.append("use-tick")
    if any(isinstance(answer, Digits | Moment) for answer in answers):
        keys.append("use-digits")
    if any(item.when for item in items) or any(getattr(block, "when", "") for block in blocks):
        keys.append("use-skip")
    if any(isinstance(answer, Choose) and any(o.go_to for o in answer.options) for answer in answers):
        keys.append("use-go")
    if any(item.required for item in items):
        keys.append("use-star")
    if any(isinstance(block, Roster) for block in blocks):
        keys.append("use-table")
    if annexes:
        keys.append("use-list")
    if any(isinstance(answer, Choose) and any(o.shows_code for o in answer.options) for answer in answers):
        keys.append("use-codes")
    return tuple(speech.say(key) for key in (*keys, "use-wrong"))


def asks_consent(form: Form) -> bool:
    """Tell whether the form has a question of consent of its own."""
    for path, question in form.questions():
        if question.control in (Control.SELECT_ONE, Control.TRIGGER) and "consent" in path.rpartition("/")[2].lower():
            return True
    return False


def _items(block: Block) -> Iterator[Item]:
    if isinstance(block, Item):
        yield block
    elif isinstance(block, Grid):
        yield from block.rows
    elif isinstance(block, Roster):
        yield from (item for item in block.items if isinstance(item, Item))
