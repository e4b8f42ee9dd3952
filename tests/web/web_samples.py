"""A made-up warehouse for the site's tests: short and long titles, no place, cancelled, moved, several sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from feeds.channel import Site
from feeds.publish import publish
from vigie.codec import content_hash
from vigie.model import (
    Article,
    AttendanceMode,
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
    Precision,
    Record,
    Rights,
    Source,
    Status,
    WallTime,
)
from warehouse import items
from warehouse.curate import curate
from warehouse.load import load

NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)  # Thursday, nine o'clock in Namur
TODAY = date(2026, 3, 12)
HOSTILE = '<script>alert("x")</script> & "guillemets" </title><img src=x onerror=alert(1)>'

DELTA = Place(
    name="Halle du Confluent", street="quai des Ombres 4", postcode="5000", municipality="Namur", province="namur"
)
FABRIQUE = Place(name="Fabrique des Possibles", municipality="Liège", postcode="4000", province="liege")
MOULIN = Place(name="Moulin de Mons", municipality="Mons", postcode="7000", province="hainaut")
VILLAGE = Place(municipality="Marche-en-Famenne", postcode="6900", province="luxembourg")
CAMPUS = Place(name="Campus du Lauzelle", municipality="Ottignies-Louvain-la-Neuve", province="brabant-wallon")


def source(slug: str, name: str, kind: Kind, trust: int = 60) -> Source:
    site = f"https://{slug}.example"
    return Source(slug, name, site, (kind,), "feed", (f"{site}/feed",), trust=trust, rights=Rights())


HALLE = source("halle-confluent", "Halle du Confluent", Kind.EVENT, 80)
AGENDA = source("agenda-provincial", "L’Agenda provincial", Kind.EVENT, 40)
GAZETTE = source("gazette-numerique", "La Gazette numérique", Kind.NEWS)
FONDS = source("fonds-creation", "Fonds de la création", Kind.CALL)


def at(month: int, day: int, hour: int | None = None, minute: int = 0, year: int = 2026) -> WallTime:
    if hour is None:
        return WallTime.of_day(date(year, month, day))
    return WallTime(datetime(year, month, day, hour, minute))


def session(start: WallTime, end: WallTime | None = None) -> tuple[Occurrence, ...]:
    return (Occurrence(start, end),)


def price(low: str | None, high: str | None = None, label: str | None = None) -> tuple[Money, ...]:
    return (Money(MoneyRole.PRICE, Decimal(low) if low else None, Decimal(high or low or 0), label=label),)


def grant(low: str | None, high: str | None) -> tuple[Money, ...]:
    return (Money(MoneyRole.GRANT, Decimal(low) if low else None, Decimal(high) if high else None),)


def record(of: Source, key: str, content: Content) -> Record:
    page = f"{of.site}/{key}"
    capture = content_hash([of.slug, key, content])
    proof = FieldEvidence("title", "title", content.title, Evidence(capture, f"{of.site}/feed", f"/{key}"))
    return Record(of.slug, key, page, content, capture, (proof,), (), "feed/1")


def events() -> Iterator[tuple[str, Event]]:
    """Keys and events, the telling ones first, then a plausible month of others."""
    e = Event
    yield (
        "concert",
        e(
            "Nuit modulaire : concert pour vingt synthétiseurs et une chorale de drones",
            session(at(3, 12, 20), at(3, 13, 2)),
            description="Vingt synthétiseurs, une chorale, et des drones qui ne savent pas chanter. On entre à 19 h, "
            "on sort quand le soleil se lève ou presque.",
            place=DELTA,
            prices=price("12"),
            organizers=("Halle du Confluent", "Collectif Basse Tension"),
            topics=("event_type:performance", "discipline:music-tech", "audience:general-public"),
            language="fr",
        ),
    )
    yield (
        "morning",
        e("Petit-déjeuner des studios", session(at(3, 12, 7, 30), at(3, 12, 8, 30)), place=FABRIQUE, is_free=True),
    )
    yield (
        "cancelled",
        e(
            "Conférence : l’image de synthèse avant l’ordinateur",
            session(at(3, 13, 18, 30), at(3, 13, 20)),
            status=Status.CANCELLED,
            place=MOULIN,
            topics=("event_type:conference", "discipline:animation-vfx"),
        ),
    )
    yield (
        "moved",
        e(
            "Café des codes",
            session(at(3, 19, 18)),
            status=Status.RESCHEDULED,
            previous_start=at(3, 12, 18),
            place=CAMPUS,
            is_free=True,
            topics=("event_type:meetup", "discipline:creative-coding"),
        ),
    )
    yield (
        "full",
        e(
            "Atelier de lumière et mapping pour familles pressées",
            session(at(3, 14, 10), at(3, 14, 12, 30)),
            status=Status.FULL,
            place=VILLAGE,
            prices=price("5", "12.50"),
            topics=("event_type:workshop", "discipline:light-mapping"),
        ),
    )
    yield "nowhere", e("Rencontre surprise autour du jeu vidéo", session(at(3, 14)), topics=("discipline:games",))
    yield (
        "online",
        e(
            "Webinaire : protéger une œuvre générée",
            session(at(3, 16, 12), at(3, 16, 13)),
            attendance=AttendanceMode.ONLINE,
            online_url="https://visio.example/salle",
            topics=("event_type:webinar", "discipline:ai-creation"),
        ),
    )
    yield (
        "series",
        e(
            "Formation au moteur de jeu, en huit soirées",
            tuple(Occurrence(at(3, 17, 18, 30) if n == 0 else later(at(3, 17, 18, 30), 7 * n)) for n in range(8)),
            place=FABRIQUE,
            attendance=AttendanceMode.MIXED,
            price_text="240 € (120 € pour les demandeurs d’emploi)",
            topics=("event_type:training", "discipline:games", "audience:jobseeker"),
        ),
    )
    yield (
        "hostile",
        e(HOSTILE, session(at(3, 15, 14)), description=HOSTILE, place=Place(name=HOSTILE), organizers=(HOSTILE,)),
    )
    yield (
        "long",
        e(
            "Journée d’étude interuniversitaire sur la conservation, la documentation et la réactivation des "
            "installations numériques interactives dans les collections publiques de la Fédération Wallonie-Bruxelles",
            session(at(3, 20, 9), at(3, 20, 17)),
            place=Place(
                name="Auditoire Anticonstitutionnellement-Hyperconnecté",
                municipality="Louvain-la-Neuve",
                province="brabant-wallon",
            ),
            topics=("event_type:conference", "discipline:museum-heritage"),
        ),
    )
    yield (
        "expo",
        e("Mémoires vives", session(at(2, 6), at(4, 26)), place=DELTA, topics=("event_type:exhibition",), is_free=True),
    )
    yield "expo2", e("Paysages latents", session(at(1, 15), at(3, 29)), place=MOULIN, topics=("event_type:exhibition",))
    yield (
        "festival",
        e("Festival des écrans lents", session(at(3, 20), at(3, 22)), place=MOULIN, topics=("event_type:festival",)),
    )
    yield (
        "month",
        e("Résidence ouverte", (Occurrence(WallTime(datetime(2026, 4, 1), precision=Precision.MONTH)),), place=VILLAGE),
    )
    yield "past", e("Bilan de saison", session(at(2, 3, 18)), place=DELTA)
    yield "far", e("Congrès du futur proche", session(at(11, 5, 9)), place=CAMPUS)
    yield from _ordinary()


def later(wall: WallTime, days: int) -> WallTime:
    return WallTime(wall.local + timedelta(days=days), wall.zone, wall.precision)


def _ordinary() -> Iterator[tuple[str, Event]]:
    words = (
        ("Projection : courts d’animation de l’année", "screening", "audiovisual-cinema", 20),
        ("Initiation à la découpe laser", "workshop", "fablab-robotics", 14),
        ("Café numérique", "meetup", "web-app", 18),
        ("Rencontre avec une autrice de BD numérique", "conference", "publishing-comics", 17),
        ("Game jam étudiante", "hackathon", "games", 9),
        ("Visite commentée : réalités étendues", "exhibition", "xr", 15),
    )
    places = (DELTA, FABRIQUE, MOULIN, VILLAGE, CAMPUS)
    for n in range(60):
        title, kind, discipline, hour = words[n % len(words)]
        start = later(at(3, 12, hour), 1 + n // 3)
        yield (
            f"o{n}",
            Event(
                f"{title}, n° {n + 1}",
                (Occurrence(start, WallTime(start.local + timedelta(hours=2))),),
                place=places[n % 5],
                topics=(f"event_type:{kind}", f"discipline:{discipline}"),
                is_free=n % 4 == 0 or None,
            ),
        )


def news() -> Iterator[tuple[str, Article]]:
    topics = ("watch_type:study", "watch_type:portrait", "discipline:games", "discipline:xr", "theme:export")
    lines = (
        "Trois studios liégeois s’associent pour former aux métiers du son interactif",
        "Portrait : elle tisse des antennes et capte les orages",
        "Le secteur du jeu recrute, mais pas où on l’attend",
        "Réalité étendue : un guide pour les petits musées",
        "Une mission à Montréal pour huit collectifs",
    )
    for n in range(45):
        yield (
            f"n{n}",
            Article(
                f"{lines[n % 5]} ({n + 1})" if n else HOSTILE,
                published=None if n == 3 else WallTime(at(3, 12, 7).local - timedelta(hours=13 * n)),
                description="Le baromètre annuel interroge deux cents équipes. La moitié travaille à moins de trois, "
                "un quart exporte, et presque toutes cherchent un lieu pour montrer ce qu’elles font.",
                topics=(topics[n % 5],),
            ),
        )


def calls() -> Iterator[tuple[str, Call]]:
    yield (
        "last-day",
        Call(
            "Bourse d’écriture pour œuvres interactives",
            deadlines=(Deadline(at(3, 12)),),
            funders=("Fonds de la création",),
            amounts=grant(None, "7500"),
            topics=("call_type:bourse", "discipline:xr"),
        ),
    )
    yield (
        "closing",
        Call(
            "Résidence arts et sciences : six semaines au Moulin",
            description="Six semaines, un atelier, une chercheuse et un accompagnement technique.",
            deadlines=(Deadline(at(3, 24, 12), label="dossier complet", replaces=at(3, 17, 12)), Deadline(at(6, 30))),
            funders=("Moulin de Mons", "Province"),
            amounts=grant("2500", "4000"),
            topics=("call_type:appel-a-candidatures", "discipline:digital-arts"),
        ),
    )
    yield (
        "open",
        Call(
            "Appel à projets : prototypes de jeu",
            deadlines=(Deadline(at(5, 15), strict=True),),
            amounts=grant(None, "25000"),
        ),
    )
    yield (
        "rolling",
        Call("Aide à la mobilité", rolling=True, funders=("Agence des départs",), topics=("call_type:mobilite",)),
    )
    yield "announced", Call("Prix de la création sonore", opens=at(4, 1), deadlines=(Deadline(at(6, 1)),))
    yield "unknown", Call("Marché : habillage lumineux de la gare", topics=("call_type:marche-public",))
    yield "closed", Call("Appel d’hiver", deadlines=(Deadline(at(2, 1)),), funders=("Fonds de la création",))
    yield "hostile", Call(HOSTILE, deadlines=(Deadline(at(4, 9)),), funders=(HOSTILE,), language="en")


def furnish(engine: Engine, feeds: Path | None = None, now: datetime = NOW) -> None:
    """Loads, curates and, with a folder, publishes the whole made-up warehouse."""
    seen_before = now - timedelta(days=2)
    for of, pairs in ((HALLE, events()), (GAZETTE, news()), (FONDS, calls())):
        bring(engine, of, [record(of, key, content) for key, content in pairs], seen_before)
    twin = dict(events())["concert"]
    bring(engine, AGENDA, [record(AGENDA, "4711", twin)], seen_before)
    curate(engine, now)
    if feeds:
        with engine.connect() as connection:
            shelves = {kind: tuple(items.stream(connection, kind)) for kind in Kind}
        publish(shelves, Site(url="http://vigie.test", item_path="/e/"), now, feeds, (4, 4))


def bring(engine: Engine, of: Source, records: list[Record], moment: datetime) -> None:
    load(engine, of, records, (), [r.key for r in records], True, moment, "run")


def item_named(engine: Engine, kind: Kind, words: str, **more: Any) -> str:
    """The id of the one item whose title contains `words`."""
    with engine.connect() as connection:
        found = [i.id for i in items.stream(connection, kind) if words in i.content.title]
    assert len(found) == 1, (words, found)
    return found[0]
