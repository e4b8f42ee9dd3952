"""The way of the pages of actors and places to the warehouse; what they get is released, so that they may print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Engine

from feeds.rights import released
from warehouse import actors_told, changes, places_told
from warehouse.actors_told import Entry, directory
from warehouse.gathered import Gathered, Tally
from warehouse.places_told import PlaceTold
from web.remembered import Remembered

MOST = 40
NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor or a place of a list, with what it has ahead."""

    slug: str
    name: str
    where: str
    province: str | None
    tally: Tally


class Directory:
    """Reads actors and places of one warehouse."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._places: Remembered[Mapping[str, PlaceTold]] = Remembered(1)

    def actor_tallies(self, now: datetime) -> Mapping[str, Tally]:
        with self._engine.connect() as connection:
            return actors_told.tallies(connection, now)

    def actor(self, slug: str) -> Entry | None:
        return directory().get(slug)

    def of_actor(self, slug: str, now: datetime, most: int = MOST) -> Gathered:
        with self._engine.connect() as connection:
            return _released(actors_told.of_actor(connection, slug, now, most))

    def place_tallies(self, now: datetime) -> Mapping[str, tuple[PlaceTold, Tally]]:
        with self._engine.connect() as connection:
            return places_told.tallies(connection, now)

    def places(self) -> Mapping[str, PlaceTold]:
        """Every place; read again when anything moved."""
        with self._engine.connect() as connection:
            newest = changes.newest(connection)
            return self._places.get(newest, lambda: places_told.known_places(connection))

    def at_place(self, place: PlaceTold, now: datetime, most: int = MOST) -> Gathered:
        with self._engine.connect() as connection:
            return _released(places_told.at_place(connection, place, now, most))


def _released(found: Gathered) -> Gathered:
    parts = {f.name: getattr(found, f.name) for f in fields(found)}
    return Gathered(**{name: replace(p, items=tuple(released(i) for i in p.items)) for name, p in parts.items()})
