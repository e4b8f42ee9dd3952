"""A thousand random edits in a real warehouse: ids and UIDs are constant for life, SEQUENCE moves when it should."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib import resources

import pytest
import yaml
from feed_samples import NOW, PLACE, SITE, article, call, channel, event, session
from sqlalchemy import Engine

from feeds import calls_ics, ics
from feeds.ids import calendar_uids
from pipeline.house import open_house
from tests.conftest import Plot
from vigie.model import Call, Content, Deadline, Event, Item, Kind, Occurrence, Place, Record, Source, Status, WallTime
from warehouse import items
from warehouse.curate import curate
from warehouse.load import load

SOURCE = Source("quai", "Quai", "https://quai.example/", (Kind.EVENT,), "feed", ("https://quai.example/feed",))
EVENTS, CALLS, ROUNDS = 20, 5, 40
SEED = int(os.environ.get("VIGIE_SEED") or 1)
PRINTED = (b"DTSTART", b"DTEND", b"LOCATION")
WORDS = ("Atelier", "Nuit", "Concert", "Machines", "Pixels", "Ondes", "Textile", "Robots", "Cinéma", "Chorale")


@pytest.fixture
def engine(plot: Plot) -> Iterator[Engine]:
    house = open_house(plot.settings, migrate=True)
    yield house.engine
    house.engine.dispose()


@dataclass
class Thing:
    """What a source says of one thing, and which of its sessions is which: by number, in no order."""

    key: str
    content: Event | Call
    sessions: dict[int, Occurrence | Deadline] = field(default_factory=dict)
    born: int = 0
    days: set[int] = field(default_factory=set)

    def said(self) -> Event | Call:
        told = tuple(sorted(self.sessions.values(), key=lambda s: _start(s).utc))
        if isinstance(self.content, Event):
            return replace(self.content, occurrences=tuple(s for s in told if isinstance(s, Occurrence)))
        return replace(self.content, deadlines=tuple(s for s in told if isinstance(s, Deadline)))

    def record(self) -> Record:
        return Record(SOURCE.slug, self.key, self.content.url, self.said(), "0" * 64)


def _start(one: Occurrence | Deadline) -> WallTime:
    return one.start if isinstance(one, Occurrence) else one.at


class Web:
    """Things of one source, edited at random; no day is that of two sessions of a thing, ever."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.done: Counter[str] = Counter()
        names = [f"{a} {b}" for a in WORDS for b in WORDS if a != b]
        titles = self.dice.sample(names, EVENTS + CALLS)
        self.things = [self._thing(n, title) for n, title in enumerate(titles)]

    def _thing(self, n: int, title: str) -> Thing:
        url = f"https://quai.example/{n}"
        said: Event | Call = (
            Event(title, (), url, place=replace(PLACE, name=f"Salle {n}")) if n < EVENTS else Call(title, url)
        )
        made = Thing(f"thing-{n}", said)
        for _ in range(self.dice.choice([1, 1, 2, 4])):
            self._add(made)
        return made

    def _add(self, thing: Thing) -> None:
        thing.born += 1
        thing.sessions[thing.born] = self._session(thing)

    def _session(self, thing: Thing) -> Occurrence | Deadline:
        day = self.dice.choice([d for d in range(10, 300) if d not in thing.days])
        thing.days.add(day)
        start = WallTime(datetime(2026, 10, 1, self.dice.randint(8, 21)) + timedelta(days=day))
        return Occurrence(start) if isinstance(thing.content, Event) else Deadline(WallTime.of_day(start.day))

    def edit(self, thing: Thing) -> str:
        what = self.dice.choice(
            [
                "title",
                "description",
                "topics",
                "page",
                "slug",
                "hour",
                "end",
                "day",
                "add",
                "drop",
                "place",
                "map",
                "status",
            ]
        )
        getattr(self, f"_{what}")(thing)
        self.done[what] += 1
        return what

    # What no calendar announces

    def _title(self, thing: Thing) -> None:
        thing.content = replace(thing.content, title=thing.content.title.replace("e", "é", 1) + "!")

    def _description(self, thing: Thing) -> None:
        thing.content = replace(thing.content, description=f"Un texte, {self.dice.random()}")

    def _topics(self, thing: Thing) -> None:
        thing.content = replace(thing.content, topics=(f"discipline:{self.dice.choice(['games', 'sound', 'film'])}",))

    def _page(self, thing: Thing) -> None:
        thing.content = replace(thing.content, url=f"https://quai.example/page/{self.dice.random()}")

    def _slug(self, thing: Thing) -> None:
        """The source gives the thing another id and another address."""
        thing.key = f"{thing.key.split('~')[0]}~{self.dice.randrange(10**9)}"
        thing.content = replace(thing.content, url=f"https://quai.example/{thing.key}")

    def _map(self, thing: Thing) -> None:
        """Where the place is on the map: what people read of it stays."""
        place = thing.content.place or Place()
        degrees = round(50 + self.dice.random(), 5)
        thing.content = replace(thing.content, place=replace(place, latitude=degrees, longitude=4.8, nis="92094"))

    # What it announces

    def _hour(self, thing: Thing) -> None:
        one = self.dice.choice(list(thing.sessions))
        at = WallTime(
            _start(thing.sessions[one]).local.replace(hour=self.dice.randint(8, 21), minute=self.dice.randint(0, 59))
        )
        said = thing.sessions[one]
        thing.sessions[one] = (
            replace(said, start=at, end=None) if isinstance(said, Occurrence) else replace(said, at=at)
        )

    def _end(self, thing: Thing) -> None:
        one = self.dice.choice(list(thing.sessions))
        said = thing.sessions[one]
        if isinstance(said, Occurrence):
            hours = self.dice.choice([None, 1, 2, 3])
            end = WallTime(said.start.local + timedelta(hours=hours)) if hours else None
            thing.sessions[one] = replace(said, end=end)
        else:
            thing.sessions[one] = replace(said, label=self.dice.choice([None, f"tour {one}"]))

    def _day(self, thing: Thing) -> None:
        thing.sessions[self.dice.choice(list(thing.sessions))] = self._session(thing)

    def _drop(self, thing: Thing) -> None:
        if len(thing.sessions) > 1:
            del thing.sessions[self.dice.choice(list(thing.sessions))]

    def _place(self, thing: Thing) -> None:
        place = thing.content.place or Place()
        thing.content = replace(thing.content, place=replace(place, name=f"Salle {self.dice.randint(1, 3)}"))

    def _status(self, thing: Thing) -> None:
        if isinstance(thing.content, Event):
            thing.content = replace(thing.content, status=self.dice.choice(list(Status)))


