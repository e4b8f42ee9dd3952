"""The JSON API of items: pages by cursor, one item, removals, facets, refusals; its bodies against their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import varied_items as made
from site_under_test import Site
from sqlalchemy import text
from starlette.testclient import TestClient

from feeds.channel import Site as Publisher
from feeds.cloudevents import state
from feeds.formats import NAMES
from vigie.model import Kind
from warehouse import items
from warehouse.editing import hide
from web.app import create_app

PLAIN = {"Accept-Encoding": "identity"}


def pages(site: Site, query: str) -> Iterator[dict[str, Any]]:
    """Every page of a question, by the addresses that the pages give."""
    address = f"/api/v1/items?{query}"
    while address:
        answer = site.client.get(address)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        yield page
        address = page.get("next", "").removeprefix("http://vigie.test")
        assert ("next" in page) is ("cursor" in page) is ('rel="next"' in answer.headers["link"])


def ids(site: Site, query: str) -> list[str]:
    return [item["id"] for page in pages(site, query) for item in page["items"]]


def fed(site: Site, kind: Kind, query: str = "") -> list[str]:
    """Ids of the JSON Feed, all pages."""
    address, found = f"/{NAMES[kind]}.json?{query or 'cancelled=1'}", list[str]()
    while address:
        feed = site.client.get(address).json()
        found += [i["_vigie"]["id"] for i in feed["items"]]
        address = feed.get("next_url", "").removeprefix("http://vigie.test")
    return found


@pytest.mark.parametrize("kind", Kind, ids=str)
@pytest.mark.parametrize("size", [1, 7, 50, 200])
def test_paging_gives_every_item_once(varied: Site, kind: Kind, size: int) -> None:
    query = f"kind={kind}&limit={size}" + ("&discipline=xr" if size == 1 else "")
    sizes = [len(page["items"]) for page in pages(varied, query)]
    assert set(sizes[:-1]) <= {size}
    found = ids(varied, query)
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(fed(varied, kind, "discipline=xr" if size == 1 else ""))


def test_the_order_is_that_of_the_pages(varied: Site) -> None:
    def found(kind: Kind) -> list[dict[str, Any]]:
        return [item for page in pages(varied, f"kind={kind}&limit=200") for item in page["items"]]

    with varied.engine.connect() as connection:
        first = connection.execute(text("""
            SELECT CAST(item AS text), min(starts_at) FROM occurrences
             WHERE greatest(local_start, coalesce(local_end, local_start))::date >= '2026-02-10'
               AND local_start::date <= '2027-04-16' GROUP BY item"""))  # fmt: skip
        sessions = {row[0]: row[1] for row in first}
        shown = connection.execute(text("SELECT CAST(id AS text), coalesce(published_at, created_at) FROM items"))
        published = {row[0]: row[1] for row in shown}
        closing = connection.execute(
            text("""
            SELECT CAST(i.id AS text), coalesce((SELECT min(closes_at) FROM deadlines d WHERE d.item = i.id
                AND d.closes_at > '2026-03-11T23:00:00Z'), i.closes_at) FROM items i WHERE kind = 'call'""")
        )
        closes = {row[0]: row[1] for row in closing}
    events = [(sessions[i["id"]], i["id"]) for i in found(Kind.EVENT)]
    assert events == sorted(events)
    news = [(-published[i["id"]].timestamp(), i["id"]) for i in found(Kind.NEWS)]
    assert news == sorted(news)
    calls = [(closes[i["id"]] is None, closes[i["id"]] or made.NOW, i["id"]) for i in found(Kind.CALL)]
    assert calls == sorted(calls)
    assert {none for none, _, _ in calls} == {True, False}


def test_paging_goes_on_over_midnight(varied: Site) -> None:
    """The second page is asked for the day after: the window of the first one still holds."""
    whole = ids(varied, "kind=event&limit=20")
    first = varied.client.get("/api/v1/items?kind=event&limit=20").json()
    later = replace(varied.settings, now=made.NOW + timedelta(days=3))
    other = Site(later, varied.engine, TestClient(create_app(varied.engine, later), base_url="http://vigie.test"))
    rest = ids(other, f"kind=event&limit=20&cursor={first['cursor']}")
    assert [i["id"] for i in first["items"]] + rest == whole
    assert ids(other, "kind=event&limit=20") != whole


@pytest.mark.parametrize(
    "query",
    ["kind=event&province=namur&province=liege", "kind=event&type=workshop&q=atelier", "kind=call&language=fr",
     "kind=news&source=source-2", "kind=event&from=2026-04-01&to=2026-04-30", "kind=event&cancelled=0"],
)  # fmt: skip
def test_filters_are_those_of_the_feeds(varied: Site, query: str) -> None:
    kind, _, rest = query.removeprefix("kind=").partition("&")
    assert sorted(ids(varied, query)) == sorted(fed(varied, Kind(kind), rest))
    assert ids(varied, query)


def test_an_item_is_what_the_change_stream_says_of_it(varied: Site) -> None:
    (page,) = pages(varied, "kind=call&province=namur&limit=200")
    for shown in page["items"]:
        with varied.engine.connect() as connection:
            item = items.get(connection, shown["id"])
        assert shown == state(item, Publisher("http://vigie.test"))
        answer = varied.client.get(f"/api/v1/items/{shown['id']}", headers=PLAIN)
        assert answer.json() == shown
        assert answer.headers["access-control-allow-origin"] == "*"
        assert '<http://vigie.test/schema/call/1.0.0.json>; rel="describedby"' in answer.headers["link"]
        again = varied.client.get(f"/api/v1/items/{shown['id']}", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        head = varied.client.head(f"/api/v1/items/{shown['id']}", headers=PLAIN)
        assert (head.content, head.headers["content-length"]) == (b"", str(len(answer.content)))


def test_merged_withdrawn_hidden_unknown(varied: Site) -> None:
    lost, middle, kept, gone, hidden = ids(varied, "kind=news&limit=200")[:5]
    change = text("UPDATE items SET merged_into = :into, withdrawn_at = :at WHERE id = :id")
    with varied.engine.begin() as connection:
        connection.execute(change, {"id": lost, "into": middle, "at": None})
        connection.execute(change, {"id": middle, "into": kept, "at": None})
        connection.execute(change, {"id": gone, "into": None, "at": made.NOW})
        hide(connection, hidden, True, "anne", made.NOW)
    try:
        for id in (lost, middle):
            moved = varied.client.get(f"/api/v1/items/{id}")
            assert (moved.status_code, moved.json()) == (301, {"merged_into": kept})
            assert moved.headers["location"] == f"http://vigie.test/api/v1/items/{kept}"
            assert "max-age=900" in moved.headers["cache-control"], "a merge can be undone"
        withdrawn = varied.client.get(f"/api/v1/items/{gone}")
        assert withdrawn.status_code == 410
        assert withdrawn.headers["content-type"] == "application/problem+json"
        assert withdrawn.json()["removed_at"] == "2026-03-12T08:00:00Z"
        assert withdrawn.json()["item"] == gone
        assert varied.client.get(f"/api/v1/items/{hidden}").status_code == 404
        removed = varied.client.get("/api/v1/items?kind=news&updated_since=2020-01-01&removed=1").json()["removed"]
        assert {r["id"]: r.get("merged_into") for r in removed} == {
            lost: middle,
            middle: kept,
            gone: None,
            hidden: None,
        }
    finally:
        with varied.engine.begin() as connection:
            connection.execute(text("UPDATE items SET merged_into = NULL, withdrawn_at = NULL WHERE kind = 'news'"))
            hide(connection, hidden, False, "anne", made.NOW)
    for id in ("00000000-0000-0000-0000-000000000000", "x", "-" * 36, "%00", "a" * 400):
        unknown = varied.client.get(f"/api/v1/items/{id}")
        assert unknown.status_code == 404
        assert unknown.json()["status"] == 404


@pytest.mark.parametrize(
    "address",
    ["items?kind=festival", "items?kind=event&kind=call", "items?limit=201", "items?page=2", "items?cursor=x",
     "items?cursor=%00", "items?removed=1", "items?type=bourse", "items?recurrence=rrule", "facets?limit=3",
     "facets?cursor=x", "facets?province=x", "items?cursor=W10", "items?cursor=bnVsbA"],
)  # fmt: skip
def test_refusals_are_problems(varied: Site, address: str) -> None:
    answer = varied.client.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (400, "about:blank")
    assert problem["detail"].startswith("Paramètre « ")
    assert "\nParameter “" in problem["detail"]


def test_other_methods(varied: Site) -> None:
    for path in ("/api/v1/items", "/api/v1/facets", "/api/v1/openapi.json"):
        refused = varied.client.post(path)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused.json()["status"] == 405
        assert varied.client.options(path).status_code == 204


def test_facets_count_what_each_value_would_give(varied: Site) -> None:
    body = varied.client.get("/api/v1/facets?kind=event&province=namur&type=workshop").json()
    assert body["kind"] == "event"
    for name, values in body["facets"].items():
        kept = {"province": "province=namur", "type": "type=workshop"}
        rest = "&".join(v for k, v in kept.items() if k != name)
        assert any(v["count"] for v in values), name
        for value in (v for v in values if v["count"] or name in ("province", "language")):
            found = ids(varied, f"kind=event&{rest}&{name}={value['slug']}&limit=200")
            assert len(found) == value["count"], (name, value)
    labels = {v["slug"]: v["label"] for v in body["facets"]["source"]}
    assert labels["source-1"] == "Source n° 1"
    assert {v["slug"] for v in body["facets"]["province"]} >= {"namur", "liege", "luxembourg"}


def test_facets_of_calls(varied: Site) -> None:
    body = varied.client.get("/api/v1/facets?kind=call").json()
    for value in body["facets"]["type"]:
        assert len(ids(varied, f"kind=call&type={value['slug']}&limit=200")) == value["count"]
    assert sum(v["count"] for v in body["facets"]["type"]) == len(fed(varied, Kind.CALL))


def test_a_page_keeps_its_tag_while_nothing_moves(varied: Site) -> None:
    for path in ("/api/v1/items?kind=call&limit=3", "/api/v1/facets?kind=call", "/api/v1/openapi.json"):
        first, second = varied.client.get(path), varied.client.get(path)
        assert first.headers["etag"] == second.headers["etag"]
        again = varied.client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
