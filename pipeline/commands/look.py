"""`vigie explain|changes|quarantine`: looking at what the warehouse knows."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, fail, house_for, known_slugs, print_json, print_table
from pipeline.house import House
from warehouse import changes as log
from warehouse import items
from warehouse.explain import explain as why
from warehouse.quarantine import open_problems


def explain(
    item: Annotated[str, typer.Argument(help="Public id of an item.")],
    field: Annotated[str, typer.Argument(help="A field of its content: title, occurrences, place, deadlines …")],
    json: Json = False,
) -> None:
    """Says why a field has its value: the rule, the record and capture it comes from, and what others said."""
    house = house_for()
    with house.engine.connect() as connection:
        item = items.redirect(connection, item) or item
        if items.get(connection, item) is None:
            raise fail(f"no item {item}")
        choice = why(connection, item, field)
    if choice is None:
        raise fail(f"item {item} has no field `{field}`")
    if json:
        print_json(choice)
        return
    typer.echo(f"{choice.field} = {choice.value}")
    typer.echo(f"  chosen by   {choice.rule}")
    typer.echo(f"  said by     {choice.source}, its own id {choice.key}")
    if choice.provenance:
        said = choice.provenance
        typer.echo(f"  read by     {said.rule}, from the words {said.words!r}")
        typer.echo(f"  found at    {said.evidence.url} {said.evidence.pointer}")
    typer.echo(f"  capture     {_kept(house, choice.capture)}")
    for source, value in choice.competing:
        typer.echo(f"  instead of  {value}  ({source})")


def _kept(house: House, capture: str) -> str:
    if not capture:
        return "none: an editor's value rests on no page"
    try:
        return f"sha-256 {capture}, {len(house.archive.body(capture))} bytes in the archive"
    except KeyError:
        return f"sha-256 {capture}, which the archive no longer holds"


def changes(
    since: Annotated[int, typer.Option(min=0, help="Last sequence number that you have seen.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="At most this many.")] = 50,
    json: Json = False,
) -> None:
    """Prints the change log in its order."""
    with house_for().engine.connect() as connection:
        rows = log.since(connection, since, limit)
    if json:
        print_json(rows)
        return
    cells = ((c.seq, c.at.isoformat(timespec="seconds"), c.type, c.kind, c.item, ", ".join(c.fields)) for c in rows)
    print_table("Changes", ("seq", "at", "type", "kind", "item", "fields"), cells)


def quarantine(
    slug: Annotated[str | None, typer.Argument(metavar="[SLUG]", help="One source; all of them by default.")] = None,
    json: Json = False,
) -> None:
    """Prints what could not be read or understood and is not over yet, with its reason."""
    house = house_for()
    problems = open_problems(house.engine, known_slugs(house, [slug], False)[0] if slug else None)
    if json:
        print_json(problems)
        return
    rows = ((p.source, p.reason, p.field or "", p.key or "", p.url, p.detail) for p in problems)
    print_table(f"{len(problems)} open problems", ("source", "reason", "field", "key", "url", "detail"), rows)


def register(app: typer.Typer) -> None:
    for command in (explain, changes, quarantine):
        app.command()(command)
