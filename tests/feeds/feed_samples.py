"""Items for the tests of the feeds, built from the vocabulary; ids count up, instants are given, nothing is random."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from feeds.channel import Channel, Site
from feeds.formats import channel_for
from vigie.model import (
    Article,
    Call,
    Content,
    Deadline,
    Event,
    Item,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Precision,
    Sighting,
    WallTime,
)

SITE = Site(url="https://vigie.example")
DAY = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
SEEN = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
PLACE = Place("Quai 22", "rue du Séminaire 22", "5000", "Namur", "92094", "namur", "Wallonie", "BE", 50.464, 4.859)


def at(text: str, fold: int = 0) -> WallTime:
    """A wall time of Brussels from ISO 8601; a day alone has day precision, a month alone month precision."""
    if len(text) == 7:
        return WallTime(datetime.fromisoformat(text + "-01"), precision=Precision.MONTH)
    local = datetime.fromisoformat(text).replace(fold=fold)
    return WallTime(local) if "T" in text else WallTime.of_day(local.date())


def session(start: str, end: str | None = None) -> Occurrence:
    return Occurrence(at(start), at(end) if end else None)


def sighting(**changes: object) -> Sighting:
    first = Sighting("kikk", "KIKK", "k1", "https://kikk.example/e/1", SEEN, SEEN + timedelta(days=3), trust=80)
    return replace(first, **changes)  # type: ignore[arg-type]


def item(content: Content, number: int = 1, revised: datetime = SEEN, **changes: object) -> Item:
    made = Item(str(UUID(int=number)), content, (sighting(),), SEEN, revised)
    return replace(made, **changes)  # type: ignore[arg-type]


def event(number: int = 1, **changes: object) -> Item:
    content = Event(
        f"Atelier {number}",
        (session("2026-10-15T18:30", "2026-10-15T21:00"),),
        url=f"https://kikk.example/e/{number}",
        description="Un soir pour apprendre.",
        place=PLACE,
        organizers=("KIKK asbl",),
        prices=(Money(MoneyRole.PRICE, Decimal(5), Decimal("12.50")),),
        topics=("event_type:workshop", "discipline:games"),
        language="fr",
    )
    return item(replace(content, **changes), number)  # type: ignore[arg-type]


def article(number: int = 1, **changes: object) -> Item:
    content = Article(
        f"Nouvelle {number}",
        url=f"https://journal.example/n/{number}",
        description="Une phrase.",
        published=at("2026-08-20T08:15"),
        language="fr",
    )
    return item(replace(content, **changes), number)  # type: ignore[arg-type]


def call(number: int = 1, **changes: object) -> Item:
    content = Call(
        f"Appel {number}",
        url=f"https://fonds.example/a/{number}",
        description="Un soutien à la création.",
        opens=at("2026-09-01"),
        deadlines=(Deadline(at("2026-11-15")),),
        amounts=(Money(MoneyRole.GRANT, None, Decimal(25000)),),
        funders=("Fonds wallon",),
    )
    return item(replace(content, **changes), number)  # type: ignore[arg-type]


def shelves(events: int = 4, news: int = 4, calls: int = 4) -> dict[Kind, tuple[Item, ...]]:
    return {
        Kind.EVENT: tuple(event(1000 + n) for n in range(events)),
        Kind.NEWS: tuple(article(2000 + n) for n in range(news)),
        Kind.CALL: tuple(call(3000 + n) for n in range(calls)),
    }


def channel(path: str = "agenda.ics", kind: Kind = Kind.EVENT, items: tuple[Item, ...] = ()) -> Channel:
    return channel_for(path, kind, items, SITE, DAY)
