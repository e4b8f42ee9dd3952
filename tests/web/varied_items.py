"""A few hundred items that differ in all that a filter asks for, around a fixed day; drawn once from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine
from web_samples import record

from vigie.model import (
    Article,
    Call,
    Content,
    Deadline,
    Event,
    Kind,
    Occurrence,
    Place,
    Precision,
    Rights,
    Source,
    Status,
    WallTime,
)
from warehouse.curate import curate
from warehouse.load import load

NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 12)

SOURCES = tuple(
    Source(
        f"source-{n}", f"Source n° {n}", f"https://source-{n}.example", (Kind.EVENT, Kind.NEWS, Kind.CALL), "feed",
        (f"https://source-{n}.example/feed",), trust=20 + 10 * n, rights=Rights(republish=n % 2 == 0),
    )
    for n in range(4)
)  # fmt: skip
PROVINCES = ("namur", "liege", "hainaut", "luxembourg", "brabant-wallon", None)
TOTEMS = ("trakk", "a6k", "quai10", None, None)
LANGUAGES = ("fr", "nl", "de", "en", "fr-BE", None)
DISCIPLINES = ("xr", "games", "digital-arts", "light-mapping")
AUDIENCES = ("youth", "general-public", "jobseeker")
TYPES = {
    Kind.EVENT: ("event_type", ("workshop", "conference", "exhibition", "training")),
    Kind.NEWS: ("watch_type", ("study", "portrait")),
    Kind.CALL: ("call_type", ("bourse", "mobilite", "marche-public")),
}
SYLLABLES = ("ba", "cor", "dul", "fen", "gri", "hol", "jas", "kem", "lor", "mip", "nov", "pru", "quel", "ros", "sti")


def furnish(engine: Engine, later: timedelta = timedelta(days=2)) -> None:
    """Two runs of each source: what the first ones brought was revised two days before the rest."""
    draw = random.Random(17)
    everything = list(_contents(draw))
    for half, at in ((everything[::2], NOW - later), (everything, NOW - timedelta(hours=1))):
        for n, of in enumerate(SOURCES):
            brought = [record(of, f"k{i}", c) for i, c in enumerate(everything) if i % len(SOURCES) == n and c in half]
            load(engine, of, brought, (), [r.key for r in brought], True, at, "run")
        curate(engine, at)


def _contents(draw: random.Random) -> Iterator[Content]:
    for n in range(260):
        yield _event(draw, n)
    for n in range(150):
        yield _article(draw, n)
    for n in range(120):
        yield _call(draw, n)


def _event(draw: random.Random, n: int) -> Event:
    day = TODAY + timedelta(days=draw.randint(-50, 430))
    start = WallTime(datetime(day.year, day.month, day.day, draw.randint(8, 22), draw.choice((0, 30))))
    many = draw.choice((1, 1, 1, 4))
    sessions = [start if w == 0 else WallTime(start.local + timedelta(days=9 * w)) for w in range(many)]
    occurrences = tuple(Occurrence(s, WallTime(s.local + timedelta(hours=2))) for s in sessions)
    if n % 11 == 0:  # an exhibition, by days
        occurrences = (Occurrence(WallTime.of_day(day), WallTime.of_day(day + timedelta(days=draw.randint(1, 90)))),)
    if n in (4, 5):  # they end with the first day of the window, or the one before
        last = WallTime.of_day(TODAY - timedelta(days=30 if n == 4 else 31))
        occurrences = (Occurrence(WallTime.of_day(TODAY - timedelta(days=60)), last),)
    if n in (6, 7):
        occurrences = (Occurrence(WallTime(datetime(2027, 4, 16 if n == 6 else 17, 23, 30))),)
    if n in (8, 9):
        occurrences = (Occurrence(WallTime(datetime(2026, 4 + n - 8, 1), precision=Precision.MONTH)),)
    status = draw.choice((Status.SCHEDULED, Status.SCHEDULED, Status.SCHEDULED, Status.CANCELLED, Status.FULL))
    place, topics, language = _place(draw), _topics(draw, Kind.EVENT), draw.choice(LANGUAGES)
    return Event(_title(draw), occurrences, place=place, topics=topics, language=language, status=status)


def _article(draw: random.Random, n: int) -> Article:
    at = NOW - timedelta(hours=draw.randint(1, 24 * 430))
    published = None if n % 13 == 0 else WallTime(at.replace(tzinfo=None, minute=0))
    if n in (1, 2):  # midnight of the first day of the window, and a minute before
        first = datetime(2025, 2, 5)
        published = WallTime(first if n == 1 else first - timedelta(minutes=1))
    place, topics, language = _place(draw), _topics(draw, Kind.NEWS), draw.choice(LANGUAGES)
    return Article(_title(draw), published=published, place=place, topics=topics, language=language)


def _call(draw: random.Random, n: int) -> Call:
    days = sorted(TODAY + timedelta(days=draw.randint(-60, 300)) for _ in range(draw.choice((1, 1, 2))))
    deadlines = tuple(Deadline(WallTime.of_day(d), label=f"tour {d}", strict=draw.random() < 0.3) for d in days)
    if n % 7 == 0:
        deadlines = ()
    if n in (1, 2, 3):  # around the first day of the window: in, strictly before it, and at its midnight
        edge = TODAY - timedelta(days=30)
        clock = WallTime(datetime(edge.year, edge.month, edge.day))
        deadlines = (Deadline(clock if n == 3 else WallTime.of_day(edge), strict=n == 2),)
    place, topics, language = _place(draw), _topics(draw, Kind.CALL), draw.choice(LANGUAGES)
    closed = draw.random() < 0.2
    return Call(
        _title(draw), deadlines=deadlines, rolling=n % 14 == 0, closed=closed, place=place, topics=topics,
        language=language,
    )  # fmt: skip


def _place(draw: random.Random) -> Place | None:
    province, totem = draw.choice(PROVINCES), draw.choice(TOTEMS)
    return Place(name=_title(draw), province=province, totem=totem) if province or totem else None


def _topics(draw: random.Random, kind: Kind) -> tuple[str, ...]:
    facet, slugs = TYPES[kind]
    found = {f"{facet}:{draw.choice(slugs)}", f"discipline:{draw.choice(DISCIPLINES)}"}
    found |= {f"discipline:{draw.choice(DISCIPLINES)}"} if draw.random() < 0.3 else set()
    found |= {f"audience:{draw.choice(AUDIENCES)}"} if draw.random() < 0.6 else set()
    found |= {"theme:export"} if draw.random() < 0.2 else set()
    return tuple(sorted(found))


def _title(draw: random.Random) -> str:
    words = ["".join(draw.choice(SYLLABLES) for _ in range(3)) for _ in range(4)]
    extra = ["atelier"] if draw.random() < 0.1 else []
    return " ".join([*words, *extra]).capitalize()
