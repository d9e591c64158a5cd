"""Expressions: real ones with something wrong in them, pieces put together at random, deep and long ones."""

from __future__ import annotations

import random

from fuzz_corpus import Corpus, odd_text

from forms.xpath.functions import ODK

_WORDS = """
1 0 -1 1e5 0.5 'a' '' 'x y' " '2026-02-30' '12:00' '1 1;2 2;3 3' a .. . / // @x [ ] ( ) , * div mod and or = != < <= >
>= ! | + - :: ancestor::a child::node() following-sibling::* ${a} ${ $ é instance('t')/root/item current()/.. true()
today() position() last() text() 99999999999999999999 .5 5. 'NaN'
"""
_NAMES = sorted(ODK)
_ATOMS = """
0 1 -1 0.5 1e300 '' 'a' '2026-02-29' '2026-02-28T10:00:00' '1,2' '%Y%n%Q' a b none .. /data/a @x //b today() true()
'(a+)+$' '[' 'MD5' 'base64' instance('t')/root/item instance('t')/root/item/a /data/b[1] (1_div_0) (0_div_0) ''''
"""
_SIGNS = "+ - * div mod = != < <= > >= and or |"


def make(chance: random.Random, corpus: Corpus) -> str:
    """Return one expression."""
    kind = chance.random()
    if kind < 0.3:
        return _mutated(chance, chance.choice(corpus.expressions))
    if kind < 0.5:
        return "".join(chance.choice(_WORDS.split()) + chance.choice((" ", "")) for _ in range(chance.randint(1, 14)))
    if kind < 0.9:
        return _sensible(chance, chance.randint(1, 4))
    if kind < 0.98:
        return _deep(chance, chance.choice((5, 60, 300, 2_000)))
    return _deep(chance, chance.choice((10_000, 100_000)))


def _mutated(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(0, 3)):
        place, length = chance.randrange(len(text) + 1), chance.randint(0, 4)
        text = text[:place] + chance.choice(("", *_WORDS.split(), odd_text(chance)[:100])) + text[place + length :]
    return text


def _sensible(chance: random.Random, depth: int) -> str:
    """Return an expression that can be read, of functions and operators at random."""
    if depth == 0:
        return chance.choice(_ATOMS.split()).replace("_", " ")
    kind = chance.random()
    if kind < 0.55:
        count = chance.choice((0, 1, 1, 2, 2, 3, 4))
        return f"{chance.choice(_NAMES)}({', '.join(_sensible(chance, depth - 1) for _ in range(count))})"
    if kind < 0.85:
        return f"({_sensible(chance, depth - 1)} {chance.choice(_SIGNS.split())} {_sensible(chance, depth - 1)})"
    start = chance.choice(("a", "//b", "instance('t')/root/item", "/data/*", ".."))
    return f"{start}[{_sensible(chance, depth - 1)}]{chance.choice(('', '/a', '/..', '/@x'))}"


def _deep(chance: random.Random, count: int) -> str:
    """Return one that is deep or long."""
    kind = chance.randrange(8)
    if kind == 0:
        return "(" * count + "1" + ")" * count
    if kind == 1:
        return "not(" * count + "1" + ")" * count
    if kind == 2:
        return "-" * count + "1"
    if kind == 3:
        return " + ".join(["1"] * count)
    if kind == 4:
        return "a[" * count + "1" + "]" * count
    if kind == 5:
        return "/".join([".."] * count)
    if kind == 6:
        return "concat(" + ", ".join(["'x'"] * count) + ")"
    return "'" + "x" * count + "'"
