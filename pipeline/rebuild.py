"""The warehouse made again from the archive alone: every run, curation and decision of the journal, in their order.

No web is asked and no clock is read: each act happens again at its own instant, with the present code and catalogue.
With the same code the result is the same warehouse, to the number of each change (law 2). What is played runs through
the very functions that the first life ran through (pipeline.steps, warehouse.redo).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pipeline import steps
from pipeline.house import House, UnknownSource
from pipeline.outcomes import find_in, replayed
from scrapers.client import Fetched
from vigie.codec import from_plain
from vigie.model import Capture, Request, Source
from warehouse import journal, mints, redo, rekeying, runs
from warehouse.captures import StoredCaptures
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.identity import mint
from warehouse.journal import Act, Entry
from warehouse.migrate import upgrade


class Unbuildable(RuntimeError):
    """The archive does not hold what a rebuild needs. The message names the row of the journal."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The archive, read and not written: what is played again is there already."""

    find_capture: Callable[[str, str], Capture]
    read_body: Callable[[str], bytes]

    def keep(self, source: str, capture: Capture) -> None:
        return None

    def body(self, sha256: str) -> bytes:
        return self.read_body(sha256)

    def find(self, sha256: str, url: str) -> Capture:
        return self.find_capture(sha256, url)


@dataclass(slots=True)
class Rebuilt:
    """What was played: `runs`, `curations`, `decisions`; `missing` names the captures that are not there any more."""

    runs: int = 0
    curations: int = 0
    decisions: int = 0
    skipped: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Player:
    """Plays rows of a journal into the empty warehouse of `house`."""

    house: House
    memory: StoredCaptures
    done: Rebuilt = field(default_factory=Rebuilt)
    outcomes: dict[int, Any] = field(default_factory=dict)
    entries: dict[str, Source] = field(default_factory=dict)

    def play(self, entry: Entry) -> None:
        if entry.act is Act.RUN:
            self._run(entry)
        elif entry.act is Act.CURATION:
            curate(self.house.engine, entry.at)
            self.done.curations += 1
        else:
            self._decision(entry)

    def _run(self, entry: Entry) -> None:
        body, slug = entry.body, str(entry.subject)
        if body is None:
            self.done.skipped.append(f"row {entry.seq}: a run of {slug} was redacted by a takedown")
            return
        if "source" in body:
            self.entries[slug] = from_plain(Source, body["source"])
        source = self._source(slug)
        if "outcomes" in body:
            self.outcomes[entry.seq] = body["outcomes"]
        told = self.outcomes.get(int(body.get("as", entry.seq)))
        if told is None:
            self.done.skipped.append(f"row {entry.seq}: a run of {slug} that brought what row {body['as']} told of")
            return
        runs.start(self.house.engine, source, entry.at, body["run"])
        answer = replayed(told, self.memory.find, again="as" in body)

        def fetch(source: Source, request: Request) -> Fetched:
            fetched = answer(source, request)
            self.memory.keep(source.slug, fetched.capture)
            return fetched

        steps.run_source(self.house, source, steps.Answers(fetch, self.memory), entry.at, body["run"])
        self.done.runs += 1

    def _decision(self, entry: Entry) -> None:
        if entry.body is None:
            self.done.skipped.append(f"row {entry.seq}: {entry.act.value} was redacted by a takedown")
            return
        with self.house.engine.begin() as connection:
            redo.redo(connection, entry)
        self.done.decisions += entry.act is not Act.PROBE

    def _source(self, slug: str) -> Source:
        """The source by the present catalogue and the way of that day; as the journal tells it when it left the
        catalogue, or when nobody knows a way any more."""
        try:
            source = self.house.source(slug)
        except UnknownSource:
            return self.entries[slug]
        return self.entries.get(slug, source) if source.find else source


def rebuild(house: House, entries: Iterable[Entry], shuffle: int | None = None) -> Rebuilt:
    """Plays `entries` into the empty, migrated warehouse of `house`, from the archive of `house`.

    `shuffle` is a seed: the runs between two other acts are played in another order of sources: the same must come.
    Raises Unbuildable when the journal does not hold together.
    """
    held = tuple(entries)
    breach = journal.verify(held)
    if breach:
        raise Unbuildable(f"row {breach.seq} of the journal: {breach.reason}")
    names = _renamed(held)
    with house.engine.begin() as connection:
        rekeying.foretell(connection, names)  # the present code gives the new keys from the first run on
        for entry in held:
            if entry.act is Act.CURATION and entry.body:
                mints.remember(connection, list(_minted(entry, names)))
    kept = Kept(find_in(house.archive), house.archive.body)
    player = Player(house, StoredCaptures(house.engine, kept))
    for entry in held if shuffle is None else shuffled(held, random.Random(shuffle)):
        player.play(entry)
    return player.done


def shuffled(entries: Iterable[Entry], dice: random.Random) -> Iterator[Entry]:
    """The same rows, the runs that stand together in another order of sources; the runs of one source stay in order."""
    together: list[Entry] = []
    for entry in entries:
        if entry.act is Act.RUN:
            together.append(entry)
            continue
        yield from _mixed(together, dice)
        together = []
        yield entry
    yield from _mixed(together, dice)


def _mixed(runs_: list[Entry], dice: random.Random) -> list[Entry]:
    of: dict[str, list[Entry]] = {}
    for entry in runs_:
        of.setdefault(str(entry.subject), []).append(entry)
    order = [str(entry.subject) for entry in runs_]
    dice.shuffle(order)
    return [of[slug].pop(0) for slug in order]


def _minted(entry: Entry, names: Mapping[tuple[str, str], str]) -> Iterator[tuple[tuple[str, str], str, datetime]]:
    """The items that a curation founded: under the key that their founder has today, with the id that they got then."""
    for source, key in _body(entry).get("founders", ()):
        yield (source, names.get((source, key), key)), mint(source, key), entry.at


def _renamed(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """The key that each record has today that was moved to another one (warehouse.rekeying)."""
    names: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.act is Act.REKEY and entry.body:
            source, keys = str(entry.subject), dict(entry.body["keys"])
            names = {of: keys.get(new, new) if of[0] == source else new for of, new in names.items()}
            names |= {(source, old): new for old, new in keys.items()}
    return names


def _body(entry: Entry) -> Mapping[str, Any]:
    if entry.body is None:
        raise Unbuildable(f"row {entry.seq} of the journal ({entry.act.value}) is empty")
    return entry.body


def onto(house: House, url: str) -> House:
    """The same house with another, empty warehouse at the SQLAlchemy address `url`, migrated."""
    engine = open_engine(url)
    upgrade(engine)
    return replace(house, engine=engine)
