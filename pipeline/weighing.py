"""From what a run brought to the evidence on which it is judged. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.evidence import Evidence
from pipeline.outcomes import Recorder
from pipeline.school_holidays import Community
from scrapers.crawl import Crawl
from transforms.text import clean, fold
from vigie.model import Call, Cause, Content, Event, Problem, Record, Source
from warehouse.due import Known

BARREN = frozenset({"empty-document", "no-structured-data"})
"""Reasons of readers that found a whole page and nothing on it."""
DRIFTED = frozenset({Cause.SCHEMA_DRIFT.value, Cause.LAYOUT_CHANGED.value})
UNRELIABLE = "unreliable"
"""Value of the option `total` of a source whose answers claim a total that is not that of what is asked for."""
TWO_LABELS = frozenset({"co", "com", "gov", "org", "ac", "net"})
"""Second labels under which domains are registered (co.uk); Belgium, France and the others here have none."""


def evidence_of(
    source: Source,
    found: Crawl,
    records: Sequence[Record],
    problems: Sequence[Problem],
    known: Known,
    asked: Recorder,
    at: datetime,
    bodies: Sequence[bytes] = (),
) -> Evidence:
    """What the last page of a run leaves known, at the aware instant of the run; `bodies` are the pages of a list in
    which nothing was found."""
    failure = found.failure or found.detail_failure
    listed = frozenset(found.seen)
    titles = {fold(title) for title in known.titles}
    new = listed - known.keys
    home = urlsplit(source.site or source.urls[0] if source.urls else source.site or "").hostname or ""
    return Evidence(
        listed=len(found.seen),
        understood=len(records),
        quarantined=len(problems),
        unchanged=found.unchanged,
        pagination_end=found.pagination_end,
        failure=found.failure.cause if found.failure else None,
        message=str(failure) if failure else "",
        detail_failure=found.detail_failure.cause if found.detail_failure else None,
        withheld=found.withheld,
        wrong_content=sum(1 for p in problems if p.reason == "wrong-content"),
        markup=source.platform in ("recipe", "schema_org"),
        barren=sum(1 for p in problems if p.reason in BARREN),
        due=len(known.due),
        due_absent=len(known.due - listed),
        fill=fill(record.content for record in records),
        claimed=None if source.option("total") == UNRELIABLE else found.expected,
        repeated_pages=found.repeated,
        at=at,
        new=len(new),
        status=found.failure.status if found.failure else None,
        foreign=sum(1 for record in records if _foreign(record.url, home)),
        moved_to=asked.moved_to(registrable),
        drifted=sum(1 for p in problems if p.reason in DRIFTED and p.key is None),
        illegible=sum(1 for p in problems if p.key is None and p.reason not in BARREN),
        resembling=sum(1 for r in records if r.key in new and fold(r.content.title) in titles),
        named=named(bodies, titles) if bodies and titles else None,
    )


def named(bodies: Iterable[bytes], titles: Iterable[str]) -> int:
    """How many folded titles stand in the text of pages."""
    texts = [fold(clean(body.decode("utf-8", "replace"))) for body in bodies]
    return sum(any(title in text for text in texts) for title in titles)


def fill(contents: Iterable[Content]) -> tuple[tuple[str, int], ...]:
    """How many contents have each field that a reader may see, by name."""
    counted: Counter[str] = Counter()
    for content in contents:
        counted.update(_filled(content))
    return tuple(sorted(counted.items()))


def community_of(source: Source) -> Community:
    """The Community whose school holidays a source follows, by the language of its texts."""
    language = source.language[:2]
    return Community(language) if language in {c.value for c in Community} else Community.FR


def registrable(host: str) -> str:
    """The part of a host name that its owner registered: the last two labels, three under co.uk and the like."""
    labels = host.lower().rstrip(".").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in TWO_LABELS else labels[-2:])


def _filled(content: Content) -> Iterable[str]:
    yield "title"
    for name in ("description", "place", "image", "url"):
        if getattr(content, name) is not None:
            yield name
    if isinstance(content, Event):
        if any(o.start.has_clock for o in content.occurrences):
            yield "clock"
        if any(o.end is not None for o in content.occurrences):
            yield "end"
        if content.prices or content.is_free is not None:
            yield "price"
        if content.organizers:
            yield "organizers"
    elif isinstance(content, Call):
        if content.deadlines or content.rolling:
            yield "deadline"
        if content.amounts:
            yield "amount"
    elif content.published is not None:
        yield "published"


def _foreign(url: str | None, home: str) -> bool:
    host = urlsplit(url).hostname if url else None
    return bool(host and home and registrable(host) != registrable(home))
