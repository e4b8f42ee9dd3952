"""`vigie sources try`: one source read step by step, nothing loaded, nothing kept, no database opened."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.discovering import discover, saved_page
from pipeline.recorded_fixtures import Reading, read_captures
from pipeline.recording import DETAILS, ENOUGH, PAGES, Few
from pipeline.ways_tried import improvised
from scrapers.client import Client
from scrapers.crawl import crawl
from scrapers.discovery.clues import clues_in
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from scrapers.readers.decoding import looks_like_html
from scrapers.recognise import recognise
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import Answer, Transport, transport_for
from vigie.model import Capture, Kind, Request, Source
from vigie.settings import Settings


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it went over the wire: `led_to` is where a redirect points, `failed` why nothing came."""

    method: str
    url: str
    status: int = 0
    media: str = ""
    size: int = 0
    led_to: str = ""
    failed: str = ""

    @property
    def is_robots(self) -> bool:
        return urlsplit(self.url).path == "/robots.txt"


@dataclass(frozen=True, slots=True)
class Trial:
    """A source, what was asked for it, what the pages look like, and what they give.

    `because` says why it is read so; `looks` is (address, platforms that its page looks like).
    """

    source: Source
    because: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    captures: tuple[Capture, ...]
    looks: tuple[tuple[str, tuple[str, ...]], ...]
    reading: Reading
    failure: FetchError | None = None


class Watching:
    """A transport that notes each exchange."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.contacts_hosts = inner.contacts_hosts
        self.seen: list[Exchange] = []

    def send(self, request: Request, headers: Mapping[str, str]) -> Answer:
        """As the transport within. Raises FetchError."""
        try:
            answer = self.inner.send(request, headers)
        except FetchError as error:
            self.seen.append(Exchange(request.method, request.url, error.status or 0, failed=error.message))
            raise
        media = (answer.header("content-type") or "").split(";")[0]
        led_to = (answer.header("location") or "") if 300 <= answer.status < 400 else ""
        self.seen.append(Exchange(request.method, request.url, answer.status, media, len(answer.body), led_to))
        return answer

    def close(self) -> None:
        """Closes the transport within."""
        self.inner.close()


def try_source(settings: Settings, source: Source, because: tuple[str, ...], pages: int = PAGES,
               details: int = DETAILS) -> Trial:  # fmt: skip
    """Asks a source in little and reads what came. Never raises for what a site does."""
    watching = Watching(transport_for(settings))
    memory = SolitaryMemory()
    with closing(watching):
        few = Few(Client(watching, SolitaryTurns(), memory, memory, settings).fetch, pages, details)
        found = crawl(source, reader_for(source.platform), few, SolitaryMemory(), settings.clock())
    failure = found.failure if found.failure and found.failure.message != ENOUGH else None
    return _trial(settings, source, because, tuple(watching.seen), tuple(few.captures), failure)


def try_address(settings: Settings, url: str, kind: Kind | None = None) -> Trial:
    """The same for an address without an entry: read by the best way that is found. Raises Unreadable."""
    found = discover(settings, url, kind=kind)
    said = found.entry
    source = improvised(found.way, slug=str(said["slug"]), name=str(said["name"]), site=str(said["site"]))
    others = tuple(f"beside it: {one.way.platform} {one.way.urls[0]} ({one.way.because[0]})" for one in found.others)
    return try_source(settings, source, (*found.way.because, *others))


def try_file(settings: Settings, file: Path, url: str | None, source: Source | None, kind: Kind | None = None) -> Trial:
    """A saved page, read by a source's entry or else by the best way that is found on it. Raises Unreadable."""
    address = url or (source.urls[0] if source else f"http://file.invalid/{file.name}")
    capture = saved_page(settings, file, address)
    if source is None:
        found = discover(settings, str(file), address, kind)
        source, because = improvised(found.way), found.way.because
    else:
        because = ("the entry says so",)
    asked = next(iter(reader_for(source.platform).start(source, settings.clock())), capture.request)
    here = replace(capture, request=asked)
    return _trial(settings, source, because, (), (here,), None)


def _trial(settings: Settings, source: Source, because: tuple[str, ...], exchanges: tuple[Exchange, ...],
           captures: tuple[Capture, ...], failure: FetchError | None) -> Trial:  # fmt: skip
    reading = read_captures(source, captures, settings.clock())
    looks = tuple((c.url, looks_like(c)) for c in captures if c.request.item_key is None)
    return Trial(source, because, exchanges, captures, looks, reading, failure or reading.failure)


def looks_like(capture: Capture) -> tuple[str, ...]:
    """The platforms that an answer shows, whatever its entry says: of the body's form, then of its marks."""
    if not looks_like_html(capture.body):
        return (recognise(capture),)
    shown = dict.fromkeys(f"{clue.platform} ({clue.because})" for clue in clues_in(capture))
    return tuple(shown) or ("a page of HTML",)
