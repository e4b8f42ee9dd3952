"""Shapes of API_SHAPES.md that the older readers did not know: ItemLists of addresses, references, schedules, articles
of Yoast, scripts with several documents, the first version of OpenAgenda; and some that they knew without a test."""

import pytest
from platform_bench import told
from reader_bench import NOW, bench, reasons, said
from test_reader_schema_org import EVENT, URL, page_of

from transforms.understand import understand
from vigie.model import Kind

LIST = "https://site.example/agenda/"


def read(*blocks: object, kinds=(Kind.EVENT,), label="list", **options: str):
    return bench("schema_org", *kinds, **options).page(page_of(*blocks), "text/html", url=LIST, label=label)


ITEM_LIST = {
    "@type": "ItemList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "url": "https://site.example/e/1"},
        {"@type": "ListItem", "position": 2, "item": "https://site.example/e/2"},
        {"@type": "ListItem", "position": 3, "item": {"@id": "https://site.example/e/3"}},
        "https://site.example/e/4",
        {"@type": "ListItem", "url": "https://autre.example/e/5"},
    ],
}


def test_a_list_of_addresses_leads_to_its_pages_on_the_same_host():
    page = read({"@graph": [{"@type": "WebPage"}, ITEM_LIST]})
    assert [(r.url, r.label, r.item_key) for r in page.next] == [
        (f"https://site.example/e/{n}", "detail", f"https://site.example/e/{n}") for n in (1, 2, 3, 4)
    ]
    assert page.problems == ()


def test_a_list_beside_events_and_a_trail_of_breadcrumbs_lead_nowhere():
    assert read(EVENT, ITEM_LIST).next == ()
    assert read({**ITEM_LIST, "@type": "BreadcrumbList"}).next == ()
    assert read(ITEM_LIST, label="detail").next == ()


def test_a_reference_to_an_event_is_no_event_without_a_title():
    page = read({"@type": "WebPage", "about": {"@type": "Event", "@id": URL + "#event"}}, EVENT)
    assert [i.key for i in page.items] == [URL]
    assert page.problems == ()


SCHEDULE = {
    "@type": "Schedule",
    "startDate": "2026-03-09",
    "endDate": "2026-03-31",
    "repeatFrequency": "P1W",
    "byDay": ["https://schema.org/Monday"],
    "startTime": "19:00:00",
    "endTime": "21:00",
    "exceptDate": "2026-03-16",
    "scheduleTimezone": "Europe/Brussels",
}


def test_a_schedule_is_a_series_and_no_event_of_three_weeks():
    made = bench("schema_org")
    page = made.page(page_of({"@type": "Event", "name": "Cours", "eventSchedule": SCHEDULE}), "text/html", url=LIST)
    (item,) = page.items
    assert said(item) == {
        "title": "Cours",
        "start": "2026-03-09T19:00:00",
        "end": "2026-03-09T21:00:00",
        "rrule": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260331T235959",
        "exdate": "2026-03-16T19:00:00",
        "timezone": "Europe/Brussels",
        "url": LIST,
    }
    record = understand(item, made.source, NOW).record
    assert told(record.content) == tuple(
        (f"2026-03-{day}T19:00:00", f"2026-03-{day}T21:00:00") for day in ("09", "23", "30")
    )


@pytest.mark.parametrize(
    ("schedule", "rule"),
    [
        ({"repeatFrequency": "P2D", "repeatCount": 5}, "FREQ=DAILY;INTERVAL=2;COUNT=5"),
        ({"repeatFrequency": "monthly"}, "FREQ=MONTHLY"),
        ({"repeatFrequency": "https://schema.org/weekly", "byDay": "TU"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeatFrequency": "PT1H"}, None),
        ({}, None),
    ],
)
def test_rules_of_schedules(schedule, rule):
    node = {"@type": "Event", "name": "A", "eventSchedule": {"startDate": "2026-03-09", **schedule}}
    (item,) = read(node).items
    assert (item.text("start"), item.text("rrule")) == ("2026-03-09", rule)


YOAST = {
    "@graph": [
        {
            "@type": "Article",
            "@id": "https://site.example/n/#article",
            "headline": "Nouvelle",
            "datePublished": "2026-02-01T08:00:00+00:00",
            "mainEntityOfPage": {"@id": "https://site.example/n/"},
        },
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Accueil"}]},
    ]
}


def test_an_article_of_yoast_is_news_on_the_page_that_it_names():
    (item,) = read(YOAST, kinds=(Kind.EVENT, Kind.NEWS)).items
    assert (item.kind, item.url, item.key) == (Kind.NEWS, "https://site.example/n/", "https://site.example/n/#article")
    assert item.first("start") is None
    (call,) = read(YOAST, kinds=(Kind.NEWS,), call_when="nouvelle").items
    assert call.kind is Kind.CALL


def test_documents_one_behind_the_other_in_one_script():
    one, two = (
        '{"@type":"Event","name":"A","startDate":"2026-03-05"}',
        '{"@type":"Event","name":"B","startDate":"2026-03-06"}',
    )
    for between in ("", "\n", " ,\n", ";"):
        assert [i.text("title") for i in read(one + between + two).items] == ["A", "B"]
    page = read(one + " et " + two)
    assert (page.items, reasons(page)) == ((), ["parse-error"])


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"Event","name":"L’art "brut"","startDate":"2026-03-05"}',
        '{"@type":"Event" "name":"A"}',
        '[{"@type":"Event"',
    ],
)
def test_what_cannot_be_mended_surely_is_told(script):
    page = read(script)
    assert (page.items, reasons(page)) == ((), ["parse-error"])


def test_the_first_version_of_openagenda():
    event = {
        "uid": 1,
        "title": {"fr": "Atelier"},
        "timings": [{"start": "2026-03-05T18:00:00.000Z", "end": "2026-03-05T20:00:00.000Z"}],
        "locationName": "TRAKK",
        "address": "Avenue X 1",
        "city": "Namur",
        "latitude": 50.4,
        "longitude": 4.8,
        "canonicalUrl": "https://openagenda.com/x/events/a",
    }
    page = bench("openagenda").page({"total": 1, "events": [event]})
    (item,) = page.items
    assert said(item) == {
        "title": "Atelier",
        "url": "https://openagenda.com/x/events/a",
        "place_name": "TRAKK",
        "place_text": "Avenue X 1",
        "city": "Namur",
        "latitude": "50.4",
        "longitude": "4.8",
        "start": "2026-03-05T18:00:00Z",
        "end": "2026-03-05T20:00:00Z",
    }
    assert page.unread == ()


def test_an_interval_of_zero_in_the_rule_of_a_commune_is_one():
    rule = "RRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=0"
    row = {"id": "1", "title": "Marché", "start_datetime": "2026-03-05T18:00:00+01:00", "recurrence": rule}
    made = bench("opendatasoft")
    (item,) = made.page({"total_count": 1, "results": [row]}).items
    days = [start[:10] for start, _ in told(understand(item, made.source, NOW).record.content)]
    assert days == ["2026-03-05", "2026-03-12", "2026-03-19"]


def test_a_php_date_with_the_name_of_its_zone():
    made = bench("schema_org")
    page = made.page(
        page_of({**EVENT, "startDate": "2026-06-28CEST14:00:00+0200", "endDate": None}), "text/html", url=URL
    )
    assert told(understand(page.items[0], made.source, NOW).record.content) == (("2026-06-28T14:00:00", None),)
