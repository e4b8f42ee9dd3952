"""Made-up sources and records for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select, text

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
    Occurrence,
    Place,
    Problem,
    Record,
    Rights,
    Source,
    WallTime,
)
from warehouse.load import Loaded, load
from warehouse.tables import metadata

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def source(slug: str = "quai-numerique", trust: int = 50, **more: Any) -> Source:
    return Source(
        slug=slug,
        name=slug.replace("-", " ").title(),
        site=f"https://{slug}.example/",
        kinds=(Kind.EVENT,),
        platform="feed",
        urls=(f"https://{slug}.example/feed",),
        trust=trust,
        rights=Rights(republish=True),
        **more,
    )


def at(day: int, hour: int | None = 20, month: int = 3) -> WallTime:
    if hour is None:
        return WallTime.of_day(date(2026, month, day))
    return WallTime(datetime(2026, month, day, hour))


def event(title: str, day: int = 12, hour: int | None = 20, **more: Any) -> Event:
    given = {"occurrences": (Occurrence(at(day, hour)),), **more}
    return Event(title=title, **given)


def call(title: str, day: int, **more: Any) -> Call:
    return Call(title=title, deadlines=(Deadline(at(day, None)),), **more)


def article(title: str, day: int | None, **more: Any) -> Article:
    return Article(title=title, published=at(day, 9, 2) if day else None, **more)


def place(name: str = "Le Quai", province: str = "namur") -> Place:
    return Place(name=name, municipality="Namur", nis="92094", province=province)


def record(of: Source | str, key: str, content: Content, url: str | None = None) -> Record:
    slug = of if isinstance(of, str) else of.slug
    page = url or f"https://{slug}.example/{key}"
    capture = content_hash([slug, key, content])
    proof = FieldEvidence("title", "title", content.title, Evidence(capture, f"https://{slug}.example/feed", f"/{key}"))
    return Record(slug, key, page, content, capture, (proof,), (), "feed/1")


def problem(of: Source, reason: str, key: str | None = None, url: str | None = None, raw: str = "") -> Problem:
    return Problem(of.slug, url or f"https://{of.slug}.example/feed", reason, f"{reason}: {raw}", None, key, None, raw)


def bring(
    engine: Engine,
    of: Source,
    *records: Record,
    day: int = 0,
    complete: bool = True,
    seen: tuple[str, ...] | None = None,
    problems: tuple[Problem, ...] = (),
) -> Loaded:
    """Loads a run of a source, `day` days after NOW."""
    keys = tuple(r.key for r in records) if seen is None else seen
    return load(engine, of, records, problems, keys, complete, NOW + timedelta(days=day), "run")


def counts(engine: Engine, without: tuple[str, ...] = ("runs",)) -> dict[str, int]:
    """Rows per table."""
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
            if name not in without
        }


def contents(engine: Engine, without: tuple[str, ...] = ("runs",)) -> dict[str, list[str]]:
    """Every row of every table with its physical version: a row that was rewritten with the same values shows."""
    found = {}
    with engine.connect() as connection:
        for name in sorted(metadata.tables):
            if name not in without:
                rows = connection.execute(text(f"SELECT xmin::text || ' ' || t::text FROM {name} t")).scalars()
                found[name] = sorted(rows)
    return found
