"""Modern Events Calendar (API_SHAPES.md §3, §8): oddities by hand, and one site read in two ways over HTTP."""

import json

import pytest
from platform_bench import TODAY, bare, told
from reader_bench import bench, reasons, said

from scrapers.readers.mec_times import Shown, when
from vigie.model import Kind, Request

SITE = "https://site.example"
LIST = f"{SITE}/agenda/"
PAGE = f"{SITE}/events/concert/"


def row(day="05 mars 2026", clock="20:00 - 22:00", link=f"{PAGE}?occurrence=2026-03-05", number="12", month="202603"):
    return (
        f'<article class="mec-event-article mec-toggle-{month}-57"><div class="mec-event-date">{day}</div>'
        f'<div class="mec-event-time">{clock}</div><h4 class="mec-event-title">'
        f'<a data-event-id="{number}" href="{link}">Concert</a></h4>'
        '<div class="mec-event-loc-place">TRAKK | Rue X 1, 5000 Namur</div></article>'
    )


def script(**more):
    data = {"@type": "Event", "name": "Concert", "url": PAGE, "startDate": "2026-03-05T22:00:00+01:00",
            "endDate": "2026-03-06T00:00:00+01:00", "offers": {"price": "0"}, **more}  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def read(*parts: str, url=LIST, label="list", item_key=None, **options: str):
    body = f"<!doctype html><html><body>{''.join(parts)}</body></html>"
    return bench("mec", **options).page(body, "text/html", url=url, label=label, item_key=item_key)


def local(day, first, last=None):
    start = ("start", f"{day}T{first}:00")
    return (start, ("end", f"{day}T{last}:00")) if last else (start,)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        # The JSON-LD is two hours late, here over midnight: the page's own day and clock win.
        (Shown("05 mars 2026", "", "22:30", "2026-03-06T00:30:00+01:00"), local("2026-03-05", "22:30")),
        (Shown("05 mars 2026", "", "20:00 - 22:00", "2026-03-05T22:00:00+01:00"),
         local("2026-03-05", "20:00", "22:00")),
        # The data tell another day than the words: the words stay as they are.
        (Shown("07 mars 2026", "", "20:00", "2026-03-05T22:00:00+01:00"), (("date_text", "07 mars 2026 20:00"),)),
        # A style without a year: the day of the link, else the month of the class.
        (Shown("05 mars", "", "20h", occurrence="2026-03-05"), local("2026-03-05", "20:00")),
        (Shown("05", "", "8:00 pm", month=(2026, 3)), local("2026-03-05", "20:00")),
        (Shown("31", "", "20:00", month=(2026, 2)), (("date_text", "31 20:00"),)),
        # Whole days: the last one from its label, from the data, or across the end of a month.
        (Shown("28 février 2026", "- 02 mars 2026", "", "2026-02-28", "2026-03-02"),
         (("start", "2026-02-28"), ("end", "2026-03-02"))),
        (Shown("28 février", "- 02 mars", "Toute la journée", occurrence="2026-02-28"),
         (("start", "2026-02-28"), ("end", "2026-03-02"))),
        (Shown("", "", "", "2026-02-28", "2026-02-28"), (("start", "2026-02-28"),)),
        (Shown("le 5 mars 2026", "", ""), (("date_text", "le 5 mars 2026"),)),
        (Shown(), ()),
        (Shown("", "", "", "bientôt"), ()),
    ],
)  # fmt: skip
def test_what_the_page_shows_wins_over_its_data(shown, meant):
    assert when(shown) == meant


def test_a_row_of_a_list():
    page = read(
        script(location={"@type": "Place", "name": "Autre"}, eventStatus="https://schema.org/EventPostponed"), row()
    )
    (item,) = page.items
    assert (item.key, item.kind, item.url) == ("mec-events:12", Kind.EVENT, PAGE)
    assert said(item) == {
        "title": "Concert",
        "url": PAGE,
        "start": "2026-03-05T20:00:00",
        "end": "2026-03-05T22:00:00",
        "place_name": "TRAKK",
        "place_text": "Rue X 1, 5000 Namur",
        "status": "EventPostponed",
    }
    assert [(r.url, r.label, r.item_key) for r in page.next] == [(PAGE, "text", "mec-events:12")]


def test_rows_of_one_number_are_the_sessions_of_one_event():
    second = row("12 mars 2026", link=f"{PAGE}?occurrence=2026-03-12")
    (item,) = read(row(), second).items
    assert [f.value for f in item.all("start")] == ["2026-03-05T20:00:00", "2026-03-12T20:00:00"]
    assert [f.group for f in item.all("end")] == [202603052000, 202603122000]
    assert item.url == PAGE


def test_the_rest_list_says_no_dates_so_that_pages_are_read():
    post = {"id": 12, "type": "mec-events", "date": "2026-01-02T10:00:00", "date_gmt": "2026-01-02T09:00:00",
            "link": PAGE, "title": {"rendered": "Concert &#8211; No. 1"}, "content": {"rendered": "<p>Texte</p>"},
            "acf": {"x": 1}}  # fmt: skip
    url = f"{SITE}/wp-json/wp/v2/mec-events?per_page=100&page=1"
    page = bench("mec").page([post], url=url, headers=(("X-WP-TotalPages", "2"),))
    (item,) = page.items
    assert said(item) == {
        "title": "Concert – No. 1",
        "body": "<p>Texte</p>",
        "url": PAGE,
        "published": "2026-01-02T09:00:00Z",
    }
    assert [(r.url, r.label) for r in page.next] == [(PAGE, "detail"), (url.replace("&page=1", "&page=2"), "list")]
    assert page.unread == (("acf", 1),)
    assert bench("mec").page({"code": "rest_post_invalid_page_number", "message": "x"}, url=url).problems == ()
    assert reasons(bench("mec").page({"code": "rest_no_route", "message": "x"}, url=url)) == ["wrong-content"]


