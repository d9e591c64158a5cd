"""Random walks in which every rule is worked out anew after each step: over random forms, or over forms of files.

`python tests/oracles/walks.py [--count N] [--seed S] [--steps K] [FORM…]` prints what is not as its rules want it, as
small as it gets, and exits 1 if there is anything.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "helpers")]

from random_forms import FILES, form_text, random_form
from random_rules import Part
from scenario import Story, environment_of, story
from walks import again, shrink, walk

from forms.model.build import build_model
from forms.model.model import Model
from forms.session.chance import fill_by_chance
from forms.session.interview import Interview
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form


def over_random_form(seed: int, steps: int) -> str:
    """Walk over one random form; return what went wrong with the smallest form and walk that show it, or ""."""
    chance = random.Random(seed)
    parts = random_form(chance, size=chance.randint(4, 16))
    actions, wrong = walk(_begin(parts), chance, steps)
    if not wrong:
        return ""
    parts, actions = shrink(parts, actions, lambda parts, actions: bool(again(_begin(parts), actions)))
    return "\n".join([f"seed {seed}", form_text(parts), *map(str, actions), *again(_begin(parts), actions)])


def _begin(parts: list[Part]) -> Story:
    return story(form_text(parts), files=FILES)


def model_of_file(path: Path) -> Model | None:
    """Return the model of a form's file; None when it does not open."""
    files = files_beside(path)
    form = open_form(path.read_bytes(), file_name=path.name, files=files).form
    return None if form is None else build_model(form, files=files)


def over_form(model: Model, seed: int, steps: int) -> list[str]:
    """Fill an interview by chance, then walk; return what went wrong with the actions that led there."""
    chance = random.Random(seed)
    environment = environment_of(seed=seed)
    interview = Interview.start(model, environment=environment)
    if seed % 2:  # every other walk begins with an empty interview
        fill_by_chance(interview, chance)
    actions, wrong = walk(Story(interview, environment, []), chance, steps)
    return [*map(str, actions), *wrong] if wrong else []


def main(arguments: Sequence[str]) -> int:
    """Run as the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="walks in all, or over each form")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("forms", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    seeds = range(given.seed, given.seed + given.count)
    started, failed = time.monotonic(), 0
    for seed in seeds if not given.forms else ():
        wrong = over_random_form(seed, given.steps)
        failed += bool(wrong)
        print(wrong, end="\n" if wrong else "")
    for path in given.forms:
        model = model_of_file(path)
        if model is None:
            print(f"{path.name}: does not open")
            continue
        for seed in seeds:
            lines = over_form(model, seed, given.steps)
            failed += bool(lines)
            print("".join(f"{path.name} seed {seed}: {line}\n" for line in lines[-12:]), end="", flush=True)
    walks = len(seeds) * max(1, len(given.forms))
    print(f"{walks} walks in {time.monotonic() - started:.0f} s, {failed} with a rule that does not hold")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
