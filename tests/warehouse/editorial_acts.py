"""What the random lives of `test_editorial_state` do and check: each act on the warehouse and on the model at once."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Engine, select, text

from tests.warehouse.editorial_model import ASK, DIFFERENT, FIELDS, SAME, Edit, Pair, Said, World
from tests.warehouse.made import NOW, event, place, record, source
from vigie.model import Source
from vigie.settings import Settings
from warehouse import conflicts, editing, items, joining, journal, server, undoing
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.load import load
from warehouse.tables import field_choices, memberships
from warehouse.tables import items as table

SOURCES = {of.slug: of for of in (source("alpha", 80), source("beta", 60), source("gamma", 40))}
TITLES = (
    "Concert de machines",
    "Atelier de gravure",
    "Nuit des pixels",
    "Veillée sous les étoiles",
    "Marché aux puces",
    "Hackathon du climat",
)
HOUSES = ("Le Quai", "La Tour", "Les Abattoirs", "Le Jardin", "La Remise", "Le Phare")
TOPICS = ("discipline:games", "discipline:sound")
VALUES = {
    "title": ("Titre corrigé", "Autre titre"),
    "price_text": (None, "5 €", "8 €", "prix libre"),
    "image": (None, "https://i.example/1", "https://i.example/22"),
}
NUMBERS = itertools.count(1)
COUNTED: Counter[str] = Counter()


class Acting(RuleBasedStateMachine):
    """Two warehouses, one with editors and one without, and the model. `postgres` holds the migrated `template`."""

    def __init__(self, postgres: Settings) -> None:
        super().__init__()
        self.postgres = postgres
        self.now = NOW
        self.living = False
        self.world = World({slug: of.trust for slug, of in SOURCES.items()})
        number = next(NUMBERS)
        self.names = [f"state_{number}", f"alone_{number}"]
        # Nobody kills anything here: waiting for the disk would be most of the time.
        for name in self.names:
            self._admin(
                f"CREATE DATABASE {name} TEMPLATE template", f"ALTER DATABASE {name} SET synchronous_commit = off"
            )
        self.engine, self.alone = (open_engine(server.database_url(postgres, name)) for name in self.names)

    def _admin(self, *statements: str) -> None:
        admin = open_engine(server.database_url(self.postgres, "postgres"))
        with admin.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        admin.dispose()

    # Doing

    def _curate(self) -> None:
        self._tick()
        self.world.expire(self.now)
        curate(self.engine, self.now)
        curate(self.alone, self.now)
        self._check()

    def _tick(self) -> None:
        COUNTED["steps"] += self.living
        self.now += timedelta(hours=1)

    def _ingest(self, slug: str, things: list[int], price: int) -> None:
        self._load(
            slug,
            {
                f"t{thing}": {
                    "title": TITLES[thing],
                    "price_text": self._pick(VALUES["price_text"], price + thing),
                    "image": self._pick(VALUES["image"], price // 7 + thing),
                }
                for thing in things
            },
        )

    def _load(self, slug: str, told: dict[str, dict[str, str | None]], seen: list[str] | None = None) -> None:
        self._tick()
        of: Source = SOURCES[slug]
        brought = []
        for key, said in sorted(told.items()):
            thing = int(key[1:])
            known = self.world.records.get((slug, key))
            if known is None or known.fields != said:
                self.world.records[slug, key] = Said(thing, said, self.now.date())
            brought.append(record(of, key, event(day=10 + thing, place=place(HOUSES[thing]), **said)))  # type: ignore[arg-type]
        for engine in (self.engine, self.alone):
            load(engine, of, brought, (), seen or [*told], seen is not None, self.now, "run")

    def _decided(self, changes: list[tuple[Any, Any]], seq: int | None = None) -> None:
        self.world.decide(seq or self._newest() - len(changes) + 1, changes)
        self._tick()

    def _newest(self) -> int:
        with self.engine.connect() as connection:
            return journal.newest(connection)

    def _release(self, item: str, name: str) -> None:
        shown_by = self.world.end(item)
        held = [("edit", one, name) for one in self.world.chain(shown_by) if ("edit", one, name) in self.world.decided]
        with self.engine.begin() as connection:
            assert editing.release(connection, shown_by, name, "luc", self.now)
            assert not editing.release(connection, shown_by, name, "luc", self.now)
        self._decided([(on, None) for on in held])

    def _keep(self, item: str, name: str) -> None:
        on = ("edit", item, name)
        held, base = self.world.decided[on], self.world.says[on]
        if held.until and held.until <= self.now:
            return
        with self.engine.begin() as connection:
            assert conflicts.keep(connection, self.world.end(item), name, "luc", self.now)
        self._decided([(on, Edit(held.value, base, "luc", held.until))])

    def _hide(self, item: str, hidden: bool) -> None:
        with self.engine.begin() as connection:
            done = editing.hide(connection, item, hidden, "anne", self.now)
        assert done == (hidden != self.world.decided.get(("hide", item), False))
        if done:
            self._decided([(("hide", item), hidden or None)])

    def _pin(self, item: str, days: int) -> None:
        end = NOW + timedelta(days=days) if days else None
        with self.engine.begin() as connection:
            done = editing.pin(connection, item, end, "anne", self.now)
        assert done == (end != self.world.decided.get(("pin", item)))
        if done:
            self._decided([(("pin", item), end)])

    def _tag(self, item: str, topic: str, wanted: bool | None) -> None:
        on = [("tag", one, topic) for one in (self.world.chain(item) if wanted is None else [item])]
        moved = [one for one in on if self.world.decided.get(one) != wanted]
        with self.engine.begin() as connection:
            assert editing.tag(connection, item, topic, wanted, "anne", self.now) == bool(moved)
        if moved:
            self._decided([(one, wanted) for one in moved])

    def _merge(self, kept: str, other: str) -> bool:
        ours, theirs = (sorted(self.world.members[item]) for item in (kept, other))
        pairs = [Pair((a, b)) for a in ours for b in theirs]
        start = self._newest()
        if kept == other or any(self.world.decided.get(("judge", two)) == DIFFERENT for two in pairs):
            with pytest.raises(joining.Unjoinable), self.engine.begin() as connection:
                joining.merge(connection, kept, other, "anne", self.now)
            assert self._newest() == start
            return False
        with self.engine.begin() as connection:
            rows = joining.merge(connection, kept, other, "anne", self.now)
        self._judged(rows)
        return True

    def _split(self, item: str, off: list[tuple[str, str]]) -> None:
        with self.engine.begin() as connection:
            rows = joining.split(connection, item, off, "anne", self.now)
        self._judged(rows)
        rest = self.world.members[item] - set(off)
        for a in rest:
            for b in off:
                assert self.world.decided["judge", Pair((a, b))] == DIFFERENT

    def _judged(self, rows: tuple[int, ...]) -> None:
        """Takes over which pairs were judged: which ones a merge needs is not for the model to say, what follows is."""
        told = []
        with self.engine.connect() as connection:
            for seq in rows:
                entry = journal.get(connection, seq)
                assert entry is not None
                assert entry.body is not None
                two = Pair((tuple(entry.body["a"]), tuple(entry.body["b"])))  # type: ignore[arg-type]
                assert entry.body["before"] == (self.world.decided.get(("judge", two)) or ASK)
                told.append((("judge", two), entry.body["after"]))
        assert {verdict for _, verdict in told} <= {SAME, DIFFERENT}
        self._decided(told, rows[0])

    def _undo(self, act: Any) -> None:
        if not self.world.undoable(act):
            with pytest.raises(undoing.Refused), self.engine.begin() as connection:
                undoing.undo(connection, act.seq, "luc", self.now)
            COUNTED["undo refused"] += 1
            return
        with self.engine.begin() as connection:
            done = undoing.undo(connection, act.seq, "luc", self.now)
        assert len(done.undone) == len(act.parts)
        self.world.undo(act, done.rows[0], self.now)
        COUNTED["undone"] += 1
        self._tick()

    def _item(self, pick: int) -> str:
        return self._pick(sorted(self.world.members), pick)

    def _edited(self) -> list[Any]:
        return sorted(on for on in self.world.decided if on[0] == "edit")

    @staticmethod
    def _pick(among: Any, pick: int) -> Any:
        return among[pick % len(among)]

    # Checking

    def _shown(self) -> dict[str, Any]:
        with self.engine.connect() as connection:
            ids = sorted(self.world.members)
            found = {id_: items.get(connection, id_) for id_ in ids}
        return {
            "contents": {id_: item.content for id_, item in found.items() if item},
            "records": {id_: sorted((s.source, s.key) for s in item.sightings) for id_, item in found.items() if item},
        }

    def _check(self) -> None:
        world = self.world
        with self.engine.connect() as connection:
            rows = {r.id: r for r in connection.execute(select(table))}
            members: dict[str, set[tuple[str, str]]] = {}
            for r in connection.execute(select(memberships)):
                members.setdefault(r.item, set()).add((r.source, r.key))
            opened = {(c.item, c.field) for c in conflicts.open_conflicts(connection)}
            ends = {id_: items.redirect(connection, id_) for id_ in rows}
            assert journal.verify(journal.read(connection)) is None
        grouped = {id_: frozenset(of) for id_, of in members.items()}
        assert set(grouped.values()) == world.clusters()
        redirects = {id_: r.merged_into for id_, r in rows.items() if r.merged_into}
        assert set(rows) >= set(world.members) | set(world.redirects), "an id that was given stays"
        assert {id_ for id_ in rows if id_ not in redirects} == set(grouped), "every live item has records"
        assert all((end or id_) in grouped for id_, end in ends.items()), "every address leads to a live item"
        world.curated(grouped, redirects)
        for id_ in grouped:
            content = rows[id_].content
            for name in FIELDS:
                assert content.get(name) == world.shown[id_, name], (id_, name)
            assert set(content.get("topics", ())) == world.topics(id_)
            assert content["status"] == "scheduled", "missing is not cancelled"
        assert {id_ for id_, r in rows.items() if r.hidden} == {on[1] for on in world.decided if on[0] == "hide"}
        pinned = {id_: r.pinned_until for id_, r in rows.items() if r.pinned_until}
        assert pinned == {on[1]: end for on, end in world.decided.items() if on[0] == "pin"}
        assert opened == world.conflicts()
        COUNTED["conflicts seen"] += len(opened)
        COUNTED["edits held"] += len(self._edited())


def state_of(engine: Engine) -> dict[str, Any]:
    """What is shown, and the ids that were ever given."""
    queries: dict[str, Any] = {
        "items": select(table.c.id, table.c.content_hash, table.c.hidden, table.c.pinned_until).where(
            table.c.merged_into.is_(None)
        ),
        "memberships": select(memberships),
        "choices": select(field_choices)
        .join(table, table.c.id == field_choices.c.item)
        .where(table.c.merged_into.is_(None)),
        "ids": select(table.c.id),
    }
    with engine.connect() as connection:
        found = {name: sorted(map(repr, connection.execute(query))) for name, query in queries.items()}
    return found
