"""Names of sessions: a table of cases, and lives of which we know who is who."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from tests.warehouse.made import NOW, bring, call, event, record, source
from vigie.model import Call, Deadline, Event, Item, Kind, Occurrence, Precision, Verdict, WallTime
from warehouse import as_of, items, judgements, migrate
from warehouse.curate import curate
from warehouse.fingerprint import parts
from warehouse.session_names import Names, Session, first_names, mark, renamed, sessions
from warehouse.tables import editorial

AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
"""Tuesday 10 March 2026: sessions of the 9th are over, those of the 12th are not."""


def at(text: str) -> WallTime:
    """`12`, a day of March; `12T20`, an hour of it; `2026-04`, a month."""
    if len(text) == 7:
        return WallTime(datetime.fromisoformat(f"{text}-01"), precision=Precision.MONTH)
    day, _, hour = text.partition("T")
    return WallTime(datetime(2026, 3, int(day), int(hour))) if hour else WallTime.of_day(date(2026, 3, int(day)))


def session(said: str, before: str | None = None) -> Session:
    """`12T20 first round`: start and label."""
    start, _, label = said.partition(" ")
    closes = Deadline(at(start)).closes_at() + timedelta(hours=2 * at(start).has_clock)
    return Session(at(start), closes, label or None, at(before) if before else None)


def life(*states: Sequence[str], before: str | None = None) -> Names:
    """The names after the last of some states; `before` is what the last one says of its past."""
    old: tuple[Session, ...] = ()
    names = Names()
    for number, state in enumerate(states, 1):
        new = tuple(session(said, before if number == len(states) else None) for said in state)
        names = renamed(old, names, new, AT)
        old = new
    return names


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        # How an item begins.
        ([["12T20"]], [""]),
        ([["12T20", "13T20"]], ["20260312", "20260313"]),
        ([["12T10", "12T20"]], ["20260312", "20260312-2"]),
        ([["2026-04"]], [""]),
        ([[], ["12"]], [""]),
        # Another hour, more precision, less of it.
        ([["12T20"], ["12T19"]], [""]),
        ([["12"], ["12T20"], ["12"]], [""]),
        ([["12T10", "12T20"], ["12T11", "12T20"]], ["20260312", "20260312-2"]),
        ([["12T10", "12T20"], ["12T11", "12T21"]], ["20260312", "20260312-2"]),
        ([["12T10", "12T20"], ["12T19"]], ["20260312-2"]),
        ([["2026-04"], ["14"]], [""]),
        # Another day.
        ([["12T20"], ["14T20"]], [""]),
        ([["12", "14", "16"], ["14", "16", "20"]], ["20260314", "20260316", "20260312"]),
        ([["12", "14", "16"], ["12", "15", "16"]], ["20260312", "20260314", "20260316"]),
        ([["12", "14"], ["19", "21"]], ["20260312", "20260314"]),
        # From one to several and back.
        ([["12"], ["12", "13"]], ["", "20260313"]),
        ([["12"], ["11", "12"]], ["20260311", ""]),
        ([["12"], ["12", "13"], ["12"]], [""]),
        ([["12"], ["12", "13"], ["13"]], ["20260313"]),
        ([["12", "13"], ["12"]], ["20260312"]),
        ([["12", "13"], ["12"], ["15"]], ["20260312"]),
        # What comes back has its name; nobody else ever gets it.
        ([["12", "13", "14"], ["13", "14"], ["12", "13", "14"]], ["20260312", "20260313", "20260314"]),
        ([["12", "13"], ["13"], ["12"]], ["20260312"]),
        ([["12T20", "13"], ["12T20", "14"], ["12T20", "13", "14"]], ["20260312", "20260313-2", "20260313"]),
        ([["12T20", "14"], ["14"], ["12T10", "14"]], ["20260312-2", "20260314"]),
        ([["12"], ["13", "14"]], ["20260313", "20260314"]),
        ([["12"], ["13", "14"], ["12"]], [""]),
        # What is over is not moved: a list drops its past sessions and tells later ones, or next year's edition.
        ([["9", "12", "14"], ["12", "14", "16"]], ["20260312", "20260314", "20260316"]),
        ([["9"], ["20"]], ["20260320"]),
        ([["9T10"], ["9T14"]], [""]),
        ([["9", "12", "14"], ["13", "14"]], ["20260312", "20260314"]),
        # Labels of deadlines tell more than days.
        ([["12 A", "12 B"], ["20 A", "12 B"]], ["20260312", "20260312-2"]),
        ([["12 A", "20 B"], ["20 A", "12 B"]], ["20260312", "20260320"]),
        ([["12 A", "20 A"], ["12 A", "22 A"]], ["20260312", "20260320"]),
        ([["12"], ["12 A"]], [""]),
        ([["9 A", "12 B"], ["12 B", "20 A"]], ["20260312", "20260320"]),
    ],
)
def test_who_keeps_which_name(states: list[list[str]], expected: list[str]) -> None:
    assert list(life(*states).shown) == expected


@pytest.mark.parametrize(
    ("states", "before", "expected"),
    [
        # 12 was moved to 16, and 14 was dropped: without the word two are left for one place.
        ([["12T20", "14T20"], ["16T20"]], "12T20", ["20260312"]),
        ([["12T20", "14T20"], ["16T20"]], "14", ["20260314"]),
        ([["12T20", "14T20"], ["16T20"]], None, ["20260316"]),
        # Said after it was over, or after it had left the list.
        ([["9"], ["16"]], "9", [""]),
        ([["12", "14"], ["14"], ["14", "16"]], "12", ["20260314", "20260312"]),
        # A word about a session that is still there moves nothing.
        ([["12", "14"], ["12", "14", "16"]], "12", ["20260312", "20260314", "20260316"]),
    ],
)
def test_a_source_that_says_where_a_session_stood(
    states: list[list[str]], before: str | None, expected: list[str]
) -> None:
    assert list(life(*states, before=before).shown) == expected


def test_sessions_of_each_kind_of_content() -> None:
    moved = event("Nuit", 14, previous_start=at("12"))
    assert sessions(moved) == (Session(at("14T20"), datetime(2026, 3, 14, 21, tzinfo=UTC), None, at("12")),)
    later = Call("Bourse", deadlines=(Deadline(at("20"), "premier tour", replaces=at("12")),))
    assert sessions(later) == (Session(at("20"), datetime(2026, 3, 20, 23, tzinfo=UTC), "premier tour", at("12")),)
    assert mark(at("2026-04")) == "2026-04"
    assert first_names([]) == ()


def test_parallel_sessions_are_told_apart_by_their_end() -> None:
    short, long = (Session(at("12T10"), datetime(2026, 3, 12, hour, tzinfo=UTC)) for hour in (10, 12))
    both = renamed((), Names(), (short, long), AT)
    assert renamed((short, long), both, (long,), AT).shown == (both.shown[1],)


# --- lives of which we know who is who ----------------------------------------------------------------------------


class Series:
    """Sessions with a number each that no rule sees; every edit takes an hour that nobody ever had."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.now = AT
        self.sessions: dict[int, Session] = {}
        self.gone: dict[int, Session] = {}
        self.born = 0
        self.used: set[WallTime] = set()
        for _ in range(dice.randint(1, 4)):
            self.add()

    def start(self, day: date | None = None) -> Session:
        while True:
            on = day or (self.now + timedelta(days=self.dice.randint(1, 90))).date()
            found = WallTime(datetime(on.year, on.month, on.day, self.dice.randint(8, 22), self.dice.randint(0, 59)))
            if found not in self.used and found.day not in {u.day for u in self.used} - {day}:
                self.used.add(found)
                return Session(found, found.utc + timedelta(hours=self.dice.randint(1, 3)))

    def add(self) -> None:
        self.born += 1
        self.sessions[self.born] = self.start()

    def ahead(self) -> list[int]:
        return [one for one, s in self.sessions.items() if s.ends > self.now]

    def edit(self) -> str:
        """One thing that a source does, with some days going by and what is over left out now and then."""
        self.now += timedelta(days=self.dice.choice([0, 0, 1, 9]))
        if self.dice.random() < 0.5:
            self.gone |= {one: s for one, s in self.sessions.items() if s.ends <= self.now}
            self.sessions = {one: s for one, s in self.sessions.items() if s.ends > self.now}
        what = self.dice.choice(["hour", "hour", "day", "all", "add", "drop", "back", "nothing"])
        ahead = self.ahead()
        if what == "add" or not self.sessions:
            self.add()
        elif what == "hour":
            one = self.dice.choice(list(self.sessions))
            self.sessions[one] = self.start(self.sessions[one].start.day)
        elif what == "day" and ahead:
            self.sessions[self.dice.choice(ahead)] = self.start()
        elif what == "all" and ahead:
            moved = sorted((self.start() for _ in ahead), key=lambda s: s.start)
            self.sessions |= dict(zip(sorted(ahead, key=lambda n: self.sessions[n].start), moved, strict=True))
        elif what == "drop" and len(self.sessions) > 1:
            one = self.dice.choice(list(self.sessions))
            self.gone[one] = self.sessions.pop(one)
        elif what == "back" and self.gone:
            one = self.dice.choice(list(self.gone))
            self.sessions[one] = self.gone.pop(one)
        return what


