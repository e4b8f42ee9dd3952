"""What `vigie doctor` asks about sources: runs, incidents, alarms, silences, hosts, quarantine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from pipeline.doctor_words import LONG, NAMED, Asked, Trouble, count, names
from pipeline.incidents import PATIENCE, Incident, incident_of, recent_alarms
from warehouse import quarantine, silences
from warehouse.tables import hosts
from warehouse.tables import runs as run_table
from warehouse.tables import silences as silence_table

KILLED = timedelta(hours=1)
"""A run without certificate that began longer ago is not running any more (tasks end after 30 minutes)."""
FRESH = timedelta(days=1)
"""Alarms of complete runs are told for so long."""
SOON = timedelta(days=3)
"""A silence that ends within this time is worth a word."""


def _runs(asked: Asked) -> str:
    by_source = select(run_table).order_by(run_table.c.source, run_table.c.started_at.desc())
    newest = by_source.ext(distinct_on(run_table.c.source))
    with asked.engine.connect() as connection:
        last = connection.execute(newest).all()
    open_ones = [r for r in last if r.finished_at is None]
    killed = [r.source for r in open_ones if asked.settings.clock() - r.started_at > KILLED]
    if killed:
        raise Trouble(
            f"killed before a certificate: {names(killed)}: run `vigie ingest {' '.join(sorted(killed)[:NAMED])}`"
        )
    return f"{len(last)} sources read so far" + (f", {len(open_ones)} being read" if open_ones else "")


def _sources(asked: Asked) -> str:
    history = asked.histories
    ill = {slug: one for slug, found in history.items() if (one := incident_of(found, LONG))}
    grave = [f"{slug} ({one})" for slug, one in ill.items() if one.needs_a_person]
    passing = [f"{slug} ({one})" for slug, one in ill.items() if not one.needs_a_person and not one.silenced]
    silenced = [slug for slug, one in ill.items() if one.silenced]
    unread = [slug for slug, certificates in history.items() if not certificates]
    silent = [slug for slug, found in history.items() if len(found) >= PATIENCE and not any(c.read for c in found)]
    notes = [
        f"{len(found)} {what}: {names(found)}"
        for what, found in (
            ("failing, may pass", passing),
            ("silenced", silenced),
            ("never read", unread),
            ("never had an item", silent),
        )
        if found
    ]
    if grave:
        told = f"{len(grave)} of {len(history)} failing: {names(grave, '; ')}: see docs/repair-a-source.md"
        raise Trouble("; ".join([told, *notes]))
    return "; ".join([f"{len(history) - len(unread) - len(ill)} of {len(history)} well", *notes])


def _alarms(asked: Asked) -> str:
    """What complete runs noticed. A failed run says its own alarm among the sources."""
    since = asked.settings.clock() - FRESH
    told = [f"{slug}: {alarm}" for slug, found in asked.histories.items() for alarm in recent_alarms(found, since)]
    return f"{len(told)} of complete runs: {names(told, '; ')}" if told else "none of complete runs within a day"


def _silences(asked: Asked) -> str:
    now = asked.settings.clock()
    ill = {slug: one for slug, found in asked.histories.items() if (one := incident_of(found, LONG))}
    with asked.engine.connect() as connection:
        standing = silences.standing(connection, now)
    told = [_in_force(one, ill.get(one.source), now) for one in standing]
    told += _over(asked.engine, {slug: one for slug, one in ill.items() if not one.silenced}, now)
    return names(told, "; ") if told else "none in force"


def _in_force(one: silences.Standing, incident: Incident | None, now: datetime) -> str:
    said = f"silence {one.id} of {one.source} ({one.cause or 'every cause'}) until {one.until:%Y-%m-%d}, {one.ticket}"
    if incident is None:
        return f"{said}: the source is well, `vigie silence end {one.id}`"
    if one.until - now <= SOON:
        return f"{said}: ends within {SOON.days} days and the source still fails"
    return said


def _over(engine: Engine, ill: Mapping[str, Incident], now: datetime) -> list[str]:
    """Silences that are over while the failure that they covered goes on: the last one of each source."""
    over = func.least(silence_table.c.until, func.coalesce(silence_table.c.ended_at, silence_table.c.until))
    query = (
        select(silence_table, over.label("over"))
        .where(silence_table.c.source.in_(ill), over <= now)
        .order_by(silence_table.c.source, over.desc())
    ).ext(distinct_on(silence_table.c.source))
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return [
        f"silence {r.id} of {r.source} is over since {r.over:%Y-%m-%d} and the source still fails: {r.ticket}"
        for r in rows
        if r.over >= ill[r.source].since
    ]


def _hosts(asked: Asked) -> str:
    query = select(hosts).where(hosts.c.paused_until > asked.settings.clock()).order_by(hosts.c.host)
    with asked.engine.connect() as connection:
        paused = [f"{r.host} until {r.paused_until:%Y-%m-%d %H:%M} UTC" for r in connection.execute(query)]
    return f"{len(paused)} paused at their own wish: {names(paused)}" if paused else "none paused"


def _quarantine(asked: Asked) -> str:
    with asked.engine.connect() as connection:
        held = quarantine.standing(connection, dropped=True)
    aside = sum(1 for one in held if one.dropped_at)
    slugs = sorted({one.problem.source for one in held if not one.dropped_at})
    told = [f"{count(len(held) - aside, 'open problem')} of {names(slugs)}: `vigie quarantine list`"] if slugs else []
    told += [f"{aside} put aside"] if aside else []
    return "; ".join(told) or "empty"


CHECKS: Mapping[str, Callable[[Asked], str]] = {
    "runs": _runs,
    "sources": _sources,
    "alarms": _alarms,
    "silences": _silences,
    "hosts": _hosts,
    "quarantine": _quarantine,
}
