"""The agenda of any instant: SQL functions, streams and filters say what the views and filters said then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from tests.warehouse.made import NOW, article, bring, call, event, place, record, source
from vigie.model import ChangeType, Content, Deadline, Item, Kind, Occurrence, Precision, Verdict, WallTime
from warehouse import as_of, changes, editing, item_history, items, judgements, migrate
from warehouse.curate import curate
from warehouse.item_filter import ItemFilter
from warehouse.tables import suppressions

VIEWS = ("agenda", "watch", "calls")
QUAI, PORTAIL, VILLE = source("quai", trust=80), source("portail", trust=40), source("ville", trust=40)
WORDS = (
    "Nuit",
    "Pixels",
    "Atelier",
    "Robots",
    "Concert",
    "Drones",
    "Fresque",
    "Modulaire",
    "Récits",
    "Ondes",
    "Lumière",
)
TOPICS = ("discipline:games", "discipline:music", "event_type:workshop")
# Nights in which a clock of Brussels goes back or forward, and plain ones, over and to come.
DAYS = [
    datetime(2026, 3, 1),
    datetime(2026, 3, 29),
    datetime(2026, 10, 25),
    datetime(2027, 3, 28),
    datetime(2030, 10, 27),
]

Rows = list[tuple[Any, ...]]


def then(connection: Connection, view: str, at: datetime) -> Rows:
    """The rows of a view, its clock put to `at`."""
    said = connection.execute(text("SELECT pg_get_viewdef(CAST(:view AS regclass))"), {"view": view}).scalar_one()
    assert view == "watch" or "now()" in said
    query = text(said.rstrip().rstrip(";").replace("::", "\\:\\:").replace("now()", "CAST(:at AS timestamptz)"))
    return ordered(connection.execute(query, {"at": at} if view != "watch" else {}))


def as_of_sql(connection: Connection, view: str, at: datetime) -> Rows:
    return ordered(connection.execute(text(f"SELECT * FROM {view}_as_of(:at)"), {"at": at}))


def ordered(rows: Any) -> Rows:
    return sorted((tuple(row) for row in rows), key=repr)


@dataclass
class Life:
    """A made-up world that moves by chance; each step ends in a curation."""

    engine: Engine
    dice: random.Random
    now: datetime = NOW
    records: dict[tuple[str, str], Content] = field(default_factory=dict)

    def wall(self) -> WallTime:
        near = self.dice.choice(DAYS) + timedelta(days=self.dice.randrange(-1, 3))
        clock = timedelta(hours=self.dice.choice((0, 1, 2, 3, 20)), minutes=self.dice.choice((0, 30)))
        zone = self.dice.choice(("Europe/Brussels", "Europe/Brussels", "UTC", "America/New_York"))
        if self.dice.random() < 0.3:
            return WallTime.of_day(near.date(), zone)
        return WallTime(near + clock, zone)

    def session(self) -> Occurrence:
        start = self.wall()
        end = self.dice.choice((None, None, replace(start, local=start.local + timedelta(days=1))))
        if end is not None and self.dice.random() < 0.3:
            end = replace(end, precision=Precision.DAY, local=datetime.combine(end.day, datetime.min.time()))
        return Occurrence(start, end)

    def content(self) -> Content:
        title = " ".join(self.dice.sample(WORDS, 3))
        topics = tuple(self.dice.sample(TOPICS, self.dice.randrange(3)))
        more: dict[str, Any] = {
            "topics": topics,
            "language": self.dice.choice(("fr", "nl")),
            "relevance": self.dice.choice((None, 20, 80)),
            "place": self.dice.choice((None, place(), place("La Batte", "liege"))),
        }
        kind = self.dice.choice(list(Kind))
        if kind is Kind.EVENT:
            sessions = sorted((self.session() for _ in range(self.dice.randrange(1, 4))), key=lambda o: o.start.utc)
            return event(title, occurrences=tuple(sessions), **more)
        if kind is Kind.NEWS:
            return article(title, self.dice.choice((None, 3, 20)), **more)
        closing = tuple(
            Deadline(self.wall(), strict=self.dice.random() < 0.5) for _ in range(self.dice.choice((0, 1, 2)))
        )
        said = {"opens": self.wall()} if self.dice.random() < 0.3 else {}
        flags = {"rolling": self.dice.random() < 0.2, "closed": self.dice.random() < 0.1}
        return replace(call(title, 1, **more), deadlines=closing, **said, **flags)

    def step(self) -> None:
        self.now += timedelta(hours=self.dice.randrange(5, 40))
        for _ in range(3):
            self.dice.choice(
                (self.visit, self.visit, self.edit, self.hide, self.pin, self.judge, self.suppress, self.tag)
            )()
        curate(self.engine, self.now)

    def visit(self) -> None:
        """A run: some things are new, some moved, some are not listed any more."""
        of = self.dice.choice((QUAI, PORTAIL, VILLE))
        of = replace(of, name=self.dice.choice((of.name, f"{of.name} bis")))
        mine = {key: c for (slug, key), c in self.records.items() if slug == of.slug and self.dice.random() > 0.15}
        for key in self.dice.sample(sorted(mine), min(len(mine), 2)):
            mine[key] = self.dice.choice((self.content(), replace(mine[key], title=f"{mine[key].title} II")))
        for _ in range(3):
            copied = self.dice.choice([*self.records.values(), self.content()]) if self.dice.random() < 0.4 else None
            mine[f"k{len(self.records) + len(mine)}"] = copied or self.content()
        self.records = {k: c for k, c in self.records.items() if k[0] != of.slug}
        self.records |= {(of.slug, key): content for key, content in mine.items()}
        days = (self.now - NOW) / timedelta(days=1)
        bring(self.engine, of, *(record(of, key, c) for key, c in sorted(mine.items())), day=days)  # type: ignore[arg-type]

    def some(self, connection: Connection) -> str | None:
        ids = [str(i) for i in connection.execute(text("SELECT id FROM items ORDER BY id")).scalars()]
        return self.dice.choice(ids) if ids else None

    def edit(self) -> None:
        with self.engine.begin() as connection:
            if item := self.some(connection):
                if self.dice.random() < 0.3:
                    editing.release(connection, item, "title", "anne", self.now)
                else:
                    editing.edit(connection, item, "title", f"Corrigé {self.dice.randrange(99)}", "anne", self.now)

    def hide(self) -> None:
        with self.engine.begin() as connection:
            if item := self.some(connection):
                editing.hide(connection, item, self.dice.random() < 0.7, "anne", self.now)

    def pin(self) -> None:
        with self.engine.begin() as connection:
            if item := self.some(connection):
                until = self.dice.choice((None, self.now + timedelta(days=3)))
                editing.pin(connection, item, until, "anne", self.now)

    def tag(self) -> None:
        with self.engine.begin() as connection:
            if item := self.some(connection):
                editing.tag(connection, item, self.dice.choice(TOPICS), self.dice.random() < 0.5, "anne", self.now)

    def judge(self) -> None:
        if len(self.records) > 1:
            a, b = self.dice.sample(sorted(self.records), 2)
            with self.engine.begin() as connection:
                judgements.judge(connection, a, b, self.dice.choice(list(Verdict)), "anne", self.now)

    def suppress(self) -> None:
        """A takedown of an item, or the end of one; the whole warehouse is looked at again by the next curation."""
        with self.engine.begin() as connection:
            item = self.some(connection)
            connection.execute(suppressions.delete())
            if item and self.dice.random() < 0.5:
                said = {"scope": "item", "value": item, "reason": "asked", "at": self.now}
                connection.execute(suppressions.insert().values(said))


def filters() -> Iterator[ItemFilter]:
    day = NOW.date()
    for kind in Kind:
        yield ItemFilter(kind, limit=None)
        yield ItemFilter(kind, limit=5, offset=3)
        yield ItemFilter(kind, include_closed=True, limit=None)
        for more in (
            {"province": "namur"},
            {"nis": "92094"},
            {"topics": ("discipline:games",)},
            {"topics": ("discipline:games", "discipline:music")},
            {"source": "quai"},
            {"language": "nl"},
            {"text": "pixel"},
            {"text": "les nuits"},
            {"text": "corrigé"},
            {"text": "de la"},
            {"relevance": 50},
            {"start": day + timedelta(days=20)},
            {"end": day + timedelta(days=28)},
            {"start": day + timedelta(days=28), "end": day + timedelta(days=28)},
        ):
            yield ItemFilter(kind, **{"limit": None, "include_closed": "text" in more} | more)  # type: ignore[arg-type]


def bare(item: Item) -> Item:
    """An item without when its records were last seen, which is no part of what was shown."""
    seen = tuple(replace(s, last_seen=NOW) for s in item.sightings)
    return replace(item, sightings=tuple(sorted(seen, key=lambda s: (s.source, s.key))))


@pytest.mark.parametrize("seed", range(5))
def test_what_was_shown_is_shown_again(engine: Engine, seed: int) -> None:
    life = Life(engine, random.Random(seed))
    said: dict[datetime, dict[str, Rows]] = {}
    shelves: dict[datetime, list[Item]] = {}
    answers: dict[datetime, list[list[str]]] = {}
    for number in range(14):
        life.step()
        with engine.connect() as connection:
            said[life.now] = {view: then(connection, view, life.now) for view in VIEWS}
            shelves[life.now] = [bare(i) for kind in Kind for i in items.stream(connection, kind)]
            if number % 4 == 1:
                answers[life.now] = [[i.id for i in items.find(connection, f, life.now)] for f in filters()]
    assert all(sum(len(said[at][view]) for at in said) for view in VIEWS)
    with engine.connect() as connection:
        for at, rows in said.items():
            for view in VIEWS:
                assert as_of_sql(connection, view, at) == rows[view], (view, at)
            assert [bare(i) for kind in Kind for i in as_of.stream(connection, kind, at)] == shelves[at]
        for at, answer in answers.items():
            for wanted, ids in zip(filters(), answer, strict=True):
                assert [i.id for i in as_of.find(connection, wanted, at)] == ids, (wanted, at)
        assert sum(len(ids) for answer in answers.values() for ids in answer) > 100
        for view in VIEWS:
            now = ordered(connection.execute(text(f"SELECT * FROM {view}")))
            assert ordered(connection.execute(text(f"SELECT * FROM {view}_as_of(now())"))) == now
        types = set(connection.execute(text("SELECT DISTINCT type FROM changes")).scalars())
        alone = text("""
            SELECT count(*) FROM item_versions a JOIN item_versions b ON a.item = b.item AND a.number < b.number
             WHERE a.to_instant IS NULL OR a.to_instant > b.from_instant OR a.from_instant > a.to_instant
        """)
        assert connection.execute(alone).scalar_one() == 0, "two versions of one item hold at one instant"
    assert types >= {"created", "updated", "withdrawn"}


def test_nothing_moved_begins_no_version(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", event("Nuit des pixels")))
    curate(engine, NOW)
    with engine.begin() as connection:
        ids = list(connection.execute(text("SELECT id FROM items")).scalars())
        connection.execute(text("SET LOCAL timezone = 'Asia/Kolkata'"))
        assert item_history.keep(connection, [str(i) for i in ids], NOW + timedelta(days=1), 0) == 0


def test_an_earlier_clock_never_makes_two_versions_hold_at_once(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", event("Nuit des pixels")))
    curate(engine, NOW)
    later = NOW + timedelta(hours=2)
    with engine.begin() as connection:
        (item,) = (str(i) for i in connection.execute(text("SELECT id FROM items")).scalars())
        editing.pin(connection, item, later, "anne", later)
        editing.hide(connection, item, True, "anne", later - timedelta(hours=1))
    with engine.connect() as connection:
        assert [i.id for i in as_of.stream(connection, Kind.EVENT, later - timedelta(seconds=1))] == [item]
        assert list(as_of.stream(connection, Kind.EVENT, later)) == []
        assert [v.item.hidden for v in as_of.versions(connection, item)] == [False, False, True]


def test_an_item_as_a_change_left_it(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", event("Nuit des pixels")))
    curate(engine, NOW)
    bring(engine, QUAI, record(QUAI, "1", event("Nuit des drones")), day=1)
    curate(engine, NOW + timedelta(days=1))
    bring(engine, replace(QUAI, name="Le Quai"), record(QUAI, "1", event("Nuit des drones")), day=2)
    curate(engine, NOW + timedelta(days=2))
    with engine.connect() as connection:
        first, second, third = changes.since(connection, 0)
        assert (third.type, third.fields) == (ChangeType.UPDATED, ("sources",))
        found = [as_of.at_change(connection, first.item, seq) for seq in (0, first.seq, second.seq, third.seq + 5)]
        assert [i and i.content.title for i in found] == [None, "Nuit des pixels", "Nuit des drones", "Nuit des drones"]
        names = [v.item.sightings[0].name for v in as_of.versions(connection, first.item)]
        assert names == ["Quai", "Quai", "Le Quai"]
        assert [v.seq for v in as_of.versions(connection, first.item)] == [first.seq, second.seq, third.seq]
        assert as_of.get(connection, first.item, NOW - timedelta(seconds=1)) is None
        past = as_of.get(connection, first.item, NOW + timedelta(hours=30))
        assert past is not None
        assert past.content.title == "Nuit des drones"


def test_a_warehouse_that_is_upgraded_shows_its_items_as_of_now(engine: Engine) -> None:
    """Items that were there before versions of items were kept begin with the state in which they are."""
    bring(engine, QUAI, record(QUAI, "1", event("Nuit des pixels")), record(QUAI, "2", call("Bourse", 20)))
    curate(engine, NOW)
    with engine.begin() as connection:
        before = connection.execute(text("SELECT item, shown_hash, sightings FROM item_versions ORDER BY item")).all()
        connection.execute(text("DELETE FROM item_versions"))
        script = (migrate.FOLDER / "versions" / "0004_as_of.sql").read_text()
        connection.execute(text(script[script.index("INSERT INTO item_versions") :].replace(":", "\\:")))
        after = connection.execute(text("SELECT item, shown_hash, sightings FROM item_versions ORDER BY item")).all()
        assert after == before
        assert len(after) == 2
        shown = [i.content.title for kind in Kind for i in as_of.stream(connection, kind, datetime.now(UTC))]
        assert sorted(shown) == ["Bourse", "Nuit des pixels"]
        assert item_history.keep(connection, [str(row.item) for row in after], NOW, 0) == 0
