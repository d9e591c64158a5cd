"""What random interviews do besides answering: changing, clearing, adding, removing, switching the language."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

from scenario import Story, story

from forms.session.chance import Walk, fill_by_chance

FORM = """
survey
| type | name | label::en | label::fr | relevant | constraint | calculation | trigger |
| select_one yes_no | consent | Consent | Accord | | | | |
| text | who | Who | Qui | ${consent} = 'yes' | | | |
| integer | many | Many | Nombre | ${consent} = 'yes' | . > 50 and . < 60 | | |
| calculate | tries | | | | | once(concat('seen ', ${many})) | |
| begin_repeat | hh | Person | Personne | ${consent} = 'yes' | | | |
| text | name | Name | Nom | | | | |
| end_repeat | | | | | | | |
choices
| list_name | name | label::en | label::fr |
| yes_no | yes | Yes | Oui |
| yes_no | no | No | Non |
"""


def walked(seed: int) -> tuple[Story, Walk]:
    interview = story(FORM)
    return interview, fill_by_chance(interview.interview, random.Random(seed))


def test_everything_a_person_can_do_happens():
    """Over twenty interviews answers change and are cleared, instances come and go, languages switch."""
    total: Counter[str] = Counter()
    for seed in range(20):
        interview, walk = walked(seed)
        assert interview.interview.validate() == ()
        total.update(step["op"] or "" for step in walk.steps)
        total.update(changed=walk.changed, cleared=walk.cleared, added=walk.added, removed=walk.removed)
    assert min(total[op] for op in ("answer", "add_repeat", "remove_repeat", "set_language")) >= 5
    assert min(total[what] for what in ("changed", "cleared", "added", "removed")) >= 5


def test_relevance_flips_back_and_forth():
    """In some interview the same question hides others, shows them again, and hides them."""
    flips = 0
    for seed in range(20):
        _, walk = walked(seed)
        consents = [step["value"] for step in walk.steps if step.get("ref") == "/data/consent"]
        flips = max(flips, sum(first != second for first, second in pairwise(consents)))
    assert flips >= 2


def test_no_refused_answer_is_ever_given():
    """What the constraint refuses is never written, so nothing that is kept once has seen it."""
    for seed in range(20):
        interview, walk = walked(seed)
        given = [int(step["value"] or 55) for step in walk.steps if step.get("ref") == "/data/many"]
        assert all(50 < number < 60 for number in given)
        assert interview["tries"].value == "" or interview["tries"].value.startswith("seen")


def test_what_cannot_be_answered_any_more_is_left_alone():
    """A question that is required and read-only by then is named as stuck, and nothing breaks."""
    for seed in range(10):
        interview = story(
            """
            | type | name | label | required | readonly |
            | text | a | A | yes | ${b} != '' |
            | text | b | B | | |
            """
        )
        interview.answer("b", "x")
        walk = fill_by_chance(interview.interview, random.Random(seed))
        assert walk.stuck == [violation.ref for violation in interview.interview.validate()]


def test_the_share_that_is_answered_is_of_the_end():
    """Asked counts the questions relevant at the end, answered those with an answer."""
    interview, walk = walked(3)
    relevant = [node for node in interview.interview.questions() if node.relevant and node.model_node.is_checked]
    assert walk.asked == len(relevant)
    assert walk.answered == sum(bool(node.value) for node in relevant)
