"""Oddities of schema.org in pages (API_SHAPES.md §8), each one a case."""

import json

from reader_bench import bench, reasons, said

from vigie.model import Kind

URL = "https://site.example/event/x/"
EVENT = {
    "@context": "http://schema.org",
    "@type": "Event",
    "name": "Talk &#8211; IA",
    "description": "&lt;p&gt;Texte [&hellip;]&lt;/p&gt;\\n",
    "url": URL,
    "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    "eventStatus": "https://schema.org/EventScheduled",
    "startDate": "2026-06-28T08:45:00+02:00",
    "endDate": "2026-06-28T09:45:00+02:00",
    "location": {
        "@type": "Place",
        "name": "TRAKK",
        "url": False,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Rue X 1",
            "addressLocality": "Namur",
            "postalCode": "5000",
            "addressCountry": "Belgium",
        },
        "telephone": "081 00 00 00",
    },
    "organizer": {"@type": "Person", "name": "Le Hub", "email": "c&#111;ntact&#64;example.org"},
    "offers": {"@type": "Offer", "price": "12", "priceCurrency": "EUR"},
    "performer": "Organization",
}


def page_of(*blocks: object, body: str = "") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{b if isinstance(b, str) else json.dumps(b)}</script>' for b in blocks
    )
    return f"<!doctype html><html><head>{scripts}</head><body>{body}</body></html>"


def read(*blocks: object, body: str = "", url: str = URL, label: str = "list", **options: str):
    return bench("schema_org", **options).page(page_of(*blocks, body=body), "text/html", url=url, label=label)


def test_an_event_of_the_events_calendar():
    (item,) = read([EVENT]).items
    assert item.key == URL
    assert item.kind is Kind.EVENT
    assert said(item) == {
        "title": "Talk &#8211; IA",
        "url": URL,
        "description": "<p>Texte […]</p>",
        "status": "EventScheduled",
        "attendance_mode": "OfflineEventAttendanceMode",
        "start": "2026-06-28T08:45:00+02:00",
        "end": "2026-06-28T09:45:00+02:00",
        "place_name": "TRAKK",
        "street": "Rue X 1",
        "postcode": "5000",
        "city": "Namur",
        "country": "Belgium",
        "organizer": "Le Hub",
        "price": "12",
        "currency": "EUR",
    }
    assert item.first("start").evidence.pointer == "ld+json[0]/0/startDate"
    assert item.first("description").html
    assert item.first("title").html
    assert "contact" not in str(item)
    assert "081" not in str(item)


def test_graph_item_list_and_subtypes_are_found():
    graph = {"@graph": [{"@type": "WebPage", "name": "Page"}, {**EVENT, "@type": "Festival"}]}
    listing = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {**EVENT, "url": URL + "2/"}}]}
    assert [i.key for i in read(graph, listing).items] == [URL, URL + "2/"]


def test_an_id_that_is_the_page_with_a_word_is_the_page():
    (item,) = read({**EVENT, "@id": URL + "#event"}).items
    assert item.key == URL


def test_performances_of_one_page_are_sessions_and_a_cancelled_one_is_none():
    second = {**EVENT, "startDate": "2026-06-29T08:45:00+02:00", "endDate": "2026-06-29T09:45:00+02:00"}
    third = {**second, "startDate": "2026-06-30T08:45:00+02:00", "eventStatus": "https://schema.org/EventCancelled"}
    (item,) = read([EVENT, second, third]).items
    assert [(f.group, f.value) for f in item.all("start")] == [
        (202606280845, "2026-06-28T08:45:00+02:00"),
        (202606290845, "2026-06-29T08:45:00+02:00"),
    ]
    assert [f.value for f in item.all("status")] == ["EventScheduled"]


def test_two_events_behind_one_ticket_address_stay_two():
    page = read([EVENT, {**EVENT, "name": "Autre", "startDate": "2026-07-01"}])
    assert [i.text("title") for i in page.items] == ["Talk &#8211; IA", "Autre"]
    assert len({i.key for i in page.items}) == 2


def test_dated_parts_of_a_series_are_items_and_their_frame_is_none():
    series = {
        "@type": "EventSeries",
        "name": "Cycle",
        "location": EVENT["location"],
        "subEvent": [
            {"@type": "Event", "name": "Un", "startDate": "2026-06-01", "url": URL + "1"},
            {"@type": "Event", "name": "Deux", "startDate": "2026-06-02", "url": URL + "2"},
        ],
    }
    page = read(series)
    assert [(i.text("title"), i.text("city")) for i in page.items] == [("Un", "Namur"), ("Deux", "Namur")]


