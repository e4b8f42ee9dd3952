"""Days of the simulated web lived through by a house: its own web with a clock to move, faults, editors who act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import requests

from pipeline import steps
from pipeline.house import House
from tests.conftest import web_of

FIRST = date(2026, 11, 21)
SOURCES = (
    "agenda-hainaut",
    "halle-charleroi-agenda",
    "fonds-image-appels",
    "musee-ardoise",
    "theatre-meuse",
    "agenda-communes",
)


@dataclass(frozen=True)
class MovingWeb:
    """A simulator of its own on loopback."""

    address: str

    def move(self, day: date) -> None:
        self._post("/", {"today": day.isoformat()})

    def fault(self, host: str, fault: str | None) -> None:
        self._post("/faults", {"site": host, "fault": fault})

    def _post(self, path: str, body: dict[str, str | None]) -> None:
        answer = requests.post(f"http://{self.address}{path}", headers={"Host": "clock.example"}, json=body, timeout=10)
        assert answer.ok, answer.text


@contextmanager
def moving_web() -> Iterator[MovingWeb]:
    with web_of(FIRST.isoformat()) as address:
        yield MovingWeb(address)


def morning(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Brussels"))


def at(house: House, instant: datetime) -> House:
    """The same house with its clock at an instant."""
    return replace(house, settings=replace(house.settings, now=instant))


def live(house: House, web: MovingWeb, day: int, sources: tuple[str, ...]) -> House:
    """One day: the web moves, every source is read, the items are made. Returns the house of that morning."""
    today = FIRST + timedelta(days=day)
    web.move(today)
    there = at(house, morning(today))
    for slug in sources:
        steps.ingest(there, slug)
    steps.curate(there)
    return there
