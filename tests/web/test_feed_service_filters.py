"""Any filter as a URL: in every format the rows are those of the SQL, and those of the published selection."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from typing import Any

import icalendar
import pytest
import varied_items as made
from lxml import etree
from site_under_test import Site
from sqlalchemy import text

from feeds import check, ics
from feeds.formats import FEEDS, NAMES
from feeds.rights import released
from feeds.selection import select, window
from feeds.slices import slices_of
from transforms.analyse import analyse
from vigie.model import Item, Kind
from warehouse import items

SINCE, UNTIL = window(made.TODAY)
LIVE = "NOT i.hidden AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND i.kind = :kind"
WITHIN = {
    Kind.EVENT: """EXISTS (SELECT 1 FROM occurrences o WHERE o.item = i.id AND o.local_start::date <= :until
        AND greatest(o.local_start, coalesce(o.local_end, o.local_start))::date >= :since)""",
    Kind.NEWS: """coalesce((i.published_at AT TIME ZONE 'Europe/Brussels')::date,
        (i.created_at AT TIME ZONE 'UTC')::date) >= CAST(:news AS date)""",
    Kind.CALL: """(EXISTS (SELECT 1 FROM jsonb_array_elements(i.content -> 'deadlines') d
        WHERE CAST(d -> 'at' ->> 'local' AS timestamp)::date
            - CASE WHEN d ->> 'strict' = 'true' AND d -> 'at' ->> 'precision' = 'day' THEN 1 ELSE 0 END >= :since)
        OR (i.content -> 'deadlines' IS NULL AND (NOT i.closed OR i.revised_at::date >= :since)))""",
}
FACETS = {
    "province=namur": "i.province = 'namur'",
    "province=namur&province=liege": "i.province IN ('namur', 'liege')",
    "discipline=xr": "'discipline:xr' = ANY(i.topics)",
    "discipline=xr&discipline=games": "i.topics && ARRAY['discipline:xr', 'discipline:games']",
    "topic=discipline:xr": "'discipline:xr' = ANY(i.topics)",
    "topic=discipline:xr&topic=audience:youth": "i.topics @> ARRAY['discipline:xr', 'audience:youth']",
    "audience=youth": "'audience:youth' = ANY(i.topics)",
    "totem=trakk": "i.content -> 'place' ->> 'totem' = 'trakk'",
    "source=source-1": "'source-1' = ANY(i.sources)",
    "source=source-1&source=source-3": "i.sources && ARRAY['source-1', 'source-3']",
    "language=fr": "i.language IN ('fr', 'fr-BE')",
    "language=nl&language=de": "i.language IN ('nl', 'de')",
    "q=atelier": "i.search @@ CAST(:atelier AS tsquery)",
    "province=namur&province=liege&discipline=xr&language=fr": "i.province IN ('namur', 'liege')"
    " AND 'discipline:xr' = ANY(i.topics)"
    " AND i.language IN ('fr', 'fr-BE')",
    "cancelled=0": "i.status IS DISTINCT FROM 'cancelled'",
    "updated_since=2026-03-12T06:00:00Z": "i.revised_at >= '2026-03-12T06:00:00Z'",
    "updated_since=2026-03-11": "i.revised_at >= '2026-03-10T23:00:00Z'",
}
TYPES = {Kind.EVENT: "event_type:workshop", Kind.NEWS: "watch_type:study", Kind.CALL: "call_type:bourse"}
ASKED = [
    *((kind, query, sql) for kind in Kind for query, sql in FACETS.items()),
    *((kind, f"type={t.partition(':')[2]}", f"'{t}' = ANY(i.topics)") for kind, t in TYPES.items()),
]


def ids_of_ics(body: bytes) -> list[str]:
    assert check.calendar(body) == []
    return [str(e["UID"])[:36] for e in icalendar.Calendar.from_ical(body).walk("VEVENT")]


def ids_of_atom(body: bytes) -> list[str]:
    found = etree.fromstring(body).findall("{*}entry/{*}id")
    return [re.fullmatch(r"tag:vigie.example,2026:(.+)", e.text)[1] for e in found]  # type: ignore[index]


def ids_of_csv(body: bytes) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(body.decode("utf-8")))]


def rows(site: Site, kind: Kind, sql: str) -> list[Any]:
    values = {"kind": kind.value, "since": SINCE, "until": UNTIL, "news": "2025-02-05", "atelier": question("atelier")}
    query = f"SELECT CAST(i.id AS text), i.revised_at FROM items i WHERE {LIVE} AND {WITHIN[kind]} AND {sql}"
    with site.engine.connect() as connection:
        found = connection.execute(text(query + " ORDER BY i.revised_at DESC, i.id"), values).all()
    return [row[0] for row in found]


def question(words: str) -> str:
    return " & ".join(f"'{token}'" for token in analyse(words))


@pytest.mark.parametrize(("kind", "query", "sql"), ASKED, ids=[f"{k}?{q}" for k, q, _ in ASKED])
def test_rows_are_those_of_the_sql(varied: Site, kind: Kind, query: str, sql: str) -> None:
    expected = rows(varied, kind, sql)
    assert len(expected) >= 2, "the question finds too little to be one"
    assert (query == "cancelled=0" and kind is not Kind.EVENT) or set(expected) < set(rows(varied, kind, "true"))

    def got(suffix: str) -> Any:
        answer = varied.client.get(f"/{NAMES[kind]}{suffix}?{query}")
        assert answer.status_code == 200, answer.text
        return answer

    assert sorted(ids_of_csv(got(".csv").content)) == sorted(expected)
    feed = got(".json").json()
    assert [i["_vigie"]["id"] for i in feed["items"]] == expected
    assert ids_of_atom(got(".atom").content) == expected[:100]
    if kind is not Kind.NEWS:
        assert set(ids_of_ics(got(".ics").content)) == set(expected) - set(outside_calendars(varied, kind))


def outside_calendars(site: Site, kind: Kind) -> list[str]:
    """Items that no calendar has a day for: known by their month only, calls without a deadline in the window."""
    if kind is Kind.EVENT:
        return rows(site, kind, """i.content @> '{"occurrences": [{"start": {"precision": "month"}}]}'""")
    return rows(site, kind, "i.content -> 'deadlines' IS NULL")


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_no_parameter_gives_the_file_and_the_same_rows(varied: Site, kind: Kind) -> None:
    for feed in (f for f in FEEDS if f.kind is kind):
        answer = varied.client.get(f"/{feed.path}")
        assert answer.content == (varied.settings.feeds / feed.path).read_bytes()
    filed = varied.client.get(f"/{NAMES[kind]}.csv").content
    assert sorted(ids_of_csv(filed)) == sorted(rows(varied, kind, "true"))
    # A question that all of them answer to, made anew: the same items in the same words.
    everything = "&".join(f"source={s.slug}" for s in made.SOURCES)
    assert varied.client.get(f"/{NAMES[kind]}.csv?{everything}").content == filed


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_items_are_those_of_the_selection_filtered_in_python(varied: Site, kind: Kind) -> None:
    with varied.engine.connect() as connection:
        shelf = select(items.stream(connection, kind), kind, made.TODAY)
    for name in ("province:hainaut", "discipline:games", "audience:jobseeker", "totem:a6k", "language:de"):
        expected = [i.id for i in shelf if name in slices_of(released(i))]
        assert expected
        facet, _, slug = name.partition(":")
        found = varied.client.get(f"/{NAMES[kind]}.csv?{facet}={slug}").content
        assert sorted(ids_of_csv(found)) == sorted(expected)


def of_days(item: Item, first: str, last: str) -> bool:
    sessions = item.content.occurrences  # type: ignore[union-attr]
    return any(o.start.day.isoformat() <= last and o.last_day.isoformat() >= first for o in sessions)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("from=2026-04-01&to=2026-04-01", "2026-04-01", "2026-04-01"),
        ("from=2026-04-01&to=2026-05-31", "2026-04-01", "2026-05-31"),
        ("to=2026-02-15", "2026-01-16", "2026-02-15"),
        ("from=2027-04-10", "2027-04-10", "2028-05-14"),
        ("from=2026-01-01", "2026-01-01", "2027-04-16"),
        ("from=2025-01-01&to=2028-01-01", "2025-01-01", "2028-01-01"),
    ],
)
def test_days_take_the_place_of_the_window(varied: Site, asked: str, first: str, last: str) -> None:
    with varied.engine.connect() as connection:
        expected = {i.id for i in items.stream(connection, Kind.EVENT) if of_days(i, first, last)}
    assert expected
    assert set(ids_of_csv(varied.client.get(f"/agenda.csv?{asked}").content)) == expected
    calendar = icalendar.Calendar.from_ical(varied.client.get(f"/agenda.ics?{asked}").content)
    for event in calendar.walk("VEVENT"):
        begins, ends = (event.decoded(name).isoformat()[:10] for name in ("DTSTART", "DTEND"))
        assert begins <= last
        assert ends >= first


def test_days_of_news_and_of_calls(varied: Site) -> None:
    news = rows(
        varied, Kind.NEWS, "(i.published_at AT TIME ZONE 'Europe/Brussels')::date BETWEEN '2026-01-01' AND '2026-01-31'"
    )
    found = varied.client.get("/watch.csv?from=2026-01-01&to=2026-01-31").content
    assert sorted(ids_of_csv(found)) == sorted(news)
    assert news
    closing = """EXISTS (SELECT 1 FROM jsonb_array_elements(i.content -> 'deadlines') d
        WHERE CAST(d -> 'at' ->> 'local' AS timestamp)::date
            - CASE WHEN d ->> 'strict' = 'true' THEN 1 ELSE 0 END BETWEEN '2026-04-01' AND '2026-04-30')"""
    calls = rows(varied, Kind.CALL, closing)
    assert len(calls) >= 3
    assert sorted(ids_of_csv(varied.client.get("/calls.csv?from=2026-04-01&to=2026-04-30").content)) == sorted(calls)
    undated = varied.client.get("/calls.csv?from=2026-03-12").content
    assert not set(ids_of_csv(undated)) & set(rows(varied, Kind.CALL, "i.content -> 'deadlines' IS NULL"))


@pytest.mark.parametrize("feed", FEEDS, ids=lambda f: f.path)
def test_every_format_of_every_kind_is_filtered(varied: Site, feed: Any) -> None:
    whole, part = (varied.client.get(f"/{feed.path}{q}") for q in ("?language=fr", "?language=fr&province=namur"))
    for answer in (whole, part):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == feed.format.media_type
    assert 0 < len(part.content) < len(whole.content)
    again = varied.client.get(f"/{feed.path}?province=namur&language=fr")
    assert (again.content, again.headers["etag"]) == (part.content, part.headers["etag"])


def test_a_feed_that_cannot_hold_all_says_so(varied: Site) -> None:
    several = varied.client.get("/agenda.csv?language=fr&limit=3")
    assert several.headers["x-vigie-truncated"] == "3"
    assert len(ids_of_csv(several.content)) == 3
    live = varied.client.get("/agenda.atom?language=fr&limit=2")
    assert "d’autres correspondent" in live.text
    assert "x-vigie-truncated" not in varied.client.get("/agenda.csv?province=namur").headers


def test_a_json_feed_leads_on_to_all_of_it(varied: Site) -> None:
    expected = rows(varied, Kind.EVENT, "'discipline:xr' = ANY(i.topics)")
    address, found, pages = "/agenda.json?discipline=xr&limit=7", list[str](), 0
    while address:
        feed = varied.client.get(address).json()
        found += [i["_vigie"]["id"] for i in feed["items"]]
        address, pages = feed.get("next_url", "").removeprefix("http://vigie.test"), pages + 1
    assert found == expected
    assert pages == -(-len(expected) // 7)


def test_a_slice_asked_for_as_a_filter_is_the_same_feed(varied: Site) -> None:
    file = varied.settings.feeds / "province" / "namur" / "agenda.atom"
    published, asked = (
        etree.fromstring(b) for b in (file.read_bytes(), varied.client.get("/agenda.atom?province=namur").content)
    )
    for name in ("id", "title", "subtitle", "updated"):
        assert published.findtext(f"{{*}}{name}") == asked.findtext(f"{{*}}{name}"), name
    entries = [
        [etree.tostring(e, method="c14n", exclusive=True) for e in feed.findall("{*}entry")]
        for feed in (published, asked)
    ]
    assert entries[0] == entries[1]


def test_recurrence_gives_one_component_for_a_series(varied: Site) -> None:
    expanded, folded = (
        ids_of_ics(varied.client.get(f"/agenda.ics?source=source-1{q}").content) for q in ("", "&recurrence=rrule")
    )
    assert len(folded) == len(set(folded)) == len(set(expanded)) < len(expanded)


def test_names_say_what_was_asked(varied: Site) -> None:
    titles = [
        varied.client.get(f"/agenda.json?{q}").json()["title"]
        for q in ("province=namur", "type=workshop&province=namur", "q=atelier", "from=2026-04-01")
    ]
    assert titles == [
        "Vigie – agenda – Namur", "Vigie – agenda – Namur, Atelier", "Vigie – agenda – « atelier »",
        "Vigie – agenda – du 2026-04-01",
    ]  # fmt: skip
    feeds = [varied.client.get(f"/agenda.atom?{q}").content for q in ("province=namur", "province=liege", "q=xr")]
    assert len({etree.fromstring(f).findtext("{*}id") for f in feeds}) == 3


def test_order_of_parameters_is_no_matter(varied: Site) -> None:
    one, other = (
        varied.client.get(f"/agenda.json?{q}")
        for q in ("province=namur&province=liege&type=workshop", "type=workshop&province=liege&province=namur")
    )
    assert one.content == other.content
    assert one.json()["feed_url"] == "http://vigie.test/agenda.json?province=liege&province=namur&type=workshop"


def test_sorted(varied: Site) -> None:
    """The order of the ids is that of the format, not that of the question."""
    calendar = icalendar.Calendar.from_ical(varied.client.get("/agenda.ics?language=nl").content)
    starts = [e.decoded("DTSTART").isoformat()[:10] for e in calendar.walk("VEVENT")]
    assert len(starts) > 10
    assert all(a <= b for a, b in pairwise(starts))


def test_a_calendar_that_is_full_says_so(varied: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics, "LARGEST_COUNT", 7)
    full = varied.client.get("/agenda.ics?discipline=games")
    assert full.headers["x-vigie-truncated"] == "7"
    assert len(ids_of_ics(full.content)) == 7
    assert "Limité à 7 éléments" in str(icalendar.Calendar.from_ical(full.content)["DESCRIPTION"])
