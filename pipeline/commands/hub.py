"""`vigie hub`: who is told when a feed changes (WebSub). Keys of signatures are never printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from pipeline.commands.options import Json, fail, house_for, print_json, print_table
from warehouse import websub
from warehouse.websub import Subscription

app = typer.Typer(no_args_is_help=True, help="Who is told when a feed changes (WebSub).")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of `vigie hub list`. Instants are UTC; empty when there is none."""

    topic: str
    callback: str
    state: str
    signed: bool
    until: str
    told_at: str
    failures: int
    trouble: str


@app.command("list")
def list_(json: Json = False) -> None:
    """Lists subscriptions and requests: until when, when each was told, what went wrong the last time."""
    house = house_for()
    with house.engine.connect() as connection:
        found = [_told(row) for row in websub.every(connection)]
    if json:
        print_json(found)
        return
    print_table(
        "Subscriptions of feeds",
        ("topic", "callback", "state", "signed", "until", "told at", "failures", "trouble"),
        (
            (t.topic, t.callback, t.state, "yes" if t.signed else "no", t.until, t.told_at, t.failures, t.trouble)
            for t in found
        ),
    )


@app.command()
def drop(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="A callback, the host of callbacks, or a topic.")],
) -> None:
    """Ends every subscription of a callback, of a host or of a topic. Whoever had it may subscribe again."""
    house = house_for()
    with house.engine.begin() as connection:
        count = websub.drop(connection, address)
    if not count:
        raise fail(f"no subscription of {address}: `vigie hub list`")
    typer.echo(f"{count} dropped")


def _told(row: Subscription) -> Told:
    state = "active" if row.lease_until else "asked for"
    if row.lease_until and row.wanted:
        state = f"active, {row.wanted.value} asked for"
    return Told(
        topic=row.topic,
        callback=row.callback,
        state=state,
        signed=(row.secret if row.lease_until else row.wanted_secret) is not None,
        until=row.lease_until.isoformat(timespec="seconds") if row.lease_until else "",
        told_at=row.delivered_at.isoformat(timespec="seconds") if row.delivered_at else "",
        failures=row.attempts,
        trouble=row.last_error or "",
    )
