"""A rule explains a difference of the size that its reason predicts, and none of another size."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.append(str(HERE))

from compared_forms import subject  # noqa: E402
from explained import explain  # noqa: E402
from same_instances import ABSENT, NOTHING, Around, Difference  # noqa: E402
from traits import ABSOLUTE, PROPOSED, REPEAT_ITSELF, REPEATED, TIME, TRIGGERED  # noqa: E402

REF = "/d/hh[2]/a[1]"


def difference(peer: str, uses: set[str], ours: str, theirs: str, *, ref: str = REF, **more: object) -> Difference:
    """Return a difference of values."""
    return Difference("f", peer, ref, ours, theirs, uses=frozenset(uses), **more)  # type: ignore[arg-type]


def rule_of(peer: str, uses: set[str], ours: str, theirs: str, around: Around = NOTHING, **more: object) -> str | None:
    """Return what explains a difference."""
    return explain(difference(peer, uses, ours, theirs, around=around, **more))


@pytest.mark.parametrize(
    ("peer", "uses", "right", "wrong"),
    [
        ("web-forms", {"sum"}, [("12", ""), ("0", "NaN")], [("12", "11"), ("", ""), ("a", ""), ("", "3")]),
        ("web-forms", {"count"}, [("2", "3")], [("3", "2"), ("2", ""), ("2", "2.5"), ("", "1")]),
        ("web-forms", {"join"}, [("a, b", "a, , b"), ("", ", ")], [("a, b", "b, , a"), ("a, b", "a"), ("a", "a, b")]),
        (
            "javarosa",
            {"date"},
            [("2026-03-04", "2026-03-03"), ("2026-03-01", "2026-02-28")],
            [("2026-03-04", "2026-03-02"), ("2026-03-04", "2026-03-05"), ("2026-03-04", ""), ("x", "2026-03-04")],
        ),
        ("javarosa", set(), [("20000000", "2.0E7")], [("", "2.0E7"), ("2", "2.0E7"), ("a", "2.0E7")]),
        ("web-forms", set(), [("0.00000012", "1.2e-7")], [("", "1.2e-7"), ("0.12", "1.2e-7")]),
        ("javarosa", {"max"}, [("", "5"), ("false", "true")], [("", ""), ("", "a"), ("4", "5"), ("false", "5")]),
        ("web-forms", {"indexed-repeat"}, [("5", "")], [("5", "4"), (ABSENT, "")]),
        ("web-forms", {"format-date-time", TIME}, [("10:20", "")], [("10:20", "10:21"), ("a", ""), ("", "10:20")]),
    ],
)
def test_only_the_values_that_the_reason_predicts(peer, uses, right, wrong):
    """Values of another size stay unexplained, and the same values where the expression has nothing of it."""
    for ours, theirs in right:
        assert rule_of(peer, uses, ours, theirs) is not None, (ours, theirs)
        if uses:
            assert rule_of(peer, set(), ours, theirs) is None, (ours, theirs)
    for ours, theirs in wrong:
        assert rule_of(peer, uses, ours, theirs) is None, (ours, theirs)


def test_the_first_instance_is_looked_up():
    """An absolute path is excused only with what the peer has in the first instance, and never there."""
    around = Around(others={"/d/hh[1]/a[1]": "7", REF: "7"})
    assert rule_of("web-forms", {ABSOLUTE}, "8", "7", around) == "absolute paths into the own instance"
    assert rule_of("web-forms", {ABSOLUTE}, "8", "9", around) is None
    assert rule_of("web-forms", {ABSOLUTE}, "8", "7", around, ref="/d/hh[1]/a[1]") is None


def test_what_is_triggered_later_is_blank_or_of_another_instance():
    """Any other value is none that a missing or misplaced trigger gives."""
    uses, around = {TRIGGERED, REPEATED}, Around(mine={"/d/hh[1]/a[1]": "7 of 1", REF: "8 of 2"})
    assert rule_of("web-forms", uses, "8 of 2", "", around) == "triggers of later instances"
    assert rule_of("web-forms", uses, "8 of 2", "7 of 1", around) == "triggers of later instances"
    assert rule_of("web-forms", uses, "8 of 2", "9 of 2", around) is None
    assert rule_of("web-forms", uses | {"position"}, "8 of 2", "8 of 1", around) == "triggers of later instances"
    assert rule_of("web-forms", uses, "8 of 2", ABSENT, around) is None


def test_what_is_written_over_was_written_and_the_other_is_worked_out():
    """Ours must have been written by the person, theirs be what working out anew gives."""
    around = Around(written=frozenset({"5"}))
    assert rule_of("javarosa", {PROPOSED}, "5", "8", around, again="8") == "a proposed value written over"
    assert rule_of("javarosa", {PROPOSED}, "6", "8", around, again="8") is None
    assert rule_of("javarosa", {PROPOSED}, "5", "9", around, again="8") is None
    assert rule_of("javarosa", {PROPOSED}, "5", "8", around) is None
    skipped = rule_of("javarosa", {PROPOSED}, "answer: done", "not relevant", kind="step")
    assert skipped is None
    source = difference("javarosa", {PROPOSED}, "5", "8", again="8", around=around)
    skipped = rule_of("javarosa", set(), "answer: done", "not relevant", Around(sources=(source,)), kind="step")
    assert skipped == "a proposed value written over"


def test_a_time_is_taken_for_the_day_on_which_it_runs_only():
    """Another day or text in a time's place is not explained."""
    today = datetime.now(UTC).date().isoformat()
    assert rule_of("javarosa", {TIME}, "at 20:11:00", f"at {today}") == "a time is no day"
    assert rule_of("javarosa", {TIME}, "20:11", today[:5]) == "a time is no day"
    assert rule_of("javarosa", {TIME}, "at 20:11:00", "at 1999-01-01") is None
    assert rule_of("javarosa", {TIME}, "at 20:11:00", f"on {today}") is None
    assert rule_of("javarosa", set(), "at 20:11:00", f"at {today}") is None


