"""What is known of a source before its run is judged: its keys, its titles, and what it should still list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from vigie.model import BRUSSELS

# A session that has begun may well have left its list; one that ends on a later day may not. News leave lists by age,
# and nobody knows when a call without a deadline does.
KNOWN = text("""
    SELECT r.key, r.content ->> 'title' AS title,
           r.state = 'listed' AND CASE r.kind
               WHEN 'event' THEN EXISTS (
                   SELECT FROM jsonb_array_elements(r.content -> 'occurrences') o
                    WHERE (o #>> '{start,local}') > :now OR left(o #>> '{end,local}', 10) > :today)
               WHEN 'call' THEN NOT coalesce((r.content ->> 'closed')::boolean, false) AND EXISTS (
                   SELECT FROM jsonb_array_elements(coalesce(r.content -> 'deadlines', '[]')) d
                    WHERE left(d #>> '{at,local}', 10) > :today)
               ELSE false END AS due
      FROM records r WHERE r.source = :source
""")


@dataclass(frozen=True, slots=True)
class Known:
    """Keys and titles of all records of a source; `due` are the keys that its list should still name."""

    keys: frozenset[str]
    titles: frozenset[str]
    due: frozenset[str]


def known(connection: Connection, source: str, at: datetime) -> Known:
    """What is known of a source at the aware instant `at`."""
    local = at.astimezone(ZoneInfo(BRUSSELS)).replace(tzinfo=None).isoformat(timespec="seconds")
    rows = connection.execute(KNOWN, {"source": source, "now": local, "today": local[:10]}).all()
    return Known(
        frozenset(row.key for row in rows),
        frozenset(row.title for row in rows),
        frozenset(row.key for row in rows if row.due),
    )
