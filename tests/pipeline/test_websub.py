"""The hub from end to end: a site that takes requests, a consumer that calls, subscribers that answer as they like."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds import changes_atom
from feeds.channel import site_of
from pipeline import websub_decisions
from pipeline.backup import backup, restore
from pipeline.consume import DeliveryError, run, run_on
from pipeline.stopping import Stop
from pipeline.websub_calls import Calls
from tests.pipeline.hub_world import HubWorld, hub_world
from tests.pipeline.subscriber_world import HUB, SITE, Callback, until
from vigie.settings import Settings, Web
from warehouse import consumers, websub
from warehouse.engine import open_engine

TOPIC = f"{SITE}/feeds/agenda.json"
DAY = 86_400


@pytest.fixture
def world(database_server: Settings, tmp_path: Path) -> Iterator[HubWorld]:
    with hub_world(database_server, tmp_path) as made:
        made.put("agenda.json", b'{"first": true}')
        yield made


def subscribed(world: HubWorld, name: str, *keys: str, **more: str) -> Callback:
    """A subscriber whose request was confirmed and who has what is published."""
    one = world.web.add(name, *keys)
    secret = {"secret": keys[0]} if keys else {}
    assert world.ask(one, TOPIC, **secret, **more).status_code == 202
    world.attend()
    assert one.body == (world.folder / "agenda.json").read_bytes()
    return one


def test_a_subscriber_is_asked_told_and_told_again_when_the_feed_changes(world: HubWorld) -> None:
    one = world.web.add("lecteur", "clé é", path="/cb?id=7")
    assert world.ask(one, TOPIC, secret="clé é", lease_seconds=str(2 * DAY)).status_code == 202
    assert (one.asked, one.taken) == ([], []), "the site itself called somebody"
    world.attend()
    (asked,) = one.asked
    assert asked.pop("hub.challenge")
    lease = {"hub.lease_seconds": str(2 * DAY)}
    assert asked == {"id": "7", "hub.mode": "subscribe", "hub.topic": TOPIC, **lease}
    assert [delivery.body for delivery in one.taken] == [b'{"first": true}']
    world.attend()
    assert len(one.taken) == 1, "nothing changed and it was told again"
    world.put("agenda.json", b'{"second": true}')
    world.attend()
    (told,) = one.taken[1:]
    assert (told.body, told.key) == (b'{"second": true}', "clé é")
    assert told.headers["content-type"] == "application/feed+json; charset=utf-8"
    assert told.headers["link"] == f'<{HUB}>; rel="hub", <{TOPIC}>; rel="self"'
    assert told.headers["user-agent"].startswith("VigieBot/")
    assert "cookie" not in told.headers
    (row,) = world.rows()
    assert row.delivered == hashlib.sha256(b'{"second": true}').hexdigest()
    assert row.lease_until
    assert timedelta(days=1, hours=23) < row.lease_until - world.clock() <= timedelta(days=2)
    assert one.wrong == []


def test_without_a_secret_nothing_is_signed(world: HubWorld) -> None:
    one = subscribed(world, "lecteur")
    assert "x-hub-signature" not in one.taken[0].headers


def test_another_feed_is_another_subscription(world: HubWorld) -> None:
    other = world.put("watch.json", b"{}")
    one = subscribed(world, "lecteur", "clé")
    assert world.ask(one, other, secret="clé").status_code == 202
    world.attend()
    assert {row.topic for row in world.rows()} == {TOPIC, other}
    world.put("watch.json", b'{"new": 1}')
    world.attend()
    assert [delivery.body for delivery in one.taken][-1:] == [b'{"new": 1}']
    assert len(one.taken) == 3


@pytest.mark.parametrize("answer", ["404", "302", "410", "no challenge"])
def test_who_does_not_confirm_is_never_told(world: HubWorld, answer: str) -> None:
    one = world.web.add("dupe")
    one.wants = answer != "no challenge"
    one.faults = [] if answer == "no challenge" else [answer]
    world.ask(one, TOPIC)
    world.attend()
    assert len(one.asked) == 1
    assert (one.taken, world.rows(), world.web.strangers) == ([], (), [])


def test_a_server_that_is_down_is_asked_again_then_given_up(world: HubWorld) -> None:
    one = world.web.add("lecteur")
    one.faults = ["503", "drop", "500"]
    world.ask(one, TOPIC)
    for calls in range(1, 4):
        world.attend()
        assert len(one.asked) == calls
        (row,) = world.rows()
        assert (row.attempts, row.lease_until) == (calls, None)
        assert row.next_attempt_at > world.clock()
        world.clock.moved += timedelta(minutes=2)
    world.attend()
    assert len(one.taken) == 1
    never = world.web.add("jamais")
    never.faults = ["503"] * 20
    world.ask(never, TOPIC)
    for _ in range(websub_decisions.CONFIRMATIONS):
        world.attend()
        world.clock.moved += timedelta(minutes=5)
    assert [row.host for row in world.rows()] == ["lecteur.example"]
    world.attend()
    assert len(never.asked) == websub_decisions.CONFIRMATIONS


def test_who_ends_it_is_asked_too(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", "clé")
    one.wants = False
    world.ask(one, TOPIC, "unsubscribe")
    world.attend()
    assert one.asked[-1]["hub.mode"] == "unsubscribe"
    assert len(world.rows()) == 1, "somebody else ended it"
    world.put("agenda.json", b'{"still": 1}')
    world.attend()
    assert one.body == b'{"still": 1}'
    one.wants = True
    world.ask(one, TOPIC, "unsubscribe")
    world.attend()
    assert world.rows() == ()
    world.put("agenda.json", b'{"gone": 1}')
    world.attend()
    assert one.body == b'{"still": 1}'


def test_a_renewal_that_is_denied_changes_nothing(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", "clé")
    (before,) = world.rows()
    one.wants = False
    world.ask(one, TOPIC, secret="of a stranger", lease_seconds="7200")
    world.attend()
    (after,) = world.rows()
    assert (after.secret, after.lease_until, after.wanted) == ("clé", before.lease_until, None)
    world.put("agenda.json", b'{"on": 1}')
    world.attend()
    assert one.taken[-1].key == "clé"
    assert one.wrong == []


def test_a_renewal_brings_its_secret_and_its_lease(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", "clé")
    one.keys = ["neuve"]
    world.ask(one, TOPIC, secret="neuve", lease_seconds=str(30 * DAY))
    world.attend()
    assert len(one.taken) == 1, "it was told again what it has"
    world.put("agenda.json", b'{"on": 1}')
    world.attend()
    assert one.taken[-1].key == "neuve"
    (row,) = world.rows()
    assert row.lease_until
    assert row.lease_until - world.clock() > timedelta(days=29)


def test_a_lease_ends_by_itself(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", lease_seconds="1")
    world.clock.moved += timedelta(minutes=59)
    world.put("agenda.json", b'{"within": 1}')
    world.attend()
    assert one.body == b'{"within": 1}', "a lease of less than an hour was granted"
    world.clock.moved += timedelta(minutes=2)
    world.put("agenda.json", b'{"after": 1}')
    world.attend()
    assert (one.body, world.rows()) == (b'{"within": 1}', ())


def test_gone_ends_it(world: HubWorld) -> None:
    one = subscribed(world, "lecteur")
    one.faults = ["410"]
    world.put("agenda.json", b'{"new": 1}')
    world.attend()
    assert world.rows() == ()


def test_a_delivery_that_fails_is_told_again_as_it_is_then(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", "clé")
    one.faults = ["500", "drop", "404", "302"]
    world.put("agenda.json", b'{"second": 1}')
    for failures in range(1, 5):
        world.attend()
        (row,) = world.rows()
        assert (row.attempts, len(one.taken)) == (failures, 1)
        assert row.last_error
        world.attend()
        assert world.rows()[0].attempts == failures, "it was called again before its time"
        world.clock.moved += timedelta(minutes=5)
    world.put("agenda.json", b'{"third": 1}')
    world.attend()
    assert [delivery.body for delivery in one.taken[1:]] == [b'{"third": 1}']
    assert (world.rows()[0].attempts, world.rows()[0].last_error) == (0, None)


def test_a_delivery_whose_answer_is_lost_is_told_twice(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", "clé")
    one.faults = ["lose"]
    world.put("agenda.json", b'{"second": 1}')
    world.attend()
    world.clock.moved += timedelta(minutes=1)
    world.attend()
    assert [delivery.body for delivery in one.taken[1:]] == [b'{"second": 1}'] * 2
    assert one.wrong == []


def test_who_fails_for_days_is_dropped(world: HubWorld) -> None:
    one = subscribed(world, "lecteur", lease_seconds=str(30 * DAY))
    one.faults = ["500"] * 100
    world.put("agenda.json", b'{"second": 1}')
    for _ in range(websub_decisions.DELIVERIES):
        assert len(world.rows()) == 1
        world.attend()
        world.clock.moved += timedelta(hours=6)
    assert world.rows() == ()


def test_a_feed_that_is_published_no_more(world: HubWorld) -> None:
    """Who asks for it is denied; who has it is left alone until its lease ends: it may come back."""
    one = subscribed(world, "lecteur")
    late = world.web.add("tard")
    assert world.ask(late, TOPIC).status_code == 202
    (world.folder / "agenda.json").unlink()
    world.attend()
    assert late.asked == [{"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no such feed"}]
    assert [row.host for row in world.rows()] == ["lecteur.example"]
    world.put("agenda.json", b'{"back": 1}')
    world.attend()
    assert (one.body, late.taken) == (b'{"back": 1}', [])


def test_the_changes_feed_can_be_subscribed_to_before_the_index_lists_it(world: HubWorld) -> None:
    (world.folder / changes_atom.PATH).write_bytes(b"<feed/>")
    one = world.web.add("lecteur")
    assert world.ask(one, f"{SITE}/feeds/changes.atom").status_code == 202
    world.attend()
    assert one.body == b"<feed/>"
    assert one.taken[0].headers["content-type"] == "application/atom+xml; charset=utf-8"


def test_a_slow_callback_holds_up_nobody(world: HubWorld) -> None:
    slow = [subscribed(world, f"lent{n}") for n in range(4)]
    quick = [subscribed(world, f"vif{n}") for n in range(20)]
    for one in slow:
        one.faults, one.slowness = ["slow"], 9.0
    stop = Stop()
    thread = threading.Thread(target=run_on, args=(world.house, world.hub(), stop))
    thread.start()
    try:
        world.put("agenda.json", b'{"a": 1}')
        assert until(lambda: all(one.body == b'{"a": 1}' for one in quick), 60)
        # No clock, which a busy machine stretches: what is told while slow ones are still at it did not wait for them.
        assert all(one.body == b'{"first": true}' for one in slow), "quick ones waited for slow ones"
        world.put("agenda.json", b'{"b": 1}')
        assert until(lambda: all(one.body == b'{"b": 1}' for one in quick), 60)
        assert until(lambda: all(one.body == b'{"b": 1}' for one in slow))
    finally:
        stop.asked = True
        thread.join(30)
    assert not thread.is_alive()


def test_one_host_is_called_by_two_at_most(world: HubWorld) -> None:
    many = [world.web.add("ferme", path="/")] + [Callback("ferme", path=f"/{n}") for n in range(6)]
    many[0].slowness, many[0].faults = 0.3, ["slow"] * 7
    for one in many:
        assert world.ask(one, TOPIC).status_code == 202
    began = time.monotonic()
    world.attend()
    assert time.monotonic() - began >= 4 * 0.3
    assert len(world.rows()) == 7
    assert len(many[0].taken) == 7


def test_one_process_at_a_time(world: HubWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.consumers.websub.WAITING", 0.3)
    with websub.turn(world.house.engine) as mine:
        assert mine
        with pytest.raises(DeliveryError, match="another process"):
            world.attend()
        stop = Stop()
        threading.Timer(0.8, setattr, (stop, "asked", True)).start()
        assert run_on(world.house, world.hub(), stop) == 0
    world.attend()


def test_a_recorded_web_takes_no_calls(world: HubWorld) -> None:
    recorded = replace(world.house.settings, web=Web.RECORDED)
    with pytest.raises(DeliveryError, match="recorded"):
        Calls(recorded, site_of(recorded))


def test_the_cursor_says_how_far_it_has_come(world: HubWorld) -> None:
    world.sql("INSERT INTO changes (seq, at, item, kind, type, fields) "
              "SELECT n, now(), gen_random_uuid(), 'event', 'created', '{}' FROM generate_series(1, 5) n")  # fmt: skip
    assert run(world.house, world.hub()) == 5
    assert run(world.house, world.hub()) == 0
    world.sql("DELETE FROM changes WHERE seq > 2")
    assert run(world.house, world.hub()) == 0
    with world.house.engine.connect() as connection:
        assert consumers.position(connection, "websub") == 2


def test_a_backup_brings_subscribers_back(world: HubWorld, tmp_path: Path) -> None:
    one = subscribed(world, "lecteur", "clé")
    before = world.rows()
    backup(world.house, tmp_path / "house.tar")
    world.sql("DELETE FROM websub_subscriptions")
    world.house.engine.dispose()
    restore(world.house.settings, tmp_path / "house.tar", replace=True)
    engine = open_engine(world.house.engine.url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        assert websub.every(connection) == before
    engine.dispose()
    world.put("agenda.json", b'{"again": 1}')
    world.attend()
    assert (one.body, one.wrong) == (b'{"again": 1}', [])
