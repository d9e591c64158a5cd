"""XForms that somebody mutated: bytes, elements, attributes, nesting, entities, encodings."""

from __future__ import annotations

import random

import hostile
from fuzz_corpus import Corpus, damaged, odd_text
from fuzz_workbooks import mutated_markup

_PIECES = (
    b"<bind nodeset='/data/who' relevant='/data/who' calculate='/data/who'/>",
    b"<bind nodeset='../x' type='int' constraint='((' jr:constraintMsg=\"jr:itext('nobody')\"/>",
    b"<setvalue ref='/data/age' value='1 +' event='odk-new-repeat'/>",
    b"<instance id='yn'><root/></instance>",
    b"<instance id='x' src='jr://file/../../../etc/passwd'/>",
    b"<instance src='file:///etc/passwd' id='y'/>",
    b"<itext/>",
    b"<translation lang='English (en)'><text id='a'><value/></text></translation>",
    b"<item><name>a</name><name>b</name></item>",
    b"<select1 ref='/data/nobody'><itemset nodeset='instance(\"nobody\")/root/item[a='><value ref='..'/></itemset>"
    b"</select1>",
    b"<repeat nodeset='/data/hh'><repeat nodeset='/data/hh/hh'/></repeat>",
    b"<repeat nodeset='/data' jr:count='1000000000'/>",
    b"<group><group ref='/data'><group ref='../..'/></group></group>",
    b"<output value='instance(1)/'/>",
    b"<label ref='jr:itext()'/>",
    b"<data/>",
    b"<a><b><c><d/></c></b></a>",
    b"&lol;",
    b"&#0;",
    b"&#xFFFFFFFF;",
    b"<![CDATA[x]]>",
    b"<?php x ?>",
    b"<!-- x -->",
)


def make(chance: random.Random, corpus: Corpus) -> bytes:
    """Return the bytes of one XForm."""
    data = corpus.xforms[0] if chance.random() < 0.9 else chance.choice(corpus.xforms)
    kind = chance.random()
    if kind < 0.7:
        return mutated_markup(chance, data, _PIECES)
    if kind < 0.85:
        return damaged(chance, data)
    if kind < 0.9:
        return _encoded(chance, mutated_markup(chance, data, _PIECES))
    if kind < 0.97:
        return _nested(chance, data)
    return _evil(chance)


def _encoded(chance: random.Random, data: bytes) -> bytes:
    """Return the document in another encoding, or with one declared that it is not in."""
    text = data.decode("utf-8", "replace")
    if chance.random() < 0.5:
        return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1256")), "replace")
    name = chance.choice(("utf-7", "utf-16", "ebcdic-cp-us", "latin1", "nonsense", "UTF-8"))
    return text.replace('version="1.0"', f'version="1.0" encoding="{name}"', 1).encode()


def _nested(chance: random.Random, data: bytes) -> bytes:
    """Return a document with elements inside each other, many beside each other, or many attributes."""
    count = chance.choice((3, 50, 115, 130, 3_000))
    kind = chance.randrange(5)
    name = chance.choice((b"g", b"group", b"data", b"item"))
    if kind == 0:
        return data.replace(b"<who/>", b"<" + name + b">" + b"<g>" * count + b"</g>" * count + b"</" + name + b">")
    if kind == 1:
        return data.replace(b"<who/>", b"<" + name + b"/>" * (count * 10))
    if kind == 2:
        attributes = b" ".join(b"a%d='1'" % number for number in range(count))
        return data.replace(b"<who/>", b"<who " + attributes + b"/>")
    if kind == 3:
        binds = b"".join(b"<bind nodeset='/data/who' relevant='/data/x%d'/>" % number for number in range(count))
        return data.replace(b"</model>", binds + b"</model>")
    translations = b"".join(
        b"<translation lang='l%d'><text id='yn-0'><value>x</value></text></translation>" % n for n in range(count)
    )
    return data.replace(b"</itext>", translations + b"</itext>")


def _evil(chance: random.Random) -> bytes:
    makers = (
        hostile.billion_laughs,
        hostile.external_entity,
        lambda: hostile.deep_elements(chance.choice((200, 10_000))),
        lambda: hostile.many_attributes(chance.choice((400, 20_000))),
        lambda: b"<a>" + odd_text(chance).encode("utf-8", "replace") * 50,
        lambda: b"\xef\xbb\xbf\xff\xfe<" + chance.randbytes(50),
    )
    return chance.choice(makers)()
