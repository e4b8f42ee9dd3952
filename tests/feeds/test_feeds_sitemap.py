"""Sitemaps against the protocol of sitemaps.org: limits, true dates, and who is in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from feed_samples import DAY, SEEN, SITE, article, at, call, event, session

from feeds import sitemap
from feeds.selection import over_on, shown_on
from feeds.sitemap import File, Page, pages, render
from tests.hostile_items import Fuzzer
from vigie.model import Deadline, Item, Kind

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read(file: File) -> list[tuple[str, str]]:
    """(loc, lastmod) of a file, with the rules of its schema: order, number and form of the elements."""
    root = ElementTree.fromstring(file.data)
    inner = {f"{NS}urlset": "url", f"{NS}sitemapindex": "sitemap"}[root.tag]
    found = []
    for entry in root:
        assert entry.tag == NS + inner
        assert [child.tag for child in entry] in (
            [f"{NS}loc", f"{NS}lastmod"],
            [f"{NS}loc", f"{NS}lastmod", LINK, LINK],
        )
        address, stamp = (child.text or "" for child in entry[:2])
        links = [(link.attrib["rel"], link.attrib["hreflang"]) for link in entry[2:]]
        assert links in ([], [("alternate", "fr"), ("alternate", "en")])
        assert not links or address in [link.attrib["href"] for link in entry[2:]]
        assert address.startswith("https://vigie.example/")
        assert len(address) < 2048
        assert address.isascii()
        assert STAMP.fullmatch(stamp)
        found.append((address, stamp))
    assert len(found) == file.rows <= 50_000
    assert len(file.data) <= 50 * 1024 * 1024
    return found


def sitemap_of(*items: Item) -> dict[str, str]:
    known = ((item.id, item.kind, over_on(item), item.revised_at) for item in items)
    (file,) = render(pages(known, SITE, DAY), SITE)
    assert file.path == "sitemap.xml"
    return dict(read(file))


def page(number: int) -> Page:
    return Page(f"https://vigie.example/e/{number}", SEEN + timedelta(seconds=number))


def test_every_page_has_the_date_of_its_revision():
    late = datetime(2026, 9, 30, 12, 0, 5, 999, tzinfo=UTC)
    found = sitemap_of(event(1), replace(event(2), revised_at=late), article(3))
    assert found == {
        "https://vigie.example/e/00000000-0000-0000-0000-000000000001": "2026-09-01T06:00:00Z",
        "https://vigie.example/e/00000000-0000-0000-0000-000000000002": "2026-09-30T12:00:05Z",
        "https://vigie.example/e/00000000-0000-0000-0000-000000000003": "2026-09-01T06:00:00Z",
        "https://vigie.example/agenda": "2026-09-30T12:00:05Z",
        "https://vigie.example/en/agenda": "2026-09-30T12:00:05Z",
        "https://vigie.example/agenda/carte": "2026-09-30T12:00:05Z",
        "https://vigie.example/en/agenda/carte": "2026-09-30T12:00:05Z",
        "https://vigie.example/veille": "2026-09-01T06:00:00Z",
        "https://vigie.example/en/veille": "2026-09-01T06:00:00Z",
        "https://vigie.example/": "2026-09-30T12:00:05Z",
        "https://vigie.example/en": "2026-09-30T12:00:05Z",
    }


def test_a_list_names_itself_in_both_languages_and_a_page_without_a_date_has_none():
    (file,) = render(sitemap.in_both(SITE, "/lieux", None), SITE)
    links = (
        '<xhtml:link rel="alternate" hreflang="fr" href="https://vigie.example/lieux"/>'
        '<xhtml:link rel="alternate" hreflang="en" href="https://vigie.example/en/lieux"/>'
    )
    assert file.data.decode().splitlines()[2:4] == [
        f"<url><loc>https://vigie.example/lieux</loc>{links}</url>",
        f"<url><loc>https://vigie.example/en/lieux</loc>{links}</url>",
    ]


def test_an_empty_site_has_an_empty_sitemap():
    assert sitemap_of() == {}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (event(1, occurrences=(session("2025-10-01T18:00"),)), True),
        (event(1, occurrences=(session("2025-09-30T18:00"),)), False),
        (event(1, occurrences=(session("2024-01-01", "2025-10-01"),)), True),
        (event(1, occurrences=(session("2020-01-01"), session("2026-01-01"))), True),
        (call(1, deadlines=(Deadline(at("2025-09-30")),)), False),
        (call(1, deadlines=(Deadline(at("2025-10-01")),)), True),
        (call(1, deadlines=(), rolling=True), True),
        (article(1, published=at("2019-01-01")), True),
    ],
)
def test_past_things_leave_after_a_year(item, expected):
    assert bool(sitemap_of(item)) is expected


def test_fifty_thousand_are_one_file():
    (file,) = render((page(n) for n in range(50_000)), SITE)
    assert (file.path, file.rows) == ("sitemap.xml", 50_000)
    assert len(read(file)) == 50_000


def test_one_more_makes_an_index():
    files = list(render((page(n) for n in range(100_001)), SITE))
    assert [f.path for f in files] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [f.rows for f in files] == [50_000, 50_000, 1, 3]
    parts = [read(f) for f in files[:3]]
    assert [address for part in parts for address, _ in part] == [page(n).url for n in range(100_001)]
    # An index says of each part when the youngest of its pages changed.
    assert read(files[3]) == [
        (f"https://vigie.example/sitemap-{n}.xml", max(stamp for _, stamp in part)) for n, part in enumerate(parts, 1)
    ]


def test_a_file_is_never_too_large(monkeypatch):
    monkeypatch.setattr(sitemap, "LARGEST", 3_000)
    long = [Page(f"https://vigie.example/e/{'x' * 500}{n}", SEEN) for n in range(10)]
    files = list(render(long, SITE))
    assert all(len(f.data) <= 3_000 for f in files[:-1])
    assert sum(f.rows for f in files[:-1]) == 10
    # A page takes 587 bytes here, the frame 155: four fit into 3,000 bytes, five do not.
    assert [f.rows for f in files] == [4, 4, 2, 3]


def test_addresses_are_escaped_and_too_long_ones_left_out():
    odd = Page("https://vigie.example/e/a?b=1&c='\"<", SEEN)
    longest = Page("https://vigie.example/" + "x" * (2047 - len("https://vigie.example/")), SEEN)
    long = Page(longest.url + "x", SEEN)
    (file,) = render([odd, longest, long], SITE)
    assert b"b=1&amp;c=&apos;&quot;&lt;</loc>" in file.data
    assert [address for address, _ in read(file)] == [odd.url, longest.url]


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_items_have_pages(kind):
    fuzzer = Fuzzer(90)
    items = [fuzzer.item(kind, n) for n in range(1, 201)]
    found = sitemap_of(*items)
    coming = [i for i in items if any(last >= DAY for _, last in shown_on(i))]
    assert len(coming) > 20
    assert {f"https://vigie.example/e/{i.id}" for i in coming} < set(found)
