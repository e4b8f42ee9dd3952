"""Editions of one thing: the same title but for its number, its year, its season; and when calls use to come back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, or_, select

from transforms.text import fold
from vigie.model import BRUSSELS, Kind
from warehouse.gathered import live
from warehouse.item_filter import names
from warehouse.tables import items

FEWEST_WORDS = 2
"""A title that is one ordinary word ("Exposition") is no series."""
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d+(?:er|re|e|eme|ieme|nd|nde|th|st|rd)?")
_PASSING = frozenset(
    {
        "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
        "decembre", "printemps", "ete", "automne", "hiver", "edition", "editions", "session", "seance", "episode",
        "saison", "volet", "volume", "vol", "no", "n", "numero", "premier", "premiere", "deuxieme", "seconde",
        "troisieme", "quatrieme", "cinquieme", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x",
    }
)  # fmt: skip
_BELGIUM = ZoneInfo(BRUSSELS)


@dataclass(frozen=True, slots=True)
class Edition:
    """One item of a series. `at`: first start of an event, last deadline of a call, aware UTC; None without one."""

    id: str
    title: str
    key: str
    at: datetime | None
    sources: frozenset[str]


def series_key(title: str) -> str | None:
    """What stays of a title from one edition to the next; None when too little stays to tell things apart."""
    kept = [w for w in _WORD.findall(fold(title)) if not _NUMBER.fullmatch(w) and w not in _PASSING]
    return " ".join(kept) if sum(len(w) > 2 for w in kept) >= FEWEST_WORDS else None


def editions(connection: Connection, kind: Kind, titles: Collection[str]) -> dict[str, tuple[Edition, ...]]:
    """Key of each of these titles → every live item of its series, by date; keys of a single item too."""
    keys = {key for title in titles if (key := series_key(title))}
    if not keys:
        return {}
    at: ColumnElement[Any] = items.c.closes_at if kind is Kind.CALL else items.c.starts_at
    if kind is Kind.NEWS:
        at = func.coalesce(items.c.published_at, items.c.created_at)
    query = select(items.c.id, items.c.title, items.c.sources, at.label("at"))
    query = query.where(live(kind), or_(*(names(key) for key in sorted(keys))))
    found: dict[str, list[Edition]] = {}
    for row in connection.execute(query.order_by(at.asc().nulls_last(), items.c.id)):
        key = series_key(row.title)
        if key in keys:
            found.setdefault(key, []).append(Edition(row.id, row.title, key, row.at, frozenset(row.sources)))
    return {key: tuple(rows) for key, rows in found.items()}


def before(edition: Edition, series: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions that one source of this edition told earlier, the latest first."""
    told = [e for e in series if e.id != edition.id and e.sources & edition.sources]
    earlier = [e for e in told if e.at and (edition.at is None or e.at < edition.at)]
    return tuple(sorted(earlier, key=lambda e: (e.at or datetime.min, e.id), reverse=True))


def usual_month(closings: Iterable[datetime]) -> int | None:
    """The month, 1 to 12 in Belgium, in which a call uses to close: that of most of its editions, in two years at
    least. None where that is not to be seen."""
    days = [at.astimezone(_BELGIUM) for at in closings]
    by_month: dict[int, set[int]] = {}
    for day in days:
        by_month.setdefault(day.month, set()).add(day.year)
    month, years = max(by_month.items(), key=lambda pair: (len(pair[1]), -pair[0]), default=(0, set()))
    return month if len(years) >= 2 and 2 * len(years) > len({(d.year, d.month) for d in days}) else None