def test_a_virtual_location_and_a_sold_out_offer():
    where = [{"@type": "VirtualLocation", "url": "https://live.example/x"}, {"@type": "Place", "address": "Rue Y, Huy"}]
    offers = [
        {
            "@type": "AggregateOffer",
            "lowPrice": "0.00",
            "highPrice": "25.00",
            "availability": "https://schema.org/SoldOut",
        }
    ]
    (item,) = read({**EVENT, "location": where, "offers": offers}).items
    heard = said(item)
    assert heard["online_url"] == "https://live.example/x"
    assert heard["place_text"] == "Rue Y, Huy"
    assert heard["status"] == ["EventScheduled", "SoldOut"]
    assert (heard["price_low"], heard["price_high"]) == ("0.00", "25.00")


def test_wrong_offsets_are_dropped_where_the_catalogue_says_so():
    wrong = {**EVENT, "startDate": "2026-06-28T20:00:00+00:00"}
    (kept,), (local,) = read(wrong).items, read(wrong, clock="local").items
    assert (kept.text("start"), local.text("start")) == ("2026-06-28T20:00:00+00:00", "2026-06-28T20:00:00")


def test_broken_scripts_are_mended_gently_or_are_problems():
    mended = "<![CDATA[\n// un commentaire\n" + json.dumps(EVENT)[:-1] + ",}\n]]>"
    assert len(read(mended).items) == 1
    page = read('{"@type": "Event", "name": ', EVENT)
    assert len(page.items) == 1
    assert reasons(page) == ["parse-error"]


def test_raw_line_breaks_inside_strings_are_read():
    assert read('{"@type":"Event","name":"A","description":"une\nligne","startDate":"2026-01-01"}').items


def test_microdata_with_instants_in_meta():
    body = """<div itemscope itemtype="http://schema.org/MusicEvent"><h2 itemprop="name">Concert</h2>
    <meta itemprop="startDate" content="2026-06-27T20:00" /><div itemprop="location" itemscope
    itemtype="http://schema.org/Place"><span itemprop="name">Salle</span></div></div>"""
    (item,) = read(body=body).items
    assert said(item) == {"title": "Concert", "start": "2026-06-27T20:00:00", "place_name": "Salle", "url": URL}


def test_rdfa():
    body = """<div vocab="http://schema.org/" typeof="Event"><span property="name">Foire</span>
    <span property="startDate" content="2026-06-27">27 juin</span>
    <div property="location" typeof="Place"><span property="name">Halle</span></div></div>"""
    (item,) = read(body=body).items
    heard = said(item)
    assert (heard["title"], heard["start"], heard["place_name"]) == ("Foire", "2026-06-27", "Halle")


def test_a_list_leads_to_its_detail_pages_on_the_same_host_only():
    links = '<a class="c" href="a/">A</a><a class="c" href="https://autre.example/b">B</a><a rel="next" href="?p=2">'
    body = f'<base href="/agenda/">{links}'
    page = read(body=body, follow="a.c", next="a[rel=next]")
    assert [(r.url, r.label, r.item_key) for r in page.next] == [
        ("https://site.example/agenda/a/", "detail", "https://site.example/agenda/a/"),
        ("https://site.example/agenda/?p=2", "list", None),
    ]
    assert page.problems == ()
    assert page.last is False


def test_a_followed_item_keeps_the_key_of_the_list():
    body = f'<a class="c" href="{URL}">A</a>'
    page = read({**EVENT, "@id": "urn:uuid:1"}, body=body, url=SITE_LIST, follow="a.c")
    assert page.items[0].key == "urn:uuid:1" == page.next[0].item_key


SITE_LIST = "https://site.example/agenda/"


def test_a_page_without_structured_data_says_so():
    assert reasons(read(body="<p>Rien</p>", label="detail", follow="a")) == ["no-structured-data"]
    assert reasons(read(body="<p>Rien</p>", follow="a.c")) == ["layout-changed"]


def test_articles_are_news_only_where_news_is_wanted():
    article = {
        "@type": "NewsArticle",
        "headline": "Titre",
        "datePublished": "2026-02-01T08:00:00+00:00",
        "url": URL,
        "author": {"@type": "Person", "name": "Jeanne"},
    }
    assert read(article).items == ()
    (item,) = bench("schema_org", Kind.NEWS).page(page_of(article), "text/html").items
    assert (item.kind, item.text("title"), item.text("published")) == (Kind.NEWS, "Titre", "2026-02-01T08:00:00+00:00")
    assert "Jeanne" not in str(item)
