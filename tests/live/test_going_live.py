"""Going live, rehearsed: every source of the real catalogue, with a made-up site behind each of its host names.

Some sites are as the entry says; others moved, block us, are dead, redesigned, or on another platform. The made-up web
(`python -m simulator behind`) knows nothing of the product; its truth says what an honest probe should say of each.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from pipeline import steps
from pipeline.catalogue_hosts import write
from pipeline.going_live import lines, summary
from pipeline.house import House, open_house
from pipeline.probe_campaign import campaign, stale, unseen
from pipeline.readiness import scheduled
from scrapers.catalogue import load
from tests.conftest import ROOT, Plot, free_port
from vigie.model import Cause, Certificate
from vigie.settings import Settings
from warehouse import probes, server
from warehouse.probes import Probe

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

NOW = "2026-11-21T08:00:00+01:00"
REACHABLE = {"as-said", "slow", "other-platform", "moved", "redesigned"}
LISTS_ALONE = {"recipe", "page"}
"""Platforms of sites that offer nothing but pages for people: what is found there waits for an operator."""


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal: its house, the truth by slug, every request, what probes said and what runs brought."""

    house: House
    truth: Mapping[str, dict[str, Any]]
    requests: list[dict[str, Any]]
    probes: Mapping[str, Probe]
    certificates: Mapping[str, Certificate]

    def fates(self, *wanted: str) -> dict[str, dict[str, Any]]:
        return {slug: told for slug, told in self.truth.items() if told["fate"] in wanted and slug in self.probes}


@pytest.fixture(scope="module")
def rehearsed(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsed]:
    folder = tmp_path_factory.mktemp("live")
    catalogue = folder / "sources"
    catalogue.mkdir()
    for file in (ROOT / "sources").glob("*.yaml"):
        shutil.copy(file, catalogue)
    write(load(catalogue), folder / "plan.json")
    with standing_behind(folder / "plan.json") as address:
        plot = Plot(
            {
                "VIGIE_HOME": str(folder / "var"),
                "VIGIE_WEB": "live",
                "VIGIE_BEHIND": address,
                "VIGIE_CATALOGUE": str(catalogue),
                "VIGIE_DATABASE_URL": server.database_url(database_server, "going_live"),
                "VIGIE_HOST_GAP": "0.001",
                "VIGIE_NOW": NOW,
            }
        )
        house = open_house(plot.settings, migrate=True)
        done = campaign(house, unseen(house.sources, {}), lambda seen: None)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda source: steps.ingest(house, source.slug), house.ready()))
        yield Rehearsed(
            house,
            asked(address, "/truth"),
            asked(address, "/requests"),
            {seen.source: seen for seen in done},
            {certificate.source: certificate for certificate in found},
        )


