"""A finished set of answers, as records carry it and as OpenRosa sends it.

`answers` lists every relevant leaf of the instance in document order as (path, text). A path names elements from the
root, repeats by instance name: `/data/hh:1/age`. An answer that was asked and left blank is listed with ""; what was
not relevant is not listed. A relevant repeat instance or group without any leaf is listed itself with "". Attributes
of elements are listed as `/data/hh:1/@kind`, somewhere behind their element.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from forms.attributes import has_crowded_element
from forms.errors import InstanceRefused
from forms.values import NAME_PART, NAME_START

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ESCAPED_IN_QUOTES = _ESCAPED | str.maketrans({"\n": "&#10;", "\t": "&#9;"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A media file named by an answer.

    Args:
        name: File name as it stands in the answer (unique in the submission); never leaves in ordinary records.
        sha256: Digest of the plain bytes, 32 bytes.
        size: Number of plain bytes.
        media_type: MIME type.
    """

    name: str
    sha256: bytes
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One finished interview.

    Args:
        form_id: The form's `form_id` setting.
        form_version: The form's `version` setting, "" when it has none.
        instance: `uuid:` + random version 4, the OpenRosa instanceID.
        answers: (path, text) in document order, see the module's docstring.
        deprecated: instanceID this one replaces, None for a first submission.
        namespaces: prefix -> URI declared on the root besides the standard ones.
        attachments: Files named by answers.
    """

    form_id: str
    form_version: str
    instance: str
    answers: tuple[tuple[str, str], ...]
    deprecated: str | None = None
    namespaces: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


STANDARD = {"orx": "http://openrosa.org/xforms"}
META = "meta"
# Children of meta that OpenRosa defines; others (entities) keep the form's own names.
META_NAMES = frozenset(
    {
        "instanceID", "instanceName", "deprecatedID", "timeStart", "timeEnd", "userID", "deviceID",
        "subscriberID", "simSerial", "phoneNumber", "email", "audit",
    }
)  # fmt: skip
_INSTANCE = re.compile(r"(?P<name>.+):(?P<instance>[0-9]+|r[0-9a-f]{8})")
_NAME = re.compile(rf"(?:{NAME_START}{NAME_PART}*:)?{NAME_START}{NAME_PART}*")
Attributes = Mapping[tuple[str, ...], Sequence[tuple[str, str]]]  # steps below the root -> (name, text)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Refused before anything is built from it; an instance of 1,300 questions with long texts stays far below.
MAX_XML = 50_000_000


def plain_path(path: str) -> str:
    """Return a path without instance names and positions: `/data/hh:1/age` and `/data/hh[1]/age` -> `/data/hh/age`."""
    steps = (step.partition("[")[0] for step in path.split("/"))
    return "/".join(match["name"] if (match := _INSTANCE.fullmatch(step)) else step for step in steps)


def instance_name(submission: Submission) -> str:
    """Return what the form made of the answers as a name for the interview; "" where it has none."""
    for path, text in reversed(submission.answers):
        if path.endswith("/meta/instanceName") and path.count("/") == 3:
            return text
    return ""


def to_xml(submission: Submission) -> bytes:
    """Return the OpenRosa instance document; the same submission always gives the same bytes.

    Raises:
        InstanceRefused: a path holds a step that is no element name.
    """
    root = _checked(_root_name(submission))
    attributes = _attributes(submission)
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<', root]
    for prefix, uri in sorted({**submission.namespaces, **STANDARD}.items()):
        out.append(f" xmlns:{_checked(prefix)}={_quoted(_clean(uri))}")
    named = {"id": submission.form_id, "version": submission.form_version} if submission.form_version else {}
    named = {"id": submission.form_id, **named, **dict(attributes.get((), ()))}
    out += _written(named.items())
    out.append(">")
    meta = [("instanceID", submission.instance)]
    if submission.deprecated is not None:
        meta.append(("deprecatedID", submission.deprecated))
    answers = []
    for path, text in submission.answers:
        steps = path.split("/")[2:]
        if steps and steps[-1].startswith("@"):
            continue
        if steps and steps[0] == META:
            if steps[1:]:
                meta.append(("/".join(steps[1:]), text))
        elif steps:
            answers.append((steps, text))
    _write(out, answers, attributes)
    _write(out, [(_meta_steps(name), text) for name, text in meta], attributes)
    out.append(f"</{root}>")
    return "".join(out).encode("utf-8")


def from_xml(data: bytes, *, repeats: Collection[str] = ()) -> Submission:
    """Return the submission in an OpenRosa instance document.

    Args:
        data: The document.
        repeats: Paths without positions that are repeats (`/data/hh`); elements that stand several times are known
            to be repeats without it.
    Raises:
        InstanceRefused: it is no XML, declares a document type, is too large or too deep, or names no form.
    """
    if len(data) > MAX_XML:
        raise InstanceRefused("instance-too-large", size=len(data))
    if has_crowded_element(data):
        raise InstanceRefused("instance-unreadable")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InstanceRefused("instance-unreadable") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise InstanceRefused("instance-unreadable")
    form_id = root.get("id", "")
    if not form_id:
        raise InstanceRefused("instance-without-form")
    name = _local(root)
    answers: list[tuple[str, str]] = []
    _read(root, f"/{name}", f"/{name}", frozenset(repeats), answers)
    meta = f"/{name}/{META}/"
    known = {path[len(meta) :]: text for path, text in answers if path.startswith(meta)}
    return Submission(
        form_id=form_id,
        form_version=root.get("version", ""),
        instance=known.get("instanceID", ""),
        answers=tuple(each for each in answers if each[0] not in (f"{meta}instanceID", f"{meta}deprecatedID")),
        deprecated=known.get("deprecatedID") or None,
        namespaces={prefix: uri for prefix, uri in root.nsmap.items() if prefix is not None and prefix not in STANDARD},
    )


def _root_name(submission: Submission) -> str:
    return submission.answers[0][0].split("/")[1] if submission.answers else "data"


def _meta_steps(name: str) -> list[str]:
    first, *rest = name.split("/")
    return ["orx:meta", f"orx:{first}" if first in META_NAMES and not rest else first, *rest]


def _attributes(submission: Submission) -> Attributes:
    """Return the attributes of every element, those whose prefix nobody declared without it."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    declared = {*submission.namespaces, *STANDARD, "xml"}
    for path, text in submission.answers:
        owner, mark, name = path.rpartition("/@")
        if mark:
            steps = owner.split("/")[2:]
            if steps and steps[0] == META:
                steps = _meta_steps("/".join(steps[1:])) if steps[1:] else ["orx:meta"]
            prefix, _, local = name.rpartition(":")
            found.setdefault(tuple(steps), []).append((name if prefix in declared else local, text))
    return found


