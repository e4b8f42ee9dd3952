"""Sameness of very many records at once: profiles are made by forked workers, everything else in one process.

The result is that of transforms.matching.match; only who computes the profiles differs.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

from transforms.match_edges import Meetings
from transforms.matching import Edge, Profile, block_keys, profile
from vigie.model import Record

T = TypeVar("T")
WORKERS = 2
CHUNK = 2_000
FEW = 20_000
"""Below this many records a second process costs more than it saves."""
Packed = tuple[tuple[Any, ...], tuple[int, ...]]
_values = attrgetter(*(f.name for f in fields(Profile)))
_given: tuple[Sequence[Any], Callable[[Any], Record | None]] = ((), lambda one: one)


def all_edges(given: Sequence[T], read: Callable[[T], Record | None]) -> tuple[list[Profile | None], list[Edge]]:
    """The profile of each thing given (None where `read` finds no record), in their order, and all edges.

    `read` makes the record of one thing; it must be pure, since a worker may call it.
    """
    collecting = gc.isenabled()
    # Millions of small values without a cycle among them: the collector would walk them for nothing.
    gc.disable()
    try:
        meetings, edges, profiles = Meetings(), list[Edge](), list[Profile | None]()
        for one, keys in _profiles(given, read):
            profiles.append(one)
            if one is not None:
                edges += meetings.edges_of(one, keys)
                meetings.keep(one, keys)
        return profiles, edges
    finally:
        if collecting:
            gc.enable()


def _profiles(
    given: Sequence[T], read: Callable[[T], Record | None]
) -> Iterator[tuple[Profile | None, tuple[int, ...]]]:
    if len(given) < FEW or "fork" not in multiprocessing.get_all_start_methods():
        for thing in given:
            record = read(thing)
            made = None if record is None else profile(record)
            yield made, () if made is None else block_keys(made)
        return
    global _given
    _given = (given, read)
    try:
        with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
            for chunk in pool.imap(_chunk, range(0, len(given), CHUNK)):
                for packed in chunk:
                    yield (None, ()) if packed is None else (Profile(*packed[0]), packed[1])
    finally:
        _given = ((), lambda one: one)


def _chunk(start: int) -> list[Packed | None]:
    given, read = _given
    return [_packed(read(one)) for one in given[start : start + CHUNK]]


def _packed(record: Record | None) -> Packed | None:
    if record is None:
        return None
    made = profile(record)
    return _values(made), block_keys(made)
