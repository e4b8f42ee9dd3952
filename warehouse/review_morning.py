"""What an editor wants to know when the morning begins: what happens today, what closes, what changed, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, text

from vigie.model import WallTime

CLOSING = timedelta(days=3)
LIVE = "i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden"
LOOKED_BACK = 5_000
"""As many changes are counted at most: who comes back after a month need not know the exact number."""
TODAY = text(f"""
    SELECT o.item FROM occurrences o JOIN items i ON i.id = o.item
     WHERE o.starts_at >= :start AND o.starts_at < :end AND {LIVE} GROUP BY o.item ORDER BY min(o.starts_at), o.item
""")
CLOSES = text(f"""
    SELECT d.item FROM deadlines d JOIN items i ON i.id = d.item
     WHERE d.closes_at > :now AND d.closes_at <= :until AND {LIVE} AND NOT i.closed
     GROUP BY d.item ORDER BY min(d.closes_at), d.item
""")
CHANGED = text("""
    SELECT type, count(DISTINCT item) AS many FROM (SELECT * FROM changes ORDER BY seq DESC LIMIT :most) c
     WHERE c.at > :since GROUP BY type
""")
FAILED = text("""
    SELECT s.slug, s.name, last.cause, last.started_at FROM sources s
     CROSS JOIN LATERAL (SELECT u.* FROM runs u WHERE u.source = s.slug AND u.finished_at IS NOT NULL
                          ORDER BY u.started_at DESC LIMIT 1) last
     WHERE NOT last.complete AND last.cause <> 'silenced' ORDER BY last.started_at DESC, s.slug
""")


@dataclass(frozen=True, slots=True)
class Failed:
    """A source whose last run failed: the cause (vigie.model.Cause), when."""

    slug: str
    name: str
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Morning:
    """Ids of items in their order; `changed`: type of change → items, since the last visit."""

    today: tuple[str, ...]
    closing: tuple[str, ...]
    changed: Mapping[str, int]
    failed: tuple[Failed, ...]


def morning(connection: Connection, now: datetime, day: date, since: datetime) -> Morning:
    """The state of the house at `now`, on the Belgian day `day`, since the last visit (aware)."""
    start, end = WallTime.of_day(day).utc, WallTime.of_day(day + timedelta(days=1)).utc
    here = connection.execute(TODAY, {"start": start, "end": end}).scalars()
    closing = connection.execute(CLOSES, {"now": now, "until": now + CLOSING}).scalars()
    changed = connection.execute(CHANGED, {"since": since, "most": LOOKED_BACK})
    return Morning(
        tuple(str(one) for one in here),
        tuple(str(one) for one in closing),
        {row.type: row.many for row in changed},
        tuple(Failed(r.slug, r.name, r.cause, r.started_at) for r in connection.execute(FAILED)),
    )
