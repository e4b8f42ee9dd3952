"""Made-up things to measure with: seeded, so that every run has the same work. Nothing here is anybody's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from vigie.codec import content_hash
from vigie.model import (
    Event,
    Evidence,
    FieldEvidence,
    Item,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Record,
    Rights,
    Sighting,
    Source,
    WallTime,
)

DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
TOWNS = (
    ("Namur", "92094", "namur", "5000"),
    ("Liège", "62063", "liege", "4000"),
    ("Mons", "53053", "hainaut", "7000"),
    ("Arlon", "81001", "luxembourg", "6700"),
    ("Wavre", "25112", "brabant-wallon", "1300"),
    ("Charleroi", "52011", "hainaut", "6000"),
)
SORTS = ("workshop", "concert", "exhibition", "conference", "screening", "meetup")
NOUNS = [
    "lumière",
    "son",
    "pixel",
    "image",
    "voix",
    "corps",
    "machine",
    "ville",
    "forêt",
    "jardin",
    "rivière",
    "miroir",
    "signal",
    "archive",
    "boucle",
    "moteur",
    "réseau",
    "papier",
    "texture",
    "geste",
    "écran",
    "mémoire",
    "robot",
    "carte",
    "fiction",
    "drone",
    "capteur",
    "avatar",
    "monde",
    "atelier",
]
ADJECTIVES = [
    "sensible",
    "sonore",
    "vivant",
    "numérique",
    "fragile",
    "augmenté",
    "ouvert",
    "nocturne",
    "mobile",
    "commun",
    "public",
    "tactile",
    "génératif",
    "imaginaire",
    "urbain",
    "rural",
    "lointain",
    "calme",
    "brut",
    "libre",
]
SENTENCE = "Une rencontre pour essayer, comprendre et montrer ce que l’on fabrique ensemble. "


@dataclass(frozen=True, slots=True)
class Thing:
    """One happening; `n` names it. Two records of one thing differ in source, address and small words."""

    n: int
    title: str
    start: WallTime
    end: WallTime
    place: Place
    sort: str


def things(n: int, seed: int = 7) -> Iterator[Thing]:
    """Happenings of the year after DAY."""
    chance = Random(seed)
    for number in range(n):
        town, nis, province, postcode = chance.choice(TOWNS)
        start = datetime(DAY.year, DAY.month, DAY.day) + timedelta(
            days=chance.randrange(365), hours=chance.randrange(9, 21)
        )
        sort = chance.choice(SORTS)
        words = " et ".join(f"{chance.choice(NOUNS)} {chance.choice(ADJECTIVES)}" for _ in range(2))
        venue = f"Salle {chance.choice(NOUNS)} {chance.randrange(40)}"
        place = Place(
            venue, f"rue du Pont {chance.randrange(200)}", postcode, town, nis, province, "Wallonie", "BE", 50.4, 4.8
        )
        yield Thing(number, words.capitalize(), WallTime(start), WallTime(start + timedelta(hours=2)), place, sort)


def event(thing: Thing) -> Event:
    return Event(
        title=thing.title,
        occurrences=(Occurrence(thing.start, thing.end),),
        url=f"https://lieu-{thing.n % 50}.example/agenda/{thing.n}",
        description=SENTENCE * 3,
        place=thing.place,
        organizers=(f"Collectif {thing.n % 50}",),
        prices=(Money(MoneyRole.PRICE, Decimal(5), Decimal(12)),),
        language="fr",
        topics=(f"event_type:{thing.sort}", "discipline:games" if thing.n % 3 else "discipline:xr"),
    )


def source(slug: str, platform: str = "feed") -> Source:
    site = f"https://{slug}.example/"
    return Source(slug, slug, site, (Kind.EVENT,), platform, (f"{site}feed",), rights=Rights(republish=True))


def record(slug: str, thing: Thing, title: str | None = None) -> Record:
    """What source `slug` says of a thing, with the evidence that an understood record carries."""
    page, content = f"https://{slug}.example/e/{thing.n}", event(thing)
    if title:
        content = Event(title, content.occurrences, page, place=content.place, language="fr", topics=content.topics)
    capture = content_hash([slug, thing.n])
    proof = tuple(
        FieldEvidence(name, name, thing.title, Evidence(capture, page, f"/{name}"))
        for name in ("title", "occurrences", "place", "description", "prices")
    )
    return Record(slug, f"{thing.n:07}", page, content, capture, proof, (), "feed-1 rules-1")


def item(thing: Thing) -> Item:
    seen = NOW - timedelta(days=thing.n % 30 + 1)
    slug = f"lieu-{thing.n % 50}"
    sighting = Sighting(slug, slug, str(thing.n), f"https://{slug}.example/e/{thing.n}", seen, NOW, republish=True)
    return Item(str(UUID(int=thing.n + 1)), event(thing), (sighting,), seen, seen + timedelta(minutes=thing.n % 999))
