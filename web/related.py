"""What stands around an item: its announcements, the other editions of its series, its place, its actors, its life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, or_

from feeds.rights import released
from vigie.model import Call, Event, Item, Kind
from warehouse import actors_told, announcements, as_of, items, places_told, series_told
from warehouse.actors_told import Entry, directory
from warehouse.as_of import Version
from warehouse.gathered import Gathered, gathered
from warehouse.places_told import PlaceTold
from warehouse.series_told import Edition, series_key

MOST = 4
OWN_ROLES = actors_told.ROLES
RANK = {role: n for n, role in enumerate((*OWN_ROLES, actors_told.MENTIONED))}


@dataclass(frozen=True, slots=True)
class ActorNamed:
    """An actor of the register in an item, with its role there."""

    role: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Related:
    """Live items, released; none stands twice. `usual_month` 1 to 12, when a closed call used to close; `place` the
    slug of the item's place."""

    announced: tuple[Item, ...]
    series: tuple[Item, ...]
    here: tuple[Item, ...]
    theirs: tuple[Item, ...]
    actors: tuple[ActorNamed, ...]
    place: str | None
    usual_month: int | None
    editions: int

    @property
    def any(self) -> bool:
        return bool(self.announced or self.series or self.here or self.theirs)


class Neighbourhood:
    """Reads what stands around items of one warehouse; one short read transaction a call."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def versions(self, item: str) -> tuple[Version, ...]:
        with self._engine.connect() as connection:
            return as_of.versions(connection, item)

    def of(self, item: Item, now: datetime) -> Related:
        with self._engine.connect() as connection:
            taken = {item.id}
            announced = _take(_announced(connection, item), taken, 12)
            series = _series(connection, item)
            editions = _take(_editions(connection, item, series, now), taken, MOST)
            here = _take(_at_place(connection, item, now), taken, MOST)
            theirs = _take(_of_actors(connection, item, now), taken, MOST + 2)
        place = item.content.place
        return Related(
            announced, editions, here, theirs, actors_of(item), places_told.slug_of(place) if place else None,
            _usual(item, series), len(series),
        )  # fmt: skip


def actors_of(item: Item) -> tuple[ActorNamed, ...]:
    """The actors of an item that are in the register, the strongest role first."""
    named = [key.partition(":") for key in item.content.actors]
    known = [ActorNamed(role, directory()[slug]) for role, _, slug in named if slug in directory() and role in RANK]
    return tuple(sorted(known, key=lambda a: (RANK[a.role], a.entry.name)))


def _announced(connection: Connection, item: Item) -> Iterator[Item]:
    ask = announcements.announces if item.kind is Kind.NEWS else announcements.announced_by
    yield from items.load(connection, [linked.id for linked in ask(connection, item.id)])


def _series(connection: Connection, item: Item) -> tuple[Edition, ...]:
    """The item and the other editions that one of its sources told."""
    if item.kind is Kind.NEWS:
        return ()
    key = series_key(item.content.title)
    found = series_told.editions(connection, item.kind, [item.content.title]).get(key or "", ())
    own = {s.source for s in item.sightings}
    return tuple(e for e in found if e.id == item.id or e.sources & own)


def _editions(connection: Connection, item: Item, series: tuple[Edition, ...], now: datetime) -> Iterator[Item]:
    """What comes first, in order; then what was, the latest first."""
    others = [e for e in series if e.id != item.id]
    coming = [e for e in others if e.at is None or e.at > now]
    gone = [e for e in others if e not in coming]
    yield from items.load(connection, [e.id for e in (*coming[:MOST], *reversed(gone[-MOST:]))])


def _usual(item: Item, series: tuple[Edition, ...]) -> int | None:
    return series_told.usual_month(e.at for e in series if e.at) if isinstance(item.content, Call) else None


def _at_place(connection: Connection, item: Item, now: datetime) -> Iterator[Item]:
    place = item.content.place
    slug = places_told.slug_of(place) if place else None
    if not (place and slug and isinstance(item.content, Event)):
        return
    spelling = ((place.name, place.municipality or ""),) if place.name else ()
    told = PlaceTold(slug, place.name or slug, place.municipality, place.province, spelling, totem=slug == place.totem)
    yield from places_told.at_place(connection, told, now, MOST + 1).coming.items


def _of_actors(connection: Connection, item: Item, now: datetime) -> Iterator[Item]:
    slugs = [a.entry.slug for a in actors_of(item) if a.role in OWN_ROLES]
    if not slugs:
        return
    about = [actors_told.about(slug) for slug in slugs]
    found = gathered(connection, {kind: or_(*(one[kind] for one in about)) for kind in Kind}, now, MOST)
    yield from _mixed(found)


def _mixed(found: Gathered) -> Iterator[Item]:
    """Two of each kind first, so that no kind drives out the others."""
    parts = (found.coming.items, found.calls.items, found.news.items)
    for part in parts:
        yield from part[:2]
    for part in parts:
        yield from part[2:]


def _take(found: Iterable[Item], taken: set[str], most: int) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in found:
        if item.id not in taken and len(kept) < most and not item.hidden:
            taken.add(item.id)
            kept.append(released(item))
    return tuple(kept)