def test_a_thousand_lives_of_a_series_keep_every_name() -> None:
    seen: dict[str, int] = {}
    for seed in range(1_000):
        dice = random.Random(seed)
        series = Series(dice)
        known: dict[int, str] = {}
        owner: dict[str, int] = {}
        old: tuple[Session, ...] = ()
        names = Names()
        for step in range(15):
            what = series.edit() if step else "begins"
            seen[what] = seen.get(what, 0) + 1
            told = list(series.sessions.items())
            dice.shuffle(told)
            new = tuple(s for _, s in told)
            names = renamed(old, names, new, series.now)
            for (one, _), name in zip(told, names.shown, strict=True):
                assert known.setdefault(one, name) == name, (seed, step, what)
                assert owner.setdefault(name, one) == one, (seed, step, what)
            old = new
    assert min(seen.values()) > 500, seen


def anything(dice: random.Random) -> tuple[Session, ...]:
    """Up to six sessions or deadlines on few days and hours, so that they meet."""
    starts = {dice.choice(["9", "12", "12T10", "12T20", "13T10", "13T20", "14", "15T20"]) for _ in range(6)}
    labels = dice.choice([[""], ["", " A", " B"]])
    return tuple(session(start + dice.choice(labels), dice.choice([None, None, "12"])) for start in sorted(starts))


