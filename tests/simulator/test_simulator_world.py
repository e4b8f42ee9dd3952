"""The world: enough of everything, known, and the same for everyone."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from simulator.titles import event_title
from simulator.truth import Truth
from simulator.world import World, build

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module", params=[(7, TODAY), (8, date(2026, 11, 21)), (123, date(2027, 12, 31))])
def world(request: pytest.FixtureRequest) -> World:
    seed, today = request.param
    return build(seed, today)


def _seen(world: World, kind: str) -> list[Truth]:
    return [t for t in world.truth() if t.kind == kind and t.sightings]


def test_it_holds_what_the_issue_asks_for(world: World) -> None:
    events, news, calls = (_seen(world, kind) for kind in ("event", "news", "call"))
    last = world.today + timedelta(days=300)
    coming = [e for e in events if e.start and world.today.isoformat() <= e.start[:10] <= last.isoformat()]
    assert len(events) >= 300
    assert len(coming) >= 260
    assert len(news) >= 150
    assert len(calls) >= 60


def test_every_state_of_events_and_calls_occurs(world: World) -> None:
    events, calls = _seen(world, "event"), _seen(world, "call")
    assert {e.status for e in events} == {"scheduled", "cancelled", "full", "rescheduled", "postponed"}
    assert {c.status for c in calls} == {"open", "closing", "closed", "announced", "rolling"}
    assert any(len(c.deadlines) == 2 for c in calls)
    assert sum(e.online for e in events) >= 3
    assert sum(e.free for e in events) >= 50
    assert sum(len(e.sessions) > 1 for e in events) >= 10
    assert sum(e.start[:10] < world.today.isoformat() for e in events if e.start) >= 10
    assert all(e.previous_start for e in events if e.status == "rescheduled")


def test_a_fifth_to_a_quarter_is_seen_on_several_sites(world: World) -> None:
    for kind in ("event", "call"):
        things = _seen(world, kind)
        share = sum(len({s.site for s in t.sightings}) > 1 for t in things) / len(things)
        assert 0.18 <= share <= 0.27, kind


def test_different_things_differ_by_title_or_by_date(world: World) -> None:
    names = Counter((t.kind, t.title.casefold(), t.start) for t in world.truth())
    assert [name for name, count in names.items() if count > 1] == []
    twins = defaultdict(list)
    for truth in world.truth():
        if truth.kind == "event":
            twins[truth.title].append(truth)
    editions = [group for group in twins.values() if len(group) > 1]
    assert len(editions) >= 5
    for first, second in (sorted(group, key=lambda t: t.start or "")[:2] for group in editions):
        gap = date.fromisoformat((second.start or "")[:10]) - date.fromisoformat((first.start or "")[:10])
        assert gap >= timedelta(days=30)


def test_one_thing_wears_slightly_different_titles_and_keeps_its_date(world: World) -> None:
    repeated = [e for e in world.view().events if len(e.sites) > 1]
    worn = [{event_title(e, site) for site in e.sites} for e in repeated]
    assert sum(len(titles) > 1 for titles in worn) >= 20
    assert all(s.end is not None for e in repeated for s in e.sessions)


def test_sites_and_keys_name_one_thing_each(world: World) -> None:
    sightings = [s for t in world.truth() for s in t.sightings]
    assert len({s.site for s in sightings}) >= 14
    assert max(Counter((s.site, s.key) for s in sightings).values()) == 1
    assert max(Counter(s.url for s in sightings).values()) == 1


def test_no_day_runs_backwards(world: World) -> None:
    for event in world.events:
        for session in event.sessions:
            assert session.end is None or session.end >= session.start
        assert list(event.sessions) == sorted(event.sessions, key=lambda s: s.start)
    for call in world.calls:
        assert [d.at for d in call.deadlines] == sorted(d.at for d in call.deadlines)


def test_the_same_seed_and_day_give_the_same_world() -> None:
    assert build(7, TODAY) == build(7, TODAY)
    assert build(7, TODAY) != build(8, TODAY)


def test_the_clock_brings_things_and_befalls_others() -> None:
    world = build(7, TODAY)
    later = world.moved_to(TODAY + timedelta(days=45))
    before, after = ({t.id: t for t in w.truth()} for w in (world, later))
    for kind in ("event", "news", "call"):
        assert [i for i, t in after.items() if t.kind == kind and i not in before], kind
    fallen = {(before[i].status, t.status) for i, t in after.items() if t.kind == "event" and i in before}
    assert {("scheduled", "cancelled"), ("scheduled", "rescheduled"), ("scheduled", "full")} <= fallen
    assert later.moved_to(TODAY).truth() == world.truth()
