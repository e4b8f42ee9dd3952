"""Run certificates (DESIGN.md §5): opened when a run starts, written when it ends."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, update

from vigie.codec import from_plain, to_plain
from vigie.model import Certificate, Source
from warehouse.registry import register
from warehouse.tables import runs


def start(engine: Engine, source: Source, at: datetime, run: str | None = None) -> str:
    """Opens a run of `source` at the aware instant `at`; returns its id. A killed run stays without certificate.

    `run` is the id of a run that is played again.
    """
    run = run or uuid.uuid4().hex
    with engine.begin() as connection:
        register(connection, source)
        connection.execute(insert(runs).values(id=run, source=source.slug, started_at=at, complete=False))
    return run


def close(connection: Connection, certificate: Certificate) -> None:
    """Writes the certificate of the run that it names, in the transaction of `connection`: it is there exactly when
    what it tells is. KeyError when no such run was started."""
    values = {
        "finished_at": certificate.started_at + timedelta(seconds=certificate.seconds),
        "cause": certificate.cause.value,
        "complete": certificate.complete,
        "seconds": certificate.seconds,
        "certificate": to_plain(certificate),
    }
    done = connection.execute(update(runs).where(runs.c.id == certificate.run).values(values))
    if not done.rowcount:
        raise KeyError(f"no run {certificate.run!r} of {certificate.source}")


def history(engine: Engine, slug: str, limit: int = 50) -> tuple[Certificate, ...]:
    """The last certificates of a source, newest first."""
    query = (
        select(runs.c.certificate)
        .where(runs.c.source == slug, runs.c.certificate.is_not(None))
        .order_by(runs.c.started_at.desc(), runs.c.finished_at.desc(), runs.c.id)
        .limit(limit)
    )
    with engine.connect() as connection:
        return tuple(from_plain(Certificate, plain) for plain in connection.execute(query).scalars())
