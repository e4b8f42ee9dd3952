"""Odoo's website: exact records of its simulated site, and its oddities, each one a case."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_bench import PlatformWeb
from platform_truth import wrong_events, wrong_news
from reader_bench import bench, reasons, said
from test_reader_fuzz import hold

from vigie.codec import to_json
from vigie.model import Event, Kind, Page, Status

LIST = "https://site.example/event"
CARD = """<a href="/event/nuit-des-pixels-12/register"><article class="card" itemscope
itemtype="http://schema.org/Event"><header><div class="o_record_cover_image"
style="background-image: url('/web/image/7')"></div><meta itemprop="startDate" content="2026-03-05T19:00:00"/></header>
<main class="card-body"><span class="badge o_color_3">Concert</span><h5 class="card-title">
<span itemprop="name">Nuit des
pixels</span></h5><small itemprop="description">Un soir.</small><small itemprop="location">Namur, Belgique</small>
</main></article></a>"""
PAGER = """<ul class="pagination"><li><a href="/event">1</a></li><li><a href="/event/page/2">2</a></li>
<li><a href="/event/page/3">3</a></li></ul>"""


def listed(*cards: str, more: str = "") -> str:
    return f'<html><body><div class="o_wevent_events_list">{"".join(cards)}</div>{more}</body></html>'


def read(*cards: str, more: str = "", url: str = LIST, **options: str) -> Page:
    return bench("odoo", **options).page(listed(*cards, more=more), "text/html", url=url)


def detail(text: str, key: str = "event:12") -> Page:
    url = "https://site.example/event/nuit-des-pixels-12/register"
    return bench("odoo").page(f"<html><body>{text}</body></html>", "text/html", url=url, label="detail", item_key=key)


def test_the_simulated_events_are_read_exactly_with_their_own_pages(platform_web: PlatformWeb) -> None:
    read = platform_web.read("hainaut-libre-agenda")
    assert len(read.records) >= 20
    assert wrong_events(platform_web, read, "hainaut-libre.example") == []
    assert read.problems == ()
    pages = [url for url in read.asked if not url.endswith("/register")]
    assert pages == [f"https://hainaut-libre.example/event{n}" for n in ("", "/page/2", "/page/3")], "no page twice"
    assert len(read.asked) == len(pages) + len(read.records)
    assert read.crawl.pagination_end
    true = platform_web.truth("hainaut-libre.example", "event")
    cancelled = {
        k for k, r in read.records.items() if isinstance(r.content, Event) and r.content.status is Status.CANCELLED
    }
    assert cancelled == {key for key, (truth, _, _) in true.items() if truth.status == "cancelled"} != set()


def test_the_simulated_blog_is_read_exactly(platform_web: PlatformWeb) -> None:
    read = platform_web.read("hainaut-libre-blog")
    assert len(read.records) >= 20
    assert wrong_news(platform_web, read, "hainaut-libre.example", clock=False) == []
    assert read.asked == tuple(f"https://hainaut-libre.example/blog/actualites-5{n}" for n in ("", "/page/2"))


def test_a_card() -> None:
    page = read(CARD)
    (item,) = page.items
    assert (item.key, item.kind) == ("event:12", Kind.EVENT)
    assert said(item) == {
        "url": "https://site.example/event/nuit-des-pixels-12/register",
        "title": "Nuit des pixels",
        "start": "2026-03-05T19:00:00Z",
        "place_text": "Namur, Belgique",
        "description": "Un soir.",
        "keywords": "Concert",
        "image": "https://site.example/web/image/7",
    }
    assert [(r.url, r.label, r.item_key) for r in page.next] == [(item.url, "detail", "event:12")]


@pytest.mark.parametrize(
    ("clock", "start"),
    [
        ('<meta itemprop="startDate" content="2026-07-05T17:30:00Z"/>', "2026-07-05T17:30:00Z"),
        ('<time itemprop="startDate" datetime="2026-07-05 17:30:00">5 juillet à 19h30</time>', "2026-07-05T17:30:00Z"),
        ('<meta itemprop="startDate" content="2026-07-05T19:30:00+02:00"/>', "2026-07-05T19:30:00+02:00"),
        (
            '<span data-oe-expression="event.date_begin" data-oe-original="2026-07-05 17:30:00">5/7</span>',
            "2026-07-05T17:30:00Z",
        ),
    ],
)
def test_the_databases_clock_is_utc_where_it_does_not_say_otherwise(clock: str, start: str) -> None:
    (item,) = read(CARD.replace('<meta itemprop="startDate" content="2026-03-05T19:00:00"/>', clock)).items
    assert item.text("start") == start


def test_a_clock_that_is_words_alone() -> None:
    words = '<span data-oe-expression="event.date_begin">5 mars 2026 20:00</span>'
    (item,) = read(CARD.replace('<meta itemprop="startDate" content="2026-03-05T19:00:00"/>', words)).items
    assert (item.text("start"), item.text("date_text")) == (None, "5 mars 2026 20:00")


@pytest.mark.parametrize(
    "href", ["/event/autre-titre-12", "/fr_BE/event/nuit-12/register", "https://site.example/event/12/page/intro-12"]
)
def test_the_number_is_the_identity_whatever_the_slug(href: str) -> None:
    (item,) = read(CARD.replace("/event/nuit-des-pixels-12/register", href)).items
    assert item.key == "event:12"


def test_an_older_card_holds_its_link() -> None:
    card = '<div class="card o_wevent_event_card"><a href="/event/nuit-7"><h5>Nuit</h5></a></div>'
    assert [i.key for i in read(card).items] == ["event:7"]


def test_pages_after_this_one_are_followed_and_none_before() -> None:
    lists = lambda page: [r.url for r in page.next if r.label == "list"]  # noqa: E731
    assert lists(read(CARD, more=PAGER)) == ["https://site.example/event/page/2", "https://site.example/event/page/3"]
    assert lists(read(CARD, more=PAGER, url=f"{LIST}/page/2")) == ["https://site.example/event/page/3"]
    last = read(CARD, more=PAGER, url=f"{LIST}/page/3", details="no")
    assert (last.next, last.last) == ((), True)
    beyond = read(more=PAGER, url=f"{LIST}/page/9")
    assert (beyond.items, beyond.next, beyond.problems) == ((), (), ())


def test_whose_own_pages_are_asked_for() -> None:
    post = (
        '<article class="o_wblog_post"><a class="o_blog_post_title" href="/blog/a-5/post/prix-978">Prix</a></article>'
    )
    counts = [len(read(CARD, post, details=option).next) for option in ("", "no", "yes")]
    assert counts == [1, 0, 2]
    calls = bench("odoo", Kind.CALL).page(listed(post), "text/html", url="https://site.example/blog/a-5").next
    assert [(r.label, r.item_key) for r in calls] == [("detail", "post:978")], "a deadline stands in the text"


def test_an_events_own_page() -> None:
    page = detail(
        '<div class="o_wevent_event"><div itemscope itemtype="http://schema.org/Event"><h1 itemprop="name">Nuit</h1>'
        '<meta itemprop="startDate" content="2026-03-05T19:00:00Z"/>'
        '<meta itemprop="endDate" content="2026-03-05T21:00:00Z"/>'
        '<div itemprop="location"><span itemprop="name">TRAKK</span><span itemprop="streetAddress">'
        "Avenue Reine Astrid 16<br/>5000 Namur<br>Belgique</span></div>"
        '<div itemprop="description"><p>Le <b>soir</b>.</p></div></div></div>'
    )
    (item,) = page.items
    assert item.key == "event:12"
    assert said(item) == {
        "title": "Nuit",
        "start": "2026-03-05T19:00:00Z",
        "end": "2026-03-05T21:00:00Z",
        "body": "<p>Le <b>soir</b>.</p>",
        "place_name": "TRAKK",
        "place_text": "Avenue Reine Astrid 16, 5000 Namur, Belgique",
        "url": "https://site.example/event/nuit-des-pixels-12/register",
    }


def test_a_post_and_its_page() -> None:
    post = (
        '<article class="o_wblog_post"><a class="o_blog_post_title" href="/blog/appels-5/post/prix-978">'
        "<h2>Prix</h2></a>"
        '<p class="o_wblog_teaser">Court.</p><time>18 mars 2026</time></article>'
    )
    (item,) = bench("odoo", Kind.NEWS).page(listed(post), "text/html", url="https://site.example/blog/appels-5").items
    assert item.key == "post:978"
    assert said(item) == {
        "url": "https://site.example/blog/appels-5/post/prix-978",
        "title": "Prix",
        "published": "18 mars 2026",
        "description": "Court.",
    }
    (whole,) = detail(
        '<h1 id="o_wblog_post_name">Prix</h1><div id="o_wblog_post_content"><p>X</p></div>', "post:978"
    ).items
    assert (whole.key, whole.text("body")) == ("post:978", "<p>X</p>")


def test_an_address_without_a_path() -> None:
    root = ("https://site.example/",)
    assert [r.url for r in bench("odoo", urls=root).start()] == ["https://site.example/event"]
    assert [r.url for r in bench("odoo", Kind.NEWS, urls=root).start()] == ["https://site.example/blog"]
    assert [r.url for r in bench("odoo", urls=(f"{LIST}?date=all",)).start()] == [f"{LIST}?date=all"]


def test_another_page_and_none() -> None:
    assert reasons(bench("odoo").page("<html><p>Bienvenue</p></html>", "text/html")) == ["layout-changed"]
    assert reasons(bench("odoo").page("", "text/html")) == ["wrong-content"]
    assert reasons(detail("<p></p>")) == ["layout-changed"]
    assert reasons(read(CARD.replace("Nuit des\npixels", ""))) == ["missing-title"]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_pages(data: st.DataObject) -> None:
    body = listed(CARD, CARD.replace("12", "13"), more=PAGER).encode()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 80)))
    whole = body[:start] + data.draw(st.binary(max_size=9)) + body[end:]
    hold(bench("odoo").page(whole, "text/html"))
    assert to_json(bench("odoo").page(whole, "text/html", label="detail", item_key="event:1"))
