"""Options that several commands share, and how a command prints."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from pipeline.house import House, UnknownSource, open_house
from vigie.codec import to_plain
from vigie.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Catalogue = Annotated[
    Path | None, typer.Option("--catalogue", metavar="DIR", help="Folder of source entries (default: the web's own).")
]
WebName = Annotated[
    str | None, typer.Option("--web", metavar="live|sim|WARC", help="Which web is read (default: $VIGIE_WEB or sim).")
]


def settings_for(web: str | None = None) -> Settings:
    """Settings of the environment, with the web that the command line names."""
    return Settings.from_environment({**os.environ, **({"VIGIE_WEB": web} if web else {})})


def house_for(web: str | None = None, catalogue: Path | None = None) -> House:
    """An open, migrated house for a command."""
    return open_house(settings_for(web), catalogue, migrate=True)


def print_json(value: Any) -> None:
    """One JSON document, indented, on standard output."""
    typer.echo(orjson.dumps(to_plain(value), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode())


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console().print(table)


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
