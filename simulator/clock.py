"""The state that the admin host moves, the clock and the faults; everything else here is a pure function of it."""

from __future__ import annotations

import threading
from datetime import date

from simulator.faults import Fault
from simulator.view import View
from simulator.world import World


class Clock:
    """A world, its present view and the faults per host; safe to use from many threads."""

    def __init__(self, world: World) -> None:
        self._lock = threading.Lock()
        self._world = world
        self._view = world.view()
        self._faults: dict[str, Fault] = {}

    @property
    def world(self) -> World:
        with self._lock:
            return self._world

    @property
    def view(self) -> View:
        with self._lock:
            return self._view

    def move(self, today: date) -> None:
        """Sets the clock, forward or back."""
        with self._lock:
            self._world = self._world.moved_to(today)
            self._view = self._world.view()

    def fault(self, host: str) -> Fault | None:
        with self._lock:
            return self._faults.get(host)

    def faults(self) -> dict[str, Fault]:
        with self._lock:
            return dict(self._faults)

    def set_fault(self, host: str, fault: Fault | None) -> None:
        with self._lock:
            if fault is None:
                self._faults.pop(host, None)
            else:
                self._faults[host] = fault
