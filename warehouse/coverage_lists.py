"""The difference with another list: which of its lines the warehouse holds, by address first, then by title and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz
from sqlalchemy import Connection, Date, cast, func, select, union, union_all

from transforms.gazetteer import name_key
from warehouse.item_filter import names
from warehouse.tables import deadlines, items, memberships, occurrences, records

SAME, ALIKE = 90, 72
"""Likeness of two titles, 0 to 100, from which they are one; from which an editor should look."""
FEWEST_LETTERS = 6
MOST_CANDIDATES = 400
_SLASHES = re.compile(r"/+$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of the other list, `line` its number from 1. At least one of title and URL is there."""

    line: int
    title: str | None
    url: str | None
    day: date | None


class Verdict(StrEnum):
    HELD = "held"
    PERHAPS = "perhaps"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found for a line; `by` is "url", "title" or "" and `score` the likeness of the titles."""

    wanted: Wanted
    verdict: Verdict
    item: str | None = None
    title: str | None = None
    by: str = ""
    score: int = 0


def compare(connection: Connection, lines: Sequence[Wanted]) -> tuple[Compared, ...]:
    """Each line with what the warehouse holds of it, in their order."""
    held = _by_address(connection, lines)
    return tuple(_compared(connection, one, held) for one in lines)


def address_key(url: str) -> str:
    """What two spellings of one address share: host without www., path without its last slash, query."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    query = urlencode([pair for pair in parse_qsl(parts.query) if not pair[0].startswith("utm_")])
    return f"{host}{_SLASHES.sub('', parts.path)}" + (f"?{query}" if query else "")


def _compared(connection: Connection, one: Wanted, held: dict[str, tuple[str, str]]) -> Compared:
    if one.url and (found := held.get(address_key(one.url))):
        return Compared(one, Verdict.HELD, *found, "url", 100)
    if not one.title or len(name_key(one.title)) < FEWEST_LETTERS:
        return Compared(one, Verdict.LACKING)
    key = name_key(one.title)
    likely = [(round(likeness(key, name_key(title))), title, item) for item, title in _candidates(connection, one)]
    score, title, item = max(likely, default=(0, "", ""))
    if score < ALIKE:
        return Compared(one, Verdict.LACKING)
    # Without a day the same title may be that of another year.
    sure = score >= SAME and one.day is not None
    return Compared(one, Verdict.HELD if sure else Verdict.PERHAPS, item, title, "title", score)


def likeness(one: str, other: str) -> float:
    """How alike two folded titles are, 0 to 100. One that is cut off, or has a subtitle more, is nearly the same; a
    short one inside a long one is not."""
    whole = fuzz.token_sort_ratio(one, other)
    short, long = sorted((one, other), key=len)
    return max(whole, 95.0) if len(short) >= 16 and long.startswith(short) else whole


def _candidates(connection: Connection, one: Wanted) -> Iterable[tuple[str, str]]:
    """(item, title) of what lies on the day of a line; without a day, of what speaks of its title."""
    by_day = one.day is not None
    fits = items.c.id.in_(_on(one.day)) if one.day is not None else names(one.title or "")
    live = items.c.merged_into.is_(None), items.c.withdrawn_at.is_(None)
    query = select(items.c.id, items.c.title).where(*live, fits).order_by(items.c.id)
    return [(str(row.id), row.title) for row in connection.execute(query.limit(None if by_day else MOST_CANDIDATES))]


def _on(day: date) -> Any:
    o, d, c = occurrences.c, deadlines.c, items.c
    return union(
        select(o.item).where(cast(o.local_start, Date) <= day, func.coalesce(cast(o.local_end, Date),
               cast(o.local_start, Date)) >= day),
        select(d.item).where(cast(d.local, Date) == day),
        select(c.id).where(cast(func.timezone("Europe/Brussels", c.published_at), Date) == day),
    )  # fmt: skip


def _by_address(connection: Connection, lines: Sequence[Wanted]) -> dict[str, tuple[str, str]]:
    """Key of an address → (item, title), for the addresses of the list."""
    wanted = {address_key(one.url) for one in lines if one.url}
    hosts = {key.split("/")[0].split("?")[0] for key in wanted} - {""}
    if not hosts:
        return {}
    patterns = sorted(f"%://{www}{host}%" for host in hosts for www in ("", "www."))
    r, m, i = records.c, memberships.c, items.c
    of_records = (
        select(r.url.label("url"), i.id, i.title)
        .join_from(records, memberships, (m.source == r.source) & (m.key == r.key))
        .join(items, i.id == m.item)
        .where(r.url.ilike(func.any(patterns)))
    )
    own = i.content["url"].as_string()
    of_items = select(own.label("url"), i.id, i.title).where(own.ilike(func.any(patterns)), i.merged_into.is_(None))
    rows = connection.execute(union_all(of_records, of_items)).all()
    return {address_key(row.url): (str(row.id), row.title) for row in rows if address_key(row.url) in wanted}
