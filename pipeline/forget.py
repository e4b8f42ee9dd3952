"""`vigie forget`: a takedown, from the rule to the proof that nothing of it is left in any store.

Everything that the archive, the warehouse and the feeds hold of it goes. It can be run again at any time: what a kill
interrupted is gone on with. The archive is read again each time, so what was kept since the last time is found too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, text

from feeds import edition
from feeds.slices import standing
from pipeline import consume, steps
from pipeline.clearing import clear, telling
from pipeline.consumers import change_file, consumer_for
from pipeline.house import House
from pipeline.searching import files_saying
from scrapers.archive_purge import take_out
from vigie.model import Kind
from warehouse import blanking, forgetting, journal, suppression, takedown, traces
from warehouse.forgetting import Found
from warehouse.suppression import Suppressed
from warehouse.traces import Needles


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a takedown took down, and the `proof`: where something of it was still found afterwards (empty = nowhere).

    `waiting` names files that a live process still writes or reads: run the command again when it has ended.
    """

    records: tuple[str, ...]
    items: tuple[str, ...]
    captures: int
    waiting: tuple[str, ...]
    proof: tuple[str, ...]


def preview(house: House, scope: str, value: str) -> Found:
    """What a rule would cover, without making it."""
    takedown.check(scope, value)
    with house.engine.connect() as connection:
        return forgetting.find(connection, takedown.as_rule(scope, value))


def forget(house: House, scope: str, value: str, reason: str, author: str) -> Forgotten:
    """Makes a rule and applies it to everything that is kept. ValueError when the rule does not fit."""
    now = house.settings.clock()
    with house.engine.begin() as connection:
        takedown.suppress(connection, scope, value, reason, author, now)
        if scope == "item":  # its records come back with the next run, and their item with them
            for key in forgetting.find(connection, takedown.as_rule(scope, value)).records:
                takedown.suppress(connection, "record", "/".join(key), reason, author, now)
    return sweep(house)


def sweep(house: House) -> Forgotten:
    """Applies all rules in force to everything that is kept: archive, warehouse, feeds; then looks for what is left."""
    now = house.settings.clock()
    with house.engine.connect() as connection:
        hushed = suppression.read(connection)
        found = forgetting.find(connection, hushed)
    clean: set[str] = set()
    told = list(telling(house, found.needles.texts, hushed, found.captures, clean))
    with house.engine.connect() as connection:
        found = forgetting.find(connection, hushed, _stored(connection, {key for one in told for key in one.keys}))
    clear(house, told, now)
    with house.engine.begin() as connection:
        forgetting.forget(connection, found, hushed, now)
    steps.curate(house)
    with house.engine.begin() as connection:
        blanked = blanking.blank(connection, found.items, now)
    steps.publish(house, confirm=True)
    edition.forget_previous(house.settings.feeds)
    _retell(house)
    with house.engine.connect() as connection:
        journal.rewrite_copy(connection, house.settings.archive)
    _vacuum(house)
    waiting = take_out(house.archive, now).waiting
    return Forgotten(
        tuple("/".join(key) for key in found.records),
        tuple(sorted({*found.items, *blanked})) if found.records else found.items,
        len({one.sha256 for one in told}),
        waiting,
        proof(house, found.needles, hushed, clean),
    )


def proof(house: House, needles: Needles, hushed: Suppressed, clean: set[str] | None = None) -> tuple[str, ...]:
    """Every place that still says one of the needles: tables, bodies and files of the archive, feeds.

    Bodies named in `clean` have been read already, and a body never changes: the others are read now.
    """
    with house.engine.connect() as connection:
        hits = list(traces.left(connection, needles.texts, hushed))
    # What pages say in words is judged page by page below: others on the same page may say it too.
    names = [needle for needle in needles.bytes_too if " " not in needle]
    hits += files_saying(house.settings.archive, names, hushed)
    names = [words for kind in Kind for words in standing(kind).values()]
    hits += files_saying(house.settings.feeds, needles.bytes_too, hushed, names)
    told = telling(house, needles.texts, hushed, clean=set() if clean is None else clean)
    hits += [f"archive: capture {one.sha256[:12]}" for one in told]
    return tuple(dict.fromkeys(hits))


def _stored(connection: Connection, keys: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    query = text("SELECT source, key FROM records")
    return [(r.source, r.key) for r in connection.execute(query) if (r.source, r.key) in keys] if keys else []


def _retell(house: House) -> None:
    """Writes the file of the change stream anew: it holds every state that a thing was ever told in."""
    if change_file(house).exists():
        file = consumer_for(house, "file")
        consume.reset(house, file, 0)
        consume.run(house, file)


def _vacuum(house: House) -> None:
    """Dead rows are given back: they would still be read by someone who reads the files of PostgreSQL."""
    with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
