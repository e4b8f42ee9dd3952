"""`vigie replay` and `vigie db rebuild`: reading what was kept, again."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import Json, Since, fail, house_for, instant_of, known_slugs, print_json, print_table
from pipeline.house import House


def replay(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG…", help="Sources to read again.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every source of the catalogue.")] = False,
    since: Since = None,
    json: Json = False,
) -> None:
    """Reads captures again with the present code, and loads what it finds now; no request is made.

    Without --since, what each source brought last. Curate afterwards.
    """
    from pipeline.replay import replay as read_again

    house = house_for()
    wanted = known_slugs(house, slugs or [], every)
    done = read_again(house, wanted, instant_of(since, "--since") if since else None)
    if json:
        print_json(done)
        return
    columns = ("source", "runs", "new", "changed", "unchanged", "problems", "captures gone")
    rows = [(r.source, r.runs, r.new, r.changed, r.unchanged, r.problems, r.gone) for r in done]
    print_table("Read again", columns, rows)


def rebuild(
    check: Annotated[
        bool, typer.Option("--check", help="Only compare: build beside, print both hashes, remove it again.")
    ] = False,
    shuffle: Annotated[
        int | None, typer.Option("--shuffle", metavar="SEED", help="Play the runs in another order of sources.")
    ] = None,
    json: Json = False,
) -> None:
    """Builds the warehouse again from the archive alone; the old database is kept beside it under another name.

    Exit code 1 when --check finds another content hash, or when the journal does not hold together.
    """
    from pipeline.rebuild import Unbuildable
    from pipeline.rebuilding import rebuild_beside

    house: House = house_for()
    try:
        done = rebuild_beside(house, check, shuffle)
    except Unbuildable as error:
        raise fail(str(error)) from error
    if json:
        print_json(done)
    else:
        typer.echo(f"{done.runs} runs, {done.curations} curations, {done.decisions} decisions played again")
        for skipped in done.skipped:
            typer.echo(f"left out: {skipped}")
        typer.echo(f"before {done.hash_before}\nafter  {done.hash_after}")
        if done.kept_as:
            typer.echo(f"the old warehouse is kept as database `{done.kept_as}`")
    if check and done.hash_before != done.hash_after:
        raise typer.Exit(1)


def register(app: typer.Typer, db: typer.Typer) -> None:
    app.command()(replay)
    db.command()(rebuild)
