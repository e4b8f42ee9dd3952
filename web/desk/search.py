"""What an editor asked for, from the address of a list and back, and the rows that it means: the screen, and every
download of it, read them here.

Reading is lenient: a value that cannot be meant is left out, so an old link still gives a list.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from sqlalchemy import Connection
from starlette.datastructures import ImmutableMultiDict

from vigie.model import AttendanceMode, Item, Kind, Status
from warehouse import desk_search, items
from warehouse.desk_filter import UNSAID, DeskFilter, Facet, Fresh, Order, Position, State
from warehouse.desk_search import Marks
from web.query import ITEM_ID, SLUG, TOPIC, read_day, read_text

SHOWN = 50
MOST_VALUES = 40
LONGEST_NAME = 120
CLOSED: dict[Facet, frozenset[str]] = {
    Facet.KIND: frozenset(Kind),
    Facet.STATE: frozenset(State),
    Facet.PRICE: frozenset({"free", "paid", UNSAID}),
    Facet.ATTENDANCE: frozenset({*AttendanceMode, UNSAID}),
    Facet.STATUS: frozenset(Status),
    Facet.FRESH: frozenset(Fresh),
}
SHAPES: dict[Facet, re.Pattern[str]] = {
    Facet.TYPE: TOPIC,
    Facet.DISCIPLINE: TOPIC,
    Facet.AUDIENCE: TOPIC,
    Facet.CITY: re.compile(rf"[^\x00-\x1f\x7f]{{1,{LONGEST_NAME}}}"),
    Facet.LANGUAGE: re.compile(r"[a-z]{2,3}"),
}


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """One address of the editors' list. `after` is where the page before ended."""

    filter: DeskFilter = field(default_factory=DeskFilter)
    after: Position | None = None

    @property
    def text(self) -> str | None:
        return self.filter.text

    @property
    def order(self) -> Order:
        return self.filter.order

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        asked = self.filter
        return bool(asked.facets or asked.text or asked.first or asked.last)

    def has(self, facet: Facet, value: str) -> bool:
        return value in self.filter.values(facet)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the address in their one order, without where the page begins."""
        asked = self.filter
        said: list[tuple[str, Any]] = [(facet.value, one) for facet, values in asked.facets for one in values]
        said += [("q", asked.text), ("from", asked.first), ("to", asked.last)]
        said.append(("sort", None if asked.order is Order.REVISED else asked.order.value))
        return tuple((name, str(value)) for name, value in said if value)

    def url(self, path: str, after: Position | None = None) -> str:
        """The address of this list below `path`; of its first page without `after`."""
        pairs = [*self.pairs(), *([("after", _sealed(after))] if after else [])]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def toggled(self, facet: Facet, value: str) -> DeskQuery:
        """With a value, or without it when it is there; from the first page on."""
        kept = [one for one in self.filter.values(facet) if one != value]
        values = kept if self.has(facet, value) else [*kept, value]
        facets = {**dict(self.filter.facets), facet: tuple(sorted(values))}
        return DeskQuery(replace(self.filter, facets=_ordered(facets)))

    def without(self, *names: str) -> DeskQuery:
        """Without `q`, `from` or `to`; from the first page on."""
        emptied: dict[str, Any] = {_NAMES[name]: None for name in names}
        return DeskQuery(replace(self.filter, **emptied))


_NAMES = {"q": "text", "from": "first", "to": "last"}


@dataclass(frozen=True, slots=True)
class Found:
    """One screen of a list: items in their order, what editors did to them, and where the next screen begins."""

    items: tuple[Item, ...]
    marks: dict[str, Marks]
    next: Position | None


def read_desk_query(parameters: ImmutableMultiDict[str, str], today: date) -> DeskQuery:
    """The query of an address, `request.query_params` for instance. Days farther than ten years are left out."""
    facets = {facet: _values(facet, parameters.getlist(facet.value)) for facet in Facet}
    order = parameters.get("sort")
    asked = DeskFilter(
        facets=_ordered(facets),
        text=read_text(parameters.get("q")),
        first=read_day(parameters.get("from"), today),
        last=read_day(parameters.get("to"), today),
        order=Order(order) if order in set(Order) else Order.REVISED,
    )
    return DeskQuery(asked, _opened(parameters.get("after"), asked.order))


def found(
    connection: Connection, query: DeskQuery, now: datetime, limit: int = SHOWN, after: Position | None = None
) -> Found:
    """One screen of the list, from behind `after`, else from where the query says."""
    places = desk_search.positions(connection, query.filter, now, limit + 1, after or query.after)
    ids = [one.id for one in places[:limit]]
    more = places[limit - 1] if len(places) > limit else None
    return Found(tuple(items.load(connection, ids)), desk_search.marks(connection, ids), more)


def every_id(connection: Connection, query: DeskQuery, now: datetime) -> tuple[str, ...]:
    """The ids of the whole list in its order, whatever the screen shows of it."""
    return tuple(desk_search.every_id(connection, query.filter, now))


def every_item(connection: Connection, query: DeskQuery, now: datetime) -> Iterator[Item]:
    """The items of the whole list in its order; memory does not grow with them."""
    return items.load(connection, every_id(connection, query, now))


def _ordered(facets: dict[Facet, tuple[str, ...]]) -> tuple[tuple[Facet, tuple[str, ...]], ...]:
    return tuple((facet, facets[facet]) for facet in Facet if facets.get(facet))


def _values(facet: Facet, said: Collection[str]) -> tuple[str, ...]:
    closed, shape = CLOSED.get(facet), SHAPES.get(facet, SLUG)
    fits = [one for one in said if (one in closed if closed is not None else shape.fullmatch(one))]
    return tuple(sorted(set(fits))[:MOST_VALUES])


def _sealed(place: Position) -> str:
    at = place.at.isoformat() if isinstance(place.at, datetime) else place.at
    return base64.urlsafe_b64encode(orjson.dumps([at, place.id])).decode().rstrip("=")


def _opened(value: str | None, order: Order) -> Position | None:
    try:
        at, item = orjson.loads(base64.urlsafe_b64decode(f"{value}{'=' * (-len(value or '') % 4)}"))
        if not (isinstance(at, str) and isinstance(item, str) and ITEM_ID.fullmatch(item)):
            return None
        if order is Order.TITLE:
            return Position(at, item) if "\x00" not in at else None
        instant = datetime.fromisoformat(at)
        return Position(instant, item) if instant.tzinfo else None
    except (ValueError, TypeError, binascii.Error):
        return None
