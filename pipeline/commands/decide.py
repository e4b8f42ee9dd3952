"""What the commands of editors share: who decides, one transaction each, what is printed of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import orjson
import typer
from sqlalchemy import Connection

from pipeline.commands.options import author_of, fail, house_for
from warehouse import editing, items, journal

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
        return item_of(self.connection, id)

    def told(self, item: str, done: str, following: str) -> Done:
        """What was written since the transaction began."""
        return Done(item, done, tuple(range(self.before + 1, journal.newest(self.connection) + 1)), following)


def item_of(connection: Connection, id: str) -> str:
    """The item that an id leads to; exits when it was never given."""
    found = items.redirect(connection, id) or id
    if items.get(connection, found) is None:
        raise fail(f"no item {id}")
    return found


@contextmanager
def at_desk(author: str | None) -> Iterator[Desk]:
    house = house_for()
    with house.engine.begin() as connection:
        # The row numbers that a command prints are its own: nobody else writes a row until it is done.
        yield Desk(connection, house.settings.clock(), author_of(author), editing.begin(connection))


def say(done: Done, json: bool) -> None:
    if json:
        print_plain(done)
        return
    typer.echo(f"{done.item}: {done.done}")
    typer.echo(f"{done.next}. Undo: vigie audit undo {done.rows[0]}")


def print_plain(value: Any) -> None:
    """One JSON document on standard output, of values that hold plain JSON; what is empty is told as null."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode())


def plain_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def short(value: Any) -> str:
    said = plain_json(value)
    return said if len(said) <= 60 else f"{said[:59]}…"
