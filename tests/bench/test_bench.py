"""The benchmark's small run: every script checked on our own engine, and work counted while forms grow."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import growth

SPEC = importlib.util.spec_from_file_location("bench_run", Path(__file__).with_name("run.py"))
assert SPEC is not None
assert SPEC.loader is not None
bench = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bench)


def test_small_run_reaches_its_goals(tmp_path):
    """Every check of the scripts holds, and work grows no faster than the form."""
    file = tmp_path / "figures.json"
    assert bench.main(["engine", "--small", "--json", str(file)]) == 0
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert {row["name"] for row in rows} >= {"rows", "instances", "choices", "languages", "M", "CI", "K"}


def test_work_that_grows_too_fast_is_missed():
    """The control: a form whose work grows with the square is no goal reached."""

    def squared(scale: int) -> growth.BenchForm:
        rows = [{"type": "integer", "name": f"q{number}", "label": "?"} for number in range(10 * scale)]
        total = " + ".join(f"${{q{number}}}" for number in range(10 * scale))
        sums = [{"type": "calculate", "name": f"s{number}", "calculation": total} for number in range(10 * scale)]
        script = [growth.make_forms.to_set("/data/q0", "1", "answer")]
        return growth.BenchForm([*rows, *sums], [], {"squared": script})

    assert not growth._grown("squared", squared, (1, 4), timed=False)["good"]


def test_a_wrong_result_is_no_figure():
    """The control: a script that expects something else fails."""
    form = growth.make_forms.form_k(instances=2, selects=2, choices=4)
    form.scripts["K"].append(growth.make_forms.to_get("/data/people", "3"))
    assert not growth._run_once("K", form)["good"]


def test_an_unknown_word_is_refused(capsys):
    """Words of later stages are not there yet."""
    with pytest.raises(SystemExit) as stopped:
        bench.main(["window"])
    assert stopped.value.code == 2
    assert "invalid choice" in capsys.readouterr().err
