"""`vigie doctor`: is this machine fit to run the house, and does the house do what it should?

Each check says how things are; one that needs a person says what to do. What mends itself (a host that asked for a
pause, a site that failed once, a value in quarantine) is told and is no alarm.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import SQLAlchemyError

from scrapers.archive import WarcArchive
from scrapers.catalogue import lint, load
from vigie.model import Cause, Certificate, SourceState
from vigie.settings import Settings, Web
from warehouse import runs
from warehouse.engine import open_engine
from warehouse.migrate import revision
from warehouse.quarantine import open_problems
from warehouse.server import database_url
from warehouse.tables import captures, hosts
from warehouse.tables import runs as run_table

ROOM = 2 * 1024**3
"""Bytes that should be free where the state lives: a day of captures of 200 sources, many times over."""
STALE = timedelta(days=2)
"""Feeds in which nothing moved for so long: with the passing of days alone events leave the agenda."""
KILLED = timedelta(hours=1)
"""A run without certificate that began longer ago is not running any more (tasks end after 30 minutes)."""
PATIENCE = 3
"""Runs in a row for which a cause of the network's making needs nobody."""
PASSING = frozenset({Cause.SERVER_ERROR, Cause.TIMEOUT, Cause.DNS, Cause.RATE_LIMITED, Cause.TRUNCATED})
NAMED = 5
"""Names that a message lists before it counts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    message: str


class Trouble(Exception):
    """Why a check failed, and what to do."""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Looks at each thing; trouble becomes a finding, never an exception. Without a database the rest is left out."""
    house: dict[str, Callable[[Settings], str]] = {
        "disk": _disk,
        "catalogue": _catalogue,
        "feeds": _feeds,
        "database": _database,
    }
    findings = [_look(name, lambda check=check: check(settings)) for name, check in house.items()]  # type: ignore[misc]
    if not findings[-1].well:
        return tuple(findings)
    engine = open_engine(database_url(settings))
    warehouse: dict[str, Callable[[Settings, Engine], str]] = {
        "clock": _clock,
        "archive": _archive,
        "runs": _runs,
        "sources": _sources,
        "hosts": _hosts,
        "quarantine": _quarantine,
    }
    for name, ask in warehouse.items():
        findings.append(_look(name, lambda ask=ask: ask(settings, engine)))  # type: ignore[misc]
    engine.dispose()
    return tuple(findings)


def _look(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except Exception as error:
        return Finding(name, False, f"{error}".splitlines()[0] if f"{error}" else type(error).__name__)


def _disk(settings: Settings) -> str:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home) as probe:
            probe.write(b"vigie")
    except OSError as error:
        raise Trouble(f"{settings.home} cannot be written ({error.strerror}): set VIGIE_HOME") from error
    free = shutil.disk_usage(settings.home).free
    if free < ROOM:
        raise Trouble(f"{free / 1024**3:.1f} GiB free in {settings.home}: free some, or set VIGIE_HOME")
    return f"{free / 1024**3:.0f} GiB free in {settings.home}"


def _catalogue(settings: Settings) -> str:
    findings = lint(settings.catalogue)
    if findings:
        raise Trouble(f"{len(findings)} findings in {settings.catalogue}: run `vigie sources lint`")
    return f"{len(list(settings.catalogue.glob('*.yaml')))} entries in {settings.catalogue}"


def _feeds(settings: Settings) -> str:
    index = settings.feeds / "index.json"
    if not index.exists():
        return "none published yet"
    age = datetime.now(UTC) - datetime.fromtimestamp(index.stat().st_mtime, UTC)
    if age > STALE:
        raise Trouble(f"nothing moved for {age.days} days: does anything run (`vigie status`)? then `vigie publish`")
    return f"last change {age.days} d {age.seconds // 3600} h ago"


def _database(settings: Settings) -> str:
    try:
        engine = open_engine(database_url(settings))
        with engine.connect() as connection:
            version = connection.execute(text("show server_version")).scalar_one()
        schema = revision(engine)
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        place = "VIGIE_DATABASE_URL" if settings.database_url else settings.postgres / "log"
        raise Trouble(f"{said}: see {place}") from error
    if int(version.split(".")[0]) < 15:
        raise Trouble(f"PostgreSQL {version}: 15 or later is needed")
    if schema is None:
        raise Trouble("no schema yet: run `vigie db upgrade`")
    return f"PostgreSQL {version}, schema {schema}"


