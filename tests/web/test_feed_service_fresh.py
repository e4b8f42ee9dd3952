"""What a filter answers when the warehouse moves: deltas, what left, and bodies kept while nothing moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
import varied_items as made
import web_samples
from site_under_test import Site
from sqlalchemy import event as on
from starlette.testclient import TestClient

from vigie.model import Kind, Verdict
from warehouse import items, server
from warehouse.curate import curate
from warehouse.editing import edit, hide
from warehouse.engine import open_engine
from warehouse.judgements import judge
from warehouse.load import load
from warehouse.migrate import upgrade
from warehouse.takedown import suppress
from web.app import create_app
from web.fresh_bodies import TRUSTED, FreshBodies, Question
from web.machine_answers import Body, body_of

LATER = made.NOW + timedelta(hours=1)
SINCE = (made.NOW + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def moving(site: Site, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A warehouse of its own, furnished with the ordinary items, that a test may move."""
    name = f"moving_{abs(hash(request.node.name)) % 10**9}"
    engine = open_engine(server.database_url(site.settings, name))
    upgrade(engine)
    web_samples.furnish(engine)
    client = TestClient(create_app(engine, site.settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(site.settings, engine, client)
    engine.dispose()


def listed(site: Site, query: str) -> dict[str, dict[str, object]]:
    feed = site.client.get(f"/agenda.json?{query}").json()
    return {i["_vigie"]["id"]: i for i in feed["items"]}


def removed(site: Site, query: str = f"updated_since={SINCE}&removed=1") -> dict[str, dict[str, str]]:
    feed = site.client.get(f"/agenda.json?{query}").json()
    return {r["item"]: r for r in feed["_vigie"]["removed"]}


def named(site: Site, words: str, kind: Kind = Kind.EVENT) -> str:
    return web_samples.item_named(site.engine, kind, words)


def test_updated_removed_and_merged_items_all_appear(moving: Site) -> None:
    edited, hidden, lost, kept, gone = (named(moving, f"n° {n}") for n in (50, 51, 52, 53, 54))
    before = moving.client.get(f"/agenda.json?updated_since={SINCE}&removed=1").json()
    assert (before["items"], before["_vigie"]["removed"]) == ([], [])
    with moving.engine.begin() as connection:
        keys = {i.id: (i.sightings[0].source, i.sightings[0].key) for i in items.stream(connection, Kind.EVENT)}
        edit(connection, edited, "title", "Un autre titre", "anne", LATER)
        hide(connection, hidden, True, "anne", LATER)
        judge(connection, keys[lost], keys[kept], Verdict.SAME, "anne", LATER)
        suppress(connection, "item", gone, "demande", "anne", LATER)
    curate(moving.engine, LATER)
    with moving.engine.connect() as connection:
        target = {id: items.redirect(connection, id) for id in (lost, kept)}
    (merged,) = [id for id, into in target.items() if into]
    assert edited in listed(moving, f"updated_since={SINCE}")
    left = removed(moving)
    assert set(left) == {hidden, merged, gone}
    assert left[merged]["merged_into"] == target[merged]
    assert all(r["removed_at"] == LATER.strftime("%Y-%m-%dT%H:%M:%SZ") for r in left.values())
    assert left[hidden]["id"] == f"tag:vigie.example,2026:{hidden}"
    assert not {hidden, merged, gone} & set(listed(moving, "source=halle-confluent"))
    later = (LATER + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert removed(moving, f"updated_since={later}&removed=1") == {}
    api = moving.client.get(f"/api/v1/items?updated_since={SINCE}&removed=1").json()
    assert {r["id"] for r in api["removed"]} == set(left)
    assert edited in {i["id"] for i in api["items"]}


def test_what_is_shown_again_is_told_to_who_asks_for_what_moved(moving: Site) -> None:
    id = named(moving, "n° 40")
    for hidden, at in ((True, LATER), (False, LATER + timedelta(hours=1))):
        with moving.engine.begin() as connection:
            hide(connection, id, hidden, "anne", at)
    assert set(listed(moving, f"updated_since={SINCE}")) == {id}
    assert removed(moving) == {}


def test_a_source_that_is_called_otherwise_makes_another_body(moving: Site) -> None:
    """Nothing that the items say moves, and no item is revised: still the bytes are others."""
    path = "/watch.json?source=gazette-numerique"
    first = moving.client.get(path)
    renamed = replace(web_samples.GAZETTE, name="La Gazette, autrement")
    every = [web_samples.record(renamed, key, content) for key, content in web_samples.news()]
    load(moving.engine, renamed, every, (), [r.key for r in every], True, LATER, "r2")
    curate(moving.engine, LATER)
    again = moving.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert {i["authors"][0]["name"] for i in again.json()["items"]} == {"La Gazette, autrement"}
    dates = [[i["date_modified"] for i in answer.json()["items"]] for answer in (first, again)]
    assert dates[0] == dates[1]


@pytest.mark.parametrize("path", ["/agenda.ics?province=namur", "/watch.atom?discipline=xr", "/api/v1/items?kind=call"])
def test_a_poll_reads_no_item_when_nothing_moved(moving: Site, path: str) -> None:
    tag = moving.client.get(path).headers["etag"]
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    on.listen(moving.engine, "before_cursor_execute", note)
    try:
        assert moving.client.get(path, headers={"If-None-Match": tag}).status_code == 304
    finally:
        on.remove(moving.engine, "before_cursor_execute", note)
    assert len(asked) == 1, asked
    assert "changes" in asked[0]


def test_an_edit_is_seen_at_once_and_an_untouched_filter_keeps_its_tag(moving: Site) -> None:
    id = named(moving, "n° 57")
    with moving.engine.connect() as connection:
        item = items.get(connection, id)
    assert item
    assert item.content.place
    mine, other = (f"/agenda.ics?province={p}" for p in (item.content.place.province, "hainaut"))
    assert mine != other
    before = {path: moving.client.get(path).headers["etag"] for path in (mine, other)}
    with moving.engine.begin() as connection:
        edit(connection, id, "title", "Tout autre chose", "anne", LATER)
    curate(moving.engine, LATER)
    after = {path: moving.client.get(path) for path in (mine, other)}
    assert after[mine].headers["etag"] != before[mine]
    assert "Tout autre chose" in after[mine].text
    assert after[other].headers["etag"] == before[other]


def test_a_new_day_is_a_new_body(site: Site) -> None:
    days = [web_samples.NOW, web_samples.NOW + timedelta(days=40)]
    made_bodies = []
    bodies = FreshBodies(site.engine)
    for now in days:
        data = now.isoformat().encode()
        made_now = (body_of(data, "text/plain"), data)
        make = partial(lambda held, connection: held, made_now)
        question = Question("a", Kind.EVENT, now.date(), make, lambda connection: "")
        made_bodies.append(b"".join(bodies.body(question).chunks()))
    assert made_bodies[0] != made_bodies[1]


def test_the_selection_is_asked_again_after_a_minute(site: Site) -> None:
    now, says, made_times = [0.0], ["a"], list[int]()
    bodies = FreshBodies(site.engine, clock=lambda: now[0])

    def make(connection: object) -> tuple[Body, bytes]:
        made_times.append(1)
        return body_of(b"x", "text/plain"), b"x"

    question = Question("a", Kind.EVENT, made.TODAY, make, lambda connection: says[0])
    bodies.body(question)
    says[0] = "b"  # moved, though the log says nothing
    bodies.body(question)
    assert len(made_times) == 1
    now[0] = TRUSTED
    bodies.body(question)
    assert len(made_times) == 2
    now[0] = 2 * TRUSTED
    bodies.body(question)
    assert len(made_times) == 2, "the same selection needs no other body"