def test_both_ways_agree_on_the_key_and_a_root_stands_for_the_rest_list():
    (request,) = bench("mec", urls=(f"{SITE}/",)).start()
    assert request.url == f"{SITE}/wp-json/wp/v2/mec-events?per_page=100&page=1"
    assert [r.url for r in bench("mec", urls=(LIST,)).start()] == [LIST]


SINGLE = (
    '<article class="mec-single-event"><h1 class="mec-single-title">Concert</h1>'
    '<div class="mec-single-event-date"><abbr class="mec-events-abbr">'
    '<span class="mec-start-date-label">05 mars 2026</span></abbr></div>'
    '<div class="mec-single-event-time"><abbr class="mec-events-abbr">20:00 - 22:00</abbr></div>'
    '<div class="mec-event-cost"><dd class="mec-events-event-cost">12 €</dd></div>'
    '<div class="mec-single-event-location"><dd class="author fn org">TRAKK</dd><address>'
    '<span class="mec-address">Rue X 1</span></address></div>'
    '<div class="mec-single-event-description"><p>Texte</p></div></article>'
)


def test_a_single_page():
    page = read(script(), SINGLE, url=PAGE, label="detail", item_key="mec-events:12")
    (item,) = page.items
    assert item.key == "mec-events:12"
    assert said(item) == {
        "title": "Concert",
        "url": PAGE,
        "start": "2026-03-05T20:00:00",
        "end": "2026-03-05T22:00:00",
        "place_name": "TRAKK",
        "place_text": "Rue X 1",
        "price_text": "12 €",
        "body": "<p>Texte</p>",
    }


def test_a_single_page_whose_list_said_the_dates_says_none():
    (item,) = read(script(), SINGLE, url=PAGE, label="text", item_key="mec-events:12").items
    assert (item.first("start"), item.text("body")) == (None, "<p>Texte</p>")


SETTINGS = (
    '<div class="mec-load-more-button">Plus</div><script>jQuery("#mec_skin_57").mecListView({'
    'end_date: "2026-04-01", offset: "1", pagination: "loadmore", atts: "atts%5Bid%5D=57", '
    'ajax_url: "https:\\/\\/site.example\\/wp-admin\\/admin-ajax.php"})</script>'
)


def test_a_list_with_a_button_is_not_whole_until_the_button_is_pressed():
    alone = read(row(), SETTINGS, detail="no")
    assert (alone.next, alone.last) == ((), False)
    page = read(row(), SETTINGS, detail="no", more="yes")
    (press,) = page.next
    assert (press.url, press.method) == ("https://site.example/wp-admin/admin-ajax.php", "POST")
    assert press.body == (
        b"action=mec_list_load_more&mec_start_date=2026-04-01&mec_offset=1&current_month_divider=0&apply_sf_date=0"
        b"&atts%5Bid%5D=57"
    )
    made = bench("mec", detail="no", more="yes")
    more = made.page(
        {"html": row(number="13"), "has_more_event": 1, "offset": 2, "end_date": "2026-05-01"}, request=press
    )
    assert [i.key for i in more.items] == ["mec-events:13"]
    assert b"mec_start_date=2026-05-01&mec_offset=2" in more.next[0].body
    assert b"atts%5Bid%5D=57" in more.next[0].body
    end = made.page({"html": row(number="14"), "has_more_event": 0, "offset": 3}, request=more.next[0])
    assert (end.next, end.last) == ((), True)


def test_an_empty_answer_behind_the_button_ends_the_list():
    press = Request(f"{SITE}/wp-admin/admin-ajax.php", "POST", (), b"action=x&atts=1")
    page = bench("mec", more="yes").page({"html": "", "has_more_event": 1}, request=press)
    assert (page.items, page.next, page.problems) == ((), (), ())


def test_broken_pages_are_problems():
    assert reasons(read("<p>Rien</p>")) == ["layout-changed"]
    assert reasons(read('<div class="mec-wrap">Aucun événement</div>')) == []
    assert reasons(read("<p>Rien</p>", url=PAGE, label="detail", item_key="mec-events:12")) == ["layout-changed"]
    assert reasons(read('<script type="application/ld+json">{"@type": </script>', row())) == ["parse-error"]


def test_a_whole_list(platform_web):
    read_all = platform_web.read("mec-liste")
    truth = platform_web.truth("grenier-mec.example", "event")
    assert read_all.problems == ()
    assert read_all.crawl.pagination_end
    assert len(truth) == 21
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        event = read_all.records[key].content
        assert (event.title, event.url, event.status.value) == (bare(title), url, true.status)
        coming = tuple(s for s in true.sessions if (s[1] or s[0])[:10] >= TODAY.isoformat())
        assert told(event) == coming
        assert (event.place.municipality if event.place else None) == true.municipality
        assert (event.place.name if event.place else None) == true.venue
        assert bool(event.is_free) == true.free
    assert any(len(true.sessions) > 2 for true, _, _ in truth.values())


def test_a_whole_site_by_its_rest_list(platform_web):
    read_all = platform_web.read("mec-rest")
    truth = platform_web.truth("grenier-mec.example", "event")
    assert read_all.problems == ()
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        event = read_all.records[key].content
        assert (event.title, event.url) == (bare(title), url)
        # The page of a series knows its next session alone.
        coming = tuple(s for s in true.sessions if (s[1] or s[0])[:10] >= TODAY.isoformat())
        assert told(event) == coming[:1]