def _clock(settings: Settings, engine: Engine) -> str:
    with engine.connect() as connection:
        there: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
    apart = abs((datetime.now(UTC) - there).total_seconds())
    if apart > 5:
        raise Trouble(f"the database's clock is {apart:.0f} s away from ours: set both by NTP")
    now = settings.clock().isoformat(timespec="seconds")
    if settings.now and settings.web is Web.LIVE:
        raise Trouble(f"frozen at {now} while the real web is read: unset VIGIE_NOW")
    return now + (" (frozen by VIGIE_NOW)" if settings.now else "")


def _archive(settings: Settings, engine: Engine) -> str:
    newest = select(captures.c.sha256, captures.c.source).order_by(captures.c.fetched_at.desc()).limit(1)
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(captures)).scalar_one()
        found = connection.execute(newest).first()
    if found is None:
        return "nothing kept yet"
    archive = WarcArchive(settings.archive)
    try:
        archive.body(found.sha256)
    except Exception as error:
        raise Trouble(
            f"capture {found.sha256[:12]} of {found.source} is not in {settings.archive}: put the archive back, "
            "it is what `explain` and a replay rest on"
        ) from error
    finally:
        archive.close()
    return f"{total} captures, the last one can be read"


def _runs(settings: Settings, engine: Engine) -> str:
    by_source = select(run_table).order_by(run_table.c.source, run_table.c.started_at.desc())
    newest = by_source.ext(distinct_on(run_table.c.source))
    with engine.connect() as connection:
        last = connection.execute(newest).all()
    open_ones = [r for r in last if r.finished_at is None]
    killed = [r.source for r in open_ones if settings.clock() - r.started_at > KILLED]
    if killed:
        raise Trouble(
            f"killed before a certificate: {_names(killed)}: run `vigie ingest {' '.join(sorted(killed)[:NAMED])}`"
        )
    return f"{len(last)} sources read so far" + (f", {len(open_ones)} being read" if open_ones else "")


def _sources(settings: Settings, engine: Engine) -> str:
    resting = (SourceState.BLOCKED, SourceState.DEAD)
    wanted = [s.slug for s in load(settings.catalogue) if s.state not in resting]
    history = {slug: runs.history(engine, slug, 30) for slug in wanted}
    words = {slug: trouble_of(certificates) for slug, certificates in history.items()}
    grave = [f"{slug} ({said})" for slug, said in words.items() if said and needs_a_person(history[slug])]
    passing = [f"{slug} ({said})" for slug, said in words.items() if said and not needs_a_person(history[slug])]
    unread = [slug for slug, certificates in history.items() if not certificates]
    silent = [slug for slug, found in history.items() if len(found) >= PATIENCE and not any(c.read for c in found)]
    if grave:
        raise Trouble(f"{len(grave)} of {len(wanted)} failing: {_names(grave)}: see docs/operate.md")
    notes = [
        f"{len(found)} {what}: {_names(found)}"
        for what, found in (("failing, may pass", passing), ("never read", unread), ("never had an item", silent))
        if found
    ]
    return "; ".join([f"{len(wanted) - len(unread) - len(passing)} of {len(wanted)} well", *notes])


def failing_runs(history: Sequence[Certificate]) -> int:
    """How many runs in a row failed, counted from the last one (`history` is newest first)."""
    return next((place for place, c in enumerate(history) if not c.failed), len(history))


def trouble_of(history: Sequence[Certificate]) -> str:
    """`cause, since N runs` when the last run failed, else ""."""
    count = failing_runs(history)
    return f"{history[0].cause}, {'last run' if count == 1 else f'last {count} runs'}" if count else ""


def needs_a_person(history: Sequence[Certificate]) -> bool:
    """Whether a failing source must be looked at: at once, but for causes that pass, which get PATIENCE runs."""
    count = failing_runs(history)
    return count >= PATIENCE if count and history[0].cause in PASSING else count > 0


def _hosts(settings: Settings, engine: Engine) -> str:
    query = select(hosts).where(hosts.c.paused_until > settings.clock()).order_by(hosts.c.host)
    with engine.connect() as connection:
        paused = [f"{r.host} until {r.paused_until:%Y-%m-%d %H:%M} UTC" for r in connection.execute(query)]
    return f"{len(paused)} paused at their own wish: {_names(paused)}" if paused else "none paused"


def _quarantine(settings: Settings, engine: Engine) -> str:
    problems = open_problems(engine)
    if not problems:
        return "empty"
    return f"{len(problems)} open problems of {_names(sorted({p.source for p in problems}))}: `vigie quarantine`"


def _names(found: Sequence[str]) -> str:
    shown = ", ".join(found[:NAMED])
    return shown if len(found) <= NAMED else f"{shown} and {len(found) - NAMED} more"
