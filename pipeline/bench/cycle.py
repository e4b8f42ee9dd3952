"""Goal 1: a cycle in which nothing changed, the whole ingest step beside the same conditional GETs in a bare loop.

Seconds are CPU: ours with all that PostgreSQL spends on it, the peer's with its session alone. The web is another
process, whose CPU counts for nobody.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psutil
import requests

from pipeline import steps
from pipeline.bench.figures import Goal, Row, Side, alternate, exponent, named
from pipeline.bench.made import source
from pipeline.bench.still_web import SILENT
from pipeline.house import House
from pipeline.scores.plot import plot
from scrapers.archive import WarcArchive
from vigie.model import Cause, Kind, Source
from vigie.settings import ROOT, Settings
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.server import database_url


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the bare loop: address on loopback, headers with the validators of the first answer."""

    address: str
    headers: Mapping[str, str]


def bench(quick: bool) -> tuple[Row, ...]:
    sizes = (5, 10) if quick else (20, 80)
    with still_web() as port, plot(port) as settings:
        engine = open_engine(database_url(settings))
        upgrade(engine)
        house = House(settings, engine, WarcArchive(settings.archive), tuple(_site(n) for n in range(max(sizes))))
        for entry in house.sources:
            _expect(house, entry, Cause.OK)
        known = [_first(entry, port) for entry in house.sources]
        spent = {size: _cycle(house, known, size, settings, 1 if quick else 3) for size in sizes}
        engine.dispose()
    largest = max(sizes)
    ours = {size: told["ingest"] for size, told in spent.items()}
    note = (
        f"{1 - 1 / SILENT:.0%} answer 304; CPU with PostgreSQL’s; ours also asks for robots.txt, takes turns, archives"
    )
    return (
        Row(
            "1",
            f"unchanged cycle, {largest} sources",
            ours[largest],
            "s CPU",
            f"{named('requests')}: the same conditional GETs",
            spent[largest]["bare"],
            Goal(at_most=1.5),
            exponent=exponent(ours),
            note=note,
        ),
    )


def _cycle(house: House, known: list[Asked], size: int, settings: Settings, rounds: int) -> dict[str, float]:
    def ingest() -> None:
        for entry in house.sources[:size]:
            _expect(house, entry, Cause.UNCHANGED)

    def bare() -> None:
        with requests.Session() as session:
            session.trust_env = False
            fresh = 0
            for asked in known[:size]:
                fresh += session.get(asked.address, headers=dict(asked.headers), timeout=10).status_code == 200
        if fresh != len(range(0, size, SILENT)):
            raise AssertionError(f"{fresh} of {size} answers were not 304")

    sides = [Side("ingest", ingest), Side("bare", bare)]
    return alternate(sides, rounds, lambda: time.process_time() + _server_cpu(settings))


def _site(number: int) -> Source:
    return replace(source(f"s{number}"), kinds=(Kind.NEWS,))


def _expect(house: House, entry: Source, cause: Cause) -> None:
    certificate = steps.ingest(house, entry.slug)
    if certificate.cause is not cause:
        raise AssertionError(f"{entry.slug}: {certificate.cause} {certificate.message}, expected {cause}")


def _first(entry: Source, port: int) -> Asked:
    """The first answer of a host gives the validators of the later requests."""
    headers = {"Host": f"{entry.slug}.example"}
    answer = requests.get(f"http://127.0.0.1:{port}/feed", headers=headers, timeout=10)
    answer.raise_for_status()
    if "ETag" in answer.headers:
        headers["If-None-Match"] = answer.headers["ETag"]
    return Asked(f"http://127.0.0.1:{port}/feed", headers)


def _server_cpu(settings: Settings) -> float:
    """CPU seconds of the embedded PostgreSQL: its backends that live, and those that ended."""
    pid = int((settings.postgres / "postmaster.pid").read_text().splitlines()[0])
    master = psutil.Process(pid)
    own = master.cpu_times()
    total: float = own.user + own.system + own.children_user + own.children_system
    for child in master.children():
        try:
            told = child.cpu_times()
        except psutil.NoSuchProcess:
            continue  # counted by its parent from now on
        total += told.user + told.system
    return total


@contextmanager
def still_web() -> Iterator[int]:
    """The port of a web that never changes, served by a process of its own."""
    argv = [sys.executable, "-m", "pipeline.bench.still_web"]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()
