"""A life of four days in commands, lived calmly once; then from before any step again, killed there, and to its end.

Before each step the calm life leaves a copy of its database and of its folder, so that a trial begins where it is
killed. After each step, and at the end, a trial must hold what the calm life held (`held`).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from tests.pipeline.kill_held import Held, cared_for, differences, feeds_of, litter, look
from tests.pipeline.kill_points import Trial
from tests.pipeline.kill_world import SLUGS, TITLES, catalogue
from tests.pipeline.kill_zygote import Tally, Zygote
from vigie.settings import Settings
from warehouse.fingerprint import content_hash_of
from warehouse.migrate import upgrade
from warehouse.server import database_url

NOT_REACHED = "the point was not reached"


@dataclass(frozen=True, slots=True)
class Step:
    """A command on a day of the web, at an hour. `ends` is its exit code, `again` what else it may be
    when the step had been done before it is run again."""

    day: int
    hour: str
    arguments: tuple[str, ...]
    again: tuple[int, ...] = ()
    ends: int = 0

    def __str__(self) -> str:
        return f"day {self.day} {' '.join(self.arguments)}"


DONE_ALREADY = (1,)
FILE = "{home}/copies/vigie.tar"
LIFE = (
    Step(1, "08:00", ("ingest", *SLUGS)),
    Step(1, "08:10", ("curate",)),
    Step(1, "08:20", ("publish",)),
    Step(1, "08:30", ("consumers", "run", "file")),
    Step(1, "12:00", ("edit", "{robots}", "title", "Nuit des robots corrigée", "--by", "anne")),
    Step(1, "12:10", ("merge", "{expo14}", "{expo15}", "--by", "luc"), DONE_ALREADY),
    Step(2, "08:00", ("ingest", *SLUGS)),
    Step(3, "08:00", ("ingest", *SLUGS)),
    Step(3, "08:10", ("curate",)),
    Step(3, "08:20", ("publish",)),
    Step(3, "08:30", ("consumers", "run", "file")),
    Step(3, "12:00", ("forget", "{jam11}", "--as", "item", "--because", "a request", "--by", "anne")),
    Step(3, "12:20", ("consumers", "run", "file")),
    Step(3, "12:30", ("forget", "--again")),
    Step(4, "03:00", ("archive", "compact")),
    Step(4, "03:10", ("backup", FILE), DONE_ALREADY),
    Step(4, "03:20", ("db", "rebuild")),
    Step(4, "03:30", ("restore", FILE, "--replace")),
    Step(4, "03:40", ("publish",)),
)
BESIDE = frozenset({"db", "restore", "backup"})
"""Commands that build beside: a kill leaves the warehouse as it was, or as it will be."""
CHANGE_FILE = "changes.ndjson"
"""It grows line by line: a reader takes whole lines alone (docs/change-stream.md)."""


@dataclass(frozen=True)
class Lived:
    """The calm life: what each step did and left. `before[n]` is a database and a folder as they were before step n."""

    steps: tuple[Step, ...]
    tallies: tuple[Tally, ...]
    held: tuple[Held, ...]
    before: tuple[tuple[str, Path], ...]


class Grounds:
    """Where lives take place: a server, the web of each day, a folder."""

    def __init__(self, server: Settings, webs: dict[int, str], folder: Path, zygote: Zygote) -> None:
        self._server = server
        self._webs = webs
        self._folder = folder
        self._zygote = zygote
        self._catalogue = catalogue(folder / "sources")
        self._made = 0

    def live_calmly(self) -> Lived:
        """Lives all steps, none killed. A command that fails ends it with its words."""
        name, home = self._plot(None)
        tallies: list[Tally] = []
        held: list[Held] = []
        before: list[tuple[str, Path]] = []
        steps = list(LIFE)
        ids: dict[str, str] = {}
        for number, step in enumerate(LIFE):
            before.append(self._keep(number, name, home))
            step = replace(step, arguments=tuple(ids.get(word, word) for word in step.arguments))
            steps[number] = step
            code, said = self.run(step, name, home)
            assert code == step.ends, f"{step}: {code}\n{said}"
            tallies.append(self._zygote.events())
            held.append(look(self._url(name), home))
            if not ids and step.arguments[0] == "curate":
                ids = self._ids(name)
        return Lived(tuple(steps), tuple(tallies), tuple(held), tuple(before))

    def trial(self, lived: Lived, trial: Trial, to_the_end: bool) -> str:
        """Kills a life at a point and runs that step again; what is not as in the calm life, or nothing. `to_the_end`:
        it then lives all steps that follow, and is looked at once more."""
        known = self._databases()
        name, home = self._plot(lived.before[trial.step])
        try:
            told = self._trial(lived, trial, name, home, to_the_end)
        finally:
            for left in (self._databases() - known) | {name}:
                self._administer(f'DROP DATABASE IF EXISTS "{left}" WITH (FORCE)')
            shutil.rmtree(home, ignore_errors=True)
        if told.startswith(NOT_REACHED) and trial.point.number > 1:
            # Sources are read side by side: a line that copies for all of them is come by less often some times.
            sooner = replace(trial.point, number=trial.point.number - 1)
            return self.trial(lived, replace(trial, point=sooner), to_the_end)
        return told

    def _trial(self, lived: Lived, trial: Trial, name: str, home: Path, to_the_end: bool) -> str:
        step = lived.steps[trial.step]
        code, said = self.run(step, name, home, trial)
        if code != -9:
            return f"{NOT_REACHED}: {code}\n{said[-2000:]}"
        calm = lived.held[trial.step]
        former = lived.held[trial.step - 1] if trial.step else Held("", {}, {})
        told = [
            f"published half: {path}"
            for path, data in feeds_of(home).items()
            if path != CHANGE_FILE and data not in (former.feeds.get(path), calm.feeds.get(path))
        ]
        if step.arguments[0] in BESIDE and self._content_hash(name) not in (former.content_hash, calm.content_hash):
            told.append("killed, it leaves a warehouse that is neither the old one nor the new one")
        code, said = self.run(step, name, home)
        if code not in (step.ends, *step.again):
            told.append(f"run again it ended with {code}:\n{said[-3000:]}")
        told += [f"after it: {line}" for line in differences(calm, look(self._url(name), home))]
        told += [f"left lying: {path.relative_to(home)}" for path in litter(home)]
        told += [f"left lying: database {left}" for left in self._databases() if left.startswith(f"{name}_re")]
        if told or not to_the_end:
            return "\n".join([*told, *cared_for(home)])
        for later in lived.steps[trial.step + 1 :]:
            code, said = self.run(later, name, home)
            if code != later.ends:
                return f"later {later} ended with {code}:\n{said[-3000:]}"
        told += [f"at the end: {line}" for line in differences(lived.held[-1], look(self._url(name), home))]
        return "\n".join([*told, *cared_for(home)])

    def run(self, step: Step, name: str, home: Path, trial: Trial | None = None) -> tuple[int, str]:
        environ = self._environ(name, home, step.day) | {"VIGIE_NOW": f"2026-11-{step.day:02}T{step.hour}:00+01:00"}
        words = [word.replace("{home}", str(home)) for word in step.arguments]
        return self._zygote.run(words, environ, trial.point if trial else None)

    def _content_hash(self, name: str) -> str:
        with create_engine(self._url(name), poolclass=NullPool).connect() as connection:
            return content_hash_of(connection)

    def _ids(self, name: str) -> dict[str, str]:
        with create_engine(self._url(name), poolclass=NullPool).connect() as connection:
            rows = connection.execute(text("SELECT content ->> 'title', id::text FROM items")).all()
        by_title = dict(tuple(row) for row in rows)
        return {f"{{{key}}}": by_title[title] for key, title in TITLES.items() if title in by_title}

    def _environ(self, name: str, home: Path, day: int) -> dict[str, str]:
        return {
            "VIGIE_HOME": str(home),
            "VIGIE_WEB": "sim",
            "VIGIE_SIMULATOR": self._webs.get(day, "127.0.0.1:9"),
            "VIGIE_CATALOGUE": str(self._catalogue),
            "VIGIE_DATABASE_URL": self._url(name),
            "VIGIE_HOST_GAP": "0.0001",
        }

    def _plot(self, before: tuple[str, Path] | None) -> tuple[str, Path]:
        """A database and a folder of its own: empty, or as they were before a step."""
        self._made += 1
        name, home = f"kill_{self._made}", self._folder / f"kill_{self._made}"
        if before is None:
            database_url(self._server, name)
            home.mkdir()
            engine = create_engine(self._url(name), poolclass=NullPool)
            upgrade(engine)
            engine.dispose()
        else:
            self._administer(f"CREATE DATABASE {name} TEMPLATE {before[0]}")
            shutil.copytree(before[1], home)
        # What a kill of the server itself would lose is not asked here.
        self._administer(f"ALTER DATABASE {name} SET synchronous_commit = off")
        return name, home

    def _keep(self, number: int, name: str, home: Path) -> tuple[str, Path]:
        kept, folder = f"{name}_before_{number}", self._folder / f"before_{number}"
        self._administer(f"CREATE DATABASE {kept} TEMPLATE {name}")
        shutil.copytree(home, folder)
        return kept, folder

    def _url(self, name: str) -> str:
        return make_url(database_url(self._server, "vigie")).set(database=name).render_as_string(hide_password=False)

    def _administer(self, statement: str) -> list[str]:
        url = make_url(self._url("postgres")).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[call-overload]
            return [row[0] for row in done.fetchall()] if done.description else []

    def _databases(self) -> set[str]:
        return set(self._administer("SELECT datname FROM pg_database"))