def printed(item: Item) -> tuple[list[bytes], object]:
    """What a calendar prints of time and place, and its word for the status."""
    format = ics.FORMAT if isinstance(item.content, Event) else calls_ics.FORMAT
    data = format.render((item,), channel("agenda.ics", item.kind)).replace(b"\r\n ", b"")
    body = data[data.index(b"BEGIN:VEVENT") :] if b"BEGIN:VEVENT" in data else b""
    lines = sorted(line for line in body.split(b"\r\n") if line.startswith(PRINTED))
    return lines, standing(item.content)


def status(item: Item) -> Status | None:
    return item.content.status if isinstance(item.content, Event) else None


def standing(content: Content) -> object:
    text = resources.files("vigie").joinpath("data", "status_map.yaml").read_text(encoding="utf-8")
    if not isinstance(content, Event):
        return None
    return yaml.safe_load(text)["event_status"][content.status.value]["ics"].get("STATUS", "CONFIRMED")


def bring(engine: Engine, records: Sequence[Record], at: datetime) -> dict[str, Item]:
    """A complete run and its curation; the items by the key under which the source lists them now."""
    load(engine, SOURCE, records, (), [r.key for r in records], True, at, "run")
    curate(engine, at)
    with engine.connect() as connection:
        shown = [i for kind in Kind for i in items.stream(connection, kind)]
    return {s.key: i for i in shown for s in i.sightings}


def test_ids_are_constant_and_sequence_moves_when_it_should(engine: Engine) -> None:
    web = Web(SEED)
    uids: dict[tuple[int, int], str] = {}
    before: list[Item] = []
    moved: Counter[tuple[str, bool]] = Counter()
    for number in range(ROUNDS + 1):
        edits = [web.edit(thing) if number else "new" for thing in web.things]
        found = bring(engine, [thing.record() for thing in web.things], NOW + timedelta(hours=number))
        now = [found[thing.key] for thing in web.things]
        assert len({i.id for i in now}) == len(now)
        for n, (thing, what, item) in enumerate(zip(web.things, edits, now, strict=True)):
            told = f"round {number}, thing {n}: {what}"
            by_start = {_start(one): own for own, one in thing.sessions.items()}
            said = item.content.occurrences if isinstance(item.content, Event) else item.content.deadlines  # type: ignore[union-attr]
            assert len(said) == len(by_start), told
            for one, uid in zip(said, calendar_uids(item, SITE.domain), strict=True):
                assert uids.setdefault((n, by_start[_start(one)]), uid) == uid, told
            if before:
                assert item.id == before[n].id, told
                put_off = status(item) is Status.RESCHEDULED is not status(before[n])
                assert item.sequence == before[n].sequence + (put_off or printed(item) != printed(before[n])), told
                moved[what, item.sequence > before[n].sequence] += 1
        before = now
    assert len(set(uids.values())) == len(uids), "no UID is that of two sessions"
    assert sum(web.done.values()) == (EVENTS + CALLS) * ROUNDS == 1_000
    for silent in ("title", "description", "topics", "page", "slug", "map"):
        assert moved[silent, True] == 0 < moved[silent, False], moved
    for loud in ("hour", "end", "day", "add", "drop", "place", "status"):
        assert moved[loud, True] > 10, loud


def test_an_item_that_was_never_in_a_warehouse_gets_its_first_uids() -> None:
    several = event(1, occurrences=(session("2026-10-15T18:30"), session("2026-10-16"), session("2026-10-16T20:00")))
    plain = "00000000-0000-0000-0000-000000000001"
    assert calendar_uids(several, "v.example") == tuple(
        f"{plain}-{name}@v.example" for name in ("20261015", "20261016", "20261016-2")
    )
    assert calendar_uids(event(1), "v.example") == calendar_uids(call(1), "v.example") == (f"{plain}@v.example",)
    assert calendar_uids(replace(several, session_names=("", "x", "y")), "v.example") == (
        f"{plain}@v.example",
        f"{plain}-x@v.example",
        f"{plain}-y@v.example",
    )
    assert calendar_uids(article(1), "v.example") == ()
