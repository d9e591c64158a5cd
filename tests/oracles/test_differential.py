"""Random interviews end in JavaRosa as they end here; and what is wrong on either side is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.append(str(HERE))

from compared_forms import markdown, stand_in, subject, wanted_files  # noqa: E402
from differential import Figures, Outcome, compare, shrunk, zone_of_seed  # noqa: E402
from explained import RULES, explain  # noqa: E402
from other_engines import Peer, PeerMissing, javarosa  # noqa: E402
from same_instances import ABSENT, Difference, alike, differing, leaves  # noqa: E402
from verdicts import verdict  # noqa: E402

from forms.session import settle  # noqa: E402
from forms.values import DataType  # noqa: E402

FOCUSED = ("repeat_nested", "cascade_read", "relevance_in_repeat", "repeat_counted", "pulldata", "triggers")
SEEDS = range(8)


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    """JavaRosa, one process for all tests."""
    try:
        found = javarosa()
    except PeerMissing as missing:
        pytest.skip(f"not compared with JavaRosa: {missing}")
    with found:
        yield found


def outcome_of(name: str, peer: Peer, **changed: str) -> Outcome:
    """Return the outcome of a few interviews on one of the small forms."""
    form = subject(HERE / "focused" / f"{name}.md")
    return compare(form, peer, SEEDS, explain=explain, shrink_seconds=3, **changed)


@pytest.mark.slow
@pytest.mark.parametrize("name", FOCUSED)
def test_interviews_end_as_in_javarosa(peer, name):
    """Eight random interviews of a form, all valid, end in the same instance, save for what is explained."""
    outcome = outcome_of(name, peer)
    assert outcome.refused == ""
    assert [(found.difference, found.steps) for found in outcome.found] == []
    assert outcome.figures.valid == len(SEEDS)
    assert outcome.figures.steps > 3 * len(SEEDS)


@pytest.mark.slow
def test_a_wrong_peer_is_found(peer):
    """The control: a sum that counts one more in the other engine shows, with the one answer that shows it."""
    form = subject(HERE / "focused" / "repeat_plain.md")
    wrong = form.xform.replace('calculate="sum(', 'calculate="1 + sum(')
    assert wrong != form.xform
    outcome = compare(form, peer, SEEDS, explain=explain, xform=wrong, shrink_seconds=3)
    found = {each.difference.path: each for each in outcome.found}
    assert set(found) == {"/data/total", "/data/adults"}
    assert len(found["/data/total"].steps) == 0


@pytest.mark.slow
def test_a_wrong_engine_of_ours_is_found(peer, monkeypatch):
    """The control from the other side: results that lose their last sign, and the shortest way to see one."""
    monkeypatch.setattr(settle, "cast_result", lambda _, text: text[:-1])
    outcome = outcome_of("cascade_read", peer)
    found = {each.difference.path: each for each in outcome.found}
    assert "/data/town_now" in found
    assert len(found["/data/town_now"].steps) <= 1


def test_steps_are_dropped_while_the_difference_stays():
    """Two steps that matter are found among twenty."""
    steps = [{"op": "answer", "ref": f"/data/q{place}", "value": "1"} for place in range(20)]
    wanted = ("/data/q3", "/data/q17")
    kept = shrunk(steps, lambda some: set(wanted) <= {step["ref"] for step in some}, until=lambda: False)
    assert tuple(step["ref"] for step in kept) == wanted


def test_time_limits_the_shrinking():
    """No time, nothing dropped."""
    steps = [{"op": "answer", "ref": "/data/q", "value": "1"}]
    assert shrunk(steps, lambda _: True, until=lambda: True) == steps


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "same"),
    [
        (DataType.DECIMAL, "5", "5.0", True),
        (DataType.INTEGER, "5", "6", False),
        (DataType.DATE_TIME, "2026-03-04T10:30:00", "2026-03-04T10:30:00.000-07:00", True),
        (DataType.DATE_TIME, "2026-03-04T10:30:00", "2026-03-04T10:30:00.000-06:00", False),
        (DataType.TIME, "10:30:00", "10:30:00.000-07:00", True),
        (DataType.GEOPOINT, "1.5 2 0 3", "1.5 2.0 0.0 3.0", True),
        (DataType.GEOTRACE, "1 2 0 3;4 5 6 7", "1 2 0 3", False),
        (DataType.STRING, "0.03333333333333333", "0.03333333333284827", True),
        (DataType.STRING, "0.50625", "0.5062499999985448", True),
        (DataType.STRING, "0.50625", "0.5062499", False),
        (DataType.STRING, "5", "5.0", False),
        (DataType.STRING, "a", "A", False),
        (DataType.DATE, "", "2026-03-04", False),
    ],
)
def test_values_are_compared_as_their_type_means_them(kind, ours, theirs, same):
    """Spelling that means nothing is no difference; anything else is."""
    assert alike(ours, theirs, kind, zone_of_seed(0)) is same


def test_leaves_have_places_and_attributes():
    """Every leaf and attribute of an instance is compared, empty ones too."""
    found = leaves(b'<data id="x" xmlns:j="j"><hh><a>1</a></hh><hh><a/></hh><j:m> b  c </j:m></data>')
    assert found == {"/data/@id": "x", "/data/hh[1]/a[1]": "1", "/data/hh[2]/a[1]": "", "/data/m[1]": "b c"}


def test_what_is_missing_or_moved_differs():
    """A leaf on one side only, another value, and another order outside repeats are each told."""

    def of(ours: dict[str, str], theirs: dict[str, str]) -> list[tuple[str, str, str]]:
        return differing(ours, theirs, {}, once={"/d/a", "/d/b"}, zone=zone_of_seed(0))

    assert of({"/d/a[1]": "1"}, {"/d/a[1]": "1"}) == []
    assert of({"/d/a[1]": "1"}, {"/d/a[1]": "2"}) == [("/d/a[1]", "1", "2")]
    assert of({"/d/a[1]": ""}, {}) == [("/d/a[1]", "", ABSENT)]
    assert of({}, {"/d/a[1]": ""}) == [("/d/a[1]", ABSENT, "")]
    assert len(of({"/d/a[1]": "", "/d/b[1]": ""}, {"/d/b[1]": "", "/d/a[1]": ""})) == 1


def test_a_rule_explains_its_own_kind_and_no_other():
    """A plain difference of values is explained by none."""
    assert len({(rule.peer, rule.name) for rule in RULES}) == len(RULES)
    for name in ("javarosa", "web-forms"):
        assert explain(Difference("f", name, "/data/a[1]", "5", "6")) is None
        assert explain(Difference("f", name, "/data/a", "answer: done", "not relevant", "step")) is None
    assert explain(Difference("f", "javarosa", "/data/a[1]", "true", "1")) == "truths are texts"
    assert explain(Difference("f", "javarosa", "/data/a[1]", "true", "0")) is None
    assert explain(Difference("f", "web-forms", "/data/a[1]", "true", "1")) is None


def test_the_verdict_wants_enough_interviews_and_used_rules():
    """Differences, too few valid interviews, and in a full run a rule that never matched: each fails."""
    good = Figures(interviews=10, valid=10)
    assert verdict(good, wanted=10, unexplained=0, unused=[], full=True) == []
    assert verdict(good, wanted=10, unexplained=0, unused=["x"], full=False) == []
    assert len(verdict(good, wanted=10, unexplained=1, unused=[], full=True)) == 1
    assert len(verdict(good, wanted=10, unexplained=0, unused=["x"], full=True)) == 1
    assert len(verdict(Figures(interviews=10, valid=8), wanted=10, unexplained=0, unused=[], full=True)) == 1
    assert len(verdict(Figures(), wanted=0, unexplained=0, unused=[], full=True)) == 1


def test_files_that_nobody_shipped_are_stood_in():
    """The columns that the form reads are found in its XForm, and rows made for them."""
    xform = (
        "<instance id=\"t\" src=\"jr://file-csv/t.csv\"/><bind calculate=\"pulldata('t', 'price', 'code', /d/a)\"/>"
        "<bind calculate=\"instance('t')/root/item[region = /d/r]/name\"/>"
    )
    assert wanted_files(xform) == {"t.csv": ["name", "label", "price", "code", "region"]}
    assert stand_in(["name", "label"]).splitlines()[:2] == ["name,label", "1,label1"]


def test_a_form_in_markdown_may_bring_files():
    """What stands below a line "file NAME" is that file."""
    tables, files = markdown("# a remark\nsurvey\n| type | name |\n| text | a |\nfile x.csv\na,b\n1,2\n")
    assert "survey" in tables
    assert files == {"x.csv": "a,b\n1,2\n"}


@pytest.mark.slow
def test_the_command_says_what_it_did(peer, tmp_path):
    """It prints the coverage and the figures, and writes them."""
    figures = tmp_path / "figures.json"
    form = HERE / "focused" / "deep_chain.md"
    command = [sys.executable, str(HERE / "run.py"), "differential", "--count", "3", "--json", str(figures), str(form)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 forms, 3 interviews (3 valid)" in done.stdout
    assert "javarosa: 0 unexplained differences" in done.stdout
    assert '"interviews": 3' in figures.read_text(encoding="utf-8")
