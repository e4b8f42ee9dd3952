"""`vigie edit|release|hide|pin|tag|merge|split|conflicts`: what editors do to items, from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import orjson
import typer
from sqlalchemy import Connection

from pipeline.commands.options import Json, author_of, fail, house_for, instant_of, print_table
from warehouse import conflicts, editing, items, joining, journal
from warehouse.conflicts import Conflict, ThreeWay

Author = Annotated[
    str | None,
    typer.Option("--author", "--by", metavar="NAME", help="Who decides (default: $VIGIE_AUTHOR, or who is logged in)."),
]
Id = Annotated[str, typer.Argument(metavar="ITEM", help="Public id of an item; one that was merged leads to its heir.")]
Field = Annotated[str, typer.Argument(metavar="FIELD", help="A field of its content: title, occurrences, place …")]
NEXT = "It counts at the next `vigie curate`"
AT_ONCE = "It counts at once; feeds follow at the next `vigie publish`"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command prints with --json: item, what was done, the rows of the journal that tell it, what follows."""

    item: str
    done: str
    rows: tuple[int, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One transaction of an editor."""

    connection: Connection
    at: datetime
    author: str
    before: int

    def item(self, id: str) -> str:
        return _item(self.connection, id)

    def told(self, item: str, done: str, following: str) -> Done:
        """What was written since the transaction began."""
        return Done(item, done, tuple(range(self.before + 1, journal.newest(self.connection) + 1)), following)


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
    end = instant_of(until) if until else None
    wanted = _value(item, field, value, json_value)
    with _desk(author) as desk:
        id_ = desk.item(item)
        try:
            editing.edit(desk.connection, id_, field, wanted, desk.author, desk.at, end)
        except ValueError as error:
            hint = "" if json_value or empty else " (a value that is no text needs --json-value)"
            raise fail(f"{id_} {field}: {error}{hint}", 2) from error
        done = desk.told(id_, f"{field} = {_short(wanted)}", NEXT)
    _say(done, json)


def release(item: Id, field: Field, author: Author = None, json: Json = False) -> None:
    """Gives a field back to its sources."""
    with _desk(author) as desk:
        id_ = desk.item(item)
        if not editing.release(desk.connection, id_, field, desk.author, desk.at):
            raise fail(f"{id_} {field}: no edit holds it")
        done = desk.told(id_, f"{field} goes back to its sources", NEXT)
    _say(done, json)


def hide(
    item: Id,
    show: Annotated[bool, typer.Option("--show", help="Show it again.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Takes an item out of all pages and feeds, or shows it again."""
    with _desk(author) as desk:
        id_ = desk.item(item)
        if not editing.hide(desk.connection, id_, not show, desk.author, desk.at):
            raise fail(f"{id_} is {'shown' if show else 'hidden'} already")
        done = desk.told(id_, "shown again" if show else "hidden", AT_ONCE)
    _say(done, json)


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
    end = instant_of(until) if until else None
    with _desk(author) as desk:
        id_ = desk.item(item)
        if end is not None and end <= desk.at:
            raise fail(f"{id_}: a pin until {end.isoformat()} is over already", 2)
        if not editing.pin(desk.connection, id_, end, desk.author, desk.at):
            raise fail(f"{id_} is {'not pinned' if off else f'pinned until {until} already'}")
        done = desk.told(id_, f"pinned until {end.isoformat(timespec='minutes')}" if end else "pinned no more", AT_ONCE)
    _say(done, json)


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
    with _desk(author) as desk:
        id_ = desk.item(item)
        try:
            moved = editing.tag(desk.connection, id_, topic, wanted, desk.author, desk.at)
        except ValueError as error:
            raise fail(f"{id_}: {error}", 2) from error
        said = "left to its sources" if off else "without it" if without else "with it"
        if not moved:
            raise fail(f"{id_} {topic}: {said} already")
        done = desk.told(id_, f"{topic}: {said}", NEXT)
    _say(done, json)


def merge(
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="Id of the item that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the item that is the same thing.")],
    author: Author = None,
    json: Json = False,
) -> None:
    """Makes one item of two: KEPT keeps its id, OTHER leads to it from then on."""
    with _desk(author) as desk, _joining(kept):
        joining.merge(desk.connection, kept, other, desk.author, desk.at)
        done = desk.told(kept, f"{other} is the same thing: its address will lead here", NEXT)
    _say(done, json)


def split(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Id of the item that is two things.")],
    records: Annotated[list[str], typer.Argument(metavar="SOURCE/KEY…", help="The records that are another thing.")],
    author: Author = None,
    json: Json = False,
) -> None:
    """Makes an item of its own of some records: one that was merged away comes back under its id."""
    keys = [_key(item, one) for one in records]
    with _desk(author) as desk, _joining(item):
        joining.split(desk.connection, item, keys, desk.author, desk.at)
        done = desk.told(item, f"{', '.join(records)}: another thing", NEXT)
    _say(done, json)


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
        with _desk(author) as desk:
            id_ = desk.item(item)
            if not conflicts.keep(desk.connection, id_, field, desk.author, desk.at):
                raise fail(f"{id_} {field}: no edit holds it")
            done = desk.told(id_, f"{field}: the editor's value is kept", NEXT)
        _say(done, json)
    else:
        with house_for().engine.connect() as connection:
            _show(_three_way(connection, item, field), json)


def _three_way(connection: Connection, item: str, field: str) -> ThreeWay:
    id_ = _item(connection, item)
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
        (c.shown_by, c.field, _short(c.base), _short(c.value), _short(c.sources_say), c.author, f"{c.at:%Y-%m-%d}")
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
    typer.echo(f"  edit         {_json(one.value)}  ({one.author}, {one.at:%Y-%m-%d %H:%M}{until})")
    typer.echo(f"  rests on     {_json(one.base)}")
    typer.echo(f"  sources say  {_json(one.sources_say) if one.compared else '(known after the next curation)'}")
    for voice in found.voices:
        since = f"trust {voice.trust}, {voice.state}, so since {voice.changed_at:%Y-%m-%d %H:%M}"
        typer.echo(f"    {voice.source}/{voice.key}  {_json(voice.value)}  ({since})")


def _item(connection: Connection, id: str) -> str:
    """The item that an id leads to; exits when it was never given."""
    found = items.redirect(connection, id) or id
    if items.get(connection, found) is None:
        raise fail(f"no item {id}")
    return found


@contextmanager
def _desk(author: str | None) -> Iterator[Desk]:
    house = house_for()
    with house.engine.begin() as connection:
        # The row numbers that a command prints are its own: nobody else writes a row until it is done.
        yield Desk(connection, house.settings.clock(), author_of(author), editing.begin(connection))


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


def _say(done: Done, json: bool) -> None:
    if json:
        print_plain(done)
        return
    typer.echo(f"{done.item}: {done.done}")
    typer.echo(f"{done.next}. Undo: vigie audit undo {done.rows[0]}")


def print_plain(value: Any) -> None:
    """One JSON document on standard output, of values that hold plain JSON; what is empty is told as null."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode())


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _short(value: Any) -> str:
    said = _json(value)
    return said if len(said) <= 60 else f"{said[:59]}…"


def register(app: typer.Typer) -> None:
    for command in (edit, release, hide, pin, tag, merge, split):
        app.command()(command)
    app.command("conflicts")(conflicts_)
