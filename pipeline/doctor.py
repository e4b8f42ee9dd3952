"""`vigie doctor`: is this machine fit to run the house, and does the house do what it should?

Each check says how things are; one that needs a person says what to do. What mends itself (a host that asked for a
pause, a site that failed once, a value in quarantine) is told and is no alarm.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pipeline import doctor_memory, doctor_probes, doctor_sources
from pipeline.doctor_words import Asked, Finding, Trouble
from scrapers.catalogue import lint
from vigie.settings import Settings, Web
from warehouse.engine import open_engine
from warehouse.migrate import revision
from warehouse.server import database_url

__all__ = ["Finding", "examine"]

ROOM = 2 * 1024**3
"""Bytes that should be free where the state lives: a day of captures of 200 sources, many times over."""
STALE = timedelta(days=2)
"""Feeds in which nothing moved for so long: with the passing of days alone events leave the agenda."""


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
    asked = Asked(settings, engine)
    for name, ask in {"clock": _clock, **doctor_sources.CHECKS, **doctor_probes.CHECKS, **doctor_memory.CHECKS}.items():
        findings.append(_look(name, lambda ask=ask: ask(asked)))  # type: ignore[misc]
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


def _clock(asked: Asked) -> str:
    settings = asked.settings
    with asked.engine.connect() as connection:
        there: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
    apart = abs((datetime.now(UTC) - there).total_seconds())
    if apart > 5:
        raise Trouble(f"the database's clock is {apart:.0f} s away from ours: set both by NTP")
    now = settings.clock().isoformat(timespec="seconds")
    if settings.now and settings.web is Web.LIVE:
        raise Trouble(f"frozen at {now} while the real web is read: unset VIGIE_NOW")
    return now + (" (frozen by VIGIE_NOW)" if settings.now else "")
