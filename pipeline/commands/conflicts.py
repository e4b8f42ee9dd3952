"""`vigie conflicts`: edits whose sources moved, three ways."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Connection

from pipeline.commands.decide import NEXT, at_desk, item_of, plain_json, print_plain, say, short
from pipeline.commands.options import Author, Json, fail, house_for, print_table
from warehouse import conflicts
from warehouse.conflicts import Conflict, ThreeWay


def conflicts_(
    item: Annotated[str | None, typer.Argument(metavar="[ITEM", help="Id of an item.")] = None,
    field: Annotated[str | None, typer.Argument(metavar="FIELD]", help="Show this edited field three ways.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the editor's value against what the sources say.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Lists edits whose sources moved since; with ITEM FIELD shows one: what it replaced, the edit, every source.

    Answer with --keep, with `vigie release ITEM FIELD`, or with `vigie edit ITEM FIELD VALUE`.
    """
    if (item is None) != (field is None) or (keep and item is None):
        raise fail("name ITEM and FIELD, or none of them", 2)
    if item is None or field is None:
        with house_for().engine.connect() as connection:
            _list(conflicts.open_conflicts(connection), json)
    elif keep:
        with at_desk(author) as desk:
            id_ = desk.item(item)
            if not conflicts.keep(desk.connection, id_, field, desk.author, desk.at):
                raise fail(f"{id_} {field}: no edit holds it")
            done = desk.told(id_, f"{field}: the editor's value is kept", NEXT)
        say(done, json)
    else:
        with house_for().engine.connect() as connection:
            _show(_three_way(connection, item, field), json)


def _three_way(connection: Connection, item: str, field: str) -> ThreeWay:
    id_ = item_of(connection, item)
    found = conflicts.three_way(connection, id_, field)
    if found is None:
        raise fail(f"{id_} {field}: no edit holds it")
    return found


def _list(found: tuple[Conflict, ...], json: bool) -> None:
    if json:
        print_plain(found)
        return
    columns = ("item", "field", "edit rests on", "edit", "sources say", "by", "since")
    rows = (
        (c.shown_by, c.field, short(c.base), short(c.value), short(c.sources_say), c.author, f"{c.at:%Y-%m-%d}")
        for c in found
    )
    print_table(f"{len(found)} conflicts", columns, rows)


def _show(found: ThreeWay, json: bool) -> None:
    if json:
        print_plain(found)
        return
    one = found.conflict
    state = "conflict" if one.is_open else "no conflict" if one.compared else "not curated yet"
    until = f", until {one.until.isoformat(timespec='minutes')}" if one.until else ""
    typer.echo(f"{one.shown_by} {one.field}: {state}")
    if one.item != one.shown_by:
        typer.echo(f"  made on      {one.item}, which was merged into it")
    typer.echo(f"  edit         {plain_json(one.value)}  ({one.author}, {one.at:%Y-%m-%d %H:%M}{until})")
    typer.echo(f"  rests on     {plain_json(one.base)}")
    typer.echo(f"  sources say  {plain_json(one.sources_say) if one.compared else '(known after the next curation)'}")
    for voice in found.voices:
        since = f"trust {voice.trust}, {voice.state}, so since {voice.changed_at:%Y-%m-%d %H:%M}"
        typer.echo(f"    {voice.source}/{voice.key}  {plain_json(voice.value)}  ({since})")


def register(app: typer.Typer) -> None:
    app.command("conflicts")(conflicts_)
