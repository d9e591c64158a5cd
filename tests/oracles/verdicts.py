"""What a run of an oracle comes to: its coverage in a line, and why it fails."""

from __future__ import annotations

from differential import Figures

# Share of the interviews asked for that must have run and been valid.
LEAST_RUN = 0.9


def verdict(total: Figures, *, wanted: int, unexplained: int, unused: list[str], full: bool) -> list[str]:
    """Return why a run fails; [] for a good one."""
    failures = [f"{unexplained} differences that nothing explains"] if unexplained else []
    if total.valid < LEAST_RUN * wanted or not wanted:
        failures.append(f"too few valid interviews: {total.valid} of {wanted}")
    if full and unused:
        failures.append(f"rules that never matched: {', '.join(unused)}")
    return failures


def coverage(name: str, total: Figures, *, forms: int) -> str:
    """Return a line with what was run and how widely."""
    share = total.answered / total.asked if total.asked else 0
    return (
        f"{name}: {forms} forms, {total.interviews} interviews ({total.valid} valid), {total.steps} steps, "
        f"{total.leaves} values compared; answered {share:.1%} of {total.asked} relevant questions, "
        f"changed {total.changed}, cleared {total.cleared}, languages switched {total.languages}, "
        f"repeats added {total.added}, removed {total.removed}"
    )
