"""Every site over real HTTP: its entries answer, and the truth is what its pages print."""

from __future__ import annotations

import html
import json
import re
from datetime import date, timedelta

import pytest
from simulated_client import TODAY, Web

from simulator import hosts
from simulator.clock import Clock
from simulator.sites.register import SITES
from simulator.sites.site import Entry
from simulator.titles import event_title

_BOUNDARY = "grenze"


def _multipart(query: str) -> tuple[bytes, str]:
    part = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="query"; filename="blob"\r\n'
    body = f"{part}Content-Type: application/json\r\n\r\n{query}\r\n--{_BOUNDARY}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={_BOUNDARY}"


def _fetch(web: Web, entry: Entry, url: str, query: str = '{"bool":{"must":[]}}') -> str:
    if entry.method == "GET":
        got = web.ask(url)
    else:
        body, media = _multipart(query)
        got = web.ask(url, "POST", body, Content_Type=media)
    assert got.status == 200, url
    return got.body.decode()


def _plain(text: str) -> str:
    """Text with JSON escapes, iCalendar folds and (doubly) escaped entities undone."""
    if text.lstrip()[:1] in "{[":
        text = json.dumps(json.loads(text), ensure_ascii=False).replace('\\"', '"')
    text = text.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
    return html.unescape(html.unescape(text)).replace("\\u003c", "<")


def _whole_listing(web: Web, entry: Entry, host: str) -> str:
    """All pages of a listing, by the links or totals that the platform offers."""
    texts, url = [], entry.url
    for number in range(1, 40):
        text = _fetch(web, entry, url)
        texts.append(_plain(text))
        following = _next(text, url, number)
        if following is None:
            return "\n".join(texts)
        url = following
    raise AssertionError(f"{host}: pagination never ends")


def _next(text: str, url: str, number: int) -> str | None:
    base = url.split("?")[0]
    if "/search-api/" in url:
        return (
            re.sub(r"pageNumber=\d+", f"pageNumber={number + 1}", url)
            if number * 10 < json.loads(text)["totalResults"]
            else None
        )
    if "/wp/v2/posts" in url:
        return (
            re.sub(r"&page=\d+", "", url) + f"&page={number + 1}"
            if len(json.loads(text)) == 20 and number < 4
            else None
        )
    if "/records" in url:
        more = number * 50 < json.loads(text)["total_count"]
        return re.sub(r"offset=\d+", f"offset={50 * number}", url) if more else None
    if text.startswith("{"):
        answer = json.loads(text)
        return answer.get("next_rest_url") or answer.get("batching", {}).get("next")
    link = re.search(r'<a href="([^"]+)" (?:rel="next"|class="next")', text)
    if link is None:
        return None
    target = html.unescape(link[1])
    return base + target if target.startswith("?") else f"https://{base.split('/')[2]}/{target}"


def test_there_are_enough_sites_and_platforms() -> None:
    assert len(SITES) >= 14
    assert len({site.platform for site in SITES.values()}) >= 8


@pytest.mark.parametrize("host", SITES)
def test_home_robots_and_private_corner(web: Web, host: str) -> None:
    home = web.ask(f"https://{host}/")
    assert home.status == 200
    for entry in SITES[host].entries():
        assert entry.method == "POST" or html.escape(entry.url) in home.body.decode()
    robots = web.ask(f"https://{host}:8090/robots.txt")
    assert robots.status == 200
    assert "Disallow: /prive/" in robots.body.decode()
    assert web.ask(f"https://{host}/n-existe-pas").status == 404


@pytest.mark.parametrize("host", SITES)
def test_listings_print_every_title_of_the_truth(web: Web, clock: Clock, host: str) -> None:
    site = SITES[host]
    text = "\n".join(_whole_listing(web, entry, host) for entry in site.entries())
    sightings = list(site.sightings(clock.view))
    assert len(sightings) >= 10
    assert [s.title for s in sightings if s.title not in text] == []


@pytest.mark.parametrize("host", SITES)
def test_public_pages_print_the_title_of_the_truth(web: Web, clock: Clock, host: str) -> None:
    for sighting in SITES[host].sightings(clock.view):
        got = web.ask(sighting.url)
        assert got.status == 200, sighting.url
        assert sighting.title in html.unescape(got.body.decode())


def test_lists_print_nothing_that_the_truth_does_not_see(web: Web, clock: Clock) -> None:
    for host in (hosts.HUB, hosts.COMMUNES, hosts.HAINAUT, hosts.THEATRE, hosts.NEON, hosts.GRENIER):
        text = "\n".join(_whole_listing(web, e, host) for e in SITES[host].entries() if e.kind == "event")
        seen = {s.title for s in SITES[host].sightings(clock.view)}
        hidden = {event_title(e, host) for e in clock.world.events if host in e.sites} - seen
        assert hidden
        assert [t for t in hidden if f">{t}<" in text or f'"{t}"' in text or f"SUMMARY:{t}\r" in text] == []


