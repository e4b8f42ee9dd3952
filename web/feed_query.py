"""What the address of a feed asks for, its one spelling, and the selection that it means. Pure.

A repeated parameter of one facet means any of its values; different facets must all hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode

from feeds.calls_ics import last_day
from feeds.selection import AHEAD, NEWS_PAST, PAST, day_of, select, window
from feeds.slices import TYPES, standing
from vigie.model import Call, Event, Item, Kind
from warehouse.item_selection import Order, Selection
from web.feed_parameters import BadParameter, Parameters, refused
from web.labels import facet_labels, short_topic_label

FACETS = ("province", "type", "discipline", "audience", "topic", "totem", "source", "language")
COUNTED = (*FACETS, "q", "from", "to", "updated_since", "cancelled")
COMMON = (*COUNTED, "limit")
_TOPIC = re.compile(r"([a-z_]{1,40}):([a-z0-9-]{1,80})")


@dataclass(frozen=True, slots=True)
class FeedQuery:
    """One question. `facets` are pairs of parameter and values, in the order of FACETS, values sorted; days inclusive.

    `cursor` is where the page before ended, still sealed (`web.item_cursor`)."""

    kind: Kind
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str | None = None
    first: date | None = None
    last: date | None = None
    updated_since: datetime | None = None
    removed: bool = False
    cancelled: bool = True
    recurrence: bool = False
    limit: int | None = None
    cursor: str | None = None

    def canonical(self, paged: bool = True) -> str:
        """The query string that every address of this question comes down to; "" when it asks nothing. Without
        `paged`, that of all its pages."""
        pairs: list[tuple[str, object]] = [(name, value) for name, values in self.facets for value in values]
        pairs += [("q", self.text), ("from", self.first), ("to", self.last)]
        since = self.updated_since.astimezone(UTC) if self.updated_since else None
        pairs.append(("updated_since", since.replace(tzinfo=None).isoformat() + "Z" if since else None))
        pairs += [("removed", 1 if self.removed else None), ("cancelled", None if self.cancelled else 0)]
        pairs += [("recurrence", "rrule" if self.recurrence else None), ("limit", self.limit)]
        pairs.append(("cursor", self.cursor if paged else None))
        return urlencode([(name, value) for name, value in pairs if value is not None], quote_via=quote)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a facet."""
        return dict(self.facets).get(name, ())


def read_feed_query(
    pairs: Collection[tuple[str, str]],
    kind: Kind,
    today: date,
    sources: Collection[str],
    also: Collection[str] = (),
    most: int = 2000,
) -> FeedQuery:
    """The question of an address. Raises BadParameter. `also` are the parameters beside COMMON that this address
    knows; `sources` the slugs that there are; `most` the largest `limit`."""
    said = Parameters(list(pairs), (*COMMON, *also))
    allowed = values_of(kind) | {"source": tuple(sorted(sources))}
    facets = [(name, said.choices(name, allowed[name])) for name in FACETS if name != "topic"]
    facets.append(("topic", _topics(said.every("topic"))))
    first, last = said.day("from", today), said.day("to", today)
    if first and last and first > last:
        raise refused("to", last.isoformat(), f"un jour à partir du {first}", f"a day from {first} on")
    query = FeedQuery(
        kind,
        tuple(sorted(((name, v) for name, v in facets if v), key=lambda pair: FACETS.index(pair[0]))),
        text=said.words("q"),
        first=first,
        last=last,
        updated_since=said.instant("updated_since", today),
        removed=said.flag("removed", False),
        cancelled=said.flag("cancelled", True),
        recurrence=said.one_of("recurrence", ("rrule",)) is not None,
        limit=said.number("limit", most),
        cursor=said.one("cursor"),
    )
    if query.removed and query.updated_since is None:
        raise BadParameter("removed", "1", "demande aussi updated_since.", "needs updated_since too.")
    return query


def values_of(kind: Kind) -> dict[str, tuple[str, ...]]:
    """The values of the closed facets of a kind, in the order of the taxonomy."""
    found: dict[str, list[str]] = {}
    for name in standing(kind):
        facet, _, slug = name.partition(":")
        found.setdefault(facet, []).append(slug)
    return {facet: tuple(slugs) for facet, slugs in found.items()}


def selection(query: FeedQuery, today: date, order: Order = Order.TIME) -> Selection:
    """What the warehouse is asked for: the window of the published feeds, unless the question names days."""
    since, until = days(query, today)
    topics = [tuple(f"{TYPES[query.kind]}:{slug}" for slug in query.values("type"))]
    topics += [tuple(f"{facet}:{slug}" for slug in query.values(facet)) for facet in ("discipline", "audience")]
    topics += [tuple(t for t in query.values("topic") if t.startswith(f"{facet}:")) for facet in _facets_of(query)]
    return Selection(
        kind=query.kind,
        since=since,
        until=until if query.kind is Kind.EVENT or query.last else None,
        closing=query.kind is Kind.CALL and bool(query.first or query.last),
        provinces=query.values("province"),
        totems=query.values("totem"),
        sources=query.values("source"),
        languages=query.values("language"),
        topics=tuple(group for group in topics if group),
        text=query.text,
        moved_since=query.updated_since,
        cancelled=query.cancelled,
        order=order,
    )


def days(query: FeedQuery, today: date) -> tuple[date, date]:
    """First and last day that a question is about. One that it names alone moves the other as far as it must."""
    past = NEWS_PAST if query.kind is Kind.NEWS else PAST
    _, until = window(today)
    first = query.first or min(today, query.last or today) - past
    return first, query.last or max(until, (query.first or today) + AHEAD)


def fits(item: Item, query: FeedQuery, today: date) -> bool:
    """Whether an item is in the feeds on `today`, or on the days that the question names: the last word on time."""
    if not (query.first or query.last):
        return bool(select((item,), query.kind, today))
    first, last = days(query, today)
    content = item.content
    if isinstance(content, Event):
        return any(o.start.day <= last and max(o.last_day, o.start.day) >= first for o in content.occurrences)
    if isinstance(content, Call):
        return any(first <= last_day(d) and (not query.last or last_day(d) <= last) for d in content.deadlines)
    return first <= day_of(item) and (not query.last or day_of(item) <= last)


def words_of(query: FeedQuery) -> str:
    """The question in a few French words, to stand behind the name of a feed: `Atelier, Namur`."""
    named = standing(query.kind)
    said = [named.get(f"{name}:{v}") or short_topic_label(v) for name, values in query.facets for v in values]
    said += [f"« {query.text} »"] if query.text else []
    if query.first or query.last:
        said.append(" ".join(f"{word} {day}" for word, day in (("du", query.first), ("au", query.last)) if day))
    said += [] if query.cancelled else ["sans les annulés"]
    return ", ".join(said)


def _facets_of(query: FeedQuery) -> list[str]:
    return list(dict.fromkeys(topic.partition(":")[0] for topic in query.values("topic")))


def _topics(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        found = _TOPIC.fullmatch(value)
        if not found or found[2] not in facet_labels(found[1]):
            raise refused("topic", value, "facette:nom de la taxonomie (discipline:xr) ; voir /api/v1/facets",
                          "facet:slug of the taxonomy (discipline:xr); see /api/v1/facets")  # fmt: skip
    return values
