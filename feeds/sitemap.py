"""Sitemaps (sitemaps.org protocol 0.9): which pages exist and when each of them last changed (FEEDS.md §8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feeds.channel import BEGINNING, Site
from feeds.ids import item_page
from feeds.instants import rfc3339
from feeds.xml_text import text
from vigie.model import Kind

MEDIA_TYPE = "application/xml; charset=utf-8"
PATH = "sitemap.xml"
MOST = 50_000
LARGEST = 50 * 1024 * 1024  # bytes, uncompressed
LONGEST = 2_048  # characters of an address: shorter than this
KEPT = timedelta(days=365)
ENGLISH = "/en"
"""What stands before the path of a page in English."""
MAP = "/agenda/carte"

_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINKS = "http://www.w3.org/1999/xhtml"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SCHEMA}" xmlns:xhtml="{_LINKS}">\n'.encode()
_TAIL = b"</urlset>\n"


@dataclass(frozen=True, slots=True)
class Page:
    """One page and the aware instant at which what it says last changed, None where nobody noted it. `alternates`: the
    page in every language, itself included, by language."""

    url: str
    lastmod: datetime | None
    alternates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file to serve from the root of the site: a sitemap speaks of nothing above its own folder."""

    path: str
    data: bytes
    rows: int


Known = tuple[str, Kind, date | None, datetime]
"""An item that has a page: id, kind, the day on which it is over, last revision."""


def pages(items: Iterable[Known], site: Site, day: date) -> Iterator[Page]:
    """The page of each live item as it was last revised, then the list pages, as old as the youngest of their items, in
    both languages.

    Past events and calls leave after a year (their pages stay, with `noindex`). A list without items has no age that
    would be true, and is left out; so is the front page of an empty site.
    """
    newest: dict[Kind, datetime] = {}
    for id, kind, over, revised in items:
        if over is None or over >= day - KEPT:
            newest[kind] = max(newest.get(kind, BEGINNING), revised)
            yield Page(item_page(site, id), revised)
    for kind, youngest in sorted(newest.items()):
        yield from in_both(site, site.page_of(kind).removeprefix(site.url), youngest)
    if Kind.EVENT in newest:
        yield from in_both(site, MAP, newest[Kind.EVENT])
    if newest:
        yield from in_both(site, "/", max(newest.values()))


def in_both(site: Site, path: str, lastmod: datetime | None) -> tuple[Page, Page]:
    """A page in French and in English, each of which names the other."""
    french, english = site.url + path, site.url + ENGLISH + (path if path != "/" else "")
    alternates = (("fr", french), ("en", english))
    return Page(french, lastmod, alternates), Page(english, lastmod, alternates)


def render(found: Iterable[Page], site: Site) -> Iterator[File]:
    """`sitemap.xml`; or, beyond 50,000 pages or 50 MiB, `sitemap-1.xml` … and `sitemap.xml` as their index, last.

    Pages keep their order. No more than two files are held at once. An address of 2,048 characters or more is left out.
    """
    parts = _parts(found)
    first = next(parts, (b"", 0, BEGINNING))
    second = next(parts, None)
    if second is None:
        yield File(PATH, _HEAD + first[0] + _TAIL, first[1])
        return
    entries = []
    for number, (body, rows, youngest) in enumerate(_chained(first, second, parts), start=1):
        path = f"sitemap-{number}.xml"
        entries.append(_element("sitemap", f"{site.url}/{path}", youngest))
        yield File(path, _HEAD + body + _TAIL, rows)
    head = _HEAD.replace(b"<urlset ", b"<sitemapindex ")
    yield File(PATH, head + b"".join(entries) + b"</sitemapindex>\n", len(entries))


_Part = tuple[bytes, int, datetime]


def _chained(first: _Part, second: _Part, rest: Iterator[_Part]) -> Iterator[_Part]:
    yield first
    yield second
    yield from rest


def _parts(found: Iterable[Page]) -> Iterator[_Part]:
    room = LARGEST - len(_HEAD) - len(_TAIL)
    lines: list[bytes] = []
    size, youngest = 0, BEGINNING
    for page in found:
        if len(page.url) >= LONGEST:
            continue
        line = _element("url", page.url, page.lastmod, page.alternates)
        if lines and (len(lines) == MOST or size + len(line) > room):
            yield b"".join(lines), len(lines), youngest
            lines, size, youngest = [], 0, BEGINNING
        lines.append(line)
        size += len(line)
        youngest = max(youngest, page.lastmod or BEGINNING)
    if lines:
        yield b"".join(lines), len(lines), youngest


def _element(name: str, url: str, lastmod: datetime | None, alternates: tuple[tuple[str, str], ...] = ()) -> bytes:
    stamp = f"<lastmod>{rfc3339(lastmod)}</lastmod>" if lastmod else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{_quoted(other)}"/>' for language, other in alternates
    )
    return f"<{name}><loc>{_quoted(url)}</loc>{stamp}{links}</{name}>\n".encode()


def _quoted(url: str) -> str:
    return text(url).replace('"', "&quot;").replace("'", "&apos;")
