"""Make a random text that a regular expression is likely to match; whoever uses it checks that it does."""

from __future__ import annotations

import random
import string

ANY = string.ascii_letters + string.digits
CLASSES = {"d": string.digits, "w": ANY + "_", "s": " ", "D": string.ascii_letters, "W": " -", "S": ANY}
# More repetitions than this are not tried where the pattern sets no limit.
MOST_REPEATS = 6
MOST_TIMES = 200


def sample(pattern: str, chance: random.Random) -> str:
    """Return a text for a pattern of classes, groups, alternatives and counts; other syntax is taken loosely."""
    return _Sampler(pattern, chance).alternatives()


class _Sampler:
    def __init__(self, pattern: str, chance: random.Random) -> None:
        self._pattern = pattern
        self._chance = chance
        self._place = 0

    def alternatives(self) -> str:
        """Read up to the closing bracket or the end; return one of the alternatives."""
        branches = [""]
        while self._place < len(self._pattern):
            sign = self._pattern[self._place]
            if sign == ")":
                break
            if sign == "|":
                self._place += 1
                branches.append("")
                continue
            branches[-1] += self._piece()
        return self._chance.choice(branches)

    def _piece(self) -> str:
        """Read one atom with its count."""
        start = self._place
        atom = self._atom()
        least, most = self._count()
        times = self._chance.randint(min(least, MOST_TIMES), min(most, MOST_TIMES))
        if times == 0:
            return ""
        after = self._place
        text = atom
        for _ in range(times - 1):
            self._place = start
            text += self._atom()
        self._place = after
        return text

    def _next(self) -> str:
        sign = self._pattern[self._place] if self._place < len(self._pattern) else ""
        self._place += 1
        return sign

    def _atom(self) -> str:
        sign = self._next()
        if sign == "(":
            if self._pattern.startswith("?", self._place):
                self._place = self._pattern.find(":", self._place) + 1 or len(self._pattern)
            inside = self.alternatives()
            self._place += 1
            return inside
        if sign == "[":
            return self._chance.choice(self._set())
        if sign == "\\":
            letter = self._next()
            return "" if letter in "bB" else self._chance.choice(CLASSES.get(letter, letter or " "))
        if sign == ".":
            return self._chance.choice(ANY)
        return "" if sign in "^$" else sign

    def _set(self) -> str:
        """Read a character set and return the characters it may stand for."""
        negated = self._pattern.startswith("^", self._place)
        self._place += negated
        found = ""
        while self._place < len(self._pattern):
            sign = self._next()
            if sign == "]" and found:
                break
            if sign == "\\":
                letter = self._next()
                found += CLASSES.get(letter, letter)
            elif self._pattern.startswith("-", self._place) and not self._pattern.startswith("-]", self._place):
                self._place += 1
                found += _between(sign, self._next())
            else:
                found += sign
        if negated:
            found = "".join(sign for sign in ANY if sign not in found)
        return found or "a"

    def _count(self) -> tuple[int, int]:
        sign = self._pattern[self._place : self._place + 1]
        if sign == "?":
            self._place += 1
            return 0, 1
        if sign in ("*", "+"):
            self._place += 1
            return (0 if sign == "*" else 1), MOST_REPEATS
        if sign == "{":
            end = self._pattern.find("}", self._place)
            if end < 0:
                return 1, 1
            least, comma, most = self._pattern[self._place + 1 : end].partition(",")
            self._place = end + 1
            low = int(least) if least.strip().isdecimal() else 0
            if not comma:
                return low, low
            return low, max(low, int(most)) if most.strip().isdecimal() else low + MOST_REPEATS
        return 1, 1


def _between(first: str, last: str) -> str:
    if not last or ord(last) < ord(first):
        return first + last
    return "".join(chr(code) for code in range(ord(first), min(ord(last), ord(first) + 200) + 1))
