"""A small memory of values that are dear to make: the least used leave first, and one maker works for all who wait."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """Values by key, up to `room` units as `weight` counts them. Safe for threads."""

    def __init__(self, room: int, weight: Callable[[V], int] = lambda value: 1) -> None:
        self._room = room
        self._weight = weight
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()
        self._makers: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], V], fresh: Callable[[V], bool] = lambda value: True) -> V:
        """The value of `key`; made when it is not kept, or no longer `fresh`. Equal keys are made one at a time."""
        found = self._find(key)
        if found is not None and fresh(found):
            return found
        with self._lock:
            maker = self._makers.setdefault(key, threading.Lock())
        with maker:
            found = self._find(key)
            if found is None or not fresh(found):
                found = make()
                self._keep(key, found)
        with self._lock:
            self._makers.pop(key, None)
        return found

    def _find(self, key: Hashable) -> V | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Hashable, value: V) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._taken -= 0 if before is None else self._weight(before)
            if self._weight(value) > self._room:  # it would drive out all the others and itself
                return
            self._kept[key] = value
            self._taken += self._weight(value)
            while self._taken > self._room and self._kept:
                self._taken -= self._weight(self._kept.popitem(last=False)[1])
