"""What a site of the unseen web lists, and what is true of it. Times are naive wall clocks of Europe/Brussels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from simulator import french


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something takes place."""

    name: str
    street: str
    postcode: str
    town: str
    latitude: float
    longitude: float

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postcode} {self.town}"


@dataclass(frozen=True, slots=True)
class Item:
    """An event (`start` to `end`), a news item (`start` = publication) or a call (`start` = deadline).

    `path` is that of its page, with a query where the site has one. The end of an all-day event is its last day.
    """

    number: int
    kind: str
    title: str
    path: str
    start: datetime
    end: datetime | None
    all_day: bool
    published: datetime
    spot: Spot | None
    summary: str
    body: tuple[str, ...]
    category: str
    price: str = ""

    @property
    def slug(self) -> str:
        """Its title as the part of an address."""
        return french.slug(self.title)

    @property
    def last_day(self) -> date:
        return (self.end or self.start).date()

    @property
    def several_days(self) -> bool:
        return self.kind == "event" and self.last_day != self.start.date()

    def at(self, path: str) -> Item:
        """The same item with its page elsewhere."""
        return replace(self, path=path)


def truth(item: Item, root: str, clock: bool) -> dict[str, object]:
    """What a perfect reader of the site's lists knows. `clock` False: the lists say the day only."""
    only_day = item.all_day or not clock
    return {
        "kind": item.kind,
        "title": item.title,
        "start": item.start.date().isoformat() if only_day else item.start.isoformat(timespec="minutes"),
        "end": None
        if item.end is None
        else item.end.date().isoformat()
        if only_day
        else item.end.isoformat("T", "minutes"),
        "all_day": item.all_day,
        "url": root + item.path,
        "place": item.spot.name if item.spot else None,
    }
