"""A page of a platform betrays it, by what its own simulated site prints."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from platform_bench import PlatformWeb
from reader_bench import NOW, bench, said

from scrapers.discovery.clues import clues_in
from simulator.sites.platforms import PLATFORM_SITES
from simulator.sites.site import Ask
from vigie.model import Capture, Kind, Request


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("halle-espace.example", "/agenda", {("squarespace", ("{page}?format=json",))}),
        ("halle-espace.example", "/journal", {("squarespace", ("{page}?format=json",))}),
        ("neon-vitrine.example", "/agenda", {("wix", ()), ("feed", ("{root}/blog-feed.xml",))}),
        ("hainaut-libre.example", "/event", {("odoo", ()), ("odoo", ("{root}/event",)), ("schema_org", ())}),
        (
            "hainaut-libre.example",
            "/blog/actualites-5",
            {("odoo", ()), ("odoo", ("{root}/event",)), ("feed", ("{page}/feed",))},
        ),
        ("presse-lettre.example", "/", {("prezly", ()), ("feed", ("{root}/feed.rss",))}),
        ("presse-pixel.example", "/", {("prezly", ()), ("feed", ("{root}/feed.rss",))}),
        ("agenda-spip.example", "/", set()),
    ],
)
def test_what_a_page_betrays(
    platform_web: PlatformWeb, host: str, path: str, expected: Collection[tuple[str, tuple[str, ...]]]
) -> None:
    reply = PLATFORM_SITES[host].answer(Ask("GET", path), platform_web.clock.view)
    url = f"https://{host}{path}"
    capture = Capture(Request(url), url, reply.status, reply.headers, reply.body, NOW, "0" * 64)
    assert {(clue.platform, clue.asks) for clue in clues_in(capture)} == expected


def test_a_header_alone_betrays_too() -> None:
    url = "https://site.example/"
    capture = Capture(Request(url), url, 200, (("Server", "Squarespace"),), b"<html></html>", NOW, "0" * 64)
    assert {clue.platform for clue in clues_in(capture)} == {"squarespace"}


def test_a_post_in_a_source_of_events_and_news_is_news() -> None:
    post = {"id": "1", "title": "Atelier, le compte rendu", "fullUrl": "/journal/a", "publishOn": 1769934600000}
    told = {"website": {}, "collection": {}, "items": [post]}
    both = (Kind.EVENT, Kind.NEWS)
    assert bench("squarespace", *both).page(told).items[0].kind is Kind.NEWS
    assert bench("squarespace", Kind.EVENT).page(told).items[0].kind is Kind.EVENT
    assert bench("squarespace", *both, event_when="atelier").page(told).items[0].kind is Kind.EVENT
    assert (
        bench("squarespace", Kind.EVENT, Kind.CALL, Kind.NEWS, news_when="atelier").page(told).items[0].kind
        is Kind.NEWS
    )
    assert said(bench("squarespace", *both).page(told).items[0])["published"] == "2026-02-01T08:30:00Z"
