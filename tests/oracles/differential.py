"""Random valid interviews on a form, ours and another engine's final instances compared, differences made small."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf
from zoneinfo import ZoneInfo

from compared_forms import CACHE, Subject
from explained import SPOILING
from other_engines import Peer, PeerBroken, prepared
from same_instances import ABSENT, NOTHING, Around, Difference, differing, leaves, plain

from forms.errors import FormsError
from forms.session.chance import Walk, fill_by_chance
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.replay import Step, replay

LOCAL_TIME = "2026-03-04T10:30:00"
ZONES = ("America/Phoenix", "Africa/Nairobi", "Asia/Kathmandu", "Asia/Beirut")
CHANCE = 0.375
UUID = "7b2e4a10-9c3d-4f5e-8a6b-1c2d3e4f5a6b"
PROPERTIES = {
    "deviceid": "device-7",
    "username": "amina",
    "email": "amina@example.org",
    "phonenumber": "+961 1 234567",
}
Steps = list[dict[str, str | None]]
Explain = Callable[[Difference], str | None]


class Fixed(random.Random):
    """Chance that always falls the same way, so that engines which draw in another order still agree."""

    def random(self) -> float:
        """Return the one number."""
        return CHANCE

    def getrandbits(self, k: int, /) -> int:
        """Return the bits of the one uuid."""
        return int(UUID.replace("-", ""), 16) & ((1 << k) - 1)


@dataclass(slots=True)
class Figures:
    """What was run and how widely: the coverage of an oracle."""

    interviews: int = 0
    valid: int = 0
    steps: int = 0
    asked: int = 0
    answered: int = 0
    changed: int = 0
    cleared: int = 0
    added: int = 0
    removed: int = 0
    languages: int = 0
    leaves: int = 0

    def add(self, walk: Walk, *, valid: bool) -> None:
        """Count one interview."""
        self.interviews += 1
        self.valid += valid
        self.steps += len(walk.steps)
        self.languages += sum(step["op"] == "set_language" for step in walk.steps)
        for name in ("asked", "answered", "changed", "cleared", "added", "removed"):
            setattr(self, name, getattr(self, name) + getattr(walk, name))


@dataclass(slots=True)
class Found:
    """A difference with the shortest steps that still show it, and how many interviews had one at that path."""

    difference: Difference
    steps: Steps
    seed: int
    interviews: int = 1


@dataclass(slots=True)
class Outcome:
    """What came out of one form against one peer.

    Attributes:
        refused: Why the peer could not load the form, else "".
        wanted: Interviews asked for, or as many as there was time for.
    """

    figures: Figures = field(default_factory=Figures)
    found: list[Found] = field(default_factory=list)
    explained: Counter[str] = field(default_factory=Counter)
    refused: str = ""
    wanted: int = 0


def environment(zone: ZoneInfo) -> SessionEnvironment:
    """Return surroundings in which nothing is left to chance."""
    moment = datetime.fromisoformat(LOCAL_TIME).replace(tzinfo=zone)
    return SessionEnvironment(clock=lambda: moment, zone=zone, random=Fixed(), properties=PROPERTIES)


def zone_of_seed(seed: int) -> ZoneInfo:
    """Return the zone an interview happens in."""
    return ZoneInfo(ZONES[seed % len(ZONES)])


def walked(subject: Subject, seed: int) -> tuple[Walk, bytes, bool]:
    """Return one random interview: its walk, its XML, and whether it is valid."""
    interview = Interview.start(subject.model, environment=environment(zone_of_seed(seed)))
    walk = fill_by_chance(interview, random.Random(f"{subject.name} {seed}"))
    valid = not interview.validate()
    interview.finish()
    return walk, interview.xml(), valid


def replayed(subject: Subject, steps: Steps, seed: int) -> bytes | None:
    """Return the XML that steps end in with us; None when one of them is refused."""
    interview = Interview.start(subject.model, environment=environment(zone_of_seed(seed)))
    try:
        interview = replay(interview, [Step(**step) for step in steps])  # type: ignore[arg-type]
    except FormsError:
        return None
    interview.finish()
    return interview.xml()


class Match:
    """One form against one peer."""

    def __init__(self, subject: Subject, peer: Peer, *, xform: str | None = None) -> None:
        self._subject = subject
        self._peer = peer
        path = CACHE / peer.name / f"{subject.name}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(prepared(peer.name, xform or subject.xform), encoding="utf-8")
        self._form = path

    def differences(self, ours: bytes, steps: Steps, seed: int) -> list[Difference]:
        """Return how the peer's end of the same steps differs; a peer that cannot load the form gives one of "load"."""
        answer = self._ask(steps, seed)
        if "error" in answer:
            return [self._difference("", "loads", str(answer["error"]), "load")]
        found = []
        for problem in answer["problems"]:  # type: ignore[attr-defined]
            place, _, reason = problem.partition(": ")
            words = place.split()
            found.append(self._difference(words[-1], f"{words[1]}: done", reason, "step"))
        theirs = leaves(str(answer["xml"]).encode())
        mine = leaves(ours)
        again = leaves(str(answer["again"]).encode()) if answer.get("again") else None
        zone = zone_of_seed(seed)
        removed = any(step["op"] == "remove_repeat" for step in steps)
        for each in differing(mine, theirs, self._subject.kinds, once=self._subject.once, zone=zone):
            anew = None if again is None else again.get(each[0], ABSENT)
            around = Around(mine, theirs, _written(steps, plain(each[0])), removed)
            found.append(self._difference(*each, "value", anew, around))
        return [self._with_sources(each, found) for each in found]

    def _with_sources(self, each: Difference, found: list[Difference]) -> Difference:
        paths = self._subject.sources.get(each.path, frozenset())
        others = tuple(other for other in found if other.path in paths and other.path != each.path)
        return replace(each, around=replace(each.around, sources=others))

    def _difference(
        self, ref: str, ours: str, theirs: str, kind: str, again: str | None = None, around: Around = NOTHING
    ) -> Difference:
        uses = self._subject.uses.get(plain(ref), frozenset())
        owner, at, _ = plain(ref).rpartition("/@")
        if at:
            uses |= self._subject.uses.get(owner + at, frozenset())
        return Difference(self._subject.name, self._peer.name, ref, ours, theirs, kind, again, uses, around)

    def _ask(self, steps: Steps, seed: int) -> Mapping[str, object]:
        zone = zone_of_seed(seed)
        moment = datetime.fromisoformat(LOCAL_TIME).replace(tzinfo=zone)
        language = self._subject.model.form.default_language or self._subject.model.form.languages[0]
        request = {
            "form": str(self._form),
            "files": str(self._subject.files),
            "zone": zone.key,
            "now": int(moment.timestamp() * 1000),
            "chance": CHANCE,
            "uuid": UUID,
            "properties": PROPERTIES,
            "language": language,
            "steps": steps,
        }
        try:
            return self._peer.ask(request)
        except PeerBroken as broken:
            return {"error": f"ended or took too long: {broken}"}

    def smallest(
        self, wanted: Difference, steps: Steps, seed: int, *, explain: Explain, seconds: float
    ) -> tuple[Difference, Steps]:
        """Return a difference at that path that is not explained, with as few steps as can be found in the time."""
        best = wanted
        deadline = time.monotonic() + seconds

        def persists(shorter: Steps) -> bool:
            nonlocal best
            ours = replayed(self._subject, shorter, seed)
            if ours is None:
                return False
            for each in self.differences(ours, shorter, seed):
                if (each.path, each.kind) == (wanted.path, wanted.kind) and explain(each) is None:
                    best = each
                    return True
            return False

        kept = shrunk(steps, persists, until=lambda: time.monotonic() > deadline)
        return best, kept


