"""`vigie sources rekey`: records follow the identity rule of their reader."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Author, Json, author_of, fail, house_for, print_json
from pipeline.rekey import Rekeyed, plan
from pipeline.rekey import rekey as move
from warehouse.rekeying import Taken


def register(app: typer.Typer) -> None:
    """Puts the command on `vigie sources`."""
    app.command("rekey")(rekey)


def rekey(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="A source whose reader names its things otherwise now.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would move.")] = False,
    author: Author = None,
    json: Json = False,
) -> None:
    """Moves the records of a source to the keys that the present reader gives them; items keep their public ids.

    Old and new key are matched in the archived capture that said the record. Call it after the rule changed and before
    the next run, which would make new records beside the old ones. It stands in the journal; the way back is the old
    rule, and rekey again. Curate afterwards.
    """
    house = house_for()
    try:
        done = plan(house, slug) if dry_run else move(house, slug, author_of(author))
    except Taken as error:
        raise fail(str(error)) from error
    if json:
        print_json(done)
        return
    _say(done, dry_run)


def _say(done: Rekeyed, dry_run: bool) -> None:
    typer.echo(
        f"{done.source}: {len(done.keys)} records {'would move' if dry_run else 'moved'}, {done.kept} keep theirs"
    )
    for old, new in list(done.keys.items())[:5]:
        typer.echo(f"  {old} → {new}")
    for key in done.lost[:5]:
        typer.echo(f"  {key}: found nowhere by the present reader; it stays")
    for key in done.taken[:5]:
        typer.echo(f"  {key}: its new key is another record's; it stays")
    if len(done.lost) + len(done.taken) > 10:
        typer.echo(f"  {len(done.lost)} are found nowhere, {len(done.taken)} are taken")
