"""Any platform behind an index page, and the promise that nothing raises."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from reader_bench import NOW, bench, reasons

from scrapers.readers import PLATFORMS, reader_for
from scrapers.readers.addresses import absolute
from scrapers.readers.index import DocumentReader
from vigie.model import Capture, Kind, Page, Request, Source
from vigie.protocols import Reader

INDEX = '<ul><li><a href="a.xml">a</a></li><li><a href="/b.xml">b</a></li></ul><a href="c.xml">c</a>'
FEED = '<rss version="2.0"><channel>{}</channel></rss>'
ITEM = '<item><title>A</title><guid isPermaLink="false">1</guid></item>'


def test_every_platform_has_a_reader_that_keeps_the_promise():
    for platform in PLATFORMS:
        reader: Reader = reader_for(platform)
        assert reader.platform == platform
        assert reader.version.startswith(platform)
    with pytest.raises(KeyError, match="gopher"):
        reader_for("gopher")


def test_an_index_leads_to_its_documents():
    made = bench("feed", Kind.NEWS, index="li a")
    (start,) = made.start()
    assert start.label == "index"
    page = made.page(INDEX, "text/html", url="https://site.example/x/", label="index")
    assert [(r.url, r.label) for r in page.next] == [
        ("https://site.example/x/a.xml", "document"),
        ("https://site.example/b.xml", "document"),
    ]


def test_keys_carry_the_document():
    made = bench("feed", Kind.NEWS, index="li a")
    keys = [
        made.page(FEED.format(ITEM), "text/xml", url=f"https://site.example/{n}", label="document").items[0].key
        for n in "ab"
    ]
    assert keys == ["https://site.example/a 1", "https://site.example/b 1"]


def test_a_document_that_gives_nothing_says_so():
    made = bench("feed", Kind.NEWS, index="li a")
    assert reasons(made.page(FEED.format(""), "text/xml", label="document")) == ["empty-document"]
    assert bench("feed", Kind.NEWS).page(FEED.format(""), "text/xml").problems == ()


def test_documents_are_not_paged_through():
    answer = {"total": 2, "events": [{"uid": 1, "title": "A"}], "after": ["1"]}
    assert bench("openagenda").page(answer).next != ()
    page = bench("openagenda", index="a").page(answer, label="document")
    assert page.next == ()
    assert page.last


def test_an_index_without_documents_is_a_changed_layout():
    assert reasons(bench("feed", index="li a").page("<p>Refonte</p>", "text/html", label="index")) == ["layout-changed"]


@dataclass
class Broken:
    platform: str = "broken"
    version: str = "broken-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return ()

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        raise RuntimeError("a bug")


def test_a_readers_bug_is_a_problem_and_no_crash():
    capture = Capture(Request("https://site.example/"), "https://site.example/", 200, (), b"x", NOW, "0")
    page = DocumentReader("broken", "broken-1", Broken()).read(bench("feed").source, capture, NOW)
    assert reasons(page) == ["parse-error"]
    assert "a bug" in page.problems[0].detail


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("fichiers/Appel 2026.pdf", "https://site.example/agenda/fichiers/Appel%202026.pdf"),
        (" /a\n\tb ", "https://site.example/ab"),
        ("l'atelier", "https://site.example/agenda/l'atelier"),
        ("java\nscript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("#haut", None),
    ],
)
def test_addresses_are_read_as_browsers_read_them(href: str, address: str | None) -> None:
    assert absolute("https://site.example/agenda/", href) == address
