"""Pause the search for garbage while many objects are made that all stay, and spare it what stays for long."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Turn the cyclic collector off for a while, if it is on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_out_of_sight() -> None:
    """Keep all objects there are from being looked at while an interview is filled: pauses are what a person feels.

    What was kept so before and is no longer used, an interview closed since, is thrown away first.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
