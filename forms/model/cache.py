"""Models that were built before, kept as bytes by the content of the form and its files and by this program's code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from forms.errors import FormsError
from forms.model.model import Model
from forms.model.packed import LAYOUT, pack_model, unpack_model


class Cache(Protocol):
    """Keeps bytes by key for as long as it likes."""

    def get(self, key: str, /) -> bytes | None:
        """Return what was put under a key, None when it is not there (any more)."""
        ...

    def put(self, key: str, value: bytes, /) -> None:
        """Keep a value; an earlier one of that key is replaced."""
        ...


class MemoryCache:
    """A cache in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str, /) -> bytes | None:
        """Return what was put under a key, None when it is not there."""
        return self._kept.get(key)

    def put(self, key: str, value: bytes, /) -> None:
        """Keep a value."""
        self._kept[key] = value


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Return what tells this program's code from any other: the digest of its parts, or the version of the package."""
    found = sha256(f"{LAYOUT}".encode())
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    for source in sources:
        state = source.stat()
        found.update(f"{source.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    if not sources:
        try:
            found.update(version("groundup").encode())
        except PackageNotFoundError:
            found.update(b"unknown")
    return found.hexdigest()[:16]


def key_of(form: bytes, files: Mapping[str, bytes], *, beside: Iterable[str] = ()) -> str:
    """Return the key of a model.

    Args:
        form: Digest of the file the form was brought as.
        files: Name -> digest of each file beside it that is here.
        beside: Anything else the model depends on (marks of sensitivity).
    """
    found = sha256(f"{engine_version()}\n{form.hex()}\n".encode())
    for name in sorted(files):
        found.update(f"{name!r} {files[name].hex()}\n".encode())
    for line in beside:
        found.update(f"{line!r}\n".encode())
    return found.hexdigest()


def model_from(cache: Cache, key: str, build: Callable[[], Model]) -> Model:
    """Return the model kept under a key; else the one that is built, which is then kept.

    What is kept but cannot be read (damaged, of another version) is as good as nothing.
    """
    kept = cache.get(key)
    if kept is not None:
        try:
            return unpack_model(kept)
        except FormsError:
            pass  # built anew, and replaced below
    model = build()
    packed = pack_model(model)
    if packed is not None:
        cache.put(key, packed)
    return model
