"""Several versions of one form seen as one, so that the answers of all stand in one table, each under its question.

What is the same is told by ids (`forms.definition.identity`), not by names: a question renamed since keeps its column,
and a name that was given to another question gets a column of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from forms.analysis.tables import Table, plain
from forms.definition.elements import Choice, ChoiceList, Control, Group, Node, Question, Repeat
from forms.definition.form import Form
from forms.definition.identity import Identified, choice_thing, elements_of
from forms.submission import Submission, plain_path


@dataclass(frozen=True, slots=True)
class Merged:
    """One form over several versions.

    Args:
        form: The newest version with what only older ones have, each at the end of its group.
        paths: Key of a version -> path there -> path in `form`.
        values: Key of a version -> path in `form` -> choice there -> choice in `form`, where they differ.
        asked: Key of a version -> the paths in `form` that this version has.
    """

    form: Form
    paths: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Mapping[str, Mapping[str, str]]]
    asked: Mapping[str, frozenset[str]]

    def path(self, key: str, path: str) -> str:
        """Return where a path of a version, with or without instance names, stands in the form."""
        plain = plain_path(path)
        target = self.paths.get(key, {}).get(plain, plain)
        if target == plain or plain == path:
            return target if plain == path else path
        marks = [step for step in path.split("/") if plain_path(f"/{step}") != f"/{step}"]
        repeats = {each for each, _ in self.form.repeats()}
        steps = target.split("/")
        for end in range(2, len(steps) + 1):
            if marks and plain_path("/".join(steps[:end])) in repeats:
                steps[end - 1] += ":" + marks.pop(0).rpartition(":")[2]
        return "/".join(steps)

    def submission(self, key: str, submission: Submission) -> Submission:
        """Return a submission of a version as one of the form."""
        if all(old == new for old, new in self.paths.get(key, {}).items()) and not self.values.get(key):
            return submission
        values = self.values.get(key, {})
        answers = []
        for path, text in submission.answers:
            target = self.path(key, path)
            known = values.get(plain_path(target))
            answers.append((target, " ".join(known.get(word, word) for word in text.split()) if known else text))
        return replace(submission, answers=tuple(answers))


def merged(versions: Sequence[Identified]) -> Merged:
    """Return several versions as one form.

    Args:
        versions: At least one, the newest first, so that its order, labels and types lead.
    """
    merging = _Merging(versions[0])
    for older in versions[1:]:
        merging.add(older)
    return merging.result()


def asked_table(both: Merged, names: Mapping[str, str], *, title: str, headings: tuple[str, str], yes: str) -> Table:
    """Return a table of the questions that not every version has: path, label, then one column for each version.

    Args:
        names: Key of a version -> heading of its column, in the order of the columns.
        title: Name of the table.
        headings: Of the first two columns.
        yes: What stands where a version has the question.
    """
    form = both.form
    rows = tuple(
        (
            path,
            plain(question.label, "", form.default_language),
            *(yes if path in both.asked[key] else None for key in names),
        )
        for path, question in form.questions()
        if question.control is not Control.NOTE and not all(path in both.asked[key] for key in names)
    )
    return Table(title, (*headings, *names.values()), rows)


@dataclass(slots=True)
class _Branch:
    """A group being merged: what stands in it, in order."""

    node: Group
    children: list[Question | _Branch] = field(default_factory=list)

    def built(self) -> Group:
        children = (each.built() if isinstance(each, _Branch) else each for each in self.children)
        return replace(self.node, children=tuple(children))


class _Merging:
    def __init__(self, newest: Identified) -> None:
        self._form = newest.form
        self._root = f"/{newest.form.root}"
        self._branches: dict[str, _Branch] = {self._root: _Branch(Group(name=newest.form.root))}
        self._at: dict[str, Node] = {}  # path -> element
        self._places: dict[str, list[str]] = {}  # id -> paths; answers of older versions may not fit the first
        self._lists = dict(newest.form.choice_lists)
        self._choice_ids = dict(newest.ids)  # thing -> id, of choices as they stand in the merged lists
        self._languages = newest.form.languages
        self._paths: dict[str, dict[str, str]] = {}
        self._values: dict[str, dict[str, dict[str, str]]] = {}
        self._grew = False
        self._load(newest.form.children, self._branches[self._root], self._root, newest.ids)
        self._paths[newest.key] = {path: path for path in self._at}
        self._values[newest.key] = {}

    def _load(self, nodes: Sequence[Node], branch: _Branch, prefix: str, ids: Mapping[str, str]) -> None:
        for node in nodes:
            path = f"{prefix}/{node.name}"
            if path not in self._at:
                self._at[path], self._places[ids[path]] = node, [path]
            if isinstance(node, Group):
                inner = _Branch(node)
                branch.children.append(inner)
                self._branches.setdefault(path, inner)
                self._load(node.children, inner, path, ids)
            else:
                branch.children.append(node)

    def add(self, older: Identified) -> None:
        """Add what only an older version has, and note where each of its things stands."""
        paths = self._paths[older.key] = {f"/{older.form.root}": self._root}
        values = self._values[older.key] = {}
        self._languages = tuple(dict.fromkeys((*self._languages, *older.form.languages)))
        for path, node in elements_of(older.form).items():
            around = paths[path.rpartition("/")[0]]
            known = self._places.setdefault(older.ids[path], [])
            place = next((each for each in known if self._fits(each, node, around)), "")
            if not place:
                place = self._grow(node, around)
                known.append(place)
            paths[path] = place
            if isinstance(node, Question):
                renamed = self._choices(older, node, place)
                if renamed:
                    values[place] = renamed
        del paths[f"/{older.form.root}"]

    def _fits(self, place: str, node: Node, around: str) -> bool:
        """Say whether answers of an older element can stand there: same kind of thing, in the same repeats."""
        there = self._at[place]
        if isinstance(node, Question) != isinstance(there, Question):
            return False
        if isinstance(node, Repeat) != isinstance(there, Repeat):
            return False
        return self._repeats(place.rpartition("/")[0]) == self._repeats(around)

    def _repeats(self, path: str) -> list[str]:
        steps = path.split("/")
        walked = ("/".join(steps[:end]) for end in range(2, len(steps) + 1))
        return [each for each in walked if isinstance(self._at.get(each), Repeat)]

    def _grow(self, node: Node, around: str) -> str:
        """Put an element at the end of a group under a name that is free there; return its path."""
        name, number = node.name, 1
        while f"{around}/{name}" in self._at:
            number += 1
            name = f"{node.name}_{number}"
        path = f"{around}/{name}"
        node = node if name == node.name else replace(node, name=name)
        if isinstance(node, Group):
            node = replace(node, children=())
            self._branches[path] = _Branch(node)
            self._branches[around].children.append(self._branches[path])
        else:
            self._branches[around].children.append(node)
        self._at[path] = node
        self._grew = True
        return path

    # choices

    def _choices(self, older: Identified, question: Question, place: str) -> dict[str, str]:
        """Bring the choices an older question had into the list of the question it became; return what changed name."""
        there = self._at[place]
        if question.choices is None or not isinstance(there, Question) or there.choices is None:
            return {}
        old, new = question.choices.list_name, there.choices.list_name
        former = older.form.choice_lists.get(old or "")
        if old is None or new is None or former is None:
            return {}
        renamed: dict[str, str] = {}
        for choice in former.choices:
            name = self._choice(new, choice, older.ids[choice_thing(old, choice.name)])
            if name != choice.name:
                renamed[choice.name] = name
        return renamed

    def _choice(self, list_name: str, choice: Choice, id_: str) -> str:
        """Return the name of a choice in a merged list, where it is added when it is not there yet."""
        listed = self._lists.setdefault(list_name, ChoiceList(list_name, ()))
        names = [each.name for each in listed.choices]
        for name in names:
            if self._choice_ids.get(choice_thing(list_name, name)) == id_:
                return name
        name, number = choice.name, 1
        while name in names:
            number += 1
            name = f"{choice.name}_{number}"
        self._lists[list_name] = replace(listed, choices=(*listed.choices, replace(choice, name=name)))
        self._choice_ids[choice_thing(list_name, name)] = id_
        self._grew = True
        return name

    def result(self) -> Merged:
        form = self._form
        if self._grew or self._languages != form.languages:
            children = self._branches[self._root].built().children
            form = replace(form, children=children, choice_lists=self._lists, languages=self._languages)
        asked = {key: frozenset(paths.values()) for key, paths in self._paths.items()}
        return Merged(form, self._paths, self._values, asked)