def _written(attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in attributes:
        yield f" {_checked(name)}={_quoted(_clean(text))}"


def _write(out: list[str], answers: list[tuple[list[str], str]], attributes: Attributes) -> None:
    """Write leaves in document order, opening and closing the groups between them."""

    def start(step: str, steps: Sequence[str]) -> str:
        own = attributes.get((*steps, step)) if attributes else None
        return f"<{_tag(step)}{''.join(_written(own)) if own else ''}"

    open_steps: list[str] = []
    for steps, text in answers:
        shared = 0
        while shared < min(len(open_steps), len(steps) - 1) and open_steps[shared] == steps[shared]:
            shared += 1
        while len(open_steps) > shared:
            out.append(f"</{_tag(open_steps.pop())}>")
        for step in steps[shared:-1]:
            out.append(f"{start(step, open_steps)}>")
            open_steps.append(step)
        begun = start(steps[-1], open_steps)
        end = f">{_clean(text).translate(_ESCAPED)}</{_tag(steps[-1])}>"
        out.append(f"{begun}{end}" if text else f"{begun}/>")
    while open_steps:
        out.append(f"</{_tag(open_steps.pop())}>")


def _tag(step: str) -> str:
    match = _INSTANCE.fullmatch(step)
    return _checked(match["name"] if match else step)


def _checked(name: str) -> str:
    """Return a name that may stand in a tag: answers may come from anyone, and a name is never escaped."""
    if not _NAME.fullmatch(name):
        raise InstanceRefused("instance-bad-name", name=name)
    return name


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _read_attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element below the root, their prefixes as written."""
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    for key, text in element.attrib.items():
        name = etree.QName(str(key))
        prefix = prefixes.get(name.namespace or "")
        if name.localname != "template" or not name.namespace:
            yield f"{prefix}:{name.localname}" if prefix else name.localname, str(text)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _read(
    element: etree._Element, path: str, plain: str, repeats: frozenset[str], answers: list[tuple[str, str]]
) -> None:
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        answers.append((path, element.text or ""))
    if path.count("/") > 1:
        answers += [(f"{path}/@{name}", text) for name, text in _read_attributes(element)]
    if not children:
        return
    names = Counter(_local(child) for child in children)
    seen: Counter[str] = Counter()
    for child in children:
        name = _local(child)
        inner = f"{plain}/{name}"
        seen[name] += 1
        step = f"{name}:{seen[name]}" if names[name] > 1 or inner in repeats else name
        _read(child, f"{path}/{step}", inner, repeats, answers)


def _quoted(text: str) -> str:
    """Return a text as the value of an attribute; the usual module for it would load one for the network."""
    text = text.translate(_ESCAPED_IN_QUOTES)
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'
