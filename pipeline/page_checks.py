"""Asking the own pages of records that a complete run does not list (DESIGN.md §5): which ones, and what they answer.

The pages are asked through the run's own fetch: they are archived, told to the journal and answered again in a replay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag, urlsplit

from sqlalchemy import Engine

from pipeline.outcomes import Fetch
from scrapers.crawl import OF_THE_HOST
from scrapers.failure import FetchError
from transforms.page_marks import MARKERS, PageAnswer, read_page
from vigie.model import Request, Source
from warehouse import absent as warehouse
from warehouse import lifecycle
from warehouse.absent import Absent
from warehouse.lifecycle import PageSaid

MOST = 20
"""Pages asked in one run."""
FAILURES = 3
"""Hosts that fail so often in a row are left alone for this run."""
LABEL = "check"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers of a run by key, as `warehouse.load.load` takes them; `asked` counts requests."""

    pages: dict[str, PageSaid]
    asked: int = 0


def choose(source: Source, absent: Iterable[Absent], at: datetime) -> tuple[Absent, ...]:
    """Which absent records are asked about in this run: those whose thing is ahead, whose own page is on the source's
    hosts, and that are due. Second looks come first, then the soonest."""
    wanted = [
        one
        for one in absent
        if lifecycle.due(one.state, one.absences, one.page)
        and lifecycle.ahead(one.content, at)
        and is_own_page(source, one.url)
    ]
    return tuple(sorted(wanted, key=lambda one: (_rank(one), one.soonest(at), one.key))[:MOST])


def ask_absent(engine: Engine, source: Source, seen: Collection[str], fetch: Fetch, at: datetime) -> Checked:
    """`check` for what the warehouse holds of a source and its complete run at the aware instant `at` did not list."""
    with engine.connect() as connection:
        found = warehouse.absent(connection, source.slug, seen)
        chosen = choose(source, warehouse.unsuppressed(connection, source.slug, found), at)

    def listed() -> tuple[Absent, ...]:
        with engine.connect() as connection:
            ahead = warehouse.listed_ahead(connection, source.slug, at)
            return warehouse.unsuppressed(connection, source.slug, (one for one in ahead if one.key in present))

    present = frozenset(seen)
    return check(source, fetch, chosen, listed, at)


def check(
    source: Source, fetch: Fetch, chosen: Sequence[Absent], listed: Callable[[], Sequence[Absent]], at: datetime
) -> Checked:
    """Asks the chosen records' pages.

    A 404 counts only on a site whose pages can be had at all: before it is believed, the page of the soonest of the
    things that are `listed` is asked too. Never raises: what cannot be had is SILENT.
    """
    pages: dict[str, PageSaid] = {}
    failures = 0
    for one in chosen:
        if failures >= FAILURES:
            break
        pages[one.key], failed = _ask(source, fetch, one, at)
        failures = failures + 1 if failed else 0
    asked = len(pages)
    if any(said.answer is PageAnswer.GONE for said in pages.values()):
        known = [one for one in listed() if is_own_page(source, one.url)]
        control = min(known, key=lambda one: (one.soonest(at), one.key), default=None)
        if control is not None:
            asked += 1
            if _ask(source, fetch, control, at)[0].answer is PageAnswer.GONE:
                pages = {key: _unbelieved(said) for key, said in pages.items()}
    return Checked(pages, asked)


def is_own_page(source: Source, url: str | None) -> bool:
    """Whether an address can be the page of one thing: http(s), on a host of its source, none of its lists."""
    if not url or not url.startswith(("http://", "https://")) or not _host(url):
        return False
    lists = {_place(one) for one in (source.site or "", *source.urls) if one}
    host = _host(url)
    hosts = {_host(one) for one in (source.site or "", *source.urls) if one}
    return _place(url) not in lists and any(host == own or host.endswith(f".{own}") for own in hosts)


def _ask(source: Source, fetch: Fetch, one: Absent, at: datetime) -> tuple[PageSaid, bool]:
    """The answer of one page, and whether its host failed."""
    request = Request(urldefrag(one.url or "").url, label=LABEL, item_key=one.key)
    try:
        capture = fetch(source, request).capture
    except FetchError as error:
        if error.status in (404, 410):
            return PageSaid(PageAnswer.GONE, at, status=error.status), False
        return PageSaid(PageAnswer.SILENT, at, because=error.cause.value), error.cause in OF_THE_HOST
    read = read_page(capture.body, capture.media_type, one.content.title)
    said = PageSaid(
        read.answer,
        at,
        capture=capture.sha256,
        words=read.words or None,
        pointer=read.pointer or None,
        status=capture.status,
    )
    if _place(capture.url) != _place(request.url):
        said = replace(said, url=capture.url)
        if read.answer is PageAnswer.LIVES:
            said = replace(said, answer=PageAnswer.MOVED)
        elif read.answer in MARKERS and not is_own_page(source, capture.url):
            said = replace(said, answer=PageAnswer.OTHER)  # another site's page may speak of another evening
    return said, False


def _unbelieved(said: PageSaid) -> PageSaid:
    if said.answer is not PageAnswer.GONE:
        return said
    return replace(said, answer=PageAnswer.OTHER, because="the page of a listed thing is gone too")


def _rank(one: Absent) -> int:
    if one.page is not None and one.page.answer is PageAnswer.GONE:
        return 0
    return 1 if one.page is None or not one.page.asked else 2


def _place(url: str) -> tuple[str, str, str]:
    """An address without what does not make another page: scheme, `www.`, fragment, last slash."""
    parts = urlsplit(url) if _host(url) else urlsplit("")
    return _host(url), parts.path.rstrip("/"), parts.query


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
