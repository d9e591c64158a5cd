"""The translations: every text that stands in several languages, has media or guidance, by id and language."""

from __future__ import annotations

from forms.definition.elements import Group, Question
from forms.definition.text import Expression, Text
from forms.model.plan import ModelNode
from forms.xform.writing.markup import element
from forms.xform.writing.references import Spot
from forms.xform.writing.shared import Shared, has_values
from forms.xform.writing.texts import address_parts, content

LONG, GUIDANCE = "long", "guidance"
MISSING = "-"  # stands where a translation is missing, so that phones do not show another language's text
Forms = dict[str, str]  # "long", "guidance" or kind of media -> markup


class Translations:
    """Collects the texts of a form in the order in which pyxform writes them."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._found: dict[str, dict[str, Forms]] = {}

    def written(self) -> str:
        """Return the itext element; "" for a form that needs none."""
        self._lists()
        for node in self._shared.written:
            self._texts(node)
        for node in self._shared.written:
            if node.element.label.media:
                self._media(node.element.label, f"{node.path}:label")
        for text_id, text in self._shared.form.texts.items():
            self._words(text, text_id, LONG, None)
            self._media(text, text_id)
        self._complete()
        return element("itext", {}, "".join(map(self._translation, self._found))) if self._found else ""

    # collecting

    def _lists(self) -> None:
        for name, choices in self._shared.form.choice_lists.items():
            if name not in self._shared.spoken_lists:
                continue
            for number, choice in enumerate(choices.choices):
                text_id = f"{name}-{number}"
                self._words(choice.label, text_id, LONG, None)
                self._media(choice.label, text_id)

    def _texts(self, node: ModelNode) -> None:
        """Collect the texts of one element that do not stand in place."""
        held, spot = node.element, Spot(node)
        if isinstance(held, Question):
            for name, message in messages(held):
                if is_translated(message):
                    self._words(message, f"{node.path}:{name}", LONG, spot)
        if held.label.by_language and (not held.label.unmarked or held.label.media):
            self._words(held.label, f"{node.path}:label", LONG, spot)
        guided = isinstance(held, Question) and bool(held.guidance.by_language)
        if held.hint.by_language and (not held.hint.unmarked or guided):
            self._words(held.hint, f"{node.path}:hint", LONG, spot)
        if guided:
            self._words(held.guidance, f"{node.path}:hint", GUIDANCE, spot)

    def _words(self, text: Text, text_id: str, form: str, spot: Spot | None) -> None:
        held = text.by_language
        if text.unmarked:
            held = {self._shared.language: next(iter(held.values()))} if held else {}
        for language, parts in held.items():
            texts = self._found.setdefault(self._shared.named(language), {})
            texts.setdefault(text_id, {})[form] = content(parts, self._shared, spot)

    def _media(self, text: Text, text_id: str) -> None:
        kinds = dict.fromkeys(kind for files in text.media.values() for kind in files)
        for kind in kinds:
            for language, files in text.media.items():
                if kind in files:
                    texts = self._found.setdefault(self._shared.named(language), {})
                    texts.setdefault(text_id, {})[kind] = content(address_parts(kind, files[kind]), self._shared, None)

    def _complete(self) -> None:
        """Give every language every text, so that nothing is shown in another language than the one chosen."""
        needed: dict[str, dict[str, None]] = {}
        for texts in self._found.values():
            for text_id, forms in texts.items():
                needed.setdefault(text_id, {}).update(dict.fromkeys(forms))
        for texts in self._found.values():
            for text_id, kinds in needed.items():
                forms = texts.setdefault(text_id, {})
                for kind in kinds:
                    forms.setdefault(kind, MISSING)

    # writing

    def _translation(self, language: str) -> str:
        named = {"lang": language}
        if language == self._shared.language:
            named["default"] = "true()"
        return element("translation", named, "".join(map(_text, self._found[language].items())))


def _text(entry: tuple[str, Forms]) -> str:
    text_id, forms = entry
    values = []
    for kind, markup in forms.items():
        if kind == LONG:
            values.append(f"<value>{markup}</value>" if markup else "<value/>")
        elif kind == GUIDANCE or markup != MISSING:
            values.append(element("value", {"form": kind}, markup))
    return element("text", {"id": text_id}, "".join(values))


def messages(question: Question) -> tuple[tuple[str, Text], ...]:
    """Return (attribute of the bind, text) of the messages a question may show."""
    return (
        ("jr:constraintMsg", question.constraint_message),
        ("jr:requiredMsg", question.required_message),
        ("jr:noAppErrorString", question.no_app_message),
    )


def is_translated(message: Text) -> bool:
    """Return whether a message stands among the translations; another one stands in the bind itself."""
    return bool(message.by_language) and (not message.unmarked or (has_values(message) and not asked_for(message)))


def asked_for(message: Text) -> str:
    """Return the expression that finds a message of an XForm while it runs (`jr:itext(concat(...))`), "" for others."""
    parts = next(iter(message.by_language.values()), ())
    if message.unmarked and len(parts) == 1 and isinstance(parts[0], Expression):
        return parts[0].source if parts[0].source.startswith("jr:itext(") else ""
    return ""


def has_label_id(held: Question | Group) -> bool:
    """Return whether a label stands among the translations."""
    return bool(held.label.media) or (bool(held.label.by_language) and not held.label.unmarked)


def has_hint_id(held: Question | Group) -> bool:
    """Return whether a hint stands among the translations, alone or with guidance."""
    return bool(held.guidance.by_language) or (bool(held.hint.by_language) and not held.hint.unmarked)