class standing_behind:
    """`127.0.0.1:PORT` of made-up sites behind the host names of a plan, in a process of its own."""

    def __init__(self, plan: Path) -> None:
        self.port = free_port()
        argv = [sys.executable, "-m", "simulator", "behind", "--plan", str(plan), "--port", str(self.port)]
        self.process = subprocess.Popen([*argv, "--today", NOW[:10]], cwd=ROOT, stdout=subprocess.DEVNULL)

    def __enter__(self) -> str:
        until = time.monotonic() + 60
        while True:
            try:
                asked(f"127.0.0.1:{self.port}", "/")
                return f"127.0.0.1:{self.port}"
            except requests.RequestException:
                assert self.process.poll() is None, "the simulator ended"
                assert time.monotonic() < until, "the simulator does not answer"
                time.sleep(0.2)

    def __exit__(self, *why: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def asked(address: str, path: str) -> Any:
    return requests.get(f"http://{address}{path}", headers={"Host": "behind.example"}, timeout=60).json()


def platforms(told: dict[str, Any]) -> set[str]:
    return set(told["platform"])


def test_no_host_has_more_than_one_request_at_a_time(rehearsed: Rehearsed) -> None:
    by_host: dict[str, list[dict[str, Any]]] = {}
    for one in rehearsed.requests:
        by_host.setdefault(one["host"], []).append(one)
    assert len(by_host) > 100
    for host, made in by_host.items():
        made.sort(key=lambda one: float(one["began"]))
        together = [(a["path"], b["path"]) for a, b in itertools.pairwise(made) if b["began"] < a["ended"]]
        assert together == [], host
        assert len(made) <= 130, host
        assert made[0]["path"] == "/robots.txt", host


def test_who_cannot_be_read_is_named_with_the_right_cause(rehearsed: Rehearsed) -> None:
    lost = rehearsed.fates("blocked", "wall", "gone", "broken", "hangs-up", "silent", "limited", "robots")
    assert len(lost) > 20
    said = {slug: rehearsed.probes[slug].cause.value for slug in lost}
    assert said == {slug: told["cause"] for slug, told in lost.items()}
    for slug in rehearsed.fates("nowhere"):
        assert rehearsed.probes[slug].cause is Cause.NOT_FOUND, slug
        assert "no address known" in rehearsed.probes[slug].message, slug
    for slug in rehearsed.fates("empty", "nothing"):
        # An empty page of a known layout may also be a new layout: both are said of a list without items.
        assert rehearsed.probes[slug].cause in (Cause.EMPTY, Cause.SCHEMA_DRIFT, Cause.LAYOUT_CHANGED), slug
    asleep = {*lost, *rehearsed.fates("nowhere", "empty", "nothing")}
    assert not asleep & {source.slug for source in rehearsed.house.ready()}


def test_who_can_be_reached_is_read_or_waits_for_a_word(rehearsed: Rehearsed) -> None:
    machines, people = {}, {}
    for slug, told in rehearsed.fates(*REACHABLE).items():
        (people if platforms(told) <= LISTS_ALONE else machines)[slug] = told
    read = {slug for slug in machines if rehearsed.probes[slug].holds}
    answered = {slug for slug in machines if rehearsed.probes[slug].answered}
    assert sorted(machines.keys() - answered) == [], "each offers something for machines"
    assert len(read) >= 0.9 * len(machines), sorted(machines.keys() - read)
    proposed = {slug for slug in people if rehearsed.probes[slug].answered}
    assert len(proposed) >= 0.8 * len(people), sorted(people.keys() - proposed)
    assert len(read) + len(proposed) >= 90


def test_what_answered_is_ingested_whole(rehearsed: Rehearsed) -> None:
    failed = {slug: done.message for slug, done in rehearsed.certificates.items() if done.failed}
    assert failed == {}
    short = {}
    for slug, done in rehearsed.certificates.items():
        expected = len(rehearsed.truth[slug]["items"])
        if platforms(rehearsed.truth[slug]) > LISTS_ALONE and done.read < 0.9 * expected:
            short[slug] = (done.read, expected)
    assert len(short) <= 0.05 * len(rehearsed.certificates), short
    curated = steps.curate(rehearsed.house)
    assert curated.items > 1000
    published = steps.publish(rehearsed.house)
    assert published.files
    assert not published.refused


def test_the_closing_table_says_what_became_of_every_source(rehearsed: Rehearsed) -> None:
    house = rehearsed.house
    with house.engine.connect() as connection:
        standing, last = probes.in_force(connection), probes.last(connection)
    told = lines(house.sources, standing, last, rehearsed.certificates)
    assert [line.source for line in told] == [source.slug for source in house.sources]
    assert [line.source for line in told if not (line.what or line.read)] == []
    assert summary(told).startswith(f"{len(house.sources)} sources: {len(rehearsed.certificates)} read, 0 failed")
    found = [line for line in told if line.way.endswith(", found")]
    assert len(found) > 40
    assert all(line.what for line in found), "the reasons of the way"


def test_airflow_schedules_what_answered_and_nothing_is_looked_at_twice(rehearsed: Rehearsed) -> None:
    house = rehearsed.house
    assert {entry.slug for entry, _ in scheduled(house.settings)} == rehearsed.certificates.keys()
    with house.engine.connect() as connection:
        standing, last = probes.in_force(connection), probes.last(connection)
    assert unseen(house.sources, last) == ()
    assert stale(house.sources, last, standing, house.settings.clock()) == ()
    assert json.loads((house.settings.home / "ways.json").read_text())["ways"]
