"""Made-up raw items and records for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from transforms.matching import Candidate
from vigie.model import (
    Article,
    Call,
    Deadline,
    Event,
    Evidence,
    Kind,
    Occurrence,
    Place,
    RawField,
    RawItem,
    Record,
    Rights,
    Source,
    WallTime,
)

REFERENCE = datetime(2026, 2, 10, 9, tzinfo=UTC)
PAGE = "https://www.atelier-pixel.example/agenda/"


def source(**changes: object) -> Source:
    """An organiser's source without any right to republish."""
    values: dict[str, object] = {
        "slug": "atelier-pixel",
        "name": "Atelier Pixel",
        "site": "https://www.atelier-pixel.example",
        "kinds": (Kind.EVENT,),
        "platform": "tribe_events",
        "urls": (PAGE,),
    }
    return Source(**(values | changes))  # type: ignore[arg-type]


def rights(**changes: object) -> Rights:
    return Rights(**changes)  # type: ignore[arg-type]


def raw(kind: Kind = Kind.EVENT, **fields: str | list[str] | dict[int, str]) -> RawItem:
    """A raw item: a list repeats a field, a dict gives it per session."""
    made: list[RawField] = []
    for name, value in fields.items():
        grouped = value if isinstance(value, dict) else None
        values = [value] if isinstance(value, str) else list(grouped.items()) if grouped else [(0, v) for v in value]
        for entry in values:
            group, text = entry if isinstance(entry, tuple) else (0, entry)
            made.append(RawField(name, text, Evidence("ab" * 32, PAGE, f"/{name}/{group}"), group=group))
    return RawItem("atelier-pixel", "k1", kind, f"{PAGE}k1", tuple(made))


def wall(text: str) -> WallTime:
    return WallTime.of_day(date.fromisoformat(text)) if len(text) == 10 else WallTime(datetime.fromisoformat(text))


def event(
    source_slug: str,
    key: str,
    title: str,
    *starts: str,
    nis: str | None = None,
    venue: str | None = None,
    url: str | None = None,
    seen: int = 1,
    end: str | None = None,
) -> Candidate:
    place = Place(name=venue, nis=nis, municipality=nis) if nis or venue else None
    last = wall(end) if end else None
    content = Event(title, tuple(Occurrence(wall(s), last) for s in starts), url=url, place=place)
    return candidate(source_slug, key, url, content, seen)


def call(
    source_slug: str, key: str, title: str, *deadlines: str, url: str | None = None, identifier: str | None = None
) -> Candidate:
    content = Call(title, url=url, deadlines=tuple(Deadline(wall(d)) for d in deadlines), identifier=identifier)
    return candidate(source_slug, key, url, content, 1)


def article(source_slug: str, key: str, title: str, published: str, url: str | None = None) -> Candidate:
    return candidate(source_slug, key, url, Article(title, url=url, published=wall(published)), 1)


def candidate(source_slug: str, key: str, url: str | None, content: Event | Article | Call, seen: int) -> Candidate:
    record = Record(source_slug, key, url, content, "ab" * 32)
    return Candidate(source_slug, key, record, 50, datetime(2026, 1, seen, tzinfo=UTC))
