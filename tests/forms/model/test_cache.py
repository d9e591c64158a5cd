"""A model out of the cache is the model that was built; whatever else lies there is as good as nothing."""

from __future__ import annotations

import contextlib
import dataclasses
import random
from typing import Any
from zlib import crc32

import pytest
from random_forms import FILES, form_text, random_form
from scenario import Story, environment_of, model_of
from shared import shared_path
from walks import act, walk

from forms.definition.form import Form
from forms.errors import FormsError
from forms.model.build import build_model
from forms.model.cache import MemoryCache, engine_version, key_of, model_from
from forms.model.formula import Formula
from forms.model.model import Model
from forms.model.packed import pack_model, unpack_model
from forms.model.plan import ModelNode, Rule
from forms.model.tables import Table
from forms.session.interview import Interview
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form
from forms.xpath.printing import print_expression

REAL = (
    "all_question_types.xlsx",
    "household_1312_rows_68_repeats.xlsx",
    "osm_buildings_last_saved_triggers.xls",
    "unhcr_rms_capi_4_languages.xlsx",
    "whova_verbal_autopsy_xform.xml",
    "pulldata_fruits/pull_data.xlsx",
    "subdistrict_profiling_arabic_external_choices.xlsx",
)


def picture(value: Any, *, is_top: bool = False) -> Any:
    """Return everything a model holds as plain values; nodes and rules inside it by their numbers."""
    if isinstance(value, ModelNode | Rule) and not is_top:
        return (type(value).__name__, value.index)
    if isinstance(value, Formula):
        shape = None if value.shape is None else value.shape.text
        text = print_expression(value.expr)
        return (text, shape, value.holes, value.place, value.volatile, value.speaks)
    if isinstance(value, Table):
        rows = [value.row(number) for number in range(len(value))]
        return (rows, picture(tuple(value.labels)), value.is_missing, value.is_plain, value.leaves_blanks_out)
    if isinstance(value, Form) or (not dataclasses.is_dataclass(value) and not isinstance(value, Rule)):
        if isinstance(value, dict):
            return {name: picture(held) for name, held in value.items()}
        return [picture(held) for held in value] if isinstance(value, list | tuple) else value
    names = Rule.__slots__ if isinstance(value, Rule) else [each.name for each in dataclasses.fields(value)]
    return {name: picture(getattr(value, name)) for name in names}


def whole(model: Model) -> Any:
    """Return a picture of a model with each of its nodes and rules taken apart."""
    parts = {name: picture(getattr(model, name)) for name in ("form", "tables", "findings", "texts", "by_path")}
    return (
        parts,
        [picture(node, is_top=True) for node in (*model.nodes, *_attributes(model))],
        [picture(rule, is_top=True) for rule in model.rules],
    )


def _attributes(model: Model) -> list[ModelNode]:
    return [attribute for node in model.nodes for attribute in node.attributes]


def packed(model: Model) -> bytes:
    """Return the bytes of a model that can be kept."""
    found = pack_model(model)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_random_model_comes_back_whole(seed):
    """Nodes, formulas, rules, ranks, dependents, tables, findings: all as they were."""
    chance = random.Random(seed)
    model = model_of(form_text(random_form(chance, size=14)), FILES)
    assert whole(unpack_model(packed(model))) == whole(model)


@pytest.mark.parametrize("name", REAL)
def test_a_real_model_comes_back_whole(name):
    """The same for real forms."""
    path = shared_path(f"forms_real/{name}")
    opened = open_form(path.read_bytes(), file_name=path.name, files=files_beside(path))
    assert opened.form is not None
    model = build_model(opened.form, files=files_beside(path))
    assert whole(unpack_model(packed(model))) == whole(model)


@pytest.mark.parametrize("seed", range(20))
def test_a_random_walk_gives_the_same_instance(seed):
    """The same steps over a built model and over one out of the cache end in the same draft and submission."""
    model = model_of(form_text(random_form(random.Random(seed), size=14)), FILES)
    one, other = begin(model), begin(unpack_model(packed(model)))
    assert one.interview.save() == other.interview.save()
    actions, _ = walk(one, random.Random(seed), 25, check=lambda _: [])
    for action in actions:
        other = act(other, action)
    again = begin(model)
    for action in actions:
        again = act(again, action)
    assert other.interview.save() == again.interview.save()
    assert other.interview.xml() == again.interview.xml()


def begin(model: Model) -> Story:
    """Begin an interview with seeded chance."""
    environment = environment_of()
    return Story(Interview.start(model, environment=environment), environment, [])


@pytest.fixture
def model() -> Model:
    """A small model."""
    return model_of("| type | name | label | relevant |\n| integer | a | A | |\n| text | b | B ${a} | ${a} > 1 |")


def test_what_is_kept_is_not_built_again(model):
    """The second time nothing is built."""
    cache = MemoryCache()
    model_from(cache, "k", lambda: model)
    again = model_from(cache, "k", lambda: pytest.fail("built again"))
    assert whole(again) == whole(model)


@pytest.mark.parametrize(
    "change", [lambda _: b"", lambda data: data[:-7], lambda data: b"x" + data, lambda _: b"\x93\1\2\3"]
)
def test_what_is_damaged_is_built_again_and_replaced(model, change):
    """Bytes that are no model, or a part of one, are ignored."""
    cache = MemoryCache()
    cache.put("k", change(packed(model)))
    assert model_from(cache, "k", lambda: model) is model
    assert cache.get("k") == packed(model)


def test_any_damage_is_told(model):
    """A changed byte is a refusal."""
    data = packed(model)
    for place in range(0, len(data), 3):
        damaged = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        with pytest.raises(FormsError, match="wire-unreadable"):
            unpack_model(damaged)


def test_bytes_that_a_stranger_wrote_are_told(model):
    """Bytes that are whole but say something else are a refusal, never another failure."""
    data = packed(model)[4:]
    for place in range(0, len(data), 3):
        forged = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        with contextlib.suppress(FormsError):
            unpack_model(crc32(forged).to_bytes(4, "big") + forged)


def test_the_key_follows_form_files_marks_and_code():
    """Whatever a model depends on changes its key; the order of files does not."""
    digests = {"a.csv": b"1", "b.csv": b"2"}
    keys = {
        key_of(b"form", digests),
        key_of(b"other", digests),
        key_of(b"form", {"a.csv": b"1"}),
        key_of(b"form", {"a.csv": b"2", "b.csv": b"2"}),
        key_of(b"form", digests, beside=["marks"]),
    }
    assert len(keys) == 5
    assert key_of(b"form", dict(reversed(digests.items()))) in keys
    assert len(engine_version()) == 16


def test_a_form_with_xml_of_another_shape_is_not_kept():
    """What is no table is read anew each time."""
    cache = MemoryCache()
    text = "| type | name | calculation |\n| xml-external | tree | |\n| calculate | a | instance('tree')/top/x |"
    model_from(cache, "k", lambda: model_of(text, {"tree.xml": b"<top><x>1</x></top>"}))
    assert cache.get("k") is None
