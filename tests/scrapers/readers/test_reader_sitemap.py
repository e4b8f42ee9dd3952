"""Sitemaps with lastmod (sitemaps.org; API_SHAPES.md §9): oddities by hand, and one site over HTTP, twice."""

import gzip
from datetime import timedelta

import pytest
from platform_bench import bare, told
from reader_bench import NOW, bench, reasons, said

from scrapers.readers import reader_for
from scrapers.solitary import SolitaryMemory
from vigie.model import FieldRule, Kind, Recipe

MAP = "https://site.example/sitemap.xml"
PAGE = "https://site.example/agenda/a"


def urlset(*entries: str, head: str = '<?xml version="1.0"?>') -> str:
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'


def url(address: str = PAGE, lastmod: str | None = "2026-02-20") -> str:
    return f"<url><loc>{address}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"


def read(body, kinds=(Kind.EVENT,), **options):
    return bench("sitemap", *kinds, urls=(MAP,), **options).page(body, "application/xml", url=MAP)


def test_pages_are_followed_newest_first_with_the_version_that_the_map_names():
    page = read(
        urlset(url(), url("https://site.example/b", "2026-02-28T10:00:00Z"), url("https://site.example/c", None))
    )
    assert [(r.url, r.label, r.item_key) for r in page.next] == [
        (address, "detail", address) for address in ("https://site.example/b", PAGE, "https://site.example/c")
    ]
    versions = [r.version for r in page.next]
    assert versions[0].startswith("2026-02-28T10:00:00Z ")
    assert versions[1].startswith("2026-02-20 ")
    assert versions[2] is None
    assert (page.items, page.problems, page.last) == ((), (), True)


def test_a_page_is_asked_for_again_once_in_four_weeks_though_its_lastmod_stands_still():
    made = bench("sitemap", urls=(MAP,))
    capture_page = made.page(urlset(url()), url=MAP)
    reader = reader_for("sitemap")

    def version(days: int) -> str | None:
        from vigie.model import Capture, Request

        body = urlset(url()).encode()
        capture = Capture(Request(MAP), MAP, 200, (), body, NOW, "0" * 64)
        return reader.read(made.source, capture, NOW + timedelta(days=days)).next[0].version

    assert capture_page.next[0].version == version(0)
    assert len({version(day) for day in range(28)}) == 2
    assert version(0) != version(28)


def test_only_what_fits_and_lies_on_the_site_is_read():
    entries = [url(), url("https://site.example/en/agenda/a"), url("https://site.example/contact"),
               url("https://autre.example/agenda/a")]  # fmt: skip
    page = read(urlset(*entries), match="^https://[^/]+/agenda/")
    assert [r.url for r in page.next] == [PAGE]
    assert page.unread == (("page of another host", 1),)


def test_old_pages_are_left_aside_and_counted():
    page = read(urlset(url(lastmod="2024-01-01"), url("https://site.example/b", "2026-01-01")))
    assert [r.url for r in page.next] == ["https://site.example/b"]
    assert (page.unread, page.last) == ((("page that is too old", 1),), True)
    assert len(read(urlset(url(lastmod="2024-01-01")), days="9999").next) == 1


def test_more_pages_than_may_be_asked_for_make_the_run_incomplete():
    entries = [url(f"https://site.example/{n}", f"2026-02-{n % 28 + 1:02d}") for n in range(60)]
    page = read(urlset(*entries))
    assert len(page.next) == 50
    assert page.unread == (("page beyond max_pages", 10),)
    assert page.last is False


INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>https://site.example/pages.xml</loc><lastmod>2026-01-01</lastmod></sitemap>"
    "<sitemap><loc>https://site.example/fr/agenda/0/index.xml</loc><lastmod>2026-02-01</lastmod></sitemap>"
    "<sitemap><loc>https://site.example/2019.xml</loc><lastmod>2019-02-01</lastmod></sitemap></sitemapindex>"
)


def test_an_index_leads_to_its_maps():
    assert [(r.url, r.label) for r in read(INDEX).next] == [
        ("https://site.example/fr/agenda/0/index.xml", "list"),
        ("https://site.example/pages.xml", "list"),
    ]
    assert [r.url for r in read(INDEX, maps="/agenda/").next] == ["https://site.example/fr/agenda/0/index.xml"]


def test_a_root_is_asked_for_its_map():
    assert [r.url for r in bench("sitemap", urls=("https://site.example/",)).start()] == [MAP]
    assert [r.url for r in bench("sitemap", urls=("https://site.example/x.xml",)).start()] == [
        "https://site.example/x.xml"
    ]


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(urlset(url()).encode()),
        b"\xef\xbb\xbf" + urlset(url()).encode(),
        urlset(url(PAGE + "?a=1&b=2")).replace("?a=1&b=2", "?a=1&b").encode()[:-9],
        f"{PAGE}\nhttps://site.example/b\n".encode(),
        urlset(f"<url><loc><![CDATA[{PAGE}]]></loc></url>").encode(),
        urlset(url()).replace("<url>", "<sm:url>").replace("</url>", "</sm:url>")
        .replace("<urlset ", '<urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9" ').encode(),
    ],
    ids=["gzip", "byte order mark", "torn and a bare ampersand", "plain list", "CDATA", "prefix"],
)  # fmt: skip
def test_forms_of_sitemaps(body):
    page = read(body)
    assert page.next[0].url.startswith(PAGE) or page.next[1].url.startswith(PAGE)
    assert page.problems == ()


