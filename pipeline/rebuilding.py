"""Where a rebuild takes place: an empty database beside the warehouse, which takes its name when it is whole."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from pipeline import steps
from pipeline.databases import Busy, beside, drop, drop_left, swap
from pipeline.house import House
from pipeline.rebuild import Unbuildable, onto, rebuild
from warehouse import journal
from warehouse.fingerprint import content_hash
from warehouse.journal_adoption import adopt
from warehouse.server import database_url

# Not made from captures: who has read how far, who is told of feeds, and the politeness that hosts asked for.
CARRIED = ("consumers", "hosts", "websub_subscriptions")
ROLE = "rebuilt"


@dataclass(frozen=True, slots=True)
class Done:
    """What a rebuild played and what it came to. `kept_as` is the database that holds the old warehouse."""

    runs: int
    curations: int
    decisions: int
    skipped: tuple[str, ...]
    hash_before: str
    hash_after: str
    kept_as: str | None = None


def rebuild_beside(house: House, check: bool, shuffle: int | None = None) -> Done:
    """Rebuilds the warehouse of `house` from its archive into a database of its own.

    `check` compares and removes it again; else it takes the place of the old one, which is kept under another name.
    Raises Unbuildable when the journal does not hold together, or when others work with the warehouse.
    """
    steps.keep_journal(house)
    before = content_hash(house.engine)
    present = str(make_url(database_url(house.settings)).database)
    drop_left(database_url(house.settings), present, ROLE)
    name = beside(present, ROLE)
    address = database_url(house.settings, name)
    other = onto(house, address)
    try:
        told = tuple(journal.copied(house.settings.archive))
        played = rebuild(other, told, shuffle)
        with other.engine.begin() as connection:
            adopt(connection, told)
        after = content_hash(other.engine)
    except BaseException:
        other.engine.dispose()
        drop(address, name)
        raise
    other.engine.dispose()
    kept = None
    if check:
        drop(address, name)
    else:
        kept = _swap(house, address, name, present)
    counts = (played.runs, played.curations, played.decisions, tuple(played.skipped))
    return Done(*counts, before, after, kept)


def _swap(house: House, address: str, name: str, present: str) -> str:
    _carry(house, address)
    house.engine.dispose()
    try:
        return swap(address, name, present, beside(present, "before"))
    except Busy as error:
        drop(address, name)
        raise Unbuildable(str(error)) from error


def _carry(house: House, address: str) -> None:
    """Takes along what no capture tells."""
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    with house.engine.connect() as old, psycopg.connect(plain) as new:
        for table in CARRIED:
            rows = old.exec_driver_sql(f"SELECT * FROM {table}").all()
            if rows:
                marks = sql.SQL(", ").join(sql.Placeholder() * len(rows[0]))
                insert = sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), marks)
                new.cursor().executemany(insert, [tuple(row) for row in rows])
