"""The one fold: heads, values, conflicts, witnesses, waiting; the same for every order of delivery."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.records.fold import Edit, ObjectState, fold_object
from sync.records.record import Parent


def edit(name: str, *parents: str, tick: int = 0, **fields: object) -> Edit:
    return Edit(
        id=name.encode(),
        tick=tick or 1 + len(parents),
        parents=tuple(sorted(parent.encode() for parent in parents)),
        **fields,  # type: ignore[arg-type]
    )


FIRST = edit("a", sets={"/d/x": "1", "/d/y": "2"}, whole=True)


def test_one_edit_gives_its_values() -> None:
    """A submission alone: every field has one head."""
    state = fold_object([FIRST])
    assert {name: field.value for name, field in state.fields.items()} == {"/d/x": "1", "/d/y": "2"}
    assert (state.conflicts, state.witnesses, state.waiting) == ((), 1, ())
    assert state.heads == (Parent(b"a", 1),)


def test_a_later_edit_replaces_what_it_names_only() -> None:
    """The other field keeps its value."""
    state = fold_object([FIRST, edit("b", "a", sets={"/d/x": "9"})])
    assert (state.value("/d/x"), state.value("/d/y"), state.value("/d/z")) == ("9", "2", None)
    assert state.heads == (Parent(b"b", 2),)


def test_edits_of_different_fields_merge() -> None:
    """Two people who did not know of each other, two fields: no conflict."""
    state = fold_object([FIRST, edit("b", "a", sets={"/d/x": "9"}), edit("c", "a", sets={"/d/y": "8"})])
    assert (state.value("/d/x"), state.value("/d/y"), state.conflicts) == ("9", "8", ())
    assert state.heads == (Parent(b"b", 2), Parent(b"c", 2))


def test_the_same_field_changed_twice_is_a_conflict() -> None:
    """Both values are kept, in order of listing, until an edit builds on both."""
    both = [FIRST, edit("b", "a", sets={"/d/x": "9"}), edit("c", "a", sets={"/d/x": "8"})]
    state = fold_object(both)
    assert state.conflicts == ("/d/x",)
    assert state.fields["/d/x"].values == ("9", "8")
    assert state.fields["/d/x"].heads == ((b"b", "9"), (b"c", "8"))
    settled = fold_object([*both, edit("d", "b", "c", sets={"/d/x": "7"})])
    assert (settled.conflicts, settled.value("/d/x")) == ((), "7")


def test_the_same_value_twice_is_no_conflict() -> None:
    """Two heads that agree."""
    state = fold_object([FIRST, edit("b", "a", sets={"/d/x": "9"}), edit("c", "a", sets={"/d/x": "9"})])
    assert (state.conflicts, state.value("/d/x"), len(state.fields["/d/x"].heads)) == ((), "9", 2)


def test_an_edit_of_another_field_does_not_hide_a_head() -> None:
    """Only a later change of the same field replaces one."""
    state = fold_object(
        [
            FIRST,
            edit("b", "a", sets={"/d/x": "9"}),
            edit("c", "b", tick=3, sets={"/d/y": "8"}),
            edit("d", "a", sets={"/d/x": "5"}),
        ]
    )
    assert state.fields["/d/x"].values == ("9", "5")


def test_clearing_an_answer_against_a_change_is_a_conflict() -> None:
    """No value is a value that can stand beside another."""
    state = fold_object([FIRST, edit("b", "a", sets={"/d/x": None}), edit("c", "a", sets={"/d/x": "8"})])
    assert state.fields["/d/x"].values == (None, "8")


def test_an_edit_waits_for_its_parents() -> None:
    """It and what builds on it show nothing until they are here."""
    later = [edit("c", "b", tick=3, sets={"/d/x": "9"}), edit("d", "c", tick=4, sets={"/d/y": "0"})]
    state = fold_object([FIRST, *later])
    assert (state.value("/d/x"), state.waiting) == ("1", (b"c", b"d"))
    state = fold_object([FIRST, *later, edit("b", "a", sets={"/d/x": "8"})])
    assert (state.value("/d/x"), state.value("/d/y"), state.waiting) == ("9", "0", ())


def test_equal_submissions_are_witnesses() -> None:
    """One submission, two hubs; a correction that knew only one of them replaces both."""
    witness = edit("z", sets=dict(FIRST.sets), whole=True)
    state = fold_object([FIRST, witness])
    assert (state.witnesses, state.conflicts) == (2, ())
    assert state.heads == (Parent(b"a", 1), Parent(b"z", 1))
    corrected = fold_object([FIRST, witness, edit("b", "z", sets={"/d/x": "9"})])
    assert (corrected.value("/d/x"), corrected.conflicts, corrected.heads) == ("9", (), (Parent(b"b", 2),))


def test_different_submissions_of_one_instance_are_a_conflict() -> None:
    """Also in a field that only one of them has."""
    state = fold_object([FIRST, edit("b", tick=1, sets={"/d/x": "1", "/d/z": "3"}, whole=True)])
    assert set(state.conflicts) == {"/d/y", "/d/z"}
    assert state.fields["/d/z"].values == (None, "3")


def test_removing_a_repeat_clears_what_is_in_it() -> None:
    """Every field at and below; its neighbour with a longer number stays."""
    whole = edit("a", sets={"/d/hh:1/n": "A", "/d/hh:1/k:1/m": "B", "/d/hh:11/n": "C"}, whole=True)
    state = fold_object([whole, edit("b", "a", sets={"/d/hh:1": None}, removes=("/d/hh:1",))])
    assert (state.value("/d/hh:1/n"), state.value("/d/hh:1/k:1/m"), state.value("/d/hh:11/n")) == (None, None, "C")
    assert state.conflicts == ()


def test_removing_a_repeat_while_another_edits_in_it_is_a_conflict() -> None:
    """Also when the other adds a field the remover never saw."""
    whole = edit("a", sets={"/d/hh:1/n": "A"}, whole=True)
    removed = edit("b", "a", sets={"/d/hh:1": None}, removes=("/d/hh:1",))
    state = fold_object([whole, removed, edit("c", "a", sets={"/d/hh:1/n": "Z", "/d/hh:1/new": "1"})])
    assert set(state.conflicts) == {"/d/hh:1/n", "/d/hh:1/new"}
    again = edit("d", "b", tick=3, sets={"/d/hh:1/n": "back"})
    assert fold_object([whole, removed, again]).conflicts == ()


def test_calculated_fields_never_conflict() -> None:
    """They are settled again by the engine; what was drawn once keeps the first value."""
    other = edit("b", tick=1, sets={"/d/x": "5", "/d/y": "2"}, whole=True)
    state = fold_object([other, FIRST], is_calculated=lambda path: path == "/d/x")
    assert (state.conflicts, state.value("/d/x")) == ((), "1")


def test_an_object_without_edits_is_empty() -> None:
    """Nothing in, nothing out."""
    assert fold_object([]) == ObjectState({})


FIELDS = ("/d/x", "/d/hh:1", "/d/hh:1/n", "/d/hh:2/n")


@st.composite
def histories(draw: st.DrawFn) -> list[Edit]:
    """Draw edits of one object by people who each know some of those before."""
    edits: list[Edit] = []
    for number in range(draw(st.integers(1, 9))):
        picks = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        known = [edits[pick] for pick in picks]
        edits.append(
            Edit(
                id=bytes([draw(st.integers(0, 255)), number]),
                tick=1 + max((each.tick for each in known), default=0),
                parents=tuple(sorted(each.id for each in known)),
                sets=draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["1", "2", None]), max_size=3)),
                whole=not known and draw(st.booleans()),
                removes=("/d/hh:1",) if known and draw(st.booleans()) else (),
            )
        )
    return edits


@settings(max_examples=300, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_state(edits: list[Edit], chance: random.Random) -> None:
    """Shuffled, with repeats: equal fields, heads, conflicts."""
    shuffled = [*edits, *edits[:3]]
    chance.shuffle(shuffled)
    assert fold_object(shuffled) == fold_object(edits)


@settings(max_examples=300, deadline=None)
@given(histories())
def test_an_edit_on_all_heads_settles_every_conflict(edits: list[Edit]) -> None:
    """Settling is an ordinary edit whose parents are all heads."""
    state = fold_object(edits)
    names = {name for each in edits for name in each.sets}
    settling = Edit(
        id=b"settle",
        tick=1 + max(head.tick for head in state.heads),
        parents=tuple(sorted(head.id for head in state.heads)),
        sets=dict.fromkeys(names, "settled"),
    )
    settled = fold_object([*edits, settling])
    assert settled.conflicts == ()
    assert settled.heads == (Parent(b"settle", settling.tick),)
    assert all(settled.value(name) == "settled" for name in names)


@settings(max_examples=300, deadline=None)
@given(histories())
def test_no_value_is_lost_unseen(edits: list[Edit]) -> None:
    """A value is gone only when an edit that knew of it said something else about the field."""
    state = fold_object(edits)
    same = {
        each.id: {other.id for other in edits if other.whole and each.whole and other.sets == each.sets} | {each.id}
        for each in edits
    }  # witnesses: who knew of one knew of all
    ancestors: dict[bytes, set[bytes]] = {}
    for each in edits:
        known = set().union(*(same[parent] for parent in each.parents))
        ancestors[each.id] = known.union(*(ancestors[parent] for parent in each.parents))
    for each in edits:
        for name, value in each.sets.items():
            later = [
                other
                for other in edits
                if each.id in ancestors[other.id]
                and (name in other.sets or any(name == r or name.startswith(r + "/") for r in other.removes))
            ]
            if not later:
                assert value in state.fields[name].values


@pytest.mark.parametrize("count", [2_000])
def test_a_long_history_folds_quickly(count: int) -> None:
    """Thousands of edits of one object, each on the one before."""
    edits = [edit("0000", sets={"/d/x": "0"}, whole=True)]
    edits += [
        Edit(id=b"%04d" % number, tick=number + 1, parents=(b"%04d" % (number - 1),), sets={"/d/x": str(number)})
        for number in range(1, count)
    ]
    assert fold_object(edits).value("/d/x") == str(count - 1)