@pytest.mark.parametrize(
    "body",
    [
        "<!doctype html><html><body>404</body></html>",
        "",
        "<rss><channel/></rss>",
        "Bonjour le monde",
        b"\x1f\x8b\x00broken",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>',
    ],
    ids=["html", "nothing", "a feed", "prose", "broken gzip", "entities"],
)
def test_what_is_no_sitemap_is_a_problem(body):
    assert reasons(read(body)) == ["wrong-content"]


def test_a_bomb_is_read_no_further_than_a_sitemap_may_be_long(monkeypatch):
    monkeypatch.setattr("scrapers.readers.sitemaps.LARGEST", 1000)
    body = gzip.compress(urlset(url(), "<!--" + " " * 100_000 + "-->").encode())
    assert [r.url for r in read(body).next] == [PAGE]


def test_a_pattern_that_is_none_names_its_option():
    page = read(urlset(url()), match="(")
    assert [(p.reason, p.field) for p in page.problems] == [("bad-selector", "match")]


def test_a_news_sitemap_names_its_articles():
    entry = (
        f"<url><loc>{PAGE}</loc><news:news xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<news:title>Titre</news:title><news:publication_date>2026-02-28</news:publication_date></news:news></url>"
    )
    (item,) = read(urlset(entry), kinds=(Kind.NEWS,)).items
    assert said(item) == {"title": "Titre", "url": PAGE, "published": "2026-02-28"}
    assert item.key == PAGE


EVENT = '{"@type": "Event", "name": "Atelier", "startDate": "2026-03-05T18:30:00+01:00", "url": "' + PAGE + '"}'


def page_of(body: str, kinds=(Kind.EVENT,), recipe=None, head: str = ""):
    made = bench("sitemap", *kinds, urls=(MAP,), recipe=recipe)
    text = f"<!doctype html><html><head><title>Atelier | Site</title>{head}</head><body>{body}</body></html>"
    return made.page(text, "text/html", url=PAGE, label="detail", item_key=PAGE)


def test_a_page_is_read_by_its_structured_data():
    page = page_of("<h1>Autre</h1>", head=f'<script type="application/ld+json">{EVENT}</script>')
    assert [(i.key, i.text("title"), i.text("start")) for i in page.items] == [
        (PAGE, "Atelier", "2026-03-05T18:30:00+01:00")
    ]
    assert page.next == ()


def test_else_it_is_read_as_a_page_of_one_thing():
    main = "<main><h1>Atelier</h1><p>Jeudi 5 mars 2026 à 18h30</p><p>Un atelier pour tous.</p></main>"
    page = page_of(main)
    (item,) = page.items
    assert (item.text("title"), item.url, page.problems) == ("Atelier", PAGE, ())
    assert "5 mars 2026" in item.text("date_text")


def test_a_recipe_comes_first():
    recipe = Recipe("x", (), detail=(FieldRule("title", "h2"),))
    page = page_of("<h2>De la recette</h2>", recipe=recipe, head=f'<script type="application/ld+json">{EVENT}</script>')
    assert [i.text("title") for i in page.items] == ["De la recette"]


def test_broken_structured_data_is_told_though_the_page_can_be_read():
    page = page_of("<main><h1>Atelier</h1><p>Jeudi 5 mars 2026 à 18h30</p></main>",
                   head='<script type="application/ld+json">{"@type": </script>')  # fmt: skip
    assert len(page.items) == 1
    assert reasons(page) == ["parse-error"]


def test_a_whole_site_of_events_is_read_and_then_left_in_peace(platform_web):
    memory = SolitaryMemory()
    first = platform_web.read("plan-agenda", memory)
    truth = platform_web.truth("plan-du-site.example", "event")
    assert first.problems == ()
    assert first.crawl.pagination_end
    assert len(truth) == 37
    assert first.records.keys() == truth.keys()
    for key, (true, address, title) in truth.items():
        event = first.records[key].content
        assert (event.title, event.url, event.status.value) == (bare(title), address, true.status)
        assert told(event) == true.sessions
        assert (event.place.municipality if event.place else None) == true.municipality
    again = platform_web.read("plan-agenda", memory)
    assert [address for address in again.asked if "/agenda/" in address] == []
    assert again.records.keys() == truth.keys()
    assert [r.content for r in again.records.values()] == [r.content for r in first.records.values()]


def test_a_whole_site_of_news(platform_web):
    read_all = platform_web.read("plan-actualites")
    truth = platform_web.truth("plan-du-site.example", "news")
    assert read_all.problems == ()
    assert len(truth) == 30
    assert read_all.records.keys() == truth.keys()
    for key, (true, address, title) in truth.items():
        article = read_all.records[key].content
        assert (article.title, article.url, article.published.isoformat()[:16]) == (title, address, true.published[:16])
