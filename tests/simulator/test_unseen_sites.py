"""The unseen sites: the same from the same seed, every thing of the truth found by links, HTTP as it should be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from simulated_client import Web

from simulator.sites.site import Ask
from simulator.unseen.plan import unseen_sites
from simulator.unseen.site import UnseenSite
from simulator.unseen.web import HOST, UnseenWeb

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
SITES = unseen_sites(4, TODAY)
ADDRESS = re.compile(r'href="([^"]*)"')


@pytest.fixture(scope="module")
def unseen() -> Iterator[Web]:
    with UnseenWeb(SITES, TODAY, 0) as server:
        loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        loop.start()
        yield Web(server.server_port)
        server.shutdown()
        loop.join()


def _text(site: UnseenSite, url: str) -> str:
    parts = urlsplit(url)
    reply = site.answer(Ask("GET", parts.path or "/", parts.query))
    return reply.body.decode() if reply.status == 200 and "html" in reply.media else ""


def _lists(site: UnseenSite) -> dict[str, str]:
    """Pages that links lead to from the start, those of single things left out."""
    single = {site.shell.root + item.path for item in site.items}
    found: dict[str, str] = {}
    waiting = [site.start_url]
    while waiting:
        url = waiting.pop()
        if url in found or url in single or urlsplit(url).hostname != site.host:
            continue
        found[url] = _text(site, url)
        waiting += [urljoin(url, unescape(href)) for href in ADDRESS.findall(found[url])]
    return found


def test_the_same_seed_gives_the_same_sites_in_another_process() -> None:
    code = (
        "import hashlib, datetime\nfrom simulator.unseen.plan import unseen_sites\n"
        "from simulator.sites.site import Ask\n"
        "sites = unseen_sites(4, datetime.date(2026, 11, 21))\n"
        "print(hashlib.sha256(b''.join(s.answer(Ask('GET', s.shell.section)).body for s in sites)).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(prints) == 1
    assert [s.host for s in SITES] == [s.host for s in unseen_sites(4, TODAY)]
    assert [s.truth() for s in SITES] != [s.truth() for s in unseen_sites(5, TODAY)]


def test_the_mix_is_that_of_the_web() -> None:
    assert len(SITES) == len({s.host for s in SITES}) == 60
    bare = [s for s in SITES if "recipe" in s.platforms]
    assert len(bare) == 30
    assert len({s.platforms for s in SITES}) >= 12
    kinds = Counter(s.shell.kind for s in SITES)
    assert kinds["event"] > kinds["news"] > 0
    assert kinds["call"] > 0
    languages = Counter(s.shell.wording.code for s in SITES)
    assert languages["fr"] > 40
    assert len(languages) == 4
    assert {s.layout.split(",")[0] for s in bare} == {
        "divs", "articles", "list", "whole", "table", "definitions", "siblings", "line", "columns",
    }  # fmt: skip


def test_a_small_sample_has_both_halves() -> None:
    few = unseen_sites(9, TODAY, 12)
    assert len(few) == 12
    assert sum("recipe" in s.platforms for s in few) == 6


@pytest.mark.parametrize("site", SITES, ids=lambda s: f"{s.host}-{s.layout}")
def test_every_thing_of_the_truth_can_be_found_by_links(site: UnseenSite) -> None:
    assert 12 <= len(site.items) <= 60
    lists = _lists(site)
    linked = {urljoin(url, unescape(href)) for url, text in lists.items() for href in ADDRESS.findall(text)}
    shown = unescape(" ".join(lists.values()))
    for item in site.truth()["items"]:  # type: ignore[attr-defined]
        assert item["url"] in linked
        assert item["title"] in shown
        assert item["title"] in unescape(_text(site, item["url"]))


@pytest.mark.parametrize("site", SITES, ids=lambda s: s.host)
def test_days_lie_where_a_reader_expects_them(site: UnseenSite) -> None:
    for item in site.items:
        if site.shell.kind == "news":
            assert item.start.date() < TODAY
        else:
            assert item.start.date() < TODAY + timedelta(days=330)  # a day without year is the next one
            assert item.last_day > TODAY
    assert len({item.path for item in site.items}) == len(site.items)


def test_the_list_says_the_day_of_the_truth() -> None:
    """Numbers are checked in the text of the card itself: what stands between its link and the next one's."""
    checked = 0
    for site in SITES:
        if "slash" not in site.layout or "recipe" not in site.platforms or "text" not in site.layout:
            continue
        text = unescape(" ".join(_lists(site).values()))
        for item in site.items:
            assert f"{item.start:%d/%m/%Y}" in text
            checked += 1
    assert checked > 30


def test_what_is_not_there_is_404_and_robots_may_read(unseen: Web) -> None:
    for site in SITES:
        assert unseen.ask(f"{site.shell.root}/nowhere/at-all").status == 404
        assert b"Disallow: /admin/" in unseen.ask(f"{site.shell.root}/robots.txt").body
        start = unseen.ask(site.start_url)
        assert start.status == 200
        assert unseen.ask(site.start_url, If_None_Match=start.headers["etag"]).status == 304
    assert unseen.ask("https://unknown.example/").status == 404
    assert unseen.ask(SITES[0].start_url, "POST", b"x").status == 405


def test_platforms_show_in_their_headers(unseen: Web) -> None:
    servers = {unseen.ask(site.start_url).headers["server"] for site in SITES}
    assert {"Squarespace", "Pepyaka", "Apache", "nginx"} <= servers


def test_the_control_host_tells_the_truth(unseen: Web) -> None:
    told = json.loads(unseen.ask(f"http://{HOST}/truth").body)
    assert [one["host"] for one in told] == [site.host for site in SITES]
    assert {"host", "start_url", "platform", "layout", "language", "kind", "items"} == set(told[0])
    assert {"kind", "title", "start", "end", "all_day", "url", "place"} == set(told[0]["items"][0])
    assert unseen.ask(f"http://{HOST}/other").status == 404
