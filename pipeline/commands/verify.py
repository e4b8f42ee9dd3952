"""`vigie verify --explain`: whether every value that is shown comes out of the stored captures once more."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, fail, house_for, print_json, print_table
from pipeline.verify_items import Report, verify_items
from vigie.codec import to_plain
from warehouse import items


def verify(
    explain: Annotated[
        bool, typer.Option("--explain", help="Re-apply each rule to the stored bytes (the only check so far).")
    ] = False,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help="One item.")] = None,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="So many items, drawn by lot.")] = None,
    json: Json = False,
) -> None:
    """Reads every record again from its captures and compares each shown field: value, rule, record, passage.

    Nothing is written and no request is made. Exit code 1 when a field disagrees.
    """
    if not explain:
        raise fail("say what to verify: --explain", 2)
    if item and sample:
        raise fail("either --item or --sample", 2)
    house = house_for()
    with house.engine.connect() as connection:
        item = items.redirect(connection, item) or item if item else None
    try:
        done = verify_items(house, item, sample)
    except KeyError as error:
        raise fail(f"no item {item} is shown") from error
    if json:
        print_json({**to_plain(done), "fields": done.fields})
    else:
        _print(done)
    if done.wrong:
        raise typer.Exit(1)


def _print(done: Report) -> None:
    if done.wrong:
        rows = (
            (w.item, w.field, w.rule, f"{w.source}/{w.key}", _short(w.value), _short(w.again), w.capture[:12], w.reason)
            for w in done.wrong
        )
        columns = ("item", "field", "rule", "record", "value", "read again", "capture", "reason")
        print_table(f"{len(done.wrong)} fields disagree", columns, rows)
    typer.echo(
        f"{done.fields} fields of {done.items} items: {done.agreed} come out the same, {len(done.wrong)} do not"
        + (f", {done.taken_down} rest on captures that were taken down" if done.taken_down else "")
    )
    typer.echo(f"{done.records} records read again from {done.bodies} bodies of {done.runs} runs")


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"


def register(app: typer.Typer) -> None:
    app.command()(verify)
