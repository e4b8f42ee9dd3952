"""Options that several commands share, and how a command prints."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, OperationalError

from pipeline.asked_instant import instant
from pipeline.house import House, UnknownSource, open_house
from pipeline.printed import document
from vigie.settings import Settings
from warehouse.engine import open_engine
from warehouse.server import ServerError, database_url

NOBODY_WATCHES = 200
"""Columns of a table that goes to a file or a pipe: it has no width of its own, and 80 cut the names of sources."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Catalogue = Annotated[
    Path | None, typer.Option("--catalogue", metavar="DIR", help="Folder of source entries (default: the web's own).")
]
WebName = Annotated[
    str | None, typer.Option("--web", metavar="live|sim|WARC", help="Which web is read (default: $VIGIE_WEB or sim).")
]


Author = Annotated[
    str | None,
    typer.Option("--author", "--by", metavar="NAME", help="Who decides (default: $VIGIE_AUTHOR, or who is logged in)."),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="INSTANT", help="ISO 8601; without an offset on the clock of Brussels.")
]


def author_of(named: str | None) -> str:
    """Who acts: the name of the command line, `VIGIE_AUTHOR`, or the login name."""
    return named or os.environ.get("VIGIE_AUTHOR") or getpass.getuser()


def instant_of(text: str, option: str) -> datetime:
    """`asked_instant.instant` of what a command line says; exits with code 2, naming the option, when it is none."""
    try:
        return instant(text)
    except ValueError as error:
        raise fail(f"{option}: {error}", 2) from error


def settings_for(web: str | None = None) -> Settings:
    """Settings of the environment, with the web that the command line names."""
    return Settings.from_environment({**os.environ, **({"VIGIE_WEB": web} if web else {})})


def house_for(web: str | None = None, catalogue: Path | None = None) -> House:
    """An open, migrated house for a command; exits with the cause when it cannot be opened."""
    settings = settings_for(web)
    with _opening(settings):
        return open_house(settings, catalogue, migrate=True)


def warehouse_for() -> tuple[str, Engine]:
    """Address and engine of the warehouse, not migrated; exits with the cause when it cannot be reached."""
    settings = settings_for()
    with _opening(settings):
        url = database_url(settings)
        engine = open_engine(url)
        engine.connect().close()
    return url, engine


@contextmanager
def _opening(settings: Settings) -> Iterator[None]:
    """Trouble with the state folder or the database is a line that names what to mend, never a traceback."""
    try:
        yield
    except ArgumentError as error:
        raise fail("VIGIE_DATABASE_URL: no address of a database, e.g. postgresql://user@host/vigie", 2) from error
    except (OperationalError, psycopg.OperationalError) as error:
        said = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise fail(f"no database: {said}; `vigie doctor` looks at the whole house") from error
    except ServerError as error:
        raise fail(str(error)) from error
    except OSError as error:
        raise fail(f"VIGIE_HOME={settings.home}: {error.strerror}: {error.filename}") from error


def print_json(value: Any) -> None:
    """One JSON document, indented, on standard output."""
    typer.echo(document(value))


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table on standard output. Its first two columns name things and are not wrapped; numbers stand right."""
    cells = [[*row] for row in rows]
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, column in enumerate(columns):
        number = bool(cells) and all(isinstance(row[place], (int, float)) for row in cells if row[place] != "")
        table.add_column(column, justify="right" if number else "left", no_wrap=place < 2, overflow="fold")
    for row in cells:
        table.add_row(*(str(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=NOBODY_WATCHES)
    console.print(table)


def fail(message: str, code: int = 1) -> typer.Exit:
    """Prints why on standard error; `raise fail(…)`."""
    typer.echo(f"vigie: {message}", err=True)
    return typer.Exit(code)


def known_slugs(house: House, slugs: list[str], every: bool) -> list[str]:
    """The slugs that a command line asks for; exits with code 2 when it asks for none, or for one that is unknown."""
    if every == bool(slugs):
        raise fail("name one or more sources, or --all", 2)
    try:
        return [house.source(slug).slug for slug in slugs] or [source.slug for source in house.sources]
    except UnknownSource as error:
        raise fail(str(error), 2) from error
