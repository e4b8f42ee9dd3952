"""A few pages of a source, read as a run would read them and judged as a run would be; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from pipeline.certify import decide
from pipeline.outcomes import Fetch, Recorder
from pipeline.weighing import community_of, evidence_of
from scrapers.client import Fetched
from scrapers.crawl import Crawl, crawl
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from scrapers.solitary import SolitaryMemory
from transforms.understand import understand
from vigie.model import Call, Cause, Content, Event, Problem, RawItem, Record, Request, Source
from warehouse.due import Known

LISTS, DETAILS = 2, 3
"""Pages of the list, and pages of single items, that a probe looks at."""
NOTHING_KNOWN = Known(frozenset(), frozenset(), frozenset())
ENOUGH = "a probe looks at a few pages only"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a few pages brought. `cause` is that of a run; `status` and `url` are those of the first answer, or of the
    failure. `ahead` counts records with a date to come, `newest` is the newest day that they say."""

    source: Source
    cause: Cause
    message: str
    status: int | None = None
    url: str | None = None
    raw: tuple[RawItem, ...] = ()
    records: tuple[Record, ...] = ()
    items: int = 0
    ahead: int = 0
    newest: date | None = None
    moved: dict[str, str] = field(default_factory=dict)
    robots: str = "allowed"

    @property
    def brought(self) -> bool:
        """Whether the source can be read so: items came, and at least one was understood."""
        return self.cause is Cause.OK and bool(self.records)


@dataclass(slots=True)
class _Few:
    """A fetch that asks for few pages of single items, and remembers the first answer."""

    fetch: Fetch
    details: int = 0
    first: Fetched | None = None

    def __call__(self, source: Source, request: Request) -> Fetched:
        if request.item_key is not None:
            self.details += 1
            if self.details > DETAILS:
                raise FetchError(Cause.TRUNCATED, ENOUGH, request.url, source=source.slug)
        fetched = self.fetch(source, request)
        self.first = self.first or fetched
        return fetched


def look(source: Source, fetch: Fetch, now: datetime) -> Looked:
    """Reads the first pages of a source at the aware instant `now`. Never raises for what a site does."""
    few = _Few(fetch)
    recorder = Recorder(few)
    found = crawl(replace(source, max_pages=LISTS), reader_for(source.platform), recorder, SolitaryMemory(), now)
    records, problems = _understood(found.items, source, now)
    evidence = evidence_of(source, found, records, (*found.problems, *problems), NOTHING_KNOWN, recorder, now)
    # That the list goes on is no fault of a look at its beginning; that it promises items and shows none is one.
    evidence = replace(
        evidence, pagination_end=found.failure is None, claimed=None if evidence.listed else evidence.claimed
    )
    outcome = decide(evidence, (), community_of(source))
    return Looked(
        source,
        outcome.cause,
        outcome.message.removeprefix(f"{source.slug}: ") or _first(problems, found),
        found.failure.status if found.failure else few.first.capture.status if few.first else None,
        found.failure.url if found.failure else few.first.capture.url if few.first else None,
        found.items,
        records,
        evidence.listed,
        sum(1 for record in records if is_ahead(record.content, now)),
        max((day for record in records for day in _days(record.content)), default=None),
        recorder.led,
        "forbidden" if outcome.cause is Cause.ROBOTS else "allowed" if few.first else "unknown",
    )


def moved_source(looked: Looked) -> Source | None:
    """The source at the host to which its list was sent for good; None when it was not."""
    for asked, came in looked.moved.items():
        here, there = urlsplit(asked), urlsplit(came)
        urls = tuple(
            urlsplit(url)._replace(scheme=there.scheme, netloc=there.netloc).geturl()
            if urlsplit(url).netloc == here.netloc
            else url
            for url in looked.source.urls
        )
        if here.netloc != there.netloc and urls != looked.source.urls:
            return replace(looked.source, urls=urls)
    return None


def is_ahead(content: Content, now: datetime) -> bool:
    """Whether an event or a call is not over at the aware instant `now`; news never is ahead."""
    if isinstance(content, Event):
        return any(one.closes_at() > now for one in content.occurrences)
    if isinstance(content, Call):
        return content.rolling or any(one.closes_at() > now for one in content.deadlines)
    return False


def _days(content: Content) -> Iterable[date]:
    if isinstance(content, Event):
        yield from (one.start.day for one in content.occurrences)
    elif isinstance(content, Call):
        yield from (one.at.day for one in content.deadlines)
    elif content.published:
        yield content.published.day


def _understood(
    raw: Iterable[RawItem], source: Source, now: datetime
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    done = [understand(item, source, now.astimezone(UTC)) for item in raw]
    problems = tuple(problem for one in done for problem in one.problems)
    return tuple(one.record for one in done if one.record), problems


def _first(problems: Iterable[Problem], found: Crawl) -> str:
    return next((f"{p.reason}: {p.detail}" for p in (*found.problems, *problems) if p.detail != ENOUGH), "")