def test_an_index_of_nothing_gives_the_first_instance_only():
    """Theirs must stand beside it in the first instance."""
    ref, uses = "/d/hh[1]/a[1]", {"indexed-repeat"}
    around = Around(others={ref: "7", "/d/hh[1]/b[1]": "7", "/d/hh[2]/b[1]": "9"})
    assert rule_of("javarosa", uses, "", "7", around, ref=ref) == "before the first instance"
    assert rule_of("javarosa", uses, "", "9", around, ref=ref) is None
    assert rule_of("javarosa", uses, "", "7", around) is None


def test_attributes_and_entities_of_instances():
    """An attribute may be missing where all instances bear the same; an entity be wrong after a removal."""
    ref = "/d/hh[2]/@kind"
    around = Around(mine={ref: "k", "/d/hh[1]/@kind": "k"})
    for peer in ("javarosa", "web-forms"):
        assert rule_of(peer, {REPEAT_ITSELF}, "k", ABSENT, around, ref=ref) == "attributes of added instances"
        assert rule_of(peer, {REPEAT_ITSELF}, "k", "m", around, ref=ref) is None
        assert rule_of(peer, set(), "k", ABSENT, around, ref=ref) is None
    ref, removed = "/d/hh[1]/meta[1]/entity[1]/@create", Around(removed=True)
    assert rule_of("javarosa", set(), "true", "0", removed, ref=ref) == "entities of moved instances, not made"
    assert rule_of("javarosa", set(), "true", "0", ref=ref) is None
    assert rule_of("javarosa", set(), "true", "", removed, ref=ref) is None
    assert rule_of("javarosa", set(), "true", "0", removed, ref="/d/meta[1]/entity[1]/@create") is None


def test_what_is_worked_out_from_a_difference_follows_it():
    """A share of a sum that is blank there is explained; the same share beside another difference is not."""
    share = difference("web-forms", {"sum"}, "0.5", "0")
    total = difference("web-forms", {"sum"}, "12", "", ref="/d/total[1]")
    assert explain(share) is None
    assert explain(replace(share, around=Around(sources=(total,)))) == "the sum of blanks"
    assert explain(replace(share, around=Around(sources=(replace(total, theirs="11"),)))) is None


def test_what_a_value_is_worked_out_from_is_known():
    """Also through others: the share of a total is worked out from every price."""
    form = subject(HERE / "focused" / "calculates_in_repeat.md")
    assert {"/data/total", "/data/item/price"} <= form.sources["/data/item/share"]
    assert "/data/item/share" not in form.sources["/data/total"]
