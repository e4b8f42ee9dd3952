"""Coverage: known places of which the agenda holds nothing recent, and sources that bring nothing new.

A silence here says nothing of the place: it says that an editor should look whether we still see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, text

from transforms.actor_register import register
from transforms.gazetteer import gazetteer, name_key

QUIET = timedelta(days=60)

# What was merged is told by the item that took its place; what was hidden or withdrawn was seen all the same.
_BY_NAME = text("""
    WITH held AS (
        SELECT id, title, ends_at, content FROM items
         WHERE kind = 'event' AND merged_into IS NULL AND ends_at IS NOT NULL
    ), named AS (
        SELECT 'totem:' || (content #>> '{place,totem}') AS name, id, title, ends_at FROM held
        UNION ALL SELECT 'name:' || (content #>> '{place,name}'), id, title, ends_at FROM held
        UNION ALL SELECT 'actor:' || split_part(actor, ':', 2), id, title, ends_at
          FROM held, jsonb_array_elements_text(coalesce(content -> 'actors', '[]')) AS actor
         WHERE split_part(actor, ':', 1) IN ('place', 'organizer')
    )
    SELECT DISTINCT ON (name) name, id, title, ends_at FROM named WHERE name IS NOT NULL
     ORDER BY name, ends_at DESC, id
""")
_SOURCES = text("""
    SELECT s.slug, s.name, s.site, seen.changed_at, seen.title, seen.item, run.started_at AS run, last.started_at,
           last.cause
      FROM sources s
      LEFT JOIN LATERAL (SELECT r.changed_at, r.content ->> 'title' AS title, m.item FROM records r
            LEFT JOIN memberships m ON m.source = r.source AND m.key = r.key
           WHERE r.source = s.slug ORDER BY r.changed_at DESC, r.key LIMIT 1) seen ON true
      LEFT JOIN LATERAL (SELECT started_at FROM runs
           WHERE source = s.slug AND complete ORDER BY started_at DESC LIMIT 1) run ON true
      LEFT JOIN LATERAL (SELECT started_at, cause FROM runs
           WHERE source = s.slug AND finished_at IS NOT NULL ORDER BY started_at DESC LIMIT 1) last ON true
     WHERE seen.changed_at IS NULL OR seen.changed_at <= :before
     ORDER BY seen.changed_at NULLS FIRST, s.slug
""")


@dataclass(frozen=True, slots=True)
class Known:
    """A place that should have an agenda. `keys` are what an event may say of it: `totem:SLUG`, `actor:SLUG`, and
    `name:KEY` with a name by `transforms.gazetteer.name_key`."""

    slug: str
    name: str
    city: str | None
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Silent:
    """A place without an event. `since` is the end of its last one, `item` and `title` that one; all None when no event
    was ever seen there."""

    place: Known
    since: datetime | None
    item: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class SilentSource:
    """A source whose records stand still. `since`, `title`, `item`: the one that moved last; `read_at`: the last
    complete run; `tried_at` and `cause`: the last run of all."""

    slug: str
    name: str
    site: str | None
    since: datetime | None
    title: str | None
    item: str | None
    read_at: datetime | None
    tried_at: datetime | None
    cause: str | None


@lru_cache(maxsize=1)
def known_places() -> tuple[Known, ...]:
    """The totem places, and the places of the register of actors, by name."""
    actors, found = register(), {}
    for totem in {t.slug: t for t in gazetteer().aliases.values()}.values():
        actor = actors.totems.get(totem.slug)
        names = {totem.name, *totem.distinctive, *((actor.name,) if actor else ())}
        keys = {f"totem:{totem.slug}", f"actor:{totem.slug}", *_names(names)}
        city = totem.municipality.name if totem.municipality else actor.city if actor else None
        found[totem.slug] = Known(
            totem.slug, totem.name, city, frozenset(keys | ({f"actor:{actor.slug}"} if actor else set()))
        )
    covered = {key for place in found.values() for key in place.keys}
    for actor in actors.actors.values():
        if actor.type == "place" and f"actor:{actor.slug}" not in covered:
            keys = {f"actor:{actor.slug}", *_names([actor.name])}
            found[actor.slug] = Known(actor.slug, actor.name, actor.city, frozenset(keys))
    return tuple(sorted(found.values(), key=lambda place: (name_key(place.name), place.slug)))


def silent_places(
    connection: Connection, known: Sequence[Known], now: datetime, quiet: timedelta = QUIET
) -> tuple[Silent, ...]:
    """The known places without an event that ended since `now - quiet` or is still to come; the longest silence first,
    those of which nothing was ever seen at the end."""
    last = _last_seen(connection)
    found = []
    for place in known:
        rows = [last[key] for key in place.keys if key in last]
        newest = max(rows, key=lambda row: (row.ends_at, row.id), default=None)
        if newest is None:
            found.append(Silent(place, None, None, None))
        elif newest.ends_at <= now - quiet:
            found.append(Silent(place, newest.ends_at, str(newest.id), newest.title))
    return tuple(sorted(found, key=lambda s: (s.since is None, s.since or now, name_key(s.place.name))))


def silent_sources(connection: Connection, now: datetime, quiet: timedelta = QUIET) -> tuple[SilentSource, ...]:
    """Sources none of whose records is new or changed since `now - quiet`; the longest silence first."""
    rows = connection.execute(_SOURCES, {"before": now - quiet})
    return tuple(
        SilentSource(
            row.slug,
            row.name,
            row.site,
            row.changed_at,
            row.title,
            str(row.item) if row.item else None,
            row.run,
            row.started_at,
            row.cause,
        )
        for row in rows
    )


def _last_seen(connection: Connection) -> dict[str, Any]:
    """The last event by what it says of its place; names by their key."""
    last: dict[str, Any] = {}
    for row in connection.execute(_BY_NAME):
        kind, _, said = row.name.partition(":")
        key = f"name:{name_key(said)}" if kind == "name" else row.name
        if key not in last or (row.ends_at, row.id) > (last[key].ends_at, last[key].id):
            last[key] = row
    return last


def _names(names: Iterable[str]) -> set[str]:
    return {f"name:{name_key(name)}" for name in names}
