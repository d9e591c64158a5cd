"""Secondary instances as column tables: a list of texts per column, an index per column made when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.definition.elements import Choice
from forms.model.formula import ModelText
from forms.xpath.tree import Element, document_of


class Labels(Sequence[ModelText]):
    """The labels of a list of the form, none of which shows an answer; made when looked at."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices

    def __len__(self) -> int:
        return len(self._choices)

    def __getitem__(self, place: int) -> ModelText:  # type: ignore[override]
        label = self._choices[place].label
        words = {
            language: tuple(part for part in parts if isinstance(part, str))
            for language, parts in label.by_language.items()
            if parts
        }
        return ModelText(words, label.media)


class Table:
    """The rows of one secondary instance; expressions see them as `instance(id)/root/item/column`.

    Args:
        columns: Heading -> one text per row, all of the same length.
        labels: One text per row for a choice list of the form, else empty.
        leaves_blanks_out: A blank cell is no element (choice lists of the form), instead of an empty one (files).
        is_missing: The file was not supplied: no rows.
        is_guessed: The encoding of the file had to be guessed.
        is_plain: It has the shape root/item/column, so that expressions may use its columns instead of its elements.
        root, items: Elements of an XML file, one item per row; others are made when asked for.
    """

    def __init__(
        self,
        columns: Mapping[str, Sequence[str]],
        *,
        labels: Sequence[ModelText] = (),
        leaves_blanks_out: bool = False,
        is_missing: bool = False,
        is_guessed: bool = False,
        root: Element | None = None,
        items: Sequence[Element] = (),
        is_plain: bool = True,
    ) -> None:
        self.columns = columns
        self.labels = labels
        self.is_missing = is_missing
        self.is_guessed = is_guessed
        self.is_plain = is_plain
        self.leaves_blanks_out = leaves_blanks_out
        self.is_rows = is_plain and root is None and not items  # nothing but its columns
        self._length = max((len(texts) for texts in columns.values()), default=0)
        self._indexes: dict[str, dict[str, int | list[int]]] = {}
        self._elements: dict[int, Element] = {}
        self._root = Element("root") if root is None else root
        document_of(self._root)  # now, so that `..` of the root gives the same whoever asks first
        self._is_whole = root is not None
        for row, item in enumerate(items):
            item.owner = row
            self._elements[row] = item

    def __len__(self) -> int:
        return self._length

    def column(self, name: str) -> Sequence[str] | None:
        """Return the texts of a column in row order, "" for a blank cell; None when there is no such column."""
        return self.columns.get(name)

    def cell(self, name: str, row: int) -> str:
        """Return one text; "" when there is no such column."""
        texts = self.columns.get(name)
        return texts[row] if texts else ""

    def row(self, row: int) -> dict[str, str]:
        """Return heading -> text of the cells of a row that are filled."""
        return {name: texts[row] for name, texts in self.columns.items() if texts[row]}

    def select(self, column: str, value: str) -> Sequence[int]:
        """Return the numbers (from 0) of the rows whose cell is exactly that text, rising."""
        index = self._indexes.get(column)
        if index is None:
            index = self._indexes[column] = _index(self.columns.get(column, ()))
        found = index.get(value)
        if found is None:
            return ()
        return (found,) if isinstance(found, int) else found

    def element(self, row: int) -> Element:
        """Return the item element of a row; its `owner` is the row's number."""
        known = self._elements.get(row)
        if known is None:
            known = Element("item", parent=self._root)
            known.owner = row
            for name, texts in self.columns.items():
                text = texts[row]
                if text or not self.leaves_blanks_out:
                    known.children.append(Element(name, parent=known, value=text))
            self._elements[row] = known
        return known

    def elements(self) -> Iterator[Element]:
        """Yield every item element in row order."""
        for row in range(self._length):
            yield self.element(row)

    @property
    def root(self) -> Element:
        """The root element with every row as a child; made whole when first asked for."""
        if not self._is_whole:
            self._root.children[:] = list(self.elements())
            self._is_whole = True
        return self._root


def _index(texts: Sequence[str]) -> dict[str, int | list[int]]:
    """Return text -> its row, or its rows; a list per row would keep the garbage collector busy for a long column."""
    index: dict[str, int | list[int]] = {}
    for row, text in enumerate(texts):
        known = index.get(text)
        if known is None:
            index[text] = row
        elif isinstance(known, int):
            index[text] = [known, row]
        else:
            known.append(row)
    return index
