"""Oracles: `python tests/oracles/run.py differential [--count N] [--seed S] [--peers javarosa,web-forms] [FORM…]`.

Random valid interviews on every form at hand are replayed in other engines and the final instances compared.
Exit 1 on a difference that `explained.py` does not explain, when a rule of it never matches in a run over all forms,
or when too few interviews ran; 3 when a peer cannot be had here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict, fields
from math import inf
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers"), str(Path(__file__).parent)]

from compared_forms import NotOpened, Subject, forms_at_hand, has_real_forms, made_form, subject  # noqa: E402
from differential import Figures, Outcome, compare  # noqa: E402
from explained import RULES, explain  # noqa: E402
from other_engines import Peer, PeerMissing, javarosa, web_forms  # noqa: E402
from verdicts import coverage, verdict  # noqa: E402

COUNT = 40
MISSED, NOT_MEASURED = 1, 3


def main(arguments: list[str]) -> int:
    """Run the named oracle."""
    options = _parser().parse_intermixed_args(arguments)
    subjects, unopened = _subjects(options)
    status = 0
    report: dict[str, object] = {"not opened": unopened}
    for name in options.peers.split(","):
        try:
            peer = javarosa() if name == "javarosa" else web_forms(install=True)
        except PeerMissing as missing:
            print(f"{name}: not measured: {missing}")
            status = status or NOT_MEASURED
            continue
        with peer:
            outcomes = _against(peer, subjects, options)
        status = (
            _summary(name, outcomes, options, full=not options.forms and not options.made and has_real_forms())
            or status
        )
        report[name] = {form: _figures(outcome) for form, outcome in outcomes.items()}
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False, default=sorted), encoding="utf-8")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("oracle", choices=["differential"])
    parser.add_argument("forms", nargs="*", type=Path, metavar="FORM", help="files; without, every form at hand")
    parser.add_argument("--count", type=int, default=COUNT, help="interviews of each form")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--peers", default="javarosa", help="javarosa, web-forms, or both with a comma")
    parser.add_argument("--made", type=int, default=0, metavar="N", help="on N random forms, made by seeds, instead")
    parser.add_argument("--seconds", type=float, default=inf, help="after these a form gets no further interviews")
    parser.add_argument("--shrink", type=float, default=20, help="seconds to make one difference small")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser


def _subjects(options: argparse.Namespace) -> tuple[list[Subject], list[str]]:
    found, unopened = [], []
    made = [made_form(seed) for seed in range(options.seed, options.seed + options.made)]
    for path in options.forms or made or forms_at_hand():
        try:
            found.append(subject(path))
        except NotOpened as reason:
            unopened.append(str(reason))
            print(f"not compared: {reason}")
    return found, unopened


def _against(peer: Peer, subjects: list[Subject], options: argparse.Namespace) -> dict[str, Outcome]:
    outcomes = {}
    seeds = range(options.seed, options.seed + options.count)
    for each in subjects:
        limits = {"shrink_seconds": options.shrink, "seconds": options.seconds}
        outcome = compare(each, peer, seeds, explain=explain, **limits)
        outcomes[each.name] = outcome
        figures = outcome.figures
        words = f"{figures.interviews} interviews, {figures.steps} steps, {len(outcome.found)} differences"
        print(f"{peer.name} {each.name} ({each.origin}): {outcome.refused or words}", flush=True)
        for found in outcome.found:
            difference = found.difference
            print(f"  {difference.kind} {difference.ref}  ({found.interviews} interviews, first seed {found.seed})")
            print(f"    ours   {difference.ours!r}\n    theirs {difference.theirs!r}")
            print(f"    steps  {json.dumps(found.steps, ensure_ascii=False)[:1500]}", flush=True)
    return outcomes


def _figures(outcome: Outcome) -> dict[str, object]:
    return {
        "figures": asdict(outcome.figures),
        "refused": outcome.refused,
        "explained": dict(outcome.explained),
        "found": [asdict(found) for found in outcome.found],
    }


def _summary(name: str, outcomes: dict[str, Outcome], options: argparse.Namespace, *, full: bool) -> int:
    """Print the coverage and what was explained; return the exit status."""
    total = Figures()
    used: Counter[str] = Counter()
    for outcome in outcomes.values():
        used += outcome.explained
        for each in fields(Figures):
            setattr(total, each.name, getattr(total, each.name) + getattr(outcome.figures, each.name))
    refused = [form for form, outcome in outcomes.items() if outcome.refused]
    print(coverage(name, total, forms=len(outcomes) - len(refused)))
    if refused:
        print(f"{name} did not load: {', '.join(refused)}")
    unused = []
    for rule in RULES:
        if rule.peer == name:
            print(f"explained {used[rule.name]}: {rule.name}: {rule.reason}")
            unused += [] if used[rule.name] else [rule.name]
    unexplained = sum(len(outcome.found) for outcome in outcomes.values())
    wanted = sum(outcome.wanted for outcome in outcomes.values())
    print(f"{name}: {unexplained} unexplained differences")
    # With few interviews a rare difference may not turn up; only a full run must use every rule there is.
    full = full and options.count >= COUNT
    failures = verdict(total, wanted=wanted, unexplained=unexplained, unused=unused, full=full)
    print(*failures, sep="\n", end="\n" if failures else "")
    return MISSED if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
