"""What probes saw, kept for ever, and the ways in force since.

A way that is certain is in force from its probe on; another one waits until an operator accepts it, which is an act of
the journal like any decision. Probes stand in the journal too: a rebuild reads each run by the way of its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from vigie.codec import from_plain, to_plain
from vigie.model import Cause
from vigie.ways import InForce, Way
from warehouse import journal
from warehouse.tables import probes, ways


class NothingWaits(LookupError):
    """There is no proposed way of that source to accept; the message says what there is instead."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One look at a source. `way` is what the catalogue does not say: found now, or in force already; None when the
    catalogue's own way was tried. `entry` is the fingerprint of the catalogue's entry. `at` is aware."""

    id: str
    source: str
    run: str
    at: datetime
    entry: str
    cause: Cause
    message: str
    answered: bool = False
    status: int | None = None
    url: str | None = None
    robots: str = "unknown"
    platform: str | None = None
    way: Way | None = None
    items: int = 0
    ahead: int = 0
    newest: date | None = None
    requests: int = 0

    @property
    def holds(self) -> bool:
        """Whether the source is read by what was found, without an operator's word."""
        return self.answered and (self.way is None or self.way.certain)


def keep(connection: Connection, probe: Probe) -> None:
    """Keeps what a probe saw; what it found for certain is in force from now on. What failed leaves a way that is in
    force where it is."""
    row = {
        name: getattr(probe, name)
        for name in (
            "id", "source", "run", "at", "entry", "answered", "status", "url", "robots", "platform", "items", "ahead",
            "requests", "message",
        )
    }  # fmt: skip
    row |= {
        "cause": probe.cause.value,
        "way": to_plain(probe.way) if probe.way else None,
        "confidence": probe.way.confidence if probe.way else None,
        "newest": probe.newest.isoformat() if probe.newest else None,
    }
    connection.execute(insert(probes).values(row))
    stands = of(connection, probe.source)
    same = stands is not None and (stands.entry, stands.way) == (probe.entry, probe.way)
    if probe.holds and not same:
        _write(connection, InForce(probe.source, probe.entry, probe.id, probe.at, probe.way))
    journal.append(connection, journal.Act.PROBE, probe.at, {"probe": to_plain(probe)}, subject=probe.source)


def redo(connection: Connection, body: Mapping[str, Any]) -> None:
    """Keeps again what a row of the journal tells."""
    keep(connection, from_plain(Probe, body["probe"]))


def in_force(connection: Connection) -> dict[str, InForce]:
    """Every way in force, by source."""
    return {row.source: _in_force(row) for row in connection.execute(select(ways).order_by(ways.c.source))}


def of(connection: Connection, source: str) -> InForce | None:
    """The way in force of one source."""
    row = connection.execute(select(ways).where(ways.c.source == source)).one_or_none()
    return _in_force(row) if row else None


def last(connection: Connection) -> dict[str, Probe]:
    """The newest probe of each source."""
    query = select(probes).order_by(probes.c.source, probes.c.at.desc(), probes.c.id)
    rows = connection.execute(query.ext(distinct_on(probes.c.source)))
    return {row.source: _probe(row) for row in rows}


def history(connection: Connection, source: str) -> tuple[Probe, ...]:
    """Every probe of a source, newest first."""
    query = select(probes).where(probes.c.source == source).order_by(probes.c.at.desc(), probes.c.id)
    return tuple(_probe(row) for row in connection.execute(query))


def waiting(connection: Connection) -> dict[str, Probe]:
    """The newest probes that found a way which only an operator can put in force, by source."""
    standing = in_force(connection)
    return {
        slug: probe
        for slug, probe in last(connection).items()
        if probe.answered
        and not probe.holds
        and not (slug in standing and (standing[slug].entry, standing[slug].way) == (probe.entry, probe.way))
    }


def accept(connection: Connection, source: str, author: str, at: datetime) -> InForce:
    """Puts the way that was proposed last in force, by an operator. Raises NothingWaits."""
    probe = waiting(connection).get(source)
    if probe is None:
        seen = last(connection).get(source)
        raise NothingWaits(f"{source}: no way waits; " + (seen.message if seen else "it was never probed"))
    accepted = InForce(source, probe.entry, probe.id, at, probe.way, author)
    put(connection, source, told(accepted), author, at)
    return accepted


def told(standing: InForce | None) -> dict[str, Any] | None:
    """A way in force as the journal tells it."""
    if standing is None:
        return None
    way = to_plain(standing.way) if standing.way else None
    return {"entry": standing.entry, "way": way, "probe": standing.probe, "accepted": standing.author is not None}


def put(connection: Connection, source: str, value: Mapping[str, Any] | None, author: str, at: datetime) -> None:
    """Makes what `told` gives stand, or nothing, and tells it in the journal as an act of `author`."""
    before = told(of(connection, source))
    if value is None:
        connection.execute(delete(ways).where(ways.c.source == source))
    else:
        way = from_plain(Way, value["way"]) if value.get("way") else None
        accepted = author if value.get("accepted") else None
        _write(connection, InForce(source, value["entry"], value["probe"], at, way, accepted))
    body = {"source": source, "before": before, "after": dict(value) if value is not None else None}
    journal.append(connection, journal.Act.WAY, at, body, author, source)


def _write(connection: Connection, standing: InForce) -> None:
    row = {
        "source": standing.source,
        "entry": standing.entry,
        "way": to_plain(standing.way) if standing.way else None,
        "probe": standing.probe,
        "author": standing.author,
        "at": standing.at,
    }
    changed = {name: value for name, value in row.items() if name != "source"}
    statement = upsert(ways).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["source"], set_=changed))


def _in_force(row: Row[Any]) -> InForce:
    way = from_plain(Way, row.way) if row.way else None
    return InForce(row.source, row.entry, str(row.probe), row.at, way, row.author)


def _probe(row: Row[Any]) -> Probe:
    return Probe(
        id=str(row.id),
        source=row.source,
        run=row.run,
        at=row.at,
        entry=row.entry,
        cause=Cause(row.cause),
        message=row.message,
        answered=row.answered,
        status=row.status,
        url=row.url,
        robots=row.robots,
        platform=row.platform,
        way=from_plain(Way, row.way) if row.way else None,
        items=row.items,
        ahead=row.ahead,
        newest=date.fromisoformat(row.newest) if row.newest else None,
        requests=row.requests,
    )
