"""What many pieces of news announce, asked once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from warehouse.announcements import ANNOUNCED, LIVE

_OF_NEWS = text(f"""
    SELECT DISTINCT a.news, i.id, coalesce(i.starts_at, i.closes_at) AS at
      FROM ({ANNOUNCED}) a JOIN items i ON i.id = a.item
     WHERE a.news = ANY(CAST(:news AS uuid[])) AND {LIVE} AND i.id <> a.news
     ORDER BY a.news, at NULLS LAST, i.id
""")


def announced_by_each(connection: Connection, news: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Id of a piece of news → ids of the live events and calls that it announces, sure links only, by date."""
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(_OF_NEWS, {"news": sorted(news)}):
        found[str(row.news)] = (*found.get(str(row.news), ()), str(row.id))
    return found
