"""Many sources looked at side by side, one request at a time per host; what was seen is kept as soon as it is known."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from pipeline.clearing import clear_run
from pipeline.house import House
from pipeline.outcomes import Fetch, Guarded
from pipeline.probing import Probed, probe
from pipeline.readiness import RESTING, fingerprint, is_ready, project
from pipeline.schedule import host
from pipeline.steps import keep_journal
from scrapers.client import Client
from scrapers.solitary import SolitaryMemory
from scrapers.transport import transport_for
from vigie.model import Cause, Source, SourceState
from vigie.ways import InForce
from warehouse import probes, suppression
from warehouse.hosts import HostTurns
from warehouse.probes import Probe
from warehouse.suppression import Suppressed

THREADS = 16
"""Hosts that are looked at side by side; most of the time is spent waiting for them."""
PASSING = frozenset({Cause.TIMEOUT, Cause.SERVER_ERROR, Cause.DNS, Cause.RATE_LIMITED, Cause.TLS, Cause.TRUNCATED})
"""What may be over tomorrow."""
SOON, LATER = timedelta(days=1), timedelta(days=7)
"""After so long a source that could not be read is looked at again: passing trouble, and anything else."""
Tell = Callable[[Probe], None]


def may_be_probed(entry: Source) -> bool:
    """Whether a source is asked without being named: not one at rest, nor one that lacks a permission."""
    return entry.state not in RESTING and entry.permitted


def unseen(entries: Iterable[Source], last: Mapping[str, Probe]) -> tuple[Source, ...]:
    """The entries that nobody has seen answer and that no probe has looked at as they are written now."""
    return tuple(
        e
        for e in entries
        if may_be_probed(e)
        and (e.find or e.state is not SourceState.CONFIRMED)
        and (e.slug not in last or last[e.slug].entry != fingerprint(e))
    )


def stale(
    entries: Iterable[Source], last: Mapping[str, Probe], standing: Mapping[str, InForce], now: datetime
) -> tuple[Source, ...]:
    """Those, and the ones that are still not read although a probe has looked, a while ago."""
    held = tuple(entries)
    fresh = {entry.slug for entry in unseen(held, last)}

    def again(entry: Source) -> bool:
        if not may_be_probed(entry) or is_ready(entry, standing.get(entry.slug)) or entry.slug not in last:
            return False
        seen = last[entry.slug]
        return now - seen.at >= (SOON if seen.cause in PASSING else LATER)

    return tuple(entry for entry in held if entry.slug in fresh or again(entry))


def campaign(house: House, entries: Sequence[Source], tell: Tell, threads: int = THREADS) -> tuple[Probe, ...]:
    """Probes these entries of the catalogue; `tell` hears of each as it is done. Sorted by slug.

    Sources of one host are looked at one after the other, so that its robots.txt is asked once; that no host ever has
    two requests at a time is held by the warehouse's turns, between processes too.
    """
    run = uuid.uuid4().hex
    with house.engine.connect() as connection:
        standing, hushed = probes.in_force(connection), suppression.read(connection)
    groups: dict[str, list[Source]] = {}
    for entry in entries:
        groups.setdefault(host(entry), []).append(entry)
    done: list[Probe] = []
    pool = ThreadPoolExecutor(max(1, threads), thread_name_prefix="probe")

    def told(one: Probe) -> None:
        done.append(one)
        tell(one)

    try:
        asked = [
            pool.submit(_host, house, group, standing, hushed, run, told)
            for group in sorted(groups.values(), key=len, reverse=True)
        ]
        for one in as_completed(asked):
            one.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        keep_journal(house)
        project(house.engine, house.settings.home)
    return tuple(sorted(done, key=lambda one: one.source))


def _host(
    house: House, entries: Sequence[Source], standing: Mapping[str, InForce], hushed: Suppressed, run: str,
    tell: Tell,
) -> None:  # fmt: skip
    """The sources of one host, one after the other, each kept as soon as it is seen."""
    with closing(transport_for(house.settings)) as transport:
        client = Client(transport, HostTurns(house.engine), SolitaryMemory(), house.archive, house.settings)
        for entry in entries:
            guard = Guarded(client.fetch, hushed, house.archive)
            fetch: Fetch = guard if hushed else client.fetch
            now = house.settings.clock()
            seen = _unfailing(entry, standing.get(entry.slug), fetch, now, run)
            with house.engine.begin() as connection:
                probes.keep(connection, seen.probe)
            if hushed and seen.looked:
                clear_run(house, entry, seen.looked.raw, seen.looked.records, guard.caught, hushed, now)
            tell(seen.probe)


def _unfailing(entry: Source, standing: InForce | None, fetch: Fetch, now: datetime, run: str) -> Probed:
    """A fault of ours at one source is told as that source's, and does not end the others'."""
    try:
        return probe(entry, standing, fetch, now, run)
    except SQLAlchemyError:
        raise
    except Exception as error:
        said = f"the probe itself failed: {type(error).__name__}: {error}"
        failed = Probe(str(uuid.uuid4()), entry.slug, run, now, fingerprint(entry), Cause.PARSE_ERROR, said)
        return Probed(failed, None)
