"""A warehouse in which things go on happening, a reader of the change file, and the command line as a process."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import insert, select, text

from feeds.channel import site_of
from feeds.cloudevents import CloudEvent, attributes, state
from pipeline.house import House, open_house
from tests.conftest import ROOT
from tests.warehouse.made import NOW, article, at, call, event, place, record, source
from vigie.model import Call, Content, Event, Kind, Occurrence, Source, Status, Verdict
from vigie.settings import Settings
from warehouse import changes, editing, items, judgements, server, tables
from warehouse.curate import curate
from warehouse.load import load

NUMBERS = itertools.count(1)
Key = tuple[str, str]
QUAI, PORTAIL = source("quai-numerique", trust=80), source("portail-culture", trust=40)
WHAT = ("Atelier", "Concert", "Colloque", "Projection", "Marathon", "Exposition", "Rencontre", "Visite")
OF = ("soudure", "synthèse", "réalité virtuelle", "broderie", "robots", "cartographie", "jeux", "lumière", "lutherie")
IN = ("à l'aube", "de nuit", "en famille", "sans écran", "pour débutants", "au grenier", "sur l'eau", "dans le noir")


def new_house(database_server: Settings, home: Path) -> House:
    """A house with an empty, migrated warehouse of its own; its clock stands at NOW."""
    name = f"stream_{next(NUMBERS)}"
    environ = {
        "VIGIE_HOME": str(home / name),
        "VIGIE_DATABASE_URL": server.database_url(database_server, name),
        "VIGIE_NOW": NOW.isoformat(),
        "VIGIE_SITE_URL": "https://vigie.example",
    }
    house = open_house(Settings.from_environment(environ), migrate=True)
    with house.engine.begin() as connection:  # what a kill of the server itself would lose is not asked here
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    house.engine.dispose()
    return house


def environment(house: House) -> dict[str, str]:
    """What a process needs to open the same house."""
    url = house.engine.url.render_as_string(hide_password=False)
    return {
        "VIGIE_HOME": str(house.settings.home),
        "VIGIE_DATABASE_URL": url,
        "VIGIE_NOW": NOW.isoformat(),
        "VIGIE_SITE_URL": house.settings.site_url,
    }


def stream_command(house: House, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    """`vigie ARGUMENTS…` as a process, its standard output in a pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.pipeline.stream_cli", *arguments],
        env={**os.environ, **environment(house), **variables},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@dataclass
