"""`vigie forget`: a takedown, from the rule to the proof that nothing of it is left in any store.

Everything that the archive, the warehouse and the feeds hold of it goes. It can be run again at any time: what a kill
interrupted is gone on with, because rows leave last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from pipeline import steps
from pipeline.clearing import clear, telling
from pipeline.house import House
from scrapers.archive_purge import take_out
from scrapers.archive_search import contains
from warehouse import forgetting, journal, suppression, takedown
from warehouse.forgetting import Found
from warehouse.suppression import Suppressed


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
    slugs = {source for source, _ in found.records}
    captures = {*found.captures, *telling(house, slugs if not hushed.patterns else (), found.needles, hushed)}
    cleared = clear(house, captures, found.needles, hushed, now)
    replaced = {sha256: house.archive.replaced_by(sha256) for sha256 in captures}
    with house.engine.begin() as connection:
        forgetting.forget(connection, found, replaced, now)
    steps.curate(house)
    with house.engine.begin() as connection:
        forgetting.blank(connection, found.items, hushed)
    steps.publish(house, confirm=True)
    with house.engine.connect() as connection:
        journal.rewrite_copy(connection, house.settings.archive)
    _vacuum(house)
    last = take_out(house.archive, now)
    return Forgotten(
        tuple("/".join(key) for key in found.records),
        found.items,
        len(captures),
        (*cleared.waiting, *last.waiting) if last.waiting else (),
        proof(house, found.needles, hushed),
    )


def proof(house: House, needles: Sequence[str], hushed: Suppressed) -> tuple[str, ...]:
    """Every place that still says one of the needles: tables, files of the archive, feeds."""
    with house.engine.connect() as connection:
        hits = list(forgetting.left(connection, needles, hushed))
    spelled = [spelling for needle in needles for spelling in _spellings(needle)]
    for folder in (house.settings.archive, house.settings.feeds):
        if folder.is_dir() and spelled:
            hits += [f"{folder.name}/{hit.file} at {hit.offset}" for hit in contains(folder, spelled)]
    hits += [f"archive: capture {sha256[:12]}" for sha256 in telling(house, (), needles, hushed)]
    return tuple(dict.fromkeys(hits))


def _spellings(needle: str) -> tuple[bytes, ...]:
    """A needle as stores write it: UTF-8, JSON with escapes, Latin-1."""
    escaped = needle.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
    return tuple({needle.encode(), escaped.encode(), needle.encode("latin-1", "replace")})


def _vacuum(house: House) -> None:
    """Dead rows are given back: they would still be read by someone who reads the files of PostgreSQL."""
    with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
