"""`vigie edit|release|hide|pin|tag|merge|split`: what editors do to items, from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import orjson
import typer

from pipeline.commands import conflicts
from pipeline.commands.decide import AT_ONCE, NEXT, Field, Id, at_desk, say, short
from pipeline.commands.options import Author, Json, fail, instant_of
from warehouse import editing, joining


def edit(
    item: Id,
    field: Field,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="The value, as text.")] = None,
    json_value: Annotated[
        bool, typer.Option("--json-value", help="VALUE is JSON: sessions, places, amounts …")
    ] = False,
    empty: Annotated[bool, typer.Option("--empty", help="The field is to be empty; instead of VALUE.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="INSTANT", help="When the edit ends by itself, e.g. 2026-03-31.")
    ] = None,
    author: Author = None,
    json: Json = False,
) -> None:
    """Corrects one field of an item; the sources go on being read, and a conflict is shown when they move."""
    if empty == (value is not None):
        raise fail(f"{item} {field}: give a VALUE or --empty", 2)
    end = instant_of(until, "--until") if until else None
    wanted = _value(item, field, value, json_value)
    with at_desk(author) as desk:
        id_ = desk.item(item)
        try:
            editing.edit(desk.connection, id_, field, wanted, desk.author, desk.at, end)
        except ValueError as error:
            hint = "" if json_value or empty else " (a value that is no text needs --json-value)"
            raise fail(f"{id_} {field}: {error}{hint}", 2) from error
        done = desk.told(id_, f"{field} = {short(wanted)}", NEXT)
    say(done, json)


def release(item: Id, field: Field, author: Author = None, json: Json = False) -> None:
    """Gives a field back to its sources."""
    with at_desk(author) as desk:
        id_ = desk.item(item)
        if not editing.release(desk.connection, id_, field, desk.author, desk.at):
            raise fail(f"{id_} {field}: no edit holds it")
        done = desk.told(id_, f"{field} goes back to its sources", NEXT)
    say(done, json)


def hide(
    item: Id,
    show: Annotated[bool, typer.Option("--show", help="Show it again.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Takes an item out of all pages and feeds, or shows it again."""
    with at_desk(author) as desk:
        id_ = desk.item(item)
        if not editing.hide(desk.connection, id_, not show, desk.author, desk.at):
            raise fail(f"{id_} is {'shown' if show else 'hidden'} already")
        done = desk.told(id_, "shown again" if show else "hidden", AT_ONCE)
    say(done, json)


def pin(
    item: Id,
    until: Annotated[str | None, typer.Option("--until", metavar="INSTANT", help="Until when it comes first.")] = None,
    off: Annotated[bool, typer.Option("--off", help="It comes first no more.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Puts an item before all others until an instant."""
    if off == (until is not None):
        raise fail(f"{item}: give --until INSTANT or --off", 2)
    end = instant_of(until, "--until") if until else None
    with at_desk(author) as desk:
        id_ = desk.item(item)
        if end is not None and end <= desk.at:
            raise fail(f"{id_}: a pin until {end.isoformat()} is over already", 2)
        if not editing.pin(desk.connection, id_, end, desk.author, desk.at):
            raise fail(f"{id_} is {'not pinned' if off else f'pinned until {until} already'}")
        done = desk.told(id_, f"pinned until {end.isoformat(timespec='minutes')}" if end else "pinned no more", AT_ONCE)
    say(done, json)


def tag(
    item: Id,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="facet:slug, such as discipline:games.")],
    without: Annotated[bool, typer.Option("--without", help="The item is to be without the topic.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Leave the topic to its sources again.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Adds a topic to an item, or takes it from it, whatever its sources say."""
    if without and off:
        raise fail(f"{item} {topic}: --without or --off, not both", 2)
    wanted = None if off else not without
    with at_desk(author) as desk:
        id_ = desk.item(item)
        try:
            moved = editing.tag(desk.connection, id_, topic, wanted, desk.author, desk.at)
        except ValueError as error:
            raise fail(f"{id_}: {error}", 2) from error
        said = "left to its sources" if off else "without it" if without else "with it"
        if not moved:
            raise fail(f"{id_} {topic}: {said} already")
        done = desk.told(id_, f"{topic}: {said}", NEXT)
    say(done, json)


def merge(
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="Id of the item that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the item that is the same thing.")],
    author: Author = None,
    json: Json = False,
) -> None:
    """Makes one item of two: KEPT keeps its id, OTHER leads to it from then on."""
    with at_desk(author) as desk, _joining(kept):
        joining.merge(desk.connection, kept, other, desk.author, desk.at)
        done = desk.told(kept, f"{other} is the same thing: its address will lead here", NEXT)
    say(done, json)


def split(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Id of the item that is two things.")],
    records: Annotated[list[str], typer.Argument(metavar="SOURCE/KEY…", help="The records that are another thing.")],
    author: Author = None,
    json: Json = False,
) -> None:
    """Makes an item of its own of some records: one that was merged away comes back under its id."""
    keys = [_key(item, one) for one in records]
    with at_desk(author) as desk, _joining(item):
        joining.split(desk.connection, item, keys, desk.author, desk.at)
        done = desk.told(item, f"{', '.join(records)}: another thing", NEXT)
    say(done, json)


@contextmanager
def _joining(item: str) -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise fail(f"no item {error.args[0]}") from error
    except joining.Unjoinable as error:
        raise fail(f"{item}: {error}") from error


def _value(item: str, field: str, value: str | None, json_value: bool) -> Any:
    if value is None or not json_value:
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise fail(f"{item} {field}: VALUE is no JSON: {error}", 2) from error


def _key(item: str, named: str) -> tuple[str, str]:
    source, _, key = named.partition("/")
    if not (source and key):
        raise fail(f"{item}: {named!r} names no record: SOURCE/KEY, as `vigie explain {item} records` prints them", 2)
    return source, key


def register(app: typer.Typer) -> None:
    for command in (edit, release, hide, pin, tag, merge, split):
        app.command()(command)
    conflicts.register(app)
