"""`vigie changes|quarantine`: looking at what the warehouse knows."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, house_for, known_slugs, print_json, print_table
from warehouse import changes as log
from warehouse.quarantine import open_problems


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
    for command in (changes, quarantine):
        app.command()(command)
