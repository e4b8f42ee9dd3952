"""`vigie changes`: looking at what moved."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, house_for, print_json, print_table
from warehouse import changes as log


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


def register(app: typer.Typer) -> None:
    app.command()(changes)
