"""`vigie silence`: known failures that must not hide new ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from pipeline.commands.options import (
    Author,
    Json,
    author_of,
    fail,
    house_for,
    instant_of,
    known_slugs,
    print_json,
    print_table,
)
from pipeline.silences import Silence
from vigie.model import Cause
from warehouse import silences

app = typer.Typer(no_args_is_help=True, help="Known failures of sources: each with a ticket and an end.")
DAYS = 14


@app.command()
def add(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Source to silence.")],
    ticket: Annotated[str, typer.Option("--ticket", metavar="URL", help="Where the trouble is worked on.")],
    cause: Annotated[Cause | None, typer.Option("--cause", help="Only this cause; every cause by default.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="INSTANT", help=f"When it ends (default: in {DAYS} days).")
    ] = None,
    author: Author = None,
) -> None:
    """Lets the runs of a source fail for a known cause without an alarm, until an instant."""
    house = house_for()
    now = house.settings.clock()
    source = known_slugs(house, [slug], False)[0]
    end = instant_of(until, "--until") if until else now + timedelta(days=DAYS)
    try:
        wanted = Silence(source, cause, ticket, end, author_of(author), now)
    except ValueError as error:
        raise fail(str(error), 2) from error
    with house.engine.begin() as connection:
        number = silences.add(connection, source, cause, ticket, wanted.until, wanted.author, now)
    typer.echo(f"silence {number}: {source} until {wanted.until.isoformat(timespec='minutes')}")


@app.command("list")
def list_(json: Json = False) -> None:
    """Silences that are in force."""
    house = house_for()
    with house.engine.connect() as connection:
        found = silences.standing(connection, house.settings.clock())
    if json:
        print_json(found)
        return
    rows = ((s.id, s.source, s.cause or "every cause", f"{s.until:%Y-%m-%d %H:%M}", s.author, s.ticket) for s in found)
    print_table("Silences", ("number", "source", "cause", "until", "by", "ticket"), rows)


@app.command()
def end(
    number: Annotated[int, typer.Argument(help="Number of the silence, as `list` prints it.")],
    author: Author = None,
) -> None:
    """Ends a silence before its time."""
    house = house_for()
    with house.engine.begin() as connection:
        if not silences.end(connection, number, author_of(author), house.settings.clock()):
            raise fail(f"no silence {number} is in force")
    typer.echo(f"silence {number} is over")
