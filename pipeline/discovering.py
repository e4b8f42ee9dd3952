"""What `vigie sources add` finds: the best way to read an address, a site behind it, or a saved page."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.choosing import score
from pipeline.looking import Looked, look, look_at
from pipeline.reading import Unreadable, as_printed
from pipeline.ways_tried import Tried, tried_on_page
from scrapers.client import Client, Fetched
from scrapers.discovery.entry import entry_of, slug_of
from scrapers.discovery.explore import Asked
from scrapers.discovery.site_name import site_name
from scrapers.failure import FetchError
from scrapers.recognise import media_type_of
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Capture, Cause, Kind, Problem, Record, Request, Source
from vigie.settings import Settings
from vigie.ways import Way


class NothingFound(Unreadable):
    """An address, or a saved page, holds nothing that Vigie can read; the message says what was tried."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """A way, the entry that the catalogue would hold, and what reading by it brought.

    `others` are further ways, the best of each other kind first; `asked` every address that was asked and what came.
    """

    way: Way
    entry: dict[str, Any]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    others: tuple[Tried, ...] = ()
    asked: tuple[Asked, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints; its first four names are a promise to others."""
        return {
            "platform": self.way.platform,
            "because": list(self.way.because),
            "entry": self.entry,
            "records": [as_printed(record) for record in self.records],
            "others": [_shown(other) for other in self.others],
        }


def _shown(tried: Tried) -> dict[str, Any]:
    way = tried.way
    return {
        "platform": way.platform,
        "kinds": [kind.value for kind in way.kinds],
        "urls": list(way.urls),
        "because": list(way.because),
        "confidence": way.confidence,
        "records": len(tried.records),
    }


def discover(settings: Settings, target: str, url: str | None = None, kind: Kind | None = None) -> Discovered:
    """Looks at a file (with its address) or at a live address.

    Raises Unreadable for a target that is neither, NothingFound when nothing there can be read.
    """
    if target.startswith(("http://", "https://")):
        return of_address(settings, target, kind)
    file = Path(target)
    if not file.is_file():
        raise Unreadable(f"{target}: no such file, and not an http(s) address")
    capture = saved_page(settings, file, url or f"http://file.invalid/{file.name}")
    tried = tried_on_page(capture, settings.clock(), kind, saved=True)
    if not tried:
        source = visitor(capture.url)
        return chosen(target, look_at(source, _asks_nothing, capture, settings.clock(), kind, limit=0), settings, kind)
    best, *others = tried
    entry = entry_of(best.way, capture.url, name=site_name(capture))
    return Discovered(best.way, entry, best.records, best.problems, tuple(others))


def of_address(settings: Settings, url: str, kind: Kind | None = None) -> Discovered:
    """What an address, and the site behind it, offer; asked politely, kept nowhere. Raises NothingFound."""
    memory = SolitaryMemory()
    with closing(transport_for(settings)) as transport:
        client = Client(transport, SolitaryTurns(), memory, memory, settings)
        return chosen(url, look(visitor(url), client.fetch, url, settings.clock(), kind), settings, kind)


def visitor(url: str) -> Source:
    """On whose behalf a site is asked before it has an entry."""
    return Source(slug_of(entry_host(url)), entry_host(url), url, (Kind.EVENT,), "", (url,), find=True)


def entry_host(url: str) -> str:
    """The host of an address without `www.`."""
    return (urlsplit(url).hostname or "source").removeprefix("www.")


def chosen(target: str, looked: Looked, settings: Settings, kind: Kind | None) -> Discovered:
    """The best way of those that were tried, with its entry. Raises NothingFound."""
    best = next((one for one in looked.ways if score(one, 0) > 0), None)
    if best is None or looked.start is None:
        raise NothingFound(_why_nothing(target, looked, kind))
    others = tuple(one for one in looked.ways if one is not best)
    entry = entry_of(best.way, looked.start.url, name=site_name(looked.start))
    return Discovered(best.way, entry, best.records, best.problems, others, looked.explored.asked)


def saved_page(settings: Settings, file: Path, url: str) -> Capture:
    """A file as the capture of the address that it was saved from."""
    body = file.read_bytes()
    headers = (("content-type", media_type_of(body, file.name)),)
    return Capture(Request(url), url, 200, headers, body, settings.clock(), hashlib.sha256(body).hexdigest())


def _asks_nothing(source: Source, request: Request) -> Fetched:
    raise FetchError(Cause.TRUNCATED, "a saved page is read alone", request.url, source=source.slug)


def _why_nothing(target: str, looked: Looked, kind: Kind | None) -> str:
    what = f"no {kind.value} that can be read" if kind else "nothing that can be read"
    lines = [f"{target}: {what}"]
    if looked.failure:
        lines[0] = f"{target}: {looked.failure.cause.value}: {looked.failure.message}"
    lines += [f"  tried {asked.lead.url} ({asked.lead.because}): {asked.outcome}" for asked in looked.explored.asked]
    for one in looked.ways:
        reason = one.problems[0].detail if one.problems else "it holds nothing now"
        lines.append(f"  read {one.way.urls[0]} as {one.way.platform}: {reason}")
    if not looked.explored.asked and not looked.failure:
        lines.append("  on the page itself: no structured data, no list that repeats, no event, call or article")
    return "\n".join(lines)
