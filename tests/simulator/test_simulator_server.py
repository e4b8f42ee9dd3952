"""Validators, compression, the admin host and the faults, over real HTTP; the same bytes in two processes."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from simulated_client import TODAY, Web

from simulator import hosts
from simulator.sites.register import SITES

ROOT = Path(__file__).resolve().parents[2]
ADMIN = "http://clock.example"
PAGES = [e.url for site in SITES.values() for e in site.entries() if e.method == "GET"]


@pytest.mark.parametrize("url", PAGES)
def test_unchanged_pages_answer_304(web: Web, url: str) -> None:
    first = web.ask(url)
    assert web.ask(url).headers["etag"] == first.headers["etag"]
    for name, value in (
        ("If_None_Match", first.headers["etag"]),
        ("If_Modified_Since", first.headers["last-modified"]),
    ):
        again = web.ask(url, **{name: value})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert web.ask(url, If_None_Match='"other"').status == 200
    assert web.ask(url, If_Modified_Since="Sun, 01 Mar 2020 00:00:00 GMT").status == 200


def test_gzip_when_accepted(web: Web) -> None:
    plain, zipped = web.ask(PAGES[0]), web.ask(PAGES[0], Accept_Encoding="gzip, deflate")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert web.ask(PAGES[0], If_None_Match=zipped.headers["etag"], Accept_Encoding="gzip").status == 304


def test_head_has_the_length_and_no_body(web: Web) -> None:
    got = web.ask(PAGES[0], "HEAD")
    assert (got.status, got.body) == (200, b"")
    assert int(got.headers["content-length"]) == len(web.ask(PAGES[0]).body)


def test_connections_are_kept_and_unknown_hosts_refused(web: Web) -> None:
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)
    for host, status in ((hosts.HUB, 200), ("inconnu.example", 404), (hosts.NEON, 200), ("127.0.0.1", 404)):
        line.request("GET", "/", headers={"Host": host})
        got = line.getresponse()
        got.read()
        assert got.status == status
    line.close()


def test_the_clock_moves_pages_and_truth(web: Web) -> None:
    before = {url: web.ask(url) for url in PAGES}
    truth = json.loads(web.ask(f"{ADMIN}/truth").body)
    later = (TODAY + timedelta(days=45)).isoformat()
    state = json.loads(web.ask(f"{ADMIN}/", "POST", json.dumps({"today": later}).encode()).body)
    assert state["today"] == later
    assert state["origin"] == TODAY.isoformat()
    assert json.loads(web.ask(f"{ADMIN}/truth").body) != truth
    moved = [url for url in PAGES if web.ask(url, If_None_Match=before[url].headers["etag"]).status == 200]
    assert len(moved) >= 12
    web.ask(f"{ADMIN}/", "POST", json.dumps({"today": TODAY.isoformat()}).encode())
    assert all(web.ask(url).body == before[url].body for url in PAGES)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"today": "hier"}', b"{"])
def test_a_wrong_order_is_refused_with_a_reason(web: Web, body: bytes) -> None:
    got = web.ask(f"{ADMIN}/", "POST", body)
    assert got.status == 400
    assert json.loads(got.body)["error"]


def test_sites_are_listed_with_their_entries(web: Web) -> None:
    listed = json.loads(web.ask(f"{ADMIN}/sites").body)
    assert {s["host"] for s in listed} == set(SITES)
    assert all(s["entries"] and s["kinds"] and s["platform"] for s in listed)


def _set(web: Web, site: str, fault: str | None) -> int:
    return web.ask(f"{ADMIN}/faults", "POST", json.dumps({"site": site, "fault": fault}).encode()).status


def test_faults_come_and_go(web: Web) -> None:
    url = SITES[hosts.HUB].entries()[0].url
    well = web.ask(url)
    assert _set(web, hosts.HUB, "500") == 200
    assert web.ask(url).status == 500
    assert web.ask(f"https://{hosts.HUB}/robots.txt").status == 200
    assert _set(web, hosts.HUB, "empty") == 200
    assert json.loads(web.ask(url).body)["total"] == 0
    assert _set(web, hosts.HUB, "half") == 200
    with pytest.raises(http.client.IncompleteRead):
        web.ask(url)
    assert _set(web, hosts.HUB, "html-as-rss") == 200
    wrong = web.ask(url)
    assert (wrong.headers["content-type"], wrong.body[:15]) == (well.headers["content-type"], b"<!DOCTYPE html>")
    assert _set(web, hosts.HUB, "redesign") == 200
    assert "title" not in json.loads(web.ask(url).body)["events"][0]
    assert web.ask(PAGES[-1]).status == 200
    assert _set(web, hosts.HUB, None) == 200
    assert web.ask(url).body == well.body
    assert _set(web, "inconnu.example", "500") == 400
    assert _set(web, hosts.HUB, "explosion") == 400


def test_a_site_that_times_out_says_nothing(web: Web) -> None:
    assert _set(web, hosts.NEON, "timeout") == 200
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=0.3)
    line.request("GET", "/agenda.html", headers={"Host": hosts.NEON})
    with pytest.raises(TimeoutError):
        line.getresponse()
    line.close()


class _Process:
    """`python -m simulator serve` on a free port, as an operator runs it."""

    def __init__(self, hash_seed: str) -> None:
        command = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--today", TODAY.isoformat()]
        began = time.monotonic()
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.seconds = time.monotonic() - began
        self.web = Web(urlsplit(line.split()[1]).port or 0)

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout=10)
        assert self.process.stdout
        self.process.stdout.close()
        return code


def test_two_processes_serve_the_same_bytes_and_stop_when_told() -> None:
    first, second = _Process("1"), _Process("2")
    try:
        for url in [*PAGES, f"{ADMIN}/truth", f"{ADMIN}/sites"]:
            one, two = first.web.ask(url), second.web.ask(url)
            assert one.body == two.body, url
            assert one.headers.get("etag") == two.headers.get("etag")
            assert one.headers.get("last-modified") == two.headers.get("last-modified")
    finally:
        codes = (first.stop(signal.SIGTERM), second.stop(signal.SIGINT))
    assert codes == (0, 0)
    assert min(first.seconds, second.seconds) < 5  # 1.5 s on an idle machine; CI machines are shared


def test_a_taken_port_is_a_clear_error(web: Web) -> None:
    command = [sys.executable, "-m", "simulator", "serve", "--port", str(web.port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert str(web.port) in done.stderr


def test_truth_is_printed_one_object_a_line() -> None:
    command = [sys.executable, "-m", "simulator", "truth", "--seed", "7", "--today", TODAY.isoformat()]
    lines = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    ).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["kind"] for row in rows} == {"event", "news", "call"}
    assert all(s["title"] and s["url"].startswith("https://") for row in rows for s in row["sightings"])