def test_any_order_of_sessions_gives_the_same_names() -> None:
    for seed in range(1_000):
        dice = random.Random(seed)
        old: tuple[Session, ...] = ()
        names = Names()
        for _ in range(6):
            new = anything(dice)
            straight = renamed(old, names, new, AT)
            by_old = list(zip(old, names.shown, strict=True))
            dice.shuffle(by_old)
            mixed = dice.sample(new, len(new))
            given = Names(tuple(name for _, name in by_old), names.former)
            other = renamed([s for s, _ in by_old], given, mixed, AT)
            assert dict(zip(mixed, other.shown, strict=True)) == dict(zip(new, straight.shown, strict=True)), seed
            assert other.former == straight.former, seed
            assert len(set(straight.shown)) == len(new), seed
            ever = {*names.shown, *(name for name, _ in names.former)}
            assert ever <= {*straight.shown, *(name for name, _ in straight.former)}, "no name is forgotten"
            old, names = new, straight


def test_what_is_taken_back_has_its_names_again() -> None:
    """Undoing a merge or an edit: whatever the sessions were in between."""
    for seed in range(2_000):
        dice = random.Random(seed)
        first, between = (tuple(replace(s, before=None) for s in anything(dice)) for _ in range(2))
        names = renamed((), Names(), first, AT)
        assert renamed(between, renamed(first, names, between, AT), first, AT).shown == names.shown, seed


# --- in the warehouse ---------------------------------------------------------------------------------------------

QUAI, PORTAIL = source("quai", trust=80), source("portail", trust=40)


def days(title: str, *on: int, month: int = 3) -> Event:
    return Event(title, tuple(Occurrence(WallTime(datetime(2026, month, day, 20))) for day in on))


def shown(engine: Engine) -> dict[str, Item]:
    with engine.connect() as connection:
        return {i.content.title: i for kind in Kind for i in items.stream(connection, kind)}


def named(engine: Engine, title: str = "Nuit") -> tuple[str, ...]:
    return shown(engine)[title].session_names


