"""`vigie item ITEM`: one item as it is, and with `--timeline` everything that happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer
from sqlalchemy import Connection

from pipeline.commands.options import Json, fail, house_for, instant_of, print_json
from pipeline.commands.query import whole
from pipeline.timeline import Lived, Moment, Said, timeline
from vigie.model import BRUSSELS, Item
from warehouse import as_of, item_life, items


def item(
    item: Annotated[str, typer.Argument(help="Public id of an item; one that was merged leads to its heir.")],
    life: Annotated[bool, typer.Option("--timeline", help="Everything that happened to it, oldest first.")] = False,
    at: Annotated[
        str | None, typer.Option("--as-of", metavar="INSTANT", help="As it stood then: 2026-03-01T12:00 (Brussels).")
    ] = None,
    json: Json = False,
) -> None:
    """Shows an item: its state, its fields, the records behind it. Hidden, merged and withdrawn ones too.

    The timeline is that of the very id that is given, also of one that was merged into another.
    """
    then = instant_of(at, "--as-of") if at else None
    house = house_for()
    with house.engine.connect() as connection:
        named = item if life else items.redirect(connection, item) or item
        found = items.get(connection, named)
        if found is not None and then is not None:
            found = as_of.get(connection, named, then)
        if found is None:
            raise fail(f"no item {item}{' at that instant' if then else ''}")
        moments = timeline(lived_of(connection, named)) if life else ()
    if then is not None:
        moments = tuple(m for m in moments if m.at <= then)
    now = then or house.settings.clock()
    if json:
        print_json({"item": whole(found, now), **({"timeline": moments} if life else {})})
    elif life:
        typer.echo(f"{found.content.title}  ({found.kind.value} {found.id})")
        for moment in moments:
            _print(moment)
    else:
        _show(found, now)


def lived_of(connection: Connection, item: str) -> Lived:
    """All that the warehouse keeps of an item's life."""
    keys = item_life.behind_ever(connection, item)
    said = item_life.record_versions(connection, keys)
    return Lived(
        item,
        as_of.versions(connection, item),
        item_life.changes_of(connection, item),
        tuple(Said(source, key, number, at, capture, content) for (source, key), number, at, capture, content in said),
        item_life.pages(connection, keys),
        item_life.decisions(connection, item, keys),
    )


def _show(found: Item, now: datetime) -> None:
    plain: dict[str, Any] = whole(found, now)
    typer.echo(f"{found.content.title}  ({found.kind.value} {found.id})")
    states = {"hidden": found.hidden, "merged into": found.merged_into, "withdrawn": found.withdrawn_at}
    states |= {"pinned until": found.pinned_until if found.pinned_until and found.pinned_until > now else None}
    for name, value in states.items():
        if value:
            typer.echo(f"  {name:<14}  {'yes' if value is True else value}")
    if "state" in plain:
        typer.echo(f"  {'state':<14}  {plain['state']}")
    typer.echo(
        f"  {'since':<14}  {_day(found.created_at)}, revised {_day(found.revised_at)}, sequence {found.sequence}"
    )
    for name, value in plain["content"].items():
        typer.echo(f"  {name:<14}  {_value(value)}")
    for one in found.sightings:
        seen = f"seen {_day(one.first_seen)}"
        typer.echo(f"  {'told by':<14}  {one.source}/{one.key}  {one.state.value}, {seen}  {one.url or ''}")


def _print(moment: Moment) -> None:
    number = f" #{moment.number}" if moment.number is not None else ""
    by = f", by {moment.by}" if moment.by else ""
    record = f"  [{moment.source}/{moment.key}]" if moment.source else ""
    typer.echo(f"{_day(moment.at)}  {moment.what.value}{number}: {moment.said}{by}{record}")
    for one in moment.moved:
        typer.echo(f"{'':18}{one.field}: {_value(one.before)} → {_value(one.after)}")
    if moment.capture:
        typer.echo(f"{'':18}capture sha-256 {moment.capture}")


def _day(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(BRUSSELS)):%Y-%m-%d %H:%M}"


def _value(value: Any) -> str:
    text = "–" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= 160 else f"{text[:159]}…"


def register(app: typer.Typer) -> None:
    app.command()(item)
