"""One look at one source: does it answer as the catalogue says, and if not, by which way can it be read?

Politeness is the client's; here is only what is asked for, in which order, and what is made of the answers.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from pipeline import looking
from pipeline.outcomes import Fetch
from pipeline.probe_reading import Looked, look, moved_source
from pipeline.readiness import as_read, fingerprint, fitting, with_way
from pipeline.ways_tried import Tried
from pipeline.weighing import registrable
from scrapers.client import Fetched
from scrapers.crawl import OF_THE_HOST
from scrapers.failure import FetchError
from vigie.model import Cause, Request, Source
from vigie.ways import CERTAIN, InForce, Way
from warehouse.probes import Probe

REQUESTS = 40
"""Requests to one source, robots.txt apart: its own way, the leads of its site, and the ways that these open."""
SECONDS = 240.0
"""After so long nothing more is asked for one source; what was found by then counts."""
TRIED = 3
"""Ways and pages of a site that are read before it is given up."""
LIST = 2
"""Things that a page must tell of to be proposed: a site that tells of one thing lists nothing."""
ELSEWHERE = CERTAIN - 10
"""Confidence of a way that lies on another owner's host: who a site sends us to is for an operator to judge."""
REFUSED = OF_THE_HOST | {Cause.ROBOTS, Cause.NOT_FOUND, Cause.MOVED}
"""Causes that the entry's own address gave us beyond doubt."""
HOSTED = frozenset({"ical", "openagenda", "opendatasoft", "prezly", "eu_funding", "digital_wallonia"})
"""Platforms that publishers use on the host of a service."""


@dataclass(slots=True)
class Bounded:
    """A fetch with an end: so many requests and seconds for one source, then a FetchError of cause `timeout`. What was
    asked once is not asked again."""

    fetch: Fetch
    clock: float
    requests: int = 0
    held: dict[tuple[str, str, bytes], Fetched | FetchError] = field(default_factory=dict)

    def __call__(self, source: Source, request: Request) -> Fetched:
        identity = (request.method.upper(), request.url, request.body or b"")
        if identity not in self.held:
            try:
                self.held[identity] = self._ask(source, request)
            except FetchError as error:
                self.held[identity] = error
        known = self.held[identity]
        if isinstance(known, FetchError):
            raise known
        return replace(known, capture=replace(known.capture, request=request))

    def _ask(self, source: Source, request: Request) -> Fetched:
        if self.requests >= REQUESTS or time.monotonic() - self.clock > SECONDS:
            said = f"the probe ends after {self.requests} requests and {time.monotonic() - self.clock:.0f} s"
            raise FetchError(Cause.TIMEOUT, said, request.url, source=source.slug)
        self.requests += 1
        return self.fetch(source, request)


@dataclass(frozen=True, slots=True)
class Probed:
    """What is kept of a look, and the look itself (for takedowns)."""

    probe: Probe
    looked: Looked | None


def probe(entry: Source, standing: InForce | None, fetch: Fetch, now: datetime, run: str) -> Probed:
    """Looks at one source of the catalogue; `standing` is its way in force. Never raises for what a site does."""
    bounded = Bounded(fetch, time.monotonic())
    source, seen = as_read(entry, standing), fitting(entry, standing)
    first = None if source.find else look(source, bounded, now)
    if first and first.brought:
        way = seen.way if seen else None
        return _probed(entry, first, way, now, run, bounded, _said(first, "as the catalogue says" if not way else ""))
    if first and (moved := _moved(first, bounded, now)):
        return _probed(entry, moved[0], moved[1], now, run, bounded, _said(moved[0], moved[1].because[0]))
    found, trouble = _search(entry, first, bounded, now)
    if found:
        looked, way = found
        before = f" (the entry's {source.platform}: {first.cause}, {first.message})" if first else ""
        waits = "" if way.certain else "proposed, waits for `vigie sources probe --accept`: "
        said = f"{waits}{_said(looked, '; '.join(way.because[:2]))}{before}"
        cause = Cause.OK if way.certain or first is None else first.cause
        return _probed(entry, replace(looked, cause=cause), way, now, run, bounded, said, answered=True)
    # What keeps us away from the host explains more than what came instead of the list.
    failed = first if first and (first.cause in REFUSED or trouble.cause not in OF_THE_HOST) else trouble
    message = failed.message or failed.cause.value
    if first and trouble.message and trouble.message != first.message:
        message = f"{first.message or first.cause.value}; {trouble.message}"
    return _probed(entry, replace(failed, records=()), None, now, run, bounded, message)