def test_names_go_through_a_life_and_through_time(engine: Engine) -> None:
    told: list[tuple[datetime, tuple[str, ...]]] = []
    for day, on in enumerate([(12,), (12, 14), (12, 19), (19,), (12, 19), (12, 14, 19)]):
        bring(engine, QUAI, record(QUAI, "1", days("Nuit", *on)), record(QUAI, "2", call("Bourse", 20 + day)), day=day)
        curate(engine, NOW + timedelta(days=day))
        told.append((NOW + timedelta(days=day), named(engine)))
        assert named(engine, "Bourse") == ("",)
    assert [names for _, names in told] == [
        ("",),
        ("", "20260314"),
        ("", "20260314"),
        ("20260314",),
        ("", "20260314"),
        ("", "20260314-2", "20260314"),
    ]
    with engine.connect() as connection:
        for instant, names in told:
            (item,) = as_of.stream(connection, Kind.EVENT, instant)
            assert item.session_names == names


def test_a_curation_that_moves_no_session_writes_no_name(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", days("Nuit", 12, 14)))
    curate(engine, NOW)
    bring(engine, replace(QUAI, name="Le Quai"), record(QUAI, "1", days("Nuit", 12, 14)), day=1)
    assert curate(engine, NOW + timedelta(days=1)).items == 1
    assert named(engine) == ("20260312", "20260314")


def test_a_merge_keeps_the_names_of_who_stays_and_an_undo_gives_back_both(engine: Engine) -> None:
    bring(engine, PORTAIL, record(PORTAIL, "a", days("Concert de machines", 12)))
    bring(engine, QUAI, record(QUAI, "b", days("Nuit", 20, 21, 22)), day=1)
    curate(engine, NOW + timedelta(days=1))
    before = {i.id: i.session_names for i in shown(engine).values()}
    assert sorted(before.values()) == [("",), ("20260320", "20260321", "20260322")]
    portail, quai = ("portail", "a"), ("quai", "b")
    verdicts = [Verdict.SAME, Verdict.ASK] * 2
    for day, verdict in enumerate(verdicts, 2):
        with engine.begin() as connection:
            judgements.judge(connection, portail, quai, verdict, "anne", NOW)
        curate(engine, NOW + timedelta(days=day))
        if verdict is Verdict.SAME:
            assert named(engine) == ("20260320", "20260321", "20260322"), "new ones: the 12th is a day of none of them"
        else:
            assert {i.id: i.session_names for i in shown(engine).values()} == before


def test_a_warehouse_that_is_upgraded_keeps_the_names_that_it_published(engine: Engine) -> None:
    """Until then one session had none, one of several its day: what the first naming of all of them still says."""
    twice = Event("Deux fois", tuple(Occurrence(WallTime(datetime(2026, 3, 12, hour))) for hour in (10, 20)))
    two = Call("Deux tours", deadlines=(Deadline(at("12"), "A"), Deadline(at("20"), "B")))
    contents = (days("Un", 12), days("Trois", 12, 14, 16), twice, call("Bourse", 20), two, Call("Permanent"))
    bring(engine, QUAI, *(record(QUAI, str(n), content) for n, content in enumerate(contents)))
    curate(engine, NOW)
    tables = ("title", "items"), ("item", "item_versions")
    held = [f"SELECT {key}, session_names FROM {table} ORDER BY 1" for key, table in tables]
    with engine.begin() as connection:
        before = [connection.execute(text(query)).all() for query in held]
        hashed = parts(connection)
        assert dict(map(tuple, before[0])) == {
            "Un": [""],
            "Trois": ["20260312", "20260314", "20260316"],
            "Deux fois": ["20260312", "20260312-2"],
            "Bourse": [""],
            "Deux tours": ["20260312", "20260320"],
            "Permanent": [],
        }
        for _, table in tables:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN session_names"))
        connection.execute(text("ALTER TABLE items DROP COLUMN former_sessions"))
        for table in (*editorial.__all__, "ways", "probes", "rekeys"):  # what later migrations make
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE items DROP COLUMN facets"))
        connection.execute(text("DROP INDEX ix_items_actors, ix_items_place, ix_occurrences_during"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
        assert parts(connection) == {n: h for n, h in hashed.items() if n != "names"}, "a backup from then has its hash"
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert [connection.execute(text(query)).all() for query in held] == before
        assert parts(connection) == hashed
