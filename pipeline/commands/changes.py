"""`vigie changes` and `vigie consumers`: the change stream for whoever reads it, and the cursors of who does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import orjson
import typer

from feeds.change_events import events
from feeds.channel import site_of
from feeds.cloudevents import CloudEvent, attributes, encoded
from pipeline.commands.options import Json, fail, house_for, print_json, print_table
from pipeline.consume import BATCH, AnyConsumer, DeliveryError, reset, rest, run, run_on
from pipeline.consumers import NAMES, UnknownConsumer, consumer_for
from pipeline.house import House
from pipeline.stopping import Stop, stopping
from warehouse import changes as log
from warehouse import consumers as cursors
from warehouse.listening import listening

consumers = typer.Typer(no_args_is_help=True, help="Who reads the change stream, and how far.")
Name = Annotated[str, typer.Argument(metavar="NAME", help=f"One of {', '.join(NAMES)}.")]


def changes(
    since: Annotated[int, typer.Option(min=0, help="Last sequence number that you have seen.")] = 0,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many (default: all).")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with every change that comes.")] = False,
    table: Annotated[bool, typer.Option("--table", help="A table for people.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a line for each change.")] = False,
) -> None:
    """Prints the change log in its order, a CloudEvent on each line (docs/change-stream.md)."""
    if follow + table + json > 1:
        raise fail("--follow, --table and --json exclude each other", 2)
    house = house_for()
    if table:
        _table(house, since, limit or BATCH)
    elif json:
        found = [attributes(event) for event in _read(house, since, limit)]
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    else:
        with _pipe():
            if follow:
                with stopping() as stop:
                    _follow(house, since, limit, stop)
            else:
                _print(_read(house, since, limit))


def _read(house: House, since: int, limit: int | None) -> Iterator[CloudEvent]:
    """Events after `since`, batch by batch, each batch in a transaction of its own."""
    left = limit
    while left is None or left > 0:
        with house.engine.connect() as connection:
            batch = events(connection, since, min(BATCH, left or BATCH), site_of(house.settings))
        if not batch:
            return
        yield from batch
        since = batch[-1].seq
        left = None if left is None else left - len(batch)


def _follow(house: House, since: int, limit: int | None, stop: Stop) -> None:
    left = limit
    with listening(house.engine) as wait:
        while not stop.asked:
            printed, last = _print(_read(house, since, left), lambda: stop.asked)
            since = last or since
            left = None if left is None else left - printed
            if left == 0 or not rest(wait, stop):
                return


def _print(found: Iterator[CloudEvent], ended: Callable[[], bool] = lambda: False) -> tuple[int, int | None]:
    """Prints each event as soon as it is there; how many, and the number of the last."""
    count, last = 0, None
    for event in found:
        sys.stdout.buffer.write(encoded(event) + b"\n")
        sys.stdout.buffer.flush()
        count, last = count + 1, event.seq
        if ended():
            break
    return count, last


@contextmanager
def _pipe() -> Iterator[None]:
    """A reader who has enough (`| head`) is no failure."""
    try:
        yield
    except BrokenPipeError:
        # The interpreter flushes standard output once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _table(house: House, since: int, limit: int) -> None:
    with house.engine.connect() as connection:
        rows = log.since(connection, since, limit)
    cells = ((c.seq, c.at.isoformat(timespec="seconds"), c.type, c.kind, c.item, ", ".join(c.fields)) for c in rows)
    print_table("Changes", ("seq", "at", "type", "kind", "item", "fields"), cells)


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of `vigie consumers list`."""

    name: str
    seq: int
    behind: int
    at: str


@consumers.command("list")
def list_(json: Json = False) -> None:
    """Lists the consumers that ever ran: how far each has read, how far it is behind."""
    with house_for().engine.connect() as connection:
        newest = log.newest(connection)
        found = [
            Standing(c.name, c.seq, newest - c.seq, c.at.isoformat(timespec="seconds"))
            for c in cursors.every(connection)
        ]
    if json:
        print_json(found)
        return
    print_table(
        f"Consumers; the log ends at {newest}",
        ("name", "at change", "behind", "took it at"),
        ((c.name, c.seq, c.behind, c.at) for c in found),
    )


@consumers.command("run")
def run_(
    name: Name,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with every change that comes.")] = False,
) -> None:
    """Brings a consumer to the end of the log. Exit code 1 when it could not take a change: its cursor stays."""
    house = house_for()
    consumer = _consumer(house, name)
    try:
        if follow:
            with stopping() as stop:
                passed = run_on(house, consumer, stop)
        else:
            passed = run(house, consumer)
    except DeliveryError as error:
        raise fail(str(error)) from error
    typer.echo(f"{name}: {passed} changes")


@consumers.command("reset")
def reset_(
    name: Name,
    to: Annotated[int, typer.Option("--to", min=0, help="The last change that it is to have taken.")],
) -> None:
    """Puts a consumer's cursor; what it took after that is taken again, as it is told today."""
    house = house_for()
    try:
        reset(house, _consumer(house, name), to)
    except DeliveryError as error:
        raise fail(str(error)) from error
    typer.echo(f"{name}: after change {to}")


def _consumer(house: House, name: str) -> AnyConsumer:
    try:
        return consumer_for(house, name)
    except UnknownConsumer as error:
        raise fail(str(error), 2) from error


def register(app: typer.Typer) -> None:
    app.command()(changes)
    app.add_typer(consumers, name="consumers")