def _search(
    entry: Source, first: Looked | None, fetch: Bounded, now: datetime
) -> tuple[tuple[Looked, Way] | None, Looked]:
    """The best way that the site offers, read and found good, or why there is none. A way that is certain comes before
    any proposal; the kinds of the entry are looked for in their order."""
    trouble = Looked(entry, Cause.NOT_FOUND, "no address known: put `site` into the entry", robots="unknown")
    proposed: tuple[Looked, Way] | None = None
    for start in _starts(entry, first):
        for kind in entry.kinds:
            seen = looking.look(entry, fetch, start, now, kind)
            found = _best(entry, seen.ways, fetch, now)
            if found and found[1].certain:
                return found, trouble
            proposed = proposed or found
            trouble = _trouble(entry, seen)
            if seen.start is None or trouble.cause in OF_THE_HOST:
                break
        if proposed:
            return proposed, trouble
        if trouble.cause in OF_THE_HOST:
            break
    return None, trouble


def _best(entry: Source, ways: tuple[Tried, ...], fetch: Bounded, now: datetime) -> tuple[Looked, Way] | None:
    """The first of these ways that is certain and can be read, else the first that can be read."""
    proposed: tuple[Looked, Way] | None = None
    for tried in [one for one in ways if one.records][:TRIED]:
        way = _judged(entry, tried.way)
        if proposed and not way.certain:
            continue
        looked = look(with_way(entry, way), fetch, now)
        if looked.brought and (way.certain or looked.items >= LIST):
            if way.certain:
                return looked, way
            proposed = looked, way
    return proposed


def _trouble(entry: Source, seen: looking.Looked) -> Looked:
    """Why a site that was looked at gives nothing."""
    if seen.failure:
        error = seen.failure
        robots = "forbidden" if error.cause is Cause.ROBOTS else "allowed" if seen.start else "unknown"
        return Looked(entry, error.cause, error.message, error.status, error.url, robots=robots)
    asked = f"the site answers, and offers nothing that can be read ({len(seen.explored.asked)} addresses asked)"
    start = seen.start
    return Looked(entry, Cause.EMPTY, asked, start.status if start else None, start.url if start else None)


def _starts(entry: Source, first: Looked | None) -> Iterator[str]:
    """Where to look: the pages that the entry names, then its site. A host that just failed is not asked again."""
    lost = urlsplit(first.url or "").hostname if first and first.cause in OF_THE_HOST - {Cause.BLOCKED} else None
    named = (*(entry.urls if entry.find else ()), *((entry.site,) if entry.site else ()))
    for url in dict.fromkeys(named):
        if urlsplit(url).hostname != lost:
            yield url


def _judged(entry: Source, way: Way) -> Way:
    """A way on another owner's host waits for an operator, but for services that hold what publishers publish."""
    home = registrable(urlsplit(entry.site or "").hostname or "")
    hosts = {registrable(urlsplit(url).hostname or "") for url in way.urls}
    if way.certain and home and hosts - {home} and way.platform not in HOSTED:
        said = f"on another host than {home}: {', '.join(sorted(hosts))}"
        return replace(way, confidence=ELSEWHERE, because=(*way.because, said))
    return way


def _moved(first: Looked, fetch: Bounded, now: datetime) -> tuple[Looked, Way] | None:
    """Where each address of the list was sent for good, when it is read there as before."""
    source = moved_source(first) if first.cause is Cause.MOVED else None
    looked = look(source, fetch, now) if source else None
    if source is None or looked is None or not looked.brought:
        return None
    because = f"sent for good from {first.source.urls[0]} to {source.urls[0]}, and read there as before"
    way = Way(source.platform, source.urls, source.kinds, (because,), 90, source.options, source.recipe)
    return looked, way


def _said(looked: Looked, how: str) -> str:
    counts = f"{looked.items} items by {looked.source.platform}"
    ahead = f", {looked.ahead} ahead" if looked.ahead else ""
    newest = f", newest {looked.newest}" if looked.newest else ""
    return f"{counts}{ahead}{newest}" + (f": {how}" if how else "")


def _probed(
    entry: Source, looked: Looked, way: Way | None, now: datetime, run: str, fetch: Bounded, message: str,
    answered: bool | None = None,
) -> Probed:  # fmt: skip
    kept = Probe(
        id=str(uuid.uuid4()),
        source=entry.slug,
        run=run,
        at=now,
        entry=fingerprint(entry),
        cause=looked.cause,
        message=message,
        answered=looked.brought if answered is None else answered,
        status=looked.status,
        url=looked.url,
        robots=looked.robots,
        platform=looked.source.platform or None,
        way=way,
        items=looked.items,
        ahead=looked.ahead,
        newest=looked.newest,
        requests=fetch.requests,
    )
    return Probed(kept, looked)