def _written(steps: Steps, path: str) -> frozenset[str]:
    """Return what a person wrote at a path, in any instance."""
    return frozenset(step.get("value") or "" for step in steps if plain(step.get("ref") or "") == path)


def shrunk(steps: Steps, persists: Callable[[Steps], bool], *, until: Callable[[], bool]) -> Steps:
    """Return a shorter list of steps for which `persists` holds: halves dropped, then quarters, then single ones."""
    size = len(steps)
    while size >= 1 and not until():
        size = max(size // 2, 1)
        place, dropped = len(steps), False
        while place > 0 and not until():
            start = max(place - size, 0)
            shorter = steps[:start] + steps[place:]
            if persists(shorter):
                steps, dropped = shorter, True
            place = start
        if size == 1 and not dropped:
            break
    return steps


def compare(
    subject: Subject,
    peer: Peer,
    seeds: Sequence[int],
    *,
    explain: Explain,
    xform: str | None = None,
    shrink_seconds: float = 20,
    seconds: float = inf,
) -> Outcome:
    """Run the interviews of the seeds on a form against a peer; a path that differed once is counted from then on.

    Args:
        seconds: After these the form gets no further interview, if it has had LEAST_EACH.
    """
    outcome = Outcome(wanted=len(seeds))
    end = time.monotonic() + seconds
    match = Match(subject, peer, xform=xform)
    known: dict[tuple[str, str], Found] = {}
    for number, seed in enumerate(seeds):
        if number >= LEAST_EACH and time.monotonic() > end:
            outcome.wanted = number
            break
        walk, ours, valid = walked(subject, seed)
        differences = match.differences(ours, walk.steps, seed)
        if differences and differences[0].kind == "load":
            return _refused(differences[0], explain(differences[0]))
        outcome.figures.add(walk, valid=valid)
        outcome.figures.leaves += ours.count(b"</")
        seen = set()
        spoilt: str | None = None
        for each in differences:
            rule = spoilt or explain(each)
            if rule is not None:
                outcome.explained[rule] += 1
                spoilt = spoilt or (rule if rule in SPOILING else None)
                continue
            key = (plain(each.ref), each.kind)
            if key in known:
                known[key].interviews += key not in seen
            elif len(known) < MOST_SHRUNK:
                small, steps = match.smallest(each, walk.steps, seed, explain=explain, seconds=shrink_seconds)
                known[key] = Found(small.alone(), steps, seed)
            else:
                known[key] = Found(each.alone(), walk.steps, seed)
            seen.add(key)
    outcome.found = list(known.values())
    return outcome


def _refused(difference: Difference, rule: str | None) -> Outcome:
    outcome = Outcome(refused=difference.theirs)
    outcome.explained.update([] if rule is None else [rule])
    # The other peer says of itself that it does not know all forms yet.
    if difference.peer == "javarosa" and rule is None:
        outcome.found = [Found(difference, [], 0)]
    return outcome


# Interviews of a form that are run however long they take.
LEAST_EACH = 3
# Differences of one form that are made small; further ones are shown as they were found.
MOST_SHRUNK = 6
