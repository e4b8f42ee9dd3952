"""One run over one source: from its first requests to its raw items, skipping what has not changed.

List pages come first, then detail pages, so that the list is one snapshot. Reading is skipped as long as every page of
the run is known and unchanged; the first new page makes every page of the run be read. Nothing here does I/O but
`fetch`; nothing is raised: what fails is in `Crawl.failure` (list) or `Crawl.problems` (detail).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from scrapers.client import Fetched
from scrapers.failure import FetchError
from scrapers.merging import Harvest
from vigie.model import Capture, Cause, Problem, RawItem, Request, Source
from vigie.protocols import CaptureMemory, KnownPage, Reader

Fetch = Callable[[Source, Request], Fetched]
DETAIL_LIMIT = 2000
DETAIL_FAILURES = 3
# The page is really so: its item is what the list says of it. After any other failure the item waits for the next run,
# since a poorer reading would look like a change of the source.
SETTLED = frozenset({Cause.NOT_FOUND, Cause.ROBOTS})
# After these the host will not answer the next request better.
OF_THE_HOST = frozenset({Cause.RATE_LIMITED, Cause.BLOCKED, Cause.TIMEOUT, Cause.DNS, Cause.TLS, Cause.SERVER_ERROR})


@dataclass(frozen=True, slots=True)
class PageRead:
    """What reading one capture gave, to remember as KnownPage. `next` is empty for a page that ended a loop."""

    sha256: str
    request: Request
    keys: tuple[str, ...]
    next: tuple[Request, ...]
    expected: int | None
    last: bool

    @property
    def known(self) -> KnownPage:
        return KnownPage(self.keys, self.next, self.expected, self.last)


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a run brought. `seen`: every key that was listed, read or known, sorted by first sight.

    `pages_expected` counts the pages that the run came to know of, `expected` the items that the source claims.
    `pagination_end` is true only when every list page was fetched and read and none was left over.
    `withheld` counts the items whose own page could not be had this time, `detail_failure` is why, for the first one.
    `repeated` counts list pages with the very body of a page before them.
    """

    items: tuple[RawItem, ...] = ()
    seen: tuple[str, ...] = ()
    pages: tuple[PageRead, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()
    pages_expected: int = 0
    pages_fetched: int = 0
    pagination_end: bool = False
    bytes: int = 0
    not_modified: int = 0
    robots_denied: int = 0
    failure: FetchError | None = None
    unchanged: bool = False
    expected: int | None = None
    withheld: int = 0
    detail_failure: FetchError | None = None
    repeated: int = 0


def crawl(
    source: Source, reader: Reader, fetch: Fetch, memory: CaptureMemory, now: datetime, reading: str = ""
) -> Crawl:
    """Runs a source once. `fetch` is a Client's method; `now` (aware UTC) goes to the reader. Never raises.

    `reading` names how captures are read, for pages that are remembered: another name reads them again. By default the
    reader's version.
    """
    return _Run(source, reader, fetch, memory, now, reading or reader.version).go()


class _Run:
    def __init__(
        self, source: Source, reader: Reader, fetch: Fetch, memory: CaptureMemory, now: datetime, reading: str
    ) -> None:
        self.source, self.reader, self.fetch, self.memory, self.now = source, reader, fetch, memory, now
        self.reading = reading
        self.lists: deque[Request] = deque()
        self.details: deque[Request] = deque()
        self.asked: set[tuple[str, str, bytes]] = set()
        self.listed_bodies: set[str] = set()
        self.fetched: list[Fetched] = []
        self.skipping = True
        self.harvest = Harvest()
        self.pages: list[PageRead] = []
        self.seen: dict[str, None] = {}
        self.unread: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.withheld: set[str] = set()
        self.roots: dict[Request, Request] = {}
        self.expected: dict[Request, int] = {}
        self.list_pages = self.robots_denied = self.repeated = 0
        self.cut_short = False
        self.failure: FetchError | None = None
        self.detail_failure: FetchError | None = None

    def go(self) -> Crawl:
        try:
            self._enqueue(self.reader.start(self.source, self.now))
        except Exception as error:
            url = self.source.urls[0] if self.source.urls else ""
            self.failure = self._parse_error(error, url)
        self._follow_lists()
        if self.failure and self.failure.cause in OF_THE_HOST:
            self._give_up_details(self.failure)
        else:
            self._follow_details()
        return self._result()

    def _follow_lists(self) -> None:
        while self.lists and not self.failure:
            if self.list_pages >= self.source.max_pages:
                self.cut_short = True
                return
            request = self.lists.popleft()
            self.list_pages += 1
            try:
                self._take(self.fetch(self.source, request))
            except FetchError as error:
                self.failure = error
                self.robots_denied += error.cause is Cause.ROBOTS

    def _follow_details(self) -> None:
        failures = 0
        taken = 0
        while self.details:
            if taken >= DETAIL_LIMIT:
                self.cut_short = True
                self._give_up_details(FetchError(Cause.TRUNCATED, f"more than {DETAIL_LIMIT} detail pages", ""))
                return
            request = self.details.popleft()
            taken += 1
            try:
                self._take(self.fetch(self.source, request))
                failures = 0
            except FetchError as error:
                self._detail_problem(request, error)
                failures = failures + 1 if error.cause in OF_THE_HOST else 0
                if error.cause is Cause.RATE_LIMITED or failures >= DETAIL_FAILURES:
                    self._give_up_details(error)

    def _take(self, fetched: Fetched) -> None:
        """Skips a known page, or reads this page and, when it is the first one that is new, all before it."""
        self.fetched.append(fetched)
        if self.skipping:
            known = self._known(fetched)
            if known is not None:
                self._skip(fetched.capture, known)
                return
            self.skipping = False
            self._forget_skipped()
            for earlier in self.fetched[:-1]:
                self._read(earlier.capture)
        self._read(fetched.capture)

    def _known(self, fetched: Fetched) -> KnownPage | None:
        if not fetched.not_modified:
            return None
        return self.memory.known_page(self.source.slug, fetched.capture.sha256, self.reading)

    def _skip(self, capture: Capture, known: KnownPage) -> None:
        own = capture.request.item_key
        # Two detail pages may have one body: what it says belongs to whoever asked for it.
        self._see(known.keys if own is None else (own,))
        self._expect(capture.request, known.expected)
        self._lead_on(capture, known.next, known.last)

    def _forget_skipped(self) -> None:
        self.listed_bodies.clear()
        self.expected.clear()
        self.repeated = 0
        self.cut_short = False

    def _read(self, capture: Capture) -> None:
        try:
            page = self.reader.read(self.source, capture, self.now)
        except Exception as error:  # a reader's bug on one page must not hide what the others say
            failure = self._parse_error(error, capture.url)
            if capture.request.item_key is None:
                self.failure = self.failure or failure
            else:
                self._detail_problem(capture.request, failure)
            return
        self.harvest.add(capture, page)
        self.unread.update(dict(page.unread))
        own = capture.request.item_key
        keys = tuple(dict.fromkeys(item.key for item in page.items)) if own is None else (own,)
        self._see(keys)
        self._expect(capture.request, page.expected)
        self._lead_on(capture, page.next, page.last)
        self.pages.append(PageRead(capture.sha256, capture.request, keys, page.next, page.expected, page.last))

    def _lead_on(self, capture: Capture, following: tuple[Request, ...], last: bool) -> None:
        self._see(r.item_key for r in following if r.item_key is not None)
        if capture.request.item_key is not None:
            self._enqueue((r for r in following if r.item_key is not None), capture.request)
            return
        if capture.sha256 in self.listed_bodies:
            self.repeated += 1
            return  # a page that we have just had, under another address: a site that repeats its last page for ever
        self.listed_bodies.add(capture.sha256)
        self._enqueue(following, capture.request)
        if not last and not any(r.item_key is None for r in following):
            self.cut_short = True  # the page says that there is more and does not say where

    def _expect(self, request: Request, claimed: int | None) -> None:
        """Every page of a list repeats the same total: the largest counts, once for each list of the start."""
        if claimed is not None and request.item_key is None:
            root = self.roots.get(request, request)
            self.expected[root] = max(claimed, self.expected.get(root, 0))

    def _enqueue(self, requests: Iterable[Request], parent: Request | None = None) -> None:
        for request in requests:
            identity = (request.method.upper(), request.url, request.body or b"")
            if identity not in self.asked:
                self.asked.add(identity)
                self.roots[request] = self.roots.get(parent, parent) if parent else request
                (self.lists if request.item_key is None else self.details).append(request)

    def _see(self, keys: Iterable[str]) -> None:
        self.seen.update(dict.fromkeys(keys))

    def _parse_error(self, error: Exception, url: str) -> FetchError:
        reader = f"{self.reader.platform} {self.reader.version}"
        return FetchError(
            Cause.PARSE_ERROR, f"reader {reader} failed: {type(error).__name__}: {error}", url, source=self.source.slug
        )

    def _detail_problem(self, request: Request, error: FetchError) -> None:
        self.robots_denied += error.cause is Cause.ROBOTS
        self.problems.append(
            Problem(self.source.slug, request.url, error.cause.value, error.message, key=request.item_key)
        )
        if request.item_key is not None and error.cause not in SETTLED:
            self.withheld.add(request.item_key)
            self.detail_failure = self.detail_failure or error

    def _give_up_details(self, because: FetchError) -> None:
        for request in self.details:
            skipped = FetchError(because.cause, f"not asked for after: {because.message}", request.url)
            self._detail_problem(request, skipped)
        self.details.clear()

    def _result(self) -> Crawl:
        read = not self.skipping
        return Crawl(
            items=self.harvest.items(frozenset(self.withheld)) if read else (),
            seen=tuple(self.seen),
            pages=tuple(self.pages),
            problems=(*self.harvest.problems, *self.problems),
            unread=tuple(sorted(self.unread.items())),
            pages_expected=len(self.asked),
            pages_fetched=len(self.fetched),
            pagination_end=not (self.failure or self.lists or self.cut_short),
            bytes=sum(len(f.capture.body) for f in self.fetched if not f.not_modified),
            not_modified=sum(f.not_modified for f in self.fetched),
            robots_denied=self.robots_denied,
            failure=self.failure,
            unchanged=bool(self.fetched) and self.skipping and not self.failure,
            expected=sum(self.expected.values()) if self.expected else None,
            withheld=len(self.withheld),
            detail_failure=self.detail_failure,
            repeated=self.repeated,
        )
