"""`vigie forget` and `vigie suppressions`: takedowns and the right to be forgotten."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pipeline.commands.options import Author, Json, author_of, fail, house_for, print_json, print_table
from warehouse import takedown

app = typer.Typer(no_args_is_help=True, help="Takedowns in force: list, lift.")


class Scope(StrEnum):
    """What a rule of a takedown names."""

    URL = "url"
    HOST = "host"
    RECORD = "record"
    ITEM = "item"
    PATTERN = "pattern"


def forget(
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help="A URL, a host, source/key, an item's id, or a pattern.")
    ] = None,
    scope: Annotated[Scope | None, typer.Option("--as", help="What VALUE is.")] = None,
    because: Annotated[str, typer.Option("--because", help="Why, e.g. the reference of the request.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Apply all rules in force once more: after a kill, or a restore.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would cover, and change nothing.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Takes something down: archive, warehouse and feeds lose it, and it never comes in again.

    Exit code 1 when a trace of it is left, with the place; run it again once the process that holds it has ended.
    """
    from pipeline.forget import forget as take_down
    from pipeline.forget import preview, sweep

    house = house_for()
    try:
        if again:
            done = sweep(house)
        elif value is None or scope is None or not (because or dry_run):
            raise fail("name VALUE with --as and --because, or ask for --again", 2)
        elif dry_run:
            found = preview(house, scope.value, value)
            typer.echo(f"{len(found.records)} records, {len(found.items)} items: {', '.join(found.items) or 'none'}")
            return
        else:
            done = take_down(house, scope.value, value, because, author_of(author))
    except ValueError as error:
        raise fail(str(error), 2) from error
    if json:
        print_json(done)
    else:
        typer.echo(f"{len(done.records)} records, {len(done.items)} items, {done.captures} captures taken down")
        for place in (*done.proof, *(f"{name} (still in use)" for name in done.waiting)):
            typer.echo(f"left: {place}")
        if not done.proof:
            typer.echo("searched all tables, the archive and the feeds: nothing is left")
    if done.proof:
        raise typer.Exit(1)


@app.command("list")
def list_(json: Json = False) -> None:
    """The rules in force."""
    with house_for().engine.connect() as connection:
        found = takedown.rules(connection)
    if json:
        print_json(found)
        return
    rows = ((r.scope, r.value, r.reason, r.author or "", f"{r.at:%Y-%m-%d %H:%M}") for r in found)
    print_table("Suppressions", ("scope", "value", "reason", "by", "since"), rows)


@app.command()
def lift(
    value: Annotated[str, typer.Argument(metavar="VALUE", help="As `list` prints it.")],
    scope: Annotated[Scope, typer.Option("--as", help="What VALUE is.")],
    author: Author = None,
) -> None:
    """Takes a rule back: what is still published comes back once its page says anything new; purged bytes do not."""
    house = house_for()
    with house.engine.begin() as connection:
        if not takedown.lift(connection, scope.value, value, author_of(author), house.settings.clock()):
            raise fail(f"no rule for {scope.value} {value}")
    typer.echo("lifted; what is still published comes back once its page says anything new")


def register(app_: typer.Typer) -> None:
    app_.command()(forget)