def test_tribe_pages_and_windows(web: Web) -> None:
    here = f"https://{hosts.HUB}/wp-json/tribe/events/v1/events"
    first = json.loads(web.ask(f"{here}?page=1&per_page=20").body)
    assert first["total_pages"] == -(-first["total"] // 20) >= 2
    assert all(e["end_date"][:10] >= TODAY.isoformat() for e in first["events"])
    assert web.ask(f"{here}?page=99").status == 404
    rows = [e for p in range(1, 9) for e in json.loads(web.ask(f"{here}?page={p}&per_page=20").body).get("events", [])]
    assert any(e["venue"] == [] for e in rows)
    assert all(e["image"] is False for e in rows)
    repeated = [e for e in rows if sum(o["id"] == e["id"] for o in rows) > 1]
    assert repeated
    assert all(e["url"].endswith(f"/{e['start_date'][:10]}/") for e in repeated)


def test_wordpress_totals_and_page_limit(web: Web) -> None:
    got = web.ask(f"https://{hosts.PIXEL}/wp-json/wp/v2/posts?per_page=20&page=2")
    total, pages = int(got.headers["x-wp-total"]), int(got.headers["x-wp-totalpages"])
    assert pages == -(-total // 20)
    assert json.loads(got.body)[0]["date"] != json.loads(got.body)[0]["date_gmt"]
    assert (
        json.loads(web.ask(f"https://{hosts.PIXEL}/wp-json/wp/v2/posts?page=99").body)["code"]
        == "rest_post_invalid_page_number"
    )
    assert web.ask(f"https://{hosts.PIXEL}/feed/").body.count(b"<item>") == 10


def test_typo3_pointer_needs_its_hash(web: Web) -> None:
    start = web.ask(f"https://{hosts.APPELS}/vous-cherchez/appels-a-projetcandidature/").body
    guessed = web.ask(f"https://{hosts.APPELS}/index.php?id=17500&tx_ttnews%5Bpointer%5D=1").body
    assert guessed == start
    link = re.search(rb'href="([^"]+)" class="next"', start)
    assert link
    assert web.ask(f"https://{hosts.APPELS}/{html.unescape(link[1].decode())}").body != start


def test_funding_portal_wants_post_with_typed_parts(web: Web) -> None:
    entry = SITES[hosts.EUROPE].entries()[0]
    assert web.ask(entry.url).status == 405
    assert web.ask(entry.url, "POST", b"query={}", Content_Type="application/x-www-form-urlencoded").status == 500
    every = json.loads(_fetch(web, entry, entry.url.replace("pageSize=10", "pageSize=100")))
    open_only = '{"bool":{"must":[{"terms":{"status":["31094502"]}}]}}'
    some = json.loads(_fetch(web, entry, entry.url.replace("pageSize=10", "pageSize=100"), open_only))
    assert 0 < some["totalResults"] < every["totalResults"]
    assert all(isinstance(v, list) for r in every["results"] for v in r["metadata"].values())
    assert {r["metadata"]["status"][0] for r in some["results"]} == {"31094502"}


def test_calendar_is_folded_and_ends_days_exclusively(web: Web, clock: Clock) -> None:
    text = web.ask(f"https://{hosts.GRENIER}/events/?ical=1").body
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"EXDATE;TZID=Europe/Brussels:" in text
    event = next(e for e in clock.view.events_of(hosts.GRENIER, 30) if e.sessions[0].all_day)
    day_after = event.last_day + timedelta(days=1)
    assert f"DTEND;VALUE=DATE:{day_after:%Y%m%d}".encode() in text


def test_events_of_the_truth_print_their_start(web: Web, clock: Clock) -> None:
    """The iMio agenda says the truth's own starts, with the offset of Brussels on that day."""
    entry = SITES[hosts.COMMUNES].entries()[0]
    text = _whole_listing(web, entry, hosts.COMMUNES)
    for truth in clock.world.truth():
        if any(s.site == hosts.COMMUNES for s in truth.sightings):
            coming = [s for s in truth.sessions if (s[1] or s[0])[:10] >= TODAY.isoformat()]
            start = coming[0][0]
            local = start if "T" in start else f"{start}T00:00:00"
            offset = "+02:00" if date(2026, 3, 29).isoformat() <= local[:10] < "2026-10-25" else "+01:00"
            assert f'"start": "{local}{offset}"' in text, truth
