"""`vigie doctor`: is this machine fit to run the house?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from scrapers.catalogue import lint
from vigie.settings import Settings
from warehouse.engine import open_engine
from warehouse.server import database_url

ROOM = 2 * 1024**3
"""Bytes that should be free where the state lives: a day of captures of 200 sources, many times over."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    message: str


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Looks at each thing; trouble becomes a finding, never an exception."""
    checks: dict[str, Callable[[Settings], str]] = {
        "disk": _disk,
        "database": _database,
        "clock": _clock,
        "catalogue": _catalogue,
        "feeds": _feeds,
    }
    return tuple(_look(name, check, settings) for name, check in checks.items())


class Trouble(Exception):
    """Why a check failed."""


def _look(name: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name, True, check(settings))
    except Exception as error:
        return Finding(name, False, f"{error}".splitlines()[0] if f"{error}" else type(error).__name__)


def _disk(settings: Settings) -> str:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    if free < ROOM:
        raise Trouble(f"{free / 1024**3:.1f} GiB free in {settings.home}: free some, or set VIGIE_HOME")
    return f"{free / 1024**3:.0f} GiB free in {settings.home}"


def _database(settings: Settings) -> str:
    with open_engine(database_url(settings)).connect() as connection:
        version = connection.execute(text("show server_version")).scalar_one()
        if int(version.split(".")[0]) < 15:
            raise Trouble(f"PostgreSQL {version}: 15 or later is needed")
        try:
            head = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
        except Exception as error:
            raise Trouble("no schema yet: run `vigie db upgrade`") from error
    return f"PostgreSQL {version}, schema {head}"


def _clock(settings: Settings) -> str:
    with open_engine(database_url(settings)).connect() as connection:
        there: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
    apart = abs((datetime.now(UTC) - there).total_seconds())
    if apart > 5:
        raise Trouble(f"the database's clock is {apart:.0f} s away from ours")
    return f"{settings.clock().isoformat(timespec='seconds')}" + (" (frozen by VIGIE_NOW)" if settings.now else "")


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
    return f"last change {age.days} d {age.seconds // 3600} h ago"
