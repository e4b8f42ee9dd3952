"""A question of editors: words, facets and days, by the names that stand in addresses. Pure; `desk_search` answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

UNSAID = "unknown"
"""The value of a facet for items that do not say: a price, a way of taking part."""


class Facet(StrEnum):
    """What a list is narrowed by; the value stands in addresses, as in those of the feed service where it has one."""

    KIND = "kind"
    STATE = "state"
    TYPE = "type"
    DISCIPLINE = "discipline"
    AUDIENCE = "audience"
    PROVINCE = "province"
    CITY = "city"
    TOTEM = "totem"
    SOURCE = "source"
    LANGUAGE = "language"
    PRICE = "price"
    ATTENDANCE = "attendance"
    STATUS = "status"
    FRESH = "fresh"


class State(StrEnum):
    """What readers see of an item, and what editors did to it. Without any, a list holds what readers see."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    EDITED = "edited"
    CONFLICT = "conflict"
    PINNED = "pinned"
    NOTED = "noted"


class Fresh(StrEnum):
    """When an item was revised last: in the last day, else the last week, else the last thirty days, or before."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    OLDER = "older"


class Order(StrEnum):
    """REVISED and CREATED newest first, DATE (first session, last deadline or publication) and TITLE upwards."""

    REVISED = "revised"
    CREATED = "created"
    DATE = "date"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """A question. Several values of one facet mean any of them; `first` and `last` are days of Brussels, inclusive:
    sessions that touch them, deadlines on them, news published on them."""

    facets: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    text: str | None = None
    first: date | None = None
    last: date | None = None
    order: Order = Order.REVISED

    def values(self, facet: Facet) -> tuple[str, ...]:
        return dict(self.facets).get(facet, ())


@dataclass(frozen=True, slots=True)
class Position:
    """Where an item stands in an order: the value that it is ordered by (an instant, or a title), then its id."""

    at: datetime | str
    id: str