class World:
    """Sources that announce, correct, move and cancel; editors who hide, pin, join and part. All from one seed."""

    house: House
    random: random.Random
    most: int = 40
    minutes: int = 0
    said: dict[Key, Content] = field(default_factory=dict)
    joined: set[tuple[Key, Key]] = field(default_factory=set)
    gone: set[Key] = field(default_factory=set)

    def act(self) -> None:
        """One thing happens, and is curated."""
        self.minutes += 1
        acts: Sequence[Callable[[], None]] = (
            *(self.announce,) * 4, *(self.correct,) * 5, *(self.move,) * 4, *(self.cancel,) * 3, *(self.hide,) * 2,
            self.pin, *(self.judge,) * 2, self.take_down,
        )  # fmt: skip
        (self.random.choice(acts) if self.said else self.announce)()
        curate(self.house.engine, self.now)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(minutes=self.minutes)

    def announce(self) -> None:
        if len(self.said) >= self.most:
            self.correct()
            return
        of = self.random.choice((QUAI, PORTAIL))
        title = " ".join(self.random.choice(words) for words in (WHAT, OF, IN))
        day = self.random.randint(2, 28)
        made: Content = self.random.choice(
            (event(title, day, place=place()), event(title, day), call(title, day), article(title, day))
        )
        self.say((of.slug, str(len(self.said) + 1)), replace(made, topics=("discipline:games",)))

    def say(self, key: Key, content: Content) -> None:
        self.said[key] = content
        of = source_of(key)
        load(self.house.engine, of, [record(of, key[1], content)], [], [key[1]], False, self.now, "run")

    def correct(self) -> None:
        key, content = self.any()
        words = f"{self.random.choice(WHAT)} {self.random.randint(1, 9)}. Écrire à bureau@quai.example."
        self.say(key, replace(content, description=words))

    def move(self) -> None:
        key, content = self.any()
        day = self.random.randint(1, 28)
        if isinstance(content, Event):
            self.say(key, replace(content, occurrences=(Occurrence(at(day)),)))
        elif isinstance(content, Call):
            self.say(key, replace(content, deadlines=(replace(content.deadlines[0], at=at(day, None)),)))

    def cancel(self) -> None:
        key, content = self.any()
        if isinstance(content, Event):
            back = content.status is Status.CANCELLED
            self.say(key, replace(content, status=Status.SCHEDULED if back else Status.CANCELLED))

    def hide(self) -> None:
        shown = self.shown()
        if shown:
            with self.house.engine.begin() as connection:
                editing.hide(connection, self.random.choice(shown), self.random.random() < 0.4, "anne", self.now)

    def pin(self) -> None:
        shown = self.shown()
        until = self.random.choice((None, self.now + timedelta(days=3)))
        if shown:
            with self.house.engine.begin() as connection:
                editing.pin(connection, self.random.choice(shown), until, "anne", self.now)

    def judge(self) -> None:
        """Two records are called the same; or two that were, are called different again."""
        if self.joined and self.random.random() < 0.5:
            pair, verdict = self.random.choice(sorted(self.joined)), Verdict.DIFFERENT
            self.joined.discard(pair)
        else:
            (one, a), (two, b) = self.any(), self.any()
            if one == two or a.kind != b.kind:
                return
            pair, verdict = (min(one, two), max(one, two)), Verdict.SAME
            self.joined.add(pair)
        with self.house.engine.begin() as connection:
            judgements.judge(connection, *pair, verdict, "anne", self.now)

    def take_down(self) -> None:
        """Seldom: it makes curation look at everything again."""
        if self.random.random() < 0.2:
            key, _ = self.any()
            if key not in self.gone:
                self.gone.add(key)
                row = {"scope": "record", "value": "/".join(key), "reason": "demande", "at": self.now}
                with self.house.engine.begin() as connection:
                    connection.execute(insert(tables.suppressions).values(row))

    def any(self) -> tuple[Key, Content]:
        key = self.random.choice(sorted(self.said))
        return key, self.said[key]

    def shown(self) -> list[str]:
        """Items that exist, hidden ones too."""
        with self.house.engine.connect() as connection:
            return sorted(connection.execute(select(tables.items.c.id)).scalars())


def source_of(key: Key) -> Source:
    return next(of for of in (QUAI, PORTAIL) if of.slug == key[0])


def told(plain: dict[str, Any]) -> bytes:
    """A state, to compare two of them."""
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def server_state(house: House) -> dict[str, bytes]:
    """Every item that the server shows, as released."""
    site = site_of(house.settings)
    with house.engine.connect() as connection:
        shown = [item for kind in Kind for item in items.stream(connection, kind)]
    plain = {item.id: state(item, site) for item in shown}
    return {id: told(one) for id, one in plain.items() if one is not None}


@dataclass
class Reader:
    """A subscriber: builds its own copy from the lines that it has not read, and never looks back."""

    path: Path
    offset: int = 0
    last: int = 0
    items: dict[str, bytes] = field(default_factory=dict)

    def read(self) -> None:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self.offset)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.splitlines():
            self.take(orjson.loads(line))
        self.offset += len(whole)

    def take(self, event: dict[str, Any]) -> None:
        """In the file every change stands once, and the next one follows: order per item is order of all."""
        seq = int(event["id"])
        assert seq == self.last + 1, f"change {seq} follows change {self.last}"
        self.last = seq
        absorb(self.items, event)


def absorb(held: dict[str, bytes], event: dict[str, Any]) -> None:
    """What docs/change-stream.md tells a subscriber to do with an event."""
    if event["data"]["state"] is None:
        held.pop(event["subject"], None)
    else:
        held[event["subject"]] = told(event["data"]["state"])


class Copy:
    """A subscriber that keeps no book of what it took: it has the cursor alone, and is told some things twice."""

    name = "copy"

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}
        self.last: dict[str, int] = {}
        self.order: list[int] = []
        self.deliveries = 0

    def deliver(self, events: Sequence[CloudEvent]) -> None:
        for one in events:
            self.deliveries += 1
            if one.seq <= self.last.get(one.subject, 0):
                continue
            self.order.append(one.seq)
            absorb(self.items, attributes(one))
            self.last[one.subject] = one.seq

    def kept(self) -> None:
        return None

    def rewind(self, seq: int) -> None:
        raise AssertionError("nobody asked")


def log_end(house: House) -> int:
    with house.engine.connect() as connection:
        return changes.newest(connection)
