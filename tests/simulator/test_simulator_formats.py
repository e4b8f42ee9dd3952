"""Independent, well-kept parsers find in the pages what the truth says, oddities included."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import extruct
import feedparser
import icalendar
import pytest
import recurring_ical_events
from simulated_client import Web

from simulator import hosts
from simulator.clock import Clock
from simulator.sites.register import SITES
from simulator.truth import Truth

BRUSSELS = ZoneInfo("Europe/Brussels")


def _truths(clock: Clock, host: str, kind: str) -> dict[str, Truth]:
    """Truth by the site's own key."""
    return {s.key: t for t in clock.world.truth() if t.kind == kind for s in t.sightings if s.site == host}


def _utc(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=BRUSSELS).astimezone(UTC)


def test_calendar_expands_to_the_sessions_of_the_truth(web: Web, clock: Clock) -> None:
    calendar = icalendar.Calendar.from_ical(web.ask(f"https://{hosts.GRENIER}/events/?ical=1").body)
    found: dict[str, list[str]] = {}
    for event in recurring_ical_events.of(calendar).between(datetime(2025, 1, 1), datetime(2028, 1, 1)):
        start = event["DTSTART"].dt
        local = start.replace(tzinfo=None).isoformat() if isinstance(start, datetime) else start.isoformat()
        found.setdefault(str(event["UID"]), []).append(local)
    truths = _truths(clock, hosts.GRENIER, "event")
    wanted = {key: [start for start, _ in truth.sessions] for key, truth in truths.items()}
    assert {key: sorted(starts) for key, starts in found.items()} == wanted
    cancelled = {str(e["UID"]) for e in calendar.walk("VEVENT") if e.get("STATUS") == "CANCELLED"}
    assert cancelled == {k for k, t in truths.items() if t.status == "cancelled"}


@pytest.mark.parametrize(
    ("host", "path", "version"),
    [
        (hosts.LETTRE, "/atom.xml", "atom10"),
        (hosts.MARCHE, "/actualites/RSS", "rss10"),
        (hosts.PIXEL, "/feed/", "rss20"),
    ],
)
def test_feeds_parse_and_date_their_publication(web: Web, clock: Clock, host: str, path: str, version: str) -> None:
    feed = feedparser.parse(web.ask(f"https://{host}{path}").body)
    assert not feed.bozo
    assert feed.version == version
    by_url = {s.url: (t, s) for t in clock.world.truth() for s in t.sightings if s.site == host}
    assert len(feed.entries) >= 10
    for entry in feed.entries:
        truth, sighting = by_url[entry.link]
        moment = entry.get("published_parsed") or entry["updated_parsed"]
        assert datetime(*moment[:6], tzinfo=UTC) == _utc(truth.published or "")
        assert html.unescape(entry.title) == sighting.title


def test_json_ld_arrays_say_the_sessions(web: Web, clock: Clock) -> None:
    for url, truth in _truths(clock, hosts.THEATRE, "event").items():
        data = extruct.extract(web.ask(url).body.decode(), syntaxes=["json-ld"])["json-ld"]
        starts = [d["startDate"] for d in data]
        assert [s[:19] for s in starts] == [s for s, _ in truth.sessions]
        assert all(datetime.fromisoformat(s).astimezone(UTC) == _utc(s[:19]) for s in starts if "T" in s)
        assert data[0]["eventStatus"].endswith("EventCancelled") == (truth.status == "cancelled")


def test_json_ld_graph_carries_local_clocks_as_if_utc(web: Web, clock: Clock) -> None:
    clocked = 0
    for url, truth in _truths(clock, hosts.MUSEE, "event").items():
        graph = extruct.extract(web.ask(url).body.decode(), syntaxes=["json-ld"])["json-ld"][0]["@graph"]
        start = next(node["startDate"] for node in graph if "startDate" in node)
        assert start == ((truth.start or "") + "+00:00" if "T" in (truth.start or "") else truth.start)
        clocked += "T" in start
    assert clocked >= 3


def test_microdata_is_naive(web: Web, clock: Clock) -> None:
    for url, truth in _truths(clock, hosts.OURTHE, "event").items():
        found = extruct.extract(web.ask(url).body.decode(), syntaxes=["microdata"])["microdata"]
        start = next(node["properties"]["startDate"] for node in found if "startDate" in node["properties"])
        assert (truth.start or "").startswith(start)
        assert truth.online or found[0]["properties"]["location"]["properties"]["address"]["properties"]["postalCode"]


def test_open_data_rules_expand_to_the_sessions(web: Web, clock: Clock) -> None:
    """Every RRULE of the regional portal, read as text, counts the sessions of the truth."""
    first_page = SITES[hosts.REGION].entries()[0].url
    pages = [json.loads(web.ask(first_page.replace("offset=0", f"offset={n}")).body) for n in range(0, 200, 50)]
    records = {r["id"]: r for page in pages for r in page["results"]}
    assert len(records) == pages[0]["total_count"]
    truths = _truths(clock, hosts.REGION, "event")
    assert set(truths) <= set(records)
    assert any(r["recurrence"] for r in records.values())
    for key, truth in truths.items():
        record = records[key]
        assert record["start_datetime"][:19] == (truth.start or "")[:19] or record["whole_day"]
        if record["recurrence"]:
            rule = dict(part.split("=") for part in record["recurrence"].removeprefix("RRULE:").split(";"))
            step = timedelta(weeks=int(rule.get("INTERVAL", "1")))
            first = datetime.fromisoformat(truth.sessions[0][0])
            assert [first + n * step for n in range(int(rule["COUNT"]))] == [
                datetime.fromisoformat(s) for s, _ in truth.sessions
            ]


def test_funding_portal_deadlines_are_days_of_the_truth(web: Web, clock: Clock) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="query"\r\nContent-Type: application/json\r\n\r\n'
    url = SITES[hosts.EUROPE].entries()[0].url.replace("pageSize=10", "pageSize=100")
    got = web.ask(url, "POST", head + b'{"bool":{}}\r\n--x--\r\n', Content_Type="multipart/form-data; boundary=x")
    truths = _truths(clock, hosts.EUROPE, "call")
    for result in json.loads(got.body)["results"]:
        metadata = result["metadata"]
        truth = truths[metadata["identifier"][0]]
        assert [d[:10] for d in metadata["deadlineDate"]] == [d[:10] for d in truth.deadlines]
        assert all(
            "17:00:00 Brussels time" in metadata["descriptionByte"][0] and d.endswith("T17:00:00")
            for d in truth.deadlines
        )
        rows = [
            r for group in json.loads(metadata["budgetOverview"][0])["budgetTopicActionMap"].values() for r in group
        ]
        own = [r for r in rows if r["action"].startswith(metadata["identifier"][0])]
        assert [(r["minContribution"], r["maxContribution"]) for r in own] == [(truth.low, truth.high)]
