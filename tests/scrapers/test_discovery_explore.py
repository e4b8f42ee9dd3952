"""Leads asked of a real server on loopback: few requests, and only content is believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from loopback_site import Site

from scrapers.client import Client
from scrapers.discovery.explore import Explored, explore
from vigie.model import Cause, Kind, Request, Source

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
HTML = "text/html; charset=utf-8"
VISITOR = Source(
    "maison", "Maison", "http://maison.example/", (Kind.EVENT,), "", ("http://maison.example/",), find=True
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>http://maison.example/</link>'
    "<item><title>Une saison</title><link>http://maison.example/a</link><pubDate>{date}</pubDate></item></channel></rss>"
)
FRESH, OLD = "Fri, 20 Nov 2026 10:00:00 +0100", "Fri, 20 Nov 2020 10:00:00 +0100"


def event(number: int, day: str) -> dict[str, object]:
    return {
        "id": number, "title": f"Atelier {number}", "url": f"http://maison.example/event/{number}/",
        "start_date": f"{day} 19:00:00", "end_date": f"{day} 21:00:00", "timezone": "Europe/Brussels",
        "utc_start_date": f"{day} 18:00:00", "all_day": False, "image": False, "venue": [], "organizer": [],
    }  # fmt: skip


def front(site: Site, head: str = "", body: str = "") -> None:
    site.serve("/", f'<!DOCTYPE html><html lang="nl"><head>{head}</head><body>{body}</body></html>', Content_Type=HTML)


def explored(client: Client, wanted: tuple[Kind, ...] = (), limit: int = 12) -> Explored:
    start = client.fetch(VISITOR, Request("http://maison.example/")).capture
    return explore(VISITOR, client.fetch, start, NOW, wanted, limit)


def outcome(found: Explored, path: str) -> str:
    return next(asked.outcome for asked in found.asked if asked.lead.url == f"http://maison.example{path}")


def test_events_by_their_interface_and_news_by_the_feed(site: Site, client: Client) -> None:
    front(site, '<link rel="alternate" type="application/rss+xml" href="/feed/">', '<div class="tribe-events">')
    api = "/wp-json/tribe/events/v1/events?page=1&per_page=50&start_date=2026-10-22"
    rows = {"events": [event(n, "2026-12-03") for n in range(1, 6)], "total": 5}
    site.serve(api, json.dumps(rows), Content_Type="application/json")
    site.serve("/feed/", FEED.format(title="Maison", date=FRESH), Content_Type="application/rss+xml")
    found = explored(client)
    assert [(way.platform, [k.value for k in way.kinds], way.certain) for way in found.ways] == [
        ("tribe_events", ["event"], True), ("feed", ["news"], True)]  # fmt: skip
    assert found.ways[0].urls == ("http://maison.example/wp-json/tribe/events/v1/events",)
    assert found.ways[0].language == "nl"
    assert "5 items" in found.ways[0].because[1]
    assert "its dates are those of publication" in found.ways[1].because


def test_html_answered_as_a_feed_is_no_way(site: Site, client: Client) -> None:
    front(site, '<link rel="alternate" type="application/rss+xml" href="/rss">')
    site.serve("/rss", "<!DOCTYPE html><html><body>Bienvenue</body></html>", Content_Type="application/rss+xml")
    found = explored(client)
    assert found.ways == ()
    assert "HTML page was answered" in outcome(found, "/rss")


def test_a_feed_of_comments_says_so_in_its_title(site: Site, client: Client) -> None:
    front(site, '<link rel="alternate" type="application/rss+xml" href="/rss">')
    site.serve("/rss", FEED.format(title="Commentaires pour Maison", date=FRESH), Content_Type="application/rss+xml")
    assert outcome(explored(client), "/rss") == "a feed of comments, which is never read"


def test_what_was_left_alone_is_not_certain(site: Site, client: Client) -> None:
    front(site, '<link rel="alternate" type="application/rss+xml" href="/rss">')
    site.serve("/rss", FEED.format(title="Maison", date=OLD), Content_Type="application/rss+xml")
    (way,) = explored(client).ways
    assert (way.certain, way.because[-1]) == (False, "its newest entry is of 2020-11-20")


def test_the_default_list_under_another_address_is_no_second_list(site: Site, client: Client) -> None:
    front(site, '<link rel="alternate" type="application/rss+xml" href="/rss">'
                '<link rel="alternate" type="application/rss+xml" title="appels" href="/rss?type=appels">')  # fmt: skip
    for path in ("/rss", "/rss?type=appels"):
        site.serve(path, FEED.format(title="Maison", date=FRESH), Content_Type="application/rss+xml")
    found = explored(client, (Kind.CALL,))
    assert len(found.ways) == 1
    assert "what the address asks for is ignored" in outcome(found, "/rss?type=appels")


def test_an_empty_calendar_answers_and_is_not_certain(site: Site, client: Client) -> None:
    front(site, body='<a href="/agenda.ics">Agenda</a>')
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    site.serve("/agenda.ics", calendar, Content_Type="text/calendar")
    (way,) = explored(client).ways
    assert (way.platform, way.confidence, way.because[-1]) == ("ical", 40, "it answers, and holds nothing now")


def test_events_that_are_over_are_not_certain(site: Site, client: Client) -> None:
    front(site, body='<a href="/agenda.ics">Agenda</a>')
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Bal\r\n"
        "DTSTART:20240301T180000Z\r\nDTEND:20240301T200000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    site.serve("/agenda.ics", calendar, Content_Type="text/calendar")
    (way,) = explored(client).ways
    assert (way.certain, way.because[-1]) == (False, "all of its events are over")


def test_a_wall_is_named_and_nothing_is_invented(site: Site, client: Client) -> None:
    front(site, "<title>Just a moment...</title>")
    found = explored(client)
    assert found.ways == ()
    assert found.trouble is not None
    assert found.trouble.cause is Cause.BLOCKED


def test_robots_are_obeyed_and_said(site: Site, client: Client) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /rss\n", Content_Type="text/plain")
    front(site, '<link rel="alternate" type="application/rss+xml" href="/rss">')
    site.serve("/rss", FEED.format(title="Maison", date=FRESH))
    assert outcome(explored(client), "/rss").startswith("robots: robots.txt forbids")
    assert "/rss" not in site.paths()


def test_few_requests_however_much_a_page_links(site: Site, client: Client) -> None:
    front(site, "".join(f'<link rel="alternate" type="application/rss+xml" href="/f{n}">' for n in range(40)))
    found = explored(client)
    assert len(found.asked) == 12
    assert len([p for p in site.paths() if p not in ("/", "/robots.txt")]) == 12
    assert len(explored(client, limit=3).asked) == 3


def test_a_host_that_says_stop_is_not_asked_again(site: Site, client: Client) -> None:
    front(site, "".join(f'<link rel="alternate" type="application/rss+xml" href="/f{n}">' for n in range(5)))
    for n in range(5):
        site.serve(f"/f{n}", status=429, Retry_After="3600")
    found = explored(client)
    assert found.trouble is not None
    assert found.trouble.cause is Cause.RATE_LIMITED
    assert sum(path.startswith("/f") for path in site.paths()) == 1


def test_a_page_that_lists_the_kind_ends_the_search_for_it(site: Site, client: Client) -> None:
    front(site, body='<a href="/agenda">Agenda</a><a href="/evenements">Événements</a>')
    for path in ("/agenda", "/evenements"):
        site.serve(path, f"<!DOCTYPE html><html><body>{path}</body></html>", Content_Type=HTML)
    start = client.fetch(VISITOR, Request("http://maison.example/")).capture
    found = explore(VISITOR, client.fetch, start, NOW, lists=lambda page: (Kind.EVENT,) if "agenda" in page.url else ())
    assert [page.url for page in found.pages] == ["http://maison.example/", "http://maison.example/agenda"]
