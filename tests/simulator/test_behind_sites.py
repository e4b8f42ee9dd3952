"""Sites behind a catalogue: what each fate answers, the entry's own addresses, the truth and the log of requests."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from simulated_client import Web

from simulator.behind.fates import CAUSES, Fate
from simulator.behind.plan import Planned, neighbours, planned, read_plan
from simulator.behind.stand import stand
from simulator.behind.web import HOST, BehindWeb

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
TRIBE = "https://www.lieu.example/wp-json/tribe/events/v1/events?per_page=100"
ENTRY: dict[str, object] = {
    "site": "https://www.lieu.example/", "urls": [TRIBE], "platform": "tribe_events", "kinds": ["event"], "find": False,
}  # fmt: skip
SOUGHT: dict[str, object] = {"site": "https://www.lieu.example/fr/", "urls": [], "kinds": ["event"], "find": True}


@contextmanager
def _behind(plan: dict[str, dict[str, object]], seed: int) -> Iterator[tuple[Web, dict[str, Any]]]:
    entries = [planned(slug, entry) for slug, entry in plan.items()]
    with BehindWeb(stand(entries, seed, TODAY), TODAY, 0) as server:
        loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        loop.start()
        web = Web(server.server_port)
        try:
            yield web, json.loads(web.ask(f"http://{HOST}/truth").body)
        finally:
            server.shutdown()
            loop.join()


def _seed_of(fate: Fate, entry: dict[str, object]) -> int:
    """The first seed under which an entry alone has that fate."""
    for seed in range(600):
        if stand([planned("lieu", entry)], seed, TODAY).truth["lieu"]["fate"] == fate.value:
            return seed
    raise AssertionError(f"no seed gives {fate}")


@contextmanager
def _befallen(fate: Fate, entry: dict[str, object] = ENTRY) -> Iterator[tuple[Web, dict[str, Any]]]:
    with _behind({"lieu": entry}, _seed_of(fate, entry)) as (web, truth):
        assert truth["lieu"]["cause"] == CAUSES[fate]
        yield web, truth["lieu"]


def test_as_said_answers_at_the_address_of_the_entry() -> None:
    with _befallen(Fate.AS_SAID) as (web, truth):
        told = json.loads(web.ask(TRIBE).body)
        assert told["total"] == len(truth["items"]) >= 8
        assert {e["url"] for e in told["events"]} <= {i["url"] for i in truth["items"]}
        assert truth["platform"] == ["tribe_events"]
        assert all(web.ask(i["url"]).status == 200 for i in truth["items"])
        assert web.ask("https://www.lieu.example/").status == 200


def test_a_twin_host_leads_to_the_known_one() -> None:
    with _befallen(Fate.AS_SAID) as (web, _):
        got = web.ask("https://lieu.example/agenda?x=1")
        assert (got.status, got.headers["location"]) == (301, "https://www.lieu.example/agenda?x=1")


@pytest.mark.parametrize(
    ("fate", "status"),
    [(Fate.BLOCKED, 403), (Fate.WALL, 200), (Fate.GONE, 410), (Fate.BROKEN, 502), (Fate.LIMITED, 429)],
)
def test_hosts_that_do_not_serve(fate: Fate, status: int) -> None:
    with _befallen(fate) as (web, truth):
        for url in (TRIBE, "https://www.lieu.example/"):
            assert web.ask(url).status == status
        assert web.ask("https://www.lieu.example/robots.txt").status == 200
        assert truth["items"] == []


def test_the_wall_is_a_page_for_robots() -> None:
    with _befallen(Fate.WALL) as (web, _):
        got = web.ask(TRIBE)
        assert (got.headers["content-type"], got.headers["server"]) == ("text/html; charset=UTF-8", "cloudflare")


def test_a_host_that_hangs_up_says_nothing() -> None:
    with _befallen(Fate.HANGS_UP) as (web, _), pytest.raises(http.client.RemoteDisconnected):
        web.ask(TRIBE)


def test_robots_forbids_everything() -> None:
    with _befallen(Fate.ROBOTS) as (web, truth):
        assert web.ask("https://www.lieu.example/robots.txt").body == b"User-agent: *\nDisallow: /\n"
        assert truth["cause"] == "robots"


def test_moved_is_a_redirect_to_where_the_same_stands() -> None:
    with _befallen(Fate.MOVED) as (web, truth):
        got = web.ask(TRIBE)
        assert got.status == 301
        assert urlsplit(got.headers["location"]).hostname == "new.lieu.example"
        assert json.loads(web.ask(got.headers["location"]).body)["total"] == len(truth["items"])


@pytest.mark.parametrize("fate", [Fate.OTHER_PLATFORM, Fate.REDESIGNED])
def test_the_entrys_address_is_gone_and_the_front_page_leads_on(fate: Fate) -> None:
    with _befallen(fate) as (web, truth):
        assert web.ask(TRIBE).status == 404
        assert "tribe_events" not in truth["platform"]
        assert len(truth["items"]) >= 8
        assert truth["honest"] == ["not-found", "ok"]
        assert web.ask("https://www.lieu.example/").status == 200
        assert all(web.ask(i["url"]).status == 200 for i in truth["items"])


def test_empty_answers_in_its_shape() -> None:
    with _befallen(Fate.EMPTY) as (web, truth):
        assert json.loads(web.ask(TRIBE).body) == {"events": [], "rest_url": TRIBE.partition("?")[0] + "?page=1",
                                                   "total": 0, "total_pages": 0}  # fmt: skip
        assert truth["items"] == []


def test_a_site_to_be_found_stands_at_its_path_too() -> None:
    with _befallen(Fate.AS_SAID, SOUGHT) as (web, truth):
        assert web.ask("https://www.lieu.example/fr/").body == web.ask("https://www.lieu.example/").body
        assert truth["platform"]
        assert len(truth["items"]) >= 8


def test_nothing_stands_where_no_address_is_known() -> None:
    with _behind({"nulle-part": {"site": None, "urls": [], "kinds": ["event"], "find": True}}, 1) as (web, truth):
        assert truth["nulle-part"]["fate"] == "nowhere"
        assert truth["nulle-part"]["cause"] == "not-found"
        assert web.ask("https://www.lieu.example/").status == 404


_PLATFORMS = {
    "feed": ("https://a.example/feed/", b"<rss"),
    "wordpress": ("https://a.example/index.php/wp-json/wp/v2/posts", b'[{"id"'),
    "ical": ("https://www.google.com/calendar/ical/x%40group.calendar.google.com/public/basic.ics", b"BEGIN:VCALENDAR"),
    "opendatasoft": (
        "https://o.example/api/explore/v2.1/catalog/datasets/evenements-en-wallonie/records",
        b'{"total_c',
    ),
    "plone": ("https://agenda.example/", b"<!DOCTYPE html>"),
    "json": ("https://s.example/spip.php?page=agenda.json", b'[{"title"'),
    "schema_org": ("https://t.example/fr/calendrier", b"<!DOCTYPE html>"),
    "recipe": ("https://r.example/appels", b"<!DOCTYPE html>"),
    "drupal": ("https://d.example/concerts?date=2026-05", b"<!DOCTYPE html>"),
    "odoo": ("https://f.example/events", b"<!DOCTYPE html>"),
    "squarespace": ("https://q.example/news", b"<!DOCTYPE html>"),
}


def test_every_platform_answers_at_its_address() -> None:
    seed = 0
    plan = {name: _entry(name, url) for name, (url, _) in _PLATFORMS.items()}
    for name, (url, begins) in _PLATFORMS.items():
        seed = next(
            s for s in range(50) if stand([planned(name, plan[name])], s, TODAY).truth[name]["fate"] == "as-said"
        )
        with _behind({name: plan[name]}, seed) as (web, truth):
            got = web.ask(url)
            assert (got.status, got.body[: len(begins)] if name != "feed" else b"<rss") == (200, begins), name
            assert len(truth[name]["items"]) >= 8, name


def _entry(platform: str, url: str) -> dict[str, object]:
    site = f"https://{urlsplit(url).hostname}/"
    return {"site": site, "urls": [url], "platform": platform, "kinds": ["event"], "find": False}


def test_the_funding_portal_shows_each_entry_its_own_calls() -> None:
    url = "https://api.example/search-api/prod/rest/search?apiKey=SEDIA&text=***"
    plan = {
        slug: {"site": "https://portal.example/funding", "urls": [url], "platform": "eu_funding", "kinds": ["call"],
               "find": False, "options": {"identifiers": pattern}}
        for slug, pattern in (("culture", "^CREA-"), ("numerique", "^DIGITAL-"))
    }  # fmt: skip
    seed = next(
        s for s in range(50)
        if stand([planned(n, e) for n, e in plan.items()], s, TODAY).truth["culture"]["fate"] == "as-said"
    )  # fmt: skip
    with _behind(plan, seed) as (_, truth):
        keys = {slug: {i["key"] for i in truth[slug]["items"]} for slug in plan}
        assert keys["culture"]
        assert all(key.startswith("CREA-") for key in keys["culture"])
        assert all(key.startswith("DIGITAL-") for key in keys["numerique"])


def test_entries_that_share_a_host_share_their_fate() -> None:
    plan = [
        Planned(s, f"https://{h}/", (), "", ("event",), True) for s, h in (("a", "x.be"), ("b", "y.be"), ("c", "x.be"))
    ]
    assert [[e.slug for e in group] for group in neighbours(plan)] == [["b"], ["a", "c"]]
    told = stand(plan, 3, TODAY).truth
    assert told["a"]["fate"] == told["c"]["fate"]
    assert told["a"]["items"] == told["c"]["items"]


def test_every_request_is_written_down() -> None:
    with _befallen(Fate.SLOW) as (web, _):
        before = len(json.loads(web.ask(f"http://{HOST}/requests").body))
        asking = [threading.Thread(target=web.ask, args=(TRIBE,)) for _ in range(2)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        first, second = json.loads(web.ask(f"http://{HOST}/requests").body)[before:]
        assert {first["host"], second["host"]} == {"www.lieu.example"}
        assert first["path"] == "/wp-json/tribe/events/v1/events"
        assert max(first["began"], second["began"]) < min(first["ended"], second["ended"])  # the log shows an overlap


def test_the_same_seed_gives_the_same_fates() -> None:
    entries = [planned(f"lieu-{n}", ENTRY | {"site": f"https://l{n}.example/", "urls": []}) for n in range(40)]
    first, second, other = (stand(entries, seed, TODAY).truth for seed in (1, 1, 2))
    assert first == second
    assert [t["fate"] for t in first.values()] != [t["fate"] for t in other.values()]
    assert len({t["fate"] for t in first.values()}) > 4


def test_a_wrong_plan_is_named(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text('{"lieu": {"site": "ftp://x.example", "urls": [], "kinds": ["event"]}}')
    with pytest.raises(ValueError, match="lieu: no http"):
        read_plan(file)
    command = [sys.executable, "-m", "simulator", "behind", "--plan", str(file), "--port", "0", "--today", "2026-11-21"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "lieu: no http" in done.stderr


def test_a_platform_that_nobody_can_show_is_refused() -> None:
    with pytest.raises(ValueError, match="lieu: no site"):
        stand([planned("lieu", ENTRY | {"platform": "gopher"})], 1, TODAY)
