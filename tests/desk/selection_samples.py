"""Made-up sources and things for the tests of the desk's selections, around Thursday 12 March 2026."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from desk_site import DeskSite, desk_site
from sqlalchemy import Engine, text

from vigie.codec import content_hash
from vigie.model import (
    Article,
    Call,
    Content,
    Deadline,
    Event,
    Evidence,
    FieldEvidence,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Record,
    Rights,
    Source,
    Status,
    WallTime,
)
from warehouse import items, server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.load import load

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
QUAI = Place(name="Le Quai", street="quai des Ombres 4", postcode="5000", municipality="Namur", province="namur")
FORGE = Place(name="La Forge", municipality="Liège", postcode="4000", province="liege")
TWELVE = Money(MoneyRole.PRICE, Decimal(12), Decimal(12))


def source(slug: str, kind: Kind = Kind.EVENT, trust: int = 50, republish: bool = False) -> Source:
    name = slug.replace("-", " ").capitalize()
    site = f"https://{slug}.example"
    return Source(slug, name, site, (kind,), "feed", (f"{site}/feed",), trust=trust, rights=Rights(republish=republish))


AGENDA = source("agenda-du-quai", Kind.EVENT, 70)
GAZETTE = source("la-gazette", Kind.NEWS)
FONDS = source("le-fonds", Kind.CALL)


def at(month: int, day: int, hour: int | None = None, minute: int = 0, year: int = 2026) -> WallTime:
    if hour is None:
        return WallTime.of_day(date(year, month, day))
    return WallTime(datetime(year, month, day, hour, minute))


def event(title: str, start: WallTime, end: WallTime | None = None, **more: object) -> Event:
    return Event(title, (Occurrence(start, end),), **more)  # type: ignore[arg-type]


def call(title: str, *deadlines: WallTime, **more: object) -> Call:
    return Call(title, deadlines=tuple(Deadline(one) for one in deadlines), **more)  # type: ignore[arg-type]


def record(of: Source, key: str, content: Content) -> Record:
    page = f"{of.site}/{key}"
    capture = content_hash([of.slug, key, content])
    proof = FieldEvidence("title", "title", content.title, Evidence(capture, f"{of.site}/feed", f"/{key}"))
    return Record(of.slug, key, page, content, capture, (proof,), (), "feed/1")


def bring(engine: Engine, of: Source, contents: dict[str, Content], moment: datetime = NOW) -> None:
    """One complete run of a source, and a curation."""
    load(engine, of, [record(of, k, c) for k, c in contents.items()], (), list(contents), True, moment, "run")
    curate(engine, moment)


def events() -> dict[str, Content]:
    workshop = ("event_type:workshop", "discipline:xr")
    return {
        "atelier": event("Atelier de casques au bord de l’eau", at(3, 14, 10), at(3, 14, 12), place=QUAI,
                         topics=workshop, organizers=("Collectif du Quai",), description="On apporte ses chaussettes."),
        "concert": event("Concert pour vingt synthétiseurs", at(3, 20, 20), place=FORGE,
                         topics=("event_type:performance",), prices=(TWELVE,)),
        "annule": event("Conférence sur la lumière", at(3, 18, 18), place=QUAI, status=Status.CANCELLED),
        "formule": event("=1+1 soirée tableur", at(3, 27, 19), place=QUAI, topics=workshop),
    }  # fmt: skip


def news() -> dict[str, Content]:
    return {
        "studios": Article("Trois studios s’associent", published=at(3, 11, 8), description="Ils forment au son."),
        "vieux": Article("Le bilan de l’hiver", published=at(2, 2, 8)),
    }


def calls() -> dict[str, Content]:
    return {
        "bourse": call("Bourse d’écriture interactive", at(3, 15), funders=("Fonds du Quai",)),
        "prix": call("Prix de la création sonore", at(4, 20)),
    }


def furnish(engine: Engine) -> None:
    """Four events, two pieces of news, two calls, seen two days ago."""
    seen = NOW - timedelta(days=2)
    for of, contents in ((AGENDA, events()), (GAZETTE, news()), (FONDS, calls())):
        bring(engine, of, contents, seen)


def item_named(engine: Engine, words: str) -> str:
    """The id of the one live item whose title holds `words`."""
    with engine.connect() as connection:
        found = [item.id for kind in Kind for item in items.stream(connection, kind) if words in item.content.title]
    assert len(found) == 1, (words, found)
    return found[0]


@contextmanager
def furnished_desks(furnish: Callable[[Engine], None] = furnish) -> Iterator[Callable[[], DeskSite]]:
    """One PostgreSQL and as many furnished desks on it as are asked for, each with a warehouse of its own."""
    numbers = itertools.count(1)
    with desk_site() as first:
        furnish(first.engine)
        first.engine.dispose()
        address = server.database_url(first.settings, "postgres")
        admin = open_engine(address).execution_options(isolation_level="AUTOCOMMIT")
        opened: list[Engine] = []

        def another() -> DeskSite:
            name = f"desk_{next(numbers)}"
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE vigie"))
            opened.append(open_engine(server.database_url(first.settings, name)))
            return DeskSite(first.settings, opened[-1])

        yield another
        for engine in (*opened, admin):
            engine.dispose()
